//! What is wrong with a front matter, and what to do about it.

use super::*;

#[test]
fn all_faults_of_a_file_are_found_in_one_go() {
    check(
        Kind::News,
        "title：产教联合体成立\ndate: 2024-02-30\nauthor: 张三\ntags: [甲，乙]\nsubtitle: 原题: 副题\nsource:\n\tname: 新华社\ndraft: yes\nslug: a/b\ncover: [a.jpg]\n",
        expect![[r#"
            HM0113 2:6-2:7 字段名后面是全角冒号“：” | 改成 `title: 产教联合体成立` => : 
            HM0114 5:9-5:10 列表的各项之间是全角逗号“，” | 改成 `tags: [甲, 乙]`；逗号若属于文字，给这一项加上引号 => , 
            HM0115 6:11-6:17 文字里有冒号加空格，需要加引号 | 改成 `subtitle: "原题: 副题"` => "原题: 副题"
            HM0116 8:1-8:2 这一行用制表符（Tab）缩进 | 缩进只能用空格，每层两个 =>   
            HM0204 3:7-3:17 日期（date）不是日期：`2024-02-30`，2024 年 2 月只有 29 天 | 日期写成 `2024-05-16`，带时间写成 `2024-05-16 09:30`
            HM0201 4:1-4:7 没有 `author` 这个字段 | 是否想写 `authors`？可用的字段：title、date、updated、slug、lang、summary、tags、cover、draft、publish_at、expires_at、aliases、pinned、weight、noindex、glossary、template、extra、note、subtitle、authors、editor、photographers、source、original_title、series、partners、signings、review => authors
            HM0203 9:8-9:11 草稿（draft）应是 true 或 false，这里是 `yes` | 写 `true` 或 `false`，不加引号 => true
            HM0206 10:7-10:10 `a/b` 不能用在网址和文件名里：不能含有 `/` | 用字母、数字、汉字和连字符，如 `founding-2024` => a-b
            HM0203 11:8-11:15 封面（cover）应是文件路径，或者字段 {src, alt, caption, credit}，这里是列表 | 改成文件路径，或者字段 {src, alt, caption, credit}
        "#]],
    );
}

#[test]
fn what_an_original_lacks() {
    check(
        Kind::News,
        "",
        expect![[r#"
            HM0202 2:1-2:1 缺少标题（title） | 加上 `title: 产教联合体成立`
            HM0202 2:1-2:1 缺少日期（date） | 文件名以日期开头就不用写：`年-月-日-a.md`，月和日两位；也可以加上 `date: 年-月-日`
        "#]],
    );
    check(
        Kind::Partner,
        "title:\n",
        expect![[r#"
            HM0202 2:1-2:1 缺少标题（title） | 加上 `title: 产教联合体成立`
            HM0202 2:1-2:1 缺少单位类别（kind） | 加上 `kind: university`
        "#]],
    );
    check(
        Kind::Signing,
        "title: \"\"\nagreements: []\n",
        expect![[r#"
            HM0210 3:13-3:15 协议（agreements）至少要有 1 项，这里有 0 项 | 补足 1 项
            HM0202 2:1-2:1 缺少标题（title） | 加上 `title: 产教联合体成立`
            HM0202 2:1-2:1 缺少日期（date） | 文件名以日期开头就不用写：`年-月-日-a.md`，月和日两位；也可以加上 `date: 年-月-日`
        "#]],
    );
    check(
        Kind::Page,
        "date: 2024-05-16\n",
        expect![[r#"
            HM0202 2:1-2:1 缺少标题（title） | 加上 `title: 产教联合体成立`
        "#]],
    );
    let (record, _) = record(Kind::News, "title: 甲\n").value.expect("a record");
    assert_eq!(missing_in_original(&file(), Kind::News, &record, true), []);
}

#[test]
fn unknown_fields() {
    check_news(
        &[
            "partnrs: [a]",
            "Tags: [a]",
            "标签: [a]",
            "venue: 礼堂",
            "review: {frist: 甲}",
            "cover: {src: a.jpg, atl: 乙}",
            "<<: {a: 1}",
        ],
        expect![[r#"
            partnrs: [a]
                HM0201 4:1-4:8 没有 `partnrs` 这个字段 | 是否想写 `partners`？可用的字段：title、date、updated、slug、lang、summary、tags、cover、draft、publish_at、expires_at、aliases、pinned、weight、noindex、glossary、template、extra、note、subtitle、authors、editor、photographers、source、original_title、series、partners、signings、review => partners
            Tags: [a]
                HM0201 4:1-4:5 没有 `Tags` 这个字段 | 是否想写 `tags`？可用的字段：title、date、updated、slug、lang、summary、tags、cover、draft、publish_at、expires_at、aliases、pinned、weight、noindex、glossary、template、extra、note、subtitle、authors、editor、photographers、source、original_title、series、partners、signings、review => tags
            标签: [a]
                HM0201 4:1-4:3 没有 `标签` 这个字段 | 是否想写 `tags`？可用的字段：title、date、updated、slug、lang、summary、tags、cover、draft、publish_at、expires_at、aliases、pinned、weight、noindex、glossary、template、extra、note、subtitle、authors、editor、photographers、source、original_title、series、partners、signings、review => tags
            venue: 礼堂
                HM0201 4:1-4:6 没有 `venue` 这个字段 | 可用的字段：title、date、updated、slug、lang、summary、tags、cover、draft、publish_at、expires_at、aliases、pinned、weight、noindex、glossary、template、extra、note、subtitle、authors、editor、photographers、source、original_title、series、partners、signings、review
            review: {frist: 甲}
                HM0201 4:10-4:15 没有 `frist` 这个字段 | 是否想写 `first`？可用的字段：first、second、final => first
            cover: {src: a.jpg, atl: 乙}
                HM0201 4:21-4:24 没有 `atl` 这个字段 | 是否想写 `alt`？可用的字段：src、alt、caption、credit => alt
            <<: {a: 1}
                HM0201 4:1-4:3 没有 `<<` 这个字段 | 可用的字段：title、date、updated、slug、lang、summary、tags、cover、draft、publish_at、expires_at、aliases、pinned、weight、noindex、glossary、template、extra、note、subtitle、authors、editor、photographers、source、original_title、series、partners、signings、review
        "#]],
    );
}

#[test]
fn values_of_the_wrong_type() {
    check_news(
        &[
            "subtitle: [甲, 乙]",
            "subtitle: {a: 1}",
            "tags: 甲、乙",
            "tags: {a: 1}",
            "tags: [[甲]]",
            "tags:\n  -\n  - 甲",
            "tags:\n  - 原题: 副题",
            "draft: 是",
            "draft: \"true\"",
            "draft: maybe",
            "weight: \"10\"",
            "weight: 十",
            "weight: 1.5",
            "weight: 99999999",
            "source: [甲]",
            "source: {url: https://a.b/}",
            "review: 张三",
            "review: {first: [张三]}",
            "extra: 甲",
            "cover: {alt: 甲}",
            "glossary: {zh-Hans: 甲}",
            "updated: [2024]",
            "lang: chinese",
            "lang: {a: 1}",
            "slug: [a]",
        ],
        expect![[r#"
            subtitle: [甲, 乙]
                HM0203 4:11-4:17 副题（subtitle）应是一段文字，这里是列表 | 这个字段只有一个值，不用列表
            subtitle: {a: 1}
                HM0203 4:11-4:17 副题（subtitle）应是一段文字，这里是一组字段 | 文字里的冒号若属于原文，整段加引号：`"a: 1"` => "a: 1"
            tags: 甲、乙
                HM0203 4:7-4:10 标签（tags）应是列表（每项是一个标签），这里是 `甲、乙` | 写成列表：`[甲, 乙]` => [甲, 乙]
            tags: {a: 1}
                HM0203 4:7-4:13 标签（tags）应是列表（每项是一个标签），这里是一组字段 | 每一项前面加 `- `
            tags: [[甲]]
                HM0203 4:8-4:11 标签（tags）的一项应是一个标签，这里是列表 | 这个字段只有一个值，不用列表
            tags:
              -
              - 甲
                HM0203 5:4-5:4 标签（tags）的一项应是一个标签，这里是空的 | 改成一个标签
            tags:
              - 原题: 副题
                HM0203 5:5-5:11 标签（tags）的一项应是一个标签，这里是一组字段 | 文字里的冒号若属于原文，整段加引号：`"原题: 副题"` => "原题: 副题"
            draft: 是
                HM0203 4:8-4:9 草稿（draft）应是 true 或 false，这里是 `是` | 写 `true` 或 `false`，不加引号 => true
            draft: "true"
                HM0203 4:8-4:14 草稿（draft）应是 true 或 false，这里是 `"true"` | 写 `true` 或 `false`，不加引号 => true
            draft: maybe
                HM0203 4:8-4:13 草稿（draft）应是 true 或 false，这里是 `maybe` | 写 `true` 或 `false`，不加引号
            weight: "10"
                HM0203 4:9-4:13 排序（weight）应是整数，这里是 `"10"` | 写一个不加引号的整数 => 10
            weight: 十
                HM0203 4:9-4:10 排序（weight）应是整数，这里是 `十` | 写一个不加引号的整数
            weight: 1.5
                HM0203 4:9-4:12 排序（weight）应是整数，这里是 `1.5` | 写一个不加引号的整数
            weight: 99999999
                HM0211 4:9-4:17 排序（weight）不能是 99999999 | 写 -1000000 到 1000000 之间的整数
            source: [甲]
                HM0203 4:9-4:12 来源（source）应是一个名称，或者字段 {name, url, date}，这里是列表 | 改成一个名称，或者字段 {name, url, date}
            source: {url: https://a.b/}
                HM0202 4:9-4:28 缺少来源名称（name） | 加上 `name: …`
            review: 张三
                HM0203 4:9-4:11 审校（review）应是字段 {first, second, final}，或者按语言写的几项，这里是 `张三` | 改成字段 {first, second, final}，或者按语言写的几项
            review: {first: [张三]}
                HM0203 4:17-4:21 一审（first）应是一个名称，这里是列表 | 这个字段只有一个值，不用列表
            extra: 甲
                HM0203 4:8-4:9 附加数据（extra）应是一行行的 `名目: 值`，这里是 `甲` | 改成一行行的 `名目: 值`
            cover: {alt: 甲}
                HM0202 4:8-4:16 缺少图片文件（src） | 加上 `src: …`
            glossary: {zh-Hans: 甲}
                HM0203 4:11-4:23 词表（glossary）应是列表（每项是词表文件名，或者按语言写的几段文字），这里是一组字段 | 每一项前面加 `- `
            updated: [2024]
                HM0203 4:10-4:16 更新日期（updated）应是日期，这里是列表 | 这个字段只有一个值，不用列表
            lang: chinese
                HM0402 4:7-4:14 `chinese` 不是语言标签 | 常用的有 zh-Hans、zh-Hant-TW、zh-Hant-HK、en
            lang: {a: 1}
                HM0203 4:7-4:13 语言（lang）应是语言标签，这里是一组字段 | 文字里的冒号若属于原文，整段加引号：`"a: 1"` => "a: 1"
            slug: [a]
                HM0203 4:7-4:10 网址名（slug）应是一个网址名，这里是列表 | 这个字段只有一个值，不用列表
        "#]],
    );
}

#[test]
fn values_that_are_not_allowed() {
    check_news(
        &[
            "updated: 2024-02-30",
            "updated: 2024年13月1日",
            "updated: 昨天",
            "updated: 2024年5月16日 9:30",
            "updated: 2024/5/16",
            "slug: ../x",
            "slug: a b",
            "slug: con",
            "slug: 产教融合",
            "slug: \"a\\0b\"",
            "aliases: [old, /ok/, \"https://a.b/c\", /a/../b]",
            "cover: https://a.b/c.jpg",
            "cover: images\\a.jpg",
            "source: {name: 甲, url: www.a.b}",
            "source: {name: 甲, url: \"javascript:x\"}",
            "glossary: [{zh-Hans: 甲}, {zh-Hans: 甲, zh-Hant: 乙}]",
            "authors: [\"\", 甲]",
            "lang: zh-hans",
        ],
        expect![[r#"
            updated: 2024-02-30
                HM0204 4:10-4:20 更新日期（updated）不是日期：`2024-02-30`，2024 年 2 月只有 29 天 | 日期写成 `2024-05-16`，带时间写成 `2024-05-16 09:30`
            updated: 2024年13月1日
                HM0204 4:10-4:20 更新日期（updated）不是日期：`2024年13月1日`，没有 13 月 | 日期写成 `2024-05-16`，带时间写成 `2024-05-16 09:30`
            updated: 昨天
                HM0204 4:10-4:12 更新日期（updated）不是日期：`昨天`，应写成 2024-05-16 或 2024-05-16 09:30 | 日期写成 `2024-05-16`，带时间写成 `2024-05-16 09:30`
            updated: 2024年5月16日 9:30
                HM0205 4:10-4:25 更新日期（updated）的写法不规范：`2024年5月16日 9:30` | 统一写成 `2024-05-16 09:30` => 2024-05-16 09:30
            updated: 2024/5/16
                HM0205 4:10-4:19 更新日期（updated）的写法不规范：`2024/5/16` | 统一写成 `2024-05-16` => 2024-05-16
            slug: ../x
                HM0206 4:7-4:11 `../x` 不能用在网址和文件名里：不能以点开头 | 用字母、数字、汉字和连字符，如 `founding-2024` => x
            slug: a b
                HM0206 4:7-4:10 `a b` 不能用在网址和文件名里：不能有空格 | 用字母、数字、汉字和连字符，如 `founding-2024` => a-b
            slug: con
                HM0206 4:7-4:10 `con` 不能用在网址和文件名里：`con` 是 Windows 的设备名 | 用字母、数字、汉字和连字符，如 `founding-2024`
            slug: 产教融合
            slug: "a\0b"
                HM0206 4:7-4:13 `a\0b` 不能用在网址和文件名里：含有看不见的字符 U+0000 | 用字母、数字、汉字和连字符，如 `founding-2024`
            aliases: [old, /ok/, "https://a.b/c", /a/../b]
                HM0602 4:11-4:14 旧网址 `old` 不能用：要以 / 开头 | 写成从网站根开始的路径，如 `/2023/founding.html`
                HM0602 4:22-4:37 旧网址 `https://a.b/c` 不能用：只写路径，不写域名 | 写成从网站根开始的路径，如 `/2023/founding.html`
                HM0602 4:39-4:46 旧网址 `/a/../b` 不能用：不能只有点 | 写成从网站根开始的路径，如 `/2023/founding.html`
            cover: https://a.b/c.jpg
                HM0211 4:8-4:25 封面（cover）是网址，这里要用网站自己的文件：`https://a.b/c.jpg` | 写相对于本文件的路径，如 `photo.jpg`；放在 static/ 里的以 `/` 开头
            cover: images\a.jpg
                HM0211 4:8-4:20 封面（cover）用了反斜杠：`images\a.jpg` | 写相对于本文件的路径，如 `photo.jpg`；放在 static/ 里的以 `/` 开头 => images/a.jpg
            source: {name: 甲, url: www.a.b}
                HM0403 4:24-4:31 原文网址（url）不是完整的网址：`www.a.b` | 网址以 `https://` 或 `http://` 开头，中间没有空格 => https://www.a.b
            source: {name: 甲, url: "javascript:x"}
                HM0403 4:24-4:38 原文网址（url）不是完整的网址：`javascript:x` | 网址以 `https://` 或 `http://` 开头，中间没有空格
            glossary: [{zh-Hans: 甲}, {zh-Hans: 甲, zh-Hant: 乙}]
                HM0407 4:12-4:24 词条只有一个词，不知道转换成什么 | 补上另一种语言的词；从不转换的词加 `keep: true`，只逐字转换的名称加 `kind: name`
            authors: ["", 甲]
                HM0211 4:11-4:13 作者（authors）的一项是空的 | 写上内容，或者删去这一处
            lang: zh-hans
        "#]],
    );
    check(
        Kind::Partner,
        "title: 甲\nkind: a\nrole: 理事单位\nnames: {zh-Hant: [甲], traditional: 乙}\nwebsite: a.b\ncontact: 电话\n",
        expect![[r#"
            HM0211 4:7-4:11 职务（role）不能是 `理事单位` | 可用的值：`lead`（牵头单位）、`council`（理事单位）、`member`（成员单位） => council
            HM0203 5:18-5:21 各语言名称（names）的一项应是一段文字，这里是列表 | 这个字段只有一个值，不用列表
            HM0402 5:23-5:34 `traditional` 不是语言标签 | 常用的有 zh-Hans、zh-Hant-TW、zh-Hant-HK、en
            HM0403 6:10-6:13 官网（website）不是完整的网址：`a.b` | 网址以 `https://` 或 `http://` 开头，中间没有空格 => https://a.b
            HM0203 7:10-7:12 联系方式（contact）应是一行行的 `名目: 值`，这里是 `电话` | 改成一行行的 `名目: 值`
        "#]],
    );
    check(
        Kind::Partner,
        "title: 甲\nkind: a\nrole: membr\ncontact: [a]\n",
        expect![[r#"
        HM0211 4:7-4:12 职务（role）不能是 `membr` | 可用的值：`lead`（牵头单位）、`council`（理事单位）、`member`（成员单位） => member
        HM0203 5:10-5:13 联系方式（contact）应是一行行的 `名目: 值`，这里是列表 | 改成一行行的 `名目: 值`
    "#]],
    );
    check(
        Kind::Signing,
        "title: 甲\ndate: 2024-05-16\nagreements:\n  - parties: [a]\n  - category: x\n    parties:\n      - {kind: 校}\n      - b\n  - 甲\nguests: [张三, {title: 校长}]\nhost: [a]\nphotos:\n  - {caption: 合影}\n",
        expect![[r#"
            HM0210 5:14-5:17 签约方（parties）至少要有 2 项，这里有 1 项 | 补足 2 项
            HM0202 5:5-5:12 缺少协议类别（category） | 加上 `category: …`
            HM0202 8:9-8:18 缺少名称（name） | 加上 `name: …`
            HM0203 10:5-10:6 协议（agreements）的一项应是字段 {category, parties, title, term, note}，这里是 `甲` | 改成字段 {category, parties, title, term, note}
            HM0203 11:10-11:12 嘉宾（guests）的一项应是字段 {name, title}，这里是 `张三` | 改成字段 {name, title}
            HM0202 11:14-11:25 缺少姓名（name） | 加上 `name: …`
            HM0203 12:7-12:10 主办单位（host）应是成员单位的 slug，这里是列表 | 这个字段只有一个值，不用列表
            HM0202 14:5-14:18 缺少图片文件（src） | 加上 `src: …`
        "#]],
    );
    check(
        Kind::Signing,
        "title: 甲\ndate: 2024-05-16\nagreements: {category: x}\n",
        expect![[r#"
        HM0203 4:13-4:26 协议（agreements）应是列表（每项是字段 {category, parties, title, term, note}），这里是一组字段 | 每一项前面加 `- `
    "#]],
    );
}

#[test]
fn marks_in_fields_that_cannot_be_read_have_their_place() {
    check_news(
        &[
            "subtitle: 共建-{吉林匠谷}-与-{zh-Hans:信息;zh-Hant-TW:資訊}-",
            "subtitle: 共建-{吉林匠谷",
            "subtitle: \"甲-{zh-Hans：乙}-\"",
            "subtitle: '甲-{H|zh-Hans:乙;zh-Hant-TW:丙}-'",
            "summary: >-\n  甲\n  -{R|乙}-",
            "cover: {src: a.jpg, caption: '-{zh-Xyz:甲}-'}",
            "glossary: [{zh-Hans: '-{甲}-', zh-Hant-TW: 乙}]",
        ],
        expect![[r#"
            subtitle: 共建-{吉林匠谷}-与-{zh-Hans:信息;zh-Hant-TW:資訊}-
            subtitle: 共建-{吉林匠谷
                HM0312 4:13-4:15 转换标记 `-{` 没有结束 | 在同一段里用 `}-` 结束；只想显示这两个字符时写 `\-{`
            subtitle: "甲-{zh-Hans：乙}-"
                HM0312 4:22-4:23 变体标签后是全角冒号 | 改用半角冒号 `:` => :
            subtitle: '甲-{H|zh-Hans:乙;zh-Hant-TW:丙}-'
                HM0312 4:13-4:41 `-{H|…}-` 只能写在正文里 | 把它移到正文，或者写进文件头的 `glossary`
            summary: >-
              甲
              -{R|乙}-
                HM0312 5:3-6:10 不支持转换标记里的 `R|` | 只支持 `H|`（全页用语）；不转换的文字直接写 `-{文字}-`
            cover: {src: a.jpg, caption: '-{zh-Xyz:甲}-'}
                HM0312 4:33-4:39 转换标记里的变体无法识别 | 写成 `-{zh-Hans:信息;zh-Hant-TW:資訊}-`；可用 zh-Hans、zh-Hant、zh-Hant-TW、zh-Hant-HK、zh-CN、zh-TW、zh-HK
            glossary: [{zh-Hans: '-{甲}-', zh-Hant-TW: 乙}]
                HM0312 4:23-4:28 这里的词原样使用，不能带转换标记 `-{…}-` | 删去 `-{` 和 `}-`，只留文字
        "#]],
    );
}

#[test]
fn front_matter_that_is_no_mapping() {
    check(
        Kind::Page,
        "- a\n",
        expect![[r#"
        HM0203 2:1-2:4 这里应是一行行的 `字段名: 值`，实际是列表 | 冒号用半角，后面加一个空格
    "#]],
    );
    check(
        Kind::Page,
        "只有文字\n",
        expect![[r#"
            HM0203 2:1-2:5 这里应是一行行的 `字段名: 值`，实际是 `只有文字` | 冒号用半角，后面加一个空格
        "#]],
    );
}
