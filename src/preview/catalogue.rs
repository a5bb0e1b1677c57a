//! The finished site in memory: what the program wrote, and where the files lie that it only copies.
//!
//! The catalogue is the only thing that requests are answered from, so a file that is not part of the site
//! cannot be asked for, however its path is spelled.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use hyper::body::Bytes;

use crate::digest::Digest;
use crate::output::{Artifact, OutputError};
use crate::pipeline::Sink;
use crate::source::Stamp;

/// All files of a site by their path in the output folder, without a slash in front.
#[derive(Debug, Default)]
pub(super) struct Catalogue {
    files: BTreeMap<String, File>,
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
    pub(super) fn find(&self, path: &str) -> Option<&File> {
        self.files.get(path)
    }

    /// The bytes of a file that the program wrote.
    pub(super) fn written(&self, path: &str) -> Option<&Bytes> {
        match self.files.get(path)? {
            File::Written(written) => Some(&written.bytes),
            File::Copied(_) => None,
        }
    }

    /// How many files came, went or changed since another state of the site.
    pub(super) fn differing(&self, former: &Catalogue) -> usize {
        let same = |path: &str, file: &File| match (file, former.files.get(path)) {
            (File::Written(now), Some(File::Written(then))) => now.bytes == then.bytes,
            (File::Copied(now), Some(File::Copied(then))) => now == then,
            _ => false,
        };
        let changed = self.files.iter().filter(|(path, file)| !same(path, file)).count();
        changed + former.files.keys().filter(|path| !self.files.contains_key(*path)).count()
    }

    /// Paths of the copied files that are other ones now.
    pub(super) fn replaced(&self, former: &Catalogue) -> Vec<String> {
        let mut replaced = Vec::new();
        for (path, file) in &self.files {
            if let (File::Copied(now), Some(File::Copied(then))) = (file, former.files.get(path))
                && now != then
            {
                replaced.push(path.clone());
            }
        }
        replaced
    }
}

/// Takes the files of a run. What is as it was shares its bytes with the state before.
#[derive(Debug)]
pub(super) struct Collector {
    former: Option<Arc<Catalogue>>,
    files: Mutex<Vec<(String, File)>>,
}

impl Collector {
    pub(super) fn over(former: Option<Arc<Catalogue>>) -> Collector {
        Collector { former, files: Mutex::default() }
    }

    pub(super) fn finish(self) -> Catalogue {
        let files = self.files.into_inner().unwrap_or_else(PoisonError::into_inner);
        Catalogue { files: files.into_iter().collect() }
    }

    fn add(&self, path: String, file: File) {
        self.files.lock().unwrap_or_else(PoisonError::into_inner).push((path, file));
    }

    fn former(&self, path: &str) -> Option<&Written> {
        match self.former.as_ref()?.files.get(path)? {
            File::Written(written) => Some(written),
            File::Copied(_) => None,
        }
    }
}

impl Sink for Collector {
    fn write(&self, Artifact { path, bytes, made_from }: Artifact) -> Result<(), OutputError> {
        let bytes = match self.former(&path).filter(|former| former.bytes == bytes) {
            Some(former) => former.bytes.clone(),
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
        self.add(path.to_owned(), File::Written(former.clone()));
        Ok(Some(former.bytes.len() as u64))
    }

    fn copy(&self, path: &str, from: &Path) -> Result<(), OutputError> {
        let stamp = fs::metadata(from).ok().map(|metadata| Stamp::of(&metadata));
        self.add(path.to_owned(), File::Copied(Copied { disk: from.to_owned(), stamp }));
        Ok(())
    }
}
