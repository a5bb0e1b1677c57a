//! The last site that was published, for a build that has nothing to do. It has a small file of its own, so that such
//! a build reads nothing else of what is remembered.
//!
//! ```text
//! huimeng-last 3\n   digest of the program   the site, in postcard's format   digest of all before
//! ```

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use jiff::Timestamp;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::diagnostic::{Diagnostic, SitePath};
use crate::digest::Digest;
use crate::output;
use crate::source::{BinaryFile, Known, SourceFile, SourceTree};

use super::super::{Options, Outcome, Summary, Timings};
use super::{Memo, file};

/// What was published, and what it was made from.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Last {
    /// Of [`inputs`].
    inputs: Digest,
    now: Timestamp,
    turns: Vec<Timestamp>,
    /// Of the list of files in the output folder.
    listing: Digest,
    diagnostics: Vec<Diagnostic>,
    summary: Summary,
    /// The texts whose documents were remembered, and all files that are no texts.
    files: BTreeMap<SitePath, Known>,
}

const MAGIC: &[u8] = b"huimeng-last 3\n";

impl Last {
    /// Reads what a program left; `None` where there is nothing that can be used.
    pub fn load(path: &Path, program: Digest) -> Option<Last> {
        let bytes = file::read(path).ok()?;
        let (text, digest) = bytes.split_at_checked(bytes.len().checked_sub(Digest::LENGTH)?)?;
        let rest = text.strip_prefix(MAGIC)?.strip_prefix(program.bytes())?;
        let (last, rest) = postcard::take_from_bytes(rest).ok()?;
        (Digest::of(text).bytes() == digest && rest.is_empty()).then_some(last)
    }

    /// Leaves it to later builds.
    pub fn save(&self, path: &Path, program: Digest) -> io::Result<()> {
        let text = [MAGIC, program.bytes()].concat();
        let mut text = postcard::to_extend(self, text).map_err(io::Error::other)?;
        text.extend_from_slice(Digest::of(&text).bytes());
        file::replace(path, |path| fs::write(path, &text))
    }

    /// `None` when a source cannot be read again.
    pub fn of(
        tree: &SourceTree,
        found: &[Diagnostic],
        options: &Options,
        outcome: &Outcome,
        memo: &Memo,
        listing: Digest,
    ) -> Option<Last> {
        let texts = memo.files().filter_map(|path| Some((path.clone(), tree.file(path)?.known())));
        let others = tree.binaries().iter().filter_map(|file| Some((file.path.clone(), file.known()?)));
        Some(Last {
            files: texts.chain(others).collect(),
            inputs: inputs(tree, found, options)?,
            now: options.now,
            turns: outcome.turns.clone(),
            listing,
            diagnostics: outcome.diagnostics.clone(),
            summary: outcome.summary.clone(),
        })
    }

    /// What that run knew of a file.
    pub fn file(&self, path: &str) -> Option<&Known> {
        self.files.get(path)
    }

    /// What a run would tell, when it would publish what stands in the output folder.
    pub fn outcome(
        &self,
        tree: &SourceTree,
        found: &[Diagnostic],
        options: &Options,
        out: &Path,
    ) -> Option<Outcome> {
        let has_passed = |now: Timestamp| self.turns.iter().filter(move |turn| **turn <= now).count();
        let is_same = has_passed(self.now) == has_passed(options.now)
            && inputs(tree, found, options)? == self.inputs
            && output::stands(out, &self.listing);
        is_same.then(|| Outcome {
            diagnostics: self.diagnostics.clone(),
            failure: None,
            summary: Summary {
                parsed: 0,
                converted: 0,
                rendered: 0,
                timings: Timings::default(),
                ..self.summary.clone()
            },
            ready: None,
            hosting: None,
            turns: self.turns.clone(),
        })
    }
}

/// Stands for all that a run takes, but for the time.
fn inputs(tree: &SourceTree, found: &[Diagnostic], options: &Options) -> Option<Digest> {
    let options = format!("{} {found:?}", options.beside_time());
    let text = |file: &SourceFile| (file.path.clone(), file.digest());
    let texts: Vec<(SitePath, Digest)> = tree.files().par_iter().map(text).collect();
    let others: Option<Vec<Digest>> = tree.binaries().par_iter().map(binary).collect();
    Digest::of_values(&(options, texts, others?))
}

fn binary(file: &BinaryFile) -> Option<Digest> {
    Some(Digest::of_parts(&[file.path.as_bytes(), file.digest()?.bytes()]))
}
