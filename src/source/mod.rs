//! The site's folder as values: every text read, every other file listed, in the order of path bytes.
//!
//! This is the only place that reads the site from disk. It knows which folders belong to a site and
//! what a healthy file is; it knows nothing of Markdown, YAML or pages.

mod decode;
mod dimensions;
mod file;
mod load;
mod name;
mod read;
mod refused;
mod stamp;

use std::fs::{self, File, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use crate::diagnostic::SitePath;
use crate::diagnostic::show::Texts;

pub use file::{BinaryFile, Known, SourceFile};
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
