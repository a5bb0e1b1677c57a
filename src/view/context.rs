//! What every view is made from, and the small questions that all of them ask: where a record's page is,
//! what a date or a label reads in a language.

use std::borrow::Cow;

use crate::config::{Kind, SiteConfig};
use crate::document::record::{Moment, Picture, Record};
use crate::language::{LangId, Languages, Tag};
use crate::route::{PageKey, Route, Routes};
use crate::site::{EntryId, Origin, ResolvedImage, Site, Version};
use crate::theme::Theme;
use crate::variant::words::Words;

use super::card::{Card, DateView, ImageView, LabelView, LinkView};

/// The whole site, read-only, as the makers of views see it.
pub struct Context<'a> {
    pub config: &'a SiteConfig,
    pub site: &'a Site,
    pub routes: &'a Routes,
    /// By language.
    pub words: &'a [Words],
    pub theme: &'a Theme,
    /// Cards of all records, `[lang][entry]`; empty while these are made.
    pub cards: Vec<Vec<Option<Card>>>,
    /// Where a record stands in its section's list, `[lang][entry]`.
    pub places: Vec<Vec<Option<u32>>>,
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
    /// Puts the context together and makes the cards.
    pub fn new(
        config: &'a SiteConfig,
        site: &'a Site,
        routes: &'a Routes,
        words: &'a [Words],
        theme: &'a Theme,
    ) -> Context<'a> {
        let places = routes.lists.sections.iter().map(|sections| {
            let mut places = vec![None; site.entries.len()];
            for list in sections {
                for (place, id) in list.iter().enumerate() {
                    places[id.0 as usize] = Some(place as u32);
                }
            }
            places
        });
        let places = places.collect();
        let mut context = Context { config, site, routes, words, theme, cards: Vec::new(), places };
        context.cards = super::cards::all(&context);
        context
    }

    /// The record as a language shows it; `None` when it has no page there.
    pub fn read(&self, id: EntryId, lang: LangId) -> Option<Reading<'a>> {
        let version = self.site.version(&self.config.languages, id, lang)?;
        let document = self.site.document(version.document);
        Some(Reading {
            id,
            lang,
            version,
            record: &document.record,
            original: self.site.original(id),
            written: &document.tag,
            origin: &self.site.document(self.site[id].original).tag,
            words: &self.words[version.language.index()],
        })
    }

    pub fn card(&self, id: EntryId, lang: LangId) -> Option<&Card> {
        self.cards[lang.index()][id.0 as usize].as_ref()
    }

    pub fn cards_of(&self, ids: &[EntryId], lang: LangId) -> Vec<&Card> {
        ids.iter().filter_map(|id| self.card(*id, lang)).collect()
    }

    /// An address with the site's base path: what links on pages use.
    pub fn url(&self, path: &str) -> String {
        format!("{}{}", self.config.base_url.path, crate::site::encode_path(path))
    }

    /// The same with scheme and host: for canonical links, feeds and the sitemap.
    pub fn permalink(&self, path: &str) -> String {
        format!("{}{}", self.config.base_url.origin, self.url(path))
    }

    pub fn route(&self, key: PageKey, lang: LangId) -> Option<&'a Route> {
        self.routes.find(key, lang)
    }

    /// The page of a key in a language as a path from the host's root.
    pub fn url_of(&self, key: PageKey, lang: LangId) -> Option<String> {
        self.route(key, lang).map(|route| self.url(&route.path))
    }

    /// The page that shows an entry: its own, its section's list, or home.
    pub fn key_of(&self, id: EntryId) -> PageKey {
        let entry = &self.site[id];
        match (&entry.role, entry.section) {
            (crate::site::Role::Home, _) => PageKey::Home,
            (crate::site::Role::SectionIndex, Some(section)) => PageKey::Section { section, number: 1 },
            _ => PageKey::Entry(id),
        }
    }

    pub fn words(&self, lang: LangId) -> &'a Words {
        &self.words[lang.index()]
    }

    pub fn section_title(&self, section: usize, lang: LangId) -> Cow<'a, str> {
        self.words(lang).localized(&self.config.sections[section].title)
    }

    /// The section's name and list page.
    pub fn section_link(&self, section: usize, lang: LangId) -> LinkView {
        let title = self.section_title(section, lang).into_owned();
        LinkView { title, url: self.url_of(PageKey::Section { section, number: 1 }, lang) }
    }

    pub fn partner_kind(&self, id: &str, lang: LangId) -> LabelView {
        label(self.words(lang), id, self.config.partner_kinds.get(id))
    }

    pub fn category(&self, index: usize, lang: LangId) -> LabelView {
        match self.config.agreement_categories.get_index(index) {
            Some((id, text)) => label(self.words(lang), id, Some(text)),
            None => LabelView { id: String::new(), label: String::new() },
        }
    }

    /// The partner roles are named by the theme.
    pub fn role(&self, role: crate::document::record::Role, lang: LangId) -> LabelView {
        let id = role.name();
        LabelView { id: id.to_owned(), label: self.theme.label(lang, &format!("role.{id}")) }
    }

    pub fn date(&self, moment: &Moment, lang: LangId) -> DateView {
        let tag = &self.config.languages[lang].tag;
        let date = moment.date();
        let (year, month, day) = (date.year(), date.month(), date.day());
        let text = match tag.chinese() {
            Some(_) => format!("{year}年{month}月{day}日"),
            None if tag.as_str().starts_with("en") => date.strftime("%-d %B %Y").to_string(),
            None => date.to_string(),
        };
        let iso = match moment.has_time {
            true => rfc3339(moment),
            false => date.to_string(),
        };
        DateView { iso, text, short: format!("{month:02}-{day:02}"), year, month, day }
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
            credit: text.and_then(|text| prose(&text.credit)),
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

    /// The tag to set as `lang` where the words are not in the page's language.
    pub fn foreign_tag(&self, languages: &Languages) -> Option<String> {
        (self.version.language != self.lang).then(|| languages[self.version.language].tag.to_string())
    }
}

/// A date and time for machines (RFC 3339), with the offset of its timezone.
pub fn rfc3339(moment: &Moment) -> String {
    moment.at.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

fn label(words: &Words, id: &str, text: Option<&crate::config::Localized>) -> LabelView {
    let label = text.map(|text| words.localized(text).into_owned()).filter(|label| !label.is_empty());
    LabelView { id: id.to_owned(), label: label.unwrap_or_else(|| id.to_owned()) }
}
