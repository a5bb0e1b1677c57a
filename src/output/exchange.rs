//! Putting one folder in the place of another.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// What the former site's temporary name ends in, where systems need two steps.
pub(super) const OLD: &str = "-old";

/// Moves `stage` to `target`; both have the same parent. Returns where the former folder is now, if
/// there was one. After an error both are where they were.
pub(super) fn put_in_place(stage: &Path, target: &Path) -> io::Result<Option<PathBuf>> {
    if !target.exists() {
        fs::rename(stage, target)?;
        return Ok(None);
    }
    match exchange(stage, target) {
        Some(done) => done.map(|()| Some(stage.to_owned())),
        None => in_two_steps(stage, target).map(Some),
    }
}

/// In one step, where system and disk can. `None` where they cannot.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn exchange(stage: &Path, target: &Path) -> Option<io::Result<()>> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use rustix::io::Errno;
    match renameat_with(CWD, stage, CWD, target, RenameFlags::EXCHANGE) {
        Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => None,
        done => Some(done.map_err(io::Error::from)),
    }
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn exchange(_: &Path, _: &Path) -> Option<io::Result<()>> {
    None
}

/// Old away, new in. For a moment there is no site; a run killed then is mended by the next one.
fn in_two_steps(stage: &Path, target: &Path) -> io::Result<PathBuf> {
    let mut old = stage.as_os_str().to_owned();
    old.push(OLD);
    let old = PathBuf::from(old);
    fs::rename(target, &old)?;
    match fs::rename(stage, target) {
        Ok(()) => Ok(old),
        Err(error) => {
            fs::rename(&old, target)?;
            Err(error)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folders(names: &[&str]) -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        for name in names {
            fs::create_dir(dir.path().join(name)).unwrap();
            fs::write(dir.path().join(name).join("name"), name).unwrap();
        }
        dir
    }

    #[test]
    fn both_ways_give_the_new_folder_and_tell_of_the_old_one() {
        type Way = fn(&Path, &Path) -> io::Result<Option<PathBuf>>;
        let ways: [Way; 2] = [put_in_place, |stage, target| in_two_steps(stage, target).map(Some)];
        for way in ways {
            let dir = folders(&["stage", "public"]);
            let name = |path: &Path| fs::read_to_string(path.join("name")).unwrap();
            let old = way(&dir.path().join("stage"), &dir.path().join("public")).unwrap();
            assert_eq!(name(&dir.path().join("public")), "stage");
            assert_eq!(name(&old.unwrap()), "public");
        }
    }

    #[test]
    fn a_second_step_that_fails_is_rolled_back() {
        let dir = folders(&["public"]);
        assert!(in_two_steps(&dir.path().join("missing"), &dir.path().join("public")).is_err());
        assert_eq!(fs::read_to_string(dir.path().join("public/name")).unwrap(), "public");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    }
}
