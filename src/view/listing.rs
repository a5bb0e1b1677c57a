//! The views of list pages.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::document::record::Detail;
use crate::kind::Kind;
use crate::language::LangId;
use crate::route::{PageKey, Route};
use crate::site::EntryId;
use crate::site::taxonomy::Taxonomy;
use crate::text::collate::NameOrder;
use crate::theme::Fields;

use super::agreement;
use super::card::{Card, LinkView};
use super::context::Context;
use super::list::{GroupView, ListView, Pager, TermView};
use super::shown::Shown;

/// Pages named on each side of the current one in a pager.
const PAGER_REACH: usize = 2;

/// The words of a list page, which its view borrows.
pub struct ListTexts {
    /// The kind of the list, which is also its template's name.
    pub kind: &'static str,
    pub id: String,
    pub title: String,
    /// Where title and description are not in the page's language.
    pub lang: Option<String>,
    pub description: String,
    pub url: String,
    pub permalink: String,
    /// Whether the section's own text holds coloured code.
    pub has_code: bool,
}

/// Titles and addresses of a list page; none for pages that are no lists.
pub fn texts(context: &Context, route: &Route) -> Option<ListTexts> {
    let lang = route.lang;
    let words = context.words(lang);
    let label = |key: &str| (String::new(), context.theme.label(lang, key), String::new());
    let term = |taxonomy: &Taxonomy, number: usize| {
        let term = &taxonomy.terms[number];
        let text = |text| words.localized(text).into_owned();
        (term.slug.clone(), text(&term.title), text(&term.description))
    };
    let (id, title, description) = match route.key {
        PageKey::Section { section, .. } => {
            let (folder, settings) = context.config.sections.get_index(section)?;
            let description = words.localized(&settings.description).into_owned();
            (folder.clone(), context.common(lang).sections[section].title.clone(), description)
        }
        PageKey::Tags => label("tags"),
        PageKey::Tag { term: number, .. } => term(&context.site.tags, number),
        PageKey::SeriesIndex => label("series"),
        PageKey::Series { term: number, .. } => term(&context.site.series, number),
        PageKey::Archive => label("archive"),
        PageKey::Year(year) => {
            let title = context.theme.label_with(lang, "archive.year", "year", &year.to_string());
            (year.to_string(), title, String::new())
        }
        PageKey::Agreements => label("agreements.all"),
        PageKey::Home | PageKey::Entry(_) | PageKey::NotFound => return None,
    };
    let (url, permalink) = (context.url(&route.path), context.permalink(&route.path));
    let foreign = match route.key {
        PageKey::Tag { term, .. } => words.foreign(&context.site.tags.terms[term].title),
        PageKey::Series { term, .. } => words.foreign(&context.site.series.terms[term].title),
        _ => None,
    };
    let has_code = match route.key {
        PageKey::Section { section, number: 1 } => {
            let reading = context.site.section_texts[section].and_then(|id| context.read(id, lang));
            reading.is_some_and(|reading| context.document(reading.version.document).body.has_code)
        }
        _ => false,
    };
    let kind = kind(context, route.key)?;
    let lang = foreign.map(ToString::to_string);
    Some(ListTexts { kind, id, title, lang, description, url, permalink, has_code })
}

/// The view of a list page, its body still empty. What is costly is made where a template can read it.
pub fn list<'a>(context: &'a Context, route: &Route, texts: &'a ListTexts, fields: &Fields) -> ListView<'a> {
    let lang = route.lang;
    let lists = &context.routes.lists;
    let mut view = ListView {
        kind: texts.kind,
        id: &texts.id,
        title: &texts.title,
        lang: texts.lang.as_deref(),
        description: &texts.description,
        url: &texts.url,
        permalink: &texts.permalink,
        total: 0,
        items: Vec::new(),
        pager: None,
        terms: Vec::new(),
        by_kind: Vec::new(),
        by_region: Vec::new(),
        by_month: Vec::new(),
        agreements: None,
        body: "",
        has_code: texts.has_code,
        related: Vec::new(),
    };
    match route.key {
        PageKey::Section { section, number } => {
            let ids = &lists.sections[lang.index()][section];
            view.total = ids.len();
            let kind = context.config.sections[section].kind;
            view.related = related(context, kind, route);
            if kind == Kind::Partner {
                view.items = context.cards_of(ids, lang);
                if fields.has("by_kind") || fields.has("by_region") {
                    (view.by_kind, view.by_region) = directory(context, ids, lang);
                }
            } else {
                paginate(context, &mut view, ids, number, lang, |number| PageKey::Section {
                    section,
                    number,
                });
            }
        }
        PageKey::Tag { term, number } => {
            let ids = &lists.tags[lang.index()][term];
            paginate(context, &mut view, ids, number, lang, |number| PageKey::Tag { term, number });
        }
        PageKey::Series { term, number } => {
            let ids = &lists.series[lang.index()][term];
            paginate(context, &mut view, ids, number, lang, |number| PageKey::Series { term, number });
        }
        PageKey::Tags => {
            view.terms = terms(context, &context.site.tags, &lists.tags[lang.index()], lang, |term| {
                PageKey::Tag { term, number: 1 }
            });
            view.total = view.terms.len();
            view.related = related(context, Kind::News, route);
        }
        PageKey::SeriesIndex => {
            view.terms = terms(context, &context.site.series, &lists.series[lang.index()], lang, |term| {
                PageKey::Series { term, number: 1 }
            });
            view.total = view.terms.len();
            view.related = related(context, Kind::News, route);
        }
        PageKey::Archive => {
            view.terms = years(context, lang);
            view.total = view.terms.iter().map(|term| term.count).sum();
            view.related = related(context, Kind::News, route);
        }
        PageKey::Year(year) => {
            let ids = lists.years[lang.index()].get(&year).map_or(&[][..], Vec::as_slice);
            view.total = ids.len();
            view.by_month = months(context, ids, lang);
        }
        PageKey::Agreements => {
            let overview = agreement::overview(context, lang, fields);
            view.total = overview.total;
            view.related = related(context, Kind::Signing, route);
            view.agreements = Some(overview);
        }
        PageKey::Home | PageKey::Entry(_) | PageKey::NotFound => {}
    }
    view
}

/// What kind of list a page is; none for pages that are no lists.
fn kind(context: &Context, key: PageKey) -> Option<&'static str> {
    Some(match key {
        PageKey::Section { section, .. } if context.config.sections[section].kind == Kind::Partner => {
            "directory"
        }
        PageKey::Section { .. } => "section",
        PageKey::Tags => "tags",
        PageKey::Tag { .. } => "tag",
        PageKey::SeriesIndex => "series-index",
        PageKey::Series { .. } => "series",
        PageKey::Archive => "archive",
        PageKey::Year(_) => "year",
        PageKey::Agreements => "agreements",
        PageKey::Home | PageKey::Entry(_) | PageKey::NotFound => return None,
    })
}

fn paginate<'a>(
    context: &'a Context,
    view: &mut ListView<'a>,
    ids: &[EntryId],
    number: usize,
    lang: LangId,
    key: impl Fn(usize) -> PageKey,
) {
    let size = context.config.paginate;
    let total = ids.len().div_ceil(size).max(1);
    view.total = ids.len();
    view.items = context.cards_of(ids.chunks(size).nth(number - 1).unwrap_or_default(), lang);
    if total == 1 {
        return;
    }
    let url = |number: usize| context.url_of(key(number), lang).unwrap_or_default();
    let window = number.saturating_sub(PAGER_REACH).max(1)..=(number + PAGER_REACH).min(total);
    view.pager = Some(Pager {
        number,
        total,
        previous: (number > 1).then(|| url(number - 1)),
        next: (number < total).then(|| url(number + 1)),
        first: url(1),
        last: url(total),
        pages: window
            .map(|page| LinkView {
                title: page.to_string(),
                url: (page != number).then(|| url(page)),
                lang: None,
            })
            .collect(),
    });
}

/// Other views of the records of a kind, the page of `route` itself without an address among them;
/// nothing when there are no others.
fn related(context: &Context, kind: Kind, route: &Route) -> Vec<LinkView> {
    let lang = route.lang;
    let link = |key: PageKey, title: String| {
        let url = context.url_of(key, lang)?;
        Some(LinkView { title, url: (key != route.key).then_some(url), lang: None })
    };
    let label = |key: PageKey, label: &str| link(key, context.theme.label(lang, label));
    let sections = |kind: Kind| {
        context.sections_of(kind).map(move |(section, _)| {
            let key = PageKey::Section { section, number: 1 };
            link(key, context.common(lang).sections[section].title.clone())
        })
    };
    let links: Vec<Option<LinkView>> = match kind {
        Kind::News => vec![
            label(PageKey::Archive, "archive"),
            label(PageKey::Tags, "tags"),
            label(PageKey::SeriesIndex, "series"),
        ],
        Kind::Partner | Kind::Signing => {
            let overview = label(PageKey::Agreements, "agreements.all");
            sections(Kind::Partner).chain(sections(Kind::Signing)).chain([overview]).collect()
        }
        Kind::Page => Vec::new(),
    };
    let links: Vec<LinkView> = links.into_iter().flatten().collect();
    if links.iter().all(|link| link.url.is_none()) { Vec::new() } else { links }
}

/// Partners by kind, in the order of site.yaml, and by region; within a group leads first, then in the
/// order of names that the language uses: Pinyin, strokes, letters.
fn directory<'a>(
    context: &'a Context,
    ids: &[EntryId],
    lang: LangId,
) -> (Vec<GroupView<'a>>, Vec<GroupView<'a>>) {
    let order = NameOrder::for_tag(context.config.languages[lang].tag.as_str());
    let role_rank = |id: EntryId| match &context.original(id).detail {
        Detail::Partner(partner) => partner.role.map_or(u8::MAX, |role| role as u8),
        _ => u8::MAX,
    };
    let mut cards: Vec<(u8, Vec<u8>, &Shown<Card>)> = ids
        .iter()
        .filter_map(|id| {
            let card = context.card(*id, lang)?;
            Some((role_rank(*id), order.key(&card.title), card))
        })
        .collect();
    cards.sort_by(|a, b| (a.0, &a.1, &a.2.url).cmp(&(b.0, &b.1, &b.2.url)));
    let by_kind = context.config.partner_kinds.keys().filter_map(|id| {
        let of_kind = |card: &&Shown<Card>| card.partner_kind.as_ref().is_some_and(|kind| kind.id == *id);
        let items: Vec<&Shown<Card>> = cards.iter().map(|(_, _, card)| *card).filter(of_kind).collect();
        let title = items.first()?.partner_kind.as_ref()?.label.clone();
        Some(GroupView { id: format!("kind-{id}"), title, count: items.len(), items })
    });
    let by_kind = by_kind.collect();
    let mut regions: BTreeMap<Vec<u8>, (String, Vec<&Shown<Card>>)> = BTreeMap::new();
    for (_, _, card) in &cards {
        let (key, title) = match &card.region {
            Some(region) => (order.key(region), region.clone()),
            None => (vec![u8::MAX; 4], context.theme.label(lang, "region.none")),
        };
        regions.entry(key).or_insert_with(|| (title, Vec::new())).1.push(card);
    }
    let by_region = regions.into_values().enumerate().map(|(number, (title, items))| GroupView {
        id: format!("region-{}", number + 1),
        title,
        count: items.len(),
        items,
    });
    (by_kind, by_region.collect())
}

fn terms(
    context: &Context,
    taxonomy: &Taxonomy,
    members: &[Vec<EntryId>],
    lang: LangId,
    key: impl Fn(usize) -> PageKey,
) -> Vec<TermView> {
    let words = context.words(lang);
    let order = NameOrder::for_tag(words.tag.as_str());
    let used = taxonomy.terms.iter().enumerate().filter(|(number, _)| !members[*number].is_empty());
    let mut views: Vec<TermView> = used
        .filter_map(|(number, term)| {
            Some(TermView {
                id: term.slug.clone(),
                title: words.localized(&term.title).into_owned(),
                lang: words.foreign(&term.title).map(ToString::to_string),
                description: words.localized(&term.description).into_owned(),
                url: context.url_of(key(number), lang)?,
                count: members[number].len(),
            })
        })
        .collect();
    views.sort_by_cached_key(|term| (Reverse(term.count), order.key(&term.title), term.id.clone()));
    views
}

fn years(context: &Context, lang: LangId) -> Vec<TermView> {
    let years = context.routes.lists.years[lang.index()].iter().rev();
    years
        .filter_map(|(year, ids)| {
            Some(TermView {
                id: year.to_string(),
                title: context.theme.label_with(lang, "archive.year", "year", &year.to_string()),
                lang: None,
                description: String::new(),
                url: context.url_of(PageKey::Year(*year), lang)?,
                count: ids.len(),
            })
        })
        .collect()
}

fn months<'a>(context: &'a Context, ids: &[EntryId], lang: LangId) -> Vec<GroupView<'a>> {
    let mut months: BTreeMap<i8, Vec<&Shown<Card>>> = BTreeMap::new();
    for card in context.cards_of(ids, lang) {
        if let Some(date) = &card.date {
            months.entry(date.month).or_default().push(card);
        }
    }
    let groups = months.into_iter().rev().map(|(month, items)| GroupView {
        id: format!("month-{month:02}"),
        title: context.theme.label(lang, &format!("month.{month}")),
        count: items.len(),
        items,
    });
    groups.collect()
}
