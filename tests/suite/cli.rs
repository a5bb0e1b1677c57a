//! Options, exit codes, the output folder, and what is the same on every machine; and files that nobody
//! writes by intention.

use std::fs;
use std::path::Path;

use crate::harness::{LEAST, NOW, Run, Site, assert_same, files, program, repository};

/// A site with a page, a picture, two languages and an alias.
fn small() -> Site {
    Site::of(&[
        ("site.yaml", "title: 明水\nbase_url: https://example.org/\nlanguages: [zh-Hans, zh-Hant-TW]\n"),
        ("content/about/a.md", "---\ntitle: 关于\naliases: [/old/]\n---\n\n[附件](/a.txt)，软件。\n"),
        ("content/news/2024-05-16-b.md", "---\ntitle: 成立\ntags: [签约]\n---\n\n正文。\n"),
        ("static/a.txt", "附件\n"),
    ])
}

#[test]
fn results_and_messages_have_a_stream_each() {
    let site = small();
    let run = site.build().expect(0);
    assert!(run.stdout.contains("2 ") && run.stdout.contains("public"), "{}", run.stdout);
    assert_eq!(run.stderr, "");
    let run = site.run(&["build", "-q"]).expect(0);
    assert_eq!((run.stdout.as_str(), run.stderr.as_str()), ("", ""));
    site.write("content/about/a.md", "---\n");
    let run = site.run(&["build", "-q"]).expect(1);
    assert_eq!(run.stdout, "");
    assert!(run.stderr.contains("HM0111"), "{}", run.stderr);
}

#[test]
fn misuse_is_told_apart() {
    let site = small();
    for arguments in [
        &["build", "--no-such-option"][..],
        &["biuld"],
        &["build", "--now", "yesterday"],
        &["build", "--base-url", "example.org"],
        &["check", "--message-format", "xml"],
        &["schema", "nothing"],
        &["build", "-q", "-v"],
    ] {
        let run = site.run(arguments).expect(2);
        assert_eq!(run.stdout, "", "{arguments:?}");
        assert!(!run.stderr.is_empty(), "{arguments:?}");
    }
    assert!(!site.path("public").exists());
}

#[test]
fn a_word_that_nothing_is_near_to_is_answered_by_those_that_there_are() {
    let site = small();
    for (arguments, known) in [
        (&["new", "xyz", "题"][..], "partners"),
        (&["schema", "foo"], "glossary"),
        (&["zh", "--text", "--exact", "foobar"], "s2twp"),
    ] {
        let run = site.run(&[&["--messages", "zh"], arguments].concat()).expect(2);
        assert!(run.stderr.contains(known) && !run.stderr.contains('…'), "{}", run.stderr);
    }
    let run = site.run(&["--messages", "zh", "new", "newz", "题"]).expect(2);
    assert!(run.stderr.contains("是否想写 `news`？可用的有"), "{}", run.stderr);
    let run = site.run(&["--messages", "zh", "new", "news", " "]).expect(2);
    assert!(run.stderr.contains("标题是空的"), "{}", run.stderr);
    let run = site.run(&["--messages", "zh", "diff", "nosuch", "public"]).expect(2);
    assert!(run.stderr.contains("没有文件夹或文件 nosuch"), "{}", run.stderr);
}

/// Who closes the pipe wants no more, and no words about it.
#[cfg(unix)]
#[test]
fn a_reader_who_leaves_ends_the_program_quietly() {
    for arguments in [&["completions", "bash"][..], &["schema", "news"], &["--licenses"]] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let run = program(arguments).stdout(writer).output().unwrap();
        assert_eq!(run.status.code(), Some(3), "{arguments:?}");
        assert_eq!(String::from_utf8_lossy(&run.stderr), "", "{arguments:?}");
    }
}

#[test]
fn messages_follow_the_locale() {
    let site = Site::of(&[("content/about/a.md", "---\n")]);
    for (locale, word) in [("zh_CN.UTF-8", "错误[HM0111]"), ("en_GB.UTF-8", "error[HM0111]")] {
        let run = Run::of(site.command(&["check"]).env("LANG", locale)).expect(1);
        assert!(run.stderr.contains(word), "{}", run.stderr);
    }
    let run = Run::of(site.command(&["check", "--messages", "zh"]).env("LANG", "en_GB.UTF-8")).expect(1);
    assert!(run.stderr.contains("错误[HM0111]"), "{}", run.stderr);
    let colours = Run::of(&mut site.command(&["check", "--color", "always"])).expect(1);
    assert!(colours.stderr.contains('\u{1b}'));
    assert!(!run.stderr.contains('\u{1b}'));
}

#[test]
fn the_site_and_the_output_are_where_they_are_told() {
    let (site, elsewhere) = (small(), Site::empty());
    let (from, out) = (site.path(""), elsewhere.path("a site/公开"));
    let arguments = ["build", "--now", NOW, "--site", from.to_str().unwrap(), "--out", out.to_str().unwrap()];
    Run::of(program(&arguments).current_dir(elsewhere.path(""))).expect(0);
    site.build().expect(0);
    assert_same(&site.output(), &files(&out));
}

#[test]
fn another_address_changes_every_link() {
    let site = small();
    site.run(&["build", "--now", NOW, "--base-url", "https://example.net/preview/"]).expect(0);
    let output = site.output();
    let home = String::from_utf8(output["index.html"].clone()).unwrap();
    assert!(home.contains("https://example.net/preview/"), "{home}");
    for (path, bytes) in &output {
        let text = String::from_utf8_lossy(bytes);
        assert!(!text.contains("https://example.org"), "{path}");
    }
}

#[test]
fn a_report_counts() {
    let site = small();
    site.run(&["build", "--now", NOW, "--report", "report.json"]).expect(0);
    let report: serde_json::Value = serde_json::from_str(&site.read("report.json")).unwrap();
    assert_eq!(report["sources"], 2);
    assert_eq!(report["languages"], 2);
    assert_eq!(report["files"].as_u64().unwrap() as usize, site.output().len());
    let pages = site.output().keys().filter(|path| path.ends_with(".html")).count();
    assert_eq!(report["pages"].as_u64().unwrap() as usize, pages);
    let home = fs::read_to_string(site.path("public/index.html")).unwrap();
    assert!(report["bytes"].as_u64().unwrap() as usize > home.len());
}

#[test]
fn a_folder_that_is_no_site() {
    let empty = Site::empty();
    for command in ["build", "check"] {
        let run = empty.run(&[command, "--messages", "en"]).expect(1).says(&["HM0401", "site.yaml"]);
        assert_eq!(run.stdout, "");
    }
    let missing = empty.path("missing");
    let run = empty.run(&["build", "--site", missing.to_str().unwrap(), "--messages", "en"]);
    assert_ne!(run.code, Some(0));
    assert!(!missing.exists());
}

#[test]
fn folders_and_files_of_others_are_refused() {
    let site = small();
    site.write("public/photo.jpg", "mine");
    let run = site.run(&["build", "--messages", "en"]).expect(1);
    assert!(run.stderr.contains("HM0901") && run.stderr.contains("photo.jpg"), "{}", run.stderr);
    assert_eq!(files(&site.path("public")).len(), 1);

    let site = small();
    site.build().expect(0);
    site.write("public/about/a/mine.txt", "mine");
    let before = site.output();
    let run = site.run(&["build", "--messages", "en"]).expect(1);
    assert!(run.stderr.contains("HM0901") && run.stderr.contains("about/a/mine.txt"), "{}", run.stderr);
    assert_same(&before, &site.output());
}

#[test]
fn sources_are_never_an_output_folder() {
    let site = small();
    let before = files(&site.path(""));
    for out in [".", "content", "static"] {
        let run = site.run(&["build", "--out", out, "--messages", "en"]);
        assert!(matches!(run.code, Some(1..=3)), "{out}: {run:?}");
    }
    let mut after = files(&site.path(""));
    after.retain(|path, _| !path.starts_with(".huimeng/"));
    assert_same(&before, &after);
}

#[test]
#[cfg(unix)]
fn a_link_in_the_place_of_the_output() {
    let (site, elsewhere) = (small(), Site::empty());
    elsewhere.write("precious.txt", "mine");
    std::os::unix::fs::symlink(elsewhere.path(""), site.path("public")).unwrap();
    site.run(&["build", "--messages", "en"]).expect(1);
    assert_eq!(files(&elsewhere.path("")).len(), 1);
    assert_eq!(elsewhere.read("precious.txt"), "mine");
}

#[test]
fn the_disk_may_refuse() {
    let site = small();
    site.write("blocked", "a file");
    let run = site.run(&["build", "--out", "blocked/public", "--messages", "en"]).expect(3);
    assert!(run.stderr.contains("HM0902") && run.stderr.contains("blocked"), "{}", run.stderr);
    assert_eq!(site.read("blocked"), "a file");
}

/// Same input, same bytes: in another folder, on one core and on four, in another time zone and locale,
/// in another order on the disk, and after a build of something else.
#[test]
fn the_output_is_the_same_everywhere() {
    let source = files(&repository("content"));
    let config = fs::read_to_string(repository("site.yaml")).unwrap();
    let copy = |names: Vec<&String>| {
        let site = Site::empty();
        for name in names {
            site.write(&format!("content/{name}"), &source[name]);
        }
        site.write("site.yaml", &config);
        site
    };
    let one = copy(source.keys().collect());
    Run::of(one.command(&["build", "--now", NOW]).env("RAYON_NUM_THREADS", "1").env("TZ", "UTC")).expect(0);
    let expected = one.output();
    let two = copy(source.keys().rev().collect());
    two.run(&["build", "--drafts", "--future", "--base-url", "https://example.net/x/"]).expect(0);
    let mut command = two.command(&["build", "--now", NOW]);
    command.envs([
        ("RAYON_NUM_THREADS", "4"),
        ("TZ", "America/St_Johns"),
        ("LANG", "tr_TR.UTF-8"),
        ("HOME", "/"),
    ]);
    Run::of(&mut command).expect(0);
    assert_same(&expected, &two.output());
}

/// One of two builds of one folder waits for the other, or gives up in words; the output is whole.
#[test]
fn two_builds_at_once() {
    let site = small();
    site.build().expect(0);
    let expected = site.output();
    let arguments = ["build", "--now", NOW, "--messages", "en"];
    let builds: Vec<_> = (0..4).map(|_| site.start(&arguments)).collect();
    for build in builds {
        let run = Run::from(build.wait_with_output().unwrap());
        match run.code {
            Some(0) => {}
            _ => _ = run.expect(3).says(&["another build"]),
        }
    }
    assert_same(&expected, &site.output());
}

#[test]
fn editors_files_are_not_published() {
    let site = small();
    site.build().expect(0);
    let expected = site.output();
    for name in [".a.md.swp", "a.md~", "#a.md#", ".#a.md", "4913", ".DS_Store", "Thumbs.db"] {
        site.write(&format!("content/about/{name}"), "canary");
        site.write(&format!("static/{name}"), "canary");
    }
    site.build().expect(0);
    assert_same(&expected, &site.output());
}

#[test]
fn other_encodings_are_named() {
    let text = "---\ntitle: 明水产教联合体正式成立\n---\n\n五月十六日，联合体在明水成立。\n";
    let (gb, _, _) = encoding_rs::GB18030.encode(text);
    let (big5, _, _) =
        encoding_rs::BIG5.encode("---\ntitle: 明水產教聯合體正式成立\n---\n\n聯合體在明水成立。\n");
    let utf16: Vec<u8> = "\u{feff}標題".encode_utf16().flat_map(u16::to_le_bytes).collect();
    for (bytes, name) in
        [(&*gb, "GB18030"), (&*big5, "Big5"), (&utf16, "UTF-16"), (b"---\ntitle: a\0b\n---\n", "NUL")]
    {
        let site = small();
        site.build().expect(0);
        let former = site.output();
        site.write("content/about/z.md", bytes);
        let run = site.run(&["build", "--messages", "en"]).expect(1);
        assert!(run.stderr.contains("HM0102") && run.stderr.contains(name), "{name}: {}", run.stderr);
        assert!(!run.stderr.contains('\u{fffd}'), "{}", run.stderr);
        assert_same(&former, &site.output());
    }
}

#[test]
fn large_files_are_refused() {
    let site = small();
    site.write("content/about/z.md", "a".repeat(9 << 20));
    site.run(&["build", "--messages", "en"]).expect(1).says(&["HM0103", "content/about/z.md"]);
}

#[test]
fn large_pictures_are_told() {
    let site = small();
    let picture = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><!--{}--></svg>",
        "x".repeat(4 << 20)
    );
    site.write("static/big.svg", picture);
    site.run(&["check", "--messages", "en"]).expect(0).says(&["HM0316", "static/big.svg"]);
}

#[test]
#[cfg(unix)]
fn odd_files_are_refused_by_name() {
    use std::os::unix::fs::symlink;
    let (site, outside) = (small(), Site::of(&[("secret.md", "---\ntitle: canary\n---\n")]));
    symlink(outside.path("secret.md"), site.path("content/about/link.md")).unwrap();
    symlink(outside.path(""), site.path("content/folder")).unwrap();
    symlink(outside.path("secret.md"), site.path("static/link.txt")).unwrap();
    symlink("loop", site.path("content/loop")).unwrap();
    symlink("gone", site.path("static/gone")).unwrap();
    let made = std::process::Command::new("mkfifo").arg(site.path("content/about/pipe.md")).status();
    let mut names =
        vec!["content/about/link.md", "content/folder", "static/link.txt", "content/loop", "static/gone"];
    if made.is_ok_and(|status| status.success()) {
        names.push("content/about/pipe.md");
    }
    let run = site.run(&["build", "--messages", "en"]).says(&names).says(&["HM0101"]);
    assert!(matches!(run.code, Some(0 | 1)), "{run:?}");
    if site.path("public").exists() {
        for (path, bytes) in site.output() {
            assert!(!String::from_utf8_lossy(&bytes).contains("canary"), "{path}");
        }
    }
}

/// Nothing is written outside the output folder, whatever slugs, aliases and paths say.
#[test]
fn paths_stay_inside() {
    let parent = Site::empty();
    for (number, line) in [
        "slug: ../../x",
        "slug: /tmp/x",
        "slug: \"a\\0b\"",
        "slug: \"%2e%2e/x\"",
        "aliases: [/../../x]",
        "aliases: [\"/a/%2e%2e/%2e%2e/x\"]",
        "cover: ../../../etc/passwd",
        "template: ../../../etc/passwd",
    ]
    .iter()
    .enumerate()
    {
        let folder = format!("site{number}");
        parent.write(&format!("{folder}/site.yaml"), LEAST);
        parent.write(&format!("{folder}/content/about/a.md"), format!("---\ntitle: 一\n{line}\n---\n"));
        let path = parent.path(&folder);
        parent.run(&["build", "--site", path.to_str().unwrap(), "--messages", "en"]).expect(1);
        assert!(!path.join("public").exists(), "{line}");
    }
    let written = files(&parent.path(""));
    assert!(written.keys().all(|path| path.starts_with("site")), "{:?}", written.keys());
}

/// Small files that cost other programs minutes or gigabytes.
#[test]
fn hostile_texts_end_soon() {
    let bomb: String = (1..9)
        .map(|level| format!("  a{level}: &a{level} [{}]\n", vec![format!("*a{}", level - 1); 9].join(", ")))
        .collect();
    let head = format!("---\ntitle: 一\nextra:\n  a0: &a0 [x]\n{bomb}---\n");
    let deep = |text: &str| format!("---\ntitle: 一\n---\n\n{}\n", text.repeat(50_000));
    let lists: String = (0..2_000).map(|depth| format!("{}- x\n", " ".repeat(depth))).collect();
    let cases = [
        ("alias bomb", head, Some(1)),
        ("self alias", "---\ntitle: &a [*a]\n---\n".to_owned(), Some(1)),
        ("deep YAML", format!("---\ntitle: {}\n---\n", "[".repeat(50_000)), Some(1)),
        ("quotes", deep(">"), None),
        ("brackets", deep("["), None),
        ("closed brackets", deep("[a]("), None),
        ("emphasis", deep("*a **b "), None),
        ("backticks", deep("`a``b"), None),
        ("notes", deep("[^a]\n"), None),
        ("marks", deep("-{"), None),
        ("shortcodes", deep("{{ a("), None),
        ("wiki links", deep("[["), None),
        ("tags", deep("<a "), None),
        ("lists", format!("---\ntitle: 一\n---\n\n{lists}"), None),
    ];
    std::thread::scope(|scope| {
        for (name, text, code) in &cases {
            scope.spawn(move || {
                let site = Site::of(&[("content/about/a.md", text)]);
                let run = site.run(&["build", "--messages", "en", "--message-format", "json"]);
                assert!(!run.stderr.contains("panicked"), "{name}: {}", &run.stderr[..2_000]);
                assert!(matches!(run.code, Some(0 | 1)), "{name}: {:?}", run.code);
                if let Some(code) = code {
                    assert_eq!(run.code, Some(*code), "{name}");
                }
                if run.code == Some(0) {
                    let page = fs::read(site.path("public/about/a/index.html")).unwrap();
                    assert!(page.len() < 50 * text.len(), "{name}: {} bytes", page.len());
                }
            });
        }
    });
}

/// Injections are shown as text: no element and no attribute comes of them.
#[test]
fn injections_are_text() {
    let payload = "\"><script>alert(1)</script><img src=x onerror=alert(1)>'{{ 7 * 7 }}";
    let quoted = format!("'{}'", payload.replace('\'', "''"));
    let site = Site::of(&[
        (
            "site.yaml",
            &format!(
                "title: {quoted}\ndescription: {quoted}\nbase_url: https://example.org/\nfooter: {{organizer: {quoted}}}\npartner_kinds: {{enterprise: {quoted}}}\n"
            ),
        ),
        (
            "content/partners/p.md",
            &format!(
                "---\ntitle: {quoted}\nshort_name: {quoted}\nkind: enterprise\nregion: {quoted}\ncontact: {{电话: {quoted}}}\n---\n"
            ),
        ),
        (
            "content/news/2024-05-16-a.md",
            &format!(
                "---\ntitle: {quoted}\nsubtitle: {quoted}\nsummary: {quoted}\nauthors: [{quoted}]\nsource: {quoted}\ntags: [签约]\npartners: [p]\ncover: {{src: /a.svg, alt: {quoted}}}\n---\n\n{payload}\n\n![{payload}](/a.svg \"{}\")\n\n```\"><script>\nx\n```\n",
                payload.replace('"', "&quot;")
            ),
        ),
        ("static/a.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1\" height=\"1\"/>"),
    ]);
    site.build().expect(0);
    for (path, bytes) in site.output() {
        let mut text = String::from_utf8(bytes).unwrap();
        if path.ends_with(".json") {
            // Titles and summaries are plain text there; only one member is read as HTML.
            let feed: serde_json::Value = serde_json::from_str(&text).unwrap();
            text = feed["items"][0]["content_html"].as_str().unwrap_or_default().to_owned();
        }
        assert!(!text.contains("<script>alert"), "{path}");
        assert!(!text.contains("<img src=x"), "{path}");
        assert!(!text.contains("'49"), "{path}");
    }
}

#[test]
fn schemas_and_completions_go_to_stdout() {
    for kind in ["news", "partner", "signing", "page", "site", "glossary"] {
        let run = Run::of(&mut program(&["schema", kind])).expect(0);
        let schema: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
        assert!(schema["$schema"].is_string(), "{kind}");
    }
    let run = Run::of(&mut program(&["completions", "bash"])).expect(0);
    assert!(run.stdout.contains("huimeng"));
}

#[test]
fn the_least_site_builds_without_a_theme_folder() {
    let site = Site::of(&[]);
    site.build().expect(0);
    assert!(site.path("public/index.html").exists());
    assert!(!Path::new(&site.path("themes")).exists());
}

#[test]
fn texts_of_lists_and_home_have_former_addresses_too() {
    let site = Site::of(&[
        ("content/index.md", "---\ntitle: 明水\naliases: [/start/]\n---\n"),
        ("content/news/index.md", "---\ntitle: 新闻\naliases: [/xinwen/]\n---\n"),
        ("content/news/2024-05-16-b.md", "---\ntitle: 成立\n---\n\n正文。\n"),
    ]);
    site.build().expect(0);
    assert!(site.read("public/start/index.html").contains("https://example.org/"));
    assert!(site.read("public/xinwen/index.html").contains("https://example.org/news/"));
}
