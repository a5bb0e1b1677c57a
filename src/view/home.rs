//! The view of the home page.

use std::cmp::Reverse;

use jiff::Timestamp;

use crate::document::record::{Detail, Role};
use crate::kind::Kind;
use crate::language::LangId;
use crate::site::EntryId;

use super::context::Context;
use super::list::{HomeSection, HomeView};

/// How many records a section shows.
const ON_HOME: usize = 6;

/// What the home page shows beside its own text.
pub fn view<'a>(context: &'a Context, lang: LangId) -> HomeView<'a> {
    let lists = &context.routes.lists.sections[lang.index()];
    let of_kind = |kind: Kind| -> Vec<EntryId> {
        context.sections_of(kind).flat_map(|(section, _)| lists[section].iter().copied()).collect()
    };
    let (news, partners, signings) = (of_kind(Kind::News), of_kind(Kind::Partner), of_kind(Kind::Signing));
    // By the records, so that the cards of all others need not be made.
    let mut featured: Vec<(bool, bool, Reverse<Option<Timestamp>>, EntryId)> = news
        .iter()
        .filter_map(|id| {
            let reading = context.read(*id, lang)?;
            let has_cover = |document| context.links(document).cover.is_some();
            let is_pinned = reading.original.pinned;
            let is_covered = has_cover(reading.version.document) || has_cover(context.site[*id].original);
            let date = context.site[*id].date.as_ref().map(|date| date.at.timestamp());
            (is_pinned || is_covered).then_some((!is_pinned, !is_covered, Reverse(date), *id))
        })
        .collect();
    featured.sort_by_key(|(not_pinned, not_covered, date, _)| (*not_pinned, *not_covered, *date));
    let featured: Vec<EntryId> = featured.into_iter().map(|(.., id)| id).take(3).collect();
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
        featured: context.cards_of(&featured, lang),
        sections,
        leads: context.cards_of(&leads, lang),
        news_count: news.len(),
        partner_count: partners.len(),
        signing_count: signings.len(),
        agreement_count: agreements,
    }
}
