//! Making the cards: once for each record and language.

use crate::document::body::Hole;
use crate::document::record::{Detail, Partner};
use crate::language::LangId;
use crate::site::{CallData, EntryId, Resolved};
use crate::text::summary::summarize;
use crate::variant::body::behind_stop;
use crate::variant::form_for;

use super::agreement;
use super::card::Card;
use super::context::{Context, Reading};
use super::shown::Shown;

/// The card of one record in a language; none where the record has no page.
pub(super) fn of(context: &Context, id: EntryId, lang: LangId) -> Option<Shown<Card>> {
    let reading = context.site[id].published.then(|| context.read(id, lang)).flatten()?;
    Some(context.shown(card(context, &reading)))
}

fn card(context: &Context, reading: &Reading) -> Card {
    let Reading { id, lang, record, original, .. } = *reading;
    let entry = &context.site[id];
    let common = context.common(lang);
    let own_links = context.links(reading.version.document);
    let base_links = context.links(entry.original);
    let cover = match (&own_links.cover, &base_links.cover) {
        (Some(image), _) => Some(context.picture(image, record.cover.as_ref(), reading)),
        (None, Some(image)) => Some(context.picture(image, original.cover.as_ref(), &reading.inherited())),
        (None, None) => None,
    };
    let mut card = Card {
        kind: entry.kind.name(),
        title: title(reading),
        url: context.url_of(context.key_of(id), lang).unwrap_or_default(),
        lang: title_lang(context, reading),
        date: entry.date.as_ref().map(|date| context.date(date, lang)),
        summary: summary(context, reading),
        cover: cover.map(Box::new),
        pinned: original.pinned,
        draft: original.draft || record.draft,
        section: entry.section.map(|section| common.sections[section].clone()),
        source: None,
        short_name: None,
        partner_kind: None,
        role: None,
        region: None,
        logo: None,
        agreement_count: None,
        venue: None,
    };
    match (&record.detail, &original.detail) {
        (Detail::News(news), Detail::News(base)) => {
            let source = reading.either(news.source.as_ref(), base.source.as_ref());
            card.source = source.map(|(source, of)| of.name(&source.name));
        }
        (Detail::Partner(partner), Detail::Partner(base)) => {
            let relations = &context.site.relations;
            // A short name is as good in another script, but not in another language.
            let base_name = base.short_name.as_deref().filter(|_| reading.is_same_language());
            let short_name = reading.either(partner.short_name.as_deref(), base_name);
            card.short_name = short_name.map(|(name, of)| of.name(name));
            card.partner_kind = base.kind.as_ref().map(|kind| common.partner_kind(&kind.value));
            card.role = base.role.map(|role| common.role(role).clone());
            let region = reading.either(partner.region.as_deref(), base.region.as_deref());
            card.region = region.map(|(region, of)| of.name(region));
            card.agreement_count = Some(relations.of_partner.get(&id).map_or(0, Vec::len));
            let logo = match (&own_links.logo, &base_links.logo) {
                (Some(image), _) => Some(context.picture(image, partner.logo.as_ref(), reading)),
                (None, Some(image)) => Some(context.picture(image, base.logo.as_ref(), &reading.inherited())),
                (None, None) => None,
            };
            card.logo = logo.map(Box::new);
        }
        (Detail::Signing(signing), Detail::Signing(base)) => {
            let relations = &context.site.relations;
            let venue = reading.either(signing.venue.as_deref(), base.venue.as_deref());
            card.venue = venue.map(|(venue, of)| of.name(venue));
            card.agreement_count = Some(relations.of_signing.get(&id).map_or(0, Vec::len));
        }
        _ => {}
    }
    card
}

/// A record's title in a language; a partner's is its official name there.
pub fn title(reading: &Reading) -> String {
    let Detail::Partner(base) = &reading.original.detail else { return reading.title().into_owned() };
    official_name(reading, base).unwrap_or_else(|| {
        let title = reading.either(reading.record.title.as_ref(), reading.original.title.as_ref());
        title.map(|(title, of)| of.name(&title.value)).unwrap_or_default()
    })
}

/// The tag to set as `lang` where a title is not in the page's language.
pub fn title_lang(context: &Context, reading: &Reading) -> Option<String> {
    match &reading.original.detail {
        Detail::Partner(base)
            if reading.version.language == reading.lang && official_name(reading, base).is_some() =>
        {
            None
        }
        _ => reading.foreign_tag(&context.config.languages),
    }
}

fn official_name(reading: &Reading, partner: &Partner) -> Option<String> {
    form_for(&partner.names, &reading.words.tag).map(str::to_owned)
}

/// The summary that was written, else the beginning of the text.
pub fn summary(context: &Context, reading: &Reading) -> String {
    if let Some(summary) = &reading.record.summary {
        return reading.prose(&summary.value);
    }
    let body = &context.document(reading.version.document).body;
    let text = excerpt(context, reading);
    match body.excerpt_is_whole {
        true => text.trim().to_owned(),
        false => summarize(&text, context.config.summary_length),
    }
}

/// The excerpt with the names of the records that it links to, and the numbers that are counted. Other shortcodes
/// show pictures or blocks, or what only their template knows: they leave no gap.
fn excerpt(context: &Context, reading: &Reading) -> String {
    let document = reading.version.document;
    let body = &context.document(document).body;
    let links = context.links(document);
    let mut text = String::with_capacity(body.excerpt.len());
    let mut from = 0;
    for (at, hole) in &body.excerpt_holes {
        let at = *at as usize;
        text.push_str(&reading.words.prose(reading.written, &body.excerpt[from..at]));
        from = at;
        match *hole {
            Hole::Name(link) => {
                if let Resolved::Entry(id) = links.links[link as usize] {
                    text.push_str(&agreement::name_of(context, id, reading.lang).0);
                    let rest = &body.excerpt[at..];
                    from += if text.ends_with('.') { rest.len() - behind_stop(rest).len() } else { 0 };
                }
            }
            Hole::Call(call) => match links.calls[call as usize].data {
                CallData::Count(number) => text.push_str(&number.to_string()),
                _ if text.ends_with(' ') && body.excerpt[at..].starts_with(' ') => from += 1,
                _ => {}
            },
        }
    }
    text.push_str(&reading.words.prose(reading.written, &body.excerpt[from..]));
    text
}
