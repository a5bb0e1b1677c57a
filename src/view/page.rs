//! The page of one record: what all kinds share (`page`) and what each kind adds.

use std::sync::Arc;

use serde::Serialize;

use super::card::{Card, DateView, ImageView, LabelView, LinkView};
use super::shown::Shown;

/// `page` in the template of a record or of the home page.
#[derive(Debug, Serialize)]
pub struct PageView<'a> {
    /// `news`, `partner`, `signing`, `page` or `home`.
    pub kind: &'static str,
    pub title: &'a str,
    /// Path from the host's root, `/tw/news/founding/`.
    pub url: &'a str,
    /// The same with scheme and host.
    pub permalink: &'a str,
    pub summary: &'a str,
    /// True when the editor wrote the summary (导语): a page may then print it above a body that does
    /// not begin with it. Else it is cut from the body's beginning.
    pub summary_is_written: bool,
    /// The body as HTML: print it with `| safe`.
    pub body: &'a str,
    pub date: Option<&'a DateView>,
    pub updated: Option<DateView>,
    pub toc: Vec<TocEntry>,
    pub tags: Vec<&'a Shown<LinkView>>,
    pub cover: Option<&'a ImageView>,
    pub section: Option<Arc<Shown<LinkView>>>,
    /// Han characters and words of the body; minutes to read it, at least 1.
    pub han: u32,
    pub words: u32,
    pub minutes: u32,
    pub draft: bool,
    pub pinned: bool,
    pub noindex: bool,
    /// True when the body holds coloured code: the page then wants the asset `code.css`.
    pub has_code: bool,
    pub provenance: Provenance,
    /// Neighbours in the same section, newest first: `newer` precedes this page in the list.
    pub newer: Option<&'a Shown<Card>>,
    pub older: Option<&'a Shown<Card>>,
    /// The record's `extra` map, untouched.
    pub extra: &'a serde_json::Value,
    pub news: Option<NewsView<'a>>,
    pub partner: Option<PartnerView<'a>>,
    pub signing: Option<SigningView<'a>>,
}

/// How the text of a page came to be in this language.
#[derive(Debug, Serialize)]
pub struct Provenance {
    /// `source` (written in it), `converted` (from another Chinese script), `translated`
    /// (a hand-written file), `fallback` (shown in another language).
    pub state: &'static str,
    /// For `converted` and `fallback`: tag and own name of the language it comes from.
    pub from: Option<String>,
    pub from_name: Option<String>,
    /// For `converted`: who read the conversion; absent while nobody has.
    pub review: Option<ConversionReview>,
}

/// Who read a conversion, and when.
#[derive(Debug, Serialize)]
pub struct ConversionReview {
    pub by: String,
    pub date: Option<DateView>,
}

/// One heading of the body. `children` are the headings below it.
#[derive(Debug, Serialize)]
pub struct TocEntry {
    pub title: String,
    pub id: String,
    pub children: Vec<TocEntry>,
}

/// What a news item adds.
#[derive(Debug, Serialize)]
pub struct NewsView<'a> {
    pub subtitle: Option<String>,
    pub authors: Vec<String>,
    pub editor: Option<String>,
    pub photographers: Vec<String>,
    pub source: Option<SourceView>,
    /// 原题: the title under which a reprint first appeared.
    pub original_title: Option<String>,
    /// BCP 47 tag of the original title, present only where it is not in the page's language.
    pub original_title_lang: Option<String>,
    pub series: Option<SeriesView<'a>>,
    pub partners: Vec<&'a Shown<Card>>,
    pub signings: Vec<&'a Shown<Card>>,
    pub review: Option<ReviewView>,
    /// Other items about the same partners, signings or tags, at most six, best first.
    pub related: Vec<&'a Shown<Card>>,
}

/// Where a reprint comes from.
#[derive(Debug, Serialize)]
pub struct SourceView {
    pub name: String,
    pub url: Option<String>,
    pub date: Option<DateView>,
}

/// A series, seen from one of its parts.
#[derive(Debug, Serialize)]
pub struct SeriesView<'a> {
    pub title: String,
    pub url: String,
    /// 1 for the first part.
    pub index: usize,
    pub total: usize,
    pub previous: Option<&'a Shown<Card>>,
    pub next: Option<&'a Shown<Card>>,
}

/// 三审: who read the text before it was published.
#[derive(Debug, Serialize)]
pub struct ReviewView {
    pub first: Option<String>,
    pub second: Option<String>,
    pub r#final: Option<String>,
}

/// What a partner adds; its relations are computed, never written twice.
#[derive(Debug, Serialize)]
pub struct PartnerView<'a> {
    /// The full official name in the page's language (the same as `page.title`).
    pub name: &'a str,
    pub short_name: Option<&'a str>,
    /// Official names in the site's other languages.
    pub other_names: Vec<ForeignName>,
    pub kind: LabelView,
    pub role: Option<LabelView>,
    pub region: Option<&'a str>,
    pub joined: Option<DateView>,
    pub left: Option<DateView>,
    pub website: Option<&'a str>,
    pub logo: Option<&'a ImageView>,
    /// Free lines: label (as the editor wrote it) and value.
    pub contact: Vec<ContactLine>,
    /// Every agreement that it signed, newest first.
    pub agreements: Vec<AgreementView>,
    /// Every news item that names it, newest first.
    pub news: Vec<&'a Shown<Card>>,
    /// Signing ceremonies where it signed or was host.
    pub signings: Vec<&'a Shown<Card>>,
}

/// A name in another language, to be printed with `lang`.
#[derive(Debug, Serialize)]
pub struct ForeignName {
    pub tag: String,
    pub name: String,
}

/// One line of a partner's contact details.
#[derive(Debug, Serialize)]
pub struct ContactLine {
    pub label: String,
    pub value: String,
}

/// One agreement, wherever it is shown.
#[derive(Debug, Clone, Serialize)]
pub struct AgreementView {
    pub category: LabelView,
    pub title: Option<String>,
    pub parties: Vec<PartyView>,
    pub term: Option<String>,
    pub date: Option<DateView>,
    /// The ceremony's page.
    pub signing: LinkView,
    /// BCP 47 tag of title and term, present only where it differs from the page's language.
    pub lang: Option<String>,
}

/// A party: a partner with a page, or an outsider with a name only.
#[derive(Debug, Clone, Serialize)]
pub struct PartyView {
    pub name: String,
    pub url: Option<String>,
    pub kind: Option<LabelView>,
    /// True on the party's own page: print it without a link.
    pub current: bool,
    /// BCP 47 tag of the name, present only where it differs from the page's language.
    pub lang: Option<String>,
}

/// What a signing ceremony adds.
#[derive(Debug, Serialize)]
pub struct SigningView<'a> {
    pub venue: Option<&'a str>,
    pub host: Option<PartyView>,
    pub occasion: Option<String>,
    /// Agreements grouped by category, in the order of site.yaml.
    pub categories: Vec<CategoryView>,
    pub agreement_count: usize,
    /// Everyone who signed, each once, in order of first signing.
    pub parties: Vec<PartyView>,
    pub guests: Vec<GuestView>,
    pub news: Vec<&'a Shown<Card>>,
    pub photos: Vec<ImageView>,
}

/// The agreements of one category.
#[derive(Debug, Serialize)]
pub struct CategoryView {
    pub id: String,
    pub label: String,
    pub count: usize,
    pub agreements: Vec<AgreementView>,
}

/// A guest in the order of the record.
#[derive(Debug, Serialize)]
pub struct GuestView {
    pub name: String,
    pub title: Option<String>,
}
