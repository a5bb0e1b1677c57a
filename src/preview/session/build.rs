//! From a site that was read to one that is shown: at once, as soon as it is ready to be rendered; finished behind
//! that, page by page; and what is shown while something is wrong.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use super::super::catalogue::Catalogue;
use super::super::snapshot::{Published, Snapshot};
use super::super::{News, findings};
use super::Session;
use crate::diagnostic::SitePath;
use crate::output::OutputError;
use crate::pipeline::{self, Memo, Outcome, Prepared, Rendering, prepare_again};

/// A site whose pages are being made.
pub(super) struct Underway {
    rendering: Rendering,
    files: Arc<Catalogue>,
    failure: Option<OutputError>,
    /// From the first look to the site that is ready for browsers.
    took: Duration,
}

impl Session<'_> {
    /// Makes the site ready to be rendered, and shows it; its pages are made when they are asked for, or by
    /// [`Session::render`].
    pub(super) fn prepare(&mut self, changes: Vec<SitePath>, start: Instant, report: &mut dyn FnMut(News)) {
        let (now, former) = (self.now(), self.snapshots.borrow().clone());
        let options = self.options(now, String::new());
        let interrupted = self.rendering.take();
        let (tree, found, memo) = (&self.tree, &self.found, &mut self.memo);
        let before = self.prepared.as_ref();
        let prepare = || {
            let quick =
                before.and_then(|before| prepare_again(before, tree, &changes, &options, found, memo));
            let prepared = quick.unwrap_or_else(|| pipeline::prepare(tree, &options, found.clone(), memo));
            let files = Catalogue::over(self.whole.clone());
            let failure = pipeline::publish_fixed(&prepared, tree, &files).err();
            (prepared, Arc::new(files), failure)
        };
        let Ok((prepared, files, failure)) = catch_unwind(AssertUnwindSafe(prepare)) else {
            return self.fault(report);
        };
        let diagnostics = prepared.diagnostics();
        let wrong = prepared.has_errors() || failure.is_some();
        let made =
            prepared.ready.clone().map(|known| Published { files: files.clone(), known, partial: wrong });
        let good = former.published.as_ref().filter(|published| !published.partial).or(self.good.as_ref());
        let published = match (wrong, good) {
            (true, Some(good)) => Some(good.again()),
            (true, None) => made.or_else(|| former.published.as_ref().map(Published::again)),
            (false, _) => made,
        };
        self.next_moment = prepared.turns().iter().copied().filter(|turn| *turn > now).min();
        let edited = changes.into_iter().filter(|path| path.starts_with("content/") && path.ends_with(".md"));
        let snapshot = Snapshot {
            version: former.version + 1,
            published,
            findings: findings::told(&diagnostics, &self.tree, &self.settings.show),
            summary: findings::summary(&diagnostics, &self.settings.show),
            edited: edited.collect(),
            date: None,
            now,
        };
        self.snapshots.send_replace(Arc::new(snapshot));
        if wrong {
            report(News::Wrong { diagnostics: &diagnostics, texts: &self.tree });
        }
        let took = start.elapsed();
        let before = self.prepared.replace(prepared);
        if let (true, Some(interrupted), Some(before)) = (wrong, interrupted, before) {
            self.complete(interrupted, &before);
        }
        self.rendering = Some(Underway { rendering: Rendering::default(), files, failure, took });
    }

    /// Makes the pages that nobody has asked for yet, until all are made or something happens.
    pub(super) fn render(&mut self, report: &mut dyn FnMut(News)) {
        let (Some(underway), Some(prepared)) = (self.rendering.take(), &self.prepared) else { return };
        let Underway { rendering, files, failure, took } = underway;
        let go = || rendering.go(prepared, &self.memo, Some(&*files), self.queue.rung());
        let failure = match catch_unwind(AssertUnwindSafe(go)) {
            Ok(Ok(true)) => failure,
            Ok(Ok(false)) => {
                self.rendering = Some(Underway { rendering, files, failure, took });
                return;
            }
            Ok(Err(failure)) => Some(failure),
            Err(_) => return self.fault(report),
        };
        let (tree, memo) = (&self.tree, &mut self.memo);
        let finish = || rendering.finish(prepared, tree, memo, Some(&*files), failure);
        match catch_unwind(AssertUnwindSafe(finish)) {
            Ok(outcome) => self.finish(outcome, files, took, report),
            Err(_) => self.fault(report),
        }
    }

    /// Makes what is left of a site that goes on being shown, since what came after it has errors.
    fn complete(&mut self, underway: Underway, prepared: &Prepared) {
        let Underway { rendering, files, .. } = underway;
        let never = AtomicBool::new(false);
        let (tree, memo) = (&self.tree, &mut self.memo);
        let complete = || {
            let failure = rendering.go(prepared, memo, Some(&*files), &never).err();
            rendering.finish(prepared, tree, memo, Some(&*files), failure)
        };
        let Ok(outcome) = catch_unwind(AssertUnwindSafe(complete)) else { return };
        files.close();
        if !outcome.has_errors() && outcome.failure.is_none() {
            self.good = outcome.ready.map(|known| Published { files: files.clone(), known, partial: false });
        }
        self.whole = Some(files);
        // Whoever waits for the rest of it has it now.
        self.snapshots.send_modify(|_| {});
    }

    /// All pages are made: what was found on the way is told, and decides what is shown.
    fn finish(
        &mut self,
        outcome: Outcome,
        files: Arc<Catalogue>,
        took: Duration,
        report: &mut dyn FnMut(News),
    ) {
        let former = self.snapshots.borrow().clone();
        let wrong = outcome.has_errors() || outcome.failure.is_some();
        let Outcome { diagnostics, ready, summary: numbers, .. } = outcome;
        files.close();
        let before = former.published.as_ref().map(|published| published.files.clone());
        let before = before.filter(|before| !Arc::ptr_eq(before, &files)).or_else(|| self.whole.clone());
        let made = ready.map(|known| Published { files: files.clone(), known, partial: wrong });
        if !wrong {
            self.good = made.as_ref().map(Published::again);
        }
        let published = match (wrong, &self.good) {
            (true, Some(good)) => Some(good.again()),
            (true, None) => made.or_else(|| former.published.as_ref().map(Published::again)),
            (false, _) => made,
        };
        let changed = match (&published, before) {
            (Some(now), Some(before)) => now.files.differing(&before),
            _ => 0,
        };
        self.whole = Some(files);
        let snapshot = Snapshot {
            version: former.version,
            published,
            findings: findings::told(&diagnostics, &self.tree, &self.settings.show),
            summary: findings::summary(&diagnostics, &self.settings.show),
            edited: former.edited.clone(),
            date: None,
            now: former.now,
        };
        self.snapshots.send_replace(Arc::new(snapshot));
        let first = std::mem::replace(&mut self.is_new, false);
        report(News::Built {
            diagnostics: &diagnostics,
            texts: &self.tree,
            numbers: &numbers,
            changed,
            took,
            first,
        });
    }

    /// A fault of the program must not end the preview: what was shown stays.
    fn fault(&mut self, report: &mut dyn FnMut(News)) {
        report(News::Fault);
        (self.memo, self.prepared, self.rendering) = (Memo::default(), None, None);
        let former = self.snapshots.borrow().clone();
        let shown = former.published.as_ref().filter(|published| published.files.is_whole());
        let snapshot = Snapshot {
            version: former.version + 1,
            published: shown.or(self.good.as_ref()).map(Published::again),
            findings: vec![findings::fault(self.settings.show.messages)],
            summary: String::new(),
            edited: Vec::new(),
            date: None,
            now: self.now(),
        };
        self.snapshots.send_replace(Arc::new(snapshot));
    }
}
