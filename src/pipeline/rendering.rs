//! The stages from a site that is ready to its files.

use std::sync::Mutex;
use std::sync::atomic::AtomicBool;

use crate::output::OutputError;
use crate::source::SourceTree;

use super::bundles::Bundles;
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
        let former = std::mem::take(&mut memo.traces.bundles);
        let (uses, grounds) = self.pages.finish(&mut run, ready, &prepared.options, memo);
        run.stage("render");
        let bundles = Bundles {
            context: ready.context(),
            grounds: grounds.as_ref(),
            program: memo.program(),
            former: &former,
            sink,
            learnt: Mutex::default(),
        };
        let published = match failure {
            Some(failure) => Err(failure),
            None => files::publish(&mut run, &bundles, tree, uses),
        };
        memo.traces.bundles = bundles.into_bundles();
        run.stage("files");
        let (hosting, failure) = match published {
            Ok(hosting) => (hosting, None),
            Err(failure) => (None, Some(failure)),
        };
        let mut outcome = run.finish(Some(&ready.config), &prepared.options, failure);
        outcome.hosting = hosting;
        outcome.ready = Some(ready.clone());
        outcome
    }
}
