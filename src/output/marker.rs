//! The list of files that huimeng wrote, kept in the output folder itself: what is not on it is not
//! ours to replace.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::{self, File, Metadata};
use std::io::{self, Write};
use std::path::Path;
use std::time::SystemTime;

use crate::digest::Digest;

/// Name of the list in the output folder. It is no part of the site and need not be uploaded.
pub const MARKER: &str = ".huimeng-output";

/// First line; the number is the version of the format.
const HEADER: &str = "huimeng-output 3";

/// Bytes of a line beside its path: for a file with a length of up to ten digits, for a folder.
const FILE_LINE: usize = 10 + 2 * Digest::LENGTH + 16 + 4;
const FOLDER_LINE: usize = 16 + 4;

/// More than disks' clocks lag behind.
#[cfg(unix)]
const SETTLED: std::time::Duration = std::time::Duration::from_millis(20);

/// What was written, by path. The file has one `length made-from state path` a line, sorted by path, then
/// `/ state path` for the folders.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Marker {
    pub(super) files: BTreeMap<String, Listed>,
    /// The folders of these files, each with a slash at its end: as long as one is in this state, there is nothing in it
    /// but what is on the list. A folder may lack here; then nobody knows but who looks into it.
    pub(super) folders: BTreeMap<String, State>,
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
        let [modified, modified_nsec, changed, changed_nsec] = times.map(i64::cast_unsigned);
        State::mix([metadata.ino(), metadata.len(), modified, modified_nsec, changed, changed_nsec])
    }

    /// That of a folder, which changes with the names in it; `None` where a change may not show: the system does not
    /// keep such times, or the folder was changed just now, and the next change may bear the same time.
    #[cfg(unix)]
    pub(super) fn of_folder(metadata: &Metadata, now: SystemTime) -> Option<State> {
        let age = now.duration_since(metadata.modified().ok()?).ok()?;
        (age > SETTLED).then(|| State::of(metadata))
    }

    #[cfg(not(unix))]
    pub(super) fn of_folder(_: &Metadata, _: SystemTime) -> Option<State> {
        None
    }

    #[cfg(not(unix))]
    pub(super) fn of(metadata: &Metadata) -> State {
        let since = |time: io::Result<SystemTime>| {
            let since = time.ok().and_then(|time| time.duration_since(SystemTime::UNIX_EPOCH).ok());
            since.map_or(0, |since| since.as_nanos() as u64)
        };
        State::mix([metadata.len(), since(metadata.modified()), since(metadata.created())])
    }

    fn parse(text: &str) -> Option<State> {
        u64::from_str_radix(text, 16).ok().map(State)
    }

    /// A number that is another one when one of these is, and hardly ever the same when several are. Nobody chooses
    /// them to deceive: whoever could, could also write the list.
    fn mix<const N: usize>(of: [u64; N]) -> State {
        let mixed = of.into_iter().fold(0xcbf2_9ce4_8422_2325, |mixed: u64, number| {
            (mixed ^ number).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29)
        });
        State(mixed)
    }
}

impl Marker {
    /// `None` when it is of another version, or damaged.
    pub(super) fn parse(text: &str) -> Option<Marker> {
        let mut lines = text.lines();
        if lines.next() != Some(HEADER) {
            return None;
        }
        let (mut files, mut folders) = (Vec::new(), Vec::new());
        for line in lines {
            if let Some(folder) = line.strip_prefix("/ ") {
                let (state, path) = folder.split_once(' ')?;
                folders.push((path.to_owned(), State::parse(state)?));
                continue;
            }
            let mut parts = line.splitn(4, ' ');
            let len = parts.next()?.parse().ok()?;
            let made_from = Digest::parse(parts.next()?)?;
            let state = State::parse(parts.next()?)?;
            files.push((parts.next()?.to_owned(), Listed { len, made_from, state }));
        }
        Some(Marker { files: files.into_iter().collect(), folders: folders.into_iter().collect() })
    }

    /// Does a folder, given with its slash, hold a file of the list?
    pub(super) fn has_below(&self, folder: &str) -> bool {
        self.files.range(folder.to_owned()..).next().is_some_and(|(path, _)| path.starts_with(folder))
    }

    pub(super) fn to_text(&self) -> String {
        let paths = self.files.keys().map(|path| path.len() + FILE_LINE);
        let folders = self.folders.keys().map(|path| path.len() + FOLDER_LINE);
        let mut text = String::with_capacity(HEADER.len() + 1 + paths.chain(folders).sum::<usize>());
        let _ = writeln!(text, "{HEADER}");
        for (path, Listed { len, made_from, state: State(state) }) in &self.files {
            let _ = writeln!(text, "{len} {made_from} {state:016x} {path}");
        }
        for (path, State(state)) in &self.folders {
            let _ = writeln!(text, "/ {state:016x} {path}");
        }
        text
    }

    /// All folders that have files of the list in them or below, with a slash at the end of each.
    pub(super) fn all_folders(&self) -> Vec<&str> {
        let mut folders: Vec<&str> = Vec::new();
        for path in self.files.keys() {
            let ends = path.match_indices('/').map(|(at, _)| at + 1);
            // Sorted by path: what the last file has in common with this one is there already.
            let known = folders.last().copied().unwrap_or_default();
            folders.extend(ends.map(|end| &path[..end]).filter(|folder| !known.starts_with(folder)));
        }
        folders
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

    /// The state of a folder's list: as long as it is the same, the list is.
    pub(super) fn state(folder: &Path) -> Option<State> {
        fs::symlink_metadata(folder.join(MARKER)).ok().map(|metadata| State::of(&metadata))
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
        let marker = Marker {
            files: files.map(|(path, len)| (path.to_owned(), listed(len))).into(),
            folders: [("b c/".to_owned(), State(7))].into(),
        };
        let text = marker.to_text();
        let paths: Vec<_> =
            text.lines().skip(1).take(3).map(|line| line.splitn(4, ' ').last().unwrap()).collect();
        assert_eq!(paths, ["a.css", "b c/index.html", "新闻/index.html"]);
        assert_eq!(Marker::parse(&text), Some(marker));
        assert_eq!(Marker::parse("huimeng-output 1\n"), None);
        for line in ["no number", "1 zz 0 a.css", "/ zz a/", "/ 0"] {
            assert_eq!(Marker::parse(&format!("{HEADER}\n{line}\n")), None, "{line}");
        }
    }

    #[test]
    fn folders_are_those_of_the_files_and_all_above_them() {
        let files = ["a.css", "a/b/c.html", "a/b/d.html", "a/b.html", "a/e/f.html", "ab/g.html"];
        let marker = Marker {
            files: files.map(|path| (path.to_owned(), Listed::default())).into(),
            ..Marker::default()
        };
        let mut folders = marker.all_folders();
        folders.sort();
        assert_eq!(folders, ["a/", "a/b/", "a/e/", "ab/"]);
    }
}
