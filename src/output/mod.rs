//! Writing the site: all of it or nothing.
//!
//! A site is written into a [`Stage`] beside the target folder. [`Stage::commit`] puts the stage in the
//! target's place in one step, so that a reader sees the former site or the new one, whole, also when
//! the process is killed or the disk is full. Nothing here knows what a page is.

mod error;
mod exchange;
mod lock;
mod marker;
mod stage;
mod target;

pub use error::OutputError;
pub use marker::MARKER;
pub use stage::Stage;

/// One file of the finished site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Artifact {
    /// Relative to the output folder, with `/`: `news/founding/index.html`.
    pub path: String,
    pub bytes: Vec<u8>,
}
