//! All pages, on all cores.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use rayon::prelude::*;

use crate::diagnostic::Diagnostic;
use crate::digest::Digest;
use crate::output::{Artifact, OutputError};
use crate::render::minify;
use crate::render::page::{self, Known, Made};

use super::{Memo, Options, Ready, Run, Sink, Timings, findings};

/// The making of all pages, which may be interrupted and go on later.
#[derive(Debug, Default)]
pub(super) struct Pages {
    learnt: Mutex<Learnt>,
}

/// What rendering leaves for the next run, and what it found.
#[derive(Debug, Default)]
struct Learnt {
    bodies: BTreeMap<Digest, Digest>,
    pages: BTreeSet<Digest>,
    converted: usize,
    rendered: usize,
    bytes: u64,
    timings: Timings,
    found: BTreeMap<usize, Vec<Diagnostic>>,
}

/// A page's bytes, and what stands for all that they were made from.
type Finished = (Vec<u8>, Option<Digest>);

impl Pages {
    /// Renders every page that the sink does not have yet, and hands it on at once, so that bodies are never all
    /// in memory. Ends early when `stop` becomes true: the answer is whether all pages are made.
    pub(super) fn go(
        &self,
        ready: &Ready,
        options: &Options,
        memo: &Memo,
        sink: Option<&impl Sink>,
        stop: &AtomicBool,
    ) -> Result<bool, OutputError> {
        let context = ready.context();
        let settings = Digest::of_parts(&[memo.program().bytes(), &[u8::from(options.minify_pages)]]);
        let made = context.routes.pages.par_iter().enumerate().try_for_each(|(number, route)| {
            if stop.load(Ordering::Relaxed) {
                return Err(None);
            }
            let file = route.file();
            if sink.is_some_and(|sink| sink.has(&file)) {
                return Ok(());
            }
            let begun = Instant::now();
            let sought = Sought { settings: &settings, memo, sink, file: &file, found: RefCell::default() };
            let made = page::make(&context, &ready.shared()[route.lang.index()], route, &sought);
            let page = self.learn(number, made, sought.found.into_inner(), &settings)?;
            let Some((mut bytes, made_from)) = page else { return Ok(()) };
            if options.minify_pages {
                bytes = minify::page(bytes);
            }
            let length = bytes.len() as u64;
            if let Some(sink) = sink {
                sink.write(Artifact { path: file, bytes, made_from }).map_err(Some)?;
            }
            let mut learnt = self.learnt();
            learnt.bytes += length;
            learnt.timings.made(&route.path, begun.elapsed());
            Ok(())
        });
        match made {
            Ok(()) => Ok(true),
            Err(None) => Ok(false),
            Err(Some(failure)) => Err(failure),
        }
    }

    /// Notes what came of a page, and tells what is to be handed on.
    fn learn(
        &self,
        number: usize,
        made: Made,
        found: Found,
        settings: &Digest,
    ) -> Result<Option<Finished>, Option<OutputError>> {
        let kept = found.kept.map_err(Some)?;
        let mut diagnostics = Vec::new();
        let page = match made {
            Made::Known => None,
            Made::Html { html, made_from } => {
                Some((html, made_from.map(|made_from| as_written(&made_from, settings))))
            }
            Made::Faulty { html, diagnostics: faults } => {
                diagnostics = faults;
                Some((html, None))
            }
        };
        let made_from = page.as_ref().map_or(found.page, |(_, made_from)| *made_from);
        let mut learnt = self.learnt();
        if let Some((template, time)) = &found.rendered {
            learnt.timings.rendered(template, *time);
        }
        learnt.bodies.extend(found.body);
        learnt.pages.extend(made_from);
        learnt.converted += usize::from(found.converted);
        learnt.rendered += usize::from(page.is_some());
        learnt.bytes += kept.unwrap_or_default();
        if !diagnostics.is_empty() {
            // By number, so that the order never depends on the cores.
            learnt.found.insert(number, diagnostics);
        }
        Ok(page)
    }

    /// Leaves what was made to the next run, and what was found to this one.
    pub(super) fn finish(self, run: &mut Run, ready: &Ready, memo: &mut Memo) {
        let learnt = self.learnt.into_inner().unwrap_or_else(PoisonError::into_inner);
        (memo.bodies, memo.pages) = (learnt.bodies, learnt.pages);
        run.summary.pages = ready.routes.pages.len() + ready.routes.redirects.len();
        run.summary.files = ready.routes.pages.len();
        run.summary.converted = learnt.converted;
        run.summary.rendered = learnt.rendered;
        run.summary.bytes = learnt.bytes;
        run.summary.timings.add_pages(learnt.timings);
        let told = findings::beside(learnt.found.into_values().flatten(), &run.diagnostics);
        let told = findings::once_each(told);
        run.diagnostics.extend(told);
    }

    fn learnt(&self) -> MutexGuard<'_, Learnt> {
        self.learnt.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The digest of a page with the program that makes it, and what becomes of it after rendering.
fn as_written(made_from: &Digest, settings: &Digest) -> Digest {
    Digest::of_parts(&[made_from.bytes(), settings.bytes()])
}

/// Looks for one page in the memo, and in the sink.
struct Sought<'a, S> {
    settings: &'a Digest,
    memo: &'a Memo,
    sink: Option<&'a S>,
    file: &'a str,
    found: RefCell<Found>,
}

struct Found {
    body: Option<(Digest, Digest)>,
    /// Was the body made in this run?
    converted: bool,
    page: Option<Digest>,
    /// The template, and how long it took.
    rendered: Option<(String, Duration)>,
    /// The length that the sink knows, or its failure.
    kept: Result<Option<u64>, OutputError>,
}

impl Default for Found {
    fn default() -> Found {
        Found { body: None, converted: false, page: None, rendered: None, kept: Ok(None) }
    }
}

impl<S: Sink> Known for Sought<'_, S> {
    fn body(&self, made_from: &Digest) -> Option<Digest> {
        let html = *self.memo.bodies.get(made_from)?;
        self.found.borrow_mut().body = Some((*made_from, html));
        Some(html)
    }

    fn learn_body(&self, made_from: Digest, html: Digest) {
        let mut found = self.found.borrow_mut();
        (found.body, found.converted) = (Some((made_from, html)), true);
    }

    fn rendered(&self, template: &str, time: Duration) {
        self.found.borrow_mut().rendered = Some((template.to_owned(), time));
    }

    fn page(&self, made_from: &Digest) -> bool {
        let made_from = as_written(made_from, self.settings);
        if !self.memo.pages.contains(&made_from) {
            return false;
        }
        let mut found = self.found.borrow_mut();
        let is_kept = match self.sink {
            None => true,
            Some(sink) => {
                found.kept = sink.keep(self.file, &made_from);
                !matches!(found.kept, Ok(None))
            }
        };
        found.page = is_kept.then_some(made_from);
        is_kept
    }
}
