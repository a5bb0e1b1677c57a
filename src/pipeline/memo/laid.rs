//! A file of documents that nothing names yet.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::digest::Digest;
use crate::document::Document;

use super::file;
use super::segment;
use super::segments::path_of;
use super::texts::Texts;

/// How such files are called, before the number of the process. One that was killed leaves its own behind.
pub const PREFIX: &str = "new-documents-";

/// A file that is written, and gets its name when it is known that a memo names it: of a build that fails before,
/// nothing is left. Texts can be read from it already, so that they need not stay in memory until then.
#[derive(Debug)]
pub struct Laid {
    folder: PathBuf,
    temporary: PathBuf,
    digest: Digest,
    texts: Arc<Texts>,
}

impl Laid {
    pub fn write(folder: &Path, documents: &[(&Digest, &Arc<Document>)]) -> io::Result<Laid> {
        let temporary = folder.join(format!("{PREFIX}{}", std::process::id()));
        let written = segment::write(&temporary, documents).and_then(|(digest, places)| {
            let texts = Arc::new(Texts::new(file::open(&temporary)?));
            for ((_, document), place) in documents.iter().zip(places) {
                document.body.store_flow(texts.clone(), place);
            }
            Ok((digest, texts))
        });
        match written {
            Ok((digest, texts)) => Ok(Laid { folder: folder.to_owned(), temporary, digest, texts }),
            Err(error) => {
                let _ = fs::remove_file(&temporary);
                Err(error)
            }
        }
    }

    /// Gives the file its name. The folder is the one that it was written into.
    pub fn settle(&self) -> io::Result<Digest> {
        let named = path_of(&self.folder, &self.digest);
        if self.temporary.exists() || !named.exists() {
            fs::rename(&self.temporary, named)?;
        }
        Ok(self.digest)
    }

    /// Was a text not what was stored?
    pub fn failed(&self) -> bool {
        self.texts.failed()
    }
}

impl Drop for Laid {
    fn drop(&mut self) {
        // Nothing is there when it has its name.
        let _ = fs::remove_file(&self.temporary);
    }
}
