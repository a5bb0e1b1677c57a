//! What a release changes for readers, as values: for the plan's views, and for everyone who has to be told
//! afterwards, from the CDN to search engines. Nothing here knows where the site is.

use serde::{Deserialize, Serialize};

use crate::config::BaseUrl;

use super::Class;

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
}

/// All that differs between two releases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changes {
    /// Where the site is read.
    pub base_url: BaseUrl,
    /// By path.
    pub files: Vec<Changed>,
}
