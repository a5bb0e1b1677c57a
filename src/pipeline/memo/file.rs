//! A memo as a file, between one build and the next.
//!
//! ```text
//! huimeng-memo 3\n   digest of the program   length of the tables   tables   documents …   digest of all before
//!                    16 bytes                 u64                            digest, u32 length, document
//! ```
//!
//! Numbers are little-endian; tables and documents are in postcard's format. A file that is damaged, cut short
//! or of another program counts as none.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Write};
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;
use serde::Deserialize;

use crate::diagnostic::Say;
use crate::digest::{Digest, Digesting};
use crate::document::Document;
use crate::hosting::Uses;
use crate::say;
use crate::source::open_regular;

use super::{Memo, Traces};

const MAGIC: &[u8] = b"huimeng-memo 3\n";

/// In bytes. No site that a person can look after comes near it.
const LIMIT: u64 = 4 << 30;

/// Documents that are put into the format together.
const AT_ONCE: usize = 128;

/// Why a file was not used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Discarded {
    /// Another program wrote it: what that made, this one may make otherwise.
    OtherProgram,
    Damaged,
}

impl Discarded {
    pub fn message(self) -> Say {
        match self {
            Discarded::OtherProgram => {
                say!(
                    "缓存是另一个版本的 huimeng 写的：从头生成",
                    "the cache is of another huimeng: everything is built anew"
                )
            }
            Discarded::Damaged => {
                say!("缓存损坏：从头生成", "the cache is damaged: everything is built anew")
            }
        }
    }
}

/// What stands before the documents.
#[derive(Debug, Deserialize)]
struct Tables {
    bodies: Vec<(Digest, Digest)>,
    /// With the number of what they use.
    pages: Vec<(Digest, Option<u32>)>,
    /// Each once: most pages use the same.
    uses: Vec<Arc<Uses>>,
    traces: Traces,
}

/// The documents of a file, read when they are asked for.
#[derive(Debug, Default)]
pub(super) struct Stored {
    bytes: Vec<u8>,
    places: BTreeMap<Digest, Range<usize>>,
}

impl Stored {
    fn bytes_of(&self, digest: &Digest) -> Option<&[u8]> {
        self.bytes.get(self.places.get(digest)?.clone())
    }

    /// `None` also for one that a healthy file cannot hold.
    pub(super) fn document(&self, digest: &Digest) -> Option<Document> {
        let (document, rest): (Document, _) = postcard::take_from_bytes(self.bytes_of(digest)?).ok()?;
        (rest.is_empty() && document.digest == *digest && document.is_sound()).then_some(document)
    }
}

/// Reads what a program left. Without a file, or with one that cannot be used, the memo is empty.
pub fn load(path: &Path, program: Digest) -> (Memo, Option<Discarded>) {
    let empty = Memo::new(program);
    let Ok(bytes) = read(path) else { return (empty, None) };
    let Some(rest) = bytes.strip_prefix(MAGIC) else { return (empty, Some(Discarded::Damaged)) };
    if !rest.starts_with(program.bytes()) {
        return (empty, Some(Discarded::OtherProgram));
    }
    match parse(bytes, program) {
        Some(memo) => (memo, None),
        None => (empty, Some(Discarded::Damaged)),
    }
}

/// A file of a former build.
pub(super) fn read(path: &Path) -> io::Result<Vec<u8>> {
    let file = open_regular(path)?;
    let length = file.metadata()?.len();
    if length > LIMIT {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or_default());
    file.take(LIMIT).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn parse(bytes: Vec<u8>, program: Digest) -> Option<Memo> {
    let end = bytes.len().checked_sub(Digest::LENGTH)?;
    if Digest::of(&bytes[..end]).bytes() != &bytes[end..] {
        return None;
    }
    let mut at = MAGIC.len() + Digest::LENGTH;
    let mut take = |length: usize| {
        let range = at..at.checked_add(length).filter(|next| *next <= end)?;
        at = range.end;
        Some(range)
    };
    let length = u64::from_le_bytes(bytes[take(8)?].try_into().ok()?);
    let (tables, rest) = postcard::take_from_bytes(&bytes[take(usize::try_from(length).ok()?)?]).ok()?;
    let Tables { bodies, pages, uses, traces } = tables;
    if !rest.is_empty() {
        return None;
    }
    let named = |number: u32| uses.get(usize::try_from(number).ok()?).cloned();
    let pages = pages.into_iter().map(|(page, used)| match used {
        Some(number) => Some((page, Some(named(number)?))),
        None => Some((page, None)),
    });
    let mut places = BTreeMap::new();
    while let Some(digest) = take(Digest::LENGTH) {
        let length = u32::from_le_bytes(bytes[take(4)?].try_into().ok()?);
        places.insert(Digest::from_bytes(&bytes[digest])?, take(usize::try_from(length).ok()?)?);
    }
    let stored = Stored { bytes, places };
    Some(Memo {
        program,
        stored,
        bodies: bodies.into_iter().collect(),
        pages: pages.collect::<Option<_>>()?,
        traces,
        ..Memo::default()
    })
}

/// Writes what a later build may use, under another name first: whoever reads sees a whole file.
pub fn save(memo: &Memo, path: &Path) -> io::Result<()> {
    replace(path, |path| write(memo, path))
}

/// Writes a file under another name, and gives it its own when it is whole.
pub(super) fn replace(path: &Path, write: impl FnOnce(&Path) -> io::Result<()>) -> io::Result<()> {
    let mut temporary = path.as_os_str().to_owned();
    temporary.push(format!("-{}", std::process::id()));
    let written = write(Path::new(&temporary)).and_then(|()| fs::rename(&temporary, path));
    if written.is_err() {
        let _ = fs::remove_file(&temporary);
    }
    written
}

fn write(memo: &Memo, path: &Path) -> io::Result<()> {
    // The digest is taken of what the buffer gives away: in large pieces, which is several times as fast.
    let mut out = BufWriter::with_capacity(1 << 18, Digesting::new(File::create(path)?));
    let uses: BTreeSet<&Arc<Uses>> = memo.pages.values().flatten().collect();
    let uses: Vec<Arc<Uses>> = uses.into_iter().cloned().collect();
    let number = |used: &Arc<Uses>| uses.binary_search(used).ok().and_then(|at| u32::try_from(at).ok());
    let pages: Vec<(&Digest, Option<u32>)> =
        memo.pages.iter().map(|(page, used)| (page, used.as_ref().and_then(number))).collect();
    // In the order of `Tables`.
    let tables = (&memo.bodies, pages, &uses, &memo.traces);
    let tables = postcard::to_stdvec(&tables).map_err(io::Error::other)?;
    out.write_all(MAGIC)?;
    out.write_all(memo.program.bytes())?;
    out.write_all(&(tables.len() as u64).to_le_bytes())?;
    out.write_all(&tables)?;
    let documents: Vec<(&Digest, &Arc<Document>)> = memo.documents.iter().collect();
    // Not all at once: together they are as large as the site's texts.
    for some in documents.chunks(AT_ONCE) {
        let written = |(digest, document): &(&Digest, &Arc<Document>)| match memo.stored.bytes_of(digest) {
            Some(stored) => Ok(Cow::Borrowed(stored)),
            None => postcard::to_stdvec(&***document).map(Cow::Owned).map_err(io::Error::other),
        };
        let written: io::Result<Vec<Cow<[u8]>>> = some.par_iter().map(written).collect();
        for ((digest, _), bytes) in some.iter().zip(written?) {
            let Ok(length) = u32::try_from(bytes.len()) else { continue };
            out.write_all(digest.bytes())?;
            out.write_all(&length.to_le_bytes())?;
            out.write_all(&bytes)?;
        }
    }
    let (digest, mut file) = out.into_inner()?.finish();
    file.write_all(digest.bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::{Nowhere, Options, run};
    use crate::source::{SourceFile, SourceTree};

    const PAGE: &str = "---\ntitle: 标题\ntags: [甲]\nextra: {a: 1}\n---\n\n**软件**与[[b]]。\n\n## 节\n\n\
                        {{ quote(from=\"乙\") }}\n\n| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n\n注[^1]。\n\n[^1]: 脚注。\n";

    fn tree() -> SourceTree {
        let file = |path: &str, text: &str| SourceFile::new(path.into(), path.into(), text.into());
        let files = vec![
            file(
                "site.yaml",
                "title: 明水\nbase_url: https://example.org/\nlanguages: [zh-Hans, zh-Hant-TW]\n",
            ),
            file("content/a.md", PAGE),
            file("content/b.md", "---\ntitle: 乙\ndate: 2025-01-01\n---\n\n正文。\n"),
        ];
        SourceTree::new("".into(), files, Vec::new())
    }

    fn publish(memo: &mut Memo) -> crate::pipeline::Outcome {
        let options = Options::at(jiff::Timestamp::UNIX_EPOCH);
        run(&tree(), &options, Vec::new(), memo, || Ok(Nowhere)).0
    }

    /// A memo as a file, without the digest at its end.
    fn healthy(path: &Path) -> Vec<u8> {
        let mut memo = Memo::new(Digest::of(b"program"));
        publish(&mut memo);
        save(&memo, path).unwrap();
        let bytes = fs::read(path).unwrap();
        bytes[..bytes.len() - Digest::LENGTH].to_vec()
    }

    fn load_sealed(path: &Path, bytes: &[u8]) -> (Memo, Option<Discarded>) {
        fs::write(path, [bytes, Digest::of(bytes).bytes()].concat()).unwrap();
        load(path, Digest::of(b"program"))
    }

    #[test]
    fn what_was_saved_spares_the_work() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("memo");
        let (mut memo, discarded) = load_sealed(&path, &healthy(&path));
        assert_eq!(discarded, None);
        let outcome = publish(&mut memo);
        assert_eq!((outcome.summary.parsed, outcome.summary.converted), (0, 0), "{:?}", outcome.diagnostics);
        assert_eq!(load(&path, Digest::of(b"other")).1, Some(Discarded::OtherProgram));
        assert_eq!(load(&dir.path().join("none"), Digest::of(b"other")).1, None);
    }

    /// Bytes that somebody changed on purpose, with the digest made to fit: nothing panics, nothing grows.
    #[test]
    fn hostile_bytes_do_no_harm() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("memo");
        let bytes = healthy(&path);
        for at in (MAGIC.len() + Digest::LENGTH..bytes.len()).step_by(5) {
            for change in [0x01, 0x80, 0xff] {
                let mut changed = bytes.clone();
                changed[at] ^= change;
                let (memo, _) = load_sealed(&path, &changed);
                for digest in memo.stored.places.keys() {
                    let _ = memo.document(digest);
                }
                if at % 3 == 0 {
                    publish(&mut { memo });
                }
            }
        }
        for end in (0..bytes.len()).step_by(7) {
            let _ = load_sealed(&path, &bytes[..end]);
        }
    }
}
