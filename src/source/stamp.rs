//! Whether a file is still the one that was read, told without reading it again.

use std::fs::Metadata;
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};

/// Coarsest times that disks keep: FAT counts in steps of two seconds.
const COARSE: Duration = Duration::from_millis(2500);

/// What the disk says of a file. Equal stamps mean equal bytes when `tells_all` says so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    len: u64,
    modified: Option<SystemTime>,
    /// Inode, and when it last changed, also by a rename onto it; times alone can be set back.
    #[cfg(unix)]
    inode: (u64, i64, i64),
}

impl Stamp {
    /// The stamp of a file that was just asked for.
    pub fn of(metadata: &Metadata) -> Stamp {
        #[cfg(unix)]
        use std::os::unix::fs::MetadataExt;
        Stamp {
            len: metadata.len(),
            modified: metadata.modified().ok(),
            #[cfg(unix)]
            inode: (metadata.ino(), metadata.ctime(), metadata.ctime_nsec()),
        }
    }

    /// Would a later change show in the stamp? Not while the file is as young as the disk's clock is coarse.
    #[expect(clippy::disallowed_methods, reason = "decides what is read again, never what is made of it")]
    pub(super) fn tells_all(&self) -> bool {
        let age = self.modified.and_then(|modified| SystemTime::now().duration_since(modified).ok());
        age.is_some_and(|age| age > COARSE)
    }
}
