//! What each page was made from, in short: on the same grounds, from the same documents, it is the same page, and
//! nobody has to make its view to know that.
//!
//! A page that is not found here may still be one that is known: its view tells, by [`Memo::pages`](super::Memo).
//! Files that are no pages but are made from documents, bundled as they are made, are known in the same way.

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

/// Files that are made together: a feed in its two forms, the parts of a sitemap.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Bundle {
    documents: Vec<u32>,
    /// Stands for what the files were made from.
    made_from: Digest,
    /// By path, each with what stands for its bytes.
    pub files: Vec<(String, Digest)>,
}

/// The pages of a site on certain grounds by their numbers, and its bundles by their names.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Traces {
    common: Digest,
    pages: BTreeMap<u32, Trace>,
    pub bundles: BTreeMap<String, Bundle>,
}

impl Grounds {
    /// A page that was made on them.
    pub fn trace(&self, documents: Vec<DocId>, body: Option<Digest>, page: Digest) -> Option<Trace> {
        let documents = numbers(documents);
        let texts = self.texts(&documents)?;
        Some(Trace { documents, texts, body, page })
    }

    /// Files that are made on them by a program. `facts` stand for what else they are made from.
    pub fn bundle(
        &self,
        program: &Digest,
        documents: Vec<DocId>,
        facts: Option<Digest>,
        files: Vec<(String, Digest)>,
    ) -> Option<Bundle> {
        let documents = numbers(documents);
        let made_from = self.made_from(program, &documents, facts)?;
        Some(Bundle { documents, made_from, files })
    }

    /// Is it what would be made now?
    pub fn hold(&self, bundle: &Bundle, program: &Digest, facts: Option<Digest>) -> bool {
        self.made_from(program, &bundle.documents, facts) == Some(bundle.made_from)
    }

    fn made_from(&self, program: &Digest, documents: &[u32], facts: Option<Digest>) -> Option<Digest> {
        Digest::of_values(&(program, self.common, self.texts(documents)?, facts))
    }

    fn texts(&self, documents: &[u32]) -> Option<Digest> {
        let mut texts = Vec::with_capacity(documents.len() * Digest::LENGTH);
        for id in documents {
            texts.extend_from_slice(self.documents.get(usize::try_from(*id).ok()?)?.bytes());
        }
        Some(Digest::of(&texts))
    }
}

fn numbers(documents: Vec<DocId>) -> Vec<u32> {
    documents.into_iter().map(|DocId(id)| id).collect()
}

impl Traces {
    /// Without bundles.
    pub fn new(grounds: &Grounds, pages: BTreeMap<u32, Trace>) -> Traces {
        Traces { common: grounds.common, pages, bundles: BTreeMap::new() }
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

    #[test]
    fn a_bundle_holds_on_its_grounds_alone() {
        let [program, facts, others] = ["program", "facts", "others"].map(|text| Digest::of(text.as_bytes()));
        let before = grounds("site", &["a", "b"]);
        let bundle =
            before.bundle(&program, vec![DocId(1)], Some(facts), vec![("feed.json".into(), facts)]).unwrap();
        let holds = |grounds: &Grounds| grounds.hold(&bundle, &program, Some(facts));
        assert!(holds(&before) && holds(&grounds("site", &["other", "b"])));
        assert!(!holds(&grounds("site", &["a", "other"])) && !holds(&grounds("other", &["a", "b"])));
        assert!(!before.hold(&bundle, &others, Some(facts)));
        assert!(!before.hold(&bundle, &program, Some(others)) && !before.hold(&bundle, &program, None));
        assert!(!grounds("site", &["a"]).hold(&bundle, &program, Some(facts)));
    }
}
