//! The site that stands in an output folder, for whoever brings it elsewhere: by its own list of files, and
//! only when the folder is what the list says.

use std::fs;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::OutputError;
use super::marker::{Listed, Marker, State};
use super::target::{self, Depth};

/// How many files an error names.
const NAMED: usize = 5;

/// A finished site on disk.
#[derive(Debug, Clone)]
pub struct Standing {
    /// Absolute, links resolved.
    pub folder: PathBuf,
    /// Paths below the folder, with `/`, sorted.
    pub files: Vec<String>,
}

/// What became of a listed file since it was written.
#[derive(PartialEq, Eq)]
enum Fate {
    Untouched,
    /// As long as it was, but written again: every file of a folder that was copied or unpacked is.
    Moved,
    /// Another length, or gone.
    Other,
}

/// The site in a folder. It is refused when files of it are missing, were changed, or when there are others:
/// what is published is what was built.
pub fn standing(folder: &Path) -> Result<Standing, OutputError> {
    let not_built = || OutputError::NotBuilt { target: folder.to_owned() };
    let target = fs::canonicalize(folder).map_err(|_| not_built())?;
    let disk = |source| OutputError::Disk { path: target.clone(), source };
    let marker = match Marker::read(&target).map_err(disk)? {
        None => return Err(not_built()),
        Some(None) => return Err(OutputError::OtherVersion { target }),
        Some(Some(marker)) => marker,
    };
    target::check_against(&marker, &target, Depth::All)?;
    let fates: Vec<(&String, Fate)> =
        marker.files.par_iter().map(|(path, listed)| (path, fate(&target.join(path), listed))).collect();
    let some_untouched = fates.iter().any(|(_, fate)| *fate == Fate::Untouched);
    let changed = fates.iter().filter(|(_, fate)| match fate {
        Fate::Untouched => false,
        // The whole folder was brought here from elsewhere, as CI does between two jobs.
        Fate::Moved => some_untouched,
        Fate::Other => true,
    });
    let files: Vec<String> = changed.take(NAMED).map(|(path, _)| (*path).clone()).collect();
    if !files.is_empty() {
        return Err(OutputError::Changed { target, files });
    }
    Ok(Standing { folder: target, files: marker.files.into_keys().collect() })
}

fn fate(path: &Path, listed: &Listed) -> Fate {
    match fs::symlink_metadata(path) {
        Ok(now) if now.is_file() && State::of(&now) == listed.state => Fate::Untouched,
        Ok(now) if now.is_file() && now.len() == listed.len => Fate::Moved,
        _ => Fate::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Artifact, Stage};
    use super::*;

    fn built() -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        let stage = Stage::open(&dir.path().join("public"), None).unwrap();
        for (path, text) in [("index.html", "one"), ("a/index.html", "two")] {
            stage.write(&Artifact::new(path, text)).unwrap();
        }
        stage.commit().unwrap();
        dir
    }

    fn tell(folder: &Path) -> String {
        match standing(folder) {
            Ok(standing) => standing.files.join(" "),
            Err(error) => error.to_string().replace(&folder.parent().unwrap().display().to_string(), ""),
        }
    }

    #[test]
    fn what_was_built_is_what_is_brought_away() {
        let dir = built();
        let public = dir.path().join("public");
        assert_eq!(tell(&public), "a/index.html index.html");
        fs::write(public.join("index.html"), "ONE").unwrap();
        assert!(tell(&public).contains("index.html"), "{}", tell(&public));
        assert!(!tell(&public).contains("a/index.html"), "{}", tell(&public));
        fs::remove_file(public.join("index.html")).unwrap();
        assert!(tell(&public).contains("index.html"));
        assert!(tell(&dir.path().join("gone")).contains("/gone"));
    }

    #[test]
    fn a_folder_that_was_copied_as_a_whole_is_the_same_site() {
        let dir = built();
        let copy = dir.path().join("copy");
        fs::create_dir_all(copy.join("a")).unwrap();
        for file in ["index.html", "a/index.html", super::super::MARKER] {
            fs::write(copy.join(file), fs::read(dir.path().join("public").join(file)).unwrap()).unwrap();
        }
        assert_eq!(tell(&copy), "a/index.html index.html");
        fs::write(copy.join("stray.html"), "x").unwrap();
        assert!(tell(&copy).contains("stray.html"));
    }
}
