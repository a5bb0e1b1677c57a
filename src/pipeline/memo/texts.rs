//! Texts of documents in a file, read one by one when somebody wants them: after an edit hardly anybody does.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use crate::document::flow::{Flow, Store};

/// The texts of a file that was found to be whole.
#[derive(Debug)]
pub struct Texts {
    file: Mutex<File>,
    /// Why one could not be read. Who asked for it got an empty one: what came of it must not be published.
    fault: Mutex<Option<io::Error>>,
}

impl Texts {
    pub fn new(file: File) -> Texts {
        Texts { file: Mutex::new(file), fault: Mutex::default() }
    }

    /// The first fault, told once.
    pub fn fault(&self) -> Option<io::Error> {
        self.fault.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    fn read(&self, place: &Range<u64>) -> io::Result<Flow> {
        let length = place.end.checked_sub(place.start).and_then(|length| usize::try_from(length).ok());
        let mut bytes = vec![0; length.ok_or(io::ErrorKind::InvalidData)?];
        {
            let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
            file.seek(SeekFrom::Start(place.start))?;
            file.read_exact(&mut bytes)?;
        }
        postcard::from_bytes(&bytes).map_err(io::Error::other)
    }
}

impl Store for Texts {
    fn flow(&self, place: &Range<u64>) -> Option<Flow> {
        match self.read(place) {
            Ok(flow) => Some(flow),
            Err(fault) => {
                self.fault.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(fault);
                None
            }
        }
    }
}
