//! The road of `zh`: to the linked site and its words, and from there to the places that an editor may want to read.

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::prepare::words;
use super::{Memo, Options, Run, findings, parse};
use crate::diagnostic::{Diagnostic, Severity, SitePath};
use crate::document::glossary;
use crate::proof::reviewed::{self, Reviewed};
use crate::proof::{self, Report, Scene};
use crate::site::files::Files;
use crate::site::{self, DocId, Visibility};
use crate::source::SourceTree;
use crate::theme::Layers;

/// What was read of a site.
#[derive(Debug)]
pub struct Proof {
    /// Errors in the files that were asked for and in those that decide about conversion, as they are to be shown.
    pub diagnostics: Vec<Diagnostic>,
    /// None without a usable site.yaml.
    pub read: Option<Read>,
}

/// The places, and what they are to be compared and answered with.
#[derive(Debug)]
pub struct Read {
    pub report: Report,
    pub reviewed: Reviewed,
    pub languages: crate::language::Languages,
    /// The day in the site's time zone.
    pub today: jiff::civil::Date,
}

/// Reads a site for `zh`: of the files, those that `wanted` says. Drafts and what is under embargo are read too:
/// before publication is when it matters.
pub fn proof(
    tree: &SourceTree,
    now: jiff::Timestamp,
    found: Vec<Diagnostic>,
    memo: &mut Memo,
    wanted: &(dyn Fn(&SitePath) -> bool + Sync),
) -> Proof {
    let options = Options { drafts: true, future: true, ..Options::at(now) };
    let mut run = Run::new(found);
    let Some(config) = run.config(tree, &options) else {
        return Proof { diagnostics: findings::settle(run.diagnostics, None, &options), read: None };
    };
    let layers = Layers::of(tree, &config, &mut Vec::new());
    let parse::Parsed { documents, unread, .. } =
        run.take(parse::documents(tree, parse::records(tree), &config, memo));
    let visibility = Visibility { now: now.to_zoned(config.timezone.clone()), drafts: true, future: true };
    let files = Files::of(tree);
    // What is wrong between files is for `check` to tell.
    let site = site::link(&config, documents, &unread, &files, &layers.shortcodes(), &visibility).value;
    let glossaries = run.take(parse::glossaries(tree));
    let reviewed = match tree.file(reviewed::FILE) {
        Some(file) => run.take(reviewed::read(&file.path, &file.text)),
        None => Reviewed::default(),
    };
    let scene = Scene {
        config: &config,
        site: &site,
        tree,
        words: &words(&config, &site, &glossaries),
        prose_arguments: &layers.prose_arguments(&mut Vec::new()),
        reviewed: &reviewed,
        glossaries: &glossaries,
    };
    let targets: Vec<(u32, BTreeSet<_>)> = proof::targets(&scene)
        .into_iter()
        .filter(|(id, _)| wanted(&scene.site.document(DocId(*id)).file))
        .collect();
    let reports: Vec<Report> =
        targets.par_iter().map(|(id, langs)| proof::document(&scene, DocId(*id), langs)).collect();
    let mut report = Report::default();
    reports.into_iter().for_each(|one| report.add(one));
    if wanted(&"site.yaml".into()) {
        report.add(proof::settings(&scene));
    }
    let mut diagnostics = findings::settle(run.diagnostics, Some(&config), &options);
    let decides = |file: &SitePath| {
        ["site.yaml", glossary::FILE, reviewed::FILE].contains(&&**file)
            || file.starts_with(parse::GLOSSARIES)
    };
    diagnostics.retain(|found| {
        let file = found.place.as_ref().map(|place| &place.file);
        found.severity == Severity::Error && file.is_none_or(|file| decides(file) || wanted(file))
    });
    let read = Read { report, today: visibility.now.date(), languages: config.languages.clone(), reviewed };
    Proof { diagnostics, read: Some(read) }
}
