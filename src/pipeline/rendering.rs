//! The stages from a site that is ready to its files.

use std::sync::atomic::AtomicBool;

use crate::output::OutputError;
use crate::source::SourceTree;

use super::pages::Pages;
use super::{Memo, Outcome, Prepared, Sink, files};

/// The making of a site's files, pages first. It may be interrupted and go on.
#[derive(Debug, Default)]
pub struct Rendering {
    pages: Pages,
}

impl Rendering {
    /// Makes the pages that the sink does not have, until all are made or `stop` becomes true. Tells whether all are.
    pub fn go(
        &self,
        prepared: &Prepared,
        memo: &Memo,
        sink: Option<&impl Sink>,
        stop: &AtomicBool,
    ) -> Result<bool, OutputError> {
        let Some(ready) = &prepared.ready else { return Ok(true) };
        self.pages.go(ready, &prepared.options, memo, sink, stop)
    }

    /// Makes all that is no page when all pages are made, and tells what came of the whole run. `failure` is that
    /// of a part before.
    pub fn finish(
        self,
        prepared: &Prepared,
        tree: &SourceTree,
        memo: &mut Memo,
        sink: Option<&impl Sink>,
        failure: Option<OutputError>,
    ) -> Outcome {
        let Some(ready) = &prepared.ready else { return prepared.outcome(failure) };
        let mut run = prepared.run.clone();
        self.pages.finish(&mut run, ready, memo);
        run.stage("render");
        let failure = failure.or_else(|| files::publish(&mut run, ready, tree, sink).err());
        run.stage("files");
        let mut outcome = run.finish(Some(&ready.config), &prepared.options, failure);
        outcome.ready = Some(ready.clone());
        outcome
    }
}
