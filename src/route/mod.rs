//! Every page there will be, and its address, in every language: decided before anything is rendered,
//! so that a page can point at any other and two pages with one address are found in time.
//!
//! Knows the site's records and configuration, but no template and no text of a page.

mod address;
mod alias;
mod plan;

use serde::Serialize;

use crate::config::SiteConfig;
use crate::diagnostic::{Checked, SitePath, Span};
use crate::language::LangId;
use crate::site::files::Files;
use crate::site::{EntryId, Role, Site, Structure};
use crate::text::quick::QuickMap;

pub use plan::Lists;

/// What a page shows, whatever its language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub enum PageKey {
    Home,
    Entry(EntryId),
    /// A page of a section's list, `number` from 1. Partner sections have one page, their directory.
    Section {
        section: usize,
        number: usize,
    },
    Tags,
    Tag {
        term: usize,
        number: usize,
    },
    SeriesIndex,
    Series {
        term: usize,
        number: usize,
    },
    Archive,
    Year(i16),
    Agreements,
    NotFound,
}

impl PageKey {
    /// The page that shows an entry: its own, its section's list, or home.
    pub fn of(site: &Structure, id: EntryId) -> PageKey {
        let entry = &site[id];
        match (&entry.role, entry.section) {
            (Role::Home, _) => PageKey::Home,
            (Role::SectionIndex, Some(section)) => PageKey::Section { section, number: 1 },
            _ => PageKey::Entry(id),
        }
    }
}

/// One page in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Route {
    pub key: PageKey,
    pub lang: LangId,
    /// From the site's root, without a leading slash: `tw/news/founding/`, empty for the home page, `404.html`.
    pub path: String,
}

/// An old address and the page that took its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redirect {
    /// File below the output folder.
    pub file: String,
    /// Index into [`Routes::pages`].
    pub target: usize,
    /// The file that names it, and where.
    pub source: SitePath,
    pub span: Span,
}

/// All pages.
#[derive(Debug, Default)]
pub struct Routes {
    pub pages: Vec<Route>,
    pub redirects: Vec<Redirect>,
    /// What each list holds.
    pub lists: Lists,
    by_key: QuickMap<(PageKey, LangId), usize>,
}

impl Route {
    /// File below the output folder.
    pub fn file(&self) -> String {
        match self.path.is_empty() || self.path.ends_with('/') {
            true => format!("{}index.html", self.path),
            false => self.path.clone(),
        }
    }
}

impl Routes {
    /// The page in a language, if there is one.
    pub fn find(&self, key: PageKey, lang: LangId) -> Option<&Route> {
        self.by_key.get(&(key, lang)).map(|index| &self.pages[*index])
    }

    /// Lists are as many again as a fourth of the records at most, where many have tags of their own.
    fn with_room_for(records: usize) -> Routes {
        let room = records + records / 4;
        let mut routes = Routes { pages: Vec::with_capacity(room), ..Routes::default() };
        routes.by_key.reserve(room);
        routes
    }

    fn push(&mut self, key: PageKey, lang: LangId, path: String) {
        self.by_key.insert((key, lang), self.pages.len());
        self.pages.push(Route { key, lang, path });
    }
}

/// Plans all pages, redirects and lists; two things with one address, and links to addresses that do
/// not exist, are reported.
pub fn plan(config: &SiteConfig, site: &Site, files: &Files<'_>) -> Checked<Routes> {
    let mut diagnostics = Vec::new();
    let mut routes = plan::pages(config, site);
    routes.redirects = alias::redirects(config, site, &routes, &mut diagnostics);
    address::check(config, site, files, &routes, &mut diagnostics);
    Checked { value: routes, diagnostics }
}
