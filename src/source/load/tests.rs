use std::collections::BTreeMap;
use std::time::Duration;

use super::*;
use crate::diagnostic::show::Texts;
use crate::digest::Digest;
use crate::source::{TEXT_LIMIT, open_told};
use tempfile::TempDir;

/// A site of these files.
fn site(files: &[(&str, &[u8])]) -> TempDir {
    let dir = TempDir::new().unwrap();
    for (path, bytes) in files {
        let path = dir.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    dir
}

/// Severity, code and file of each finding.
fn findings(loaded: &Checked<SourceTree>) -> Vec<String> {
    let place = |finding: &Diagnostic| finding.place.clone().map_or(String::new(), |p| p.file.to_string());
    loaded.diagnostics.iter().map(|f| format!("{:?} {} {}", f.severity, f.rule.code, place(f))).collect()
}

fn paths(tree: &SourceTree) -> (Vec<&str>, Vec<&str>) {
    (
        tree.files().iter().map(|file| &*file.path).collect(),
        tree.binaries().iter().map(|file| &*file.path).collect(),
    )
}

#[test]
fn texts_are_read_and_the_rest_is_listed() {
    let dir = site(&[
        ("site.yaml", b"title: x\n"),
        ("README.md", b"not the site's"),
        ("public/index.html", b"old"),
        ("content/news/a.md", "\u{feff}甲\r\n".as_bytes()),
        ("content/news/a/index.md", b""),
        ("content/news/a/photo.jpg", b"jpeg"),
        ("content/data.csv", &[0xB1]),
        ("content/.a.md.swp", b""),
        ("static/.well-known/security.txt", b"s"),
        ("static/.git/config", b"s"),
        ("static/old.html", &[0xB1]),
        ("themes/blue/theme.yaml", b""),
        ("themes/blue/assets/logo.svg", b"<svg/>"),
        ("templates/page.html", b"{{ page }}"),
    ]);
    let loaded = load(dir.path());
    assert_eq!(findings(&loaded), Vec::<String>::new());
    let (texts, binaries) = paths(&loaded.value);
    assert_eq!(
        texts,
        [
            "content/news/a.md",
            "content/news/a/index.md",
            "site.yaml",
            "templates/page.html",
            "themes/blue/theme.yaml"
        ]
    );
    assert_eq!(
        binaries,
        [
            "content/data.csv",
            "content/news/a/photo.jpg",
            "static/.well-known/security.txt",
            "static/old.html",
            "themes/blue/assets/logo.svg"
        ]
    );
    assert_eq!(&*loaded.value.file("content/news/a.md").unwrap().text, "\u{feff}甲\r\n");
    assert_eq!(loaded.value.binary("content/news/a/photo.jpg").unwrap().len, 4);
}

#[test]
fn every_bad_file_is_told_and_the_good_ones_stay() {
    let dir = site(&[
        ("site.yaml", b""),
        ("content/a.md", b"good"),
        ("content/b.md", &[b'x', 0xFF]),
        ("content/c.md", &[0xFF, 0xFE, 0x61, 0]),
        ("content/con.md", b""),
    ]);
    fs::File::create(dir.path().join("content/d.md")).unwrap().set_len(TEXT_LIMIT + 1).unwrap();
    let loaded = load(dir.path());
    assert_eq!(
        findings(&loaded),
        [
            "Warning HM0104 content/con.md",
            "Error HM0102 content/b.md",
            "Error HM0102 content/c.md",
            "Error HM0103 content/d.md"
        ]
    );
    assert_eq!(paths(&loaded.value).0, ["content/a.md", "content/con.md", "site.yaml"]);
    assert_eq!(loaded.value.text("content/b.md"), Some("x"));
}

#[cfg(unix)]
#[test]
fn links_lead_nowhere_else() {
    use std::os::unix::fs::symlink;
    let outside = site(&[("secret.md", b"secret"), ("folder/x.md", b"secret")]);
    let dir = site(&[
        ("site.yaml", b""),
        (".env", b"secret"),
        ("content/a.md", b"a"),
        ("static/.git/config", b"secret"),
    ]);
    let link = |target: &Path, name: &str| symlink(target, dir.path().join(name)).unwrap();
    link(Path::new("a.md"), "content/b.md");
    link(&outside.path().join("secret.md"), "content/c.md");
    link(&outside.path().join("folder"), "content/d");
    link(Path::new("../.env"), "content/e.txt");
    link(Path::new("../static/.git/config"), "content/f.txt");
    link(Path::new("."), "content/g");
    link(Path::new("nowhere.md"), "content/h.md");
    link(outside.path(), "templates");
    let loaded = load(dir.path());
    assert_eq!(paths(&loaded.value), (vec!["content/a.md", "content/b.md", "site.yaml"], vec![]));
    let skipped = ["c.md", "d", "e.txt", "f.txt", "g", "h.md"].map(|name| format!("content/{name}"));
    let skipped = skipped.into_iter().chain(["templates".to_owned()]);
    let expected: Vec<_> = skipped.map(|path| format!("Warning HM0101 {path}")).collect();
    assert_eq!(findings(&loaded), expected);
}

#[cfg(unix)]
#[test]
fn pipes_do_not_hang_and_odd_names_are_told() {
    use rustix::fs::{CWD, FileType, Mode, mknodat};
    use std::os::unix::ffi::OsStrExt;
    let dir = site(&[("site.yaml", b""), ("content/a.md", b""), ("content/A.md", b"")]);
    let content = dir.path().join("content");
    mknodat(CWD, content.join("p.md"), FileType::Fifo, Mode::RWXU, 0).unwrap();
    fs::write(content.join("e\u{301}.md"), "nfd").unwrap();
    fs::write(content.join("\u{e9}.md"), "nfc").unwrap();
    fs::write(content.join(OsStr::from_bytes(b"\xd0\xc2.md")), "").unwrap();
    let loaded = load(dir.path());
    assert_eq!(
        findings(&loaded),
        [
            "Error HM0104 content/a.md",
            "Warning HM0101 content/p.md",
            "Error HM0104 content/\u{e9}.md",
            "Error HM0104 content/新.md"
        ]
    );
    assert_eq!(open_told(&content.join("p.md")).unwrap_err().kind(), io::ErrorKind::InvalidInput);
}

#[test]
fn a_missing_site_says_where_to_look() {
    let help = |path: &Path| {
        let loaded = load(path);
        assert!(loaded.value.files().is_empty());
        loaded.diagnostics[0].help.clone().unwrap().en
    };
    let dir = site(&[("site/site.yaml", b""), ("site/content/a.md", b""), ("b/site.yml", b"")]);
    let at = |name: &str| dir.path().join(name);
    assert!(help(&at("site/content")).contains(&format!("`--site {}`", at("site").display())));
    assert!(help(&at("b")).contains("rename `site.yml`"));
    assert!(help(&at("nowhere")).contains("huimeng init"));
    assert!(load(&at("nowhere")).diagnostics[0].message.en.contains("there is no folder"));
}

/// Makes a file an hour old, as far as its time of change can be set.
fn age(path: &Path) {
    let hour_ago = fs::metadata(path).unwrap().modified().unwrap() - std::time::Duration::from_secs(3600);
    fs::File::options().write(true).open(path).unwrap().set_modified(hour_ago).unwrap();
}

#[test]
fn only_what_may_have_changed_is_read_again() {
    let dir = site(&[
        ("site.yaml", b"title: x\n"),
        ("content/a.md", b"old"),
        ("content/b.md", b"same"),
        ("static/c", b"c"),
    ]);
    let path = |path: &str| dir.path().join(path);
    for file in ["site.yaml", "content/a.md", "content/b.md"] {
        age(&path(file));
    }
    let first = load(dir.path()).value;
    let shared = |now: &SourceTree, file: &str| {
        std::sync::Arc::ptr_eq(&now.file(file).unwrap().text, &first.file(file).unwrap().text)
    };
    let again = reload(dir.path(), &first).value;
    assert!(again.changes(&first).is_empty());
    assert!(shared(&again, "content/a.md") && shared(&again, "content/b.md"));

    // As long as before, and with the time it had.
    fs::write(path("content/a.md"), "new").unwrap();
    age(&path("content/a.md"));
    fs::write(path("static/c"), "another").unwrap();
    fs::write(path("content/d.md"), "d").unwrap();
    let changed = reload(dir.path(), &first).value;
    assert_eq!(
        changed.changes(&first).iter().map(|path| &**path).collect::<Vec<_>>(),
        ["content/a.md", "content/d.md", "static/c"]
    );
    assert_eq!(&*changed.file("content/a.md").unwrap().text, "new");
    assert!(shared(&changed, "content/b.md"));
    fs::remove_file(path("content/b.md")).unwrap();
    assert_eq!(reload(dir.path(), &changed).value.changes(&changed).len(), 1);
}

#[test]
fn a_text_that_was_handed_over_is_shown_as_long_as_it_stands_on_the_disk() {
    let dir = site(&[
        ("site.yaml", b"title: x\n"),
        ("content/a.md", b"a"),
        ("content/b.md", b"b"),
        ("content/c.md", b"c"),
    ]);
    let mut tree = load(dir.path()).value;
    let digest = tree.file("content/a.md").unwrap().digest();
    tree.hand_over(|path| path.ends_with(".md"));
    fs::write(dir.path().join("content/b.md"), "B").unwrap();
    fs::remove_file(dir.path().join("content/c.md")).unwrap();
    let file = tree.file("content/a.md").unwrap();
    assert_eq!((&*file.text, file.digest()), ("", digest));
    let shown = ["site.yaml", "content/a.md", "content/b.md", "content/c.md"].map(|file| tree.text(file));
    assert_eq!(shown, [Some("title: x\n"), Some("a"), None, None]);
}

#[test]
fn a_known_text_is_read_only_when_somebody_wants_it() {
    let dir = site(&[
        ("site.yaml", b"title: x\n"),
        ("content/a.md", b"a"),
        ("content/b.md", b"b"),
        ("content/c.md", b"c"),
    ]);
    let first = load(dir.path()).value;
    fs::write(dir.path().join("content/b.md"), "B").unwrap();
    let known = first.files_under("content/").iter().map(|file| (file.path.clone(), file.known()));
    let known: BTreeMap<_, _> = known.collect();
    let tree = load_unknown(dir.path(), &|path| known.get(path)).value;
    let file = |path| tree.file(path).unwrap();
    assert_eq!(["content/a.md", "content/b.md"].map(|path| &*file(path).text), ["", "B"]);
    assert_eq!(file("content/a.md").digest(), Digest::of(b"a"));
    assert_eq!(tree.text("content/a.md"), Some("a"));
    fs::write(dir.path().join("content/c.md"), "C").unwrap();
    let texts = ["content/a.md", "content/b.md", "content/c.md"];
    let texts = texts.map(|path| Some(file(path).clone().at_hand()?.text.to_string()));
    assert_eq!(texts, [Some("a".to_owned()), Some("B".to_owned()), None]);
}

/// A digest that is wrong shows who was not read.
#[test]
fn a_known_file_whose_stamp_is_the_same_is_not_read() {
    let names = ["content/a.md", "content/b.md", "static/a.png", "static/b.png"];
    let dir = site(&[
        ("site.yaml", b"title: x\n"),
        (names[0], b"a"),
        (names[1], b"b"),
        (names[2], b"a"),
        (names[3], b"b"),
    ]);
    for name in names {
        let file = fs::File::options().write(true).open(dir.path().join(name)).unwrap();
        let now = file.metadata().unwrap().modified().unwrap();
        file.set_modified(now - Duration::from_secs(60)).unwrap();
    }
    let digests = |tree: &SourceTree| {
        let texts = tree.files_under("content/").iter().map(SourceFile::digest);
        texts.chain(tree.binaries().iter().filter_map(BinaryFile::digest)).collect::<Vec<_>>()
    };
    let known_from = |tree: &SourceTree| {
        let texts = tree.files_under("content/").iter().map(|file| (file.path.clone(), file.known()));
        let others = tree.binaries().iter().map(|file| (file.path.clone(), file.known().unwrap()));
        texts.chain(others).collect::<BTreeMap<_, _>>()
    };
    let wrong = Digest::of(b"wrong");
    let mut known = known_from(&load(dir.path()).value);
    known.values_mut().for_each(|known| known.digest = wrong);
    assert_eq!(digests(&load_unknown(dir.path(), &|path| known.get(path)).value), [wrong; 4]);
    // As long, and as old.
    for name in [names[1], names[3]] {
        let path = dir.path().join(name);
        let modified = fs::metadata(&path).unwrap().modified().unwrap();
        fs::write(&path, "B").unwrap();
        fs::File::options().write(true).open(&path).unwrap().set_modified(modified).unwrap();
    }
    let now = digests(&load_unknown(dir.path(), &|path| known.get(path)).value);
    let changed = Digest::of(b"B");
    // Where systems tell nothing but times and lengths, the second ones look as they did.
    if cfg!(unix) {
        assert_eq!(now, [wrong, changed, wrong, changed]);
    }
}

#[test]
fn what_belongs_to_a_site_is_told_by_its_path() {
    let ours = |path: &str| is_ours(Path::new(path));
    for path in ["site.yaml", "content", "content/a.md", "static/.well-known/x", "themes/a/theme.yaml"] {
        assert!(ours(path), "{path}");
    }
    for path in [
        "",
        "public/index.html",
        ".huimeng/x",
        "site.yaml/x",
        "content/.a.md.swp",
        "content/~$a.docx",
        "static/.git/x",
        "README.md",
        "content/4913",
    ] {
        assert!(!ours(path), "{path}");
    }
}
