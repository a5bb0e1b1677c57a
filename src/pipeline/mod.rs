//! The stages strung together, once: `build`, `check` and every later command take this road.
//!
//! What comes in is the tree as it was read and the options; what goes out are files, to wherever the
//! sink puts them, and findings. This is the only module that spreads work over the cores.

mod bundles;
mod files;
mod findings;
mod memo;
mod pages;
mod parse;
mod prepare;
mod proof;
mod readers;
mod ready;
mod rendering;
mod timings;

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use serde::{Deserialize, Serialize};

use crate::config::{self, BaseUrl, SiteConfig};
use crate::diagnostic::{Checked, Diagnostic, Severity};
use crate::digest::Digest;
use crate::hosting::Hosting;
use crate::output::{Artifact, OutputError};
use crate::source::{BinaryFile, SourceTree};

pub use files::publish_fixed;
pub use memo::{Discarded, Last, Memo, load, pack, save, unpack};
pub use prepare::{Prepared, prepare, prepare_again};
pub use proof::{Proof, Read, proof};
pub use ready::Ready;
pub use rendering::Rendering;
pub use timings::{Template, Timings};

/// What the user asked for, beside the site itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// Decides about embargo and expiry. The clock is read at the edge only.
    pub now: jiff::Timestamp,
    pub drafts: bool,
    pub future: bool,
    /// Instead of site.yaml's.
    pub base_url: Option<BaseUrl>,
    /// Warnings count as errors.
    pub strict: bool,
    /// Also give advice, as `check` does.
    pub advice: bool,
    /// Run the HTML minifier over finished pages.
    pub minify_pages: bool,
    /// Hand files on also when there are errors: a preview that has nothing better shows what there is.
    pub partial: bool,
    /// Where a preview serves the site, instead of where it will be.
    pub mount: Option<Mount>,
    /// Also find out what the pages use, for the rules of a server.
    pub hosting: bool,
}

impl Options {
    /// What is usual, at a moment.
    pub fn at(now: jiff::Timestamp) -> Options {
        Options {
            now,
            drafts: false,
            future: false,
            base_url: None,
            strict: false,
            advice: false,
            minify_pages: false,
            partial: false,
            mount: None,
            hosting: false,
        }
    }

    /// All but the time, as a text that differs when they do.
    fn beside_time(&self) -> String {
        let Options {
            now: _,
            drafts,
            future,
            base_url,
            strict,
            advice,
            minify_pages,
            partial,
            mount,
            hosting,
        } = self;
        format!(
            "{drafts} {future} {base_url:?} {strict} {advice} {minify_pages} {partial} {mount:?} {hosting}"
        )
    }
}

/// An address that a site is served at for its editors.
#[derive(Debug, Clone, PartialEq)]
pub struct Mount {
    /// Instead of the host of base_url: `http://localhost:1414`.
    pub origin: String,
    /// Before the path of base_url: empty or `/x`, without a slash at the end.
    pub prefix: String,
}

/// Where files go. Each path is given once, by one of the three.
pub trait Sink: Sync {
    fn write(&self, artifact: Artifact) -> Result<(), OutputError>;
    /// Does the sink have the file as the run before wrote it, and was that made from the same? Then it
    /// takes it for the new site, and tells its length in bytes.
    fn keep(&self, path: &str, made_from: &Digest) -> Result<Option<u64>, OutputError>;
    fn copy(&self, path: &str, from: &BinaryFile) -> Result<(), OutputError>;
}

/// For checking: everything is made and nothing is kept.
pub struct Nowhere;

impl Sink for Nowhere {
    fn write(&self, _artifact: Artifact) -> Result<(), OutputError> {
        Ok(())
    }

    fn keep(&self, _path: &str, _made_from: &Digest) -> Result<Option<u64>, OutputError> {
        Ok(None)
    }

    fn copy(&self, _path: &str, _from: &BinaryFile) -> Result<(), OutputError> {
        Ok(())
    }
}

/// What came of a run.
#[derive(Debug)]
pub struct Outcome {
    /// In the order in which they are to be shown.
    pub diagnostics: Vec<Diagnostic>,
    /// The first failure of the sink: the files are not complete.
    pub failure: Option<OutputError>,
    pub summary: Summary,
    /// The times at which another site comes of the same sources: embargoes end, records expire.
    pub turns: Vec<jiff::Timestamp>,
    /// The records and pages, when it came so far.
    pub ready: Option<Arc<Ready>>,
    /// What a server has to know of the site, where that was asked for by the options or by site.yaml.
    pub hosting: Option<Hosting>,
}

/// What was built, in numbers.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
pub struct Summary {
    pub sources: usize,
    pub languages: usize,
    /// HTML pages, redirects included.
    pub pages: usize,
    /// Made in this run, and not taken over from those before: documents, bodies in a language, pages without
    /// redirects.
    pub parsed: usize,
    pub converted: usize,
    pub rendered: usize,
    pub files: usize,
    /// Bytes written by the program, copies not included.
    pub bytes: u64,
    #[serde(skip)]
    pub timings: Timings,
}

impl Outcome {
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|found| found.severity == Severity::Error)
    }
}

/// Runs all stages. `sink` is asked for when everything that can be known without rendering is right;
/// with errors nothing is written, but templates are still tried, so that all findings come at once.
/// What comes out does not depend on `memo`, which only spares work.
pub fn run<S: Sink>(
    tree: &SourceTree,
    options: &Options,
    found: Vec<Diagnostic>,
    memo: &mut Memo,
    open_sink: impl FnOnce() -> Result<S, OutputError>,
) -> (Outcome, Option<S>) {
    let prepared = prepare(tree, options, found, memo);
    render(prepared, tree, memo, open_sink)
}

/// Does as [`run`] for whoever needs the tree for nothing else: texts are freed when they are parsed, which is a tenth
/// of what a large site takes.
pub fn run_once<S: Sink>(
    tree: &mut SourceTree,
    options: &Options,
    found: Vec<Diagnostic>,
    memo: &mut Memo,
    open_sink: impl FnOnce() -> Result<S, OutputError>,
) -> (Outcome, Option<S>) {
    let prepared = prepare::prepare_once(tree, options, found, memo);
    render(prepared, tree, memo, open_sink)
}

fn render<S: Sink>(
    prepared: Prepared,
    tree: &SourceTree,
    memo: &mut Memo,
    open_sink: impl FnOnce() -> Result<S, OutputError>,
) -> (Outcome, Option<S>) {
    let sink = match prepared.ready.is_none() || (prepared.has_errors() && !prepared.options.partial) {
        true => None,
        false => match open_sink() {
            Ok(sink) => Some(sink),
            Err(failure) => return (prepared.outcome(Some(failure)), None),
        },
    };
    let rendering = Rendering::default();
    let rendered = rendering.go(&prepared, memo, sink.as_ref(), &AtomicBool::new(false));
    let fixed = rendered.and_then(|_| match &sink {
        Some(sink) => files::publish_fixed(&prepared, tree, sink),
        None => Ok(()),
    });
    let outcome = rendering.finish(&prepared, tree, memo, sink.as_ref(), fixed.err());
    (outcome, sink)
}

/// The state of a run that is no stage's result.
#[derive(Debug, Clone)]
struct Run {
    diagnostics: Vec<Diagnostic>,
    turns: Vec<jiff::Timestamp>,
    summary: Summary,
    clock: Instant,
}

impl Run {
    fn new(found: Vec<Diagnostic>) -> Run {
        Run { diagnostics: found, turns: Vec::new(), summary: Summary::default(), clock: Instant::now() }
    }

    /// The state that this one was in, for another run over nearly the same site.
    fn again(&self) -> Run {
        let summary = Summary { timings: Timings::default(), ..self.summary.clone() };
        let (diagnostics, turns) = (self.diagnostics.clone(), self.turns.clone());
        Run { diagnostics, turns, summary, clock: Instant::now() }
    }

    fn config(&mut self, tree: &SourceTree, options: &Options) -> Option<SiteConfig> {
        let file = tree.file("site.yaml")?;
        let mut config = self.take(config::read::read(&file.path, &file.text))?;
        if let Some(base_url) = &options.base_url {
            config.base_url = base_url.clone();
        }
        if let Some(Mount { origin, prefix }) = &options.mount {
            let path = format!("{prefix}{}", config.base_url.path);
            config.base_url = BaseUrl { origin: origin.clone(), path };
        }
        self.stage("config");
        Some(config)
    }

    fn take<T>(&mut self, checked: Checked<T>) -> T {
        self.diagnostics.extend(checked.diagnostics);
        checked.value
    }

    fn stage(&mut self, name: &'static str) {
        self.summary.timings.stages.push((name, self.clock.elapsed()));
        self.clock = Instant::now();
    }

    fn finish(self, config: Option<&SiteConfig>, options: &Options, failure: Option<OutputError>) -> Outcome {
        let diagnostics = findings::settle(self.diagnostics, config, options);
        Outcome { diagnostics, failure, summary: self.summary, turns: self.turns, ready: None, hosting: None }
    }
}
