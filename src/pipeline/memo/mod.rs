//! What runs made, by a digest of all that it was made from: nothing has to decide what a change touches.
//!
//! A run takes what the runs before it made, and leaves what it used itself. What had findings is not
//! remembered: it is made again, and the findings with it.

mod file;
mod laid;
mod last;
mod packed;
mod segment;
mod segments;
mod texts;
mod traces;

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::diagnostic::SitePath;
use crate::digest::Digest;
use crate::document::Document;
use crate::hosting::Uses;

pub use file::{Discarded, load, save};
use laid::Laid;
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
    /// Where it will be saved: documents may go there before.
    folder: Option<PathBuf>,
    /// All documents, when they did.
    laid: Option<Laid>,
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

    /// Files whose documents are remembered.
    fn files(&self) -> impl Iterator<Item = &SitePath> {
        self.documents.values().map(|document| &document.file)
    }

    /// The document that was read from what the digest stands for.
    pub(super) fn document(&self, digest: &Digest) -> Option<Arc<Document>> {
        let known = self.documents.get(digest).cloned();
        known.or_else(|| self.stored.document(digest).map(Arc::new))
    }

    /// Was something that the memo promised not there after all? Then nothing that was made with it may be published.
    pub fn failed(&self) -> bool {
        self.stored.failed() || self.laid.as_ref().is_some_and(Laid::failed)
    }

    /// Tells where it will be saved, if all goes well.
    pub fn will_be_in(&mut self, folder: &Path) {
        self.folder = Some(folder.to_owned());
    }

    /// All documents that this run wants are known: frees what else there is of them. When nearly all will have to be
    /// written, they are written now, so that none has to be in memory with all that it shows. What cannot be written
    /// is told when the memo is saved.
    pub(super) fn lay_down(&mut self) {
        self.stored.put_down();
        let Some(folder) = &self.folder else { return };
        self.laid = self.stored.lay_down(&self.documents, folder).ok().flatten();
    }

    /// Can what the documents show be read from a file that this run wrote?
    pub(super) fn is_laid_down(&self) -> bool {
        self.laid.is_some()
    }

    /// The files of the documents, which are in the folder after that.
    fn keep_documents(&self, folder: &Path) -> io::Result<Vec<Digest>> {
        match &self.laid {
            Some(laid) => laid.settle().map(|digest| vec![digest]),
            None => self.stored.keep(&self.documents, folder),
        }
    }

    /// From now on these are known, and no others.
    pub(super) fn set_documents(&mut self, documents: impl Iterator<Item = Arc<Document>>) {
        // Those that a file holds stay there too: they need not be written again.
        self.documents = documents.map(|document| (document.digest, document)).collect();
        self.laid = None;
    }

    /// One of them is another one now, or none that can be remembered.
    pub(super) fn exchange_document(&mut self, former: Digest, now: Option<&Arc<Document>>) {
        self.laid = None;
        self.documents.remove(&former);
        self.documents.extend(now.map(|document| (document.digest, document.clone())));
    }
}
