//! Words that single documents bring: their own terms, and the people whom they name.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::config::SiteConfig;
use crate::document::Document;
use crate::document::glossary::Glossaries;
use crate::language::LangId;
use crate::site::{DocId, Site};
use crate::variant::page_words::PageWords;
use crate::variant::words::Words;

/// The words of documents that bring some, by language.
#[derive(Debug, Default)]
pub struct OwnWords {
    /// Of documents with terms of their own.
    with_terms: BTreeMap<(DocId, LangId), Words>,
    /// Of those that name people alone, which are most: made when somebody reads them. By document, for each language
    /// one.
    with_people: Vec<OnceLock<Option<Box<Words>>>>,
    languages: usize,
}

impl OwnWords {
    /// `words` are the site's, by language.
    pub fn of(config: &SiteConfig, site: &Site, glossaries: &Glossaries, words: &[Words]) -> OwnWords {
        let mut with_terms = BTreeMap::new();
        // Pages that choose the same glossaries share their words.
        let mut by_choice: BTreeMap<(Vec<&str>, LangId), Words> = BTreeMap::new();
        for (document, number) in site.documents.iter().zip(0..) {
            let page = PageWords::of(document, glossaries);
            if page.has_no_terms() {
                continue;
            }
            let choice: Vec<&str> = page.chosen.iter().map(|glossary| &*glossary.file).collect();
            for lang in config.languages.ids() {
                let site_words = &words[lang.index()];
                let compile = || site_words.with_terms(&page);
                let own = match page.is_choice_alone() {
                    true => by_choice.entry((choice.clone(), lang)).or_insert_with(compile).clone(),
                    false => compile(),
                };
                let named = own.with_people(page.people);
                with_terms.insert((DocId(number), lang), named.unwrap_or(own));
            }
        }
        let languages = config.languages.len();
        let with_people = std::iter::repeat_with(OnceLock::new).take(site.documents.len() * languages);
        OwnWords { with_terms, with_people: with_people.collect(), languages }
    }

    /// The words that convert a document; those of the site where it brings none.
    pub fn of_document<'a>(
        &'a self,
        id: DocId,
        document: &Document,
        lang: LangId,
        words: &'a [Words],
    ) -> &'a Words {
        let site_words = &words[lang.index()];
        if let Some(own) = self.with_terms.get(&(id, lang)) {
            return own;
        }
        if document.people.is_empty() {
            return site_words;
        }
        let named = &self.with_people[id.0 as usize * self.languages + lang.index()];
        let make = || site_words.with_people(&document.people).map(Box::new);
        named.get_or_init(make).as_deref().unwrap_or(site_words)
    }
}
