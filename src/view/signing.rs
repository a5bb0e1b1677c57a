//! What a signing ceremony's page adds: agreements by category, parties, guests, photos.

use crate::document::record::{Detail, Party};
use crate::site::{AgreementId, EntryId, PartyRef};
use crate::theme::Fields;

use super::agreement;
use super::card::Card;
use super::context::{Context, Reading};
use super::page::{GuestView, PartyView, SigningView};

pub fn view<'a>(
    context: &'a Context,
    reading: &Reading<'a>,
    card: &'a Card,
    fields: &Fields,
) -> Option<SigningView<'a>> {
    let (Detail::Signing(signing), Detail::Signing(base)) =
        (&reading.record.detail, &reading.original.detail)
    else {
        return None;
    };
    let Reading { id, lang, .. } = *reading;
    let relations = &context.site.relations;
    let ids: &[AgreementId] = relations.of_signing.get(&id).map_or(&[], Vec::as_slice);
    let (guests, guests_of) = reading.either_list(&signing.guests, &base.guests);
    let own = &context.links(reading.version.document).photos;
    let (pictures, found, photos_of) = match own.is_empty() {
        true => (&base.photos, &context.links(context.site[id].original).photos, reading.inherited()),
        false => (&signing.photos, own, *reading),
    };
    let photos = pictures.iter().zip(found).filter_map(|(picture, found)| {
        let mut view = context.picture(found.as_ref()?, Some(picture), &photos_of);
        if view.alt.is_empty() {
            view.alt = view.caption.clone().unwrap_or_default();
        }
        Some(view)
    });
    Some(SigningView {
        venue: card.venue.as_deref(),
        host: match relations.host.get(&id) {
            Some(host) => Some(agreement::partner(context, *host, lang, false)),
            None => reading
                .either(signing.host.as_ref(), base.host.as_ref())
                .filter(|(host, _)| !host.value.is_ascii())
                .map(|(host, of)| PartyView {
                    name: of.name(&host.value),
                    url: None,
                    kind: None,
                    current: false,
                    lang: of.foreign_words(),
                }),
        },
        occasion: reading
            .either(signing.occasion.as_deref(), base.occasion.as_deref())
            .map(|(occasion, of)| of.prose(occasion)),
        categories: match fields.has("categories") {
            true => agreement::by_category(context, ids, lang),
            false => Vec::new(),
        },
        agreement_count: ids.len(),
        // Structured data names them too.
        parties: match fields.has("parties") || fields.has("json_ld") {
            true => parties(context, ids, reading),
            false => Vec::new(),
        },
        guests: guests
            .iter()
            .map(|guest| GuestView {
                name: guests_of.person(&guest.name),
                title: guest.title.as_deref().map(|title| guests_of.name(title)),
            })
            .collect(),
        news: relations.news_of_signing.get(&id).map(|ids| context.cards_of(ids, lang)).unwrap_or_default(),
        photos: photos.collect(),
    })
}

/// Everyone who signed, once each: partners by record, outsiders by name.
fn parties(context: &Context, ids: &[AgreementId], reading: &Reading) -> Vec<PartyView> {
    let Detail::Signing(base) = &reading.original.detail else { return Vec::new() };
    let mut partners: Vec<EntryId> = Vec::new();
    let mut outsiders: Vec<&str> = Vec::new();
    let mut views = Vec::new();
    for id in ids {
        let agreement = &context.site.relations.agreements[id.0 as usize];
        for party in &agreement.parties {
            match party {
                PartyRef::Partner(partner) if !partners.contains(partner) => {
                    partners.push(*partner);
                    views.push(agreement::partner(context, *partner, reading.lang, false));
                }
                PartyRef::Partner(_) => {}
                PartyRef::Outsider(index) => {
                    let written = base.agreements.get(agreement.index).and_then(|a| a.parties.get(*index));
                    let Some(Party::Outsider { name, kind }) = written.map(|party| &party.value) else {
                        continue;
                    };
                    if !outsiders.contains(&name.as_str()) {
                        outsiders.push(name);
                        let kind =
                            kind.as_ref().map(|kind| context.common(reading.lang).partner_kind(&kind.value));
                        let of = reading.inherited();
                        let (name, lang) = (of.name(name), of.foreign_words());
                        views.push(PartyView { name, url: None, kind, current: false, lang });
                    }
                }
            }
        }
    }
    views
}
