//! Who has yet to show a document's text: when its last page is made, the text need not stay in memory, and pages are
//! made in an order in which that is soon.

use std::sync::atomic::{AtomicU32, Ordering};

use crate::route::{PageKey, Route};
use crate::site::{DocId, EntryId};

use super::Ready;

/// Pages that are still to be made, by the document that they show. Home and the heads of sections are left out:
/// their few texts stay.
pub(super) struct Readers<'a> {
    ready: &'a Ready,
    left: Vec<AtomicU32>,
}

impl Readers<'_> {
    pub(super) fn of(ready: &Ready) -> Readers<'_> {
        let left = ready.site.documents.iter().map(|_| AtomicU32::new(0)).collect();
        let readers = Readers { ready, left };
        for DocId(id) in ready.routes.pages.iter().filter_map(|route| readers.shown(route)) {
            readers.left[id as usize].fetch_add(1, Ordering::Relaxed);
        }
        readers
    }

    /// The page of a route is made.
    pub(super) fn leave(&self, route: &Route) {
        let Some(DocId(id)) = self.shown(route) else { return };
        // Whoever comes last sees what the others did: each has read the text before.
        if self.left[id as usize].fetch_sub(1, Ordering::AcqRel) == 1 {
            self.ready.site.document(DocId(id)).body.put_down_flow();
        }
    }

    fn shown(&self, route: &Route) -> Option<DocId> {
        let PageKey::Entry(id) = route.key else { return None };
        let version = self.ready.site.version(&self.ready.config.languages, id, route.lang)?;
        Some(version.document)
    }
}

/// The numbers of all pages in the order in which they are made: those of one record follow one another, so that its
/// text soon leaves memory; lists, which need the cards of all records, come last.
pub(super) fn by_record(pages: &[Route]) -> Vec<usize> {
    let mut numbers: Vec<usize> = (0..pages.len()).collect();
    numbers.sort_by_key(|number| match pages[*number].key {
        PageKey::Entry(EntryId(id)) => id,
        _ => u32::MAX,
    });
    numbers
}
