//! The output folder as it is found: where it really is, whether it may be replaced, and what former
//! runs left beside it.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::OutputError;
use super::exchange::OLD;
use super::marker::{MARKER, Marker};

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

    /// May the folder be replaced? It is absent, empty, or holds nothing but what we wrote; what a file
    /// manager leaves in every folder that it shows does not count.
    pub(super) fn check(&self) -> Result<(), OutputError> {
        if !self.path.exists() {
            return Ok(());
        }
        let marker = match Marker::read(&self.path) {
            Ok(None) => Marker::default(),
            Ok(Some(Some(marker))) => marker,
            Ok(Some(None)) => return Err(OutputError::OtherVersion { target: self.path.clone() }),
            Err(source) => return Err(OutputError::Disk { path: self.path.join(MARKER), source }),
        };
        let mut foreign = Vec::new();
        for entry in WalkDir::new(&self.path).min_depth(1).sort_by_file_name() {
            let entry = entry.map_err(|error| OutputError::Disk {
                path: error.path().unwrap_or(&self.path).to_owned(),
                source: error.into_io_error().unwrap_or_else(|| io::ErrorKind::Other.into()),
            })?;
            let inner = entry.path().strip_prefix(&self.path).unwrap_or(entry.path());
            let inner = inner.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
            let by_system =
                [".DS_Store", "Thumbs.db", "desktop.ini"].iter().any(|name| entry.file_name() == *name);
            if entry.file_type().is_dir() || by_system || inner == MARKER || marker.files.contains_key(&inner)
            {
                continue;
            }
            foreign.push(inner);
            if foreign.len() == NAMED {
                break;
            }
        }
        if foreign.is_empty() {
            Ok(())
        } else {
            Err(OutputError::Foreign { target: self.path.clone(), files: foreign })
        }
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
                fs::remove_dir_all(path)?;
            }
        }
        Ok(())
    }
}

/// Every stage gets its marker as soon as it is made, so one without is empty.
fn is_ours(folder: &Path) -> io::Result<bool> {
    Ok(folder.join(MARKER).exists() || fs::read_dir(folder)?.next().is_none())
}
