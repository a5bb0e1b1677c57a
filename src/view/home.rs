//! The view of the home page.

use std::cmp::Reverse;

use crate::document::record::{Detail, Role};
use crate::kind::Kind;
use crate::language::LangId;
use crate::site::EntryId;

use super::card::Card;
use super::context::Context;
use super::list::{HomeSection, HomeView};
use super::shown::Shown;

/// How many records a section shows.
const ON_HOME: usize = 6;

/// What the home page shows beside its own text.
pub fn view<'a>(context: &'a Context, lang: LangId) -> HomeView<'a> {
    let lists = &context.routes.lists.sections[lang.index()];
    let of_kind = |kind: Kind| -> Vec<EntryId> {
        context.sections_of(kind).flat_map(|(section, _)| lists[section].iter().copied()).collect()
    };
    let (news, partners, signings) = (of_kind(Kind::News), of_kind(Kind::Partner), of_kind(Kind::Signing));
    let mut featured: Vec<&'a Shown<Card>> = context.cards_of(&news, lang);
    featured.retain(|card| card.pinned || card.cover.is_some());
    featured.sort_by(|a, b| {
        let date = |card: &'a Card| Reverse(card.date.as_ref().map(|date| date.iso.as_str()));
        let key = |card: &'a Card| (!card.pinned, card.cover.is_none(), date(card));
        key(a).cmp(&key(b))
    });
    featured.truncate(3);
    let is_lead = |id: &EntryId| match &context.original(*id).detail {
        Detail::Partner(partner) => partner.role == Some(Role::Lead),
        _ => false,
    };
    let leads: Vec<EntryId> = partners.iter().copied().filter(is_lead).collect();
    let sections = context
        .config
        .sections
        .iter()
        .enumerate()
        .filter(|(section, (_, settings))| settings.kind != Kind::Page && !lists[*section].is_empty())
        .map(|(section, (folder, settings))| HomeSection {
            id: folder,
            kind: settings.kind.name(),
            title: &context.common(lang).sections[section].title,
            url: context.common(lang).sections[section].url.as_deref().unwrap_or_default(),
            total: lists[section].len(),
            items: context.cards_of(&lists[section][..lists[section].len().min(ON_HOME)], lang),
        })
        .collect();
    let agreements =
        signings.iter().filter_map(|id| context.site.relations.of_signing.get(id)).map(Vec::len).sum();
    HomeView {
        featured,
        sections,
        leads: context.cards_of(&leads, lang),
        news_count: news.len(),
        partner_count: partners.len(),
        signing_count: signings.len(),
        agreement_count: agreements,
    }
}
