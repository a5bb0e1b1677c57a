//! The files of a site in memory: what the program wrote, and where the files lie that it only copies.
//!
//! The catalogue is the only thing that requests are answered from, so a file that is not part of the site
//! cannot be asked for, however its path is spelled. It grows while pages are made, and says when it is whole.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock, RwLockReadGuard};

use hyper::body::Bytes;

use crate::digest::Digest;
use crate::output::{Artifact, OutputError};
use crate::pipeline::Sink;
use crate::source::{BinaryFile, Stamp};

/// All files of a site by their path in the output folder, without a slash in front.
#[derive(Debug, Default)]
pub(super) struct Catalogue {
    files: RwLock<BTreeMap<String, File>>,
    is_whole: AtomicBool,
    /// The site before: what is as it was shares its bytes.
    former: Mutex<Option<Arc<Catalogue>>>,
}

#[derive(Debug, Clone)]
pub(super) enum File {
    Written(Written),
    /// Read from the disk when it is asked for.
    Copied(Copied),
}

#[derive(Debug, Clone)]
pub(super) struct Written {
    pub(super) bytes: Bytes,
    made_from: Option<Digest>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Copied {
    pub(super) disk: PathBuf,
    pub(super) stamp: Option<Stamp>,
}

impl Catalogue {
    pub(super) fn over(former: Option<Arc<Catalogue>>) -> Catalogue {
        Catalogue { former: Mutex::new(former), ..Catalogue::default() }
    }

    /// Nothing will be added any more.
    pub(super) fn close(&self) {
        self.is_whole.store(true, Ordering::Release);
        self.former.lock().unwrap_or_else(PoisonError::into_inner).take();
    }

    /// Is what is not there no part of the site?
    pub(super) fn is_whole(&self) -> bool {
        self.is_whole.load(Ordering::Acquire)
    }

    pub(super) fn has(&self, path: &str) -> bool {
        self.files().contains_key(path)
    }

    pub(super) fn find(&self, path: &str) -> Option<File> {
        self.files().get(path).cloned()
    }

    /// How many files came, went or changed since another state of the site.
    pub(super) fn differing(&self, former: &Catalogue) -> usize {
        let (files, before) = (self.files(), former.files());
        let same = |path: &str, file: &File| match (file, before.get(path)) {
            (File::Written(now), Some(File::Written(then))) => now.bytes == then.bytes,
            (File::Copied(now), Some(File::Copied(then))) => now == then,
            _ => false,
        };
        let changed = files.iter().filter(|(path, file)| !same(path, file)).count();
        changed + before.keys().filter(|path| !files.contains_key(*path)).count()
    }

    /// Paths of the copied files that are other ones now.
    pub(super) fn replaced(&self, former: &Catalogue) -> Vec<String> {
        let before = former.files();
        let mut replaced = Vec::new();
        for (path, file) in &*self.files() {
            if let (File::Copied(now), Some(File::Copied(then))) = (file, before.get(path))
                && now != then
            {
                replaced.push(path.clone());
            }
        }
        replaced
    }

    fn files(&self) -> RwLockReadGuard<'_, BTreeMap<String, File>> {
        self.files.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn add(&self, path: String, file: File) {
        self.files.write().unwrap_or_else(PoisonError::into_inner).insert(path, file);
    }

    fn former(&self, path: &str) -> Option<Written> {
        let former = self.former.lock().unwrap_or_else(PoisonError::into_inner).clone();
        match former?.find(path)? {
            File::Written(written) => Some(written),
            File::Copied(_) => None,
        }
    }
}

impl Sink for Catalogue {
    fn write(&self, Artifact { path, bytes, made_from }: Artifact) -> Result<(), OutputError> {
        let bytes = match self.former(&path).filter(|former| former.bytes == bytes) {
            Some(former) => former.bytes,
            // Without the room that was kept for more: thousands of pages stay for hours.
            None => Bytes::from(bytes.into_boxed_slice()),
        };
        self.add(path, File::Written(Written { bytes, made_from }));
        Ok(())
    }

    fn keep(&self, path: &str, made_from: &Digest) -> Result<Option<u64>, OutputError> {
        let Some(former) = self.former(path).filter(|former| former.made_from.as_ref() == Some(made_from))
        else {
            return Ok(None);
        };
        let length = former.bytes.len() as u64;
        self.add(path.to_owned(), File::Written(former));
        Ok(Some(length))
    }

    fn copy(&self, path: &str, from: &BinaryFile) -> Result<(), OutputError> {
        let copied = Copied { disk: from.disk.clone(), stamp: from.stamp().cloned() };
        self.add(path.to_owned(), File::Copied(copied));
        Ok(())
    }
}
