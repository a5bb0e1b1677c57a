//! What is wrong with a site.yaml, and what to do about it.

use super::*;

#[test]
fn missing_and_unknown_fields() {
    let text = "titel: 甲\ntheme: default\n";
    expect![[r#"
        HM0201 1:1-1:6 没有 `titel` 这个字段 | 是否想写 `title`？可用的字段：title、description、base_url、timezone、theme、languages、sections、menu、agreement_categories、partner_kinds、tags、series、slugs、paginate、summary_length、footer、markdown、images、search、conversion_note、check、hosting、deploy => title
        HM0202 1:1-1:6 缺少网址（base_url） | 加上 `base_url: https://example.org/`
    "#]].assert_eq(&brief(text, &site(text).diagnostics));
    let text = "";
    expect![[r#"
        HM0401 1:1-1:1 site.yaml 是空的 | 至少写上 `title: 站名` 和 `base_url: https://example.org/`
    "#]]
    .assert_eq(&brief(text, &site(text).diagnostics));
    let text = "- a\n";
    expect![[r#"
        HM0203 1:1-1:4 这里应是一行行的 `字段名: 值`，实际是列表 | 冒号用半角，后面加一个空格
    "#]]
    .assert_eq(&brief(text, &site(text).diagnostics));
    check(
        &["pagination: 20", "站名: 甲", "footer: {icp: a, polic: b}", "markdown: {html: true}"],
        expect![[r#"
            pagination: 20
                HM0201 3:1-3:11 没有 `pagination` 这个字段 | 是否想写 `paginate`？可用的字段：title、description、base_url、timezone、theme、languages、sections、menu、agreement_categories、partner_kinds、tags、series、slugs、paginate、summary_length、footer、markdown、images、search、conversion_note、check、hosting、deploy => paginate
            站名: 甲
                HM0201 3:1-3:3 没有 `站名` 这个字段 | 是否想写 `title`？可用的字段：title、description、base_url、timezone、theme、languages、sections、menu、agreement_categories、partner_kinds、tags、series、slugs、paginate、summary_length、footer、markdown、images、search、conversion_note、check、hosting、deploy => title
            footer: {icp: a, polic: b}
                HM0201 3:18-3:23 没有 `polic` 这个字段 | 是否想写 `police`？可用的字段：organizer、support、icp、police、copyright、note => police
            markdown: {html: true}
                HM0201 3:12-3:16 没有 `html` 这个字段 | 可用的字段：raw_html
        "#]],
    );
}

#[test]
fn languages_that_cannot_be() {
    check(
        &[
            "languages: []",
            "languages: zh-Hans",
            "languages: [zh-Hans, zh_hans]",
            "languages: [chinese]",
            "languages: [{tag: zh-Hans, path: zh}]",
            "languages: [zh-Hans, {tag: en, path: news}]",
            "languages: [zh-Hans, {tag: en, path: a}, {tag: fr, path: a}]",
            "languages: [zh-Hans, {tag: en, convert: taiwan}]",
            "languages: [zh-Hans, {tag: zh-Hant-TW, convert: taiwn}]",
            "languages: [zh-Hans, {tag: en, fallback: none}]",
            "languages: [zh-Hans, {path: en}]",
            "languages: [zh-Hans, {tag: en, path: a/b}]",
            "languages: [zh-Hans, zh-Hant-TW]\ndescription: {zh-Hans: 甲, zh-Hant: 乙}",
            "description: {english: A}",
        ],
        expect![[r#"
            languages: []
                HM0210 3:12-3:14 语言（languages）至少要有 1 项，这里有 0 项 | 补足 1 项
            languages: zh-Hans
                HM0203 3:12-3:19 语言（languages）应是列表（每项是语言标签，或者字段 {tag, path, convert, glyphs, fallback}），这里是 `zh-Hans` | 只有一项也写成列表：`[zh-Hans]` => [zh-Hans]
            languages: [zh-Hans, zh_hans]
                HM0211 3:22-3:29 语言 `zh-Hans` 写了两次 | 删去一处
            languages: [chinese]
                HM0402 3:13-3:20 `chinese` 不是语言标签 | 常用的有 zh-Hans、zh-Hant-TW、zh-Hant-HK、en
            languages: [{tag: zh-Hans, path: zh}]
                HM0211 3:34-3:36 默认语言在网站的根 `/`，不能有 `path` | 删去 `path`
            languages: [zh-Hans, {tag: en, path: news}]
                HM0211 3:38-3:42 语言的网址前缀 `news` 与栏目 `news` 相同 | 给这种语言另写 `path`
            languages: [zh-Hans, {tag: en, path: a}, {tag: fr, path: a}]
                HM0211 3:58-3:59 两种语言都用网址前缀 `a` | 给其中一种另写 `path`
            languages: [zh-Hans, {tag: en, convert: taiwan}]
                HM0211 3:41-3:47 只有中文能繁简转换，`en` 不能 | 删去 `convert`
            languages: [zh-Hans, {tag: zh-Hant-TW, convert: taiwn}]
                HM0211 3:49-3:54 繁简转换（convert）不能是 `taiwn` | 可用的值：`characters`（只转换字形）、`taiwan`（台湾用字用词）、`hong-kong`（香港用字用词） => taiwan
            languages: [zh-Hans, {tag: en, fallback: none}]
                HM0211 3:42-3:46 缺译处理（fallback）不能是 `none` | 可用的值：`omit`（没有这一页）、`default`（显示默认语言）
            languages: [zh-Hans, {path: en}]
                HM0202 3:22-3:32 缺少语言标签（tag） | 加上 `tag: zh-Hant-TW`
            languages: [zh-Hans, {tag: en, path: a/b}]
                HM0206 3:38-3:41 `a/b` 不能用在网址和文件名里：不能含有 `/` | 用字母、数字、汉字和连字符，如 `founding-2024` => a-b
            languages: [zh-Hans, zh-Hant-TW]
            description: {zh-Hans: 甲, zh-Hant: 乙}
                HM0402 4:27-4:34 网站没有配置语言 `zh-Hant` | 已配置的语言：zh-Hans、zh-Hant-TW => zh-Hant-TW
            description: {english: A}
                HM0402 3:15-3:22 `english` 不是语言标签 | 常用的有 zh-Hans、zh-Hant-TW、zh-Hant-HK、en
        "#]],
    );
}

#[test]
fn values_that_cannot_be() {
    check(
        &[
            "timezone: Asia/Shanghia",
            "timezone: 北京",
            "theme: ../x",
            "paginate: 0",
            "paginate: \"20\"",
            "summary_length: -1",
            "slugs: pinyn",
            "search: yes",
            "images: {widths: []}",
            "images: {widths: [480, a], formats: [jxl]}",
            "sections: {news: {kind: nwes}}",
            "sections: {a/b: {kind: page}}",
            "sections: [news]",
            "menu: [{section: nwes}]",
            "menu: [{section: news, page: about}]",
            "menu: [{title: 甲}]",
            "menu: [{page: content/about.md}]",
            "menu: [{url: https://a.b/}]",
            "menu: [{url: \"javascript:x\", title: 甲}]",
            "menu: [news]",
            "partner_kinds: {a b: 甲}",
            "partner_kinds: {a: [甲]}",
            "agreement_categories: [a]",
            "tags: {a: {titel: 甲}}",
            "check: {missing-reviw: error}",
            "check: {missing-review: warning}",
            "check: {broken-link: off}",
            "check: {broken-link: error}",
            "deploy: oss",
            "footer: 甲",
        ],
        expect![[r#"
            timezone: Asia/Shanghia
                HM0404 3:11-3:24 没有时区 `Asia/Shanghia` | 写成 `Asia/Shanghai`、`Asia/Taipei` 这样的名称 => Asia/Shanghai
            timezone: 北京
                HM0404 3:11-3:13 没有时区 `北京` | 写成 `Asia/Shanghai`、`Asia/Taipei` 这样的名称
            theme: ../x
                HM0206 3:8-3:12 `../x` 不能用在网址和文件名里：不能以点开头 | 用字母、数字、汉字和连字符，如 `founding-2024` => x
            paginate: 0
                HM0211 3:11-3:12 每页条数（paginate）不能是 0 | 写 1 到 10000 之间的整数
            paginate: "20"
                HM0203 3:11-3:15 每页条数（paginate）应是整数，这里是 `"20"` | 写一个不加引号的整数 => 20
            summary_length: -1
                HM0211 3:17-3:19 摘要长度（summary_length）不能是 -1 | 写 1 到 10000 之间的整数
            slugs: pinyn
                HM0211 3:8-3:13 网址名写法（slugs）不能是 `pinyn` | 可用的值：`pinyin`（拼音）、`unicode`（汉字） => pinyin
            search: yes
                HM0203 3:9-3:12 搜索（search）应是 true 或 false，这里是 `yes` | 写 `true` 或 `false`，不加引号 => true
            images: {widths: []}
                HM0210 3:18-3:20 宽度（widths）至少要有 1 项，这里有 0 项 | 补足 1 项
            images: {widths: [480, a], formats: [jxl]}
                HM0203 3:24-3:25 宽度（widths）的一项应是整数，这里是 `a` | 写一个不加引号的整数
                HM0211 3:38-3:41 格式（formats）的一项不能是 `jxl` | 可用的值：`webp`（WebP）、`avif`（AVIF）
            sections: {news: {kind: nwes}}
                HM0211 3:25-3:29 种类（kind）不能是 `nwes` | 可用的值：`news`（新闻）、`partner`（成员单位）、`signing`（签约）、`page`（页面） => news
            sections: {a/b: {kind: page}}
                HM0206 3:12-3:15 `a/b` 不能用在网址和文件名里：不能含有 `/` | 用字母、数字、汉字和连字符，如 `founding-2024` => a-b
            sections: [news]
                HM0203 3:11-3:17 栏目（sections）应是一行行的 `名目: 值`，这里是列表 | 改成一行行的 `名目: 值`
            menu: [{section: nwes}]
                HM0207 3:18-3:22 没有栏目 `nwes` | 已有的栏目：news、partners、signings；单个页面写成 `page: nwes` => news
            menu: [{section: news, page: about}]
                HM0211 3:8-3:36 菜单的一项要有且只有 section、page、url 之一 | 如 `{section: news}`、`{page: about}`
            menu: [{title: 甲}]
                HM0211 3:8-3:18 菜单的一项要有且只有 section、page、url 之一 | 如 `{section: news}`、`{page: about}`
            menu: [{page: content/about.md}]
                HM0211 3:15-3:31 页面路径 `content/about.md` 的写法不对 | 写 content/ 里的路径，不带 `.md` 和 `/index`：`about` => about
            menu: [{url: https://a.b/}]
                HM0202 3:14-3:26 菜单里的网址要有名称（title） | 加上 `title: 名称`
            menu: [{url: "javascript:x", title: 甲}]
                HM0403 3:14-3:28 网址（url）不是完整的网址：`javascript:x` | 网址以 `https://` 或 `http://` 开头，中间没有空格
            menu: [news]
                HM0203 3:8-3:12 菜单（menu）的一项应是字段 {section, page, url, title}，这里是 `news` | 改成字段 {section, page, url, title}
            partner_kinds: {a b: 甲}
                HM0206 3:17-3:20 `a b` 不能用在网址和文件名里：不能有空格 | 用字母、数字、汉字和连字符，如 `founding-2024` => a-b
            partner_kinds: {a: [甲]}
                HM0203 3:20-3:23 单位类别（partner_kinds）里的 `a`应是一段文字，或者按语言写的几段文字，这里是列表 | 改成一段文字，或者按语言写的几段文字
            agreement_categories: [a]
                HM0203 3:23-3:26 协议类别（agreement_categories）应是一行行的 `名目: 值`，这里是列表 | 改成一行行的 `名目: 值`
            tags: {a: {titel: 甲}}
                HM0201 3:12-3:17 没有 `titel` 这个字段 | 是否想写 `title`？可用的字段：title、description => title
            check: {missing-reviw: error}
                HM0405 3:9-3:22 没有 `missing-reviw` 这条规则 | 是否想写 `missing-review`？ => missing-review
            check: {missing-review: warning}
                HM0211 3:25-3:32 检查（check）里的 `missing-review`不能是 `warning` | 可用的值：`off`（不检查）、`warn`（警告）、`error`（错误）
            check: {broken-link: off}
                HM0406 3:22-3:25 规则 `broken-link` 不能改：它防止做出错误的页面 | 删去这一行
            check: {broken-link: error}
            deploy: oss
                HM0203 3:9-3:12 发布（deploy）应是一行行的 `名目: 值`，这里是 `oss` | 改成一行行的 `名目: 值`
            footer: 甲
                HM0203 3:9-3:10 页脚（footer）应是字段 {organizer, support, icp, police, copyright, note}，这里是 `甲` | 改成字段 {organizer, support, icp, police, copyright, note}
        "#]],
    );
}

#[test]
fn addresses_that_cannot_be() {
    let mut out = String::new();
    for address in
        ["example.org", "ftp://a.b/", "https://a.b/?x=1", "https://a b/", "https://u:p@a.b/", "[a]"]
    {
        let text = format!("title: 甲\nbase_url: {address}\n");
        out += &brief(&text, &site(&text).diagnostics);
    }
    expect![[r#"
        HM0403 2:11-2:22 网址（base_url）不是完整的网址：`example.org` | 网址以 `https://` 或 `http://` 开头，中间没有空格 => https://example.org
        HM0403 2:11-2:21 网址（base_url）不是完整的网址：`ftp://a.b/` | 网址以 `https://` 或 `http://` 开头，中间没有空格
        HM0403 2:11-2:27 网址 `https://a.b/?x=1` 不能用：不能带 `?` 或 `#` | 写成 `https://example.org/` 或 `https://example.org/子路径/`
        HM0403 2:11-2:23 网址（base_url）不是完整的网址：`https://a b/` | 网址以 `https://` 或 `http://` 开头，中间没有空格
        HM0403 2:11-2:27 网址 `https://u:p@a.b/` 不能用：不能带用户名或密码 | 写成 `https://example.org/` 或 `https://example.org/子路径/`
        HM0203 2:11-2:14 网址（base_url）应是网址，这里是列表 | 这个字段只有一个值，不用列表
    "#]].assert_eq(&out);
}
