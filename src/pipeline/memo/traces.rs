//! What each page was made from, in short: on the same grounds, from the same documents, it is the same page, and
//! nobody has to make its view to know that.
//!
//! A page that is not found here may still be one that is known: its view tells, by [`Memo::pages`](super::Memo).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::digest::Digest;
use crate::site::DocId;

/// All that pages are made from.
#[derive(Debug)]
pub struct Grounds {
    /// Stands for what any page may show: all but the documents.
    pub common: Digest,
    /// Stand for the documents, with where their references lead.
    pub documents: Vec<Digest>,
}

/// What one page was made from, and came to.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Trace {
    /// The documents that were looked at.
    documents: Vec<u32>,
    /// Stands for what was in them.
    texts: Digest,
    /// What its body was made from, if it has one.
    pub body: Option<Digest>,
    /// Stands for the page.
    pub page: Digest,
}

/// The pages of a site on certain grounds, by their numbers.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Traces {
    common: Digest,
    pages: BTreeMap<u32, Trace>,
}

impl Grounds {
    /// A page that was made on them.
    pub fn trace(&self, documents: Vec<DocId>, body: Option<Digest>, page: Digest) -> Option<Trace> {
        let documents: Vec<u32> = documents.into_iter().map(|DocId(id)| id).collect();
        let texts = self.texts(&documents)?;
        Some(Trace { documents, texts, body, page })
    }

    fn texts(&self, documents: &[u32]) -> Option<Digest> {
        let mut texts = Vec::with_capacity(documents.len() * Digest::LENGTH);
        for id in documents {
            texts.extend_from_slice(self.documents.get(usize::try_from(*id).ok()?)?.bytes());
        }
        Some(Digest::of(&texts))
    }
}

impl Traces {
    pub fn new(grounds: &Grounds, pages: BTreeMap<u32, Trace>) -> Traces {
        Traces { common: grounds.common, pages }
    }

    /// The page with a number, if these grounds give the same one.
    pub fn find(&self, grounds: &Grounds, number: u32) -> Option<&Trace> {
        let trace = self.pages.get(&number).filter(|_| self.common == grounds.common)?;
        (grounds.texts(&trace.documents)? == trace.texts).then_some(trace)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grounds(common: &str, documents: &[&str]) -> Grounds {
        let digest = |text: &str| Digest::of(text.as_bytes());
        Grounds { common: digest(common), documents: documents.iter().map(|text| digest(text)).collect() }
    }

    #[test]
    fn a_page_is_found_on_its_grounds_alone() {
        let before = grounds("site", &["a", "b", "c"]);
        let page = Digest::of(b"page");
        let trace = before.trace(vec![DocId(0), DocId(2)], None, page).unwrap();
        let traces = Traces::new(&before, [(7, trace)].into());
        let found = |grounds: &Grounds| traces.find(grounds, 7).map(|trace| trace.page);
        assert_eq!(found(&before), Some(page));
        assert_eq!(found(&grounds("site", &["a", "other", "c"])), Some(page));
        assert_eq!(found(&grounds("site", &["a", "b", "other"])), None);
        assert_eq!(found(&grounds("other", &["a", "b", "c"])), None);
        assert_eq!(found(&grounds("site", &["a", "b"])), None);
        assert!(traces.find(&before, 8).is_none());
        assert!(before.trace(vec![DocId(3)], None, page).is_none());
    }
}
