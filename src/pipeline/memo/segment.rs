//! One file of documents. It is never changed, and what it is called stands for all of it.
//!
//! ```text
//! texts in postcard's format, one behind another
//! digest of a document, u64 where its text begins, u32 length of that,
//!   u32 length, the rest of the document in postcard's format, …
//! u64 length of all texts
//! ```

use std::fs::File;
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;
use serde::Serialize;

use crate::digest::{Digest, Digesting};
use crate::document::Document;

use super::file;
use super::texts::Texts;

/// Documents that are put into the format together.
const AT_ONCE: usize = 128;

/// Bytes that are looked over together: few enough to stay in the processor's own memory.
const LOOKED_OVER: usize = 1 << 18;

/// A file that was found to be whole.
#[derive(Debug)]
pub struct Segment {
    pub digest: Digest,
    /// All documents, without their texts.
    documents: Vec<u8>,
    texts: Arc<Texts>,
}

/// Where a document is in a file.
#[derive(Debug, Clone)]
pub struct Place {
    document: Range<usize>,
    text: Range<u64>,
}

impl Segment {
    /// Opens the file of a digest.
    pub fn open(path: &Path, digest: &Digest) -> io::Result<Segment> {
        let mut file = file::open(path)?;
        let documents = read(&mut file, digest)?;
        Ok(Segment { digest: *digest, documents, texts: Arc::new(Texts::new(file)) })
    }

    /// Where documents are in it. `None` when it cannot be told: nobody wrote such a file but on purpose.
    pub fn places(&self) -> Option<Vec<(Digest, Place)>> {
        let mut rest = self.documents.as_slice();
        let mut places = Vec::new();
        while !rest.is_empty() {
            let (head, after) = rest.split_first_chunk::<{ Digest::LENGTH + 16 }>()?;
            let (digest, numbers) = head.split_at(Digest::LENGTH);
            let (start, lengths) = numbers.split_first_chunk::<8>()?;
            let (of_text, length) = lengths.split_first_chunk::<4>()?;
            let length = u32::from_le_bytes(length.try_into().ok()?);
            let start = u64::from_le_bytes(*start);
            let text = start..start.checked_add(u32::from_le_bytes(*of_text).into())?;
            let at = self.documents.len() - after.len();
            let (document, after) = after.split_at_checked(usize::try_from(length).ok()?)?;
            places.push((Digest::from_bytes(digest)?, Place { document: at..at + document.len(), text }));
            rest = after;
        }
        Some(places)
    }

    /// `None` also for one that a healthy file cannot hold.
    pub fn document(&self, place: &Place) -> Option<Document> {
        let bytes = self.documents.get(place.document.clone())?;
        let (mut document, rest): (Document, _) = postcard::take_from_bytes(bytes).ok()?;
        document.body.defer_flow(self.texts.clone(), place.text.clone());
        (rest.is_empty() && document.is_sound()).then_some(document)
    }

    /// Why a text could not be read. Told once.
    pub fn fault(&self) -> Option<io::Error> {
        self.texts.fault()
    }
}

impl Place {
    /// Bytes in the file.
    pub fn len(&self) -> u64 {
        self.document.len() as u64 + (self.text.end - self.text.start)
    }
}

/// Writes documents into a file, and tells its digest.
pub fn write(path: &Path, documents: &[(&Digest, &Arc<Document>)]) -> io::Result<Digest> {
    // The digest is taken of what the buffer gives away: in large pieces, which is several times as fast.
    let mut out = BufWriter::with_capacity(LOOKED_OVER, Digesting::new(File::create(path)?));
    let mut texts = Vec::with_capacity(documents.len());
    let mut end = 0;
    // Not all at once: together they are as large as the site's texts.
    for some in documents.chunks(AT_ONCE) {
        for text in encoded(some, |document| document.body.flow())? {
            out.write_all(&text)?;
            let start = end;
            end += text.len() as u64;
            texts.push(start..end);
        }
    }
    for (some, texts) in documents.chunks(AT_ONCE).zip(texts.chunks(AT_ONCE)) {
        for (((digest, _), text), bytes) in some.iter().zip(texts).zip(encoded(some, |document| document)?) {
            let lengths = (u32::try_from(text.end - text.start), u32::try_from(bytes.len()));
            let (Ok(of_text), Ok(length)) = lengths else { continue };
            out.write_all(digest.bytes())?;
            out.write_all(&text.start.to_le_bytes())?;
            out.write_all(&of_text.to_le_bytes())?;
            out.write_all(&length.to_le_bytes())?;
            out.write_all(&bytes)?;
        }
    }
    out.write_all(&end.to_le_bytes())?;
    Ok(out.into_inner()?.finish().0)
}

/// Parts of documents in postcard's format, made on all cores.
fn encoded<'d, T: Serialize + ?Sized + 'd>(
    documents: &[(&Digest, &'d Arc<Document>)],
    part: impl Fn(&'d Document) -> &'d T + Sync,
) -> io::Result<Vec<Vec<u8>>> {
    let encoded = |(_, document): &(&Digest, &'d Arc<Document>)| {
        postcard::to_stdvec(part(document)).map_err(io::Error::other)
    };
    documents.par_iter().map(encoded).collect()
}

/// What is behind the texts of a file; an error if it is damaged. The texts are only looked over, so that they never
/// lie in memory together.
fn read(file: &mut File, digest: &Digest) -> io::Result<Vec<u8>> {
    let mut trailer = [0; 8];
    let end = file.metadata()?.len().checked_sub(trailer.len() as u64).ok_or(io::ErrorKind::InvalidData)?;
    file.seek(SeekFrom::Start(end))?;
    file.read_exact(&mut trailer)?;
    let texts = u64::from_le_bytes(trailer);
    let length = end.checked_sub(texts).and_then(|length| usize::try_from(length).ok());
    let mut documents = vec![0; length.ok_or(io::ErrorKind::InvalidData)?];
    file.seek(SeekFrom::Start(0))?;
    let mut digesting = Digesting::new(io::sink());
    let mut piece = vec![0; LOOKED_OVER];
    let mut left = texts;
    while left > 0 {
        let some = left.min(LOOKED_OVER as u64) as usize;
        file.read_exact(&mut piece[..some])?;
        digesting.write_all(&piece[..some])?;
        left -= some as u64;
    }
    file.read_exact(&mut documents)?;
    digesting.write_all(&documents)?;
    digesting.write_all(&trailer)?;
    (digesting.finish().0 == *digest).then_some(documents).ok_or_else(|| io::ErrorKind::InvalidData.into())
}
