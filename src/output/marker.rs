//! The list of files that huimeng wrote, kept in the output folder itself: what is not on it is not
//! ours to replace.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::{self, File, Metadata};
use std::io::{self, Write};
use std::path::Path;

use crate::digest::Digest;

/// Name of the list in the output folder. It is no part of the site and need not be uploaded.
pub const MARKER: &str = ".huimeng-output";

/// First line; the number is the version of the format.
const HEADER: &str = "huimeng-output 2";

/// What was written, by path. The file has one `length made-from state path` a line, sorted by path.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Marker {
    pub(super) files: BTreeMap<String, Listed>,
}

/// One file as it was when it was written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Listed {
    /// In bytes.
    pub(super) len: u64,
    /// Stands for its bytes, or for all that they were made from.
    pub(super) made_from: Digest,
    pub(super) state: State,
}

/// What the disk tells of a file without its bytes: which file it is, how long, and when it was last touched.
/// Whoever writes into a file, or puts another one in its place, changes that, also where he sets back the time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct State(u64);

impl State {
    #[cfg(unix)]
    pub(super) fn of(metadata: &Metadata) -> State {
        use std::os::unix::fs::MetadataExt;
        let times = [metadata.mtime(), metadata.mtime_nsec(), metadata.ctime(), metadata.ctime_nsec()];
        State::cut(&format!("{} {} {times:?}", metadata.ino(), metadata.len()))
    }

    #[cfg(not(unix))]
    pub(super) fn of(metadata: &Metadata) -> State {
        let times = (metadata.modified().ok(), metadata.created().ok());
        State::cut(&format!("{} {times:?}", metadata.len()))
    }

    fn cut(text: &str) -> State {
        let mut bytes = [0; 8];
        bytes.copy_from_slice(&Digest::of(text.as_bytes()).bytes()[..8]);
        State(u64::from_le_bytes(bytes))
    }
}

impl Marker {
    /// `None` when it is of another version, or damaged.
    pub(super) fn parse(text: &str) -> Option<Marker> {
        let mut lines = text.lines();
        if lines.next() != Some(HEADER) {
            return None;
        }
        let files = lines.map(|line| {
            let mut parts = line.splitn(4, ' ');
            let len = parts.next()?.parse().ok()?;
            let made_from = Digest::parse(parts.next()?)?;
            let state = State(u64::from_str_radix(parts.next()?, 16).ok()?);
            Some((parts.next()?.to_owned(), Listed { len, made_from, state }))
        });
        Some(Marker { files: files.collect::<Option<_>>()? })
    }

    /// Does a folder, given with its slash, hold a file of the list?
    pub(super) fn has_below(&self, folder: &str) -> bool {
        self.files.range(folder.to_owned()..).next().is_some_and(|(path, _)| path.starts_with(folder))
    }

    pub(super) fn to_text(&self) -> String {
        let mut text = format!("{HEADER}\n");
        for (path, Listed { len, made_from, state: State(state) }) in &self.files {
            let _ = writeln!(text, "{len} {made_from} {state:016x} {path}");
        }
        text
    }

    /// Writes the list into a folder, down to the disk, and tells its digest.
    pub(super) fn write(&self, folder: &Path) -> io::Result<Digest> {
        let mut file = File::create(folder.join(MARKER))?;
        let text = self.to_text();
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        Ok(Digest::of(text.as_bytes()))
    }

    /// The list with a certain digest, if the folder has that one.
    pub(super) fn read_if(folder: &Path, digest: &Digest) -> Option<Marker> {
        let bytes = fs::read(folder.join(MARKER)).ok().filter(|bytes| Digest::of(bytes) == *digest)?;
        Marker::parse(std::str::from_utf8(&bytes).ok()?)
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
        let listed = |len| Listed { len, made_from: Digest::of(b"text"), state: State(len) };
        let marker = Marker { files: files.map(|(path, len)| (path.to_owned(), listed(len))).into() };
        let text = marker.to_text();
        let paths: Vec<_> = text.lines().skip(1).map(|line| line.splitn(4, ' ').last().unwrap()).collect();
        assert_eq!(paths, ["a.css", "b c/index.html", "新闻/index.html"]);
        assert_eq!(Marker::parse(&text), Some(marker));
        assert_eq!(Marker::parse("huimeng-output 1\n"), None);
        assert_eq!(Marker::parse("huimeng-output 2\nno number\n"), None);
        assert_eq!(Marker::parse("huimeng-output 2\n1 zz 0 a.css\n"), None);
    }
}
