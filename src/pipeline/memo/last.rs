//! The last site that was published, for a build that has nothing to do.

use std::path::Path;

use jiff::Timestamp;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::diagnostic::Diagnostic;
use crate::digest::{Digest, Digesting};
use crate::output;
use crate::source::{BinaryFile, SourceTree, open_regular};

use super::super::{Options, Outcome, Summary};

/// What was published, and what it was made from.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Last {
    /// Of [`inputs`].
    inputs: Digest,
    now: Timestamp,
    turns: Vec<Timestamp>,
    /// Of the list of files in the output folder.
    listing: Digest,
    diagnostics: Vec<Diagnostic>,
    summary: Summary,
}

impl Last {
    /// `None` when a source cannot be read again.
    pub(super) fn of(
        tree: &SourceTree,
        found: &[Diagnostic],
        options: &Options,
        outcome: &Outcome,
        listing: Digest,
    ) -> Option<Last> {
        Some(Last {
            inputs: inputs(tree, found, options)?,
            now: options.now,
            turns: outcome.turns.clone(),
            listing,
            diagnostics: outcome.diagnostics.clone(),
            summary: outcome.summary.clone(),
        })
    }

    /// What a run would tell, when it would publish what stands in the output folder.
    pub(super) fn outcome(
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
                stages: Vec::new(),
                ..self.summary.clone()
            },
            ready: None,
            turns: self.turns.clone(),
        })
    }
}

/// Stands for all that a run takes, but for the time.
fn inputs(tree: &SourceTree, found: &[Diagnostic], options: &Options) -> Option<Digest> {
    let Options { now: _, drafts, future, base_url, strict, advice, minify_pages, partial, mount } = options;
    let options = format!(
        "{drafts} {future} {base_url:?} {strict} {advice} {minify_pages} {partial} {mount:?} {found:?}"
    );
    let texts =
        tree.files().par_iter().map(|file| Digest::of_parts(&[file.path.as_bytes(), file.text.as_bytes()]));
    let texts: Vec<Digest> = texts.collect();
    let others: Option<Vec<Digest>> = tree.binaries().par_iter().map(binary).collect();
    Digest::of_values(&(options, texts, others?))
}

fn binary(file: &BinaryFile) -> Option<Digest> {
    let mut digesting = Digesting::new(std::io::sink());
    std::io::copy(&mut open_regular(&file.disk).ok()?, &mut digesting).ok()?;
    Some(Digest::of_parts(&[file.path.as_bytes(), digesting.finish().0.bytes()]))
}
