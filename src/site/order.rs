//! The order of records in lists.

use std::cmp::Reverse;
use std::sync::Arc;

use crate::config::SiteConfig;
use crate::document::Document;
use crate::document::record::Detail;
use crate::kind::Kind;

use super::{Entry, EntryId, Role};

/// The published records of each section. News and signings: pinned first, then newest first, then by
/// weight, so that the weights of a series' parts do not lift them above the news of the day. Pages: by
/// weight. Partners: by role, then weight. Ties by key, so that the order never depends on the disk.
pub(super) fn sections(
    config: &SiteConfig,
    documents: &[Arc<Document>],
    entries: &[Entry],
) -> Vec<Vec<EntryId>> {
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
            let role = match &record.detail {
                Detail::Partner(partner) => partner.role.map_or(u8::MAX, |role| role as u8),
                _ => 0,
            };
            let date = match section.kind {
                Kind::News | Kind::Signing => entry.sort_date(record),
                Kind::Partner | Kind::Page => None,
            };
            (!record.pinned, role, Reverse(date), record.weight.unwrap_or(i64::MAX), entry.key.clone())
        });
    }
    sections
}

/// Newest first, then by key.
pub(super) fn newest_first(ids: &mut [EntryId], documents: &[Arc<Document>], entries: &[Entry]) {
    ids.sort_by_cached_key(|id| {
        let entry = &entries[id.0 as usize];
        let record = &documents[entry.original.0 as usize].record;
        (Reverse(entry.sort_date(record)), entry.key.clone())
    });
}
