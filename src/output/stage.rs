//! A site while it is written.

mod folders;

use std::collections::BTreeSet;
use std::collections::btree_map::Entry;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError, RwLock};
use std::time::Duration;

use rayon::prelude::*;

use super::lock::Lock;
use super::marker::{Listed, MARKER, Marker, State};
use super::target::{self, Depth, Target};
use super::{Artifact, OutputError, exchange};
use crate::digest::{Digest, Digesting};
use crate::source::open_regular;

/// How long a build waits for another one to the same folder.
const PATIENCE: Duration = Duration::from_secs(10);

/// A new site that is being written beside the target, by as many threads as there are. It takes the
/// target's place by [`Stage::commit`]; dropped before that, it leaves nothing behind.
///
/// Given a folder for it, the replaced site is kept there and becomes the next stage: then only files that
/// differ are written, and nothing has to be removed, which costs as much as writing. What a file was made from
/// is on the list of its site; one that was touched since then counts as none.
///
/// No file is in two sites by hard links: whoever edits the public folder in place would edit both.
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
    /// What the target holds, and the state of its list.
    standing: Marker,
    standing_state: Option<State>,
    /// Files that had to be written.
    changed: AtomicUsize,
    written: Mutex<Marker>,
    /// Folders in which names came or went. While files are written, they exist.
    folders: RwLock<BTreeSet<String>>,
    committed: bool,
    _lock: Lock,
}

/// What a committed stage tells.
#[derive(Debug, Clone, Copy)]
pub struct Published {
    /// Stands for the list of files, with the state of each: for [`stands`].
    pub listing: Digest,
    /// Files that were not there already.
    pub written: usize,
}

/// Does the target hold a published site exactly as it was written, file by file, and nothing else? Tells
/// without the lock: a site that stands is whole.
pub fn stands(target: &Path, listing: &Digest) -> bool {
    let Ok(target) = fs::canonicalize(target).map(|target| target::near(&target)) else { return false };
    let Some(marker) = Marker::read_if(&target, listing) else { return false };
    let untouched = |(path, listed): (&String, &Listed)| {
        fs::symlink_metadata(target.join(path))
            .is_ok_and(|now| now.is_file() && State::of(&now) == listed.state)
    };
    marker.files.par_iter().all(untouched) && target::check_against(&marker, &target, Depth::All).is_ok()
}

impl Stage {
    /// Prepares to replace `target`: takes its lock, clears what killed runs left, and makes sure that
    /// the folder looks like ours to replace, which [`Stage::commit`] looks into in full. `spare` is on the same
    /// disk, belongs to huimeng alone, and need not exist.
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
        let standing_state = Marker::state(&target.path);
        let standing = target::check(&target.path, Depth::Top)?.unwrap_or_default();
        let folder = target::near(&target.beside(&std::process::id().to_string()));
        let former =
            prepare(&folder, spare).map_err(|source| OutputError::Disk { path: folder.clone(), source })?;
        Ok(Stage {
            target,
            folder,
            spare: spare.map(Path::to_owned),
            former,
            standing,
            standing_state,
            changed: AtomicUsize::new(0),
            written: Mutex::default(),
            folders: RwLock::new(BTreeSet::from([String::new()])),
            committed: false,
            _lock: lock,
        })
    }

    /// Writes one file.
    pub fn write(&self, artifact: &Artifact) -> Result<(), OutputError> {
        let (path, bytes) = (&artifact.path, &*artifact.bytes);
        let made_from = artifact.made_from.unwrap_or_else(|| Digest::of(bytes));
        if let Some(listed) = self.stands(path, &made_from) {
            return self.claim(path, listed);
        }
        self.claim(path, Listed::default())?;
        let (mut file, disk) = self.create(path)?;
        let failed = |source| OutputError::Disk { path: disk, source };
        file.write_all(bytes).and_then(|()| self.list(path, made_from, &file)).map_err(failed)
    }

    /// Takes over a file that was made from the same, and tells its length: from the former site in the stage's
    /// folder, or a copy from the site that stands.
    pub fn keep(&self, path: &str, made_from: &Digest) -> Result<Option<u64>, OutputError> {
        if let Some(listed) = self.stands(path, made_from) {
            return self.claim(path, listed).map(|()| Some(listed.len));
        }
        self.claim(path, Listed::default())?;
        let kept = self.copy_standing(path, made_from);
        if !matches!(kept, Ok(Some(_))) {
            self.written().files.remove(path);
        }
        kept
    }

    fn copy_standing(&self, path: &str, made_from: &Digest) -> Result<Option<u64>, OutputError> {
        let listed = self.standing.files.get(path).filter(|listed| listed.made_from == *made_from);
        let Some(listed) = listed else { return Ok(None) };
        let Ok(mut source) = open_regular(&self.target.path.join(path)) else { return Ok(None) };
        let is_untouched = |file: &File| file.metadata().is_ok_and(|now| State::of(&now) == listed.state);
        if !is_untouched(&source) {
            return Ok(None);
        }
        let (mut file, disk) = self.create(path)?;
        let copied = io::copy(&mut source, &mut file).and_then(|_| self.list(path, *made_from, &file));
        copied.map_err(|source| OutputError::Disk { path: disk.clone(), source })?;
        // Again: somebody may have written into it meanwhile.
        if is_untouched(&source) {
            return Ok(Some(listed.len));
        }
        remove_if_there(&disk).map_err(|source| OutputError::Disk { path: disk, source })?;
        Ok(None)
    }

    /// Copies a file byte for byte, unless one with its digest is there. Its times and permissions do not matter to
    /// the site.
    pub fn copy(&self, path: &str, from: &Path, digest: Option<Digest>) -> Result<(), OutputError> {
        if let Some(listed) = digest.and_then(|digest| self.stands(path, &digest)) {
            return self.claim(path, listed);
        }
        let unreadable = |source| OutputError::Disk { path: from.to_owned(), source };
        let mut source = open_regular(from).map_err(unreadable)?;
        self.claim(path, Listed::default())?;
        let (file, disk) = self.create(path)?;
        let mut to = Digesting::new(file);
        let copied = io::copy(&mut source, &mut to).and_then(|_| {
            let (digest, file) = to.finish();
            self.list(path, digest, &file)
        });
        copied.map_err(|source| OutputError::Disk { path: disk, source })
    }

    /// Puts the new site in the place of the old one, in one step where the system can.
    pub fn commit(mut self) -> Result<Published, OutputError> {
        // Now in full: someone may have put files there, also while the site was written.
        let target = target::near(&self.target.path);
        match self.standing_state.is_some() && Marker::state(&target) == self.standing_state {
            true => target::check_against(&self.standing, &target, Depth::All)?,
            false => drop(target::check(&target, Depth::All)?),
        }
        let mut marker = std::mem::take(&mut *self.written());
        self.remove_obsolete(&marker)?;
        marker.folders = self.folder_states(&marker);
        let listing = marker
            .write(&self.folder)
            .and_then(|listing| sync_folder(&self.folder).map(|()| listing))
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
        Ok(Published { listing, written: self.changed.load(Ordering::Relaxed) })
    }

    /// Takes a path for one file, with what is known of it so far.
    fn claim(&self, path: &str, listed: Listed) -> Result<(), OutputError> {
        check_path(path)?;
        match self.written().files.entry(path.to_owned()) {
            Entry::Vacant(free) => {
                free.insert(listed);
                Ok(())
            }
            Entry::Occupied(_) => Err(OutputError::Twice { path: path.to_owned() }),
        }
    }

    /// Lists a file that was just written.
    fn list(&self, path: &str, made_from: Digest, file: &File) -> io::Result<()> {
        let metadata = file.metadata()?;
        let listed = Listed { len: metadata.len(), made_from, state: State::of(&metadata) };
        self.written().files.insert(path.to_owned(), listed);
        self.changed.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }

    /// The file, when it is in the stage's folder already, untouched since it was made from this.
    fn stands(&self, path: &str, made_from: &Digest) -> Option<Listed> {
        let listed = self.former.files.get(path).filter(|listed| listed.made_from == *made_from)?;
        let metadata = fs::symlink_metadata(self.folder.join(path)).ok()?;
        (metadata.is_file() && State::of(&metadata) == listed.state).then_some(*listed)
    }

    fn create(&self, path: &str) -> Result<(File, PathBuf), OutputError> {
        let disk = self.folder.join(path);
        let failed = |source| OutputError::Disk { path: disk.to_owned(), source };
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        if !self.folders.read().unwrap_or_else(PoisonError::into_inner).contains(folder) {
            self.make_folder(folder).map_err(failed)?;
            self.note_change(folder);
        }
        if self.former.files.contains_key(path) {
            // Not overwritten: the file may have a second name in someone's backup.
            remove_if_there(&disk).map_err(failed)?;
        }
        let file = match File::create_new(&disk) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                self.make_room(path, &disk)?;
                File::create_new(&disk).map_err(failed)?
            }
            created => created.map_err(failed)?,
        };
        Ok((file, disk))
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
        match target::check(folder, Depth::All) {
            Ok(Some(former)) => return Ok(former),
            _ => target::remove_ours(folder)?,
        }
    }
    fs::create_dir(folder)?;
    Marker::default().write(folder)?;
    Ok(Marker::default())
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
