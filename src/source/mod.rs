//! The site's folder as values: every text read, every other file listed, in the order of path bytes.
//!
//! This is the only place that reads the site from disk. It knows which folders belong to a site and
//! what a healthy file is; it knows nothing of Markdown, YAML or pages.

mod decode;
mod dimensions;
mod load;
mod name;
mod refused;
mod stamp;

use std::fs::{self, File, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use crate::diagnostic::SitePath;
use crate::diagnostic::show::Texts;
use crate::digest::Digest;

pub use load::{FOLDERS, is_ours, load, load_unknown, refresh, reload};
pub use stamp::Stamp;

/// Texts above this many bytes are refused: no person writes them, and every later stage may hold
/// several copies of a text.
pub const TEXT_LIMIT: u64 = 8 << 20;

/// All files of a site.
#[derive(Debug, Clone, Default)]
pub struct SourceTree {
    /// The site's folder, as it was given.
    root: PathBuf,
    files: Vec<SourceFile>,
    binaries: Vec<BinaryFile>,
    /// What could be read of texts that cannot be used: shown in messages and by nothing else.
    broken: Vec<SourceFile>,
    /// Where the files lie, and where more may appear.
    folders: Vec<PathBuf>,
}

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
    stamp: Option<Stamp>,
    digest: OnceLock<Digest>,
    /// Of a text that was handed over, or known from its digest, what messages asked for again: none where the disk no longer has it.
    again: Option<OnceLock<Option<Arc<str>>>>,
}

/// A file that is not read as text: an image, an attachment, and everything in `static/`.
#[derive(Debug, Clone)]
pub struct BinaryFile {
    /// In Unicode normal form C, whatever the disk has.
    pub path: SitePath,
    pub disk: PathBuf,
    /// Bytes.
    pub len: u64,
    stamp: Option<Stamp>,
    dimensions: OnceLock<Option<(u32, u32)>>,
}

impl SourceTree {
    /// Puts a tree together. Of several files with one path the first stays.
    pub fn new(root: PathBuf, mut files: Vec<SourceFile>, mut binaries: Vec<BinaryFile>) -> SourceTree {
        files.sort_by(|a, b| a.path.cmp(&b.path));
        files.dedup_by(|later, first| later.path == first.path);
        binaries.sort_by(|a, b| a.path.cmp(&b.path));
        binaries.dedup_by(|later, first| later.path == first.path);
        SourceTree { root, files, binaries, broken: Vec::new(), folders: Vec::new() }
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The folders that were looked into, the site's own first, as the disk has them.
    pub fn folders(&self) -> &[PathBuf] {
        &self.folders
    }

    /// All texts.
    pub fn files(&self) -> &[SourceFile] {
        &self.files
    }

    /// All other files.
    pub fn binaries(&self) -> &[BinaryFile] {
        &self.binaries
    }

    /// The texts below a folder: `content/`, with the slash.
    pub fn files_under(&self, folder: &str) -> &[SourceFile] {
        below(&self.files, folder, |file| &file.path)
    }

    /// The other files below a folder: `static/`, with the slash.
    pub fn binaries_under(&self, folder: &str) -> &[BinaryFile] {
        below(&self.binaries, folder, |file| &file.path)
    }

    /// Paths of the texts below a folder that cannot be used.
    pub fn broken_under(&self, folder: &str) -> impl Iterator<Item = &SitePath> {
        below(&self.broken, folder, |file| &file.path).iter().map(|file| &file.path)
    }

    pub fn file(&self, path: &str) -> Option<&SourceFile> {
        find(&self.files, path, |file| &file.path)
    }

    pub fn binary(&self, path: &str) -> Option<&BinaryFile> {
        find(&self.binaries, path, |file| &file.path)
    }

    /// Gives away the files that answer to a description: here their texts are empty from now on. What messages show
    /// of them is read from the disk again. Not for a tree that is to be refreshed or compared.
    pub fn hand_over(&mut self, is_wanted: impl Fn(&str) -> bool + Sync) -> Vec<SourceFile> {
        let wanted = self.files.par_iter_mut().filter(|file| is_wanted(&file.path));
        wanted.map(SourceFile::hand_over).collect()
    }

    /// Paths of the files that are not the same in both trees, or only in one of them.
    pub fn changes(&self, former: &SourceTree) -> Vec<SitePath> {
        let same_text = |a: &SourceFile, b: &SourceFile| Arc::ptr_eq(&a.text, &b.text) || a.text == b.text;
        let mut changed = differing(&self.files, &former.files, |file| &file.path, same_text);
        changed.extend(differing(&self.broken, &former.broken, |file| &file.path, same_text));
        let same_stamp = |a: &BinaryFile, b: &BinaryFile| a.stamp == b.stamp && a.disk == b.disk;
        changed.extend(differing(&self.binaries, &former.binaries, |file| &file.path, same_stamp));
        changed.sort();
        changed.dedup();
        changed
    }
}

impl Texts for SourceTree {
    fn text(&self, file: &str) -> Option<&str> {
        let found = self.file(file).or_else(|| find(&self.broken, file, |file| &file.path));
        found.and_then(SourceFile::shown)
    }
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

    /// One whose text nobody needs who knows the digest.
    fn known(path: SitePath, disk: PathBuf, digest: Digest) -> SourceFile {
        let again = Some(OnceLock::new());
        SourceFile { digest: OnceLock::from(digest), again, ..SourceFile::new(path, disk, Arc::default()) }
    }

    /// The file with its text, from the disk again where it was known; none where the disk no longer has it.
    pub fn at_hand(self) -> Option<SourceFile> {
        let text = self.again.is_some().then(|| self.shown().map(Arc::from));
        match text {
            None => Some(self),
            Some(text) => Some(SourceFile { text: text?, again: None, ..self }),
        }
    }

    fn hand_over(&mut self) -> SourceFile {
        self.digest();
        let whole = self.clone();
        (self.text, self.again) = (Arc::default(), Some(OnceLock::new()));
        whole
    }

    /// The text as messages show it.
    fn shown(&self) -> Option<&str> {
        let Some(again) = &self.again else { return Some(&self.text) };
        let read = || load::read_again(self).filter(|now| now.digest() == self.digest()).map(|now| now.text);
        again.get_or_init(read).as_deref()
    }
}

impl BinaryFile {
    pub fn new(path: SitePath, disk: PathBuf, len: u64) -> BinaryFile {
        BinaryFile { path, disk, len, stamp: None, dimensions: OnceLock::new() }
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

/// Opens a regular file for reading. Links are not followed and pipes do not block, even when they took
/// the file's place after it was listed.
pub fn open_regular(path: &Path) -> io::Result<File> {
    open_told(path).map(|(file, _)| file)
}

/// The same, with what the disk tells of the file.
fn open_told(path: &Path) -> io::Result<(File, Metadata)> {
    let mut options = fs::OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        use std::os::unix::fs::OpenOptionsExt;
        options.custom_flags((OFlags::NOFOLLOW | OFlags::NONBLOCK).bits() as i32);
    }
    let file = options.open(path)?;
    let metadata = file.metadata()?;
    if metadata.is_file() {
        Ok((file, metadata))
    } else {
        Err(io::Error::new(io::ErrorKind::InvalidInput, "not a regular file"))
    }
}

fn find<'a, T>(sorted: &'a [T], path: &str, path_of: impl Fn(&T) -> &SitePath) -> Option<&'a T> {
    sorted.binary_search_by(|item| (**path_of(item)).cmp(path)).ok().map(|index| &sorted[index])
}

fn below<'a, T>(sorted: &'a [T], folder: &str, path_of: impl Fn(&T) -> &SitePath) -> &'a [T] {
    let start = sorted.partition_point(|item| **path_of(item) < *folder);
    let len = sorted[start..].partition_point(|item| path_of(item).starts_with(folder));
    &sorted[start..start + len]
}

/// What two sorted lists do not have in common.
fn differing<T>(
    now: &[T],
    former: &[T],
    path_of: impl Fn(&T) -> &SitePath,
    same: impl Fn(&T, &T) -> bool,
) -> Vec<SitePath> {
    let changed = now.iter().filter(|item| {
        let before = find(former, path_of(item), &path_of);
        !before.is_some_and(|before| same(item, before))
    });
    let gone = former.iter().filter(|item| find(now, path_of(item), &path_of).is_none());
    changed.chain(gone).map(|item| path_of(item).clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(paths: &[&str]) -> SourceTree {
        let file = |path: &&str| SourceFile::new((*path).into(), path.into(), (*path).into());
        SourceTree::new(PathBuf::new(), paths.iter().map(file).collect(), Vec::new())
    }

    #[test]
    fn a_folder_is_a_run_of_the_sorted_files() {
        let tree = tree(&["content/b.md", "content-x/a.md", "content/a/c.md", "assets/x.css"]);
        let under: Vec<_> = tree.files_under("content/").iter().map(|file| &*file.path).collect();
        assert_eq!(under, ["content/a/c.md", "content/b.md"]);
        assert!(tree.files_under("themes/").is_empty());
        assert_eq!(tree.file("assets/x.css").map(|file| &*file.text), Some("assets/x.css"));
        assert!(tree.file("assets/y.css").is_none());
    }

    #[test]
    fn changes_are_what_came_went_and_differs() {
        let (former, mut now) = (tree(&["a.md", "b.md", "c.md"]), tree(&["b.md", "c.md", "d.md"]));
        now.files[1].text = "other".into();
        let changed = now.changes(&former);
        assert_eq!(changed.iter().map(|path| &**path).collect::<Vec<_>>(), ["a.md", "c.md", "d.md"]);
        assert!(now.changes(&now).is_empty());
    }
}
