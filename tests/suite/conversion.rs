//! One function converts everything: a text reads the same in its language wherever a page, a feed or a menu
//! shows it. And what is written in a page's own script is shown as it is written.

use std::io::Write as _;
use std::process::Stdio;

use serde_json::Value;

use crate::harness::{Run, Site};

/// A title with a quotation, a kept word, words of the site's, the page's and a chosen glossary, the name of a
/// partner, a mark and phrases.
const TITLE: &str = "“匠谷打印机”与明谷信息公司：-{zh-Hans:甲;zh-Hant-TW:乙;zh-Hant:丙}-程序员软件发展";
/// The same cut by emphasis and a link.
const HEADING: &str =
    "“匠**谷打印**机”与明*谷信息公*司：-{zh-Hans:甲;zh-Hant-TW:乙;zh-Hant:丙}-程[序](/news/)员软**件发**展";
/// Folder of the language, and what the title reads there.
const READS: [(&str, &str); 3] = [
    ("", "“匠谷打印机”与明谷信息公司：甲程序员软件发展"),
    ("tw/", "「匠谷印表機器」與明谷信息公司：乙程式師軟體發展"),
    ("hk/", "「匠谷列印機器」與明谷信息公司：丙程式師軟件發展"),
];

fn site() -> Site {
    let settings = "title: “软件”园\nbase_url: https://example.org/\n\
        languages: [zh-Hans, {tag: zh-Hant-TW, path: tw}, {tag: zh-Hant-HK, path: hk}]\n\
        menu: [{page: about}, {section: news}]\nseries: {s: 系列}\n\
        partner_kinds: {enterprise: 企业}\nagreement_categories: {order-class: 订单班}\n";
    let site = Site::of(&[
        ("site.yaml", settings),
        ("static/p.png", "x"),
        (
            "content/glossary.yaml",
            "- {zh-Hans: 打印机, zh-Hant-TW: 印表機器, zh-Hant-HK: 列印機器}\n- {zh-Hans: 程序员, zh-Hant: 不是它}\n",
        ),
        (
            "content/glossary/it.yaml",
            "- {zh-Hans: 程序员, zh-Hant: 程式師}\n- {zh-Hans: 匠谷, zh-Hant: 不是它}\n",
        ),
        ("content/partners/m.md", "---\ntitle: 明谷信息公司\nkind: enterprise\n---\n"),
    ]);
    let glossary = "glossary: [it, {zh-Hans: 匠谷, keep: true}]";
    for number in 1..=3 {
        let text = format!(
            "---\ntitle: {TITLE}\nsummary: {TITLE}\nseries: s\ntags: [软件]\npartners: [m]\n\
             cover:\n  src: /p.png\n  alt: {TITLE}\n  caption: {TITLE}\n{glossary}\n---\n\n\
             ## {HEADING}\n\n## {TITLE}\n\n![{TITLE}](/p.png \"{TITLE}\")\n\n- {TITLE}\n\n\
             | {TITLE} | 乙 |\n| --- | --- |\n| {HEADING} | 乙 |\n\n\
             {{{{ figure(src=\"/p.png\", alt=\"{TITLE}\", caption=\"{TITLE}\") }}}}\n\n\
             文[^1]。\n\n[^1]: {TITLE}\n"
        );
        site.write(&format!("content/news/2024-05-1{number}-a{number}.md"), text);
    }
    let about = format!("---\ntitle: {TITLE}\nmenu_title: {TITLE}\n{glossary}\n---\n\n文。\n");
    site.write("content/about/index.md", about);
    let signing = format!(
        "---\ntitle: {TITLE}\noccasion: {TITLE}\n{glossary}\nnews: [a1]\nagreements:\n  - category: order-class\n    \
         parties: [m, {{name: 某某公司}}]\n    title: {TITLE}\n---\n"
    );
    site.write("content/signings/2024-05-14-s.md", signing);
    site.build().expect(0);
    site
}

/// Without elements inside a line.
fn without_phrasing(html: &str) -> String {
    let mut text = html.to_owned();
    for name in ["strong", "em", "a"] {
        for end in [format!("</{name}>"), format!("<{name}>")] {
            text = text.replace(&end, "");
        }
    }
    let mut out = String::new();
    for (index, part) in text.split("<a ").enumerate() {
        match part.split_once('>') {
            // What a link is called is no part of a text.
            Some((attributes, text)) if index > 0 && attributes.contains("class=\"anchor\"") => {
                out.push('<');
                out.push_str(text);
            }
            Some((_, text)) if index > 0 => out.push_str(text),
            _ => out.push_str(part),
        }
    }
    out
}

fn between<'t>(text: &'t str, start: &str, end: &str) -> Vec<&'t str> {
    text.split(start).skip(1).filter_map(|rest| rest.split_once(end)).map(|(inner, _)| inner).collect()
}

#[test]
fn a_title_reads_the_same_wherever_it_stands() {
    let site = site();
    let output = site.output();
    let text = |path: &str| String::from_utf8(output[path].clone()).unwrap();
    for (folder, reads) in READS {
        let page = text(&format!("{folder}news/a2/index.html"));
        let name = if folder.is_empty() {
            "“软件”园"
        } else if folder == "tw/" {
            "「軟體」園"
        } else {
            "「軟件」園"
        };
        assert_eq!(between(&page, "<title>", "</title>"), [format!("{reads} - {name}")]);
        let plain = without_phrasing(&page);
        for (start, end, times) in [
            ("property=\"og:title\" content=\"", "\"", 1),
            ("property=\"og:description\" content=\"", "\"", 1),
            ("name=\"description\" content=\"", "\"", 1),
            ("\"headline\":\"", "\"", 1),
            ("<h1>", "</h1>", 1),
            ("<p class=\"lede\">", "</p>", 1),
            ("aria-current=\"page\">", "</span>", 1),
            ("neighbour-title\">", "</span>", 2),
        ] {
            let found = between(&page, start, end);
            assert_eq!(found.len(), times, "{folder} {start}");
            assert!(found.iter().all(|found| *found == reads), "{folder} {start} {found:?}");
        }
        // Both headings, the caption, an item and two cells; the notes end with the way back.
        for (start, end, times) in [
            ("<h2 id=\"", "<", 2),
            ("<figcaption>", "</figcaption>", 3),
            ("<li>", "</li>", 1),
            ("<td>", "</td>", 1),
            (" alt=\"", "\"", 3),
        ] {
            let found = between(&plain, start, end);
            let same =
                found.iter().filter(|found| found.ends_with(reads) || found.contains(&format!(">{reads}<")));
            assert!(same.count() >= times, "{folder} {start} {found:?}");
        }
        for path in
            ["", "news/", "about/", "archive/", "series/s/", "signings/", "signings/s/", "partners/m/"]
        {
            assert!(text(&format!("{folder}{path}index.html")).contains(reads), "{folder}{path}");
        }
        for path in ["atom.xml", "news/atom.xml"] {
            assert_eq!(
                text(&format!("{folder}{path}")).matches(&format!("<title>{reads}</title>")).count(),
                3
            );
        }
        let feed: Value = serde_json::from_str(&text(&format!("{folder}feed.json"))).unwrap();
        let items = feed["items"].as_array().unwrap();
        assert!(
            items.len() == 3 && items.iter().all(|item| item["title"] == reads && item["summary"] == reads)
        );
    }
}

/// Every text of the site that holds the kept word, as far as markup and quotation marks of attributes go, is the
/// title: nowhere is it converted in another way.
#[test]
fn no_place_converts_in_its_own_way() {
    let site = site();
    let mut places = [0; 3];
    for (path, bytes) in site.output() {
        if ![".html", ".xml", ".json"].iter().any(|end| path.ends_with(end)) {
            continue;
        }
        let text = String::from_utf8(bytes).unwrap();
        let text =
            text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("\\\"", "\"");
        let language = READS.iter().rposition(|(folder, _)| path.starts_with(folder)).unwrap();
        let reads = READS[language].1;
        // The languages' own names, and file names in addresses, hold no 匠谷.
        for part in without_phrasing(&text).split(['<', '>', '"', '\n']).filter(|part| part.contains("匠谷"))
        {
            let part = part.trim().trim_end_matches("\\n").trim_end_matches(" ↩");
            assert!(part == reads || part.starts_with(&format!("{reads} - ")), "{path}: {part}");
            places[language] += 1;
        }
    }
    assert!(places[0] > 100 && places.iter().all(|count| *count == places[0]), "{places:?}");
}

/// Characters that conversion and normalisation would change if they were let near: compatibility ideographs,
/// regional forms, both kinds of quotation marks.
const OWN: &str = "“引‘用’”「引『用』」 着著 裏裡 群羣 台臺 说說 软件軟體 \u{F9F4} “没有结束 5’6”";

#[test]
fn a_term_of_the_page_holds_wherever_the_page_says_so() {
    let site = Site::of(&[
        (
            "site.yaml",
            "title: 明水\nbase_url: https://example.org/\nlanguages: [zh-Hans, {tag: zh-Hant-TW, path: tw}]\n",
        ),
        ("static/p.png", "x"),
        ("templates/shortcodes/box.html", "<div>{{ body | safe }}</div>"),
        (
            "content/news/2024-05-16-a.md",
            "---\ntitle: 甲甲、乙乙、丙丙、丁丁、戊戊\n---\n\n-{H|zh-Hans:甲甲;zh-Hant-TW:一一}-起。\n\n\
             - -{H|zh-Hans:乙乙;zh-Hant-TW:二二}-起。\n\n![图-{H|zh-Hans:丙丙;zh-Hant-TW:三三}-](/p.png)\n\n\
             {{ figure(src=\"/p.png\", alt=\"图\", caption=\"-{H|zh-Hans:丁丁;zh-Hant-TW:四四}-图\") }}\n\n\
             {% box() %}\n-{H|zh-Hans:戊戊;zh-Hant-TW:五五}-起。\n{% end %}\n",
        ),
    ]);
    site.build().expect(0);
    let page = site.read("public/tw/news/a/index.html");
    assert_eq!(between(&page, "<h1>", "</h1>"), ["一一、二二、三三、四四、五五"]);
    assert!(!page.contains("-{"));
}

#[test]
fn a_page_in_its_own_script_is_shown_as_written() {
    for tag in ["zh-Hans", "zh-Hant-TW", "zh-Hant-HK", "zh-Hant"] {
        let settings = format!(
            "title: 明水\nbase_url: https://example.org/\nlanguages: [{tag}, {{tag: {}, path: x}}]\n",
            if tag == "zh-Hans" { "zh-Hant-TW" } else { "zh-Hans" }
        );
        let marks = format!("甲-{{软件}}-乙-{{}}-{OWN}-{{{tag}:软件说;zh-Hans:别的}}-丙");
        let marks = if tag == "zh-Hans" { marks.replace(";zh-Hans:别的", "") } else { marks };
        let shown = format!("甲软件乙{OWN}软件说丙");
        let site = Site::of(&[
            ("site.yaml", &settings),
            ("content/glossary.yaml", "- {zh-Hans: 软件, zh-Hant: 別的}\n- {zh-Hant: 說, zh-Hans: 別的}\n"),
            ("content/about/a.md", &format!("---\ntitle: '{}'\n---\n\n{marks}\n", marks.replace('\'', "''"))),
        ]);
        site.build().expect(0);
        let page = String::from_utf8(site.output()["about/a/index.html"].clone()).unwrap();
        assert!(page.contains(&format!("<p>{shown}</p>")), "{tag}: {page}");
        assert_eq!(between(&page, "<h1>", "</h1>"), [&shown], "{tag}");
    }
}

/// What the engine makes of one text.
fn converted(site: &Site, text: &str, from: &str, to: &str, convert: &str) -> String {
    let arguments = ["zh", "--text", "--from", from, "--to", to, "--convert", convert];
    let mut command = site.command(&arguments);
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(format!("{text}\n").as_bytes()).unwrap();
    let run = Run::from(child.wait_with_output().unwrap()).expect(0);
    run.stdout.trim_end().to_owned()
}

#[test]
fn a_record_is_converted_once_from_the_script_that_it_is_written_in() {
    let text = "臺灣的網際網路資訊「發展」，軟體裡的滑鼠，群體，著作，里程與裏面，以髮計";
    let settings = "title: 明水\nbase_url: https://example.org/\nlanguages:\n  - {tag: zh-Hans, convert: taiwan}\n  \
        - {tag: zh-Hant-TW, path: tw}\n  - {tag: zh-Hant-HK, path: hk}\n  - {tag: zh-Hant, path: t}\n";
    let record = format!("---\ntitle: {text}\nlang: zh-Hant-TW\n---\n\n{text}\n");
    let site = Site::of(&[("site.yaml", settings), ("content/about/a.md", &record)]);
    site.build().expect(0);
    let output = site.output();
    let shown = |folder: &str| {
        let page = String::from_utf8(output[&format!("{folder}about/a/index.html")].clone()).unwrap();
        let (title, paragraph) = (between(&page, "<h1>", "</h1>")[0], between(&page, "<p>", "</p>")[0]);
        assert_eq!(title, paragraph, "{folder}");
        title.to_owned()
    };
    assert_eq!(shown("tw/"), text);
    let hans = shown("");
    assert_eq!(hans, "台湾的互联网信息“发展”，软件里的鼠标，群体，著作，里程与里面，以发计");
    assert_eq!(hans, converted(&site, text, "zh-Hant-TW", "zh-Hans", "taiwan"));
    // Not by way of simplified characters, which would bring back another text.
    let hong_kong = converted(&site, text, "zh-Hant-TW", "zh-Hant-HK", "hong-kong");
    assert_eq!(shown("hk/"), hong_kong);
    assert_ne!(hong_kong, converted(&site, &hans, "zh-Hans", "zh-Hant-HK", "hong-kong"));
    assert_eq!(shown("t/"), converted(&site, text, "zh-Hant-TW", "zh-Hant", "characters"));
}
