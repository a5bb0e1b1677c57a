//! One state of the site as browsers see it. It never changes: the next build makes another one.

use std::sync::Arc;

use hyper::body::Bytes;
use jiff::Timestamp;

use super::address;
use super::catalogue::{Catalogue, File};
use crate::diagnostic::{Severity, SitePath};
use crate::digest::Digest;
use crate::language::Tag;
use crate::pipeline::Ready;
use crate::route::{PageKey, Route};
use crate::site::{EntryId, Origin};

/// The site, and what is wrong with it.
pub(super) struct Snapshot {
    /// Counts builds.
    pub(super) version: u64,
    /// The last site without errors; while there has been none, as much as could be made.
    pub(super) published: Option<Published>,
    /// Of the last build, which may be newer than the site shown.
    pub(super) findings: Vec<Told>,
    /// How many there are, as the terminal says it.
    pub(super) summary: String,
    /// Records whose files the last build found changed.
    pub(super) edited: Vec<SitePath>,
    /// Of a site of another day: that day.
    pub(super) date: Option<jiff::civil::Date>,
    /// The moment that embargo and expiry were decided for.
    pub(super) now: Timestamp,
}

pub(super) struct Published {
    pub(super) files: Arc<Catalogue>,
    pub(super) known: Arc<Ready>,
    /// Some of it is missing or wrong.
    pub(super) partial: bool,
}

/// A finding as it is shown in a page.
pub(super) struct Told {
    pub(super) severity: Severity,
    pub(super) file: Option<SitePath>,
    /// Line and column from 1.
    pub(super) place: Option<(usize, usize)>,
    /// What the terminal shows, without colours.
    pub(super) text: String,
}

/// What stands at an address.
pub(super) enum Found<'a> {
    File {
        path: String,
        file: &'a File,
    },
    /// The address of a folder without its slash, or one outside the site that leads into it.
    Elsewhere(String),
    /// The page that says so, in the language of the address, when the site has one.
    Missing(Option<&'a Bytes>),
}

impl Snapshot {
    /// Looks for an address, as [`address::read`] gives it.
    pub(super) fn find(&self, path: &str) -> Found<'_> {
        let Some(published) = &self.published else { return Found::Missing(None) };
        let base = published.base();
        let Some(inner) = path.strip_prefix(base) else {
            let leads_in = path == "/" || format!("{path}/") == *base;
            return match leads_in {
                true => Found::Elsewhere(base.to_owned()),
                false => Found::Missing(published.not_found("")),
            };
        };
        let name = match inner.is_empty() || inner.ends_with('/') {
            true => format!("{inner}index.html"),
            false => inner.to_owned(),
        };
        if let Some(file) = published.files.find(&name) {
            return Found::File { path: name, file };
        }
        if published.files.find(&format!("{inner}/index.html")).is_some() {
            return Found::Elsewhere(format!("{path}/"));
        }
        Found::Missing(published.not_found(inner))
    }

    /// The page that a browser has when it shows an address: its bytes as they were made. Empty when there is
    /// none.
    pub(super) fn page(&self, raw_path: &str) -> Bytes {
        let Some(path) = address::read(raw_path) else { return Bytes::new() };
        match self.find(&path) {
            Found::File { file: File::Written(written), .. } => written.bytes.clone(),
            Found::Missing(Some(page)) => page.clone(),
            _ => Bytes::new(),
        }
    }

    pub(super) fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|told| told.severity == severity).count()
    }
}

impl Published {
    /// The same site in another snapshot.
    pub(super) fn again(&self) -> Published {
        Published { files: self.files.clone(), known: self.known.clone(), partial: self.partial }
    }

    /// The path that the site lives under, with both slashes.
    pub(super) fn base(&self) -> &str {
        &self.known.config.base_url.path
    }

    /// The route of the page at an address, as [`address::read`] gives it.
    pub(super) fn route(&self, path: &str) -> Option<&Route> {
        let inner = path.strip_prefix(self.base())?;
        let inner = inner.strip_suffix("index.html").unwrap_or(inner);
        self.known.routes.pages.iter().find(|route| route.path == inner)
    }

    /// The record that a page shows.
    pub(super) fn entry(&self, key: PageKey) -> Option<EntryId> {
        let site = &self.known.site;
        match key {
            PageKey::Entry(id) => Some(id),
            PageKey::Home => site.home,
            PageKey::Section { section, number: 1 } => site.section_texts[section],
            _ => None,
        }
    }

    /// The file and the language of a page that was converted from another script.
    pub(super) fn converted(&self, path: &str) -> Option<(SitePath, Tag)> {
        let route = self.route(path)?;
        let languages = &self.known.config.languages;
        let version = self.known.site.version(languages, self.entry(route.key)?, route.lang)?;
        let file = &self.known.site.document(version.document).file;
        (version.origin == Origin::Converted).then(|| (file.clone(), languages[route.lang].tag.clone()))
    }

    fn not_found(&self, inner: &str) -> Option<&Bytes> {
        let first = inner.split('/').next().unwrap_or_default();
        let of_language = self.files.written(&format!("{first}/404.html"));
        of_language.or_else(|| self.files.written("404.html"))
    }
}

/// What tells one state of a page from another.
pub(super) fn etag(bytes: &[u8]) -> String {
    format!("{:?}", Digest::of(bytes))
}
