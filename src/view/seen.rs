//! Which documents somebody looked at: what he made is another thing only when one of them is, or the site's structure,
//! or what all pages share.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use crate::site::DocId;

/// Notes of the documents that were looked at.
#[derive(Debug, Default)]
pub struct Seen(Mutex<BTreeSet<DocId>>);

impl Seen {
    pub(super) fn note(&self, documents: impl IntoIterator<Item = DocId>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend(documents);
    }

    /// In their order.
    pub fn into_documents(self) -> Vec<DocId> {
        self.0.into_inner().unwrap_or_else(PoisonError::into_inner).into_iter().collect()
    }
}
