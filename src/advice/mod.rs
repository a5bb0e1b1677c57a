//! What `check` says beyond errors: wording, dates that cannot be meant, things declared and never used.
//!
//! Pure functions from the linked site to findings. Nothing here decides whether a finding is shown, and no
//! page depends on it.

mod glossary;
mod names;
mod passage;
mod quotes;
mod record;
mod registry;
mod wording;

use jiff::Zoned;

use crate::config::SiteConfig;
use crate::diagnostic::{Diagnostic, rules};
use crate::document::glossary::Glossaries;
use crate::say;
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
    found.extend(wording::advice(scene, id));
    found
}

/// Advice on what several files or the configuration have in common.
pub fn on_site(scene: &Scene) -> Vec<Diagnostic> {
    let mut found = names::repeated(scene.site);
    found.extend(registry::advice(scene));
    found.extend(glossary::advice(scene));
    found.extend(large_images(scene.tree));
    found
}

/// Bytes of a picture that nobody needs on a page.
const LARGE: u64 = 3 << 20;

fn large_images(tree: &SourceTree) -> Vec<Diagnostic> {
    let below = |folder| tree.binaries_under(folder).iter();
    below("content/")
        .chain(below("static/"))
        .filter(|file| file.len > LARGE && file.dimensions().is_some())
        .map(|file| {
            let size = format!("{:.1}", file.len as f64 / f64::from(1 << 20));
            Diagnostic::new(&rules::LARGE_IMAGE, say!("图片有 {size} MB", "the image has {size} MB"))
                .in_file(&file.path)
                .help(say!(
                    "长边缩到 2400 像素以内再保存，通常不到 1 MB",
                    "scale it down to 2400 pixels: it will have less than 1 MB"
                ))
        })
        .collect()
}
