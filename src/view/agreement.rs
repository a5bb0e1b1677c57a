//! Agreements and their parties, wherever they are shown.

use std::collections::{BTreeMap, BTreeSet};

use crate::document::record::{Agreement, Detail, Party};
use crate::language::LangId;
use crate::route::PageKey;
use crate::site::{AgreementId, EntryId, PartyRef};
use crate::theme::Fields;

use super::card::LinkView;
use super::context::{Context, Reading};
use super::list::{AgreementsView, MatrixRow, YearView};
use super::page::{AgreementView, CategoryView, PartyView};

/// One agreement; `on` is the partner whose page it is shown on.
pub fn view(context: &Context, id: AgreementId, lang: LangId, on: Option<EntryId>) -> Option<AgreementView> {
    let agreement = &context.site.relations.agreements[id.0 as usize];
    // The signing may have no page in this language: its words are then those of the original.
    let reading =
        context.read(agreement.signing, lang).unwrap_or_else(|| original(context, agreement.signing, lang));
    let (Detail::Signing(own), Detail::Signing(base)) = (&reading.record.detail, &reading.original.detail)
    else {
        return None;
    };
    // A translation gives its agreements in the same order, or leaves them to the original.
    let (written, text) = match own.agreements.get(agreement.index) {
        Some(text) => (reading.written, text),
        None => {
            let document = context.document(context.site[agreement.signing].original);
            (&document.tag, base.agreements.get(agreement.index)?)
        }
    };
    let words = reading.words;
    let prose = |text: &Option<String>| text.as_ref().map(|text| words.prose(written, text).into_owned());
    let parties = agreement.parties.iter().filter_map(|party| match party {
        PartyRef::Partner(partner) => Some(self::partner(context, *partner, lang, on == Some(*partner))),
        PartyRef::Outsider(index) => {
            let outsider = |agreement: &Agreement| match &agreement.parties.get(*index)?.value {
                Party::Outsider { name, kind } => Some((name.clone(), kind.clone())),
                Party::Partner(_) => None,
            };
            let own = outsider(text);
            let base = || base.agreements.get(agreement.index).and_then(outsider);
            let from = if own.is_some() { written } else { reading.origin };
            let (name, kind) = own.or_else(base)?;
            Some(PartyView {
                name: words.name(from, &name).into_owned(),
                url: None,
                kind: kind.as_ref().map(|kind| context.common(lang).partner_kind(&kind.value)),
                current: false,
                lang: (!words.speaks(from)).then(|| from.to_string()),
            })
        }
    });
    Some(AgreementView {
        category: context.common(lang).categories[agreement.category].clone(),
        title: prose(&text.title),
        parties: parties.collect(),
        term: prose(&text.term),
        date: context.site[agreement.signing].date.as_ref().map(|date| context.date(date, lang)),
        signing: LinkView {
            title: super::cards::title(&reading),
            url: context.url_of(PageKey::Entry(agreement.signing), lang),
            lang: reading.foreign_tag(&context.config.languages),
        },
        lang: (!words.speaks(written)).then(|| written.to_string()),
    })
}

pub fn views(
    context: &Context,
    ids: &[AgreementId],
    lang: LangId,
    on: Option<EntryId>,
) -> Vec<AgreementView> {
    ids.iter().filter_map(|id| view(context, *id, lang, on)).collect()
}

/// A partner as a party: linked where it has a page in this language, by its official name in any case.
pub fn partner(context: &Context, id: EntryId, lang: LangId, current: bool) -> PartyView {
    let kind = match &context.original(id).detail {
        Detail::Partner(partner) => {
            partner.kind.as_ref().map(|kind| context.common(lang).partner_kind(&kind.value))
        }
        _ => None,
    };
    match context.card(id, lang) {
        Some(card) => PartyView {
            name: card.title.clone(),
            url: Some(card.url.clone()),
            kind,
            current,
            lang: card.lang.clone(),
        },
        None => {
            let (name, foreign) = name_of(context, id, lang);
            PartyView { name, url: None, kind, current, lang: foreign }
        }
    }
}

/// A record's name in a language, also where it has no page; with the tag to set as `lang` where the
/// name is in another language.
pub fn name_of(context: &Context, id: EntryId, lang: LangId) -> (String, Option<String>) {
    let reading = context.read(id, lang).unwrap_or_else(|| original(context, id, lang));
    (super::cards::title(&reading), super::cards::title_lang(context, &reading))
}

/// Agreements by category, in the order of site.yaml; only categories that have some.
pub fn by_category(context: &Context, ids: &[AgreementId], lang: LangId) -> Vec<CategoryView> {
    let mut groups: BTreeMap<usize, Vec<AgreementId>> = BTreeMap::new();
    for id in ids {
        groups.entry(context.site.relations.agreements[id.0 as usize].category).or_default().push(*id);
    }
    groups
        .into_iter()
        .map(|(category, ids)| {
            let label = context.common(lang).categories[category].clone();
            let agreements = views(context, &ids, lang, None);
            CategoryView { id: label.id, label: label.label, count: agreements.len(), agreements }
        })
        .collect()
}

/// All agreements whose signing has a page in the language, by category and year.
pub fn overview(context: &Context, lang: LangId, fields: &Fields) -> AgreementsView {
    let relations = &context.site.relations;
    let has_page = |id: &AgreementId| {
        let signing = relations.agreements[id.0 as usize].signing;
        context.route(PageKey::Entry(signing), lang).is_some()
    };
    let ids: Vec<AgreementId> =
        (0..relations.agreements.len() as u32).map(AgreementId).filter(has_page).collect();
    let year_of = |id: &AgreementId| {
        let signing = relations.agreements[id.0 as usize].signing;
        context.site[signing].date.as_ref().map(|date| date.at.year())
    };
    let mut years: BTreeMap<i16, Vec<AgreementId>> = BTreeMap::new();
    for id in &ids {
        if let Some(year) = year_of(id) {
            years.entry(year).or_default().push(*id);
        }
    }
    let columns: Vec<i16> = years.keys().rev().copied().collect();
    let by_category = match fields.has("by_category") {
        true => by_category(context, &ids, lang),
        false => Vec::new(),
    };
    let matrix = matrix(context, &ids, &columns, lang, year_of);
    let parties: BTreeSet<Signer> = ids.iter().flat_map(|id| signers(context, *id)).collect();
    let listed = years.into_iter().rev().filter(|_| fields.has("by_year"));
    let by_year = listed.map(|(year, ids)| {
        let agreements = views(context, &ids, lang, None);
        YearView { year, count: agreements.len(), agreements }
    });
    AgreementsView {
        total: ids.len(),
        party_count: parties.len(),
        by_year: by_year.collect(),
        by_category,
        years: columns,
        matrix,
    }
}

/// Someone who signed: a partner, or an outsider, who has only a name to be known by.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Signer<'a> {
    Partner(EntryId),
    Outsider(&'a str),
}

fn signers<'a>(context: &Context<'a>, id: AgreementId) -> impl Iterator<Item = Signer<'a>> {
    let agreement = &context.site.relations.agreements[id.0 as usize];
    let written = match &context.original(agreement.signing).detail {
        Detail::Signing(signing) => signing.agreements.get(agreement.index),
        _ => None,
    };
    agreement.parties.iter().filter_map(move |party| match party {
        PartyRef::Partner(id) => Some(Signer::Partner(*id)),
        PartyRef::Outsider(index) => match &written?.parties.get(*index)?.value {
            Party::Outsider { name, .. } => Some(Signer::Outsider(name)),
            Party::Partner(_) => None,
        },
    })
}

fn matrix(
    context: &Context,
    ids: &[AgreementId],
    years: &[i16],
    lang: LangId,
    year_of: impl Fn(&AgreementId) -> Option<i16>,
) -> Vec<MatrixRow> {
    let mut counts: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for id in ids {
        let category = context.site.relations.agreements[id.0 as usize].category;
        let row = counts.entry(category).or_insert_with(|| vec![0; years.len()]);
        if let Some(column) = year_of(id).and_then(|year| years.iter().position(|column| *column == year)) {
            row[column] += 1;
        }
    }
    let rows = counts.into_iter().map(|(category, counts)| {
        let sum = counts.iter().sum();
        MatrixRow { category: context.common(lang).categories[category].clone(), counts, sum }
    });
    rows.collect()
}

/// A record read in its own words, for a language where it has no page.
fn original<'a>(context: &Context<'a>, id: EntryId, lang: LangId) -> Reading<'a> {
    let document = context.site[id].original;
    let read = context.document(document);
    let version = crate::site::Version { document, origin: crate::site::Origin::Fallback, language: lang };
    Reading {
        id,
        lang,
        version,
        record: &read.record,
        original: &read.record,
        written: &read.tag,
        origin: &read.tag,
        words: &context.words[lang.index()],
    }
}
