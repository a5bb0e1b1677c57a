mod any_text;
mod second_opinion;
mod slips;

use std::fmt::Write;

use expect_test::{Expect, expect};
use proptest::prelude::*;

use super::*;
use crate::diagnostic::brief::brief;

fn file() -> SitePath {
    "content/news/a.md".into()
}

/// The tree in one line each, with places, then the findings.
fn check(yaml: &str, expected: Expect) {
    let read = read(&file(), yaml, 0..yaml.len());
    let mut out = String::new();
    if let Some(node) = &read.value {
        show(yaml, node, 0, &mut out);
    }
    out += &brief(yaml, &read.diagnostics);
    expected.assert_eq(&out);
}

fn show(text: &str, node: &Node, depth: usize, out: &mut String) {
    let raw = &text[node.span.clone()];
    match &node.value {
        Value::Null => writeln!(out, "null"),
        Value::Scalar { text, quoted } => {
            writeln!(out, "{text:?}{} {raw:?}", if *quoted { " quoted" } else { "" })
        }
        Value::List(items) => {
            let _ = writeln!(out, "list {raw:?}");
            for item in items {
                let _ = write!(out, "{:1$}- ", "", depth * 2);
                show(text, item, depth + 1, out);
            }
            Ok(())
        }
        Value::Map(entries) => {
            let _ = writeln!(out, "map {raw:?}");
            for (key, value) in entries {
                assert_eq!(&text[key.span.clone()].trim_matches(['"', '\'']), &key.value);
                let _ = write!(out, "{:1$}{2}: ", "", depth * 2, key.value);
                show(text, value, depth + 1, out);
            }
            Ok(())
        }
    }
    .expect("writing to a string");
}

fn values(node: &Node) -> String {
    match &node.value {
        Value::Null => "~".into(),
        Value::Scalar { text, .. } => format!("{text:?}"),
        Value::List(items) => format!("{:?}", items.iter().map(values).collect::<Vec<_>>()),
        Value::Map(entries) => {
            format!(
                "{:?}",
                entries.iter().map(|(key, value)| (&key.value, values(value))).collect::<Vec<_>>()
            )
        }
    }
}

#[test]
fn scalars_keep_their_spelling() {
    check(
        "a: 2024\nb: 017\nc: no\nd: 1_000\ne: \"true\"\nf: .inf\ng: 0x1F # 注\nh:\ni: ~\n2024: x\n",
        expect![[r#"
            map "a: 2024\nb: 017\nc: no\nd: 1_000\ne: \"true\"\nf: .inf\ng: 0x1F # 注\nh:\ni: ~\n2024: x"
            a: "2024" "2024"
            b: "017" "017"
            c: "no" "no"
            d: "1_000" "1_000"
            e: "true" quoted "\"true\""
            f: ".inf" ".inf"
            g: "0x1F" "0x1F"
            h: null
            i: null
            2024: "x" "x"
        "#]],
    );
    check(
        "a: !!str 2024\nb: !!str ~\n",
        expect![[r#"
        map "a: !!str 2024\nb: !!str ~"
        a: "2024" "2024"
        b: "~" "~"
    "#]],
    );
}

#[test]
fn collections_know_where_they_end() {
    check(
        "a: [𠮷, 'b', {c: 1}, ] # 注]\nd:\n  - e: |\n      多\n      行\n\n  - f\n",
        expect![[r#"
            map "a: [𠮷, 'b', {c: 1}, ] # 注]\nd:\n  - e: |\n      多\n      行\n\n  - f"
            a: list "[𠮷, 'b', {c: 1}, ]"
              - "𠮷" "𠮷"
              - "b" quoted "'b'"
              - map "{c: 1}"
                c: "1" "1"
            d: list "- e: |\n      多\n      行\n\n  - f"
              - map "e: |\n      多\n      行"
                e: "多\n行\n" "多\n      行"
              - "f" "f"
        "#]],
    );
}

#[test]
fn syntax_errors_say_what_to_do() {
    for (yaml, expected) in [
        (
            "a: [1, 2\nb: 3\n",
            expect![[r#"
                map "a: [1, 2\nb: 3"
                a: list "[1, 2"
                  - "1" "1"
                  - "2" "2"
                b: "3" "3"
                HM0112 1:9-1:9 括号没有结束 | 改成 `a: [1, 2]` => ]
            "#]],
        ),
        (
            "a: \"abc\nb: 3\n",
            expect![[r#"
                map "a: \"abc\nb: 3"
                a: "abc" quoted "\"abc"
                b: "3" "3"
                HM0112 1:8-1:8 引号没有结束 | 改成 `a: "abc"` => "
            "#]],
        ),
        (
            "a:\n  b: 1\n c: 2\n",
            expect![[r#"
            HM0112 3:2-3:3 缩进没有对齐 | 同一层的字段和 `-` 从同一列开始
        "#]],
        ),
        (
            "a: 1\n- b\n",
            expect![[r#"
            HM0112 2:3-2:4 缩进没有对齐 | 同一层的字段和 `-` 从同一列开始
        "#]],
        ),
        (
            "a: *x\n",
            expect![[r#"
            HM0112 1:4-1:5 这里不能用 YAML 的锚点与别名（`&`、`*`） | 文字以 `*` 或 `&` 开头时加引号；重复的内容照写一遍
        "#]],
        ),
        (
            "a: &x 1\n",
            expect![[r#"
            HM0112 1:7-1:8 这里不能用 YAML 的锚点与别名（`&`、`*`） | 文字以 `*` 或 `&` 开头时加引号；重复的内容照写一遍
        "#]],
        ),
        (
            "a: !foo bar\n",
            expect![[r#"
            HM0112 1:9-1:10 不支持 YAML 标签（`!…`） | 文字以 `!` 开头时加引号
        "#]],
        ),
        (
            "a: @x\n",
            expect![[r#"
            HM0112 1:4-1:5 文字不能以这个字符开头 | 给这段文字加引号
        "#]],
        ),
        (
            "a: 'x' y\n",
            expect![[r#"
                map "a: 'x' y"
                a: "'x' y" quoted "'x' y"
                HM0112 1:4-1:9 以括号或引号开头的文字需要整段加引号 | 改成 `a: "'x' y"` => "'x' y"
            "#]],
        ),
        (
            "a: \"\\q\"\n",
            expect![[r#"
            HM0112 1:4-1:5 双引号里的反斜杠写法不对 | 反斜杠写两个，或者改用单引号
        "#]],
        ),
        (
            "a: 1\n---\nb: 2\n",
            expect![[r#"
            HM0112 2:1-2:2 这里有第二个 YAML 文档 | 只保留一个，删去多余的 `---` 或 `...`
        "#]],
        ),
        (
            "a: ]\n",
            expect![[r#"
            HM0112 1:4-1:5 多了一个括号 | 删去它，或者给这段文字加引号
        "#]],
        ),
        (
            "? [a]\n: b\n",
            expect![[r#"
            map "? [a]\n: b"
            HM0112 1:3-1:6 字段名必须是文字 | 写成 `字段名: 值`
        "#]],
        ),
        (
            "a: \u{0}x\n",
            expect![[r#"
            HM0112 1:4-1:4 文字不能以这个字符开头 | 给这段文字加引号
        "#]],
        ),
    ] {
        check(yaml, expected);
    }
}

#[test]
fn a_key_given_twice_shows_both_places() {
    check(
        "title: 甲\ndate: 2024\ntitle: 乙\n",
        expect![[r#"
        map "title: 甲\ndate: 2024\ntitle: 乙"
        title: "甲" "甲"
        date: "2024" "2024"
        HM0117 3:1-3:6 字段 `title` 写了两次 | 只保留一处，删去另一处
          1:1-1:6 第一次写在这里
    "#]],
    );
    let many: String = (0..60).map(|n| format!("k{n}: 1\n")).collect::<String>() + "k3: 2\nk50: 2\n";
    let read = read(&file(), &many, 0..many.len());
    assert_eq!(read.diagnostics.len(), 2);
}

#[test]
fn bombs_are_refused() {
    let bomb = "a: &a [x,x]\n".to_owned() + &(0..30).map(|_| "b: [*a,*a]\n").collect::<String>();
    for yaml in ["[".repeat(50_000), "- ".repeat(50_000), "{a: ".repeat(50_000), bomb] {
        let read = read(&file(), &yaml, 0..yaml.len());
        assert!(read.value.is_none() && read.diagnostics.len() == 1, "{:?}", read.diagnostics);
    }
}

#[test]
fn long_lines_and_many_slips_are_read_in_time() {
    let comma = format!("a: [{}]\n", "甲，".repeat(50_000));
    let colons = "a：b\n".repeat(50_000);
    let open = "[\n".repeat(50_000);
    for yaml in [comma, colons, open, "a: ".repeat(50_000), "a: \"".repeat(20_000), "a：".repeat(50_000)] {
        let read = read(&file(), &yaml, 0..yaml.len());
        assert!((1..=51_000).contains(&read.diagnostics.len()), "{}", read.diagnostics.len());
    }
}

#[test]
fn front_matter_ends_where_the_second_fence_is() {
    let parts = |text: &str| {
        let found = split(&file(), text).value.expect("front matter");
        (text[found.yaml].to_owned(), text[found.body_start..].to_owned())
    };
    let expected = ("a: 1".to_owned(), "body".to_owned());
    for end in ["\n", "\r\n", "\r"] {
        for mark in ["", "\u{feff}"] {
            let text = format!("{mark}--- {end}a: 1{end}---{end}body");
            let (yaml, body) = parts(&text);
            assert_eq!((yaml.trim_end().to_owned(), body), expected, "{text:?}");
        }
    }
    assert_eq!(parts("---\n---"), (String::new(), String::new()));
}

#[test]
fn front_matter_that_is_missing_or_open() {
    for (text, expected) in [
        (
            "",
            expect![[r#"
            HM0110 1:1-1:1 文件开头没有文件头（front matter） | 在最前面加上：一行 `---`，一行 `title: 标题`，再一行 `---`
        "#]],
        ),
        (
            "# 标题\n",
            expect![[r#"
            HM0110 1:1-1:5 文件开头没有文件头（front matter） | 在最前面加上：一行 `---`，一行 `title: 标题`，再一行 `---`
        "#]],
        ),
        (
            "+++\ntitle = 1\n+++\n",
            expect![[r#"
            HM0110 1:1-1:4 文件开头没有文件头（front matter） | 改用 YAML：前后各一行 `---`，每行写成 `字段名: 值`
        "#]],
        ),
        (
            "———\ntitle: 甲\n———\n",
            expect![[r#"
            HM0110 1:1-1:4 文件开头没有文件头（front matter） | 把这一行改成 `---` => ---
        "#]],
        ),
        (
            "---\ntitle: 甲\ntags:\n  - 乙\n\n正文。\n\n***\n",
            expect![[r#"
            HM0111 4:1-4:6 文件头没有结束 | 在正文之前加一行 `---`
              1:1-1:4 文件头从这里开始
        "#]],
        ),
    ] {
        expected.assert_eq(&brief(text, &split(&file(), text).diagnostics));
    }
}
