//! A memo with all its files as one piece of bytes, for machines that share it.
//!
//! ```text
//! u64 length of the memo's file   that file   u64 length of a file of documents   that file …
//! ```

use std::fs;
use std::io;
use std::path::Path;

use crate::digest::Digest;

use super::file;
use super::segments;

/// Everything that belongs to the memo at a path; documents that are missing are left out.
pub fn pack(path: &Path) -> io::Result<Vec<u8>> {
    let folder = path.parent().unwrap_or(Path::new(""));
    let memo = file::read(path)?;
    let named = file::segments_of(&memo).unwrap_or_default();
    let mut packed = Vec::new();
    let documents = named.iter().filter_map(|digest| file::read(&segments::path_of(folder, digest)).ok());
    for file in std::iter::once(memo).chain(documents) {
        packed.extend_from_slice(&(file.len() as u64).to_le_bytes());
        packed.extend_from_slice(&file);
    }
    Ok(packed)
}

/// Puts another machine's memo in the place of this one's, whole. What is in it is looked into by whoever loads it.
pub fn unpack(packed: &[u8], path: &Path) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new(""));
    fs::create_dir_all(folder)?;
    let (memo, mut rest) = split(packed)?;
    let named = file::segments_of(memo);
    while !rest.is_empty() {
        let (documents, after) = split(rest)?;
        match &named {
            // The digest is the name: what is damaged has another one.
            Some(named) if !named.contains(&Digest::of(documents)) => {
                return Err(io::ErrorKind::InvalidData.into());
            }
            Some(_) => segments::put(folder, documents)?,
            // Whoever loads it will say what is wrong with it.
            None => {}
        }
        rest = after;
    }
    file::replace(path, |path| fs::write(path, memo))
}

/// The first file, and what is after it.
fn split(packed: &[u8]) -> io::Result<(&[u8], &[u8])> {
    let found = packed
        .split_first_chunk::<8>()
        .and_then(|(length, rest)| rest.split_at_checked(usize::try_from(u64::from_le_bytes(*length)).ok()?));
    found.ok_or_else(|| io::ErrorKind::InvalidData.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_cut_short_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("memo");
        fs::write(&path, "no memo").unwrap();
        let packed = pack(&path).unwrap();
        let other = dir.path().join("other/memo");
        unpack(&packed, &other).unwrap();
        assert_eq!(fs::read(&other).unwrap(), b"no memo");
        for end in 0..packed.len() {
            assert!(unpack(&packed[..end], &dir.path().join("third/memo")).is_err(), "{end}");
        }
        assert!(!dir.path().join("third/memo").exists());
        assert!(unpack(&u64::MAX.to_le_bytes(), &path).is_err());
    }
}
