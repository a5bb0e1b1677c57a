//! All pages, on all cores.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use rayon::prelude::*;

use crate::diagnostic::Diagnostic;
use crate::digest::Digest;
use crate::hosting::Uses;
use crate::output::{Artifact, OutputError};
use crate::render::minify;
use crate::render::page::{self, Known, Made};
use crate::view::seen::Seen;

use super::memo::{Grounds, Trace, Traces};
use super::{Memo, Options, Ready, Run, Sink, Timings, findings};

/// The making of all pages, which may be interrupted and go on later.
#[derive(Debug, Default)]
pub(super) struct Pages {
    learnt: Mutex<Learnt>,
    grounds: OnceLock<Option<Grounds>>,
}

/// What rendering leaves for the next run, and what it found.
#[derive(Debug, Default)]
struct Learnt {
    bodies: BTreeMap<Digest, Digest>,
    /// With what they use, where that was asked for.
    pages: BTreeMap<Digest, Option<Arc<Uses>>>,
    /// By the numbers of pages.
    traces: BTreeMap<u32, Trace>,
    done: BTreeSet<usize>,
    uses: Uses,
    converted: usize,
    rendered: usize,
    bytes: u64,
    timings: Timings,
    found: BTreeMap<usize, Vec<Diagnostic>>,
}

impl Pages {
    /// Renders every page that is not made yet, and hands it on at once, so that bodies are never all
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
        let wants_uses = wants_uses(ready, options);
        let settings = [u8::from(options.minify_pages), u8::from(wants_uses)];
        let settings = Digest::of_parts(&[memo.program().bytes(), &settings]);
        let origin = wants_uses.then_some(ready.config.base_url.origin.as_str());
        let grounds = self.grounds.get_or_init(|| ready.grounds()).as_ref();
        let made = context.routes.pages.par_iter().enumerate().try_for_each(|(number, route)| {
            if stop.load(Ordering::Relaxed) {
                return Err(None);
            }
            if self.learnt().done.contains(&number) {
                return Ok(());
            }
            let file = route.file();
            let trace = grounds.and_then(|grounds| memo.traces.find(grounds, number as u32));
            if let Some(trace) = trace
                && let Some(length) = kept(sink, &file, &trace.page).map_err(Some)?
            {
                self.take_over(number, trace, length, wants_uses, memo);
                return Ok(());
            }
            let begun = Instant::now();
            let seen = Seen::default();
            let context = context.noting(&seen);
            let sought = Sought { settings: &settings, memo, sink, file: &file, found: RefCell::default() };
            let made = page::make(&context, &ready.shared()[route.lang.index()], route, &sought);
            let made = Finished { made, minify: options.minify_pages, origin, settings: &settings };
            let traced = |body, page| grounds?.trace(seen.into_documents(), body, page);
            let page = self.learn(number, made, sought.found.into_inner(), traced, memo)?;
            let Some((bytes, made_from)) = page else { return Ok(()) };
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

    /// Notes a page that is what it was in the run before.
    fn take_over(&self, number: usize, trace: &Trace, length: u64, wants_uses: bool, memo: &Memo) {
        let body = trace.body.and_then(|made_from| Some((made_from, *memo.bodies.get(&made_from)?)));
        let uses = wants_uses.then(|| memo.pages.get(&trace.page).cloned().flatten()).flatten();
        let mut learnt = self.learnt();
        learnt.done.insert(number);
        learnt.bodies.extend(body);
        if let Some(uses) = &uses {
            learnt.uses.merge(uses);
        }
        learnt.pages.insert(trace.page, uses);
        learnt.traces.insert(number as u32, trace.clone());
        learnt.bytes += length;
    }

    /// Notes what came of a page, and tells what is to be handed on.
    fn learn(
        &self,
        number: usize,
        finished: Finished,
        found: Found,
        traced: impl FnOnce(Option<Digest>, Digest) -> Option<Trace>,
        memo: &Memo,
    ) -> Result<Option<Written>, Option<OutputError>> {
        let kept = found.kept.map_err(Some)?;
        let mut diagnostics = Vec::new();
        let page = match finished.made {
            Made::Known => None,
            Made::Html { html, made_from } => {
                Some((html, made_from.map(|made_from| as_written(&made_from, finished.settings))))
            }
            Made::Faulty { html, diagnostics: faults } => {
                diagnostics = faults;
                Some((html, None))
            }
        };
        let page = match page {
            Some((html, made_from)) if finished.minify => Some((minify::page(html), made_from)),
            page => page,
        };
        let made_from = page.as_ref().map_or(found.page, |(_, made_from)| *made_from);
        let trace = made_from.and_then(|made_from| traced(found.body.map(|(body, _)| body), made_from));
        let uses = finished.origin.map(|origin| match &page {
            Some((html, _)) => Arc::new(Uses::of_html(&String::from_utf8_lossy(html), origin)),
            None => made_from.and_then(|known| memo.pages.get(&known).cloned().flatten()).unwrap_or_default(),
        });
        let mut learnt = self.learnt();
        if let Some((template, time)) = &found.rendered {
            learnt.timings.rendered(template, *time);
        }
        learnt.done.insert(number);
        learnt.bodies.extend(found.body);
        if let Some(uses) = &uses {
            learnt.uses.merge(uses);
        }
        learnt.pages.extend(made_from.map(|made_from| (made_from, uses)));
        learnt.traces.extend(trace.map(|trace| (number as u32, trace)));
        learnt.converted += usize::from(found.converted);
        learnt.rendered += usize::from(page.is_some());
        learnt.bytes += kept.unwrap_or_default();
        if !diagnostics.is_empty() {
            // By number, so that the order never depends on the cores.
            learnt.found.insert(number, diagnostics);
        }
        Ok(page)
    }

    /// Leaves what was made to the next run, and what was found to this one. Tells what the pages use, where that
    /// was asked for, and what they were made from.
    pub(super) fn finish(
        self,
        run: &mut Run,
        ready: &Ready,
        options: &Options,
        memo: &mut Memo,
    ) -> (Option<Uses>, Option<Grounds>) {
        let learnt = self.learnt.into_inner().unwrap_or_else(PoisonError::into_inner);
        (memo.bodies, memo.pages) = (learnt.bodies, learnt.pages);
        let grounds = self.grounds.into_inner().flatten();
        if let Some(grounds) = &grounds {
            memo.traces = Traces::new(grounds, learnt.traces);
        }
        run.summary.pages = ready.routes.pages.len() + ready.routes.redirects.len();
        run.summary.files = ready.routes.pages.len();
        run.summary.converted = learnt.converted;
        run.summary.rendered = learnt.rendered;
        run.summary.bytes = learnt.bytes;
        run.summary.timings.add_pages(learnt.timings);
        let told = findings::beside(learnt.found.into_values().flatten(), &run.diagnostics);
        let told = findings::once_each(told);
        run.diagnostics.extend(told);
        (wants_uses(ready, options).then_some(learnt.uses), grounds)
    }

    fn learnt(&self) -> MutexGuard<'_, Learnt> {
        self.learnt.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The bytes of a page, and what they were made from.
type Written = (Vec<u8>, Option<Digest>);

/// A page that was made, and what becomes of it.
struct Finished<'a> {
    made: Made,
    minify: bool,
    /// The site's own origin, where it is to be found out what the page uses.
    origin: Option<&'a str>,
    settings: &'a Digest,
}

/// Does anybody want to know what the pages use?
fn wants_uses(ready: &Ready, options: &Options) -> bool {
    let hosting = &ready.config.hosting;
    options.hosting || hosting.headers || hosting.redirects
}

/// The digest of a page with the program that makes it, and what becomes of it after rendering.
fn as_written(made_from: &Digest, settings: &Digest) -> Digest {
    Digest::of_parts(&[made_from.bytes(), settings.bytes()])
}

/// The length of a page that the sink has already. Without a sink nothing has to be there.
fn kept(sink: Option<&impl Sink>, file: &str, made_from: &Digest) -> Result<Option<u64>, OutputError> {
    sink.map_or(Ok(Some(0)), |sink| sink.keep(file, made_from))
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
        if !self.memo.pages.contains_key(&made_from) {
            return false;
        }
        let mut found = self.found.borrow_mut();
        found.kept = kept(self.sink, self.file, &made_from);
        let is_kept = !matches!(found.kept, Ok(None));
        found.page = is_kept.then_some(made_from);
        is_kept
    }
}
