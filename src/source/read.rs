//! Reading one text, or finding that it need not be read.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::decode::decode;
use super::refused::{too_large, unreadable};
use super::{Known, SourceFile, SourceTree, Stamp, TEXT_LIMIT, open_told};
use crate::diagnostic::{Diagnostic, SitePath};
use crate::digest::Digest;

/// The text as it was read before, if nothing happened to its file since.
pub(super) fn unchanged(former: &SourceTree, path: &SitePath, disk: &Path) -> Option<SourceFile> {
    let file = former.file(path).filter(|file| file.disk == disk)?;
    has_stamp(disk, file.stamp.as_ref()).then(|| file.clone())
}

/// The file as an earlier run knew it, if nothing happened to it since.
pub(super) fn untouched(known: &Known, path: &SitePath, disk: &Path) -> Option<SourceFile> {
    has_stamp(disk, known.stamp.as_ref()).then(|| SourceFile {
        stamp: known.stamp.clone(),
        ..SourceFile::without_text(path.clone(), disk.to_owned(), known.digest)
    })
}

fn has_stamp(disk: &Path, stamp: Option<&Stamp>) -> bool {
    stamp.is_some_and(|stamp| fs::metadata(disk).is_ok_and(|now| Stamp::of(&now) == *stamp))
}

/// The file as it is now.
pub(super) fn read_again(file: &SourceFile) -> Option<SourceFile> {
    read(file.path.clone(), file.disk.clone(), None, &mut Vec::new()).ok()
}

/// A text that is left out, with as much of it as messages can show.
pub(super) struct Refused {
    pub(super) finding: Diagnostic,
    pub(super) readable: Option<SourceFile>,
}

/// Reads a file through a buffer. One that is known by its digest keeps no text.
pub(super) fn read(
    path: SitePath,
    disk: PathBuf,
    known: Option<&Known>,
    bytes: &mut Vec<u8>,
) -> Result<SourceFile, Box<Refused>> {
    let refuse = |finding| Box::new(Refused { finding, readable: None });
    let stamp = match read_limited(&disk, bytes) {
        Ok(Some(stamp)) => stamp,
        Ok(None) => return Err(refuse(too_large(&path))),
        Err(error) => return Err(refuse(unreadable(&path, &error))),
    };
    let stamp = stamp.tells_all().then_some(stamp);
    if let Some(known) = known.filter(|known| Digest::of(bytes) == known.digest) {
        return Ok(SourceFile { stamp, ..SourceFile::without_text(path, disk, known.digest) });
    }
    match decode(&path, bytes) {
        Ok(text) => Ok(SourceFile { stamp, ..SourceFile::new(path, disk, text) }),
        Err(undecodable) => Err(Box::new(Refused {
            finding: undecodable.finding,
            readable: Some(SourceFile::new(path, disk, undecodable.prefix.into())),
        })),
    }
}

/// Puts the whole file into `bytes`; `None` when it is longer than [`TEXT_LIMIT`]. It may grow while it is read, so
/// its stamp is taken before.
fn read_limited(disk: &Path, bytes: &mut Vec<u8>) -> io::Result<Option<Stamp>> {
    let (mut file, metadata) = open_told(disk)?;
    let len = metadata.len();
    if len > TEXT_LIMIT {
        return Ok(None);
    }
    bytes.clear();
    bytes.resize(len as usize + 1, 0);
    let first = match file.read(bytes) {
        Err(error) if error.kind() == io::ErrorKind::Interrupted => 0,
        read => read?,
    };
    bytes.truncate(first);
    // One that gives less than it was asked for is at its end, and need not be asked again.
    if first as u64 != len {
        file.take(TEXT_LIMIT + 1 - first as u64).read_to_end(bytes)?;
    }
    Ok((bytes.len() as u64 <= TEXT_LIMIT).then(|| Stamp::of(&metadata)))
}
