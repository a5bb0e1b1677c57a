//! What happens while a target is worked on, for progress bars and logs.

use std::sync::Arc;

use super::Class;

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum News {
    /// A lock was passed over: its holder is gone.
    StaleLock {
        holder: String,
    },
    /// A request failed in a way that may pass, and is made again.
    Retry {
        attempt: u32,
        reason: String,
    },
    /// Copies are made of so many files that will be replaced.
    Keeping {
        files: usize,
    },
    Kept {
        path: String,
    },
    /// There is nothing to copy: the file was deleted in the target by others.
    Gone {
        path: String,
    },
    /// Files of a class are written now.
    Stage {
        class: Class,
        files: usize,
    },
    Written {
        path: String,
        bytes: u64,
        class: Class,
    },
    /// Readers get this release from now on.
    Committed {
        release: String,
    },
    Deleting {
        files: usize,
    },
    Deleted {
        files: usize,
        releases: usize,
    },
}

/// Where news go, from whichever task they come.
#[derive(Clone)]
pub struct Teller(Arc<dyn Fn(News) + Send + Sync>);

impl Teller {
    pub fn new(tell: impl Fn(News) + Send + Sync + 'static) -> Teller {
        Teller(Arc::new(tell))
    }

    pub(super) fn tell(&self, news: News) {
        (self.0)(news);
    }
}
