//! What surrounds every page: site, language, menu, language switch, breadcrumbs.

use crate::config::Localized;
use crate::language::{LangId, Languages};
use crate::route::{PageKey, Route};
use crate::site::Role;

use super::card::LinkView;
use super::common::MenuEntry;
use super::context::Context;
use super::shown::Shown;
use super::site::{AlternateView, FooterView, LangView, MenuView, SiteView, Trail};

pub fn site(context: &Context, lang: LangId) -> SiteView {
    let words = context.words(lang);
    let text = |text: &Localized| words.localized(text).into_owned();
    let line = |line: &Option<Localized>| line.as_ref().map(text);
    let config = context.config;
    let footer = &config.footer;
    let home = context.url_of(PageKey::Home, lang).unwrap_or_default();
    SiteView {
        title: text(&config.title),
        description: text(&config.description),
        base_url: format!("{}{}", config.base_url.origin, config.base_url.path),
        footer: FooterView {
            organizer: line(&footer.organizer),
            support: line(&footer.support),
            icp: line(&footer.icp),
            police: line(&footer.police),
            copyright: line(&footer.copyright),
            note: line(&footer.note),
        },
        tags: context.url_of(PageKey::Tags, lang),
        series: context.url_of(PageKey::SeriesIndex, lang),
        archive: context.url_of(PageKey::Archive, lang),
        agreements: context.url_of(PageKey::Agreements, lang),
        atom: format!("{home}atom.xml"),
        json_feed: format!("{home}feed.json"),
        conversion_note: context.config.conversion_note,
        home,
    }
}

pub fn language(context: &Context, lang: LangId) -> LangView {
    let tag = &context.config.languages[lang].tag;
    LangView {
        tag: tag.to_string(),
        locale: tag.open_graph_locale(),
        name: tag.own_name().to_owned(),
        is_default: lang == Languages::DEFAULT,
        is_chinese: tag.chinese().is_some(),
    }
}

/// The menu of a page. Entries without a page in this language are left out.
pub fn menu<'a>(context: &Context<'a>, route: &Route) -> Vec<&'a Shown<MenuView>> {
    let own_section = match route.key {
        PageKey::Entry(id) => context.site[id].section,
        PageKey::Section { section, .. } => Some(section),
        _ => None,
    };
    let menu = &context.common(route.lang).menu;
    let is_above = |entry: &&MenuEntry| match &entry.page {
        Some((PageKey::Section { section, .. }, _)) => own_section == Some(*section),
        Some((_, path)) => !path.is_empty() && route.path.starts_with(path.as_str()),
        None => false,
    };
    // Of entries that lie above one another only the nearest is where the reader is.
    let nearest = menu.iter().filter(is_above).map(|entry| entry.url().len()).max();
    let entries = menu.iter().map(|entry| {
        let current = entry.page.as_ref().is_some_and(|(key, _)| *key == route.key);
        entry.shown(current, is_above(&entry) && Some(entry.url().len()) == nearest)
    });
    entries.collect()
}

/// The page in every language of the site; where it has none, the nearest list above it that exists.
pub fn alternates<'a>(context: &Context<'a>, route: &Route) -> Vec<AlternateView<'a>> {
    let above = parents(context, route.key);
    let views = context.config.languages.iter().map(|(lang, language)| {
        // Nobody wants to see in another language that a page is missing: that leads home.
        let missing = route.key == PageKey::NotFound;
        let exact = context.url_of(route.key, lang).filter(|_| !missing);
        let exists = exact.is_some() || missing;
        let nearest = || above.iter().find_map(|key| context.url_of(*key, lang));
        let url = exact.or_else(nearest);
        AlternateView {
            tag: language.tag.as_str(),
            name: language.tag.own_name(),
            url: url.unwrap_or_else(|| context.url("")),
            current: lang == route.lang,
            exists: exists || lang == route.lang,
        }
    });
    views.collect()
}

/// The pages above a page, nearest first, home last.
fn parents(context: &Context, key: PageKey) -> Vec<PageKey> {
    let mut parents = Vec::new();
    match key {
        PageKey::Entry(id) => {
            if let Some(section) = context.site[id].section {
                parents.push(PageKey::Section { section, number: 1 });
            } else if let Some(above) = folder_page(context, id) {
                parents.push(above);
            }
        }
        PageKey::Section { section, number } if number > 1 => {
            parents.push(PageKey::Section { section, number: 1 })
        }
        PageKey::Tag { term, number } => {
            if number > 1 {
                parents.push(PageKey::Tag { term, number: 1 });
            }
            parents.push(PageKey::Tags);
        }
        PageKey::Series { term, number } => {
            if number > 1 {
                parents.push(PageKey::Series { term, number: 1 });
            }
            parents.push(PageKey::SeriesIndex);
        }
        PageKey::Year(_) => parents.push(PageKey::Archive),
        _ => {}
    }
    parents.push(PageKey::Home);
    parents
}

/// The page of the folder that a page outside the sections lies in: `about` for `about/charter`.
fn folder_page(context: &Context, id: crate::site::EntryId) -> Option<PageKey> {
    let (folder, _) = context.site[id].key.rsplit_once('/')?;
    let above = context.site.find(folder)?;
    (context.site[above].role == Role::Record).then_some(PageKey::Entry(above))
}

/// Breadcrumbs: home first, the page itself last, without an address. Empty on the home page.
pub fn trail(context: &Context, route: &Route, title: &str) -> Trail {
    if matches!(route.key, PageKey::Home | PageKey::NotFound) {
        return Trail::new();
    }
    let mut trail: Trail = parents(context, route.key)
        .into_iter()
        .rev()
        .filter_map(|key| {
            let url = context.url_of(key, route.lang)?;
            Some(LinkView { title: title_of(context, key, route.lang), url: Some(url), lang: None })
        })
        .collect();
    trail.push(LinkView { title: title.to_owned(), url: None, lang: None });
    trail
}

/// What a page is called where others name it.
pub(super) fn title_of(context: &Context, key: PageKey, lang: LangId) -> String {
    match key {
        PageKey::Home => context.theme.label(lang, "nav.home"),
        PageKey::Entry(id) => context.card(id, lang).map(|card| card.title.clone()).unwrap_or_default(),
        PageKey::NotFound => context.theme.label(lang, "not_found.title"),
        PageKey::Section { section, .. } => context.common(lang).sections[section].title.clone(),
        _ => {
            let route = context.route(key, lang);
            let texts = route.and_then(|route| super::listing::texts(context, route));
            texts.map(|texts| texts.title).unwrap_or_default()
        }
    }
}
