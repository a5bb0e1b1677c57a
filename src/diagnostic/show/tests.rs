mod sarif;

use super::*;
use crate::diagnostic::{SitePath, rules};
use crate::say;
use expect_test::{Expect, expect};

struct Files(Vec<(&'static str, String)>);

impl Texts for Files {
    fn text(&self, file: &str) -> Option<&str> {
        self.0.iter().find(|(path, _)| *path == file).map(|(_, text)| &**text)
    }
}

const NEWS: &str = "content/news/2024-05-16-成立.md";

/// A site whose news item has all kinds of places, and the findings that point at them.
fn example() -> (Files, Vec<Diagnostic>) {
    let news =
        "\u{feff}---\r\ntitle: 喜报\r\npartners: [清源职业技术学院, wenchuang-gruop]\r\n---\r\n正文 **重点";
    let files = Files(vec![(NEWS, news.into()), ("content/b.md", "---\nslug: founding\n---\n".into())]);
    let file: SitePath = NEWS.into();
    let span = |text: &str| {
        let at = news.find(text).unwrap();
        at..at + text.len()
    };
    let findings = vec![
        Diagnostic::new(
            &rules::UNKNOWN_REFERENCE,
            say!("没有成员单位 `wenchuang-gruop`", "there is no partner `wenchuang-gruop`"),
        )
        .at(&file, span("wenchuang-gruop"))
        .label(say!("没有这个文件", "no such file"))
        .help(say!("是否想写 `wenchuang-group`？", "did you mean `wenchuang-group`?"))
        .replace_with("wenchuang-group"),
        Diagnostic::new(&rules::CONFIG_MISSING, say!("没有 site.yaml", "there is no site.yaml"))
            .help(say!("用 `--site` 指明\u{1b}[31m站点", "tell where it is with `--site`\u{1b}[31m")),
        Diagnostic::new(
            &rules::ADDRESS_TAKEN,
            say!("网址 `/a,b:100%/` 重复", "the address `/a,b:100%/` is taken"),
        )
        .at(&file, span("title: 喜报"))
        .related(&"content/b.md".into(), Some(4..18), say!("另一个在这里", "the other one"))
        .related(&"static/a.html".into(), None, say!("还有这个文件", "and this file")),
        Diagnostic::new(&rules::MISSING_REVIEW, say!("缺少三审记录", "no reviews"))
            .at(&file, 3..span("---\r\n正文").start + 3),
        Diagnostic::new(&rules::UNPINNED_SLUG, say!("没有写完", "it stops here"))
            .at(&file, news.len()..news.len()),
        Diagnostic::new(&rules::UNREADABLE, say!("读不了", "cannot be read")).in_file(&file),
    ];
    (files, findings)
}

fn check(format: Format, messages: Messages, expected: Expect) {
    let (files, mut findings) = example();
    findings.extend(findings.clone());
    sort(&mut findings);
    let prefix = if format == Format::Human { String::new() } else { "站点/".into() };
    let options = ShowOptions { format, messages, color: false, width: 60, prefix };
    let mut out = Vec::new();
    show(&findings, &files, &options, &mut out).unwrap();
    expected.assert_eq(&String::from_utf8(out).unwrap());
}

#[test]
fn human_chinese() {
    check(
        Format::Human,
        Messages::Zh,
        expect![[r#"
        错误[HM0401]: 没有 site.yaml
         |
        帮助: 用 `--site` 指明␛[31m站点

        错误[HM0101]: 读不了
        --> content/news/2024-05-16-成立.md

        警告[HM0710]: 缺少三审记录
         --> content/news/2024-05-16-成立.md:1:1
          |
        1 | / ---
        2 | | title: 喜报
        3 | | partners: [清源职业技术学院, wenchuang-gruop]
        4 | | ---
          | |___^

        错误[HM0601]: 网址 `/a,b:100%/` 重复
         --> content/news/2024-05-16-成立.md:2:1
          |
        2 | title: 喜报
          | ^^^^^^^^^^^
          |
        参见: 另一个在这里
         --> content/b.md:2:1
          |
        2 | slug: founding
          | --------------
        参见: 还有这个文件
         --> static/a.html

        错误[HM0208]: 没有成员单位 `wenchuang-gruop`
         --> content/news/2024-05-16-成立.md:3:22
          |
        3 | partners: [清源职业技术学院, wenchuang-gruop]
          |                              ^^^^^^^^^^^^^^^ 没有这个文件
          |
        帮助: 是否想写 `wenchuang-group`？
          |
        3 - partners: [清源职业技术学院, wenchuang-gruop]
        3 + partners: [清源职业技术学院, wenchuang-group]
          |

        提示[HM0603]: 没有写完
         --> content/news/2024-05-16-成立.md:5:8
          |
        5 | 正文 **重点
          |            ^

        发现 4 个错误、1 个警告、1 个提示
    "#]],
    );
}

#[test]
fn human_english() {
    check(
        Format::Human,
        Messages::En,
        expect![[r#"
        error[HM0401]: there is no site.yaml
         |
        help: tell where it is with `--site`␛[31m

        error[HM0101]: cannot be read
        --> content/news/2024-05-16-成立.md

        warning[HM0710]: no reviews
         --> content/news/2024-05-16-成立.md:1:1
          |
        1 | / ---
        2 | | title: 喜报
        3 | | partners: [清源职业技术学院, wenchuang-gruop]
        4 | | ---
          | |___^

        error[HM0601]: the address `/a,b:100%/` is taken
         --> content/news/2024-05-16-成立.md:2:1
          |
        2 | title: 喜报
          | ^^^^^^^^^^^
          |
        note: the other one
         --> content/b.md:2:1
          |
        2 | slug: founding
          | --------------
        note: and this file
         --> static/a.html

        error[HM0208]: there is no partner `wenchuang-gruop`
         --> content/news/2024-05-16-成立.md:3:22
          |
        3 | partners: [清源职业技术学院, wenchuang-gruop]
          |                              ^^^^^^^^^^^^^^^ no such file
          |
        help: did you mean `wenchuang-group`?
          |
        3 - partners: [清源职业技术学院, wenchuang-gruop]
        3 + partners: [清源职业技术学院, wenchuang-group]
          |

        note[HM0603]: it stops here
         --> content/news/2024-05-16-成立.md:5:8
          |
        5 | 正文 **重点
          |            ^

        4 errors, 1 warning, 1 note
    "#]],
    );
}

#[test]
fn json() {
    check(
        Format::Json,
        Messages::Zh,
        expect![[r#"
        {"severity":"error","code":"HM0401","message":"没有 site.yaml","help":"用 `--site` 指明\u001b[31m站点","file":null,"line":null,"column":null,"end_line":null,"end_column":null,"related":[]}
        {"severity":"error","code":"HM0101","message":"读不了","help":null,"file":"content/news/2024-05-16-成立.md","line":null,"column":null,"end_line":null,"end_column":null,"related":[]}
        {"severity":"warning","code":"HM0710","message":"缺少三审记录","help":null,"file":"content/news/2024-05-16-成立.md","line":1,"column":1,"end_line":4,"end_column":4,"related":[]}
        {"severity":"error","code":"HM0601","message":"网址 `/a,b:100%/` 重复","help":null,"file":"content/news/2024-05-16-成立.md","line":2,"column":1,"end_line":2,"end_column":10,"related":[{"file":"content/b.md","line":2,"column":1,"message":"另一个在这里"},{"file":"static/a.html","line":null,"column":null,"message":"还有这个文件"}]}
        {"severity":"error","code":"HM0208","message":"没有成员单位 `wenchuang-gruop`","help":"是否想写 `wenchuang-group`？","file":"content/news/2024-05-16-成立.md","line":3,"column":22,"end_line":3,"end_column":37,"related":[]}
        {"severity":"note","code":"HM0603","message":"没有写完","help":null,"file":"content/news/2024-05-16-成立.md","line":5,"column":8,"end_line":5,"end_column":8,"related":[]}
    "#]],
    );
}

#[test]
fn github() {
    check(
        Format::Github,
        Messages::En,
        expect![[r#"
        ::error title=HM0401 there is no site.yaml::there is no site.yaml%0Ahelp: tell where it is with `--site`[31m
        ::error file=站点/content/news/2024-05-16-成立.md,title=HM0101 a file cannot be read::cannot be read
        ::warning file=站点/content/news/2024-05-16-成立.md,line=1,endLine=4,title=HM0710 the three reviews are not recorded::no reviews
        ::error file=站点/content/news/2024-05-16-成立.md,line=2,col=1,endColumn=10,title=HM0601 two things have one address::the address `/a,b:100%25/` is taken%0Acontent/b.md: the other one%0Astatic/a.html: and this file
        ::error file=站点/content/news/2024-05-16-成立.md,line=3,col=22,endColumn=37,title=HM0208 a reference to a record that does not exist::there is no partner `wenchuang-gruop`%0Ahelp: did you mean `wenchuang-group`?
        ::notice file=站点/content/news/2024-05-16-成立.md,line=5,col=8,endColumn=8,title=HM0603 an address made from a Chinese file name::it stops here
    "#]],
    );
}

#[test]
fn long_lines_are_cut_around_the_place() {
    let check = |repeat: usize, expected: Expect| {
        let text = format!("{}错别字{}", "前文".repeat(repeat), "后文".repeat(repeat));
        let at = text.find("错").unwrap();
        let file: SitePath = "content/长.md".into();
        let findings = [Diagnostic::new(&rules::WRONG_SCRIPT, say!("错别字", "a typo"))
            .at(&file, at..at + 9)
            .label(say!("这里", "here"))
            .replace_with("正字")];
        let (format, messages) = (Format::Human, Messages::Zh);
        let options = ShowOptions { format, messages, color: false, width: 60, prefix: String::new() };
        let mut out = Vec::new();
        show(&findings, &Files(vec![("content/长.md", text)]), &options, &mut out).unwrap();
        expected.assert_eq(&String::from_utf8(out).unwrap());
    };
    check(
        400,
        expect![[r#"
        警告[HM0704]: 错别字
         --> content/长.md:1:801
          |
        1 | ... 文前文前文前文前文错别字后文后文后文后文后文后文...
          |                       ^^^^^^ 这里
          |
        帮助: 改成这样
          |
        1 - …文前文前文前文前文前文前文错别字后文后文后文后文后文后文后文…
        1 + …文前文前文前文前文前文前文正字后文后文后文后文后文后文后文…
          |

        发现 1 个警告
    "#]],
    );
    check(
        6000,
        expect![[r#"
        警告[HM0704]: 错别字
         --> content/长.md:1:12001
          |
        帮助: 改成这样
          |
        1 - …文前文前文前文前文前文前文错别字后文后文后文后文后文后文后文…
        1 + …文前文前文前文前文前文前文正字后文后文后文后文后文后文后文…
          |

        发现 1 个警告
    "#]],
    );
}

#[test]
fn colours_change_nothing_else() {
    let (files, mut findings) = example();
    sort(&mut findings);
    let text = |color| {
        let (format, messages) = (Format::Human, Messages::Zh);
        let mut out = Vec::new();
        let options = ShowOptions { format, messages, color, width: 60, prefix: String::new() };
        show(&findings, &files, &options, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    };
    let coloured = text(true);
    assert!(coloured.contains("\u{1b}["));
    assert_eq!(anstream::adapter::strip_str(&coloured).to_string(), text(false));
}

proptest::proptest! {
    #[test]
    fn no_place_makes_it_panic(
        text in "[a中\u{301}\t\u{1b}\r\n]{0,40}|中{60,90}", start in 0..300usize, len in 0..300usize, width in 1..80usize,
    ) {
        let file: SitePath = "a.md".into();
        let findings = [Diagnostic::new(&rules::BAD_VALUE, say!("甲", "a"))
            .at(&file, start..start + len)
            .label(say!("乙", "b"))
            .replace_with("丙\n")
            .related(&file, Some(start..start + len), say!("丁", "d"))];
        let files = Files(vec![("a.md", text)]);
        for format in [Format::Human, Format::Json, Format::Github, Format::Sarif] {
            let messages = Messages::Zh;
            let options = ShowOptions { format, messages, color: false, width, prefix: String::new() };
            show(&findings, &files, &options, &mut Vec::new()).unwrap();
        }
    }
}
