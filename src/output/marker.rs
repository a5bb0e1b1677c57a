//! The list of files that huimeng wrote, kept in the output folder itself: what is not on it is not
//! ours to replace.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

/// Name of the list in the output folder. It is no part of the site and need not be uploaded.
pub const MARKER: &str = ".huimeng-output";

/// First line; the number is the version of the format.
const HEADER: &str = "huimeng-output 1";

/// Paths with their lengths in bytes. The file has one `length path` a line, sorted by path.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Marker {
    pub(super) files: BTreeMap<String, u64>,
}

impl Marker {
    /// `None` when it is of another version, or damaged.
    pub(super) fn parse(text: &str) -> Option<Marker> {
        let mut lines = text.lines();
        if lines.next() != Some(HEADER) {
            return None;
        }
        let files = lines.map(|line| {
            let (len, path) = line.split_once(' ')?;
            Some((path.to_owned(), len.parse().ok()?))
        });
        Some(Marker { files: files.collect::<Option<_>>()? })
    }

    /// Does a folder, given with its slash, hold a file of the list?
    pub(super) fn has_below(&self, folder: &str) -> bool {
        self.files.range(folder.to_owned()..).next().is_some_and(|(path, _)| path.starts_with(folder))
    }

    pub(super) fn to_text(&self) -> String {
        let lines = self.files.iter().map(|(path, len)| format!("{len} {path}\n"));
        std::iter::once(format!("{HEADER}\n")).chain(lines).collect()
    }

    /// Writes the list into a folder, down to the disk.
    pub(super) fn write(&self, folder: &Path) -> io::Result<()> {
        let mut file = File::create(folder.join(MARKER))?;
        file.write_all(self.to_text().as_bytes())?;
        file.sync_all()
    }

    /// The outer `None`: the folder has no list. The inner: it cannot be read as one.
    pub(super) fn read(folder: &Path) -> io::Result<Option<Option<Marker>>> {
        match fs::read(folder.join(MARKER)) {
            Ok(bytes) => Ok(Some(std::str::from_utf8(&bytes).ok().and_then(Marker::parse))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sorted_and_reads_back() {
        let files = [("b c/index.html", 3), ("新闻/index.html", 0), ("a.css", 12)];
        let marker = Marker { files: files.map(|(path, len)| (path.to_owned(), len)).into() };
        let text = marker.to_text();
        assert_eq!(text, "huimeng-output 1\n12 a.css\n3 b c/index.html\n0 新闻/index.html\n");
        assert_eq!(Marker::parse(&text), Some(marker));
        assert_eq!(Marker::parse("huimeng-output 2\n"), None);
        assert_eq!(Marker::parse("huimeng-output 1\nno number\n"), None);
    }
}
