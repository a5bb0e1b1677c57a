//! Looking at everything in a target: is what the manifest names really there, as it was written?

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use crate::digest::Digest;

use super::each::each;
use super::live::{Content, Live};
use super::manifest::FOLDER;
use super::store::{Listed, Shared};
use super::{DeployError, Entry};

/// What was found; paths sorted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verified {
    /// Files of the current release that are as they were written.
    pub intact: usize,
    pub missing: BTreeSet<String>,
    /// Files with other bytes than were written.
    pub altered: BTreeSet<String>,
    /// Files that huimeng did not write. They are left alone.
    pub foreign: BTreeSet<String>,
}

impl Verified {
    /// Files that have to be written again.
    pub fn doubtful(&self) -> impl Iterator<Item = &String> {
        self.missing.iter().chain(&self.altered)
    }
}

/// Compares a target with its manifest. By size and, where the target has told one, the tag of the bytes; files of
/// servers, which know no tags, are read.
pub(super) async fn verify(store: &Shared, live: &Live) -> Result<Verified, DeployError> {
    let listed = store.list("/").await?;
    let ours: BTreeSet<&str> = live.paths().collect();
    let mut found = Verified {
        foreign: listed
            .keys()
            .filter(|path| !path.starts_with(FOLDER) && !ours.contains(path.as_str()))
            .cloned()
            .collect(),
        ..Verified::default()
    };
    let mut read: Vec<(String, Digest)> = Vec::new();
    let current = live.manifest.iter().flat_map(|manifest| &manifest.current.files);
    for (path, _) in current {
        let Content::Known(entry) = live.at(path) else { continue };
        match fate(entry, listed.get(path)) {
            Fate::Missing => {
                found.missing.insert(path.clone());
            }
            Fate::Altered => {
                found.altered.insert(path.clone());
            }
            Fate::Intact if !store.is_object_storage() => read.push((path.clone(), entry.hash)),
            Fate::Intact => found.intact += 1,
        }
    }
    let looked_at = read.len();
    let altered = Arc::new(Mutex::new(BTreeSet::new()));
    each(store.concurrency, read, |(path, hash)| {
        let (store, altered) = (store.clone(), altered.clone());
        async move {
            let bytes = store.read(&path).await?;
            if bytes.is_none_or(|bytes| Digest::of_published(&bytes) != hash) {
                altered.lock().unwrap_or_else(PoisonError::into_inner).insert(path);
            }
            Ok(())
        }
    })
    .await?;
    let altered = std::mem::take(&mut *altered.lock().unwrap_or_else(PoisonError::into_inner));
    found.intact += looked_at - altered.len();
    found.altered.extend(altered);
    Ok(found)
}

/// What became of a file.
#[derive(Debug, PartialEq, Eq)]
enum Fate {
    Intact,
    Missing,
    Altered,
}

fn fate(entry: &Entry, listed: Option<&Listed>) -> Fate {
    let Some(listed) = listed else { return Fate::Missing };
    let same_tag = match (&entry.etag, &listed.etag) {
        (Some(written), Some(now)) => bare(written) == bare(now),
        _ => true,
    };
    if listed.size == entry.size && same_tag { Fate::Intact } else { Fate::Altered }
}

/// A tag without its quotation marks: answers and listings write it differently.
fn bare(etag: &str) -> &str {
    etag.trim_start_matches("W/").trim_matches('"')
}

impl Live {
    /// Takes files for unknown, so that they are written again.
    pub fn doubt<'p>(&mut self, paths: impl IntoIterator<Item = &'p String>) {
        let doubtful: BTreeMap<_, _> = paths.into_iter().map(|path| (path.clone(), None)).collect();
        self.otherwise.extend(doubtful);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deploy::Class;

    #[test]
    fn a_file_is_intact_by_its_size_and_its_tag() {
        let entry = |etag: Option<&str>| Entry {
            hash: Digest::of_published(b"a"),
            size: 1,
            media_type: "text/plain".into(),
            cache: "no-store".into(),
            class: Class::Media,
            made_from: None,
            etag: etag.map(str::to_owned),
            unlisted: false,
        };
        let listed = |size, etag: Option<&str>| Listed { size, etag: etag.map(str::to_owned) };
        assert_eq!(fate(&entry(None), None), Fate::Missing);
        assert_eq!(fate(&entry(None), Some(&listed(2, None))), Fate::Altered);
        assert_eq!(fate(&entry(Some("\"x\"")), Some(&listed(1, Some("x")))), Fate::Intact);
        assert_eq!(fate(&entry(Some("\"x\"")), Some(&listed(1, Some("\"y\"")))), Fate::Altered);
        assert_eq!(fate(&entry(Some("x")), Some(&listed(1, None))), Fate::Intact);
    }
}
