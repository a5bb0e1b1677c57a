//! The report on script conversion, through the program: what is asked, in every form, and how it is answered.

use std::io::Write as _;
use std::process::Stdio;

use serde_json::Value;

use crate::harness::{Run, Site};

const SETTINGS: &str = "title: 明水\nbase_url: https://example.org/\nlanguages:\n  - zh-Hans\n  \
                        - {tag: zh-Hant-TW, path: tw}\n  - {tag: zh-Hant-HK, path: hk}\n";
const PAGE: &str = "---\ntitle: 校长余得水\nsummary: 摄影崔常松\n---\n\n里程碑在台州，作者崔常松。\n\n![崔常松](/a.svg)\n\n- [ ] 范家\n";

fn site() -> Site {
    let site =
        Site::of(&[("content/about.md", PAGE), ("content/other.md", "---\ntitle: 其他\n---\n\n正文。\n")]);
    site.write("site.yaml", SETTINGS);
    site.write("static/a.svg", r#"<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>"#);
    site
}

fn report(site: &Site, arguments: &[&str]) -> Run {
    let mut all = vec!["zh", "--messages", "zh"];
    all.extend(arguments);
    site.run(&all)
}

fn objects(run: &Run) -> Vec<Value> {
    run.stdout.lines().map(|line| serde_json::from_str(line).expect("an object a line")).collect()
}

#[test]
fn questions_are_shown_with_their_places() {
    let site = site();
    let run = report(&site, &[]).expect(0);
    for part in [
        "余 → 餘  zh-Hant-TW zh-Hant-HK  1 处\n  也可以是  余\n",
        "松 → 松  zh-Hant-TW zh-Hant-HK  3 处\n  也可以是  鬆\n",
        "content/about.md:2:10  校长余得水  ",
        "content/about.md:3:14  摄影崔常松  ",
        "content/about.md:6:12  在台州，作者崔常松。  ",
        "content/about.md:8:5  崔常松  ",
        "其中 4 处要看",
    ] {
        assert!(run.stdout.contains(part), "`{part}` is not in:\n{}", run.stdout);
    }
    // Two columns for a character: the mark stands below it.
    let lines: Vec<&str> = run.stdout.lines().collect();
    let line = lines.iter().position(|line| line.contains("about.md:2:10")).expect("the title");
    assert_eq!(lines[line + 1], format!("{}^^", " ".repeat("  content/about.md:2:10  ".len() + 4)));
    assert!(!run.stdout.contains("里程碑 →"));
    let all = report(&site, &["--all"]).expect(0).stdout;
    assert!(
        all.contains("里程碑 → 里程碑  zh-Hant-TW zh-Hant-HK  1 处\n  依据  词典里的词（已定）"),
        "{all}"
    );
}

#[test]
fn programs_get_objects_and_spreadsheets_a_table() {
    let site = site();
    let run = report(&site, &["--format", "json", "--to", "zh-Hant-HK", "content/about.md"]).expect(0);
    let objects = objects(&run);
    assert_eq!(objects.len(), 4);
    let title = &objects[0];
    assert_eq!(title["file"], "content/about.md");
    assert_eq!((&title["line"], &title["column"], &title["end_column"]), (&2.into(), &10.into(), &11.into()));
    assert_eq!(
        (&title["word"], &title["before"], &title["behind"]),
        (&"余".into(), &"校长".into(), &"得水".into())
    );
    assert_eq!(title["variants"]["zh-Hant-HK"]["output"], "餘");
    assert_eq!(title["variants"]["zh-Hant-HK"]["candidates"][0], "余");
    assert_eq!(title["variants"]["zh-Hant-HK"]["why"], "character");
    assert_eq!(title["variants"]["zh-Hant-HK"]["risk"], "ask");
    assert!(title["variants"].get("zh-Hant-TW").is_none());

    let table = report(&site, &["--format", "csv"]).expect(0).stdout;
    let rows: Vec<&str> = table.split("\r\n").collect();
    assert!(rows[0].starts_with("\u{feff}\"编号\",\"文件\",\"行\""), "{table}");
    // A row for each of four places and two languages, the head, and the end of the last line.
    assert_eq!(rows.len(), 10);
    assert!(rows[1].contains("\"余\",\"得水\",\"zh-Hant-TW\",\"餘\",\"余\""), "{}", rows[1]);
}

#[test]
fn what_was_accepted_is_quiet_until_its_sentence_changes() {
    let site = site();
    report(&site, &["--strict"]).expect(1);
    let run = report(&site, &["--accept"]).expect(0);
    assert_eq!(run.stdout, "4 处记为已校对（content/reviewed.yaml）\n");
    let reviewed = site.read("content/reviewed.yaml");
    assert_eq!(reviewed.lines().filter(|line| !line.starts_with('#')).count(), 4);
    assert!(
        reviewed.contains(": {word: 松, in: 程碑在台州，作者崔常松, zh-Hant-HK: 松, zh-Hant-TW: 松}\n"),
        "{reviewed}"
    );
    assert!(report(&site, &["--strict"]).expect(0).stdout.contains("没有要看的"));
    // The list is no page and no file of the site.
    site.build().expect(0);
    assert!(site.output().keys().all(|path| !path.contains("reviewed")));

    site.write("content/about.md", PAGE.replace("作者崔常松", "记者崔常松"));
    let objects = objects(&report(&site, &["--format", "json"]).expect(0));
    assert_eq!(objects.len(), 1);
    assert_eq!(objects[0]["line"], 6);
    let id = objects[0]["id"].as_str().expect("an id").to_owned();
    report(&site, &[&format!("--accept={id}"), "--strict"]).expect(0);
    assert_eq!(site.read("content/reviewed.yaml").lines().count(), reviewed.lines().count() + 1);
}

#[test]
fn an_own_text_goes_into_the_glossary() {
    let site = site();
    let glossary = "# 词表\r\n- {zh-Hans: 吉林匠谷, keep: true} # 专名\r\n";
    site.write("content/glossary.yaml", glossary);
    let title = &objects(&report(&site, &["--format", "json"]).expect(0))[0];
    let id = title["id"].as_str().expect("an id");
    let run = report(&site, &[&format!("--accept={id}=余"), "--to", "zh-Hant-TW"]).expect(0);
    assert!(run.stdout.contains("词表加了 1 条"), "{}", run.stdout);
    let extended = site.read("content/glossary.yaml");
    let line = extended.strip_prefix(glossary).expect("what was there stays");
    assert!(
        line.starts_with("- {zh-Hans: 校长余得水, zh-Hant-TW: 校長余得水, zh-Hant-HK: 校長餘得水, note: "),
        "{line}"
    );
    assert!(line.ends_with("}\r\n"), "{line}");
    site.build().expect(0);
    let page = |path: &str| String::from_utf8(site.output()[path].clone()).expect("UTF-8");
    assert!(page("tw/about/index.html").contains("校長余得水"));
    assert!(page("hk/about/index.html").contains("校長餘得水"));
    assert_eq!(objects(&report(&site, &["--format", "json"]).expect(0)).len(), 3);
    // A glossary that cannot be extended by a line stays as it is.
    site.write("content/glossary.yaml", "[{zh-Hans: 吉林匠谷, keep: true}]\n");
    let objects = objects(&report(&site, &["--format", "json"]).expect(0));
    let id = objects[0]["id"].as_str().expect("an id");
    report(&site, &[&format!("--accept={id}=余")]).expect(2).says(&["- {zh-Hans: 校长余得水"]);
    assert_eq!(site.read("content/glossary.yaml"), "[{zh-Hans: 吉林匠谷, keep: true}]\n");
}

#[test]
fn questions_are_answered_one_by_one() {
    let site = site();
    // 余 by its candidate, 松 is right.
    let mut child = site
        .command(&["zh", "--interactive", "--messages", "en"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    child.stdin.take().expect("a pipe").write_all("what?\n1\n\n".as_bytes()).expect("it reads");
    let run = Run::from(child.wait_with_output().expect("it ends")).expect(0);
    assert!(run.stdout.contains("3 places noted as reviewed"), "{}", run.stdout);
    assert!(site.read("content/glossary.yaml").contains("zh-Hant-TW: 校長余得水, zh-Hant-HK: 校長余得水"));
    report(&site, &["--strict"]).expect(0);
}

#[test]
fn a_reviewed_language_asks_nothing_and_its_page_says_so() {
    let site = site();
    let reviewed = |tag: &str| {
        PAGE.replacen("---\n", &format!("---\nreview: {{{tag}: {{by: 赵六, date: 2025-01-02}}}}\n"), 1)
    };
    site.write("content/about.md", reviewed("zh-Hant-TW"));
    let run = report(&site, &[]).expect(0);
    assert!(!run.stdout.contains("zh-Hant-TW"), "{}", run.stdout);
    report(&site, &["--to", "zh-Hant-TW", "--strict"]).expect(0);
    report(&site, &["--to", "zh-Hant-HK", "--strict"]).expect(1);
    site.build().expect(0);
    let page = |path: &str| String::from_utf8(site.output()[path].clone()).expect("UTF-8");
    assert!(page("tw/about/index.html").contains("本頁由簡體中文轉換，已校對。"));
    assert!(page("hk/about/index.html").contains("本頁由簡體中文自動轉換。"));
    site.write("site.yaml", format!("{SETTINGS}conversion_note: false\n"));
    site.build().expect(0);
    assert!(!page("hk/about/index.html").contains("自動轉換"));

    site.write("content/about.md", reviewed("zh-Hant-TV"));
    site.build().expect(1).says(&["`zh-Hant-TV`", "zh-Hant-TW"]);
}

#[test]
fn what_cannot_be_meant_is_misuse() {
    let site = site();
    site.write("static/a.txt", "text");
    let outside = tempfile::NamedTempFile::new().expect("a file elsewhere");
    let outside = outside.path().to_str().expect("a path in Unicode");
    for (arguments, part) in [
        (&["content/nothing.md"][..], "content/nothing.md"),
        (&[outside], "--site"),
        (&["static/a.txt"], "content/"),
        (&["--to", "zh-Hant-TV"], "zh-Hant-TW"),
        (&["--to", "en"], "zh-Hans"),
        (&["--accept=nonsense"], "nonsense"),
        (&["--accept", "--interactive"], "--interactive"),
    ] {
        report(&site, arguments).expect(2).says(&[part]);
    }
    assert!(!site.path("content/reviewed.yaml").exists());
    // What is wrong in the files is told, and a list that cannot be read is not written over.
    site.write("content/reviewed.yaml", "<<<<<<< ours\n");
    report(&site, &["--accept"]).expect(1).says(&["content/reviewed.yaml"]);
    assert_eq!(site.read("content/reviewed.yaml"), "<<<<<<< ours\n");
    site.write("site.yaml", "title: [");
    report(&site, &[]).expect(1).says(&["site.yaml"]);
}
