//! Documents between one build and the next: in files beside the memo's own, each a [`Segment`].
//!
//! After an edit nearly all documents are in a file already: the few others get a second one, until it is worth
//! writing all of them anew. A file that is missing or damaged only means that its documents are parsed again.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::digest::Digest;
use crate::document::Document;

use super::file;
use super::laid::{self, Laid};
use super::segment::{Place, Segment};

/// What files of documents are called, before their digest.
pub const PREFIX: &str = "documents-";

/// Documents by their digests.
pub type Documents = BTreeMap<Digest, Arc<Document>>;

/// The documents of the files that a memo names, read when they are asked for.
#[derive(Debug, Default)]
pub struct Segments {
    segments: Vec<Segment>,
    /// By document: which segment, and where in it.
    places: BTreeMap<Digest, (usize, Place)>,
}

impl Segments {
    /// Opens the files of a folder that a memo names. Tells how many of them are damaged.
    pub fn load(folder: &Path, named: &[Digest]) -> (Segments, usize) {
        let mut damaged = 0;
        let mut found = Segments::default();
        for digest in named {
            let path = path_of(folder, digest);
            if !path.exists() {
                continue;
            }
            let opened = Segment::open(&path, digest).ok();
            let Some((places, segment)) = opened.and_then(|segment| Some((segment.places()?, segment)))
            else {
                damaged += 1;
                continue;
            };
            let number = found.segments.len();
            found.places.extend(places.into_iter().map(|(document, place)| (document, (number, place))));
            found.segments.push(segment);
        }
        (found, damaged)
    }

    /// `None` also for one that a healthy file cannot hold.
    pub fn document(&self, digest: &Digest) -> Option<Document> {
        let (segment, place) = self.places.get(digest)?;
        self.segments.get(*segment)?.document(place).filter(|document| document.digest == *digest)
    }

    /// Frees the documents. Their texts can still be read.
    pub fn put_down(&mut self) {
        self.segments.iter_mut().for_each(Segment::put_down);
    }

    /// Was a text not what was stored?
    pub fn failed(&self) -> bool {
        self.segments.iter().any(Segment::failed)
    }

    /// Writes these documents before it is known whether a memo will name them, where most of them would be written
    /// anyway. From then on what they show can be read from there.
    pub fn lay_down(&self, documents: &Documents, folder: &Path) -> io::Result<Option<Laid>> {
        if self.base(documents, folder).is_some() {
            return Ok(None);
        }
        fs::create_dir_all(folder)?;
        self.if_whole(Laid::write(folder, &documents.iter().collect::<Vec<_>>())?).map(Some)
    }

    /// Sees to it that the folder has files with all these documents, and names them.
    pub fn keep(&self, documents: &Documents, folder: &Path) -> io::Result<Vec<Digest>> {
        self.if_whole(self.kept(documents, folder)?)
    }

    /// What was written, if all of it was: a text that could not be read was written as an empty one.
    fn if_whole<T>(&self, written: T) -> io::Result<T> {
        if self.failed() { Err(io::ErrorKind::InvalidData.into()) } else { Ok(written) }
    }

    fn kept(&self, documents: &Documents, folder: &Path) -> io::Result<Vec<Digest>> {
        let all = || documents.iter().collect::<Vec<_>>();
        let Some(base) = self.base(documents, folder) else { return Ok(vec![write(folder, &all())?]) };
        let is_in_base = |digest: &Digest| self.places.get(digest).is_some_and(|(segment, _)| *segment == 0);
        let others: Vec<_> = documents.iter().filter(|(digest, _)| !is_in_base(digest)).collect();
        match others.len() {
            0 => Ok(vec![base.digest]),
            some if some <= documents.len() / 4 => Ok(vec![base.digest, write(folder, &others)?]),
            _ => Ok(vec![write(folder, &all())?]),
        }
    }

    /// The first file, if it is still there and most of it is of use.
    fn base(&self, documents: &Documents, folder: &Path) -> Option<&Segment> {
        let base = self.segments.first().filter(|base| path_of(folder, &base.digest).exists())?;
        let lengths = documents.keys().filter_map(|digest| match self.places.get(digest)? {
            (0, place) => Some(place.len()),
            _ => None,
        });
        let all = self.places.values().filter(|(segment, _)| *segment == 0).map(|(_, place)| place.len());
        (lengths.sum::<u64>() >= all.sum::<u64>() / 2).then_some(base)
    }
}

/// Puts a file into the folder that another machine has.
pub fn put(folder: &Path, bytes: &[u8]) -> io::Result<()> {
    file::replace(&path_of(folder, &Digest::of(bytes)), |path| fs::write(path, bytes))
}

/// Removes the files of documents that no memo names, also those that killed builds left.
pub fn clear(folder: &Path, named: &[Digest]) -> io::Result<()> {
    let named: Vec<String> = named.iter().map(|digest| format!("{PREFIX}{digest}")).collect();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let is_left = name.starts_with(PREFIX) && !named.iter().any(|known| *known == name);
        if is_left || name.starts_with(laid::PREFIX) {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// Where the file of a digest is.
pub fn path_of(folder: &Path, digest: &Digest) -> PathBuf {
    folder.join(format!("{PREFIX}{digest}"))
}

/// Writes documents into a file of their own, and tells its digest.
fn write(folder: &Path, documents: &[(&Digest, &Arc<Document>)]) -> io::Result<Digest> {
    Laid::write(folder, documents)?.settle()
}

#[cfg(test)]
mod tests {
    use std::fs::File;
    use std::ops::Range;

    use super::super::Memo;
    use super::*;
    use crate::pipeline::{Nowhere, Options, run};
    use crate::source::{SourceFile, SourceTree};

    /// With something of everything that a document holds.
    const PAGE: &str = "---\ntitle: 标题\ntags: [甲]\nextra: {a: 1}\n---\n\n**软件**与[[0]]。\n\n## 节\n\n\
                        {{ quote(from=\"乙\") }}\n\n| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n\n注[^1]。\n\n[^1]: 脚注。\n";

    fn documents(numbers: Range<usize>) -> Documents {
        let file = |path: &str, text: &str| SourceFile::new(path.into(), path.into(), text.into());
        let config = "title: 明水\nbase_url: https://example.org/\nlanguages: [zh-Hans]\n";
        let records = numbers.map(|number| file(&format!("content/{number}.md"), PAGE));
        let files = std::iter::once(file("site.yaml", config)).chain(records).collect();
        let tree = SourceTree::new("".into(), files, Vec::new());
        let mut memo = Memo::new(Digest::of(b"program"));
        run(&tree, &Options::at(jiff::Timestamp::UNIX_EPOCH), Vec::new(), &mut memo, || Ok(Nowhere));
        memo.documents
    }

    fn load(folder: &Path, named: &[Digest]) -> Segments {
        let (segments, damaged) = Segments::load(folder, named);
        assert_eq!(damaged, 0);
        segments
    }

    #[test]
    fn a_few_new_documents_get_a_file_of_their_own() {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path();
        let first = Segments::default().keep(&documents(0..40), folder).unwrap();
        let stored = load(folder, &first);
        assert_eq!(stored.keep(&documents(0..40), folder).unwrap(), first);
        let second = stored.keep(&documents(3..43), folder).unwrap();
        assert_eq!((second.len(), second[0]), (2, first[0]));
        let stored = load(folder, &second);
        for (digest, document) in documents(0..43) {
            assert_eq!(
                stored.document(&digest).map(|found| found.body.flow().clone()),
                Some(document.body.flow().clone())
            );
        }
        // The second file is written anew, and the first one too when most of it is of no use.
        let third = stored.keep(&documents(3..45), folder).unwrap();
        assert_eq!(third[0], first[0]);
        assert_ne!(third[1], second[1]);
        assert_eq!(stored.keep(&documents(30..60), folder).unwrap().len(), 1);
        clear(folder, &third).unwrap();
        assert_eq!(fs::read_dir(folder).unwrap().count(), 2);
        // A file that somebody removed only means more work.
        fs::remove_file(path_of(folder, &third[0])).unwrap();
        assert_eq!(load(folder, &third).places.len(), 5);
    }

    /// The disk fails, or somebody changed a text: the documents say of themselves what they said.
    #[test]
    fn a_text_that_cannot_be_read_is_told() {
        let dir = tempfile::tempdir().unwrap();
        let documents = documents(0..3);
        let named = Segments::default().keep(&documents, dir.path()).unwrap();
        let stored = load(dir.path(), &named);
        let found: Vec<Document> = documents.keys().map(|digest| stored.document(digest).unwrap()).collect();
        let path = path_of(dir.path(), &named[0]);
        File::options().write(true).open(path).unwrap().set_len(9).unwrap();
        assert!(!stored.failed());
        assert!(found.iter().all(|document| document.body.flow().text.is_empty()));
        assert!(stored.failed() && stored.keep(&documents, dir.path()).is_err());
    }

    /// Bytes that somebody changed on purpose, with the digest made to fit: nothing panics, nothing grows.
    #[test]
    fn hostile_bytes_do_no_harm() {
        let dir = tempfile::tempdir().unwrap();
        let named = Segments::default().keep(&documents(0..3), dir.path()).unwrap();
        let bytes = fs::read(path_of(dir.path(), &named[0])).unwrap();
        for at in 0..bytes.len() {
            for change in [0x01, 0x80, 0xff] {
                let mut changed = bytes.clone();
                changed[at] ^= change;
                put(dir.path(), &changed).unwrap();
                let (segments, _) = Segments::load(dir.path(), &[Digest::of(&changed)]);
                let documents = segments.places.keys().filter_map(|digest| segments.document(digest));
                documents.for_each(|document| drop(document.body.flow().clone()));
            }
        }
        fs::write(path_of(dir.path(), &named[0]), &bytes[1..]).unwrap();
        assert_eq!(Segments::load(dir.path(), &named).1, 1);
    }
}
