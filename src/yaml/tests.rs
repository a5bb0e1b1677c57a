mod second_opinion;

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
fn four_slips_are_found_in_one_go_and_the_rest_is_read() {
    check(
        "title：喜报\ntags: [甲，乙， \"丙，丁\"]\nsubtitle: 原题: 副题 # 注\nsource:\n\tname: 新华社\nslug: a\n",
        expect![[r#"
            map "title：喜报\ntags: [甲，乙， \"丙，丁\"]\nsubtitle: 原题: 副题 # 注\nsource:\n\tname: 新华社\nslug: a"
            title: "喜报" "喜报"
            tags: list "[甲，乙， \"丙，丁\"]"
              - "甲" "甲"
              - "乙" "乙"
              - "丙，丁" quoted "\"丙，丁\""
            subtitle: "原题: 副题" quoted "原题: 副题"
            source: map "name: 新华社"
              name: "新华社" "新华社"
            slug: "a" "a"
            HM0113 1:6-1:7 字段名后面是全角冒号“：” | 改成 `title: 喜报` => : 
            HM0114 2:9-2:10 列表的各项之间是全角逗号“，” | 改成 `tags: [甲, 乙, "丙，丁"]`；逗号若属于文字，给这一项加上引号 => , 
            HM0114 2:11-2:12 列表的各项之间是全角逗号“，” | 改成 `tags: [甲, 乙, "丙，丁"]`；逗号若属于文字，给这一项加上引号 => ,
            HM0115 3:11-3:17 文字里有冒号加空格，需要加引号 | 改成 `subtitle: "原题: 副题" # 注` => "原题: 副题"
            HM0116 5:1-5:2 这一行用制表符（Tab）缩进 | 缩进只能用空格，每层两个 =>   
        "#]],
    );
}

#[test]
fn slips_in_other_places() {
    check(
        "- {zh-Hans: 软件，zh-Hant-TW: 軟體}\n- {lead：甲, b: 乙，丙}\n",
        expect![[r#"
        list "- {zh-Hans: 软件，zh-Hant-TW: 軟體}\n- {lead：甲, b: 乙，丙}"
        - map "{zh-Hans: 软件，zh-Hant-TW: 軟體}"
          zh-Hans: "软件" "软件"
          zh-Hant-TW: "軟體" "軟體"
        - map "{lead：甲, b: 乙，丙}"
          lead: "甲" "甲"
          b: "乙，丙" "乙，丙"
        HM0114 1:15-1:16 列表的各项之间是全角逗号“，” | 改成 `- {zh-Hans: 软件, zh-Hant-TW: 軟體}`；逗号若属于文字，给这一项加上引号 => , 
        HM0113 2:8-2:9 字段名后面是全角冒号“：” | 改成 `- {lead: 甲, b: 乙，丙}` => : 
    "#]],
    );
    check(
        "- title: a: b\n  note：c\n- name：张三\n",
        expect![[r#"
        list "- title: a: b\n  note：c\n- name：张三"
        - map "title: a: b\n  note：c"
          title: "a: b" quoted "a: b"
          note: "c" "c"
        - map "name：张三"
          name: "张三" "张三"
        HM0115 1:10-1:14 文字里有冒号加空格，需要加引号 | 改成 `- title: "a: b"` => "a: b"
        HM0113 2:7-2:8 字段名后面是全角冒号“：” | 改成 `note: c` => : 
        HM0113 3:7-3:8 字段名后面是全角冒号“：” | 改成 `- name: 张三` => : 
    "#]],
    );
    check(
        "date:2024-05-16\ntitle: 他说\"好\": 真的\n",
        expect![[r#"
        map "date:2024-05-16\ntitle: 他说\"好\": 真的"
        date: "2024-05-16" "2024-05-16"
        title: "他说\"好\": 真的" quoted "他说\"好\": 真的"
        HM0112 1:6-1:6 冒号后面缺少空格 | 改成 `date: 2024-05-16` =>  
        HM0115 2:8-2:17 文字里有冒号加空格，需要加引号 | 改成 `title: '他说"好": 真的'` => '他说"好": 真的'
    "#]],
    );
}

#[test]
fn what_looks_like_a_slip_inside_a_text_is_none() {
    check(
        "a: |\n  title：喜报\n  x: y: z\n\tb\nb: \"甲：乙: 丙\n  note：丁\"\nc: 多行\n  note：续\nd: [甲,\n  \"乙，丙\"]\ne: 喜报：成立\nf:\n  - 主办：某校\n  - https://a.b/c\ng: 见 http://a.b:80/c\n",
        expect![[r#"
            map "a: |\n  title：喜报\n  x: y: z\n\tb\nb: \"甲：乙: 丙\n  note：丁\"\nc: 多行\n  note：续\nd: [甲,\n  \"乙，丙\"]\ne: 喜报：成立\nf:\n  - 主办：某校\n  - https://a.b/c\ng: 见 http://a.b:80/c"
            a: "title：喜报\nx: y: z\nb\n" "title：喜报\n  x: y: z\n\tb"
            b: "甲：乙: 丙 note：丁" quoted "\"甲：乙: 丙\n  note：丁\""
            c: "多行 note：续" "多行\n  note：续"
            d: list "[甲,\n  \"乙，丙\"]"
              - "甲" "甲"
              - "乙，丙" quoted "\"乙，丙\""
            e: "喜报：成立" "喜报：成立"
            f: list "- 主办：某校\n  - https://a.b/c"
              - "主办：某校" "主办：某校"
              - "https://a.b/c" "https://a.b/c"
            g: "见 http://a.b:80/c" "见 http://a.b:80/c"
            HM0116 4:1-4:2 这一行用制表符（Tab）缩进 | 缩进只能用空格，每层两个 =>   
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
fn lines_that_lack_a_sign_or_their_indentation() {
    let all: String = [
        "title 来访\ndate: 2024-05-16\n",
        "date: 2024-05-16\ntitle 来访\n",
        "tags:\n  -甲\n  -乙\ntitle: 来访\n",
        "summary: |\n第一行，\n甲：乙。\ntitle: 来访\n",
        "summary: |\n    第一行。\n第二行。\ntitle: 来访\n",
        "summary: 第一行，\n第二行。\ntitle: 来访\n",
        " title: 来访\ndate: 2024-05-16\n",
        "date: 2024-05-16\n title: 来访\n",
        "tags:\n  - 甲\n - 乙\n  - 丙\n",
        "tags:\n  - 甲\n   - 乙\n  - 丙\n",
        "title:　来访\n",
    ]
    .into_iter()
    .map(|yaml| {
        let read = read(&file(), yaml, 0..yaml.len());
        let value = read.value.as_ref().map(values).unwrap_or_default();
        format!("{yaml:?}\n{}{value}\n", brief(yaml, &read.diagnostics))
    })
    .collect();
    expect![[r#"
        "title 来访\ndate: 2024-05-16\n"
        HM0112 1:6-1:7 字段名后面缺少冒号 | 改成 `title: 来访` => : 
        [("title", "\"来访\""), ("date", "\"2024-05-16\"")]
        "date: 2024-05-16\ntitle 来访\n"
        HM0112 2:6-2:7 字段名后面缺少冒号 | 改成 `title: 来访` => : 
        [("date", "\"2024-05-16\""), ("title", "\"来访\"")]
        "tags:\n  -甲\n  -乙\ntitle: 来访\n"
        HM0112 2:4-2:4 `-` 后面缺少空格 | 改成 `- 甲` =>  
        HM0112 3:4-3:4 `-` 后面缺少空格 | 改成 `- 乙` =>  
        [("tags", "[\"\\\"甲\\\"\", \"\\\"乙\\\"\"]"), ("title", "\"来访\"")]
        "summary: |\n第一行，\n甲：乙。\ntitle: 来访\n"
        HM0112 2:1-2:1 这一行没有缩进，不属于上面的文字，也不是字段 | 属于上面的文字就缩进两格；是新的字段就写成 `字段名: 值` =>   
        HM0112 3:1-3:1 这一行没有缩进，不属于上面的文字，也不是字段 | 属于上面的文字就缩进两格；是新的字段就写成 `字段名: 值` =>   
        [("summary", "\"第一行，\\n甲：乙。\\n\""), ("title", "\"来访\"")]
        "summary: |\n    第一行。\n第二行。\ntitle: 来访\n"
        HM0112 3:1-3:1 这一行没有缩进，不属于上面的文字，也不是字段 | 属于上面的文字就缩进两格；是新的字段就写成 `字段名: 值` =>     
        [("summary", "\"第一行。\\n第二行。\\n\""), ("title", "\"来访\"")]
        "summary: 第一行，\n第二行。\ntitle: 来访\n"
        HM0112 2:1-2:1 这一行没有缩进，不属于上面的文字，也不是字段 | 属于上面的文字就缩进两格；是新的字段就写成 `字段名: 值` =>   
        [("summary", "\"第一行， 第二行。\""), ("title", "\"来访\"")]
        " title: 来访\ndate: 2024-05-16\n"
        HM0112 1:1-1:2 这一行的缩进没有对齐 | 同一层的字段和 `-` 从同一列开始；最外层的字段前面没有空格 => 
        [("title", "\"来访\""), ("date", "\"2024-05-16\"")]
        "date: 2024-05-16\n title: 来访\n"
        HM0112 2:1-2:2 这一行的缩进没有对齐 | 同一层的字段和 `-` 从同一列开始；最外层的字段前面没有空格 => 
        [("date", "\"2024-05-16\""), ("title", "\"来访\"")]
        "tags:\n  - 甲\n - 乙\n  - 丙\n"
        HM0112 3:1-3:2 这一行的缩进没有对齐 | 同一层的字段和 `-` 从同一列开始；最外层的字段前面没有空格 =>   
        [("tags", "[\"\\\"甲\\\"\", \"\\\"乙\\\"\", \"\\\"丙\\\"\"]")]
        "tags:\n  - 甲\n   - 乙\n  - 丙\n"
        HM0112 3:1-3:4 这一行的缩进没有对齐 | 同一层的字段和 `-` 从同一列开始；最外层的字段前面没有空格 =>   
        [("tags", "[\"\\\"甲\\\"\", \"\\\"乙\\\"\", \"\\\"丙\\\"\"]")]
        "title:\u{3000}来访\n"
        HM0112 1:7-1:8 冒号后面是全角空格 | 改成 `title: 来访` =>  
        [("title", "\"来访\"")]
    "#]].assert_eq(&all);
}

#[test]
fn what_is_aligned_in_its_own_way_is_no_slip() {
    for yaml in [
        "a:\n- 甲\n- 乙\nb:\n- 丙\n",
        "a:\n    - b: 1\n      c:\n        - 甲\n    - b: 2\nd:\n  - - 乙\n    - 丙\n",
        "# 注\na: 甲\n   乙 丙\nb: |\n\n  丁\n\n  戊\n# 注\nc: -{甲}-\nd:\n  - -{乙}-\n  - -3\n",
        "contact:\n  地址: |\n    某路\n  电话: 1\n",
        "a: [甲,\n乙]\nb: \"甲\n  乙\"\n",
        "a: >-\n  甲\n  - 乙\n  b: c\n",
        "  a: 1\n  b: 2\n",
    ] {
        let found = read(&file(), yaml, 0..yaml.len());
        assert_eq!(brief(yaml, &found.diagnostics), "", "{yaml}");
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

/// Text with everything that YAML finds special, and more than one byte a character.
fn yamlish() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("title"),
        Just("："),
        Just(": "),
        Just(":"),
        Just("，"),
        Just(", "),
        Just("- "),
        Just("\n"),
        Just("\r\n"),
        Just("\r"),
        Just("\n  "),
        Just("\t"),
        Just("["),
        Just("]"),
        Just("{"),
        Just("}"),
        Just("\""),
        Just("'"),
        Just("|\n"),
        Just(">-\n"),
        Just("#"),
        Just(" "),
        Just("𠮷"),
        Just("喜报"),
        Just("&a"),
        Just("*a"),
        Just("!x"),
        Just("---\n"),
        Just("...\n"),
        Just("? "),
        Just("\u{feff}"),
        Just("\\"),
        Just("2024-05-16"),
        Just("<<"),
        Just("~"),
        Just("%"),
        Just("\u{85}"),
        Just("\u{2028}"),
        Just("\u{a0}"),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

fn spans_hold(text: &str, node: &Node) {
    assert!(text.get(node.span.clone()).is_some(), "{:?} in {text:?}", node.span);
    match &node.value {
        Value::Null | Value::Scalar { .. } => {}
        Value::List(items) => items.iter().for_each(|item| spans_hold(text, item)),
        Value::Map(entries) => {
            for (key, value) in entries {
                assert!(text.get(key.span.clone()).is_some());
                spans_hold(text, value);
            }
        }
    }
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

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn any_text_is_read_with_places_inside_it(text in yamlish(), before in "[a-z甲]{0,3}") {
        let whole = format!("{before}{text}");
        let read = read(&file(), &whole, before.len()..whole.len());
        brief(&whole, &read.diagnostics);
        if let Some(node) = &read.value {
            spans_hold(&whole, node);
        }
        brief(&text, &split(&file(), &text).diagnostics);
    }

    #[test]
    fn line_ends_do_not_matter(text in yamlish()) {
        let lf = text.replace("\r\n", "\n").replace('\r', "\n");
        let crlf = lf.replace('\n', "\r\n");
        let read_lf = read(&file(), &lf, 0..lf.len());
        let read_crlf = read(&file(), &crlf, 0..crlf.len());
        prop_assert_eq!(read_lf.value.as_ref().map(values), read_crlf.value.as_ref().map(values));
        prop_assert_eq!(brief(&lf, &read_lf.diagnostics), brief(&crlf, &read_crlf.diagnostics));
    }
}
