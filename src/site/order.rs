//! The order of records in lists.

use std::cmp::Reverse;

use crate::config::{Kind, SiteConfig};
use crate::document::Document;
use crate::document::record::Detail;

use super::{Entry, EntryId, Role};

/// The published records of each section: pinned first, then newest first, by weight within a day;
/// partners by role and weight, pages by weight. Ties by key, so that the order never depends on the
/// disk.
pub(super) fn sections(config: &SiteConfig, documents: &[Document], entries: &[Entry]) -> Vec<Vec<EntryId>> {
    let mut sections = vec![Vec::new(); config.sections.len()];
    for (index, entry) in entries.iter().enumerate() {
        if let (Some(section), Role::Record, true) = (entry.section, &entry.role, entry.published) {
            sections[section].push(EntryId(index as u32));
        }
    }
    for (ids, section) in sections.iter_mut().zip(config.sections.values()) {
        ids.sort_by_cached_key(|id| {
            let entry = &entries[id.0 as usize];
            let record = &documents[entry.original.0 as usize].record;
            let role = match (&record.detail, section.kind) {
                (Detail::Partner(partner), Kind::Partner) => partner.role.map_or(u8::MAX, |role| role as u8),
                _ => 0,
            };
            let date = entry.sort_date(record);
            // A weight that puts parts of a series in order must not lift old news above today's.
            let day = match section.kind {
                Kind::News | Kind::Signing => entry.date.as_ref().map(|date| date.date()),
                Kind::Partner | Kind::Page => None,
            };
            let date = if section.kind == Kind::Partner { None } else { date };
            let weight = record.weight.unwrap_or(i64::MAX);
            (!record.pinned, role, Reverse(day), weight, Reverse(date), entry.key.clone())
        });
    }
    sections
}

/// Newest first, then by key.
pub(super) fn newest_first(ids: &mut [EntryId], documents: &[Document], entries: &[Entry]) {
    ids.sort_by_cached_key(|id| {
        let entry = &entries[id.0 as usize];
        let record = &documents[entry.original.0 as usize].record;
        (Reverse(entry.sort_date(record)), entry.key.clone())
    });
}
