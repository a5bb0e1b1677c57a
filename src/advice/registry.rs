//! What site.yaml declares and nothing uses, and series that are none yet.

use std::collections::BTreeSet;

use super::Scene;
use crate::diagnostic::{Diagnostic, rules};
use crate::document::record::{Detail, Party};
use crate::kind::Kind;
use crate::say;
use crate::site::Site;
use crate::yaml::{self, Value};

pub(super) fn advice(scene: &Scene) -> Vec<Diagnostic> {
    let mut found = single_parts(scene.site);
    found.extend(unused(scene));
    found
}

fn single_parts(site: &Site) -> Vec<Diagnostic> {
    let lone = site.series.terms.iter().filter_map(|term| match term.entries.as_slice() {
        [id] => Some(*id),
        _ => None,
    });
    lone.filter_map(|id| {
        let document = site.document(site[id].original);
        let Detail::News(news) = &document.record.detail else { return None };
        let series = news.series.as_ref()?;
        let name = &series.value;
        Some(
            Diagnostic::new(
                &rules::SINGLE_PART,
                say!("系列 `{name}` 只有这一篇", "this is the only part of the series `{name}`"),
            )
            .at(&document.file, series.span.clone())
            .help(say!(
                "检查其他各篇的 `series` 是否写得一样；不成系列就删去这一行",
                "check that the other parts write `series` alike, or delete this line"
            )),
        )
    })
    .collect()
}

/// Ids that no published record uses, each at its key in site.yaml.
fn unused(scene: &Scene) -> Vec<Diagnostic> {
    // A site that has just begun uses nothing yet.
    if scene.site.documents.is_empty() {
        return Vec::new();
    }
    let Some(file) = scene.tree.file("site.yaml") else { return Vec::new() };
    let start = if file.text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let Some(root) = yaml::read(&file.path, &file.text, start..file.text.len()).value else {
        return Vec::new();
    };
    let used = Used::by(scene.site);
    let mut found = Vec::new();
    for (registry, used) in [
        ("agreement_categories", &used.categories),
        ("partner_kinds", &used.kinds),
        ("tags", &used.tags),
        ("series", &used.series),
    ] {
        let Some(Value::Map(entries)) = root.get(registry).map(|node| &node.value) else { continue };
        for (key, _) in entries.iter().filter(|(key, _)| !used.contains(key.value.as_str())) {
            let id = &key.value;
            found.push(
                Diagnostic::new(
                    &rules::UNUSED_ID,
                    say!("没有记录用到 `{registry}` 里的 `{id}`", "nothing uses `{id}` of `{registry}`"),
                )
                .at(&file.path, key.span.clone())
                .help(say!("不再需要就删去这一行", "delete the line when it is no longer wanted")),
            );
        }
    }
    found
}

#[derive(Default)]
struct Used<'a> {
    categories: BTreeSet<&'a str>,
    kinds: BTreeSet<&'a str>,
    tags: BTreeSet<&'a str>,
    series: BTreeSet<&'a str>,
}

impl<'a> Used<'a> {
    fn by(site: &'a Site) -> Used<'a> {
        let mut used = Used::default();
        // A declared term has its id for address.
        used.tags.extend(site.tags.terms.iter().map(|term| term.slug.as_str()));
        used.series.extend(site.series.terms.iter().map(|term| term.slug.as_str()));
        for id in site.published(Kind::Partner) {
            if let Detail::Partner(partner) = &site.original(id).detail {
                used.kinds.extend(partner.kind.iter().map(|kind| kind.value.as_str()));
            }
        }
        for id in site.published(Kind::Signing) {
            let Detail::Signing(signing) = &site.original(id).detail else { continue };
            for agreement in &signing.agreements {
                used.categories.insert(&agreement.category.value);
                for party in &agreement.parties {
                    if let Party::Outsider { kind: Some(kind), .. } = &party.value {
                        used.kinds.insert(&kind.value);
                    }
                }
            }
        }
        used
    }
}
