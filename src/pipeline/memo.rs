//! What runs made, by a digest of all that it was made from: nothing has to decide what a change touches.
//!
//! A run looks up what the runs before it made, and leaves what it used itself.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use crate::digest::Digest;
use crate::document::Document;

/// What need not be made again. An empty one is as good as any: a run with it only takes longer.
#[derive(Debug, Default)]
pub struct Memo {
    /// By path, text and what parsing takes from site.yaml. Without findings: those are made anew.
    pub(super) documents: HashMap<Digest, Arc<Document>>,
    /// The HTML of bodies by what it was made from: a change of words that leaves a text as it was ends here.
    pub(super) bodies: BTreeMap<Digest, Digest>,
    /// Pages by what they were made from. Without findings, as documents.
    pub(super) pages: BTreeSet<Digest>,
}
