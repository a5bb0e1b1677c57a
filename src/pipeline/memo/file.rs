//! A memo as a file, between one build and the next; the documents are in [`segments`] beside it.
//!
//! ```text
//! huimeng-memo 5\n   digest of the program   tables in postcard's format   digest of all before
//! ```
//!
//! A file that is damaged, cut short or of another program counts as none.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;

use serde::Deserialize;

use crate::diagnostic::Say;
use crate::digest::Digest;
use crate::hosting::Uses;
use crate::say;
use crate::source::open_regular;

use super::segments::{self, Segments};
use super::{Memo, Traces};

const MAGIC: &[u8] = b"huimeng-memo 5\n";

/// How files of all versions begin.
const ANY_MAGIC: &[u8] = b"huimeng-memo ";

/// In bytes. No site that a person can look after comes near it.
const LIMIT: u64 = 4 << 30;

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

/// What is in the file.
#[derive(Debug, Deserialize)]
struct Tables {
    bodies: Vec<(Digest, Digest)>,
    /// With the number of what they use.
    pages: Vec<(Digest, Option<u32>)>,
    /// Each once: most pages use the same.
    uses: Vec<Arc<Uses>>,
    traces: Traces,
    /// The files of the documents.
    segments: Vec<Digest>,
}

/// Reads what a program left. Without a file, or with one that cannot be used, the memo is empty.
pub fn load(path: &Path, program: Digest) -> (Memo, Option<Discarded>) {
    let empty = Memo::new(program);
    let Ok(bytes) = read(path) else { return (empty, None) };
    let is_ours = bytes.strip_prefix(MAGIC).is_some_and(|rest| rest.starts_with(program.bytes()));
    if bytes.starts_with(ANY_MAGIC) && !is_ours {
        return (empty, Some(Discarded::OtherProgram));
    }
    let Some((mut memo, named)) = parse(&bytes, program) else { return (empty, Some(Discarded::Damaged)) };
    let (segments, damaged) = Segments::load(path.parent().unwrap_or(Path::new("")), &named);
    memo.stored = segments;
    (memo, (damaged > 0).then_some(Discarded::Damaged))
}

/// Opens a file of a former build.
pub(super) fn open(path: &Path) -> io::Result<File> {
    let file = open_regular(path)?;
    match file.metadata()?.len() {
        0..=LIMIT => Ok(file),
        _ => Err(io::ErrorKind::FileTooLarge.into()),
    }
}

/// Reads one whole.
pub(super) fn read(path: &Path) -> io::Result<Vec<u8>> {
    let file = open(path)?;
    let length = file.metadata()?.len();
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or_default());
    file.take(LIMIT).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The memo without its documents, and the files that they are in.
fn parse(bytes: &[u8], program: Digest) -> Option<(Memo, Vec<Digest>)> {
    let (all, digest) = bytes.split_at_checked(bytes.len().checked_sub(Digest::LENGTH)?)?;
    let tables = all.get(MAGIC.len() + Digest::LENGTH..).filter(|_| Digest::of(all).bytes() == digest)?;
    let (tables, rest) = postcard::take_from_bytes(tables).ok()?;
    let Tables { bodies, pages, uses, traces, segments } = tables;
    if !rest.is_empty() {
        return None;
    }
    let named = |number: u32| uses.get(usize::try_from(number).ok()?).cloned();
    let pages = pages.into_iter().map(|(page, used)| match used {
        Some(number) => Some((page, Some(named(number)?))),
        None => Some((page, None)),
    });
    let (bodies, pages) = (bodies.into_iter().collect(), pages.collect::<Option<_>>()?);
    Some((Memo { bodies, pages, traces, ..Memo::new(program) }, segments))
}

/// The files of documents that a memo names; `None` for what is no memo.
pub(super) fn segments_of(bytes: &[u8]) -> Option<Vec<Digest>> {
    let program = bytes.strip_prefix(MAGIC).and_then(|rest| Digest::from_bytes(rest.get(..Digest::LENGTH)?));
    program.and_then(|program| parse(bytes, program)).map(|(_, segments)| segments)
}

/// Writes what a later build may use, under another name first: whoever reads sees a whole file.
pub fn save(memo: &Memo, path: &Path) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new(""));
    let segments = memo.keep_documents(folder)?;
    replace(path, |path| fs::write(path, encode(memo, &segments)?))?;
    segments::clear(folder, &segments)
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

fn encode(memo: &Memo, segments: &[Digest]) -> io::Result<Vec<u8>> {
    let uses: BTreeSet<&Arc<Uses>> = memo.pages.values().flatten().collect();
    let uses: Vec<&Arc<Uses>> = uses.into_iter().collect();
    let number = |used: &Arc<Uses>| uses.binary_search(&used).ok().and_then(|at| u32::try_from(at).ok());
    let pages: Vec<(&Digest, Option<u32>)> =
        memo.pages.iter().map(|(page, used)| (page, used.as_ref().and_then(number))).collect();
    // In the order of `Tables`.
    let tables = (&memo.bodies, pages, &uses, &memo.traces, segments);
    let head = [MAGIC, memo.program.bytes()].concat();
    let mut bytes = postcard::to_extend(&tables, head).map_err(io::Error::other)?;
    bytes.extend_from_slice(Digest::of(&bytes).bytes());
    Ok(bytes)
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
        for at in (MAGIC.len() + Digest::LENGTH)..bytes.len() {
            for change in [0x01, 0x80, 0xff] {
                let mut changed = bytes.clone();
                changed[at] ^= change;
                let (mut memo, _) = load_sealed(&path, &changed);
                if at % 16 == 0 {
                    publish(&mut memo);
                }
            }
        }
        for end in (0..bytes.len()).step_by(7) {
            let _ = load_sealed(&path, &bytes[..end]);
        }
    }
}
