//! The output folder as it is found: where it really is, whether it may be replaced, and what former
//! runs left beside it.

use std::ffi::OsString;
use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::OutputError;
use super::exchange::OLD;
use super::marker::{MARKER, Marker, State};

/// How many files that are not ours an error names.
const NAMED: usize = 5;

/// The output folder.
#[derive(Debug, Clone)]
pub(super) struct Target {
    /// Absolute, links resolved; it need not exist, its parent does.
    pub(super) path: PathBuf,
    name: OsString,
    parent: PathBuf,
}

impl Target {
    /// Resolves the folder. A link is not replaced itself: the folder that it leads to is.
    pub(super) fn resolve(given: &Path) -> Result<Target, OutputError> {
        let disk = |source| OutputError::Disk { path: given.to_owned(), source };
        let bad = || OutputError::BadTarget { target: given.to_owned() };
        let path = match fs::symlink_metadata(given) {
            Ok(_) => fs::canonicalize(given).map_err(disk)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let path = std::path::absolute(given).map_err(disk)?;
                let (parent, name) = path.parent().zip(path.file_name()).ok_or_else(bad)?;
                fs::create_dir_all(parent).map_err(disk)?;
                fs::canonicalize(parent).map_err(disk)?.join(name)
            }
            Err(error) => return Err(disk(error)),
        };
        if path.exists() && !path.is_dir() {
            return Err(bad());
        }
        let (parent, name) = path.parent().zip(path.file_name()).ok_or_else(bad)?;
        Ok(Target { name: name.to_owned(), parent: parent.to_owned(), path })
    }

    /// A name beside the target: `public.huimeng-lock`.
    pub(super) fn beside(&self, ending: &str) -> PathBuf {
        let mut name = self.name.clone();
        name.push(".huimeng-");
        name.push(ending);
        self.parent.join(name)
    }

    pub(super) fn parent(&self) -> &Path {
        &self.parent
    }

    /// Removes what killed runs left, and finishes what one of them began. Only for the holder of the
    /// target's lock: then nobody else has a stage for this target.
    pub(super) fn clear_litter(&self) -> io::Result<()> {
        let prefix = [self.name.as_encoded_bytes(), b".huimeng-"].concat();
        let mut litter = Vec::new();
        for entry in fs::read_dir(&self.parent)? {
            let entry = entry?;
            let name = entry.file_name();
            let Some(ending) = name.as_encoded_bytes().strip_prefix(&*prefix) else { continue };
            let digits = ending.strip_suffix(OLD.as_bytes()).unwrap_or(ending);
            let named_so = !digits.is_empty() && digits.iter().all(u8::is_ascii_digit);
            if named_so && entry.file_type()?.is_dir() && is_ours(&entry.path())? {
                litter.push((entry.path(), ending.len() > digits.len()));
            }
        }
        for (path, is_old) in litter {
            if is_old && !self.path.exists() {
                // It ended between the two steps of an exchange: the former site comes back.
                fs::rename(path, &self.path)?;
            } else {
                remove_ours(&path)?;
            }
        }
        Ok(())
    }
}

/// The same place by a path that is as short as can be: whoever looks at each of a site's files goes through all folders
/// of it each time.
#[expect(clippy::disallowed_methods, reason = "another way to the same place")]
pub(super) fn near(path: &Path) -> PathBuf {
    let here = std::env::current_dir().and_then(fs::canonicalize);
    let inner = here.ok().and_then(|here| path.strip_prefix(here).ok().map(Path::to_owned));
    inner.filter(|inner| !inner.as_os_str().is_empty()).unwrap_or_else(|| path.to_owned())
}

/// How far [`check`] looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Depth {
    /// Only at the names in the folder itself, which tells the wrong folder at once.
    Top,
    /// At everything.
    All,
}

/// Is everything in a folder ours to replace? It is absent, empty, or holds nothing but files that we
/// wrote; what a file manager leaves in every folder that it shows does not count. Gives the list of what we wrote.
pub(super) fn check(folder: &Path, depth: Depth) -> Result<Option<Marker>, OutputError> {
    if !folder.exists() {
        return Ok(None);
    }
    let (marker, is_listed) = match Marker::read(folder) {
        Ok(None) => (Marker::default(), false),
        Ok(Some(Some(marker))) => (marker, true),
        Ok(Some(None)) => return Err(OutputError::OtherVersion { target: folder.to_owned() }),
        Err(source) => return Err(OutputError::Disk { path: folder.join(MARKER), source }),
    };
    check_against(&marker, folder, depth)?;
    Ok(is_listed.then_some(marker))
}

/// The same for whoever knows already what is listed.
pub(super) fn check_against(marker: &Marker, folder: &Path, depth: Depth) -> Result<(), OutputError> {
    let mut foreign = foreign_in(folder, "", marker)?;
    if depth == Depth::All {
        // In parallel: a large site has a folder for each page.
        let inner = marker.all_folders();
        let below: Result<Vec<_>, _> =
            inner.par_iter().map(|inner| foreign_below(folder, inner, marker)).collect();
        foreign.extend(below?.into_iter().flatten());
    }
    if foreign.is_empty() {
        return Ok(());
    }
    foreign.sort();
    foreign.truncate(NAMED);
    Err(OutputError::Foreign { target: folder.to_owned(), files: foreign })
}

/// The same for a folder of the list, which is looked into unless its state tells that nobody was there.
fn foreign_below(output: &Path, inner: &str, marker: &Marker) -> Result<Vec<String>, OutputError> {
    let folder = output.join(inner.trim_end_matches('/'));
    // What stands there instead of a folder is told by the folder above it.
    let Some(metadata) = fs::symlink_metadata(&folder).ok().filter(Metadata::is_dir) else {
        return Ok(Vec::new());
    };
    match marker.folders.get(inner) {
        Some(state) if *state == State::of(&metadata) => Ok(Vec::new()),
        _ => foreign_in(&folder, inner, marker),
    }
}

/// What stands in a folder and is not on the list, folders with a slash behind. `inner` is the folder's own path in
/// the output, with a slash unless empty.
fn foreign_in(folder: &Path, inner: &str, marker: &Marker) -> Result<Vec<String>, OutputError> {
    let failed = |source| OutputError::Disk { path: folder.to_owned(), source };
    let mut foreign = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let kind = entry.file_type().map_err(failed)?;
        let name = entry.file_name();
        let path = format!("{inner}{}", name.to_string_lossy());
        if kind.is_dir() {
            let path = path + "/";
            if !marker.has_below(&path) {
                foreign.push(path);
            }
        } else {
            let by_system = [".DS_Store", "Thumbs.db", "desktop.ini"].iter().any(|junk| name == *junk);
            // A link in a listed file's place is not what we wrote.
            let listed = kind.is_file() && (path == MARKER || marker.files.contains_key(&path));
            if !by_system && !listed {
                foreign.push(path);
            }
        }
    }
    Ok(foreign)
}

/// Removes a folder with our marker, the marker last: killed on the way, the next run still knows it.
pub(super) fn remove_ours(folder: &Path) -> io::Result<()> {
    let entries: Vec<_> = fs::read_dir(folder)?.collect::<io::Result<_>>()?;
    entries.into_par_iter().filter(|entry| entry.file_name() != MARKER).try_for_each(|entry| {
        if entry.file_type()?.is_dir() {
            fs::remove_dir_all(entry.path())
        } else {
            fs::remove_file(entry.path())
        }
    })?;
    fs::remove_dir_all(folder)
}

/// Every stage gets its marker as soon as it is made and loses it last, so one without is empty.
fn is_ours(folder: &Path) -> io::Result<bool> {
    Ok(folder.join(MARKER).exists() || fs::read_dir(folder)?.next().is_none())
}
