//! The fields of site.yaml.

use super::{Choice, Field, FieldType, Key, choice, field};

/// All of site.yaml.
pub static FIELDS: &[Field<'static>] = &[
    field("title", FieldType::Localized, ["站名", "title"], ["网站名称", "name of the site"])
        .required()
        .example("明水产教联合体"),
    field(
        "description",
        FieldType::Localized,
        ["简介", "description"],
        ["一两句话的网站简介", "the site in a sentence or two"],
    ),
    field(
        "base_url",
        FieldType::Url,
        ["网址", "address"],
        ["网站发布后的网址，可以带子路径", "where the site is published, a sub-path is allowed"],
    )
    .required()
    .example("https://example.org/"),
    field(
        "timezone",
        FieldType::Plain,
        ["时区", "time zone"],
        ["没有写时差的日期所在的时区", "zone of dates without an offset"],
    )
    .example("Asia/Shanghai"),
    field(
        "theme",
        FieldType::Slug,
        ["主题", "theme"],
        ["themes/ 下的文件夹名，default 是自带主题", "folder below themes/; default is built in"],
    )
    .example("default"),
    field(
        "languages",
        FieldType::List { item: &LANGUAGE, min: 1 },
        ["语言", "languages"],
        ["网站的语言，第一个是默认语言", "languages of the site, the first is the default"],
    )
    .example("[zh-Hans, {tag: zh-Hant-TW, path: tw, convert: taiwan}]"),
    field(
        "sections",
        FieldType::MapOf { key: Key::Id, value: &FieldType::Object(SECTION) },
        ["栏目", "sections"],
        ["content/ 下的文件夹和它放的记录种类", "folders below content/ and the kind of their records"],
    )
    .example("{news: {kind: news, title: 新闻动态}}"),
    field(
        "menu",
        FieldType::list(&FieldType::Object(MENU_ITEM)),
        ["菜单", "menu"],
        ["菜单各项，按顺序", "entries of the menu, in order"],
    )
    .example("[{section: news}, {page: about, title: 联盟概况}]"),
    field(
        "agreement_categories",
        LABELS,
        ["协议类别", "agreement categories"],
        ["标识和名称", "ids and labels"],
    )
    .example("{order-class: 订单班培养}"),
    field("partner_kinds", LABELS, ["单位类别", "kinds of partners"], ["标识和名称", "ids and labels"])
        .example("{university: 高校}"),
    field(
        "tags",
        TERMS,
        ["标签", "tags"],
        [
            "标签的标识、名称和说明；记录里也可以用别的词",
            "ids, titles and descriptions of tags; records may use other words too",
        ],
    ),
    field(
        "series",
        TERMS,
        ["系列", "series"],
        ["系列报道的标识、名称和说明", "ids, titles and descriptions of series"],
    ),
    field(
        "slugs",
        FieldType::Choice(SLUGS),
        ["网址名写法", "slugs"],
        ["中文文件名怎样成为网址", "how a Chinese file name becomes an address"],
    ),
    field(
        "paginate",
        FieldType::Integer { min: 1, max: 10_000 },
        ["每页条数", "records on a page"],
        ["列表每页的条数，默认 20", "records on one page of a list, 20 by default"],
    )
    .example("20"),
    field(
        "summary_length",
        FieldType::Integer { min: 1, max: 10_000 },
        ["摘要长度", "length of summaries"],
        ["自动摘要的字数，默认 120", "characters of an automatic summary, 120 by default"],
    )
    .example("120"),
    field(
        "footer",
        FieldType::Object(FOOTER),
        ["页脚", "footer"],
        ["每页底部的文字", "lines at the foot of every page"],
    ),
    field(
        "markdown",
        FieldType::Object(MARKDOWN),
        ["正文", "Markdown"],
        ["正文的写法", "how texts are written"],
    ),
    field(
        "images",
        FieldType::Object(IMAGES),
        ["图片", "images"],
        ["图片的宽度和格式", "widths and formats of pictures"],
    ),
    field(
        "search",
        FieldType::Bool,
        ["搜索", "search"],
        ["是否提供站内搜索，默认提供", "whether the site can be searched, true by default"],
    ),
    field(
        "conversion_note",
        FieldType::Bool,
        ["转换说明", "note on conversion"],
        [
            "转换来的页面是否在页末注明，默认注明",
            "whether converted pages say so at their end, true by default",
        ],
    ),
    field(
        "check",
        FieldType::MapOf { key: Key::Rule, value: &FieldType::Choice(LEVELS) },
        ["检查", "check"],
        ["各条规则的级别", "levels of single rules"],
    )
    .example("{missing-review: error}"),
    field(
        "hosting",
        FieldType::list(&FieldType::Choice(HOSTING)),
        ["服务器规则", "hosting"],
        [
            "网站里为托管平台写哪些文件；nginx 和 Caddy 的规则用 huimeng hosting 输出",
            "files in the site for its host; `huimeng hosting` prints rules for nginx and Caddy",
        ],
    )
    .example("[headers, redirects]"),
    field(
        "deploy",
        FieldType::MapOf { key: Key::Id, value: &FieldType::Object(super::deploy::TARGET) },
        ["发布", "deploy"],
        ["发布目标；密钥只从环境变量读取", "targets to publish to; secrets come from the environment only"],
    )
    .example("{production: {to: oss, bucket: alliance-site, endpoint: https://oss-cn-beijing.aliyuncs.com}}"),
];

/// Files that hosts read in the site itself.
pub const HOSTING: &[Choice<'static>] = &[
    choice("headers", "_headers：安全响应头和缓存时间", "_headers: security headers and caching"),
    choice("redirects", "_redirects：旧网址", "_redirects: former addresses"),
];

const LANGUAGE: FieldType<'static> =
    FieldType::OneOf { short: &FieldType::Tag, long: &FieldType::Object(LANGUAGE_FIELDS) };

const LANGUAGE_FIELDS: &[Field<'static>] = &[
    field("tag", FieldType::Tag, ["语言标签", "tag"], ["BCP 47 语言标签", "language tag of BCP 47"])
        .required()
        .example("zh-Hant-TW"),
    field(
        "path",
        FieldType::Slug,
        ["网址前缀", "path"],
        ["网址的第一段，默认是小写的语言标签", "first part of addresses, the tag in lower case by default"],
    )
    .example("tw"),
    field(
        "convert",
        FieldType::Choice(CONVERT),
        ["繁简转换", "conversion"],
        ["从另一种中文转换时转到什么程度", "how far conversion from other Chinese goes"],
    ),
    field(
        "glyphs",
        FieldType::List { item: &FieldType::Plain, min: 1 },
        ["字形", "forms"],
        [
            "一字多形时用哪个，如台湾也写的“台”、香港报刊的“說”",
            "which forms of characters to use where a region writes several, such as 台 or 說",
        ],
    )
    .example("[台, 裡]"),
    field(
        "fallback",
        FieldType::Choice(FALLBACK),
        ["缺译处理", "fallback"],
        ["没有译文的页面怎么办", "what becomes of a page without a translation"],
    ),
];

/// How far script conversion goes.
pub const CONVERT: &[Choice<'static>] = &[
    choice("characters", "只转换字形", "script only"),
    choice("taiwan", "台湾用字用词", "characters and words of Taiwan"),
    choice("hong-kong", "香港用字用词", "characters and words of Hong Kong"),
];

/// What becomes of a page without a translation.
pub const FALLBACK: &[Choice<'static>] = &[
    choice("omit", "没有这一页", "there is no such page"),
    choice("default", "显示默认语言", "the default language is shown"),
];

/// Kinds of records, named as [`crate::kind::Kind`] names them.
pub const KINDS: &[Choice<'static>] = &[
    choice("news", "新闻", "news"),
    choice("partner", "成员单位", "partners"),
    choice("signing", "签约", "signings"),
    choice("page", "页面", "pages"),
];

/// Levels of rules.
pub const LEVELS: &[Choice<'static>] = &[
    choice("off", "不检查", "not checked"),
    choice("warn", "警告", "a warning"),
    choice("error", "错误", "an error"),
];

const SLUGS: &[Choice<'static>] =
    &[choice("pinyin", "拼音", "pinyin"), choice("unicode", "汉字", "Chinese characters")];

const SECTION: &[Field<'static>] = &[
    field("kind", FieldType::Choice(KINDS), ["种类", "kind"], ["记录的种类", "kind of the records"]),
    field("title", FieldType::Localized, ["栏目名", "title"], ["栏目名称", "title of the section"]),
    field(
        "description",
        FieldType::Localized,
        ["栏目简介", "description"],
        ["栏目简介", "what the section holds"],
    ),
];

const MENU_ITEM: &[Field<'static>] = &[
    field("section", FieldType::Plain, ["栏目", "section"], ["栏目的文件夹名", "folder of a section"]),
    field(
        "page",
        FieldType::Plain,
        ["页面", "page"],
        ["页面在 content/ 里的路径，不带 .md", "path of a page in content/, without .md"],
    ),
    field("url", FieldType::Link, ["网址", "address"], ["任意网址", "any address"]),
    field(
        "title",
        FieldType::Localized,
        ["名称", "title"],
        ["菜单里显示的名称；网址必须有", "text in the menu; an address needs one"],
    ),
];

const LABELS: FieldType<'static> = FieldType::MapOf { key: Key::Id, value: &FieldType::Localized };

const TERMS: FieldType<'static> = FieldType::MapOf {
    key: Key::Id,
    value: &FieldType::OneOf { short: &FieldType::Localized, long: &FieldType::Object(TERM) },
};

const TERM: &[Field<'static>] = &[
    field("title", FieldType::Localized, ["名称", "title"], ["显示的名称", "what readers see"]).required(),
    field(
        "description",
        FieldType::Localized,
        ["说明", "description"],
        ["列表页上的说明", "shown above the list"],
    ),
];

const FOOTER: &[Field<'static>] = &[
    field("organizer", FieldType::Localized, ["主办单位", "organizer"], ["主办单位", "who runs the site"]),
    field(
        "support",
        FieldType::Localized,
        ["技术支持", "support"],
        ["技术支持单位", "who maintains the site"],
    ),
    field("icp", FieldType::Localized, ["备案号", "ICP number"], ["ICP 备案号", "ICP registration"]),
    field(
        "police",
        FieldType::Localized,
        ["公安备案号", "police number"],
        ["公安备案号", "registration with the police"],
    ),
    field("copyright", FieldType::Localized, ["版权", "copyright"], ["版权声明", "copyright notice"]),
    field("note", FieldType::Localized, ["附注", "note"], ["其他文字", "anything else"]),
];

const MARKDOWN: &[Field<'static>] = &[field(
    "raw_html",
    FieldType::Bool,
    ["允许 HTML", "raw HTML"],
    ["true 表示正文里的 HTML 原样输出", "true: HTML in texts is kept"],
)];

const IMAGES: &[Field<'static>] = &[
    field(
        "widths",
        FieldType::List { item: &FieldType::Integer { min: 16, max: 10_000 }, min: 1 },
        ["宽度", "widths"],
        ["生成的宽度（像素）", "widths to make, in pixels"],
    )
    .example("[480, 960, 1600]"),
    field(
        "formats",
        FieldType::list(&FieldType::Choice(FORMATS)),
        ["格式", "formats"],
        ["原格式之外再生成的格式", "formats to make beside the original one"],
    ),
];

/// Picture formats that can be made.
pub const FORMATS: &[Choice<'static>] = &[choice("webp", "WebP", "WebP"), choice("avif", "AVIF", "AVIF")];
