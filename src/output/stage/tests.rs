mod again;

use super::*;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use tempfile::TempDir;

fn artifact(path: &str, text: &str) -> Artifact {
    Artifact::new(path, text)
}

fn publish(target: &Path, files: &[(&str, &str)]) -> Result<(), OutputError> {
    let stage = Stage::open(target, None)?;
    for (path, text) in files {
        stage.write(&artifact(path, text))?;
    }
    stage.commit().map(|_| ())
}

/// Every file below a folder with its text.
fn contents(folder: &Path) -> BTreeMap<String, String> {
    let files = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap);
    files
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let path = entry.path().strip_prefix(folder).unwrap().to_string_lossy().into_owned();
            let text = fs::read_to_string(entry.path()).unwrap();
            (path.clone(), if path == MARKER { lengths(&text) } else { text })
        })
        .collect()
}

/// The list of files without what differs from disk to disk.
fn lengths(list: &str) -> String {
    let files = list.lines().filter(|line| !line.starts_with("/ "));
    let lines = files.map(|line| match line.split(' ').collect::<Vec<_>>()[..] {
        [len, _, _, path] => format!("{len} {path}\n"),
        _ => format!("{line}\n"),
    });
    lines.collect()
}

/// The names beside the target, itself included.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn setup() -> (TempDir, PathBuf) {
    let dir = TempDir::new().unwrap();
    let target = dir.path().join("public");
    (dir, target)
}

#[test]
fn a_site_replaces_the_former_one_as_a_whole() {
    let (dir, target) = setup();
    let source = dir.path().join("photo.jpg");
    fs::write(&source, "photo").unwrap();
    publish(&target, &[("index.html", "old"), ("gone/index.html", "old")]).unwrap();

    let stage = Stage::open(&target, None).unwrap();
    stage.write(&artifact("index.html", "新")).unwrap();
    stage.write(&artifact("news/a/index.html", "a")).unwrap();
    stage.copy("news/a/photo.jpg", &source, None).unwrap();
    assert_eq!(contents(&target)["index.html"], "old");
    stage.commit().unwrap();

    let marker = "huimeng-output 3\n3 index.html\n1 news/a/index.html\n5 news/a/photo.jpg\n";
    let expected =
        [(MARKER, marker), ("index.html", "新"), ("news/a/index.html", "a"), ("news/a/photo.jpg", "photo")];
    let expected = expected.map(|(path, text)| (path.to_owned(), text.to_owned()));
    assert_eq!(contents(&target), BTreeMap::from(expected));
    assert_eq!(names(dir.path()), ["photo.jpg", "public"]);
}

#[test]
fn an_unfinished_site_leaves_nothing_behind() {
    let (dir, target) = setup();
    publish(&target, &[("index.html", "old")]).unwrap();
    let before = contents(&target);
    let stage = Stage::open(&target, None).unwrap();
    stage.write(&artifact("index.html", "new")).unwrap();
    drop(stage);
    assert_eq!(contents(&target), before);
    assert_eq!(names(dir.path()), ["public"]);
}

#[test]
fn what_killed_runs_left_is_cleared_and_other_folders_stay() {
    let (dir, target) = setup();
    let beside = |name: &str| dir.path().join(name);
    for name in ["public.huimeng-1", "public.huimeng-2-old", "public.huimeng-3", "public.huimeng-mine"] {
        fs::create_dir(beside(name)).unwrap();
    }
    fs::write(beside("public.huimeng-1").join(MARKER), "").unwrap();
    fs::write(beside("public.huimeng-3").join("thesis.txt"), "not ours").unwrap();
    fs::write(beside("public.huimeng-lock"), "").unwrap();
    // Killed between the two steps of an exchange: the former site has its other name.
    fs::write(beside("public.huimeng-2-old").join(MARKER), "huimeng-output 3\n").unwrap();
    let stage = Stage::open(&target, None).unwrap();
    assert!(target.join(MARKER).exists());
    stage.commit().unwrap();
    assert_eq!(names(dir.path()), ["public", "public.huimeng-3", "public.huimeng-mine"]);
}

#[test]
fn files_of_others_are_never_replaced() {
    let (dir, target) = setup();
    publish(&target, &[("index.html", "old")]).unwrap();
    let stage = Stage::open(&target, None).unwrap();
    fs::write(target.join("note.txt"), "mine").unwrap();
    fs::write(target.join(".DS_Store"), "").unwrap();
    let Err(OutputError::Foreign { files, .. }) = stage.commit() else { panic!("it was replaced") };
    assert_eq!(files, ["note.txt"]);
    let Err(OutputError::Foreign { files, .. }) = Stage::open(&target, None) else { panic!("it was opened") };
    assert_eq!(files, ["note.txt"]);
    fs::remove_file(target.join("note.txt")).unwrap();
    publish(&target, &[("index.html", "new")]).unwrap();

    // Deep inside, and found before the exchange; a folder of someone's is named as one.
    publish(&target, &[("a/index.html", "old")]).unwrap();
    fs::write(target.join("a/note.txt"), "mine").unwrap();
    let Err(OutputError::Foreign { files, .. }) = publish(&target, &[]) else { panic!("it was replaced") };
    assert_eq!(files, ["a/note.txt"]);
    fs::create_dir(target.join("photos")).unwrap();
    let Err(OutputError::Foreign { files, .. }) = Stage::open(&target, None) else { panic!("it was opened") };
    assert_eq!(files, ["photos/"]);

    // A whole folder of someone: at most five are named.
    let work = dir.path().join("work");
    fs::create_dir(&work).unwrap();
    (0..9).for_each(|number| fs::write(work.join(format!("{number}.txt")), "").unwrap());
    let Err(OutputError::Foreign { files, .. }) = Stage::open(&work, None) else { panic!("it was opened") };
    assert_eq!(files.len(), 5);
    assert_eq!(contents(&work).len(), 9);
    fs::write(work.join(MARKER), "huimeng-output 99\n").unwrap();
    assert!(matches!(Stage::open(&work, None), Err(OutputError::OtherVersion { .. })));
    assert_eq!(names(dir.path()), ["public", "work"]);
}

/// The states of folders spare looking into them, and hide nothing.
#[cfg(unix)]
#[test]
fn who_was_in_a_folder_shows_in_its_state() {
    let (dir, target) = setup();
    let spare = dir.path().join("spare");
    let publish = |files: &[&str]| {
        let stage = Stage::open(&target, Some(&spare)).unwrap();
        files.iter().for_each(|path| stage.write(&artifact(path, "text")).unwrap());
        // Until a change of the folders would bear another time.
        std::thread::sleep(Duration::from_millis(60));
        let listing = stage.commit()?.listing;
        let folders = Marker::read(&target).unwrap().unwrap().unwrap().folders;
        Ok((folders.keys().cloned().collect::<Vec<_>>(), listing))
    };
    let files = ["a/b/1", "a/2", "3"];
    assert_eq!(publish(&files).unwrap().0, ["a/", "a/b/"]);
    // Kept over the exchanges, and made anew where files come and go.
    assert_eq!(publish(&files).unwrap().0, ["a/", "a/b/"]);
    let files = ["a/b/c/4", "a/b/1"];
    // A file of `a` goes at the very end, from one site and then the other: what comes next could bear the same time.
    assert_eq!(publish(&files).unwrap().0, ["a/b/", "a/b/c/"]);
    assert_eq!(publish(&files).unwrap().0, ["a/b/", "a/b/c/"]);
    let (folders, listing) = publish(&files).unwrap();
    assert_eq!(folders, ["a/", "a/b/", "a/b/c/"]);
    assert!(stands(&target, &listing));
    for path in ["a/b/c/note.txt", "a/b/note.txt", "a/note.txt"] {
        fs::write(target.join(path), "mine").unwrap();
        assert!(!stands(&target, &listing), "{path}");
        let Err(OutputError::Foreign { files, .. }) = publish(&files) else { panic!("{path} was replaced") };
        assert_eq!(files, [path]);
        fs::remove_file(target.join(path)).unwrap();
        assert!(stands(&target, &listing), "{path}");
    }
    // In the spare site, which comes back as the next one.
    publish(&files).unwrap();
    fs::write(spare.join("a/b/note.txt"), "mine").unwrap();
    publish(&files).unwrap();
    assert!(!target.join("a/b/note.txt").exists());
}

#[test]
fn an_empty_folder_and_a_deep_one_are_fine() {
    let (dir, target) = setup();
    fs::create_dir(&target).unwrap();
    publish(&target, &[("a", "1")]).unwrap();
    publish(&dir.path().join("x/y/public"), &[("a", "1")]).unwrap();
    assert_eq!(contents(&target), contents(&dir.path().join("x/y/public")));
}

#[cfg(unix)]
#[test]
fn a_link_stays_and_the_folder_behind_it_is_replaced() {
    use std::os::unix::fs::symlink;
    let (dir, target) = setup();
    let real = dir.path().join("elsewhere/www");
    fs::create_dir_all(&real).unwrap();
    symlink(&real, &target).unwrap();
    publish(&target, &[("a", "1")]).unwrap();
    publish(&target, &[("a", "2")]).unwrap();
    assert_eq!(contents(&real)["a"], "2");
    assert!(fs::symlink_metadata(&target).unwrap().is_symlink());
    assert_eq!(names(&dir.path().join("elsewhere")), ["www"]);
    // A link that leads nowhere is told, not replaced.
    symlink(dir.path().join("nowhere"), dir.path().join("dangling")).unwrap();
    assert!(matches!(Stage::open(&dir.path().join("dangling"), None), Err(OutputError::Disk { .. })));
}

#[test]
fn what_is_in_the_way_is_told() {
    let (dir, target) = setup();
    fs::write(&target, "a file").unwrap();
    assert!(matches!(Stage::open(&target, None), Err(OutputError::BadTarget { .. })));
    let error = Stage::open(&target.join("public"), None).unwrap_err();
    assert!(error.to_string().contains("is not a folder"), "{error}");
    assert_eq!(names(dir.path()), ["public"]);
    assert!(matches!(Stage::open(Path::new("/"), None), Err(OutputError::BadTarget { .. })));
    let full = OutputError::Disk { path: "public".into(), source: io::ErrorKind::StorageFull.into() };
    assert!(full.to_string().contains("no space left"));
    assert!(full.diagnostic().message.zh.contains("磁盘已满"));
}

#[test]
fn paths_stay_in_the_folder_and_are_written_once() {
    let (_dir, target) = setup();
    let stage = Stage::open(&target, None).unwrap();
    for path in
        ["", "/etc/passwd", "../x", "a/../../x", "a/./b", "a//b", "a/", "a\\b", "a\0b", "a\nb", "..", MARKER]
    {
        let outcome = stage.write(&artifact(path, ""));
        assert!(matches!(outcome, Err(OutputError::BadPath { .. })), "{path:?}");
    }
    stage.write(&artifact("a..b/%2e%2e/新闻.html", "1")).unwrap();
    assert!(matches!(stage.write(&artifact("a..b/%2e%2e/新闻.html", "2")), Err(OutputError::Twice { .. })));
    assert!(matches!(stage.write(&artifact("a..b", "3")), Err(OutputError::Twice { .. })));
    assert!(stage.write(&artifact("a..b/%2e%2e/新闻.html/x", "4")).is_err());
}

#[test]
fn a_second_build_waits_for_its_turn() {
    let (dir, target) = setup();
    let stage = Stage::open(&target, None).unwrap();
    let second = Stage::open_within(&target, None, Duration::ZERO);
    assert!(matches!(second, Err(OutputError::Locked { .. })));
    drop(stage);

    // Each of four builds writes its number into every file: no two may mix.
    let done = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for number in 0..4 {
            let (target, done) = (&target, &done);
            scope.spawn(move || {
                let stage = Stage::open_within(target, None, Duration::from_secs(600)).unwrap();
                for file in 0..20 {
                    stage.write(&artifact(&format!("{file}/index.html"), &number.to_string())).unwrap();
                }
                stage.commit().unwrap();
                done.fetch_add(1, Ordering::Relaxed);
            });
        }
    });
    assert_eq!(done.into_inner(), 4);
    let mut files = contents(&target);
    files.remove(MARKER);
    assert_eq!(files.len(), 20);
    assert_eq!(files.values().collect::<std::collections::BTreeSet<_>>().len(), 1);
    assert_eq!(names(dir.path()), ["public"]);
}

#[test]
fn many_threads_write_one_site() {
    let (_dir, target) = setup();
    let stage = Stage::open(&target, None).unwrap();
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let stage = &stage;
            scope.spawn(move || {
                for file in 0..50 {
                    let path = format!("{}/{}/{thread}.html", file % 3, file % 7);
                    let path = format!("{path}.{file}");
                    stage.write(&artifact(&path, &path)).unwrap();
                }
            });
        }
    });
    stage.commit().unwrap();
    assert_eq!(contents(&target).len(), 201);
}
