//! The site's configuration, `site.yaml`, typed. Knows nothing of content.

pub mod after;
mod base_url;
mod deploy;
mod languages;
mod menu;
pub mod read;
mod sections;

use indexmap::IndexMap;

pub use deploy::{CacheRules, DeployTarget, Encoding, Service};

use serde::Serialize;

use crate::diagnostic::{Located, Severity};
use crate::kind::Kind;
use crate::language::{Languages, Tag};

/// A text that may differ by language. A plain text in site.yaml stands under the default language's tag.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Localized {
    pub forms: Vec<(Tag, String)>,
}

/// `site.yaml`.
#[derive(Debug, Clone, PartialEq)]
pub struct SiteConfig {
    pub title: Localized,
    pub description: Localized,
    pub base_url: BaseUrl,
    pub timezone: jiff::tz::TimeZone,
    pub theme: Located<String>,
    pub languages: Languages,
    /// By folder, in order.
    pub sections: IndexMap<String, Section>,
    pub menu: Vec<MenuItem>,
    /// Labels by id, in order.
    pub agreement_categories: IndexMap<String, Localized>,
    pub partner_kinds: IndexMap<String, Localized>,
    /// Declared tags and series by id; a record may also use free words.
    pub tags: IndexMap<String, Term>,
    pub series: IndexMap<String, Term>,
    pub slugs: SlugStyle,
    /// Records on one page of a list, at least 1.
    pub paginate: usize,
    /// Characters of an automatic summary.
    pub summary_length: usize,
    pub footer: Footer,
    pub markdown: MarkdownOptions,
    pub images: ImageOptions,
    /// Whether the site can be searched.
    pub search: bool,
    /// Whether pages tell that they were converted.
    pub conversion_note: bool,
    /// Levels of single rules by name; `None` is `off`.
    pub check: IndexMap<String, Option<Severity>>,
    /// Files that hosts read in the site itself.
    pub hosting: HostingFiles,
    /// Targets to publish to, by name, in order.
    pub deploy: IndexMap<String, DeployTarget>,
}

/// Scheme and host, and the path below it that the site lives under.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaseUrl {
    /// `https://example.org`, without a closing slash.
    pub origin: String,
    /// `/` or `/sub/`: with both slashes.
    pub path: String,
}

/// A folder of records of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    pub kind: Kind,
    pub title: Localized,
    pub description: Localized,
}

/// One entry of the menu.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MenuItem {
    pub target: Located<MenuTarget>,
    /// Else the section's or page's own title.
    pub title: Option<Localized>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MenuTarget {
    Section(String),
    /// A page by its path in `content/` without `.md` and `/index`: `about`, `about/charter`.
    Page(String),
    Url(String),
}

/// A declared tag or series.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Term {
    pub title: Localized,
    pub description: Localized,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SlugStyle {
    Pinyin,
    Unicode,
}

/// The lines at the foot of every page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Footer {
    pub organizer: Option<Localized>,
    pub support: Option<Localized>,
    pub icp: Option<Localized>,
    pub police: Option<Localized>,
    pub copyright: Option<Localized>,
    pub note: Option<Localized>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct MarkdownOptions {
    pub raw_html: bool,
}

/// Which files for hosts are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct HostingFiles {
    /// `_headers`
    pub headers: bool,
    /// `_redirects`
    pub redirects: bool,
}

impl HostingFiles {
    /// Their paths below the output folder.
    pub fn paths(self) -> impl Iterator<Item = &'static str> {
        let headers = self.headers.then_some("_headers");
        headers.into_iter().chain(self.redirects.then_some("_redirects"))
    }
}

/// What is made of the pictures of a site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImageOptions {
    /// In pixels, ascending, at least one.
    pub widths: Vec<u32>,
    pub formats: Vec<ImageFormat>,
}

/// A format that is made beside a picture's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImageFormat {
    WebP,
    Avif,
}
