//! Texts of documents in a file, read one by one when somebody wants them: after an edit hardly anybody does.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use crate::digest::Digest;
use crate::document::flow::{Flow, Store};

/// The texts of a file. Before each stands its digest.
#[derive(Debug)]
pub struct Texts {
    file: Mutex<File>,
    /// Was one of them not what was stored? Who asked for it got an empty one: nothing that was made since may be
    /// published.
    failed: AtomicBool,
}

impl Texts {
    pub fn new(file: File) -> Texts {
        Texts { file: Mutex::new(file), failed: AtomicBool::new(false) }
    }

    pub fn failed(&self) -> bool {
        self.failed.load(Ordering::Relaxed)
    }

    fn read(&self, place: &Range<u64>) -> io::Result<Flow> {
        let length = place.end.checked_sub(place.start).and_then(|length| usize::try_from(length).ok());
        let mut bytes = vec![0; length.ok_or(io::ErrorKind::InvalidData)?];
        {
            let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
            file.seek(SeekFrom::Start(place.start))?;
            file.read_exact(&mut bytes)?;
        }
        match bytes.split_at_checked(Digest::LENGTH) {
            Some((digest, text)) if Digest::of(text).bytes() == digest => {
                postcard::from_bytes(text).map_err(io::Error::other)
            }
            _ => Err(io::ErrorKind::InvalidData.into()),
        }
    }
}

impl Store for Texts {
    fn flow(&self, place: &Range<u64>) -> Option<Flow> {
        let flow = self.read(place).ok();
        if flow.is_none() {
            self.failed.store(true, Ordering::Relaxed);
        }
        flow
    }
}
