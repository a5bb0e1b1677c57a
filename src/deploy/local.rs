//! The built site on this machine, as files of a release.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use rayon::prelude::*;

use crate::config::CacheRules;
use crate::digest::Digest;
use crate::output::{Standing, media_type};

use super::manifest::{FOLDER, Files};
use super::{Class, DeployError, Entry, entry};

/// A built site.
#[derive(Debug)]
pub struct Local {
    folder: PathBuf,
    pub files: Files,
}

impl Local {
    /// Reads all files once, for their digests.
    pub fn read(standing: Standing, rules: &CacheRules) -> Result<Local, DeployError> {
        let Standing { folder, files } = standing;
        if let Some(path) = files.iter().find(|path| path.starts_with(FOLDER)) {
            return Err(DeployError::Reserved { path: path.clone() });
        }
        let entries: Vec<(String, Entry)> = files
            .into_par_iter()
            .map(|path| {
                let disk = folder.join(&path);
                let bytes = fs::read(&disk).map_err(|source| DeployError::Disk { path: disk, source })?;
                let entry = describe(&path, &bytes, rules);
                Ok((path, entry))
            })
            .collect::<Result<_, DeployError>>()?;
        Ok(Local { folder, files: BTreeMap::from_iter(entries) })
    }

    /// The bytes of a file, which must still be those that were read first.
    pub(super) fn bytes(&self, path: &str, entry: &Entry) -> Result<Vec<u8>, DeployError> {
        let disk = self.folder.join(path);
        let bytes = fs::read(&disk).map_err(|source| DeployError::Disk { path: disk, source })?;
        match Digest::of(&bytes) == entry.hash {
            true => Ok(bytes),
            false => Err(DeployError::Changed { path: path.to_owned() }),
        }
    }
}

fn describe(path: &str, bytes: &[u8], rules: &CacheRules) -> Entry {
    let class = Class::of(path);
    let media_type = media_type::of(path, true);
    // A file of another encoding, copied from static/, must not be told to be UTF-8.
    let media_type = match std::str::from_utf8(bytes) {
        Ok(_) => media_type,
        Err(_) => media_type.split(';').next().unwrap_or(media_type),
    };
    Entry {
        hash: Digest::of(bytes),
        size: bytes.len() as u64,
        media_type: media_type.to_owned(),
        cache: entry::cache(rules, class).to_owned(),
        class,
        etag: None,
    }
}
