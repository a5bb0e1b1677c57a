//! What runs made, by a digest of all that it was made from: nothing has to decide what a change touches.
//!
//! A run takes what the runs before it made, and leaves what it used itself. What had findings is not
//! remembered: it is made again, and the findings with it.

mod file;
mod last;
mod packed;
mod segment;
mod segments;
mod texts;
mod traces;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::digest::Digest;
use crate::document::Document;
use crate::hosting::Uses;

pub use file::{Discarded, load, save};
pub use last::Last;
pub use packed::{pack, unpack};
use segments::{Documents, Segments};
pub(super) use traces::{Bundle, Grounds, Trace, Traces};

/// What need not be made again. An empty one is as good as any: a run with it only takes longer.
///
/// | what | by |
/// | --- | --- |
/// | a document | path and text of its file, the program, and what of site.yaml parsing sees |
/// | the HTML of a body | its document, the words of its language and page, the contents of its holes, the theme |
/// | feeds, the sitemap | what they show of documents, and what all pages are made from |
/// | a page | its template, all values that the template sees, its body's HTML, the theme with texts and assets |
#[derive(Debug, Default)]
pub struct Memo {
    /// The program whose results these are.
    program: Digest,
    documents: Documents,
    /// Documents as files of earlier runs hold them.
    stored: Segments,
    /// Digests of the HTML: a change of words that leaves a text as it was ends here.
    pub(super) bodies: BTreeMap<Digest, Digest>,
    /// With what they use, where that was asked for.
    pub(super) pages: BTreeMap<Digest, Option<Arc<Uses>>>,
    /// What the pages and feeds of the last run were made from.
    pub(super) traces: Traces,
}

impl Memo {
    /// An empty one, whose results are good for this program alone.
    pub fn new(program: Digest) -> Memo {
        Memo { program, ..Memo::default() }
    }

    pub(super) fn program(&self) -> &Digest {
        &self.program
    }

    /// The document that was read from what the digest stands for.
    pub(super) fn document(&self, digest: &Digest) -> Option<Arc<Document>> {
        let known = self.documents.get(digest).cloned();
        known.or_else(|| self.stored.document(digest).map(Arc::new))
    }

    /// Was something that the memo promised not there after all? Then nothing that was made with it may be published.
    pub fn failed(&self) -> bool {
        self.stored.failed()
    }

    /// From now on these are known, and no others.
    pub(super) fn set_documents(&mut self, documents: impl Iterator<Item = Arc<Document>>) {
        // Those that a file holds stay there too: they need not be written again.
        self.documents = documents.map(|document| (document.digest, document)).collect();
    }

    /// One of them is another one now, or none that can be remembered.
    pub(super) fn exchange_document(&mut self, former: Digest, now: Option<&Arc<Document>>) {
        self.documents.remove(&former);
        self.documents.extend(now.map(|document| (document.digest, document.clone())));
    }
}
