//! Writing the site: all of it or nothing.
//!
//! A site is written into a [`Stage`] beside the target folder. [`Stage::commit`] puts the stage in the
//! target's place in one step, so that a reader sees the former site or the new one, whole, also when
//! the process is killed or the disk is full. Nothing here knows what a page is.

mod error;
mod exchange;
mod lock;
mod marker;
pub mod media_type;
mod stage;
mod standing;
mod target;

use crate::digest::Digest;

pub use error::OutputError;
pub use marker::MARKER;
pub use stage::{Published, Stage, stands};
pub use standing::{Standing, standing};

/// One file of the finished site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Artifact {
    /// Relative to the output folder, with `/`: `news/founding/index.html`.
    pub path: String,
    pub bytes: Vec<u8>,
    /// Stands for all that the bytes were made from, where that is known: by it the file is known again
    /// without its bytes.
    pub made_from: Option<Digest>,
}

impl Artifact {
    /// A file that is always made anew.
    pub fn new(path: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Artifact {
        Artifact { path: path.into(), bytes: bytes.into(), made_from: None }
    }
}
