//! One file of documents. It is never changed, and what it is called stands for all of it.
//!
//! ```text
//! texts in postcard's format, one behind another, each behind its digest
//! digest of a document, u64 where its text begins, u32 length of that,
//!   u32 length, the rest of the document in postcard's format, …
//! digest of all between the texts and this, u64 length of all texts
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

/// Bytes that are written together.
const BUFFER: usize = 1 << 18;

/// What a file ends with.
const TRAILER: usize = Digest::LENGTH + size_of::<u64>();

/// A file whose documents are whole. Each text is looked at when it is wanted.
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
    /// Opens the file of a digest. One that is damaged is an error.
    pub fn open(path: &Path, digest: &Digest) -> io::Result<Segment> {
        let mut file = file::open(path)?;
        let documents = read(&mut file)?;
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
        let (document, rest): (Document, _) = postcard::take_from_bytes(bytes).ok()?;
        document.body.store_flow(self.texts.clone(), place.text.clone());
        (rest.is_empty() && document.is_sound()).then_some(document)
    }

    /// Frees the documents: from now on none is found.
    pub fn put_down(&mut self) {
        self.documents = Vec::new();
    }

    /// Was a text not what was stored?
    pub fn failed(&self) -> bool {
        self.texts.failed()
    }
}

impl Place {
    /// Bytes in the file.
    pub fn len(&self) -> u64 {
        self.document.len() as u64 + (self.text.end - self.text.start)
    }
}

/// Writes documents into a file. Tells its digest, and where the text of each is.
pub fn write(path: &Path, documents: &[(&Digest, &Arc<Document>)]) -> io::Result<(Digest, Vec<Range<u64>>)> {
    // The digest is taken of what the buffer gives away: in large pieces, which is several times as fast.
    let mut out = BufWriter::with_capacity(BUFFER, Digesting::new(File::create(path)?));
    let mut texts = Vec::with_capacity(documents.len());
    let mut end = 0;
    // Not all at once: together they are as large as the site's texts.
    for some in documents.chunks(AT_ONCE) {
        for text in encoded(some, |document| document.body.flow())? {
            out.write_all(Digest::of(&text).bytes())?;
            out.write_all(&text)?;
            let start = end;
            end += (Digest::LENGTH + text.len()) as u64;
            texts.push(start..end);
        }
    }
    let mut of_documents = Digesting::new(out);
    for (some, texts) in documents.chunks(AT_ONCE).zip(texts.chunks(AT_ONCE)) {
        for (((digest, _), text), bytes) in some.iter().zip(texts).zip(encoded(some, |document| document)?) {
            let lengths = (u32::try_from(text.end - text.start), u32::try_from(bytes.len()));
            let (Ok(of_text), Ok(length)) = lengths else { continue };
            of_documents.write_all(digest.bytes())?;
            of_documents.write_all(&text.start.to_le_bytes())?;
            of_documents.write_all(&of_text.to_le_bytes())?;
            of_documents.write_all(&length.to_le_bytes())?;
            of_documents.write_all(&bytes)?;
        }
    }
    let (digest, mut out) = of_documents.finish();
    out.write_all(digest.bytes())?;
    out.write_all(&end.to_le_bytes())?;
    Ok((out.into_inner()?.finish().0, texts))
}

/// Parts of documents in postcard's format, made on all cores.
fn encoded<'d, T: Serialize>(
    documents: &[(&Digest, &'d Arc<Document>)],
    part: impl Fn(&'d Document) -> T + Sync,
) -> io::Result<Vec<Vec<u8>>> {
    let encoded = |(_, document): &(&Digest, &'d Arc<Document>)| {
        postcard::to_stdvec(&part(document)).map_err(io::Error::other)
    };
    documents.par_iter().map(encoded).collect()
}

/// What is between the texts of a file and its end.
fn read(file: &mut File) -> io::Result<Vec<u8>> {
    let damaged = || io::Error::from(io::ErrorKind::InvalidData);
    let mut trailer = [0; TRAILER];
    let end = file.metadata()?.len().checked_sub(TRAILER as u64).ok_or_else(damaged)?;
    file.seek(SeekFrom::Start(end))?;
    file.read_exact(&mut trailer)?;
    let (digest, texts) = trailer.split_last_chunk::<8>().ok_or_else(damaged)?;
    let texts = u64::from_le_bytes(*texts);
    let length = end.checked_sub(texts).and_then(|length| usize::try_from(length).ok());
    let mut documents = vec![0; length.ok_or_else(damaged)?];
    file.seek(SeekFrom::Start(texts))?;
    file.read_exact(&mut documents)?;
    (Digest::of(&documents).bytes() == digest).then_some(documents).ok_or_else(damaged)
}
