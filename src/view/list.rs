//! Pages that list records: sections, terms, series, archive, directory, agreements, home.

use serde::Serialize;

use super::card::{Card, LabelView, LinkView};
use super::page::{AgreementView, CategoryView};
use super::shown::Shown;

/// `list` in the template of every list page.
#[derive(Debug, Serialize)]
pub struct ListView<'a> {
    /// `section`, `tags`, `tag`, `series-index`, `series`, `archive`, `year`, `directory` or `agreements`.
    pub kind: &'static str,
    /// The section's folder, or the term's id; empty for indexes.
    pub id: &'a str,
    pub title: &'a str,
    /// BCP 47 tag of title and description, present only where it differs from the page's language.
    pub lang: Option<&'a str>,
    pub description: &'a str,
    pub url: &'a str,
    pub permalink: &'a str,
    /// How many records the whole list has, all its pages together; of `tags` and `series-index` how
    /// many terms.
    pub total: usize,
    /// The records on this page of the list.
    pub items: Vec<&'a Shown<Card>>,
    /// Absent when everything fits one page.
    pub pager: Option<Pager>,
    /// Indexes (`tags`, `series-index`, `archive`): the terms, with counts; tags and series with the most
    /// records first, years from the newest.
    pub terms: Vec<TermView>,
    /// Directory: partners by kind, in the order of site.yaml, and by region.
    pub by_kind: Vec<GroupView<'a>>,
    pub by_region: Vec<GroupView<'a>>,
    /// Year pages: the items by month, newest first.
    pub by_month: Vec<GroupView<'a>>,
    /// Agreements page only.
    pub agreements: Option<AgreementsView>,
    /// Text of the section's own `index.md`, as HTML; empty without one. Print with `| safe`.
    pub body: &'a str,
    /// True when `body` holds coloured code: the page then wants the asset `code.css`.
    pub has_code: bool,
    /// Sibling views of the same records (directory, archive, agreements), for a small menu.
    pub related: Vec<LinkView>,
}

/// Where a page stands among the pages of its list.
#[derive(Debug, Serialize)]
pub struct Pager {
    /// 1 for the first page.
    pub number: usize,
    pub total: usize,
    pub previous: Option<String>,
    pub next: Option<String>,
    pub first: String,
    pub last: String,
    /// A window of pages round this one; `None` urls mark the page itself.
    pub pages: Vec<LinkView>,
}

/// A term of an index.
#[derive(Debug, Serialize)]
pub struct TermView {
    pub id: String,
    pub title: String,
    /// BCP 47 tag of title and description, present only where it differs from the page's language.
    pub lang: Option<String>,
    pub description: String,
    pub url: String,
    pub count: usize,
}

/// Records under a heading. `id` serves as the anchor.
#[derive(Debug, Serialize)]
pub struct GroupView<'a> {
    pub id: String,
    pub title: String,
    pub count: usize,
    pub items: Vec<&'a Shown<Card>>,
}

/// All agreements of the site.
#[derive(Debug, Serialize)]
pub struct AgreementsView {
    pub total: usize,
    pub party_count: usize,
    pub by_category: Vec<CategoryView>,
    pub by_year: Vec<YearView>,
    /// The years of the columns of `matrix`, newest first.
    pub years: Vec<i16>,
    /// One row a category: the number of agreements in each of `years`, then their sum.
    pub matrix: Vec<MatrixRow>,
}

/// The agreements of one year.
#[derive(Debug, Serialize)]
pub struct YearView {
    pub year: i16,
    pub count: usize,
    pub agreements: Vec<AgreementView>,
}

/// One row of the table category × year.
#[derive(Debug, Serialize)]
pub struct MatrixRow {
    pub category: LabelView,
    pub counts: Vec<usize>,
    pub sum: usize,
}

/// `home` in the template of the home page.
#[derive(Debug, Serialize)]
pub struct HomeView<'a> {
    /// Pinned news first, then the newest with a cover: at most three, for the head of the page.
    pub featured: Vec<&'a Shown<Card>>,
    /// Each section of kind news, partner or signing, with its first records.
    pub sections: Vec<HomeSection<'a>>,
    /// Partners with the role `lead`.
    pub leads: Vec<&'a Shown<Card>>,
    /// Counts of the whole site in this language.
    pub news_count: usize,
    pub partner_count: usize,
    pub signing_count: usize,
    pub agreement_count: usize,
}

/// A section on the home page.
#[derive(Debug, Serialize)]
pub struct HomeSection<'a> {
    pub id: &'a str,
    /// `news`, `partner` or `signing`.
    pub kind: &'static str,
    pub title: &'a str,
    pub url: &'a str,
    pub total: usize,
    pub items: Vec<&'a Shown<Card>>,
}
