//! Findings on their way to the user: levels of site.yaml, `--strict`, order, repetitions.

use std::collections::{BTreeMap, BTreeSet};

use crate::config::SiteConfig;
use crate::diagnostic::{Diagnostic, Say, Severity, SitePath, show};
use crate::say;

use super::Options;

/// The findings as they are to be shown: switched off and advisory ones gone, levels set, sorted.
pub(super) fn settle(
    found: Vec<Diagnostic>,
    config: Option<&SiteConfig>,
    options: &Options,
) -> Vec<Diagnostic> {
    let mut settled: Vec<Diagnostic> =
        found.into_iter().filter_map(|found| level(found, config, options)).collect();
    show::sort(&mut settled);
    settled
}

/// Will anything among the findings keep the site from being published?
pub(super) fn has_errors(found: &[Diagnostic], config: &SiteConfig, options: &Options) -> bool {
    found
        .iter()
        .filter_map(|found| severity(found, Some(config), options))
        .any(|severity| severity == Severity::Error)
}

fn level(mut found: Diagnostic, config: Option<&SiteConfig>, options: &Options) -> Option<Diagnostic> {
    found.severity = severity(&found, config, options)?;
    Some(found)
}

/// The level of a finding under the site's and the user's settings; none when it is not to be shown.
fn severity(found: &Diagnostic, config: Option<&SiteConfig>, options: &Options) -> Option<Severity> {
    let set = config.and_then(|config| config.check.get(found.rule.name)).filter(|_| found.rule.adjustable);
    let severity = match set {
        Some(level) => (*level)?,
        None if found.rule.optional => return None,
        None => found.severity,
    };
    match severity {
        Severity::Note if !options.advice => None,
        Severity::Warning if options.strict => Some(Severity::Error),
        severity => Some(severity),
    }
}

/// Findings of rendering without those about sources that have errors already: a record without a required
/// field makes templates fail that are right.
pub(super) fn beside<'a>(
    rendering: impl Iterator<Item = Diagnostic> + 'a,
    before: &[Diagnostic],
) -> impl Iterator<Item = Diagnostic> + 'a {
    let errors = before.iter().filter(|found| found.severity == Severity::Error);
    let wrong: BTreeSet<SitePath> =
        errors.filter_map(|found| found.place.as_ref()).map(|place| place.file.clone()).collect();
    rendering.filter(move |found| !found.related.iter().any(|related| wrong.contains(&related.place.file)))
}

/// A fault of a template shows on every page that uses it: it is told once, with the number of pages.
pub(super) fn once_each(found: impl Iterator<Item = Diagnostic>) -> Vec<Diagnostic> {
    let mut order: Vec<Diagnostic> = Vec::new();
    let mut seen: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for diagnostic in found {
        let place = diagnostic.place.as_ref().map(|place| (place.file.clone(), place.span.clone()));
        let key = format!("{}{:?}{}", diagnostic.rule.code, place, diagnostic.message.en);
        match seen.get_mut(&key) {
            Some((_, more)) => *more += 1,
            None => {
                seen.insert(key, (order.len(), 0));
                order.push(diagnostic);
            }
        }
    }
    for (index, more) in seen.into_values().filter(|(_, more)| *more > 0) {
        let diagnostic = &mut order[index];
        let more = say!("另有 {more} 页也是这样", "{more} more pages are affected");
        diagnostic.help = Some(match diagnostic.help.take() {
            Some(help) => {
                Say { zh: format!("{}；{}", help.zh, more.zh), en: format!("{}; {}", help.en, more.en) }
            }
            None => more,
        });
    }
    order
}
