//! The built site on this machine, as files of a release.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry as Slot;
use std::fs;
use std::path::PathBuf;

use rayon::prelude::*;

use crate::config::{CacheRules, Encoding};
use crate::digest::Digest;
use crate::output::{Standing, media_type};

use super::live::{Content, Live};
use super::manifest::{FOLDER, Files};
use super::{Class, DeployError, Entry, compress, entry, listing};

/// A built site.
#[derive(Debug)]
pub struct Local {
    folder: PathBuf,
    pub files: Files,
    /// Compressed forms that the target does not have.
    compressed: BTreeMap<String, Vec<u8>>,
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
        Ok(Local { folder, files: BTreeMap::from_iter(entries), compressed: BTreeMap::new() })
    }

    /// Adds the compressed forms of all files that are worth it. Those that the target has are not made again.
    pub fn compress(&mut self, encodings: &[Encoding], live: &Live) -> Result<(), DeployError> {
        let wanted = self
            .files
            .iter()
            .flat_map(|(path, entry)| encodings.iter().map(move |encoding| (path, entry, *encoding)));
        let wanted: Vec<_> = wanted.filter(|(_, entry, _)| compress::is_worth_it(entry)).collect();
        let made: Vec<(String, Entry, Option<Vec<u8>>)> = wanted
            .into_par_iter()
            .map(|(path, entry, encoding)| {
                let name = compress::name(path, encoding);
                let made_from = compress::made_from(entry, encoding);
                if let Content::Known(stands) = live.at(&name)
                    && stands.made_from == Some(made_from)
                    && stands.cache == entry.cache
                {
                    return Ok((name, stands.clone(), None));
                }
                let bytes = compress::compress(&self.bytes(path, entry)?, encoding);
                let entry = Entry {
                    hash: Digest::of_published(&bytes),
                    size: bytes.len() as u64,
                    media_type: compress::media_type(encoding).to_owned(),
                    cache: entry.cache.clone(),
                    class: entry.class,
                    made_from: Some(made_from),
                    etag: None,
                    unlisted: false,
                };
                Ok((name, entry, Some(bytes)))
            })
            .collect::<Result<_, DeployError>>()?;
        for (name, entry, bytes) in made {
            // A site may bring compressed files of its own.
            if let Slot::Vacant(free) = self.files.entry(name.clone()) {
                free.insert(entry);
                self.compressed.extend(bytes.map(|bytes| (name, bytes)));
            }
        }
        Ok(())
    }

    /// The bytes of a file, which must still be those that were read first.
    pub(super) fn bytes(&self, path: &str, entry: &Entry) -> Result<Vec<u8>, DeployError> {
        if let Some(bytes) = self.compressed.get(path) {
            return Ok(bytes.clone());
        }
        let disk = self.folder.join(path);
        let bytes = fs::read(&disk).map_err(|source| DeployError::Disk { path: disk, source })?;
        match Digest::of_published(&bytes) == entry.hash {
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
        hash: Digest::of_published(bytes),
        size: bytes.len() as u64,
        media_type: media_type.to_owned(),
        cache: entry::cache(rules, class).to_owned(),
        class,
        made_from: None,
        etag: None,
        unlisted: class == Class::Page && listing::is_unlisted(&String::from_utf8_lossy(bytes)),
    }
}
