//! One build at a time for one output folder.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

/// How often a build that waits looks again.
const STEP: Duration = Duration::from_millis(50);

/// A lock held by an open file. The system frees it when the process ends, however it ends.
#[derive(Debug)]
pub(super) struct Lock {
    file: File,
    path: PathBuf,
}

impl Lock {
    /// Waits at most so long; `None` when someone else still holds it then.
    pub(super) fn acquire(path: &Path, wait: Duration) -> io::Result<Option<Lock>> {
        let start = Instant::now();
        loop {
            let file = File::options().create(true).truncate(false).write(true).open(path)?;
            match file.try_lock() {
                Ok(()) if is_at(&file, path)? => return Ok(Some(Lock { file, path: path.to_owned() })),
                // The former holder removed the file between our opening and locking it.
                Ok(()) => continue,
                Err(TryLockError::WouldBlock) => {}
                // Some network disks have no locks: better an unguarded build than none.
                Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {
                    return Ok(Some(Lock { file, path: path.to_owned() }));
                }
                Err(TryLockError::Error(error)) => return Err(error),
            }
            if start.elapsed() >= wait {
                return Ok(None);
            }
            thread::sleep(STEP);
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // First the name, then the lock: whoever waits finds out that its file is no longer the lock.
        // Where that cannot be found out, the empty file stays.
        if cfg!(unix) {
            let _ = fs::remove_file(&self.path);
        }
        let _ = self.file.unlock();
    }
}

/// Is the open file still the one at the path?
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> io::Result<bool> {
    use std::os::unix::fs::MetadataExt;
    let open = file.metadata()?;
    match fs::metadata(path) {
        Ok(named) => Ok((open.dev(), open.ino()) == (named.dev(), named.ino())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

#[cfg(not(unix))]
fn is_at(_: &File, _: &Path) -> io::Result<bool> {
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_is_refused_until_the_first_is_done() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("public.huimeng-lock");
        let acquire = || Lock::acquire(&path, Duration::ZERO).unwrap();
        let first = acquire();
        assert!(first.is_some());
        assert!(acquire().is_none());
        drop(first);
        assert!(acquire().is_some());
        assert_eq!(path.exists(), !cfg!(unix));
    }
}
