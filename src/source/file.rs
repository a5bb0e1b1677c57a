//! One file of a site: a text, or anything else.

use std::io;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use serde::{Deserialize, Serialize};

use super::{Stamp, dimensions, open_regular, read};
use crate::diagnostic::SitePath;
use crate::digest::{Digest, Digesting};

/// A text.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// In Unicode normal form C, whatever the disk has.
    pub path: SitePath,
    /// Where it was read.
    pub disk: PathBuf,
    /// Exactly the file's bytes, so that spans are true: a byte order mark is still in front, and line
    /// ends are as written.
    pub text: Arc<str>,
    /// The file when it was read, if its stamp will tell of every change since.
    pub(super) stamp: Option<Stamp>,
    pub(super) digest: OnceLock<Digest>,
    /// Of a text that was handed over, or known from its digest, what messages asked for again: none where the disk no
    /// longer has it.
    pub(super) again: Option<OnceLock<Option<Arc<str>>>>,
}

/// A file that is not read as text: an image, an attachment, and everything in `static/`.
#[derive(Debug, Clone)]
pub struct BinaryFile {
    /// In Unicode normal form C, whatever the disk has.
    pub path: SitePath,
    pub disk: PathBuf,
    /// Bytes.
    pub len: u64,
    pub(super) stamp: Option<Stamp>,
    /// Will the stamp tell of every change since it was taken?
    pub(super) is_settled: bool,
    pub(super) digest: OnceLock<Option<Digest>>,
    pub(super) dimensions: OnceLock<Option<(u32, u32)>>,
}

/// What an earlier run knew of a file.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Known {
    pub(super) digest: Digest,
    /// As long as it has this one, it is the same.
    pub(super) stamp: Option<Stamp>,
}

impl SourceFile {
    /// A text that comes from no file on disk whose state could be told.
    pub fn new(path: SitePath, disk: PathBuf, text: Arc<str>) -> SourceFile {
        SourceFile { path, disk, text, stamp: None, digest: OnceLock::new(), again: None }
    }

    /// Stands for the text. Taken once: more than one stage asks for it.
    pub fn digest(&self) -> Digest {
        *self.digest.get_or_init(|| Digest::of(self.text.as_bytes()))
    }

    /// For a later run.
    pub fn known(&self) -> Known {
        Known { digest: self.digest(), stamp: self.stamp.clone() }
    }

    /// One whose text nobody needs who knows the digest.
    pub(super) fn without_text(path: SitePath, disk: PathBuf, digest: Digest) -> SourceFile {
        let again = Some(OnceLock::new());
        SourceFile { digest: OnceLock::from(digest), again, ..SourceFile::new(path, disk, Arc::default()) }
    }

    /// The file with its text, from the disk again where it was known; none where the disk no longer has it.
    pub fn at_hand(self) -> Option<SourceFile> {
        if self.again.is_some() { self.read_again() } else { Some(self) }
    }

    pub(super) fn hand_over(&mut self) -> SourceFile {
        self.digest();
        let whole = self.clone();
        (self.text, self.again) = (Arc::default(), Some(OnceLock::new()));
        whole
    }

    /// The text as messages show it.
    pub(super) fn shown(&self) -> Option<&str> {
        let Some(again) = &self.again else { return Some(&self.text) };
        again.get_or_init(|| self.read_again().map(|now| now.text)).as_deref()
    }

    /// The file from the disk, if it is still the same.
    fn read_again(&self) -> Option<SourceFile> {
        read::read_again(self).filter(|now| now.digest() == self.digest())
    }
}

impl BinaryFile {
    pub fn new(path: SitePath, disk: PathBuf, len: u64) -> BinaryFile {
        let (digest, dimensions) = (OnceLock::new(), OnceLock::new());
        BinaryFile { path, disk, len, stamp: None, is_settled: false, digest, dimensions }
    }

    /// Stands for the bytes, which are read once; none where they cannot be.
    pub fn digest(&self) -> Option<Digest> {
        let read = || {
            let mut digesting = Digesting::new(io::sink());
            io::copy(&mut open_regular(&self.disk).ok()?, &mut digesting).ok()?;
            Some(digesting.finish().0)
        };
        *self.digest.get_or_init(read)
    }

    /// For a later run.
    pub fn known(&self) -> Option<Known> {
        let stamp = self.stamp.clone().filter(|_| self.is_settled);
        Some(Known { digest: self.digest()?, stamp })
    }

    /// When the file last changed, as far as the disk tells.
    pub fn stamp(&self) -> Option<&Stamp> {
        self.stamp.as_ref()
    }

    /// Width and height in pixels as a browser shows the picture, from the head of the file, which is
    /// read once. `None` for what is no picture, is cut short, or cannot be read.
    pub fn dimensions(&self) -> Option<(u32, u32)> {
        *self.dimensions.get_or_init(|| dimensions::of(&self.disk))
    }

    /// What the file's first bytes say: `jpg`, `png`, `gif`, `webp`, `avif`, `bmp`, `ico` or `heic`. `None` for all
    /// else, also for SVG, which is text.
    pub fn picture_format(&self) -> Option<&'static str> {
        dimensions::format(&self.disk)
    }
}
