//! A build that remembers equals one that does not, whatever happened to the site in between: every file of the
//! output and every message.
//!
//! A site is changed at random, step by step, broken and mended on the way. `HUIMENG_STEPS` asks for more steps
//! than the usual ones; a failure tells all steps that led to it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs::File;
use std::path::Path;
use std::time::Duration;

use serde_json::Value;

use crate::harness::{Files, NOW, Run, Site, assert_same, files, repository};

/// How many steps a seed takes, when nothing else is asked for.
const STEPS: usize = 40;

#[test]
fn warm_equals_cold_1() {
    walk(1);
}

#[test]
fn warm_equals_cold_2() {
    walk(2);
}

#[test]
fn warm_equals_cold_3() {
    walk(3);
}

/// Takes random steps with a site that is built again and again, and after each of them builds its twin anew.
fn walk(seed: u64) {
    let mut random = Random(seed);
    let mut site = State::start();
    let mut good = site.clone();
    let (warm, cold) = (Site::empty(), Site::empty());
    let mut told = Vec::new();
    let mut published = 0;
    for _ in 0..steps() {
        let step = Step::any(&mut random, &site);
        told.push(format!("{step}"));
        step.take(&mut site);
        site.write(&warm);
        site.write(&cold);
        let now = if random.below(4) == 0 { "2026-03-01T00:00:00Z" } else { NOW };
        let arguments = ["build", "--now", now, "--message-format", "json"];
        let first = warm.run(&arguments);
        let second = cold.run(&[&arguments[..], &["--clean"]].concat());
        let all = told.join("\n");
        let told_so = || format!("seed {seed}:\n{all}");
        assert_eq!(
            (first.code, &first.stdout),
            (second.code, &second.stdout),
            "{}\n{}",
            told_so(),
            second.stderr
        );
        assert!(matches!(first.code, Some(0 | 1)), "{}\n{}", told_so(), first.stderr);
        assert_eq!(first.stderr, second.stderr, "{}", told_so());
        if first.code == Some(0) {
            published += 1;
            good = site.clone();
            let (left, right) = (warm.output(), cold.output());
            assert!(left == right, "{}\n{:?}", told_so(), differing(&left, &right));
        } else if random.below(3) > 0 {
            told.push("it is taken back".to_owned());
            site = good.clone();
        }
    }
    // A walk among ruins shows little.
    assert!(published * 4 > steps(), "only {published} sites were published\n{}", told.join("\n"));
}

/// The names of files that are not the same on both sides.
fn differing<'a>(left: &'a Files, right: &'a Files) -> BTreeSet<&'a String> {
    left.keys().chain(right.keys()).filter(|name| left.get(*name) != right.get(*name)).collect()
}

#[expect(clippy::disallowed_methods, reason = "tests are told by the environment how long to go on")]
pub fn steps() -> usize {
    std::env::var("HUIMENG_STEPS").ok().and_then(|steps| steps.parse().ok()).unwrap_or(STEPS)
}

/// The files of a site.
#[derive(Clone)]
pub struct State {
    pub files: BTreeMap<String, String>,
}

impl State {
    pub fn start() -> State {
        let mut files = BTreeMap::new();
        let mut add = |path: &str, text: &str| files.insert(path.to_owned(), text.to_owned());
        add("site.yaml", CONFIG);
        add("content/glossary.yaml", "- {zh-Hans: 软件, zh-Hant-TW: 軟體}\n");
        add("content/glossary/tea.yaml", "- {zh-Hans: 茶叶, zh-Hant-TW: 茗茶}\n");
        add("content/about/index.md", "---\ntitle: 关于\n---\n\n关于软件，见[[mingshui]]。\n");
        add(
            "content/partners/mingshui.md",
            "---\ntitle: 明水学院\nkind: school\nrole: lead\n---\n\n简介。\n",
        );
        add("content/partners/qinghe.md", "---\ntitle: 清河公司\nkind: enterprise\n---\n\n清河。\n");
        for name in ["a", "b", "c", "d", "e"] {
            add(&format!("content/news/{name}.md"), &News::of(name).text());
        }
        add(
            "content/signings/one.md",
            "---\ntitle: 签约一\ndate: 2025-03-01\nvenue: 明水\nagreements:\n  - {category: staff, parties: \
             [mingshui, qinghe]}\n---\n\n签约。\n",
        );
        add("static/files/a.txt", "a");
        State { files }
    }

    /// Brings the sources in a folder to this state.
    pub fn write(&self, site: &Site) {
        let there = files(&site.path(""));
        for path in there.keys().filter(|path| !path.starts_with("public/") && !path.starts_with(".huimeng/"))
        {
            if !self.files.contains_key(path) {
                std::fs::remove_file(site.path(path)).unwrap();
            }
        }
        for (path, text) in &self.files {
            if there.get(path).is_none_or(|there| there != text.as_bytes()) {
                site.write(path, text);
                age(&site.path(path));
            }
        }
    }
}

/// Makes a file a minute older, so that a build takes its word for being untouched.
fn age(path: &Path) {
    let file = File::options().write(true).open(path).unwrap();
    let written = file.metadata().unwrap().modified().unwrap();
    file.set_modified(written - Duration::from_secs(60)).unwrap();
}

const CONFIG: &str = "title: 明水
base_url: https://example.org/
languages:
  - zh-Hans
  - {tag: zh-Hant-TW, path: tw, convert: taiwan}
sections:
  news: {kind: news, title: 新闻}
  partners: {kind: partner, title: 成员}
  signings: {kind: signing, title: 签约}
agreement_categories: {staff: 职工培训}
partner_kinds: {school: 院校, enterprise: 企业}
paginate: 3
";

/// A news item that a step makes up.
struct News<'a> {
    title: &'a str,
    day: usize,
    fields: &'a str,
    body: String,
}

impl News<'_> {
    fn of(name: &str) -> News<'_> {
        let body =
            format!("{name}：软件、茶叶和信息网络，明水学院与清河公司。\n\n## 第一节\n\n见[[mingshui]]。\n");
        News { title: name, day: 1 + name.len() % 28, fields: "", body }
    }

    fn text(&self) -> String {
        let News { title, day, fields, body } = self;
        format!("---\ntitle: 标题{title}\ndate: 2025-05-{day:02}\n{fields}---\n\n{body}")
    }
}

/// One change of a site: a file gets a text, or goes.
pub struct Step {
    pub why: &'static str,
    pub changes: Vec<(String, Option<String>)>,
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.why)?;
        self.changes.iter().try_for_each(|(path, text)| write!(f, "\n  {path}: {text:?}"))
    }
}

const BODIES: [&str; 8] = [
    "软件园里的茶叶，信息网络。\n",
    "{{ partner(slug=\"mingshui\") }}\n\n正文。\n",
    "{{ agreements(signing=\"one\") }}\n\n“引号”与-{zh-Hans:甲;zh-Hant-TW:乙}-。\n",
    "见[[b]]和[[qinghe]]，以及[文件](/files/a.txt)。\n",
    "见[[nowhere]]。\n",
    "-{H|zh-Hans:网络;zh-Hant-TW:網際網路}-信息网络。\n\n```rust\nfn main() {}\n```\n",
    "<b>HTML</b> 写在正文里。\n\n| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n",
    "# 一级\n\n### 跳级\n\n脚注[^1]。\n\n[^1]: 脚注。\n",
];

const FIELDS: [&str; 10] = [
    "tags: [港口, 软件]\n",
    "pinned: true\n",
    "draft: true\n",
    "publish_at: 2026-02-01\n",
    "expires_at: 2026-02-01\n",
    "slug: other\naliases: [/old/]\n",
    "partners: [mingshui]\nsignings: [one]\n",
    "glossaries: [tea]\n",
    "series: 系列\ntemplate: plain\n",
    "partnrs: [mingshui]\n",
];

impl Step {
    pub fn any(random: &mut Random, site: &State) -> Step {
        let news =
            |random: &mut Random| format!("content/news/{}.md", random.pick(&["a", "b", "c", "d", "e", "f"]));
        let set = |why, path: &str, text: String| Step { why, changes: vec![(path.to_owned(), Some(text))] };
        let toggle = |why, path: &str, text: &str| {
            let text = (!site.files.contains_key(path)).then(|| text.to_owned());
            Step { why, changes: vec![(path.to_owned(), text)] }
        };
        match random.below(20) {
            0..4 => {
                let body = [random.pick(&BODIES), random.pick(&BODIES)].concat();
                let text = News { title: random.pick(&["一", "二", "三"]), body, ..News::of("x") }.text();
                set("an item is written", &news(random), text)
            }
            4..8 => {
                let fields = random.pick(&FIELDS);
                let day = 1 + random.below(28);
                let text = News { day, fields, ..News::of(random.pick(&["a", "bb", "ccc"])) }.text();
                set("fields change", &news(random), text)
            }
            8 => Step { why: "an item goes", changes: vec![(news(random), None)] },
            9 => {
                let (from, to) = (news(random), format!("content/news/moved-{}.md", random.below(3)));
                let text = site.files.get(&from).cloned();
                Step { why: "an item moves", changes: vec![(from, None), (to, text)] }
            }
            10 => {
                let name = random.pick(&["明水学院", "明水职业学院", "软件学院"]);
                let role = random.pick(&["lead", "member"]);
                let text = format!("---\ntitle: {name}\nkind: school\nrole: {role}\n---\n\n简介。\n");
                set("a partner is renamed", "content/partners/mingshui.md", text)
            }
            11 => {
                let word = random.pick(&["軟體", "軟件", "軟體程式"]);
                set(
                    "the glossary changes",
                    "content/glossary.yaml",
                    format!("- {{zh-Hans: 软件, zh-Hant-TW: {word}}}\n"),
                )
            }
            12 => {
                let word = random.pick(&["茗茶", "香茗"]);
                let text = format!("- {{zh-Hans: 茶叶, zh-Hant-TW: {word}}}\n");
                set("a glossary of a topic changes", "content/glossary/tea.yaml", text)
            }
            13 => toggle(
                "a template comes or goes",
                "templates/news.html",
                "<p>{{ page.title }}</p>{{ page.body | safe }}\n",
            ),
            14 => {
                let text = random.pick(&[
                    "<p>{{ page.title }}</p>\n",
                    "<p>{{ page.nonsense.title }}</p>\n",
                    "{% if %}\n",
                ]);
                toggle("a template of its own", "templates/plain.html", text)
            }
            15 => {
                let text = random.pick(&["nav.home: 主页\n", "nav.home: 返回主页\n", "nav.home: [\n"]);
                set("texts of the interface", "i18n/zh-Hans.yaml", text.to_owned())
            }
            16 => {
                let config = random.pick(&[
                    CONFIG.to_owned(),
                    CONFIG.replace("title: 明水", "title: 明水联合体"),
                    CONFIG.replace("paginate: 3", "paginate: 2"),
                    CONFIG.replace("convert: taiwan", "convert: characters"),
                    CONFIG.replace("  - zh-Hans\n", "  - zh-Hans\n  - en\n"),
                    CONFIG.replace("example.org/", "example.org/sub/"),
                    CONFIG.replace("职工培训", "员工培训"),
                    CONFIG.replace("kind: news, title: 新闻", "kind: news, title: 要闻"),
                    format!("{CONFIG}markdown: {{raw_html: true}}\n"),
                    format!("{CONFIG}check: {{raw-html: off, wrong-script: off}}\n"),
                    CONFIG.replace("paginate", "paginat"),
                ]);
                set("site.yaml changes", "site.yaml", config)
            }
            17 => {
                set("a file is replaced", "static/files/a.txt", random.pick(&["a", "b", "longer"]).to_owned())
            }
            18 => toggle(
                "a translation comes or goes",
                "content/news/a.en.md",
                "---\ntitle: An item\n---\n\nText of [[mingshui]].\n",
            ),
            _ => toggle("a style sheet of the site", "assets/site.css", "p { color: black }\n"),
        }
    }

    pub fn take(self, site: &mut State) {
        for (path, text) in self.changes {
            match text {
                Some(text) => site.files.insert(path, text),
                None => site.files.remove(&path),
            };
        }
    }
}

/// SplitMix64: every seed is a sequence of its own.
pub struct Random(pub u64);

impl Random {
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) % limit as u64) as usize
    }

    pub fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())].clone()
    }
}

/// The example site, built as of the tests' day.
fn example() -> Site {
    let site = Site::empty();
    for (path, bytes) in files(&repository("content")) {
        site.write(&format!("content/{path}"), bytes);
    }
    site.write("site.yaml", std::fs::read(repository("site.yaml")).unwrap());
    site
}

fn report(site: &Site) -> Value {
    site.run(&["build", "--now", NOW, "--report", "report.json"]).expect(0);
    serde_json::from_str(&site.read("report.json")).unwrap()
}

#[test]
fn a_build_with_nothing_to_do_touches_nothing() {
    let site = example();
    let cold = report(&site);
    assert_eq!(cold["written"], cold["files"]);
    assert_eq!(cold["parsed"], cold["sources"]);
    let stamps = |site: &Site| {
        let names = files(&site.path("public")).into_keys().map(|name| format!("public/{name}"));
        let names = names.chain(["public/.huimeng-output".to_owned(), ".huimeng/memo".to_owned()]);
        names.map(|name| std::fs::metadata(site.path(&name)).unwrap().modified().unwrap()).collect::<Vec<_>>()
    };
    let before = stamps(&site);
    let warm = report(&site);
    for count in ["parsed", "converted", "rendered", "written"] {
        assert_eq!(warm[count], 0, "{count}");
    }
    assert_eq!((&warm["files"], &warm["pages"]), (&cold["files"], &cold["pages"]));
    assert_eq!(stamps(&site), before);
}

/// Renaming a partner converts every text again, since its name is a word of the site, and renders the pages whose
/// templates are given the name: all that show it, and few others.
#[test]
fn a_renamed_partner_renders_the_pages_that_are_given_its_name() {
    let site = example();
    report(&site);
    let before = site.output();
    let name = "content/partners/shandong-tourism-vocational.md";
    let text = site.read(name);
    let title = text.lines().find_map(|line| line.strip_prefix("title: ")).unwrap();
    site.write(name, text.replacen(title, "岚屿职业技术大学", 1));
    let warm = report(&site);
    let after = site.output();
    let changed = differing(&before, &after);
    let shown = changed.iter().filter(|name| name.ends_with(".html")).count() as u64;
    let count = |name: &str| warm[name].as_u64().unwrap();
    assert_eq!(count("parsed"), 1);
    assert!(shown > 1 && (shown..2 * shown).contains(&count("rendered")), "{shown} {}", count("rendered"));
    assert!(count("rendered") * 4 < count("pages"), "{} {}", count("rendered"), count("pages"));
    // The stage began empty: it has all files of its own.
    assert_eq!(count("written"), count("files"));
    site.write(name, text);
    let warm = report(&site);
    // It began with the site that this one is equal to, and its documents are still there.
    assert_eq!((&warm["parsed"], &warm["written"]), (&0.into(), &0.into()));
    assert_same(&before, &site.output());
}

#[test]
fn files_that_were_touched_or_lost_come_back() {
    let site = example();
    site.build().expect(0);
    let expected = site.output();
    let page = expected.keys().find(|name| name.ends_with("index.html")).unwrap();
    let path = format!("public/{page}");
    let turned: Vec<u8> = expected[page].iter().rev().copied().collect();
    site.write(&path, turned);
    site.build().expect(0);
    assert_same(&expected, &site.output());
    std::fs::remove_file(site.path(&path)).unwrap();
    site.build().expect(0);
    assert_same(&expected, &site.output());
}

/// The cache is a help and no source: whatever became of it, the site is the same.
#[test]
fn a_cache_that_cannot_be_used_is_given_up() {
    let site = example();
    site.build().expect(0);
    let expected = site.output();
    let memo = std::fs::read(site.path(".huimeng/memo")).unwrap();
    let half = memo.len() / 2;
    let mut flipped = memo.clone();
    flipped[half] ^= 1;
    let mut foreign = memo.clone();
    foreign[20] ^= 1;
    let damaged = "damaged";
    let other = "another huimeng";
    let cases: [(&[u8], &str); 5] = [
        (b"", damaged),
        (b"huimeng-memo 3\n", other),
        (&memo[..half], damaged),
        (&flipped, damaged),
        (&foreign, other),
    ];
    for (bytes, word) in cases {
        site.write(".huimeng/memo", bytes);
        // It would tell that nothing changed, and the memo would not be asked.
        std::fs::remove_file(site.path(".huimeng/last")).unwrap();
        site.run(&["build", "--now", NOW, "--messages", "en"]).expect(0).says(&[word]);
        assert_same(&expected, &site.output());
        let run: Run = site.run(&["build", "--now", NOW, "--messages", "en"]).expect(0);
        assert!(!run.stderr.contains("cache"), "{}", run.stderr);
    }
    // The documents have a file of their own: what they say of themselves at its end, texts before, which are looked at
    // when they are wanted. They are in no order that can be told, and the text of a record that is not published yet is
    // never wanted.
    let documents = files(&site.path(".huimeng")).into_keys().find(|name| name.starts_with("documents-"));
    let documents = format!(".huimeng/{}", documents.unwrap());
    let whole = std::fs::read(site.path(&documents)).unwrap();
    let shown = "signed in pairs at the founding".as_bytes();
    let text = whole.windows(shown.len()).position(|bytes| bytes == shown).unwrap();
    for (place, is_text) in [(whole.len() - 100, false), (text, true)] {
        let mut flipped = whole.clone();
        flipped[place] ^= 1;
        site.write(&documents, &flipped[..]);
        std::fs::remove_file(site.path(".huimeng/last")).unwrap();
        if is_text {
            std::fs::remove_dir_all(site.path("public")).unwrap();
            std::fs::remove_dir_all(site.path(".huimeng/spare")).unwrap();
        }
        site.run(&["build", "--now", NOW, "--messages", "en"]).expect(0).says(&[damaged]);
        assert_same(&expected, &site.output());
        assert_eq!(std::fs::read(site.path(&documents)).unwrap(), whole);
    }
    std::fs::remove_file(site.path(&documents)).unwrap();
    std::fs::remove_file(site.path(".huimeng/last")).unwrap();
    let run: Run = site.run(&["build", "--now", NOW, "--messages", "en"]).expect(0);
    assert!(!run.stderr.contains("cache"), "{}", run.stderr);
    assert_same(&expected, &site.output());
}

/// A second machine has what the first one left, in a site of its own at another place.
#[cfg(feature = "deploy")]
#[test]
fn machines_share_what_they_remember() {
    let (first, second, shared) = (example(), example(), Site::empty());
    let place = shared.path("");
    let build = |site: &Site| {
        let place = place.to_str().unwrap();
        let run = site.run(&["build", "--now", NOW, "--report", "report.json", "--cache", place]).expect(0);
        let report: Value = serde_json::from_str(&site.read("report.json")).unwrap();
        (run, report["parsed"].as_u64().unwrap())
    };
    assert!(build(&first).1 > 0);
    let name = files(&place).into_keys().find(|name| name.starts_with("huimeng-memo-")).unwrap();
    let (run, parsed) = build(&second);
    assert_eq!(parsed, 0, "{}", run.stderr);
    assert_same(&first.output(), &second.output());
    // What is no memo is no help, and no harm.
    shared.write(&name, "{}");
    let third = example();
    let (run, parsed) = build(&third);
    assert!(parsed > 0 && run.stderr.contains("缓存损坏"), "{}", run.stderr);
    assert_same(&first.output(), &third.output());
    assert!(files(&place)[&name].len() > 1000, "a whole one took its place");
    for address in ["s3://", "https://example.org/cache", "oss://bucket/folder", "s3://id:key@bucket/"] {
        let run = first.run(&["build", "--cache", address]).expect(2);
        assert!(run.stderr.contains("--cache"), "{}", run.stderr);
    }
}
