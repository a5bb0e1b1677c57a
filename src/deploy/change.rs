//! What a release changes for readers, as values: for the plan's views, and for everyone who has to be told
//! afterwards, from the CDN to search engines. Nothing here knows where the site is.

use serde::{Deserialize, Serialize};

use crate::config::BaseUrl;

use super::{Class, Entry};

/// How a file differs between two releases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    Added,
    /// Other bytes, or the same under another type or cache rule.
    Changed,
    /// No longer part of the site; readers may still get it until the grace time is over.
    Removed,
}

/// One file that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changed {
    /// Below the site's root, with `/`, not escaped: `news/founding/index.html`.
    pub path: String,
    pub class: Class,
    pub change: Change,
    #[serde(default, skip_serializing_if = "Listing::is_listed")]
    pub listing: Listing,
}

/// What a changed page is to search engines. Files that are no pages are listed as far as they are concerned.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Listing {
    #[default]
    Listed,
    /// It was, and is gone, or asks to be left out from now on.
    Withdrawn,
    /// It never was: they need not hear of it.
    Unlisted,
}

impl Listing {
    /// From what a file was to what it is.
    pub(super) fn of(old: Option<&Entry>, new: Option<&Entry>) -> Listing {
        let is_listed = |entry: Option<&Entry>| entry.is_some_and(|entry| !entry.unlisted);
        match (is_listed(old), is_listed(new)) {
            (_, true) => Listing::Listed,
            (true, false) => Listing::Withdrawn,
            (false, false) => Listing::Unlisted,
        }
    }

    fn is_listed(&self) -> bool {
        *self == Listing::Listed
    }
}

/// All that differs between two releases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changes {
    /// Where the site is read.
    pub base_url: BaseUrl,
    /// By path.
    pub files: Vec<Changed>,
}
