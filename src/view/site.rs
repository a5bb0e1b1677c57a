//! What every page of a language shares: `site`, `lang`, and per page `menu`, `alternates`, `trail`, `head`.

use serde::Serialize;

use super::card::LinkView;

/// `site` in every template.
#[derive(Debug, Serialize)]
pub struct SiteView {
    pub title: String,
    pub description: String,
    /// Scheme, host and sub-path, with a closing slash.
    pub base_url: String,
    /// Home page of this language: `/`, `/sub/tw/`.
    pub home: String,
    pub footer: FooterView,
    /// Addresses of the site-wide indexes in this language; absent when they have no entries.
    pub tags: Option<String>,
    pub series: Option<String>,
    pub archive: Option<String>,
    pub agreements: Option<String>,
    pub atom: String,
    pub json_feed: String,
    /// Whether pages are to tell that their text was converted.
    pub conversion_note: bool,
}

/// The footer lines of site.yaml, each absent unless given.
#[derive(Debug, Serialize)]
pub struct FooterView {
    pub organizer: Option<String>,
    pub support: Option<String>,
    pub icp: Option<String>,
    pub police: Option<String>,
    pub copyright: Option<String>,
    pub note: Option<String>,
}

/// `lang` in every template: the page's language.
#[derive(Debug, Serialize)]
pub struct LangView {
    /// BCP 47, as configured: `zh-Hant-TW`.
    pub tag: String,
    /// For Open Graph: `zh_TW`.
    pub locale: String,
    /// Its own name: `繁體中文（台灣）`.
    pub name: String,
    pub is_default: bool,
    /// True for all Chinese variants.
    pub is_chinese: bool,
}

/// One entry of `alternates`: the same page in one language of the site, this one included.
#[derive(Debug, Serialize)]
pub struct AlternateView<'a> {
    pub tag: &'a str,
    pub name: &'a str,
    /// The page in that language; where it has none, the nearest parent that exists there.
    pub url: String,
    pub current: bool,
    /// False where `url` is only the nearest parent: say so.
    pub exists: bool,
}

/// One entry of `menu`.
#[derive(Debug, Serialize)]
pub struct MenuView {
    pub title: String,
    pub url: String,
    /// The page itself (`aria-current="page"`) or a page below it (`active`).
    pub current: bool,
    pub active: bool,
    pub external: bool,
}

/// `head`: all that stands in `<head>` and is not the theme's own business.
#[derive(Debug, Serialize)]
pub struct HeadView {
    /// The full document title, page before site.
    pub title: String,
    pub description: String,
    /// Absent on the 404 page.
    pub canonical: Option<String>,
    pub noindex: bool,
    /// `hreflang` alternates incl. self and `x-default`; empty when the page has one language.
    pub hreflang: Vec<HreflangView>,
    pub feeds: Vec<FeedLink>,
    /// Open Graph: property and content, in order.
    pub open_graph: Vec<MetaView>,
    /// JSON-LD, safe inside `<script type="application/ld+json">`: print with `| safe`. Empty when there is none.
    pub json_ld: String,
    pub previous: Option<String>,
    pub next: Option<String>,
}

/// `<link rel="alternate" hreflang>`.
#[derive(Debug, Serialize)]
pub struct HreflangView {
    pub hreflang: String,
    pub href: String,
}

/// `<link rel="alternate" type>`.
#[derive(Debug, Serialize)]
pub struct FeedLink {
    pub mime: &'static str,
    pub title: String,
    pub href: String,
}

/// `<meta property content>`.
#[derive(Debug, Serialize)]
pub struct MetaView {
    pub property: &'static str,
    pub content: String,
}

/// `trail`: the breadcrumbs, home first, the page itself last and without address.
pub type Trail = Vec<LinkView>;
