//! Relations in both directions: who signed what, which news names whom. Each is written once by an
//! editor and read from both sides here.

use std::collections::BTreeMap;
use std::sync::Arc;

use indexmap::IndexMap;

use serde::Serialize;

use crate::config::{Localized, SiteConfig};
use crate::diagnostic::{Diagnostic, Located, Say, SitePath, nearest, rules};
use crate::document::Document;
use crate::document::record::{self, Detail, Party};
use crate::kind::Kind;
use crate::say;

use super::order::newest_first;
use super::reference::Index;
use super::{AgreementId, Entry, EntryId, group};

/// A party of an agreement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum PartyRef {
    Partner(EntryId),
    /// Index into the parties of the agreement as written.
    Outsider(usize),
}

/// One agreement of a published signing.
#[derive(Debug, Clone, Serialize)]
pub struct Agreement {
    pub signing: EntryId,
    /// Index into the signing's agreements as written.
    pub index: usize,
    /// Index into the configuration's categories.
    pub category: usize,
    pub parties: Vec<PartyRef>,
}

/// All relations; lists are newest first and hold published records only.
#[derive(Debug, Default, Serialize)]
pub struct Relations {
    pub agreements: Vec<Agreement>,
    /// Agreements by signing, as written.
    pub of_signing: BTreeMap<EntryId, Vec<AgreementId>>,
    /// Agreements by partner, newest signing first.
    pub of_partner: BTreeMap<EntryId, Vec<AgreementId>>,
    /// Host of a signing, where it is a partner: a name in another script than ASCII is no slug.
    pub host: BTreeMap<EntryId, EntryId>,
    /// What a news item names, in the order written.
    pub partners_of_news: BTreeMap<EntryId, Vec<EntryId>>,
    pub signings_of_news: BTreeMap<EntryId, Vec<EntryId>>,
    /// The other way round.
    pub news_of_partner: BTreeMap<EntryId, Vec<EntryId>>,
    pub news_of_signing: BTreeMap<EntryId, Vec<EntryId>>,
    /// Signings where a partner signed or was host.
    pub signings_of_partner: BTreeMap<EntryId, Vec<EntryId>>,
}

/// A news item's link to another record: as good as naming it in `partners:` or `signings:`.
pub(super) struct Mention {
    pub(super) from: EntryId,
    pub(super) to: EntryId,
}

pub(super) fn relate(
    config: &SiteConfig,
    documents: &[Arc<Document>],
    entries: &[Entry],
    index: &Index,
    diagnostics: &mut Vec<Diagnostic>,
) -> Relations {
    let mut relations = Relations::default();
    let mut news_signing: Vec<(EntryId, EntryId)> = Vec::new();
    for (position, entry) in entries.iter().enumerate() {
        let id = EntryId(position as u32);
        for (document, is_original) in versions(documents, entry) {
            let mut found = Vec::new();
            match &document.record.detail {
                Detail::News(news) => {
                    let mut resolve = |references: &[Located<String>], kind| {
                        references
                            .iter()
                            .filter_map(|slug| index.resolve(&document.file, slug, Some(kind), &mut found))
                            .collect::<Vec<_>>()
                    };
                    let partners = resolve(&news.partners, Kind::Partner);
                    let signings = resolve(&news.signings, Kind::Signing);
                    if is_original && entry.published {
                        news_signing.extend(signings.iter().map(|signing| (id, *signing)));
                        relations.partners_of_news.insert(id, partners);
                    }
                }
                Detail::Signing(signing) => {
                    let host = signing.host.as_ref().filter(|host| host.value.is_ascii()).and_then(|slug| {
                        index.resolve(&document.file, slug, Some(Kind::Partner), &mut found)
                    });
                    let reports: Vec<_> = signing
                        .news
                        .iter()
                        .filter_map(|slug| index.resolve(&document.file, slug, Some(Kind::News), &mut found))
                        .collect();
                    let agreements = agreements(config, document, id, signing, index, &mut found);
                    if is_original && entry.published {
                        if let Some(host) = host {
                            relations.host.insert(id, host);
                        }
                        news_signing.extend(reports.iter().map(|news| (*news, id)));
                        for agreement in agreements {
                            let number = AgreementId(relations.agreements.len() as u32);
                            relations.of_signing.entry(id).or_default().push(number);
                            relations.agreements.push(agreement);
                        }
                    }
                }
                Detail::Partner(partner) => {
                    if let Some(kind) = &partner.kind {
                        check_id(&document.file, kind, "partner_kinds", &config.partner_kinds, &mut found);
                    }
                }
                Detail::Page(_) => {}
            }
            diagnostics.append(&mut found);
        }
    }
    for (news, signing) in news_signing {
        push_once(relations.signings_of_news.entry(news).or_default(), signing);
    }
    relations
}

/// The original, then the other hand-written versions: all are checked, the original counts.
fn versions<'a>(
    documents: &'a [Arc<Document>],
    entry: &'a Entry,
) -> impl Iterator<Item = (&'a Arc<Document>, bool)> {
    let others = entry.versions.iter().flatten().filter(|id| **id != entry.original);
    std::iter::once((entry.original, true))
        .chain(others.map(|id| (*id, false)))
        .map(|(id, is_original)| (&documents[id.0 as usize], is_original))
}

fn agreements(
    config: &SiteConfig,
    document: &Document,
    signing_id: EntryId,
    signing: &record::Signing,
    index: &Index,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Agreement> {
    let mut agreements = Vec::new();
    for (position, agreement) in signing.agreements.iter().enumerate() {
        let categories = &config.agreement_categories;
        check_id(&document.file, &agreement.category, "agreement_categories", categories, diagnostics);
        let mut parties: Vec<PartyRef> = Vec::new();
        for (number, party) in agreement.parties.iter().enumerate() {
            let reference = match &party.value {
                Party::Partner(slug) => {
                    let slug = Located { value: slug.clone(), span: party.span.clone() };
                    let before = diagnostics.len();
                    match index.resolve(&document.file, &slug, Some(Kind::Partner), diagnostics) {
                        Some(id) => PartyRef::Partner(id),
                        None => {
                            suggest_outsider(&slug.value, &mut diagnostics[before..]);
                            continue;
                        }
                    }
                }
                Party::Outsider { kind, .. } => {
                    if let Some(kind) = kind {
                        check_id(&document.file, kind, "partner_kinds", &config.partner_kinds, diagnostics);
                    }
                    PartyRef::Outsider(number)
                }
            };
            if parties.contains(&reference) {
                diagnostics.push(
                    Diagnostic::new(
                        &rules::DUPLICATE_PARTY,
                        say!("同一签约方在一份协议里出现两次", "one party stands twice in an agreement"),
                    )
                    .at(&document.file, party.span.clone())
                    .help(say!("删去重复的一处，或改成另一方", "remove it here, or name the other party")),
                );
            } else {
                parties.push(reference);
            }
        }
        if let Some(category) = config.agreement_categories.get_index_of(&agreement.category.value) {
            agreements.push(Agreement { signing: signing_id, index: position, category, parties });
        }
    }
    agreements
}

/// A name in the place of a slug is most likely that of someone who is no partner.
fn suggest_outsider(name: &str, found: &mut [Diagnostic]) {
    for found in found.iter_mut().filter(|found| !name.is_ascii() && found.replacement.is_none()) {
        found.help = Some(say!(
            "成员单位写它的 slug；不是成员的单位写成 `{{name: {name}}}`",
            "write the slug of a partner, and `{{name: {name}}}` for a party that is none"
        ));
    }
}

/// Reports an id that a registry of site.yaml does not declare.
pub(super) fn check_id(
    file: &SitePath,
    id: &Located<String>,
    registry: &str,
    known: &IndexMap<String, Localized>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let value = id.value.as_str();
    if known.contains_key(value) {
        return;
    }
    let all = known.keys().map(|key| format!("`{key}`")).collect::<Vec<_>>();
    // The label that readers see, where its id belongs.
    let labelled = known.iter().find(|(_, label)| label.forms.iter().any(|(_, form)| form == value));
    let (zh, en) = (all.join("、"), all.join(", "));
    let found = Diagnostic::new(
        &rules::UNKNOWN_ID,
        say!(
            "site.yaml 的 `{registry}` 里没有 `{value}`",
            "`{registry}` in site.yaml does not declare `{value}`"
        ),
    )
    .at(file, id.span.clone());
    let near = labelled.map(|(id, _)| id.as_str());
    diagnostics.push(match near.or_else(|| nearest(value, known.keys().map(String::as_str))) {
        Some(near) => {
            let found = found.help(Say::did_you_mean(near));
            // In a shortcode the place is the whole call.
            match id.span.len() == value.len() {
                true => found.replace_with(near),
                false => found,
            }
        }
        None if all.is_empty() => found.help(say!(
            "在 site.yaml 的 `{registry}` 下声明它",
            "declare it under `{registry}` in site.yaml"
        )),
        None => found.help(say!("可用的有：{zh}", "declared are: {en}")),
    });
}

impl Relations {
    /// Counts the links in news as relations, and reads everything from the other side.
    pub(super) fn complete(
        mut self,
        documents: &[Arc<Document>],
        entries: &[Entry],
        mentions: Vec<Mention>,
    ) -> Relations {
        for Mention { from, to } in mentions {
            let target = match entries[to.0 as usize].kind {
                Kind::Partner => &mut self.partners_of_news,
                Kind::Signing => &mut self.signings_of_news,
                Kind::News | Kind::Page => continue,
            };
            push_once(target.entry(from).or_default(), to);
        }
        self.invert(documents, entries);
        self
    }

    fn invert(&mut self, documents: &[Arc<Document>], entries: &[Entry]) {
        self.news_of_partner = inverse(&self.partners_of_news, documents, entries);
        self.news_of_signing = inverse(&self.signings_of_news, documents, entries);
        let hosts = self.host.iter().map(|(signing, host)| (*host, *signing));
        let signed = self.agreements.iter().flat_map(|agreement| {
            agreement.parties.iter().filter_map(|party| match party {
                PartyRef::Partner(id) => Some((*id, agreement.signing)),
                PartyRef::Outsider(_) => None,
            })
        });
        self.signings_of_partner = group(signed.chain(hosts));
        for signings in self.signings_of_partner.values_mut() {
            signings.sort_unstable();
            signings.dedup();
            newest_first(signings, documents, entries);
        }
        for (number, agreement) in self.agreements.iter().enumerate() {
            for party in &agreement.parties {
                if let PartyRef::Partner(id) = party {
                    self.of_partner.entry(*id).or_default().push(AgreementId(number as u32));
                }
            }
        }
        let mut signings: Vec<EntryId> = self.of_signing.keys().copied().collect();
        newest_first(&mut signings, documents, entries);
        let rank: BTreeMap<EntryId, usize> = signings.into_iter().zip(0..).collect();
        for agreements in self.of_partner.values_mut() {
            agreements.sort_by_key(|id| (rank[&self.agreements[id.0 as usize].signing], *id));
        }
    }
}

fn inverse(
    map: &BTreeMap<EntryId, Vec<EntryId>>,
    documents: &[Arc<Document>],
    entries: &[Entry],
) -> BTreeMap<EntryId, Vec<EntryId>> {
    let pairs = map.iter().flat_map(|(from, to)| to.iter().map(|to| (*to, *from)));
    let mut inverse = group(pairs);
    for ids in inverse.values_mut() {
        newest_first(ids, documents, entries);
    }
    inverse
}

fn push_once(ids: &mut Vec<EntryId>, id: EntryId) {
    if !ids.contains(&id) {
        ids.push(id);
    }
}
