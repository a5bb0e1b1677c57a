//! A site while it is written.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};
use std::sync::{Mutex, PoisonError, RwLock};
use std::time::Duration;

use super::lock::Lock;
use super::marker::{MARKER, Marker};
use super::target::Target;
use super::{Artifact, OutputError, exchange};
use crate::source::open_regular;

/// How long a build waits for another one to the same folder.
const PATIENCE: Duration = Duration::from_secs(10);

/// A new site that is being written beside the target, by as many threads as there are. It takes the
/// target's place by [`Stage::commit`]; dropped before that, it leaves nothing behind.
///
/// Files are not forced to the disk one by one, which would take longer than the whole build; only the
/// marker and the folders are. So a killed process or a full disk never shows a mixed site, but after a
/// power cut within seconds of a build the site should be built again.
#[derive(Debug)]
pub struct Stage {
    target: Target,
    /// The new site, until it is committed.
    folder: PathBuf,
    written: Mutex<Marker>,
    /// Folders that exist in the stage.
    folders: RwLock<HashSet<String>>,
    committed: bool,
    _lock: Lock,
}

impl Stage {
    /// Prepares to replace `target`: takes its lock, clears what killed runs left, and makes sure that
    /// the folder is ours to replace.
    pub fn open(target: &Path) -> Result<Stage, OutputError> {
        Stage::open_within(target, PATIENCE)
    }

    fn open_within(target: &Path, patience: Duration) -> Result<Stage, OutputError> {
        let target = Target::resolve(target)?;
        let lock_path = target.beside("lock");
        let lock = Lock::acquire(&lock_path, patience)
            .map_err(|source| OutputError::Disk { path: lock_path, source })?
            .ok_or_else(|| OutputError::Locked { target: target.path.clone() })?;
        target
            .clear_litter()
            .map_err(|source| OutputError::Disk { path: target.parent().to_owned(), source })?;
        target.check()?;
        let folder = target.beside(&std::process::id().to_string());
        fs::create_dir(&folder)
            .and_then(|()| Marker::default().write(&folder))
            .map_err(|source| OutputError::Disk { path: folder.clone(), source })?;
        Ok(Stage {
            target,
            folder,
            written: Mutex::default(),
            folders: RwLock::new(HashSet::from([String::new()])),
            committed: false,
            _lock: lock,
        })
    }

    /// Writes one file.
    pub fn write(&self, artifact: &Artifact) -> Result<(), OutputError> {
        let (mut file, disk) = self.create(&artifact.path)?;
        file.write_all(&artifact.bytes).map_err(|source| OutputError::Disk { path: disk, source })?;
        self.list(&artifact.path, artifact.bytes.len() as u64);
        Ok(())
    }

    /// Copies a file byte for byte. Its times and permissions do not matter to the site.
    pub fn copy(&self, path: &str, from: &Path) -> Result<(), OutputError> {
        let mut source =
            open_regular(from).map_err(|source| OutputError::Disk { path: from.to_owned(), source })?;
        let (mut file, disk) = self.create(path)?;
        let len =
            io::copy(&mut source, &mut file).map_err(|source| OutputError::Disk { path: disk, source })?;
        self.list(path, len);
        Ok(())
    }

    /// Puts the new site in the place of the old one, in one step where the system can.
    pub fn commit(mut self) -> Result<(), OutputError> {
        // Someone may have put files there while the site was written.
        self.target.check()?;
        let marker = std::mem::take(&mut *self.written.lock().unwrap_or_else(PoisonError::into_inner));
        marker
            .write(&self.folder)
            .and_then(|()| sync_folder(&self.folder))
            .map_err(|source| OutputError::Disk { path: self.folder.join(MARKER), source })?;
        let old = exchange::put_in_place(&self.folder, &self.target.path)
            .map_err(|source| OutputError::Disk { path: self.target.path.clone(), source })?;
        self.committed = true;
        sync_folder(self.target.parent())
            .map_err(|source| OutputError::Disk { path: self.target.parent().to_owned(), source })?;
        if let Some(old) = old {
            // The new site stands. What cannot be removed now is litter for the next run.
            let _ = fs::remove_dir_all(old);
        }
        Ok(())
    }

    fn create(&self, path: &str) -> Result<(File, PathBuf), OutputError> {
        check_path(path)?;
        let disk = self.folder.join(path);
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        if !self.folders.read().unwrap_or_else(PoisonError::into_inner).contains(folder) {
            fs::create_dir_all(self.folder.join(folder))
                .map_err(|source| OutputError::Disk { path: disk.clone(), source })?;
            self.folders.write().unwrap_or_else(PoisonError::into_inner).insert(folder.to_owned());
        }
        match File::create_new(&disk) {
            Ok(file) => Ok((file, disk)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                Err(OutputError::Twice { path: path.to_owned() })
            }
            Err(source) => Err(OutputError::Disk { path: disk, source }),
        }
    }

    fn list(&self, path: &str, len: u64) {
        let mut written = self.written.lock().unwrap_or_else(PoisonError::into_inner);
        written.files.insert(path.to_owned(), len);
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        if !self.committed {
            let _ = fs::remove_dir_all(&self.folder);
        }
    }
}

/// A path must stay in the output folder, on every system.
fn check_path(path: &str) -> Result<(), OutputError> {
    let plain = path.split('/').all(|part| !part.is_empty() && part != "." && part != "..");
    // A drive letter is a component of its own on Windows.
    let below = Path::new(path).components().all(|part| matches!(part, Component::Normal(_)));
    if plain && below && path != MARKER && !path.contains(|c: char| c == '\\' || c.is_control()) {
        Ok(())
    } else {
        Err(OutputError::BadPath { path: path.to_owned() })
    }
}

/// Forces a folder's names to the disk, where systems know such a thing.
fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

#[cfg(test)]
mod tests;
