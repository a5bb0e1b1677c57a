//! What every view is made from, and the small questions that all of them ask: where a record's page is,
//! what a date or a label reads in a language.

use std::borrow::Cow;

use serde::Serialize;

use crate::config::SiteConfig;
use crate::document::Document;
use crate::document::record::{Moment, Picture, Record};
use crate::kind::Kind;
use crate::language::{LangId, Languages, Tag};
use crate::route::{PageKey, Route, Routes};
use crate::site::{
    BodyLinks, DocId, EntryId, Origin, ResolvedImage, Site, Structure, Version, push_encoded_path,
};
use crate::theme::Theme;
use crate::variant::words::Words;

use super::card::{Card, DateView, ImageView};
use super::common::Common;
use super::overview::Overview;
use super::own_words::OwnWords;
use super::seen::Seen;
use super::shown::Shown;

/// The whole site, read-only, as the makers of views see it. It holds nothing itself.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    pub config: &'a SiteConfig,
    pub site: &'a Structure,
    /// Whoever asks for one of them is noted.
    documents: Documents<'a>,
    pub routes: &'a Routes,
    /// By language.
    pub words: &'a [Words],
    /// Of documents that bring words of their own.
    own_words: &'a OwnWords,
    pub theme: &'a Theme,
    pub overview: &'a Overview,
}

/// The documents of a site, and who notes which of them are looked at.
#[derive(Clone, Copy)]
struct Documents<'a> {
    site: &'a Site,
    seen: Option<&'a Seen>,
}

/// One record as read in one language: its version there, and the original behind it.
#[derive(Clone, Copy)]
pub struct Reading<'a> {
    pub id: EntryId,
    pub lang: LangId,
    pub version: Version,
    /// The record whose words are shown.
    pub record: &'a Record,
    /// The record that dates, pictures and relations are taken from where the shown one has none.
    pub original: &'a Record,
    /// The language that the shown record is written in.
    pub written: &'a Tag,
    /// The language that the original is written in.
    pub origin: &'a Tag,
    /// Brings its words into the page's language; for a fallback, into the language shown.
    pub words: &'a Words,
}

impl<'a> Context<'a> {
    pub fn new(
        config: &'a SiteConfig,
        site: &'a Site,
        routes: &'a Routes,
        (words, own_words): (&'a [Words], &'a OwnWords),
        theme: &'a Theme,
        overview: &'a Overview,
    ) -> Context<'a> {
        let documents = Documents { site, seen: None };
        Context { config, site: &site.structure, documents, routes, words, own_words, theme, overview }
    }

    /// The same, for one that notes which documents are looked at.
    pub fn noting(self, seen: &'a Seen) -> Context<'a> {
        Context { documents: Documents { seen: Some(seen), ..self.documents }, ..self }
    }

    /// The same with another overview.
    pub(super) fn with(self, overview: &'a Overview) -> Context<'a> {
        Context { overview, ..self }
    }

    pub fn document(&self, id: DocId) -> &'a Document {
        self.note([id]);
        self.documents.site.document(id)
    }

    /// The record that relations and dates of an entry come from.
    pub fn original(&self, id: EntryId) -> &'a Record {
        &self.document(self.site[id].original).record
    }

    /// Where the references of a document lead.
    pub fn links(&self, id: DocId) -> &'a BodyLinks {
        self.note([id]);
        &self.documents.site.links[id.0 as usize]
    }

    fn note(&self, documents: impl IntoIterator<Item = DocId>) {
        if let Some(seen) = self.documents.seen {
            seen.note(documents);
        }
    }

    /// The record as a language shows it; `None` when it has no page there.
    pub fn read(&self, id: EntryId, lang: LangId) -> Option<Reading<'a>> {
        let version = self.site.version(&self.config.languages, id, lang)?;
        let document = self.document(version.document);
        let words = self.own_words.of_document(version.document, document, version.language, self.words);
        Some(Reading {
            id,
            lang,
            version,
            record: &document.record,
            original: self.original(id),
            written: &document.tag,
            origin: &self.document(self.site[id].original).tag,
            words,
        })
    }

    pub fn card(&self, id: EntryId, lang: LangId) -> Option<&'a Shown<Card>> {
        let made = self.overview.card(self, id, lang);
        self.note(made.seen.iter().copied());
        made.card.as_ref()
    }

    pub fn cards_of(&self, ids: &[EntryId], lang: LangId) -> Vec<&'a Shown<Card>> {
        ids.iter().filter_map(|id| self.card(*id, lang)).collect()
    }

    /// A view that many pages show, as any template can read it.
    pub fn shown<T: Serialize>(&self, view: T) -> Shown<T> {
        Shown::new(view, self.theme.all_fields())
    }

    /// An address with the site's base path: what links on pages use.
    pub fn url(&self, path: &str) -> String {
        self.address("", path)
    }

    /// The same with scheme and host: for canonical links, feeds and the sitemap.
    pub fn permalink(&self, path: &str) -> String {
        self.address(&self.config.base_url.origin, path)
    }

    /// In one piece: pages have hundreds of addresses.
    fn address(&self, origin: &str, path: &str) -> String {
        let base = &self.config.base_url.path;
        let mut address = String::with_capacity(origin.len() + base.len() + path.len());
        address.push_str(origin);
        address.push_str(base);
        push_encoded_path(&mut address, path);
        address
    }

    pub fn route(&self, key: PageKey, lang: LangId) -> Option<&'a Route> {
        self.routes.find(key, lang)
    }

    /// The page of a key in a language as a path from the host's root.
    pub fn url_of(&self, key: PageKey, lang: LangId) -> Option<String> {
        self.route(key, lang).map(|route| self.url(&route.path))
    }

    /// The page that shows an entry.
    pub fn key_of(&self, id: EntryId) -> PageKey {
        PageKey::of(self.site, id)
    }

    pub fn words(&self, lang: LangId) -> &'a Words {
        &self.words[lang.index()]
    }

    /// What all pages of a language have in common.
    pub fn common(&self, lang: LangId) -> &'a Common {
        &self.overview.commons[lang.index()]
    }

    pub fn date(&self, moment: &Moment, lang: LangId) -> DateView {
        let tag = &self.config.languages[lang].tag;
        let date = moment.date();
        let (year, month, day) = (date.year(), date.month(), date.day());
        let numbers = format!("{month:02}-{day:02}");
        let (text, short) = match tag.chinese() {
            Some(_) => (format!("{year}年{month}月{day}日"), numbers),
            // 05-06 is another day in London than in New York.
            None if tag.as_str().starts_with("en") => {
                (date.strftime("%-d %B %Y").to_string(), date.strftime("%-d %b").to_string())
            }
            None => (date.to_string(), numbers),
        };
        DateView { iso: iso(moment), text, short, year, month, day }
    }

    /// A picture of front matter with its texts.
    pub fn picture(&self, found: &ResolvedImage, text: Option<&Picture>, reading: &Reading) -> ImageView {
        let prose = |text: &Option<String>| {
            text.as_ref().map(|text| reading.words.prose(reading.written, text).into_owned())
        };
        ImageView {
            url: self.picture_url(&found.path),
            alt: text.and_then(|text| prose(&text.alt)).unwrap_or_default(),
            width: found.dimensions.map(|(width, _)| width),
            height: found.dimensions.map(|(_, height)| height),
            caption: text.and_then(|text| prose(&text.caption)),
            credit: text
                .and_then(|text| text.credit.as_deref())
                .map(|credit| reading.words.person(reading.written, credit).into_owned()),
        }
    }

    /// Paths get the base path, addresses with a scheme stay.
    pub fn picture_url(&self, path: &str) -> String {
        match path.strip_prefix('/') {
            Some(path) => format!("{}{path}", self.config.base_url.path),
            None => path.to_owned(),
        }
    }

    /// Languages in which a page exists.
    pub fn languages_of(&self, key: PageKey) -> impl Iterator<Item = (LangId, &'a Route)> {
        self.config.languages.ids().filter_map(move |lang| Some((lang, self.route(key, lang)?)))
    }

    /// A fallback is no page of its own language: it is not offered as an alternate.
    pub fn is_fallback(&self, key: PageKey, lang: LangId) -> bool {
        let PageKey::Entry(id) = key else { return false };
        self.site
            .version(&self.config.languages, id, lang)
            .is_some_and(|version| version.origin == Origin::Fallback)
    }

    pub fn sections_of(&self, kind: Kind) -> impl Iterator<Item = (usize, &'a str)> {
        let sections = self.config.sections.iter().enumerate();
        sections
            .filter(move |(_, (_, section))| section.kind == kind)
            .map(|(index, (folder, _))| (index, folder.as_str()))
    }
}

impl<'a> Reading<'a> {
    pub fn title(&self) -> Cow<'a, str> {
        match self.either(self.record.title.as_ref(), self.original.title.as_ref()) {
            Some((title, of)) => of.words.prose(of.written, &title.value),
            None => Cow::Borrowed(""),
        }
    }

    /// The shown record's own value, else the original's; each with the reading that its words are read in.
    pub fn either<T>(&self, own: Option<T>, base: Option<T>) -> Option<(T, Reading<'a>)> {
        let inherited = || base.map(|value| (value, self.inherited()));
        own.map(|value| (value, *self)).or_else(inherited)
    }

    /// The same for a list, where none is no answer.
    pub fn either_list<T>(&self, own: &'a [T], base: &'a [T]) -> (&'a [T], Reading<'a>) {
        if own.is_empty() { (base, self.inherited()) } else { (own, *self) }
    }

    /// Are both the page and the original in the same language, in whatever script?
    pub fn is_same_language(&self) -> bool {
        self.written == self.origin || (self.written.chinese().is_some() && self.origin.chinese().is_some())
    }

    /// The tag to set as `lang` on a single value whose words are not in the language around it.
    pub fn foreign_words(&self) -> Option<String> {
        (!self.words.speaks(self.written)).then(|| self.written.to_string())
    }

    /// For what is taken from the original: its words are in its own language.
    pub fn inherited(&self) -> Reading<'a> {
        Reading { record: self.original, written: self.origin, ..*self }
    }

    pub fn prose(&self, text: &'a str) -> String {
        self.words.prose(self.written, text).into_owned()
    }

    pub fn name(&self, text: &'a str) -> String {
        self.words.name(self.written, text).into_owned()
    }

    pub fn person(&self, text: &'a str) -> String {
        self.words.person(self.written, text).into_owned()
    }

    /// The tag to set as `lang` where the words are not in the page's language.
    pub fn foreign_tag(&self, languages: &Languages) -> Option<String> {
        match self.version.language == self.lang {
            true => (!self.words.speaks(self.written)).then(|| self.written.to_string()),
            false => Some(languages[self.version.language].tag.to_string()),
        }
    }
}

/// A date for machines, with the time of day and its offset where the source gives one.
pub fn iso(moment: &Moment) -> String {
    match moment.has_time {
        true => rfc3339(moment),
        false => moment.date().to_string(),
    }
}

/// A date and time for machines (RFC 3339), with the offset of its timezone.
pub fn rfc3339(moment: &Moment) -> String {
    moment.at.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}
