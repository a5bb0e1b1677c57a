//! All pages, on all cores.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;

use crate::diagnostic::Diagnostic;
use crate::digest::Digest;
use crate::hosting::Uses;
use crate::output::{Artifact, OutputError};
use crate::render::minify;
use crate::render::page::{self, Known, Made};
use crate::view::context::Context;

use super::{Memo, Run, Sink, findings};

/// How pages are made, beside their views.
#[derive(Debug, Clone, Copy)]
pub(super) struct Making {
    /// Run the HTML minifier over them.
    pub(super) minify: bool,
    /// Find out what they use.
    pub(super) uses: bool,
}

/// Renders every page and hands it on at once, so that bodies are never all in memory.
pub(super) fn render(
    run: &mut Run,
    context: &Context,
    making: Making,
    memo: &mut Memo,
    sink: Option<&impl Sink>,
) -> (Option<Uses>, Option<OutputError>) {
    let shared: Vec<_> = context.config.languages.ids().map(|lang| page::shared(context, lang)).collect();
    let settings =
        Digest::of_parts(&[memo.program().bytes(), &[u8::from(making.minify), u8::from(making.uses)]]);
    let (bodies, pages) = (std::mem::take(&mut memo.bodies), std::mem::take(&mut memo.pages));
    let origin = context.config.base_url.origin.as_str();
    let learnt = Mutex::new(Learnt::default());
    let written = context
        .routes
        .pages
        .par_iter()
        .enumerate()
        .map(|(number, route)| {
            let file = route.file();
            let sought = Sought {
                settings: &settings,
                bodies: &bodies,
                pages: &pages,
                sink,
                file: &file,
                found: RefCell::default(),
            };
            let made = page::make(context, &shared[route.lang.index()], route, &sought);
            let found = sought.found.into_inner();
            let kept = found.kept?;
            let mut diagnostics = Vec::new();
            let page = match made {
                Made::Known => None,
                Made::Html { html, made_from } => {
                    Some((html, made_from.map(|made_from| as_written(&made_from, &settings))))
                }
                Made::Faulty { html, diagnostics: faults } => {
                    diagnostics = faults;
                    Some((html, None))
                }
            };
            let page = page.map(|(html, made_from)| {
                let html = if making.minify { minify::page(html.into_bytes()) } else { html.into_bytes() };
                (html, made_from)
            });
            let made_from = page.as_ref().map_or(found.page, |(_, made_from)| *made_from);
            let uses = making.uses.then(|| match &page {
                Some((html, _)) => Arc::new(Uses::of_html(&String::from_utf8_lossy(html), origin)),
                None => made_from.and_then(|known| pages.get(&known).cloned().flatten()).unwrap_or_default(),
            });
            {
                let mut learnt = learnt.lock().unwrap_or_else(PoisonError::into_inner);
                learnt.bodies.extend(found.body);
                learnt.uses.merge(uses.as_deref().unwrap_or(&Uses::default()));
                learnt.pages.extend(made_from.map(|made_from| (made_from, uses)));
                learnt.converted += usize::from(found.converted);
                learnt.rendered += usize::from(page.is_some());
                if !diagnostics.is_empty() {
                    // By number, so that the order never depends on the cores.
                    learnt.found.insert(number, diagnostics);
                }
            }
            let Some((bytes, made_from)) = page else { return Ok(kept.unwrap_or_default()) };
            let length = bytes.len() as u64;
            if let Some(sink) = sink {
                sink.write(Artifact { path: file, bytes, made_from })?;
            }
            Ok(length)
        })
        .try_reduce(|| 0, |a, b| Ok(a + b));
    let learnt = learnt.into_inner().unwrap_or_else(PoisonError::into_inner);
    (memo.bodies, memo.pages) = (learnt.bodies, learnt.pages);
    run.summary.pages = context.routes.pages.len() + context.routes.redirects.len();
    run.summary.files = context.routes.pages.len();
    run.summary.converted = learnt.converted;
    run.summary.rendered = learnt.rendered;
    let told = findings::beside(learnt.found.into_values().flatten(), &run.diagnostics);
    let told = findings::once_each(told);
    run.diagnostics.extend(told);
    let uses = making.uses.then_some(learnt.uses);
    match written {
        Ok(bytes) => {
            run.summary.bytes = bytes;
            (uses, None)
        }
        Err(failure) => (uses, Some(failure)),
    }
}

/// What rendering leaves for the next run, and what it found.
#[derive(Default)]
struct Learnt {
    bodies: BTreeMap<Digest, Digest>,
    /// With what they use, where that was asked for.
    pages: BTreeMap<Digest, Option<Arc<Uses>>>,
    uses: Uses,
    converted: usize,
    rendered: usize,
    found: BTreeMap<usize, Vec<Diagnostic>>,
}

/// The digest of a page with the program that makes it, and what becomes of it after rendering.
fn as_written(made_from: &Digest, settings: &Digest) -> Digest {
    Digest::of_parts(&[made_from.bytes(), settings.bytes()])
}

/// Looks for one page in the memo, and in the sink.
struct Sought<'a, S> {
    settings: &'a Digest,
    bodies: &'a BTreeMap<Digest, Digest>,
    pages: &'a BTreeMap<Digest, Option<Arc<Uses>>>,
    sink: Option<&'a S>,
    file: &'a str,
    found: RefCell<Found>,
}

struct Found {
    body: Option<(Digest, Digest)>,
    /// Was the body made in this run?
    converted: bool,
    page: Option<Digest>,
    /// The length that the sink knows, or its failure.
    kept: Result<Option<u64>, OutputError>,
}

impl Default for Found {
    fn default() -> Found {
        Found { body: None, converted: false, page: None, kept: Ok(None) }
    }
}

impl<S: Sink> Known for Sought<'_, S> {
    fn body(&self, made_from: &Digest) -> Option<Digest> {
        let html = *self.bodies.get(made_from)?;
        self.found.borrow_mut().body = Some((*made_from, html));
        Some(html)
    }

    fn learn_body(&self, made_from: Digest, html: Digest) {
        let mut found = self.found.borrow_mut();
        (found.body, found.converted) = (Some((made_from, html)), true);
    }

    fn page(&self, made_from: &Digest) -> bool {
        let made_from = as_written(made_from, self.settings);
        if !self.pages.contains_key(&made_from) {
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
