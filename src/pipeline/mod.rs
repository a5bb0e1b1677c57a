//! The stages strung together, once: `build`, `check` and every later command take this road.
//!
//! What comes in is the tree as it was read and the options; what goes out are files, to wherever the
//! sink puts them, and findings. This is the only module that spreads work over the cores.

mod files;
mod findings;
mod memo;
mod pages;
mod parse;
mod proof;

use std::time::{Duration, Instant};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::advice::{self, Scene};
use crate::config::{self, BaseUrl, SiteConfig};
use crate::diagnostic::{Diagnostic, Severity};
use crate::digest::Digest;
use crate::document::glossary::Glossaries;
use crate::hosting::Hosting;
use crate::language::{LangId, Tag};
use crate::output::{Artifact, OutputError};
use crate::route::{self, Routes};
use crate::site::files::Files;
use crate::site::{self, DocId, Site, Visibility};
use crate::source::SourceTree;
use crate::theme::{self, Layers};
use crate::variant;
use crate::variant::words::{OfficialName, Words};
use crate::view::context::{Context, OwnWords};

pub use memo::{Discarded, Memo, load, save};
pub use proof::{Proof, Read, proof};

/// What the user asked for, beside the site itself.
#[derive(Debug, Clone)]
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

/// An address that a site is served at for its editors.
#[derive(Debug, Clone)]
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
    fn copy(&self, path: &str, from: &std::path::Path) -> Result<(), OutputError>;
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

    fn copy(&self, _path: &str, _from: &std::path::Path) -> Result<(), OutputError> {
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
    pub known: Option<Known>,
    /// What a server has to know of the site, where that was asked for by the options or by site.yaml.
    pub hosting: Option<Hosting>,
}

/// What a finished run knows of the site beside its files.
#[derive(Debug)]
pub struct Known {
    pub config: SiteConfig,
    pub site: Site,
    pub routes: Routes,
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
    /// Time by stage, in order.
    #[serde(skip)]
    pub stages: Vec<(&'static str, Duration)>,
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
    let mut run = Run::new(found);
    let Some(config) = run.config(tree, options) else { return (run.finish(None, options, None), None) };
    let layers = Layers::of(tree, &config, &mut run.diagnostics);
    let parse::Parsed { documents, unread, made } = run.take(parse::documents(tree, &config, memo));
    (run.summary.parsed, run.turns) = (made, site::turns(&documents).collect());
    run.stage("parse");
    run.summary.sources = documents.len();
    // What is wrong with site.yaml comes first.
    if documents.is_empty() && !findings::has_errors(&run.diagnostics, &config, options) {
        run.diagnostics.push(parse::no_content());
    }
    run.summary.languages = config.languages.len();

    let files = Files::of(tree);
    let zone = config.timezone.clone();
    let visibility =
        Visibility { now: options.now.to_zoned(zone), drafts: options.drafts, future: options.future };
    let site = run.take(site::link(&config, documents, &unread, &files, &layers.shortcodes(), &visibility));
    let glossaries = run.take(parse::glossaries(tree));
    run.diagnostics.extend(variant::glossary::check(&config.languages, &site.documents, &glossaries));
    let words = words(&config, &site, &glossaries);
    let own_words = OwnWords::of(&config, &site, &glossaries, &words);
    run.stage("link");
    if options.advice {
        let (glossaries, now) = (&glossaries, &visibility.now);
        let scene = Scene { config: &config, site: &site, tree, glossaries, now };
        run.diagnostics.extend(advise(&scene));
        run.stage("advice");
    }

    let convert = |lang: LangId, from: &Tag, text: &str| words[lang.index()].prose(from, text).into_owned();
    let theme = run.take(theme::load(&layers, &config, &convert));
    run.stage("theme");
    let routes = run.take(route::plan(&config, &site, &files));
    run.stage("plan");
    let Some(theme) = theme else { return (run.finish(Some(&config), options, None), None) };
    let context = Context::new(&config, &site, &routes, &words, &own_words, &theme);
    run.stage("project");

    let failed = findings::has_errors(&run.diagnostics, &config, options);
    let sink = match failed && !options.partial {
        true => None,
        false => match open_sink() {
            Ok(sink) => Some(sink),
            Err(failure) => return (run.finish(Some(&config), options, Some(failure)), None),
        },
    };
    let making = pages::Making {
        minify: options.minify_pages,
        uses: options.hosting || config.hosting.headers || config.hosting.redirects,
    };
    let (uses, failure) = pages::render(&mut run, &context, making, memo, sink.as_ref());
    run.stage("render");
    let (hosting, failure) = match failure {
        Some(failure) => (None, Some(failure)),
        None => match files::publish(&mut run, &context, tree, uses, sink.as_ref()) {
            Ok(hosting) => (hosting, None),
            Err(failure) => (None, Some(failure)),
        },
    };
    run.stage("files");
    let mut outcome = run.finish(Some(&config), options, failure);
    outcome.hosting = hosting;
    outcome.known = Some(Known { config, site, routes });
    (outcome, sink)
}

/// The state of a run that is no stage's result.
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

    fn take<T>(&mut self, checked: crate::diagnostic::Checked<T>) -> T {
        self.diagnostics.extend(checked.diagnostics);
        checked.value
    }

    fn stage(&mut self, name: &'static str) {
        self.summary.stages.push((name, self.clock.elapsed()));
        self.clock = Instant::now();
    }

    fn finish(self, config: Option<&SiteConfig>, options: &Options, failure: Option<OutputError>) -> Outcome {
        let diagnostics = findings::settle(self.diagnostics, config, options);
        Outcome { diagnostics, failure, summary: self.summary, turns: self.turns, known: None, hosting: None }
    }
}

fn advise(scene: &Scene) -> Vec<Diagnostic> {
    let documents = 0..scene.site.documents.len() as u32;
    let found = documents.into_par_iter().flat_map_iter(|id| advice::on_document(scene, DocId(id)));
    let mut found: Vec<Diagnostic> = found.collect();
    found.extend(advice::on_site(scene));
    found
}

/// The words of every language: the site's glossary and the official names of all partners.
fn words(config: &SiteConfig, site: &Site, glossaries: &Glossaries) -> Vec<Words> {
    let names: Vec<OfficialName> =
        site.published(crate::kind::Kind::Partner).map(|id| official_name(site, id)).collect();
    let glossary = glossaries.site_entries();
    config.languages.iter().map(|(_, language)| Words::new(language, glossary, &names)).collect()
}

fn official_name(site: &Site, id: site::EntryId) -> OfficialName {
    let document = site.document(site[id].original);
    let title = document.record.title.as_ref().map(|title| (document.tag.clone(), title.value.clone()));
    let given = match &document.record.detail {
        crate::document::record::Detail::Partner(partner) => partner.names.clone(),
        _ => Vec::new(),
    };
    OfficialName { forms: title.into_iter().chain(given).collect() }
}
