//! What a news item's page adds: sources, series, and the records that it is about.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use crate::document::record::{Detail, Review};
use crate::kind::Kind;
use crate::language::LangId;
use crate::route::PageKey;
use crate::site::EntryId;
use crate::theme::Fields;

use super::card::Card;
use super::context::{Context, Reading};
use super::page::{NewsView, ReviewView, SeriesView, SourceView};
use super::shown::Shown;

/// At most this many related items.
const RELATED: usize = 6;

pub fn view<'a>(context: &'a Context, reading: &Reading<'a>, fields: &Fields) -> Option<NewsView<'a>> {
    let (Detail::News(news), Detail::News(base)) = (&reading.record.detail, &reading.original.detail) else {
        return None;
    };
    let Reading { id, lang, .. } = *reading;
    let relations = &context.site.relations;
    let names = |own: &'a [String], base: &'a [String]| -> Vec<String> {
        let (shown, of) = reading.either_list(own, base);
        shown.iter().map(|name| of.person(name)).collect()
    };
    let of = |map: &BTreeMap<EntryId, Vec<EntryId>>| {
        map.get(&id).map(|ids| context.cards_of(ids, lang)).unwrap_or_default()
    };
    let source = reading.either(news.source.as_ref(), base.source.as_ref());
    let given = |review: &'a Review| (*review != Review::default()).then_some(review);
    let review = reading.either(given(&news.review), given(&base.review));
    let editor = reading.either(news.editor.as_deref(), base.editor.as_deref());
    let original_title = reading.either(news.original_title.as_ref(), base.original_title.as_ref());
    Some(NewsView {
        subtitle: news.subtitle.as_deref().map(|text| reading.prose(text)),
        authors: names(&news.authors, &base.authors),
        editor: editor.map(|(name, of)| of.person(name)),
        photographers: names(&news.photographers, &base.photographers),
        source: source.map(|(source, of)| SourceView {
            name: of.name(&source.name),
            url: source.url.clone(),
            date: source.date.as_ref().map(|date| context.date(date, lang)),
        }),
        original_title_lang: original_title.as_ref().and_then(|(_, of)| of.foreign_words()),
        original_title: original_title.map(|(title, of)| of.name(&title.value)),
        series: series(context, id, lang),
        partners: of(&relations.partners_of_news),
        signings: of(&relations.signings_of_news),
        review: review.map(|(review, of)| {
            let name = |name: &'a Option<String>| name.as_deref().map(|name| of.person(name));
            ReviewView {
                first: name(&review.first),
                second: name(&review.second),
                r#final: name(&review.r#final),
            }
        }),
        related: if fields.has("related") { related(context, id, lang) } else { Vec::new() },
    })
}

fn series<'a>(context: &'a Context, id: EntryId, lang: LangId) -> Option<SeriesView<'a>> {
    let number = *context.site.series.of_entry.get(&id)?.first()?;
    let parts = &context.routes.lists.series[lang.index()][number];
    let index = parts.iter().position(|part| *part == id)?;
    let title = &context.site.series.terms[number].title;
    Some(SeriesView {
        title: context.words(lang).localized(title).into_owned(),
        url: context.url_of(PageKey::Series { term: number, number: 1 }, lang)?,
        index: index + 1,
        total: parts.len(),
        previous: index.checked_sub(1).and_then(|before| context.card(parts[before], lang)),
        next: parts.get(index + 1).and_then(|next| context.card(*next, lang)),
    })
}

/// Items that share signings, partners or tags with this one, best first; of equals the newest. Only
/// the newest of a common thing are looked at, so that a tag of all items costs no more than a rare one.
fn related<'a>(context: &'a Context, id: EntryId, lang: LangId) -> Vec<&'a Shown<Card>> {
    const LOOKED_AT: usize = 40;
    let relations = &context.site.relations;
    let mut found: Vec<(EntryId, u32)> = Vec::new();
    let mut add = |ids: &[EntryId], score: u32| {
        found.extend(ids.iter().take(LOOKED_AT).filter(|other| **other != id).map(|other| (*other, score)));
    };
    for signing in relations.signings_of_news.get(&id).into_iter().flatten() {
        add(relations.news_of_signing.get(signing).map_or(&[], Vec::as_slice), 4);
    }
    for partner in relations.partners_of_news.get(&id).into_iter().flatten() {
        add(relations.news_of_partner.get(partner).map_or(&[], Vec::as_slice), 2);
    }
    for term in context.site.tags.terms_of(id) {
        add(&term.entries, 1);
    }
    found.sort_unstable();
    let ranked = found.chunk_by(|(one, _), (other, _)| one == other).filter_map(|same| {
        let (other, _) = same[0];
        let entry = &context.site[other];
        let date = entry.date.as_ref().map(|date| date.at.timestamp());
        let score: u32 = same.iter().map(|(_, score)| score).sum();
        (entry.kind == Kind::News).then_some((score, date, Reverse(other)))
    });
    // Of hundreds only a few are wanted.
    let mut ranked: BinaryHeap<_> = ranked.collect();
    let best = std::iter::from_fn(|| ranked.pop());
    best.filter_map(|(_, _, Reverse(other))| context.card(other, lang)).take(RELATED).collect()
}
