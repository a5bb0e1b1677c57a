//! What the front matter of a source says, typed and located. Every field is optional here, because a
//! translation gives only what differs: what a record must have is checked where records are put together.

pub use crate::date::Moment;
use crate::diagnostic::{Located, Span};
use crate::language::Tag;

/// The front matter of one file.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// The whole front matter, for findings about what is absent.
    pub span: Span,
    /// Names of all fields that have a value, also an invalid one, in the order of the file.
    pub given: Vec<&'static str>,
    pub title: Option<Located<String>>,
    pub date: Option<Located<Moment>>,
    pub updated: Option<Located<Moment>>,
    pub slug: Option<Located<String>>,
    pub lang: Option<Located<Tag>>,
    pub summary: Option<Located<String>>,
    pub tags: Vec<Located<String>>,
    pub cover: Option<Picture>,
    pub draft: bool,
    pub publish_at: Option<Located<Moment>>,
    pub expires_at: Option<Located<Moment>>,
    pub aliases: Vec<Located<String>>,
    pub pinned: bool,
    pub weight: Option<i64>,
    pub noindex: bool,
    pub glossary: Vec<GlossaryEntry>,
    /// Languages whose conversion of this record somebody read.
    pub reviews: Vec<VariantReview>,
    /// Files of `content/glossary/` that the page chooses, by their names without `.yaml`.
    pub glossaries: Vec<Located<String>>,
    pub template: Option<Located<String>>,
    /// Free for themes.
    pub extra: serde_json::Value,
    /// The part that depends on the kind.
    pub detail: Detail,
}

/// The fields of one kind.
#[derive(Debug, Clone, PartialEq)]
pub enum Detail {
    News(News),
    Partner(Partner),
    Signing(Signing),
    Page(Page),
}

/// A picture named in front matter: a path relative to the file, or from `static/` with a leading slash.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    pub src: Located<String>,
    pub alt: Option<String>,
    pub caption: Option<String>,
    pub credit: Option<String>,
}

/// One word that converts in its own way.
#[derive(Debug, Clone, PartialEq)]
pub struct GlossaryEntry {
    /// The word by language, at least one.
    pub forms: Vec<(Tag, String)>,
    /// Never converted. Such an entry has one form.
    pub keep: bool,
    pub kind: TermKind,
    pub context: Beside,
    /// Somebody put a name to it.
    pub is_reviewed: bool,
    pub span: Span,
}

/// What a word of a glossary is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum TermKind {
    /// Of a person or a body: by characters only in languages that the entry does not give.
    Name,
    #[default]
    Term,
    /// As a name.
    Place,
}

/// What must stand directly beside a word; nothing asks for nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Beside {
    /// One of these.
    pub before: Vec<String>,
    /// One of these.
    pub after: Vec<String>,
}

#[derive(Debug, Clone, Default, PartialEq)]
pub struct News {
    pub subtitle: Option<String>,
    pub authors: Vec<String>,
    pub editor: Option<String>,
    pub photographers: Vec<String>,
    pub source: Option<Source>,
    pub original_title: Option<Located<String>>,
    pub series: Option<Located<String>>,
    pub partners: Vec<Located<String>>,
    pub signings: Vec<Located<String>>,
    pub review: Review,
}

/// Where a reprint comes from.
#[derive(Debug, Clone, PartialEq)]
pub struct Source {
    pub name: String,
    pub url: Option<String>,
    pub date: Option<Moment>,
}

/// Who read the conversion to a language, and when.
#[derive(Debug, Clone, PartialEq)]
pub struct VariantReview {
    pub tag: Located<Tag>,
    pub by: String,
    pub date: Option<Moment>,
}

/// 三审: the names of those who read the text before it was published.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Review {
    pub first: Option<String>,
    pub second: Option<String>,
    pub r#final: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq)]
pub struct Partner {
    pub short_name: Option<String>,
    /// Official names by language: never converted by machine.
    pub names: Vec<(Tag, String)>,
    /// A key of `partner_kinds`.
    pub kind: Option<Located<String>>,
    pub role: Option<Role>,
    pub region: Option<String>,
    pub joined: Option<Located<Moment>>,
    pub left: Option<Located<Moment>>,
    pub website: Option<String>,
    pub logo: Option<Picture>,
    /// Label and text, as written.
    pub contact: Vec<(String, String)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    Lead,
    Council,
    Member,
}

impl Role {
    /// As front matter writes it.
    pub fn name(self) -> &'static str {
        match self {
            Role::Lead => "lead",
            Role::Council => "council",
            Role::Member => "member",
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq)]
pub struct Signing {
    pub venue: Option<String>,
    /// A partner's slug, or the name of someone without a page.
    pub host: Option<Located<String>>,
    pub occasion: Option<String>,
    pub agreements: Vec<Agreement>,
    pub guests: Vec<Guest>,
    pub news: Vec<Located<String>>,
    pub photos: Vec<Picture>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Agreement {
    /// A key of `agreement_categories`.
    pub category: Located<String>,
    pub parties: Vec<Located<Party>>,
    pub title: Option<String>,
    pub term: Option<String>,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Party {
    /// A partner's slug.
    Partner(String),
    /// Someone without a page: the name, and a key of `partner_kinds`.
    Outsider { name: String, kind: Option<Located<String>> },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guest {
    pub name: String,
    pub title: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq)]
pub struct Page {
    pub menu_title: Option<String>,
}
