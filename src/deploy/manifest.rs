//! What a target remembers of its releases, as it stands there in JSON.
//!
//! ```text
//! .huimeng/manifests/N.json   the release that readers get, and what is kept of others; the highest number counts
//! .huimeng/releases/ID.json   each kept release
//! .huimeng/objects/DIGEST     former bytes of files that were replaced or taken away
//! .huimeng/pending.json       an apply under way, and what of it is done: .huimeng/progress.json
//! .huimeng/untold.json        changes that others were not told of yet
//! .huimeng/lock               who is publishing
//! .huimeng/tmp/               files on their way to their place
//! ```
//!
//! Nothing else in the target is ours but what these name.
//!
//! A commit is the creation of the manifest with the next number. Of two deploys that were planned on one manifest
//! only one can create its successor, whatever became of their locks: object storage refuses to create what is
//! there.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Entry;

/// Our folder in the target.
pub const FOLDER: &str = ".huimeng/";
pub(super) const MANIFESTS: &str = ".huimeng/manifests/";
pub(super) const PENDING: &str = ".huimeng/pending.json";
pub(super) const PROGRESS: &str = ".huimeng/progress.json";
pub(super) const UNTOLD: &str = ".huimeng/untold.json";
pub(super) const LOCK: &str = ".huimeng/lock";
pub(super) const OBJECTS: &str = ".huimeng/objects/";
pub(super) const RELEASES: &str = ".huimeng/releases/";
pub(super) const TEMPORARY: &str = ".huimeng/tmp/";

/// The version of all these files. A target with another one is not touched.
pub(super) const FORMAT: u32 = 1;

/// The files of a release by path.
pub type Files = BTreeMap<String, Entry>;

/// A site as it was published once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Release {
    pub format: u32,
    /// `20240516T013000Z-3f2a91c0`: the moment, and the beginning of the digest of its files.
    pub id: String,
    pub created: Timestamp,
    /// Where the site was read.
    pub base_url: String,
    pub files: Files,
}

/// What can be told of a release without its files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    pub id: String,
    pub created: Timestamp,
    pub files: usize,
    pub bytes: u64,
    /// Was it gone back from? Then going back once more leads past it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub withdrawn: bool,
}

/// The state of a target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Of its file; each has one more than the one before it.
    pub number: u64,
    #[serde(flatten)]
    pub current: Release,
    /// Of which apply it was the commit.
    pub apply: String,
    /// When the current release became it, by a deploy or by going back to it.
    pub deployed: Timestamp,
    /// Oldest first, the current one among them.
    pub releases: Vec<Kept>,
    /// Files that are no longer part of the site and still there.
    pub retired: BTreeMap<String, Retired>,
}

/// A file that waits to be deleted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Retired {
    #[serde(flatten)]
    pub entry: Entry,
    pub since: Timestamp,
    /// Did an apply that was cut off perhaps put other bytes there?
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unknown: bool,
}

/// An apply that was begun. It is written when copies are made of everything that will be replaced, so its
/// presence says that files may be replaced and their former bytes are safe.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Pending {
    pub(super) format: u32,
    /// Told apart by it.
    pub(super) apply: String,
    pub(super) release: String,
    pub(super) started: Timestamp,
    /// In the order of writing.
    pub(super) writes: Vec<(String, Entry)>,
    /// What earlier applies that did not finish left: files of which it is known, and of which it is not.
    pub(super) before: BTreeMap<String, Option<Entry>>,
}

/// How far an apply has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Progress {
    pub(super) apply: String,
    /// So many of the first writes are all done.
    pub(super) done: usize,
}

impl Release {
    pub fn path(id: &str) -> String {
        format!("{RELEASES}{id}.json")
    }

    pub fn kept(&self) -> Kept {
        let bytes = self.files.values().map(|entry| entry.size).sum();
        let (id, files) = (self.id.clone(), self.files.len());
        Kept { id, created: self.created, files, bytes, withdrawn: false }
    }
}

impl Manifest {
    pub(super) fn path(number: u64) -> String {
        // Listings sort by name.
        format!("{MANIFESTS}{number:010}.json")
    }
}

/// Where a copy of a file's bytes is kept.
pub(super) fn object(entry: &Entry) -> String {
    format!("{OBJECTS}{}", entry.object())
}
