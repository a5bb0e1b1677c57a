//! The folders of a stage: made for its files, left by those of the former site, and known by their states.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::Path;
use std::sync::PoisonError;
use std::time::SystemTime;

use rayon::prelude::*;

use super::super::OutputError;
use super::super::marker::{Marker, State};
use super::{Stage, remove_if_there};

impl Stage {
    pub(super) fn note_change(&self, folder: &str) {
        self.folders.write().unwrap_or_else(PoisonError::into_inner).insert(folder.to_owned());
    }

    /// Makes a folder; a file of the former site may have had its name.
    pub(super) fn make_folder(&self, folder: &str) -> io::Result<()> {
        let ends = folder.match_indices('/').map(|(at, _)| at).chain([folder.len()]);
        for above in ends.map(|end| &folder[..end]) {
            if self.former.files.contains_key(above) && !self.written().files.contains_key(above) {
                let disk = self.folder.join(above);
                if fs::symlink_metadata(&disk).is_ok_and(|metadata| metadata.is_file()) {
                    remove_if_there(&disk)?;
                }
            }
        }
        fs::create_dir_all(self.folder.join(folder))
    }

    /// Removes what has a new file's name: a folder of the former site, or else it is written twice, by
    /// names that this disk takes for one.
    pub(super) fn make_room(&self, path: &str, disk: &Path) -> Result<(), OutputError> {
        let below = format!("{path}/");
        if self.former.has_below(&below) && !self.written().has_below(&below) {
            fs::remove_dir_all(disk).map_err(|source| OutputError::Disk { path: disk.to_owned(), source })
        } else {
            Err(OutputError::Twice { path: path.to_owned() })
        }
    }

    /// Removes the files of the former site that the new one does not have, and folders left empty.
    pub(super) fn remove_obsolete(&self, marker: &Marker) -> Result<(), OutputError> {
        for path in self.former.files.keys().filter(|path| !marker.files.contains_key(*path)) {
            let disk = self.folder.join(path);
            match remove_if_there(&disk) {
                Ok(()) => self.note_change(path.rsplit_once('/').map_or("", |(folder, _)| folder)),
                // It is a folder now, or stood in one that is a file now.
                Err(_) if disk.is_dir() || fs::symlink_metadata(&disk).is_err() => continue,
                Err(source) => return Err(OutputError::Disk { path: disk, source }),
            }
            let mut folder = disk.parent();
            while let Some(empty) = folder.filter(|folder| *folder != self.folder) {
                if fs::remove_dir(empty).is_err() {
                    break;
                }
                folder = empty.parent();
            }
        }
        Ok(())
    }

    /// The states of all folders: of those in which nothing changed, as they were found.
    #[expect(clippy::disallowed_methods, reason = "decides what is looked into again, never what is written")]
    pub(super) fn folder_states(&self, marker: &Marker) -> BTreeMap<String, State> {
        let entered = self.folders.read().unwrap_or_else(PoisonError::into_inner);
        let mut changed = BTreeSet::new();
        for folder in entered.iter() {
            let above = folder.match_indices('/').map(|(end, _)| &folder[..end]);
            changed.extend(above.chain([folder.as_str()]));
        }
        let state = |folder: &&str| {
            let path = folder.trim_end_matches('/');
            let known = self.former.folders.get(*folder).filter(|_| !changed.contains(path));
            let state = known.copied().or_else(|| {
                let metadata = fs::symlink_metadata(self.folder.join(path)).ok()?;
                State::of_folder(&metadata, SystemTime::now())
            });
            state.map(|state| ((*folder).to_owned(), state))
        };
        marker.all_folders().par_iter().filter_map(state).collect()
    }
}
