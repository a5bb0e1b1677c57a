//! One state of the site as browsers see it. It never changes: the next build makes another one.

use std::sync::Arc;

use hyper::body::Bytes;
use jiff::Timestamp;

use super::catalogue::{Catalogue, File};
use crate::diagnostic::{Severity, SitePath};
use crate::digest::Digest;
use crate::language::Tag;
use crate::output::Artifact;
use crate::pipeline::{Ready, Sink};
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
    /// Some of it is wrong, and there was no better one.
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
pub(super) enum Found {
    File {
        path: String,
        file: File,
    },
    /// A page, by its file, that nobody has made yet.
    Unmade(String),
    /// Nobody knows before the whole site is made.
    Later,
    /// The address of a folder without its slash, or one outside the site that leads into it.
    Elsewhere(String),
    /// The page that says so, in the language of the address, when the site has one.
    Missing(Option<Bytes>),
}

impl Snapshot {
    /// Looks for an address, as [`address::read`](super::address::read) gives it.
    pub(super) fn find(&self, path: &str) -> Found {
        let Some(published) = &self.published else { return Found::Missing(None) };
        let base = published.base();
        let Some(inner) = path.strip_prefix(base) else {
            let leads_in = path == "/" || format!("{path}/") == *base;
            return match leads_in {
                true => Found::Elsewhere(base.to_owned()),
                false => published.missing(""),
            };
        };
        let name = match inner.is_empty() || inner.ends_with('/') {
            true => format!("{inner}index.html"),
            false => inner.to_owned(),
        };
        if let Some(file) = published.files.find(&name) {
            return Found::File { path: name, file };
        }
        if !published.files.is_whole() && published.page(&name).is_some() {
            return Found::Unmade(name);
        }
        let folder = format!("{inner}/index.html");
        if published.files.has(&folder) || published.page(&folder).is_some() {
            return Found::Elsewhere(format!("{path}/"));
        }
        published.missing(inner)
    }

    /// Makes a page that nobody has made yet. False when something is wrong with it: what is shown then is decided
    /// when the whole site is made.
    pub(super) fn make(&self, file: &str) -> bool {
        let Some(published) = &self.published else { return false };
        let made = published.page(file).and_then(|route| published.known.page(route));
        let Some(html) = made else { return false };
        // The rendering that goes on beside may have made the same.
        published.files.has(file) || published.files.write(Artifact::new(file, html.into_bytes())).is_ok()
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

    /// The page of a file.
    fn page(&self, file: &str) -> Option<&Route> {
        let path = file.strip_suffix("index.html").filter(|path| path.is_empty() || path.ends_with('/'));
        let path = path.unwrap_or(file);
        self.known.routes.pages.iter().find(|route| route.path == path)
    }

    /// What is no file yet may become one: a feed, the sitemap, a page that leads on. No other page will.
    fn missing(&self, inner: &str) -> Found {
        let is_page = inner.is_empty() || inner.ends_with('/') || inner.ends_with(".html");
        let leads_on = |file: &str| self.known.routes.redirects.iter().any(|redirect| redirect.file == file);
        let is_known = is_page && !leads_on(inner) && !leads_on(&format!("{inner}index.html"));
        if !self.files.is_whole() && !is_known {
            return Found::Later;
        }
        let first = inner.split('/').next().unwrap_or_default();
        for name in [format!("{first}/404.html"), "404.html".to_owned()] {
            match self.files.find(&name) {
                Some(File::Written(written)) => return Found::Missing(Some(written.bytes)),
                Some(File::Copied(_)) => return Found::Missing(None),
                None if !self.files.is_whole() && self.page(&name).is_some() => return Found::Unmade(name),
                None => {}
            }
        }
        Found::Missing(None)
    }
}

/// What tells one state of a page from another.
pub(super) fn etag(bytes: &[u8]) -> String {
    format!("{:?}", Digest::of(bytes))
}
