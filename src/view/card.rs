//! The short forms in which one record appears on the page of another: cards, dates, images, links.

use serde::Serialize;

/// A date as a page shows it. Every text is already in the page's language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DateView {
    /// For `<time datetime>`: `2024-05-16`, or RFC 3339 with offset when the source gives a time of day.
    pub iso: String,
    /// As a reader writes it: `2024年5月16日`, `16 May 2024`.
    pub text: String,
    /// Without the year: `05-16`, `16 May`.
    pub short: String,
    pub year: i16,
    pub month: i8,
    pub day: i8,
}

/// A picture with all that `<img>` needs. `width` and `height` are in pixels, absent for SVG without a size.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ImageView {
    pub url: String,
    pub alt: String,
    pub width: Option<u32>,
    pub height: Option<u32>,
    pub caption: Option<String>,
    pub credit: Option<String>,
}

/// A text with an address: a tag, a category, a breadcrumb, a section.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LinkView {
    pub title: String,
    /// Absent for the page itself (the last breadcrumb) and for what has no page in this language.
    pub url: Option<String>,
    /// BCP 47 tag of the title, present only where it differs from the page's language: set it as `lang`.
    pub lang: Option<String>,
}

/// A stable id with its label in the page's language: a partner kind, an agreement category, a role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LabelView {
    pub id: String,
    pub label: String,
}

/// One record in a list. Fields that a kind does not have are absent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Card {
    /// `news`, `partner`, `signing` or `page`.
    pub kind: &'static str,
    pub title: String,
    pub url: String,
    /// BCP 47 tag of the title and summary, present only where it differs from the page's language
    /// (a record without a version in this language, shown in the default one): set it as `lang`.
    pub lang: Option<String>,
    pub date: Option<DateView>,
    pub summary: String,
    pub cover: Option<ImageView>,
    pub pinned: bool,
    pub draft: bool,
    pub section: Option<LinkView>,
    /// News: where a reprint comes from.
    pub source: Option<String>,
    /// Partner: the short name, the kind, the role, the region; how many agreements it signed.
    pub short_name: Option<String>,
    pub partner_kind: Option<LabelView>,
    pub role: Option<LabelView>,
    pub region: Option<String>,
    pub logo: Option<ImageView>,
    pub agreement_count: Option<usize>,
    /// Signing: where it was held.
    pub venue: Option<String>,
}
