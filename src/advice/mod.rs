//! What `check` says beyond errors: wording, dates that cannot be meant, things declared and never used.
//!
//! Pure functions from the linked site to findings. Nothing here decides whether a finding is shown, and no
//! page depends on it.

mod glossary;
mod names;
mod passage;
mod pictures;
mod place;
mod quotes;
mod record;
mod registry;
mod slips;
mod wording;

use jiff::Zoned;

use crate::config::SiteConfig;
use crate::diagnostic::Diagnostic;
use crate::document::glossary::Glossaries;
use crate::site::{DocId, Site};
use crate::source::SourceTree;

/// What advice is given on.
#[derive(Clone, Copy)]
pub struct Scene<'a> {
    pub config: &'a SiteConfig,
    pub site: &'a Site,
    pub tree: &'a SourceTree,
    pub glossaries: &'a Glossaries,
    /// The moment of the build, in the site's time zone.
    pub now: &'a Zoned,
}

/// Advice on one file, independent of all others'.
pub fn on_document(scene: &Scene, id: DocId) -> Vec<Diagnostic> {
    let mut found = record::advice(scene, id);
    found.extend(place::advice(scene, id));
    found.extend(wording::advice(scene, id));
    found
}

/// Advice on what several files or the configuration have in common.
pub fn on_site(scene: &Scene) -> Vec<Diagnostic> {
    let mut found = names::repeated(scene.site);
    found.extend(registry::advice(scene));
    found.extend(glossary::advice(scene));
    found.extend(pictures::advice(scene.tree));
    found
}
