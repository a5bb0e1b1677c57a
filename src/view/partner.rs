//! What a partner's page adds: who it is, and everything that names it.

use std::collections::BTreeMap;

use crate::document::record::Detail;
use crate::site::EntryId;
use crate::theme::Fields;
use crate::variant::form_for;

use super::agreement;
use super::card::Card;
use super::context::{Context, Reading};
use super::page::{ContactLine, ForeignName, PartnerView};

pub fn view<'a>(
    context: &'a Context,
    reading: &Reading<'a>,
    card: &'a Card,
    fields: &Fields,
) -> Option<PartnerView<'a>> {
    let (Detail::Partner(partner), Detail::Partner(base)) =
        (&reading.record.detail, &reading.original.detail)
    else {
        return None;
    };
    let Reading { id, lang, .. } = *reading;
    let relations = &context.site.relations;
    let cards = |map: &'a BTreeMap<EntryId, Vec<EntryId>>| {
        map.get(&id).map(|ids| context.cards_of(ids, lang)).unwrap_or_default()
    };
    let signed = relations.of_partner.get(&id).map_or(&[][..], Vec::as_slice);
    let other_names = context
        .config
        .languages
        .iter()
        .filter(|(other, _)| *other != lang)
        .filter_map(|(_, language)| {
            let name = form_for(&base.names, &language.tag)?;
            (name != card.title).then(|| ForeignName { tag: language.tag.to_string(), name: name.to_owned() })
        })
        .collect();
    let (contact, of) = reading.either_list(&partner.contact, &base.contact);
    Some(PartnerView {
        name: &card.title,
        short_name: card.short_name.as_deref(),
        other_names,
        kind: card.partner_kind.clone()?,
        role: card.role.clone(),
        region: card.region.as_deref(),
        joined: base.joined.as_ref().map(|date| context.date(&date.value, lang)),
        left: base.left.as_ref().map(|date| context.date(&date.value, lang)),
        website: partner.website.as_deref().or(base.website.as_deref()),
        logo: card.logo.as_deref(),
        contact: contact
            .iter()
            .map(|(label, value)| ContactLine { label: of.prose(label), value: of.prose(value) })
            .collect(),
        agreements: match fields.has("agreements") {
            true => agreement::views(context, signed, lang, Some(id)),
            false => Vec::new(),
        },
        news: cards(&relations.news_of_partner),
        signings: cards(&relations.signings_of_partner),
    })
}
