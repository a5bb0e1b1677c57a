//! Whole sites as folders: what goes in, and in `expected/` what comes out, with the messages of the build in
//! `messages.txt` where there are any. After a wanted change `HUIMENG_UPDATE=1 cargo test --test suite golden`
//! writes both anew; read the diff.
//!
//! All sites use the theme `tests/sites/plain`, which prints what templates are given, so that a change of
//! the default theme changes nothing here.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::harness::{Files, NOW, Site, assert_same, expectations_change, files, repository, write};

#[test]
fn languages() {
    golden("languages");
}

#[test]
fn records() {
    golden("records");
}

#[test]
fn markdown() {
    golden("markdown");
}

#[test]
fn sub_path() {
    golden("sub-path");
}

#[test]
fn one_language() {
    golden("one-language");
}

#[test]
fn hant_default() {
    golden("hant-default");
}

/// A new folder of a site is worth nothing until a test names it.
#[test]
fn every_site_is_tried() {
    let this = fs::read_to_string(repository("tests/suite/golden.rs")).unwrap();
    let entries = fs::read_dir(repository("tests/sites")).unwrap();
    for name in entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()) {
        assert!(name == "plain" || this.contains(&format!("(\"{name}\")")), "{name}");
    }
}

/// A site built at three times: drafts never, the others from `publish_at` and until `expires_at`. What
/// is hidden leaves no word anywhere.
#[test]
fn schedule() {
    let site = copy("schedule");
    let words = ["canary-always", "canary-draft", "canary-embargo", "canary-expiring"];
    let seen = |arguments: &[&str]| {
        let arguments = [&["build", "--clean"], arguments].concat();
        site.run(&arguments).expect(0);
        let output = site.output();
        words.iter().copied().filter(|word| holds(&output, word)).collect::<Vec<_>>()
    };
    assert_eq!(seen(&["--now", "2025-05-31T23:59:59+08:00"]), ["canary-always", "canary-expiring"]);
    let all_but_draft = ["canary-always", "canary-embargo", "canary-expiring"];
    assert_eq!(seen(&["--now", "2025-06-01T00:00:00+08:00"]), all_but_draft);
    assert_eq!(seen(&["--now", NOW]), ["canary-always", "canary-embargo"]);
    assert_eq!(seen(&["--now", NOW, "--drafts"]), ["canary-always", "canary-draft", "canary-embargo"]);
    assert_eq!(seen(&["--now", "2025-05-31T23:59:59+08:00", "--future"]), all_but_draft);
}

/// Line ends and a byte order mark are an editor's business: the output is the same.
#[test]
fn crlf() {
    let plain = copy("records");
    plain.build().expect(0);
    for (end, mark) in [("\r\n", ""), ("\r", ""), ("\n", "\u{feff}"), ("\r\n", "\u{feff}")] {
        let other = copy("records");
        for (path, text) in files(&other.path("content")) {
            if !path.ends_with(".md") {
                continue;
            }
            let text = String::from_utf8(text).unwrap();
            other.write(&format!("content/{path}"), mark.to_owned() + &text.replace('\n', end));
        }
        let config = other.read("site.yaml").replace('\n', end);
        other.write("site.yaml", mark.to_owned() + &config);
        other.build().expect(0);
        assert_same(&plain.output(), &other.output());
    }
}

/// Builds a site of `tests/sites` and compares every file of its output.
fn golden(name: &str) {
    let site = copy(name);
    let run = site.run(&["build", "--now", NOW, "--messages", "en"]).expect(0);
    let mut output = site.output();
    output.retain(|path, _| !is_of_default_theme(path));

    let folder = repository("tests/sites").join(name).join("expected");
    let messages = folder.with_file_name("messages.txt");
    let update = expectations_change();
    if update {
        if folder.exists() {
            fs::remove_dir_all(&folder).unwrap();
        }
        for (path, bytes) in &output {
            write(&folder.join(path), bytes);
        }
        match run.stderr.is_empty() {
            true => _ = fs::remove_file(&messages),
            false => write(&messages, run.stderr.as_bytes()),
        }
    }
    assert_eq!(run.stderr, fs::read_to_string(&messages).unwrap_or_default(), "{name}");
    let expected = files(&folder);
    for (path, bytes) in &output {
        let Some(expected) = expected.get(path) else { continue };
        if let (Ok(new), Ok(old)) = (std::str::from_utf8(bytes), std::str::from_utf8(expected)) {
            assert!(new == old, "{name}/{path}\n{}", first_difference(old, new));
        }
    }
    assert_same(&expected, &output);
}

/// The site in a folder of its own, with the plain theme.
fn copy(name: &str) -> Site {
    let site = Site::empty();
    let sites = repository("tests/sites");
    let theme = files(&sites.join("plain"));
    let theme = theme.into_iter().map(|(path, bytes)| (format!("themes/plain/{path}"), bytes));
    let is_input = |path: &str| !path.starts_with("expected/") && path != "messages.txt";
    let own = files(&sites.join(name)).into_iter().filter(|(path, _)| is_input(path));
    for (path, bytes) in own.chain(theme) {
        site.write(&path, bytes);
    }
    site
}

/// Assets of the default theme are published with every theme. They change with it, and so do their names.
fn is_of_default_theme(path: &str) -> bool {
    let assets: BTreeSet<String> = files(&repository("themes/default/assets")).into_keys().collect();
    let Some((stem, extension)) = path.strip_prefix("assets/").and_then(|name| name.rsplit_once('.')) else {
        return false;
    };
    let plain = stem.rsplit_once('.').map_or(stem, |(plain, _hash)| plain);
    assets.contains(&format!("{plain}.{extension}")) && Path::new(path).starts_with("assets")
}

fn holds(output: &Files, word: &str) -> bool {
    output.iter().any(|(path, bytes)| {
        path.contains(word) || bytes.windows(word.len()).any(|window| window == word.as_bytes())
    })
}

/// The first line that differs, as it was and as it is.
fn first_difference(old: &str, new: &str) -> String {
    let mut pairs = old.lines().zip(new.lines()).enumerate();
    match pairs.find(|(_, (old, new))| old != new) {
        Some((number, (old, new))) => format!("line {}\n- {old}\n+ {new}", number + 1),
        None => "one is longer than the other".to_owned(),
    }
}
