//! The files beside the records: pictures and attachments in `content/`, and `static/`.

use std::collections::BTreeMap;

use crate::diagnostic::nearest;
use crate::source::{BinaryFile, SourceTree};

/// Files that pages may point at, by path.
#[derive(Debug, Default)]
pub struct Files<'a> {
    /// By path below `content/`.
    pub content: BTreeMap<&'a str, &'a BinaryFile>,
    /// By path below `static/`.
    pub fixed: BTreeMap<&'a str, &'a BinaryFile>,
}

impl<'a> Files<'a> {
    pub fn of(tree: &'a SourceTree) -> Files<'a> {
        let below = |folder: &'static str| {
            let files = tree.binaries_under(folder).iter();
            files.filter_map(move |file| Some((file.path.strip_prefix(folder)?, file))).collect()
        };
        Files { content: below("content/"), fixed: below("static/") }
    }

    /// The file behind a path from the site's root: `static/` first, then what lies in `content/`.
    pub fn at_root(&self, path: &str) -> Option<&'a BinaryFile> {
        let path = path.trim_start_matches('/');
        self.fixed.get(path).or_else(|| self.content.get(path)).copied()
    }

    /// Paths of the pictures that lie in a folder of `content/`, by name.
    pub fn pictures_in(&self, folder: &str) -> Vec<&'a str> {
        let in_folder = |path: &str| path.rsplit_once('/').map_or("", |(folder, _)| folder) == folder;
        self.content.keys().copied().filter(|path| in_folder(path) && is_picture(path)).collect()
    }

    /// The path in `content/` nearest to one that does not exist, same folder only.
    pub fn nearest_in_content(&self, path: &str) -> Option<&'a str> {
        let folder = |file: &str| file.rsplit_once('/').map_or(0, |(folder, _)| folder.len());
        let same = |file: &str| file.get(..folder(file)) == path.get(..folder(path));
        nearest(path, self.content.keys().copied().filter(|file| same(file)))
    }
}

fn is_picture(path: &str) -> bool {
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension).to_ascii_lowercase();
    matches!(extension.as_str(), "jpg" | "jpeg" | "png" | "webp" | "gif" | "avif" | "svg")
}
