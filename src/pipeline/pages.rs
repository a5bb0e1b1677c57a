//! All pages, on all cores.

use std::cell::RefCell;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
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
use super::readers::{self, Readers};
use super::{Memo, Options, Ready, Run, Sink, Timings, findings};

/// The making of all pages, which may be interrupted and go on later.
#[derive(Debug, Default)]
pub(super) struct Pages {
    /// What came of each page, by its number. Nobody waits for another to note it.
    made: OnceLock<Vec<OnceLock<PageNote>>>,
    timings: Mutex<Timings>,
    grounds: OnceLock<Option<Grounds>>,
}

/// What a page leaves for the next run, and what was found in it.
#[derive(Debug, Default)]
struct PageNote {
    body: Option<(Digest, Digest)>,
    page: Option<Digest>,
    /// What it uses, where that was asked for.
    uses: Option<Arc<Uses>>,
    trace: Option<Trace>,
    /// Was its body made in this run, and the page itself?
    converted: bool,
    rendered: bool,
    bytes: u64,
    found: Vec<Diagnostic>,
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
        let readers = memo.is_laid_down().then(|| Readers::of(ready));
        let grounds = self.grounds.get_or_init(|| ready.grounds()).as_ref();
        let pages = context.routes.pages.len();
        let notes = self.made.get_or_init(|| std::iter::repeat_with(OnceLock::new).take(pages).collect());
        let made = readers::by_record(&context.routes.pages).into_par_iter().try_for_each(|number| {
            let route = &context.routes.pages[number];
            if stop.load(Ordering::Relaxed) {
                return Err(None);
            }
            let note = &notes[number];
            if note.get().is_some() {
                return Ok(());
            }
            let done = |noted| {
                let _ = note.set(noted);
                if let Some(readers) = &readers {
                    readers.leave(route);
                }
                Ok(())
            };
            let file = route.file();
            let trace = grounds.and_then(|grounds| memo.traces.find(grounds, number as u32));
            if let Some(trace) = trace
                && let Some(length) = kept(sink, &file, &trace.page).map_err(Some)?
            {
                return done(taken_over(trace, length, wants_uses, memo));
            }
            let begun = Instant::now();
            let seen = Seen::default();
            let context = context.noting(&seen);
            let sought = Sought { settings: &settings, memo, sink, file: &file, found: RefCell::default() };
            let made = page::make(&context, &ready.shared()[route.lang.index()], route, &sought);
            let made = Finished { made, minify: options.minify_pages, origin, settings: &settings };
            let traced = |body, page| grounds?.trace(seen.into_documents(), body, page);
            let found = sought.found.into_inner();
            let template = found.rendered.clone();
            let (noted, written) = noted(made, found, traced, memo)?;
            if let (Some(sink), Some((bytes, made_from))) = (sink, written) {
                sink.write(Artifact { path: file, bytes, made_from }).map_err(Some)?;
            }
            if noted.rendered {
                let mut timings = self.timings.lock().unwrap_or_else(PoisonError::into_inner);
                if let Some((template, time)) = &template {
                    timings.rendered(template, *time);
                }
                timings.made(&route.path, begun.elapsed());
            }
            done(noted)
        });
        match made {
            Ok(()) => Ok(true),
            Err(None) => Ok(false),
            Err(Some(failure)) => Err(failure),
        }
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
        let notes = self.made.into_inner().unwrap_or_default().into_iter().map(OnceLock::into_inner);
        run.summary.pages = ready.routes.pages.len() + ready.routes.redirects.len();
        run.summary.files = ready.routes.pages.len();
        (run.summary.converted, run.summary.rendered, run.summary.bytes) = (0, 0, 0);
        let (mut uses, mut found) = (Uses::default(), Vec::new());
        let all = notes.len();
        let mut bodies = Vec::with_capacity(all);
        let (mut pages, mut traces) = (Vec::with_capacity(all), Vec::with_capacity(all));
        for (number, note) in notes.enumerate() {
            let Some(note) = note else { continue };
            run.summary.converted += usize::from(note.converted);
            run.summary.rendered += usize::from(note.rendered);
            run.summary.bytes += note.bytes;
            if let Some(used) = &note.uses {
                uses.merge(used);
            }
            bodies.extend(note.body);
            pages.extend(note.page.map(|page| (page, note.uses)));
            traces.extend(note.trace.map(|trace| (number as u32, trace)));
            found.extend(note.found);
        }
        (memo.bodies, memo.pages) = (bodies.into_iter().collect(), pages.into_iter().collect());
        let grounds = self.grounds.into_inner().flatten();
        if let Some(grounds) = &grounds {
            memo.traces = Traces::new(grounds, traces.into_iter().collect());
        }
        run.summary.timings.add_pages(self.timings.into_inner().unwrap_or_else(PoisonError::into_inner));
        let told = findings::once_each(findings::beside(found.into_iter(), &run.diagnostics));
        run.diagnostics.extend(told);
        (wants_uses(ready, options).then_some(uses), grounds)
    }
}

/// A page that is what it was in the run before.
fn taken_over(trace: &Trace, bytes: u64, wants_uses: bool, memo: &Memo) -> PageNote {
    PageNote {
        body: trace.body.and_then(|made_from| Some((made_from, *memo.bodies.get(&made_from)?))),
        page: Some(trace.page),
        uses: wants_uses.then(|| memo.pages.get(&trace.page).cloned().flatten()).flatten(),
        trace: Some(trace.clone()),
        bytes,
        ..PageNote::default()
    }
}

/// What came of a page, and what is to be written.
fn noted(
    finished: Finished,
    found: Found,
    traced: impl FnOnce(Option<Digest>, Digest) -> Option<Trace>,
    memo: &Memo,
) -> Result<(PageNote, Option<Written>), Option<OutputError>> {
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
    let uses = finished.origin.map(|origin| match &page {
        Some((html, _)) => Arc::new(Uses::of_html(&String::from_utf8_lossy(html), origin)),
        None => made_from.and_then(|known| memo.pages.get(&known).cloned().flatten()).unwrap_or_default(),
    });
    let note = PageNote {
        body: found.body,
        page: made_from,
        uses,
        trace: made_from.and_then(|made_from| traced(found.body.map(|(body, _)| body), made_from)),
        converted: found.converted,
        rendered: page.is_some(),
        bytes: page.as_ref().map_or(kept.unwrap_or_default(), |(html, _)| html.len() as u64),
        found: diagnostics,
    };
    Ok((note, page))
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

/// The length of a file that the sink has already. Without a sink nothing has to be there.
pub(super) fn kept(
    sink: Option<&impl Sink>,
    file: &str,
    made_from: &Digest,
) -> Result<Option<u64>, OutputError> {
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
