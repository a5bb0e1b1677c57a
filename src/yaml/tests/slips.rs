//! Signs of the wrong width, and those that are missing: each is found, and the rest is read.

use super::*;

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
