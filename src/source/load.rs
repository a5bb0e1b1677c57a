//! Walking the site's folder and reading it. All findings of all files are told at once.

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use unicode_normalization::UnicodeNormalization;
use walkdir::{DirEntry, WalkDir};

use super::name::{self, Siblings};
use super::read::{read, unchanged, untouched};
use super::refused::{config_missing, link_not_followed, skipped, unreadable};
use super::{BinaryFile, Known, SourceFile, SourceTree, Stamp};
use crate::diagnostic::{Checked, Diagnostic, SitePath};
use crate::say;

/// The folders that belong to a site. All else beside them is not ours to read.
pub const FOLDERS: [&str; 6] = ["assets", "content", "i18n", "static", "templates", "themes"];

/// Reads the site in `root`.
///
/// Links are followed only to regular files in the folders of the site: a contributor must not be able
/// to publish what lies elsewhere on the building machine. Without a site.yaml the tree is empty.
pub fn load(root: &Path) -> Checked<SourceTree> {
    reload(root, &SourceTree::default())
}

/// The same, when the site was read before: only files that may have changed since are read again.
pub fn reload(root: &Path, former: &SourceTree) -> Checked<SourceTree> {
    load_with(root, former, &|_| None)
}

/// The same for whoever will hardly look into files that are `known`, by their paths: they are not read where their
/// stamps say that they are the same, and such a text is empty, as if it had been
/// [handed over](SourceTree::hand_over).
pub fn load_unknown<'k>(
    root: &Path,
    known: &(impl Fn(&str) -> Option<&'k Known> + Sync),
) -> Checked<SourceTree> {
    load_with(root, &SourceTree::default(), known)
}

fn load_with<'k>(
    root: &Path,
    former: &SourceTree,
    known: &(impl Fn(&str) -> Option<&'k Known> + Sync),
) -> Checked<SourceTree> {
    if fs::symlink_metadata(root.join("site.yaml")).is_err() {
        let value = SourceTree::new(root.to_owned(), Vec::new(), Vec::new());
        return Checked { value, diagnostics: vec![config_missing(root)] };
    }
    let Listing { texts, mut binaries, findings: mut diagnostics, folders, .. } = list(root, former);
    let again = |bytes: &mut Vec<u8>, (path, disk): (SitePath, PathBuf)| match unchanged(former, &path, &disk)
    {
        Some(file) => Ok(file),
        None => {
            let known = known(&path);
            match known.and_then(|known| untouched(known, &path, &disk)) {
                Some(file) => Ok(file),
                None => read(path, disk, known, bytes),
            }
        }
    };
    for file in &mut binaries {
        if let Some(known) =
            known(&file.path).filter(|known| known.stamp.is_some() && known.stamp == file.stamp)
        {
            let _ = file.digest.set(Some(known.digest));
        }
    }
    let outcomes: Vec<_> = texts.into_par_iter().map_init(Vec::new, again).collect();

    let (mut files, mut broken) = (Vec::new(), Vec::new());
    for outcome in outcomes {
        match outcome {
            Ok(file) => files.push(file),
            Err(refused) => {
                diagnostics.push(refused.finding);
                broken.extend(refused.readable);
            }
        }
    }
    broken.sort_by(|a: &SourceFile, b| a.path.cmp(&b.path));
    let mut value = SourceTree::new(root.to_owned(), files, binaries);
    value.broken = broken;
    value.folders = folders;
    Checked { value, diagnostics }
}

/// Reads these files again, in place, and tells which of them are others now. `None` when more may have changed than
/// the texts of files that were there, and still can be used: then the tree stays as it is.
pub fn refresh<'a>(
    tree: &mut SourceTree,
    files: impl IntoIterator<Item = &'a PathBuf>,
) -> Option<Vec<SitePath>> {
    let mut changed = Vec::new();
    for disk in files {
        let path = site_path(&tree.root, disk);
        let place = tree.files.binary_search_by(|file| file.path.cmp(&path)).ok()?;
        let is_there = fs::symlink_metadata(disk).is_ok_and(|metadata| metadata.is_file());
        if !is_there || tree.files[place].disk != *disk {
            return None;
        }
        let file = read(path, disk.clone(), None, &mut Vec::new()).ok()?;
        if file.text != tree.files[place].text {
            changed.push((place, file));
        }
    }
    let replace = |(place, file): (usize, SourceFile)| {
        tree.files[place] = file;
        tree.files[place].path.clone()
    };
    Some(changed.into_iter().map(replace).collect())
}

/// Would a file at this path below the site's folder be read as part of the site, if there is one?
pub fn is_ours(path: &Path) -> bool {
    let mut names = path.iter();
    match names.next() {
        Some(first) if first == "site.yaml" => names.next().is_none(),
        Some(first) => {
            let is_static = first == "static";
            FOLDERS.iter().any(|name| first == *name) && !names.any(|name| name::is_ignored(name, is_static))
        }
        None => false,
    }
}

/// What a walk found, before any text is read.
struct Listing<'a> {
    root: &'a Path,
    former: &'a SourceTree,
    texts: Vec<(SitePath, PathBuf)>,
    binaries: Vec<BinaryFile>,
    findings: Vec<Diagnostic>,
    folders: Vec<PathBuf>,
}

fn list<'a>(root: &'a Path, former: &'a SourceTree) -> Listing<'a> {
    let (texts, binaries, findings, folders) = (Vec::new(), Vec::new(), Vec::new(), vec![root.to_owned()]);
    let mut listing = Listing { root, former, texts, binaries, findings, folders };
    let mut siblings = Siblings::default();
    let wanted = |entry: &DirEntry| match entry.depth() {
        0 => true,
        1 => entry.file_name() == "site.yaml" || FOLDERS.iter().any(|name| entry.file_name() == *name),
        _ => !name::is_ignored(entry.file_name(), in_static(root, entry.path())),
    };
    let walk = WalkDir::new(root).min_depth(1).sort_by_file_name().into_iter().filter_entry(wanted);
    for entry in walk {
        match entry {
            Ok(entry) => listing.add(&entry, &mut siblings),
            Err(error) => {
                let path = site_path(root, error.path().unwrap_or(root));
                let error = error.into_io_error().unwrap_or_else(|| io::ErrorKind::Other.into());
                listing.findings.push(unreadable(&path, &error));
            }
        }
    }
    listing
}

impl Listing<'_> {
    fn add(&mut self, entry: &DirEntry, siblings: &mut Siblings) {
        let parent = entry.path().parent().unwrap_or(self.root);
        let folder = match raw_path(self.root, parent) {
            folder if folder.is_empty() => folder,
            folder => folder + "/",
        };
        let Some(name) = entry.file_name().to_str() else {
            self.findings.push(name::not_unicode(&folder, entry.file_name()));
            return;
        };
        let path = site_path(self.root, entry.path());
        self.findings.extend(name::check_name(&path, name));
        self.findings.extend(siblings.add(&folder, name, &path));

        let kind = entry.file_type();
        if kind.is_file() {
            self.add_file(path, entry.path().to_owned());
        } else if kind.is_symlink() {
            match target_within(self.root, entry.path()) {
                Some(target) => self.add_file(path, target),
                None => self.findings.push(link_not_followed(&path, entry.path())),
            }
        } else if kind.is_dir() {
            self.folders.push(entry.path().to_owned());
        } else {
            let message =
                say!("`{path}` 不是普通文件，已跳过", "`{path}` is not a regular file and was skipped");
            self.findings.push(skipped(&path, message, say!("删去它", "remove it")));
        }
    }

    fn add_file(&mut self, path: SitePath, disk: PathBuf) {
        if is_text(&path) {
            self.texts.push((path, disk));
            return;
        }
        match fs::metadata(&disk) {
            Ok(metadata) => {
                let stamp = Stamp::of(&metadata);
                let is_settled = stamp.tells_all();
                let stamp = Some(stamp);
                let known = self.former.binary(&path).filter(|file| file.disk == disk && file.stamp == stamp);
                self.binaries.push(match known {
                    Some(file) => file.clone(),
                    None => BinaryFile { stamp, is_settled, ..BinaryFile::new(path, disk, metadata.len()) },
                });
            }
            Err(error) => self.findings.push(unreadable(&path, &error)),
        }
    }
}

/// Is the file read as text? In `content/` that is Markdown and YAML: whatever else lies there is an
/// attachment, published byte for byte. `static/` is all attachments.
fn is_text(path: &str) -> bool {
    let extension = Path::new(path).extension().and_then(OsStr::to_str).unwrap_or("").to_ascii_lowercase();
    let written = matches!(&*extension, "md" | "yaml" | "yml");
    match path.split('/').next() {
        Some("static") => false,
        Some("content") => written,
        _ => {
            written
                || matches!(
                    &*extension,
                    "html" | "xml" | "txt" | "css" | "js" | "mjs" | "json" | "webmanifest"
                )
        }
    }
}

/// The regular file that a link leads to, if it is one that the walk itself could have found.
fn target_within(root: &Path, link: &Path) -> Option<PathBuf> {
    let (root, target) = (fs::canonicalize(root).ok()?, fs::canonicalize(link).ok()?);
    let inner = target.strip_prefix(&root).ok()?;
    let folder = inner.components().next()?;
    let ours = FOLDERS.iter().any(|name| folder.as_os_str() == *name);
    let visible = inner.iter().all(|name| !name::is_ignored(name, in_static(&root, &target)));
    (ours && visible && target.is_file()).then_some(target)
}

fn in_static(root: &Path, path: &Path) -> bool {
    path.strip_prefix(root).is_ok_and(|inner| inner.starts_with("static"))
}

/// The path below `root` as the disk has it, with `/`; what is no Unicode is replaced.
fn raw_path(root: &Path, path: &Path) -> String {
    let inner = path.strip_prefix(root).unwrap_or(path);
    let parts: Vec<_> = inner.iter().map(OsStr::to_string_lossy).collect();
    parts.join("/")
}

fn site_path(root: &Path, path: &Path) -> SitePath {
    let raw = raw_path(root, path);
    if raw.is_ascii() { raw.into() } else { raw.nfc().collect::<String>().into() }
}

#[cfg(test)]
mod tests;
