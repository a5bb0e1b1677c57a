//! A site while it is written.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Seek, Write};
use std::path::{Component, Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError, RwLock};
use std::time::Duration;

use super::lock::Lock;
use super::marker::{MARKER, Marker};
use super::target::{self, Depth, Target};
use super::{Artifact, OutputError, exchange};
use crate::digest::Digest;
use crate::source::open_regular;

/// How long a build waits for another one to the same folder.
const PATIENCE: Duration = Duration::from_secs(10);

/// A new site that is being written beside the target, by as many threads as there are. It takes the
/// target's place by [`Stage::commit`]; dropped before that, it leaves nothing behind.
///
/// Given a folder for it, the replaced site is kept there and becomes the next stage: then only files whose
/// bytes differ are written, and nothing has to be removed, which costs as much as writing. The bytes
/// are compared, so it does not matter what happened to the kept files in between.
///
/// Files are not forced to the disk one by one, which would take longer than the whole build; only the
/// marker and the folders are. So a killed process or a full disk never shows a mixed site, but after a
/// power cut within seconds of a build the site should be built again.
#[derive(Debug)]
pub struct Stage {
    target: Target,
    /// The new site, until it is committed.
    folder: PathBuf,
    /// Where the replaced site is kept.
    spare: Option<PathBuf>,
    /// What stood in the folder from the beginning.
    former: Marker,
    written: Mutex<Marker>,
    /// Folders that exist in the stage.
    folders: RwLock<HashSet<String>>,
    committed: bool,
    _lock: Lock,
}

impl Stage {
    /// Prepares to replace `target`: takes its lock, clears what killed runs left, and makes sure that
    /// the folder looks like ours to replace, which [`Stage::commit`] looks into in full. `spare` is on the same disk, belongs to huimeng alone, and need
    /// not exist.
    pub fn open(target: &Path, spare: Option<&Path>) -> Result<Stage, OutputError> {
        Stage::open_within(target, spare, PATIENCE)
    }

    fn open_within(target: &Path, spare: Option<&Path>, patience: Duration) -> Result<Stage, OutputError> {
        let target = Target::resolve(target)?;
        let lock_path = target.beside("lock");
        let lock = Lock::acquire(&lock_path, patience)
            .map_err(|source| OutputError::Disk { path: lock_path, source })?
            .ok_or_else(|| OutputError::Locked { target: target.path.clone() })?;
        target
            .clear_litter()
            .map_err(|source| OutputError::Disk { path: target.parent().to_owned(), source })?;
        target::check(&target.path, Depth::Top)?;
        let folder = target.beside(&std::process::id().to_string());
        let former =
            prepare(&folder, spare).map_err(|source| OutputError::Disk { path: folder.clone(), source })?;
        Ok(Stage {
            target,
            folder,
            spare: spare.map(Path::to_owned),
            former,
            written: Mutex::default(),
            folders: RwLock::new(HashSet::from([String::new()])),
            committed: false,
            _lock: lock,
        })
    }

    /// Writes one file.
    pub fn write(&self, artifact: &Artifact) -> Result<(), OutputError> {
        let (path, bytes) = (&artifact.path, &*artifact.bytes);
        let disk = self.claim(path, bytes.len() as u64)?;
        if self.stands(path, bytes.len() as u64) && fs::read(&disk).is_ok_and(|former| former == bytes) {
            return Ok(());
        }
        let mut file = self.create(path, &disk)?;
        file.write_all(bytes).map_err(|source| OutputError::Disk { path: disk, source })
    }

    /// Takes a file over from the replaced sites when it was made from the same, and tells its length.
    pub fn keep(&self, _path: &str, _made_from: &Digest) -> Result<Option<u64>, OutputError> {
        Ok(None)
    }

    /// Copies a file byte for byte. Its times and permissions do not matter to the site.
    pub fn copy(&self, path: &str, from: &Path) -> Result<(), OutputError> {
        let unreadable = |source| OutputError::Disk { path: from.to_owned(), source };
        let mut source = open_regular(from).map_err(unreadable)?;
        let len = source.metadata().map_err(unreadable)?.len();
        let disk = self.claim(path, len)?;
        if self.stands(path, len) && same(&source, &disk) {
            return Ok(());
        }
        source.rewind().map_err(unreadable)?;
        let mut file = self.create(path, &disk)?;
        let copied =
            io::copy(&mut source, &mut file).map_err(|source| OutputError::Disk { path: disk, source })?;
        if copied != len {
            self.written().files.insert(path.to_owned(), copied);
        }
        Ok(())
    }

    /// Puts the new site in the place of the old one, in one step where the system can.
    pub fn commit(mut self) -> Result<(), OutputError> {
        // Now in full: someone may have put files there, also while the site was written.
        target::check(&self.target.path, Depth::All)?;
        let marker = std::mem::take(&mut *self.written());
        self.remove_obsolete(&marker)?;
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
            let kept = self.spare.as_ref().is_some_and(|spare| fs::rename(&old, spare).is_ok());
            if !kept {
                // The new site stands. What cannot be removed now is litter for the next run.
                let _ = target::remove_ours(&old);
            }
        }
        Ok(())
    }

    /// Takes a path for one file, and tells where that is on the disk.
    fn claim(&self, path: &str, len: u64) -> Result<PathBuf, OutputError> {
        check_path(path)?;
        match self.written().files.insert(path.to_owned(), len) {
            None => Ok(self.folder.join(path)),
            Some(_) => Err(OutputError::Twice { path: path.to_owned() }),
        }
    }

    /// May the file be there already?
    fn stands(&self, path: &str, len: u64) -> bool {
        self.former.files.get(path) == Some(&len)
    }

    fn create(&self, path: &str, disk: &Path) -> Result<File, OutputError> {
        let failed = |source| OutputError::Disk { path: disk.to_owned(), source };
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        if !self.folders.read().unwrap_or_else(PoisonError::into_inner).contains(folder) {
            self.make_folder(folder).map_err(failed)?;
            self.folders.write().unwrap_or_else(PoisonError::into_inner).insert(folder.to_owned());
        }
        if self.former.files.contains_key(path) {
            // Not overwritten: the file may have a second name in someone's backup.
            remove_if_there(disk).map_err(failed)?;
        }
        match File::create_new(disk) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                self.make_room(path, disk)?;
                File::create_new(disk).map_err(failed)
            }
            created => created.map_err(failed),
        }
    }

    /// Makes a folder; a file of the former site may have had its name.
    fn make_folder(&self, folder: &str) -> io::Result<()> {
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
    fn make_room(&self, path: &str, disk: &Path) -> Result<(), OutputError> {
        let below = format!("{path}/");
        if self.former.has_below(&below) && !self.written().has_below(&below) {
            fs::remove_dir_all(disk).map_err(|source| OutputError::Disk { path: disk.to_owned(), source })
        } else {
            Err(OutputError::Twice { path: path.to_owned() })
        }
    }

    /// Removes the files of the former site that the new one does not have, and folders left empty.
    fn remove_obsolete(&self, marker: &Marker) -> Result<(), OutputError> {
        for path in self.former.files.keys().filter(|path| !marker.files.contains_key(*path)) {
            let disk = self.folder.join(path);
            match remove_if_there(&disk) {
                Ok(()) => {}
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

    fn written(&self) -> MutexGuard<'_, Marker> {
        self.written.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        if !self.committed {
            let _ = target::remove_ours(&self.folder);
        }
    }
}

/// Makes the stage's folder, from the spare one if there is one that we wrote. Returns what is in it.
fn prepare(folder: &Path, spare: Option<&Path>) -> io::Result<Marker> {
    if spare.is_some_and(|spare| fs::rename(spare, folder).is_ok()) {
        match (Marker::read(folder), target::check(folder, Depth::All)) {
            (Ok(Some(Some(former))), Ok(())) => return Ok(former),
            _ => target::remove_ours(folder)?,
        }
    }
    fs::create_dir(folder)?;
    Marker::default().write(folder)?;
    Ok(Marker::default())
}

/// Do both files hold the same bytes? What cannot be read is not the same.
fn same(source: &File, disk: &Path) -> bool {
    let Ok(former) = open_regular(disk) else { return false };
    let (mut source, mut former) = (BufReader::new(source), BufReader::new(former));
    loop {
        let (Ok(a), Ok(b)) = (source.fill_buf(), former.fill_buf()) else { return false };
        let len = a.len().min(b.len());
        if a[..len] != b[..len] || a.is_empty() != b.is_empty() {
            return false;
        }
        if len == 0 {
            return true;
        }
        source.consume(len);
        former.consume(len);
    }
}

fn remove_if_there(file: &Path) -> io::Result<()> {
    match fs::remove_file(file) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
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
