//! A site over a former one, of which a spare copy is kept.

use super::*;

/// Publishes with the replaced site kept, and tells what is in the output afterwards.
fn publish_again(dir: &TempDir, files: &[(&str, &str)]) -> BTreeMap<String, String> {
    let (target, spare) = (dir.path().join("public"), dir.path().join("spare"));
    let photo = dir.path().join("photo.jpg");
    fs::write(&photo, files[0].1).unwrap();
    let stage = Stage::open(&target, Some(&spare)).unwrap();
    files.iter().for_each(|(path, text)| stage.write(&artifact(path, text)).unwrap());
    stage.copy("photo.jpg", &photo, Some(Digest::of(files[0].1.as_bytes()))).unwrap();
    stage.commit().unwrap();
    contents(&target)
}

/// The same, written into an empty folder.
fn publish_fresh(files: &[(&str, &str)]) -> BTreeMap<String, String> {
    publish_again(&TempDir::new().unwrap(), files)
}

#[test]
fn a_site_on_top_of_an_older_one_equals_a_fresh_one() {
    let sites: [&[(&str, &str)]; 6] = [
        &[("index.html", "1"), ("a/index.html", "a"), ("gone/deep/x.html", "x"), ("b", "file")],
        &[("index.html", "2"), ("a/index.html", "a"), ("b/index.html", "folder now")],
        &[("index.html", "1"), ("a", "file now"), ("b", "file again"), ("c/d/e", "new")],
        &[("index.html", "1"), ("a/index.html", "a"), ("b/c/d", "deep"), ("c", "file now")],
        &[("index.html", "longer")],
        &[("index.html", "1"), ("a/index.html", "a")],
    ];
    let dir = TempDir::new().unwrap();
    for site in sites {
        assert_eq!(publish_again(&dir, site), publish_fresh(site));
        let empty = walkdir::WalkDir::new(dir.path().join("public")).into_iter().map(Result::unwrap);
        let mut empty = empty.filter(|entry| entry.file_type().is_dir());
        assert!(empty.all(|entry| fs::read_dir(entry.path()).unwrap().next().is_some()));
    }
    assert_eq!(names(dir.path()), ["photo.jpg", "public", "spare"]);
}

#[test]
fn a_kept_site_that_was_meddled_with_does_no_harm() {
    let site: &[(&str, &str)] = &[("index.html", "1"), ("a/index.html", "a")];
    let dir = TempDir::new().unwrap();
    let spare = dir.path().join("spare");
    let again = || {
        publish_again(&dir, site);
        publish_again(&dir, site)
    };
    again();
    fs::write(spare.join("index.html"), "X").unwrap();
    assert_eq!(again(), publish_fresh(site));
    fs::write(spare.join("note.txt"), "not listed").unwrap();
    assert_eq!(again(), publish_fresh(site));
    fs::remove_file(spare.join("a/index.html")).unwrap();
    assert_eq!(again(), publish_fresh(site));
    fs::remove_file(spare.join(MARKER)).unwrap();
    assert_eq!(again(), publish_fresh(site));
    #[cfg(unix)]
    {
        let outside = dir.path().join("outside");
        fs::write(&outside, "mine").unwrap();
        fs::remove_file(spare.join("index.html")).unwrap();
        std::os::unix::fs::symlink(&outside, spare.join("index.html")).unwrap();
        fs::remove_file(spare.join("a/index.html")).unwrap();
        fs::hard_link(&outside, spare.join("a/index.html")).unwrap();
        assert_eq!(again(), publish_fresh(site));
        // With a link among its files the kept site is given up; a second name alone is only cut off.
        fs::remove_file(spare.join("a/index.html")).unwrap();
        fs::hard_link(&outside, spare.join("a/index.html")).unwrap();
        assert_eq!(again(), publish_fresh(site));
        assert_eq!(fs::read_to_string(&outside).unwrap(), "mine");
    }
}

#[cfg(unix)]
#[test]
fn files_that_did_not_change_are_not_written_again() {
    let site: &[(&str, &str)] = &[("index.html", "1"), ("a/index.html", "a")];
    let changed: &[(&str, &str)] = &[("index.html", "1"), ("a/index.html", "b")];
    let dir = TempDir::new().unwrap();
    publish_again(&dir, site);
    publish_again(&dir, site);
    let files = ["index.html", "a/index.html", "photo.jpg"];
    let states =
        |folder| files.map(|file| State::of(&fs::metadata(dir.path().join(folder).join(file)).unwrap()));
    let former = states("spare");
    publish_again(&dir, changed);
    let kept: Vec<bool> = former.iter().zip(states("public")).map(|(a, b)| *a == b).collect();
    assert_eq!(kept, [true, false, true]);
    // Whoever holds a second name of a file sees that it is replaced and not overwritten.
    let second = dir.path().join("second");
    fs::hard_link(dir.path().join("spare/a/index.html"), &second).unwrap();
    publish_again(&dir, changed);
    assert_eq!(fs::read_to_string(&second).unwrap(), "a");
}

#[test]
fn a_file_is_kept_from_either_site_while_it_is_as_it_was_written() {
    let (dir, target) = setup();
    let spare = dir.path().join("spare");
    let key = Digest::of(b"what the page is made from");
    let page = Artifact { path: "a/index.html".into(), bytes: b"a".into(), made_from: Some(key) };
    let open = || Stage::open(&target, Some(&spare)).unwrap();
    let stage = open();
    assert_eq!(stage.keep("a/index.html", &key).unwrap(), None);
    stage.write(&page).unwrap();
    stage.commit().unwrap();
    // From the site that stands, then from the one before it, which nothing has to be written for.
    for written in [1, 0, 0] {
        let stage = open();
        assert_eq!(stage.keep("a/index.html", &Digest::of(b"something else")).unwrap(), None);
        assert_eq!(stage.keep("a/index.html", &key).unwrap(), Some(1));
        let published = stage.commit().unwrap();
        assert_eq!(published.written, written);
        assert!(stands(&target, &published.listing));
    }
    fs::write(target.join("a/index.html"), "b").unwrap();
    fs::write(spare.join("a/index.html"), "b").unwrap();
    let stage = open();
    assert_eq!(stage.keep("a/index.html", &key).unwrap(), None);
    stage.write(&page).unwrap();
    let published = stage.commit().unwrap();
    assert_eq!(contents(&target)["a/index.html"], "a");
    fs::write(target.join("mine"), "").unwrap();
    assert!(!stands(&target, &published.listing));
    fs::remove_file(target.join("mine")).unwrap();
    assert!(stands(&target, &published.listing));
    fs::write(target.join("a/index.html"), "b").unwrap();
    assert!(!stands(&target, &published.listing));
}
