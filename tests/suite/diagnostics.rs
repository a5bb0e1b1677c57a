//! What `check` says about broken sites. Each case is a tiny site in a Markdown file of
//! `tests/diagnostics`, with the messages that are expected, in Chinese and English:
//!
//! `````text
//! # the name of the case
//!
//! ````content/news/2024-05-16-a.md
//! ---
//! ````
//!
//! ````en
//! error[HM0111]: …
//! ````
//! `````
//!
//! A site without `site.yaml` gets the least one. After a wanted change
//! `HUIMENG_UPDATE=1 cargo test --test suite diagnostics` writes the messages anew; read the diff.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;

use huimeng::diagnostic::RULES;
use serde_json::Value;

use crate::harness::{LEAST, NOW, Site, assert_same, expectations_change, files, repository};

#[test]
fn files_and_front_matter() {
    cases("files");
}

#[test]
fn fields() {
    cases("fields");
}

#[test]
fn references() {
    cases("references");
}

#[test]
fn markdown() {
    cases("markdown");
}

#[test]
fn config() {
    cases("config");
}

#[test]
fn templates() {
    cases("templates");
}

#[test]
fn addresses() {
    cases("addresses");
}

#[test]
fn languages() {
    cases("languages");
}

#[test]
fn glossary() {
    cases("glossary");
}

/// Rules that no case here can show, with the reason. Every other one must be shown.
const NOT_HERE: &[(&str, &str)] = &[
    ("HM0101", "links and pipes: `cli::odd_files_are_refused_by_name`"),
    ("HM0102", "bytes that are not UTF-8: `cli::other_encodings_are_named`"),
    ("HM0103", "a file of 9 MiB: `cli::large_files_are_refused`"),
    ("HM0316", "a picture of 4 MiB: `cli::large_pictures_are_told`"),
    ("HM0901", "the output folder: `cli::folders_and_files_of_others_are_refused`"),
    ("HM0902", "the disk: `cli::the_disk_may_refuse`"),
    ("HM0911", "a target: `deploy::what_others_wrote_is_left_alone`"),
    ("HM0912", "a target: `deploy::a_target_that_cannot_be_written_is_no_fault_of_the_site`"),
];

#[test]
fn every_rule_is_shown() {
    let mut texts = String::new();
    for (_, text) in files(&repository("tests/diagnostics")) {
        texts += &String::from_utf8(text).unwrap();
    }
    let unseen: BTreeSet<&str> =
        RULES.iter().map(|rule| rule.code).filter(|code| !texts.contains(&format!("[{code}]"))).collect();
    let excused: BTreeSet<&str> = NOT_HERE.iter().map(|(code, _)| *code).collect();
    assert_eq!(unseen, excused);
    // The tests that are named exist.
    for (_, reason) in NOT_HERE {
        let (module, name) =
            reason.trim_end_matches('`').split('`').nth(1).unwrap().split_once("::").unwrap();
        let tests = fs::read_to_string(repository(&format!("tests/suite/{module}.rs"))).unwrap();
        assert!(tests.contains(&format!("fn {name}()")), "{name}");
    }
}

/// A site with findings in three files, the second one with characters of two columns before its place.
fn broken() -> Site {
    Site::of(&[
        ("site.yaml", "title: 明水\nbase_url: https://example.org/\npaginat: 3\n"),
        (
            "content/news/2024-05-16-b.md",
            "---\ntitle: 成立\npartners: [谁也不是, nobody]\n---\n\n[x](gone.md)\n",
        ),
        ("content/news/2024-05-16-a.md", "---\ntitel: 成立\ntitle: 成立\ndate: 2024-02-30\n---\n"),
        ("content/about/z.md", "没有文件头\n"),
    ])
}

#[test]
fn all_errors_come_at_once_and_sorted() {
    let run = broken().run(&["check", "--message-format", "json", "--messages", "en"]).expect(1);
    assert_eq!(run.stdout, "");
    let findings = run.findings();
    let place = |finding: &Value| {
        let text = |key: &str| finding[key].as_str().unwrap().to_owned();
        let number = |key: &str| finding[key].as_u64().unwrap();
        (
            text("file"),
            number("line"),
            number("column"),
            number("end_line"),
            number("end_column"),
            text("code"),
        )
    };
    let places: Vec<_> = findings.iter().map(place).collect();
    let expected = [
        ("content/about/z.md", 1, 1, 1, 6, "HM0110"),
        ("content/news/2024-05-16-a.md", 2, 1, 2, 6, "HM0201"),
        ("content/news/2024-05-16-a.md", 4, 7, 4, 17, "HM0204"),
        ("content/news/2024-05-16-b.md", 3, 12, 3, 16, "HM0208"),
        ("content/news/2024-05-16-b.md", 3, 18, 3, 24, "HM0208"),
        ("content/news/2024-05-16-b.md", 6, 1, 6, 13, "HM0302"),
        ("site.yaml", 3, 1, 3, 8, "HM0201"),
    ];
    let expected = expected.map(|(file, a, b, c, d, code)| (file.to_owned(), a, b, c, d, code.to_owned()));
    assert_eq!(places, expected);
    for finding in &findings {
        assert_eq!(finding["severity"], "error");
        assert!(!finding["message"].as_str().unwrap().is_empty());
        assert!(finding["help"].is_string(), "{finding}");
        assert!(finding["related"].is_array());
    }
}

#[test]
fn github_annotations() {
    let run = broken().run(&["check", "--message-format", "github", "--messages", "en"]).expect(1);
    let lines: Vec<&str> = run.stderr.lines().collect();
    assert_eq!(lines.len(), 7, "{}", run.stderr);
    assert!(lines.iter().all(|line| line.starts_with("::error ")), "{}", run.stderr);
    assert!(lines[2].contains("file=content/news/2024-05-16-a.md"), "{}", lines[2]);
    assert!(lines[2].contains("line=4") && lines[2].contains("col=7"), "{}", lines[2]);
    assert!(lines[2].contains("HM0204"), "{}", lines[2]);
}

#[test]
fn sarif() {
    let run = broken().run(&["check", "--message-format", "sarif", "--messages", "en"]).expect(1);
    let log: Value = serde_json::from_str(&run.stderr).unwrap();
    assert_eq!(log["version"], "2.1.0");
    let results = log["runs"][0]["results"].as_array().unwrap();
    assert_eq!(results.len(), 7);
    let rules = log["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
    for result in results {
        assert!(rules.iter().any(|rule| rule["id"] == result["ruleId"]), "{result}");
    }
    let place = &results[3]["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "content/news/2024-05-16-b.md");
    assert_eq!(
        (place["region"]["startLine"].as_u64(), place["region"]["startColumn"].as_u64()),
        (Some(3), Some(12))
    );
}

#[test]
fn a_failed_build_leaves_the_former_site() {
    let site = Site::of(&[("content/about/a.md", "---\ntitle: 一\n---\n")]);
    site.build().expect(0);
    let former = site.output();
    site.write("content/about/a.md", "---\ntitle: 二\n---\n\n[[nobody]]\n");
    site.write("content/about/b.md", "---\ntitle: 三\n---\n");
    site.build().expect(1);
    assert_same(&former, &site.output());
    site.write("content/about/a.md", "---\ntitle: 二\n---\n");
    // Now only a template fails, and only while rendering.
    site.write("templates/page.html", "{{ page.nothing }}");
    site.build().expect(1);
    assert_same(&former, &site.output());
    fs::remove_file(site.path("templates/page.html")).unwrap();
    site.build().expect(0);
    assert!(site.output().contains_key("about/b/index.html"));
}

#[test]
fn warnings_are_errors_when_strict() {
    let site = Site::of(&[("content/news/a.md", "---\ntitle: 一\ndate: 2024-5-16\n---\n")]);
    let run = site.build().expect(0);
    assert!(run.stderr.contains("HM0205"), "{}", run.stderr);
    let former = site.output();
    site.run(&["build", "--now", NOW, "--strict"]).expect(1).says(&["HM0205"]);
    assert_same(&former, &site.output());
    site.run(&["check", "--strict"]).expect(1);
    site.write("site.yaml", format!("{LEAST}check: {{unusual-date: off}}\n"));
    site.run(&["check", "--strict"]).expect(0);
    site.write("site.yaml", format!("{LEAST}check: {{unusual-date: error}}\n"));
    site.run(&["build"]).expect(1);
}

#[test]
fn safe_corrections_are_written() {
    let text = "---\ntitle： 成立：纪实\ndate: 2024年5月6日\ntags: [签约，成立]\n---\n\n正文： 不动。\n";
    let site = Site::of(&[("content/news/重庆.md", text)]);
    site.run(&["check", "--messages", "en"]).expect(1);
    site.run(&["check", "--fix", "--messages", "en"]).expect(0);
    let run = site.run(&["check", "--messages", "en"]).expect(0);
    assert_eq!(run.stderr, "", "{}", site.read("content/news/重庆.md"));
    let fixed = site.read("content/news/重庆.md");
    assert!(fixed.contains("slug: chongqing\n"), "{fixed}");
    assert!(fixed.contains("date: 2024-05-06\n"), "{fixed}");
    assert!(fixed.ends_with("\n正文： 不动。\n"), "{fixed}");
}

/// Runs each case of a file and compares the messages in both languages.
fn cases(name: &str) {
    let path = repository("tests/diagnostics").join(format!("{name}.md"));
    let text = fs::read_to_string(&path).unwrap();
    let mut new = String::new();
    for (number, case) in parse(&text).iter().enumerate() {
        let site = Site::of(&[]);
        for (path, text) in &case.files {
            site.write(path, text);
        }
        let _ = writeln!(new, "{}# {}", if number == 0 { "" } else { "\n" }, case.title);
        for (path, text) in &case.files {
            let _ = write!(new, "\n````{path}\n{text}````\n");
        }
        for language in ["en", "zh"] {
            let run = site.run(&["check", "--now", NOW, "--messages", language, "--color", "never"]);
            assert!(!run.stderr.contains("panicked"), "{}", run.stderr);
            let errors = run.stderr.contains("error[") || run.stderr.contains("错误[");
            assert_eq!(run.code, Some(i32::from(errors)), "{}: {}", case.title, run.stderr);
            let _ = write!(new, "\n````{language}\n{}````\n", run.stderr);
        }
    }
    if expectations_change() {
        fs::write(&path, &new).unwrap();
    } else if let Some((number, (old, new))) =
        text.lines().zip(new.lines()).enumerate().find(|(_, (old, new))| old != new)
    {
        panic!("{}:{}\n- {old}\n+ {new}", path.display(), number + 1);
    } else {
        assert_eq!(text.len(), new.len(), "{}", path.display());
    }
}

struct Case<'a> {
    title: &'a str,
    files: Vec<(&'a str, String)>,
}

/// The cases of a file, without the messages.
fn parse(text: &str) -> Vec<Case<'_>> {
    let mut cases: Vec<Case> = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if let Some(title) = line.strip_prefix("# ") {
            cases.push(Case { title, files: Vec::new() });
        } else if let Some(path) = line.strip_prefix("````") {
            let block: String =
                lines.by_ref().take_while(|line| *line != "````").map(|line| format!("{line}\n")).collect();
            if path != "en" && path != "zh" {
                cases.last_mut().expect("a title before the files").files.push((path, block));
            }
        } else {
            assert!(line.is_empty(), "neither a title nor a file: {line}");
        }
    }
    cases
}
