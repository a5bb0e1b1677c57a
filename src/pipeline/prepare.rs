//! The stages before rendering: from the tree to a site that is ready for it.
//!
//! A preview has the site before an edit at hand. After most edits nearly all of that is still right, and the quick
//! road makes the rest: another text on a record's page, another template. Whatever is not provably one of these
//! takes the whole road.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;

use crate::advice::{self, Scene};
use crate::config::SiteConfig;
use crate::diagnostic::{Diagnostic, SitePath};
use crate::digest::Digest;
use crate::document::Document;
use crate::document::glossary::Glossaries;
use crate::document::name::Name;
use crate::document::record::Detail;
use crate::kind::Kind;
use crate::language::{LangId, Tag};
use crate::output::OutputError;
use crate::route;
use crate::site::files::Files;
use crate::site::{self, DocId, EntryId, Site, Visibility};
use crate::source::{SourceFile, SourceTree};
use crate::theme::{self, Layers};
use crate::variant;
use crate::variant::words::{OfficialName, Words};
use crate::view::own_words::OwnWords;

use super::ready::Ready;
use super::{Memo, Options, Outcome, Run, findings, parse};

/// What came of the stages before rendering.
#[derive(Debug)]
pub struct Prepared {
    pub(super) run: Run,
    /// None without a usable site.yaml.
    pub(super) config: Option<Arc<SiteConfig>>,
    /// None when something is missing without which nothing can be rendered.
    pub ready: Option<Arc<Ready>>,
    /// Names of the shortcodes.
    shortcodes: BTreeSet<String>,
    /// Those of the theme, among the findings of the run.
    of_theme: Range<usize>,
    /// What reading the tree found.
    found: Vec<Diagnostic>,
    pub(super) options: Options,
}

impl Prepared {
    /// The findings so far, as they are to be shown.
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        findings::settle(self.run.diagnostics.clone(), self.config.as_deref(), &self.options)
    }

    /// Will the site not be published?
    pub fn has_errors(&self) -> bool {
        match &self.ready {
            Some(ready) => findings::has_errors(&self.run.diagnostics, &ready.config, &self.options),
            None => true,
        }
    }

    /// The times at which another site comes of the same sources: embargoes end, records expire.
    pub fn turns(&self) -> &[jiff::Timestamp] {
        &self.run.turns
    }

    /// What came of a run that goes no further.
    pub(super) fn outcome(&self, failure: Option<OutputError>) -> Outcome {
        self.run.clone().finish(self.config.as_deref(), &self.options, failure)
    }

    /// The same with other findings and another site.
    fn with(&self, run: Run, of_theme: Range<usize>, ready: Ready, options: &Options) -> Prepared {
        Prepared {
            run,
            config: self.config.clone(),
            ready: Some(Arc::new(ready)),
            shortcodes: self.shortcodes.clone(),
            of_theme,
            found: self.found.clone(),
            options: options.clone(),
        }
    }
}

/// Takes the whole road.
pub fn prepare(tree: &SourceTree, options: &Options, found: Vec<Diagnostic>, memo: &mut Memo) -> Prepared {
    match begin(tree, parse::records(tree), options, found, memo) {
        Ok(begun) => go_on(begun, tree, options),
        Err(prepared) => *prepared,
    }
}

/// The same for whoever needs the tree for this alone: texts are freed as soon as they are parsed, and what comes of
/// them is written where it is kept.
pub(super) fn prepare_once(
    tree: &mut SourceTree,
    options: &Options,
    found: Vec<Diagnostic>,
    memo: &mut Memo,
) -> Prepared {
    // Advice is given on texts as they are written.
    let records = if options.advice { parse::records(tree) } else { tree.hand_over(parse::is_record) };
    match begin(tree, records, options, found, memo) {
        Ok(begun) => rayon::join(|| go_on(begun, tree, options), || memo.lay_down()).0,
        Err(prepared) => *prepared,
    }
}

/// What comes of the first stages, which read the texts.
struct Begun {
    run: Run,
    config: Arc<SiteConfig>,
    layers: Layers,
    documents: Vec<Arc<Document>>,
    unread: Vec<Name>,
    found: Vec<Diagnostic>,
}

/// Parses; without a usable site.yaml that is the end of it.
fn begin(
    tree: &SourceTree,
    records: Vec<SourceFile>,
    options: &Options,
    found: Vec<Diagnostic>,
    memo: &mut Memo,
) -> Result<Begun, Box<Prepared>> {
    let mut run = Run::new(found.clone());
    let Some(config) = run.config(tree, options).map(Arc::new) else {
        let (shortcodes, of_theme, options) = (BTreeSet::new(), 0..0, options.clone());
        return Err(Box::new(Prepared {
            run,
            config: None,
            ready: None,
            shortcodes,
            of_theme,
            found,
            options,
        }));
    };
    let layers = Layers::of(tree, &config, &mut run.diagnostics);
    let parse::Parsed { documents, unread, made } = run.take(parse::documents(tree, records, &config, memo));
    (run.summary.parsed, run.turns) = (made, site::turns(&documents).collect());
    run.stage("parse");
    Ok(Begun { run, config, layers, documents, unread, found })
}

fn go_on(begun: Begun, tree: &SourceTree, options: &Options) -> Prepared {
    let Begun { mut run, config, layers, documents, unread, found } = begun;
    let options_taken = options.clone();
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
    let shortcodes = layers.shortcodes();
    let site = run.take(site::link(&config, documents, &unread, &files, &shortcodes, &visibility));
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
    let before_theme = run.diagnostics.len();
    let theme = run.take(theme::load(&layers, &config, &convert));
    let of_theme = before_theme..run.diagnostics.len();
    run.stage("theme");
    let routes = run.take(route::plan(&config, &site, &files));
    run.stage("plan");
    let ready = theme.map(|theme| {
        Arc::new(Ready::new(
            config.clone(),
            site,
            routes,
            words,
            own_words,
            theme,
            surroundings(tree, options),
        ))
    });
    run.stage("project");
    Prepared { run, config: Some(config), ready, shortcodes, of_theme, found, options: options_taken }
}

/// Takes the quick road, when it leads to the same as the whole one: `changes` are the paths of all files that are
/// not as they were when `former` was prepared.
pub fn prepare_again(
    former: &Prepared,
    tree: &SourceTree,
    changes: &[SitePath],
    options: &Options,
    found: &[Diagnostic],
    memo: &mut Memo,
) -> Option<Prepared> {
    let has_passed = |now: jiff::Timestamp| former.run.turns.iter().filter(|turn| **turn <= now).count();
    let is_same_but_time = Options { now: former.options.now, ..options.clone() } == former.options;
    let is_known = |file: &SitePath| {
        let mut places = former.run.diagnostics.iter().flat_map(Diagnostic::files);
        tree.file(file).is_some() && !places.any(|known| known == file)
    };
    let is_open = is_same_but_time
        && has_passed(options.now) == has_passed(former.options.now)
        && !options.advice
        && found == former.found;
    let ready = former.ready.as_ref().filter(|_| is_open && !changes.is_empty())?;
    if changes.iter().all(|file| parse::is_record(file) && is_known(file)) {
        return other_texts(former, ready, tree, changes, options, memo);
    }
    let is_look = |file: &SitePath| theme::is_look(file) && tree.file(file).is_some();
    changes.iter().all(is_look).then(|| other_look(former, ready, tree, options))?
}

fn other_texts(
    former: &Prepared,
    ready: &Ready,
    tree: &SourceTree,
    changes: &[SitePath],
    options: &Options,
    memo: &mut Memo,
) -> Option<Prepared> {
    let mut run = former.run.again();
    let mut texts = Vec::new();
    for path in changes {
        let known = ready.site.documents.binary_search_by(|document| document.file.cmp(path)).ok()?;
        let read = parse::again(tree.file(path)?, &ready.config, memo, ready.site.documents[known].digest);
        texts.push(run.take(read)?);
    }
    run.summary.parsed = texts.len();
    run.stage("parse");
    let ready = ready.with_texts(texts)?;
    run.stage("project");
    Some(former.with(run, former.of_theme.clone(), ready, options))
}

fn other_look(former: &Prepared, ready: &Ready, tree: &SourceTree, options: &Options) -> Option<Prepared> {
    let mut run = former.run.again();
    let layers = Layers::of(tree, &ready.config, &mut Vec::new());
    if layers.shortcodes() != former.shortcodes {
        return None;
    }
    let words = ready.words();
    let convert = |lang: LangId, from: &Tag, text: &str| words[lang.index()].prose(from, text).into_owned();
    let read = theme::load(&layers, &ready.config, &convert);
    let start = former.of_theme.start;
    let of_theme = start..start + read.diagnostics.len();
    run.diagnostics.splice(former.of_theme.clone(), read.diagnostics);
    run.stage("theme");
    let ready = ready.with_theme(read.value?, surroundings(tree, options));
    run.stage("project");
    Some(former.with(run, of_theme, ready, options))
}

/// Stands for all that a site is made from but for its records: the other texts, and the options. Of time it is known
/// by the records that it shows, of binary files by the references to them.
fn surroundings(tree: &SourceTree, options: &Options) -> Digest {
    let texts = tree.files().iter().filter(|file| !parse::is_record(&file.path));
    let texts = texts.map(|file| (&*file.path, file.digest()));
    Digest::of_values(&(options.beside_time(), texts.collect::<Vec<_>>())).unwrap_or_default()
}

fn advise(scene: &Scene) -> Vec<Diagnostic> {
    let documents = 0..scene.site.documents.len() as u32;
    let found = documents.into_par_iter().flat_map_iter(|id| advice::on_document(scene, DocId(id)));
    let mut found: Vec<Diagnostic> = found.collect();
    found.extend(advice::on_site(scene));
    found
}

/// The words of every language: the site's glossary and the official names of all partners.
pub(super) fn words(config: &SiteConfig, site: &Site, glossaries: &Glossaries) -> Vec<Words> {
    let names: Vec<OfficialName> = site.published(Kind::Partner).map(|id| official_name(site, id)).collect();
    let glossary = glossaries.site_entries();
    config.languages.iter().map(|(_, language)| Words::new(language, glossary, &names)).collect()
}

fn official_name(site: &Site, id: EntryId) -> OfficialName {
    let document = site.document(site[id].original);
    let title = document.record.title.as_ref().map(|title| (document.tag.clone(), title.value.clone()));
    let given = match &document.record.detail {
        Detail::Partner(partner) => partner.names.clone(),
        _ => Vec::new(),
    };
    OfficialName { forms: title.into_iter().chain(given).collect() }
}
