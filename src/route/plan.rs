//! The list of pages: one for each record and language that has a text, and the lists over them.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::config::SiteConfig;
use crate::kind::Kind;
use crate::language::{LangId, Languages};
use crate::site::{EntryId, Role, Site, taxonomy::Taxonomy};

use super::{PageKey, Routes};

/// Members of every list, by language: only records with a page in it.
#[derive(Debug, Default, Serialize)]
pub struct Lists {
    /// `[lang][section]`, in the section's order.
    pub sections: Vec<Vec<Vec<EntryId>>>,
    /// `[lang][term]`.
    pub tags: Vec<Vec<Vec<EntryId>>>,
    pub series: Vec<Vec<Vec<EntryId>>>,
    /// News of all sections by year, newest first.
    pub years: Vec<BTreeMap<i16, Vec<EntryId>>>,
}

pub(super) fn pages(config: &SiteConfig, site: &Site) -> Routes {
    let mut routes = Routes::with_room_for(site.entries.len() * config.languages.len());
    for (lang, language) in config.languages.iter() {
        let root = match language.path.as_str() {
            "" => String::new(),
            path => format!("{path}/"),
        };
        Planner { config, site, lang, root, routes: &mut routes }.plan();
    }
    routes
}

/// Plans the pages of one language.
struct Planner<'a> {
    config: &'a SiteConfig,
    site: &'a Site,
    lang: LangId,
    /// Its addresses start with this: empty, or `tw/`.
    root: String,
    routes: &'a mut Routes,
}

impl Planner<'_> {
    fn plan(mut self) {
        self.push(PageKey::Home, "");
        for id in self.site.ids() {
            let entry = &self.site[id];
            if entry.published && entry.role == Role::Record && self.has_page(id) {
                self.push(PageKey::Entry(id), &format!("{}/", entry.path));
            }
        }
        let sections: Vec<Vec<EntryId>> = self.site.sections.iter().map(|ids| self.members(ids)).collect();
        self.add_sections(&sections);
        let tags = self
            .add_terms(&self.site.tags, "tags/", PageKey::Tags, |term, number| PageKey::Tag { term, number });
        let series = self.add_terms(&self.site.series, "series/", PageKey::SeriesIndex, |term, number| {
            PageKey::Series { term, number }
        });
        let years = years(self.config, self.site, &sections);
        if !years.is_empty() {
            self.push(PageKey::Archive, "archive/");
            for year in years.keys().rev() {
                self.push(PageKey::Year(*year), &format!("archive/{year}/"));
            }
        }
        if sections.iter().flatten().any(|id| self.site.relations.of_signing.contains_key(id)) {
            self.push(PageKey::Agreements, "agreements/");
        }
        self.push(PageKey::NotFound, "404.html");
        let lists = &mut self.routes.lists;
        lists.sections.push(sections);
        lists.tags.push(tags);
        lists.series.push(series);
        lists.years.push(years);
    }

    fn has_page(&self, id: EntryId) -> bool {
        self.site.version(&self.config.languages, id, self.lang).is_some()
    }

    fn members(&self, ids: &[EntryId]) -> Vec<EntryId> {
        ids.iter().copied().filter(|id| self.has_page(*id)).collect()
    }

    fn push(&mut self, key: PageKey, path: &str) {
        self.routes.push(key, self.lang, format!("{}{path}", self.root));
    }

    /// The default language has all sections, so that the menu never misses one; others what they can fill.
    fn add_sections(&mut self, members: &[Vec<EntryId>]) {
        for (section, (folder, settings)) in self.config.sections.iter().enumerate() {
            let has_text = self.site.section_texts[section].is_some_and(|id| self.has_page(id));
            if members[section].is_empty() && !has_text && self.lang != Languages::DEFAULT {
                continue;
            }
            let size = if settings.kind == Kind::Partner { usize::MAX } else { self.config.paginate };
            self.add_pages(members[section].len(), size, &format!("{folder}/"), |number| PageKey::Section {
                section,
                number,
            });
        }
    }

    /// `path`, `path/page/2/`, … for a list of `count` records.
    fn add_pages(&mut self, count: usize, size: usize, path: &str, key: impl Fn(usize) -> PageKey) {
        self.push(key(1), path);
        for number in 2..=count.div_ceil(size) {
            self.push(key(number), &format!("{path}page/{number}/"));
        }
    }

    fn add_terms(
        &mut self,
        taxonomy: &Taxonomy,
        path: &str,
        index: PageKey,
        key: impl Fn(usize, usize) -> PageKey,
    ) -> Vec<Vec<EntryId>> {
        let members: Vec<Vec<EntryId>> =
            taxonomy.terms.iter().map(|term| self.members(&term.entries)).collect();
        if members.iter().any(|ids| !ids.is_empty()) {
            self.push(index, path);
        }
        for (number, ids) in members.iter().enumerate().filter(|(_, ids)| !ids.is_empty()) {
            let term = format!("{path}{}/", taxonomy.terms[number].slug);
            self.add_pages(ids.len(), self.config.paginate, &term, |page| key(number, page));
        }
        members
    }
}

/// News by year, newest first within a year whatever is pinned.
fn years(config: &SiteConfig, site: &Site, sections: &[Vec<EntryId>]) -> BTreeMap<i16, Vec<EntryId>> {
    let mut years: BTreeMap<i16, Vec<EntryId>> = BTreeMap::new();
    for (section, ids) in config.sections.values().zip(sections) {
        for id in ids.iter().filter(|_| section.kind == Kind::News) {
            if let Some(date) = &site[*id].date {
                years.entry(date.at.year()).or_default().push(*id);
            }
        }
    }
    for ids in years.values_mut() {
        ids.sort_by_cached_key(|id| {
            let entry = &site[*id];
            (std::cmp::Reverse(entry.date.as_ref().map(|date| date.at.timestamp())), entry.key.clone())
        });
    }
    years
}
