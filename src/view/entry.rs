//! The view of one record's page.

use crate::document::body::Heading;
use crate::kind::Kind;
use crate::language::LangId;
use crate::route::{PageKey, Route};
use crate::site::{EntryId, Origin};
use crate::text::count::TextCount;
use crate::theme::Fields;

use super::card::{Card, LinkView};
use super::context::{Context, Reading};
use super::page::{ConversionReview, PageView, Provenance, TocEntry};
use super::shown::Shown;
use super::{news, partner, signing};

/// What a page view borrows from: made for one page, dropped with it.
pub struct Material<'a> {
    pub reading: Reading<'a>,
    pub card: &'a Shown<Card>,
    pub permalink: String,
}

/// Collects what the page of an entry shows; none when there is no such page.
pub fn material<'a>(context: &'a Context, id: EntryId, lang: LangId) -> Option<Material<'a>> {
    let reading = context.read(id, lang)?;
    let card = context.card(id, lang)?;
    let path = &context.route(context.key_of(id), lang)?.path;
    Some(Material { reading, card, permalink: context.permalink(path) })
}

/// The view itself, its body still empty. What is costly is made where a template can read it.
pub fn page<'a>(context: &'a Context, material: &'a Material<'a>, fields: &Fields) -> PageView<'a> {
    let Material { reading, card, permalink } = material;
    let Reading { id, lang, record, original, version, .. } = *reading;
    let entry = &context.site[id];
    let compiled = &context.document(version.document).body;
    let count = TextCount { han: compiled.han, words: compiled.words };
    let (newer, older) = neighbours(context, id, lang);
    let is_home = context.key_of(id) == PageKey::Home;
    PageView {
        kind: if is_home { "home" } else { entry.kind.name() },
        title: &card.title,
        url: &card.url,
        permalink,
        summary: &card.summary,
        summary_is_written: record.summary.is_some(),
        body: "",
        date: card.date.as_ref(),
        updated: record
            .updated
            .as_ref()
            .or(original.updated.as_ref())
            .map(|date| context.date(&date.value, lang)),
        toc: if fields.has("toc") { outline(&compiled.headings, reading) } else { Vec::new() },
        tags: tags(context, id, lang),
        cover: card.cover.as_deref(),
        section: card.section.clone(),
        han: count.han,
        words: count.words,
        minutes: count.reading_minutes(),
        draft: card.draft,
        pinned: card.pinned,
        noindex: record.noindex || original.noindex,
        has_code: compiled.has_code,
        provenance: provenance(context, reading),
        newer,
        older,
        extra: if is_empty(&record.extra) { &original.extra } else { &record.extra },
        news: (entry.kind == Kind::News).then(|| news::view(context, reading, fields)).flatten(),
        partner: (entry.kind == Kind::Partner)
            .then(|| partner::view(context, reading, card, fields))
            .flatten(),
        signing: (entry.kind == Kind::Signing)
            .then(|| signing::view(context, reading, card, fields))
            .flatten(),
    }
}

fn is_empty(extra: &serde_json::Value) -> bool {
    extra.as_object().is_none_or(serde_json::Map::is_empty)
}

fn provenance<'a>(context: &'a Context, reading: &Reading<'a>) -> Provenance {
    let state = match reading.version.origin {
        Origin::Source => "source",
        Origin::Translated => "translated",
        Origin::Converted => "converted",
        Origin::Fallback => "fallback",
    };
    let from = match reading.version.origin {
        Origin::Source | Origin::Translated => None,
        Origin::Converted => Some(reading.written),
        Origin::Fallback => Some(&context.config.languages[reading.version.language].tag),
    };
    let reviews = || reading.record.reviews.iter().filter(|_| reading.version.origin == Origin::Converted);
    let review = reviews().find(|review| review.tag.value == context.config.languages[reading.lang].tag);
    Provenance {
        state,
        from: from.map(ToString::to_string),
        // A reader of the page's script reads the name in it too: 簡體中文.
        from_name: from.map(|tag| context.words(reading.lang).name(tag, tag.own_name()).into_owned()),
        review: review.map(|review| ConversionReview {
            by: reading.name(&review.by),
            date: review.date.as_ref().map(|date| context.date(date, reading.lang)),
        }),
    }
}

/// Headings as a tree: each heading below the nearest one of a higher level.
fn outline(headings: &[Heading], reading: &Reading) -> Vec<TocEntry> {
    fn take(
        headings: &mut std::iter::Peekable<std::slice::Iter<Heading>>,
        above: u8,
        reading: &Reading,
    ) -> Vec<TocEntry> {
        let mut entries = Vec::new();
        while let Some(heading) = headings.next_if(|heading| heading.level > above) {
            let title = reading.words.prose(reading.written, &heading.text).into_owned();
            let children = take(headings, heading.level, reading);
            entries.push(TocEntry { title, id: heading.id.clone(), children });
        }
        entries
    }
    take(&mut headings.iter().peekable(), 0, reading)
}

fn tags<'a>(context: &Context<'a>, id: EntryId, lang: LangId) -> Vec<&'a Shown<LinkView>> {
    let numbers = context.site.tags.of_entry.get(&id).into_iter().flatten();
    numbers.map(|number| &context.common(lang).tags[*number]).collect()
}

/// The records before and after in the section's list of this language.
fn neighbours<'a>(
    context: &'a Context,
    id: EntryId,
    lang: LangId,
) -> (Option<&'a Shown<Card>>, Option<&'a Shown<Card>>) {
    let Some(section) = context.site[id].section else { return (None, None) };
    let Some(place) = context.overview.places[lang.index()][id.0 as usize].map(|place| place as usize) else {
        return (None, None);
    };
    let list = &context.routes.lists.sections[lang.index()][section];
    let newer = place.checked_sub(1).and_then(|before| context.card(list[before], lang));
    let older = list.get(place + 1).and_then(|id| context.card(*id, lang));
    (newer, older)
}

/// The home page of a site without a `content/index.md`: title and description of the site.
pub struct BareHome {
    title: String,
    summary: String,
    url: String,
    permalink: String,
}

static NOTHING: serde_json::Value = serde_json::Value::Null;

impl BareHome {
    pub fn new(context: &Context, route: &Route) -> BareHome {
        let words = context.words(route.lang);
        BareHome {
            title: words.localized(&context.config.title).into_owned(),
            summary: words.localized(&context.config.description).into_owned(),
            url: context.url(&route.path),
            permalink: context.permalink(&route.path),
        }
    }

    pub fn view(&self) -> PageView<'_> {
        PageView {
            kind: "home",
            title: &self.title,
            url: &self.url,
            permalink: &self.permalink,
            summary: &self.summary,
            summary_is_written: false,
            body: "",
            date: None,
            updated: None,
            toc: Vec::new(),
            tags: Vec::new(),
            cover: None,
            section: None,
            han: 0,
            words: 0,
            minutes: 1,
            draft: false,
            pinned: false,
            noindex: false,
            has_code: false,
            provenance: Provenance { state: "source", from: None, from_name: None, review: None },
            newer: None,
            older: None,
            extra: &NOTHING,
            news: None,
            partner: None,
            signing: None,
        }
    }
}
