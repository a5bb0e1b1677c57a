//! The fields of front matter, by kind of record.

use super::review::{CONVERSION_REVIEW, NEWS_REVIEW};
use super::{Choice, Field, FieldType, Key, Registry, choice, field, glossary, join};
use crate::kind::Kind;

/// All fields of a kind.
pub fn fields(kind: Kind) -> &'static [Field<'static>] {
    match kind {
        Kind::News => &NEWS,
        Kind::Partner => &PARTNER,
        Kind::Signing => &SIGNING,
        Kind::Page => &PAGE,
    }
}

static NEWS: [Field<'static>; 2 + REST.len() + NEWS_ONLY.len()] = join(&[DATED, REST, NEWS_ONLY]);
static PARTNER: [Field<'static>; 2 + REST.len() + PARTNER_ONLY.len()] = join(&[UNDATED, REST, PARTNER_ONLY]);
static SIGNING: [Field<'static>; 2 + REST.len() + SIGNING_ONLY.len()] = join(&[DATED, REST, SIGNING_ONLY]);
static PAGE: [Field<'static>; 2 + REST.len() + PAGE_ONLY.len()] = join(&[UNDATED, REST, PAGE_ONLY]);

const DATE: Field<'static> = field(
    "date",
    FieldType::Date,
    ["日期", "date"],
    [
        "发布或举行的日期，可以带时间；文件名以日期开头时可省略",
        "day of publication or of the event, with a time if wanted; may be left out when the file name begins with it",
    ],
)
.example("2024-05-16");

const TITLE: Field<'static> = field(
    "title",
    FieldType::Text,
    ["标题", "title"],
    ["页面的标题；成员单位写全称", "title of the page; the full official name of a partner"],
)
.in_original()
.example("产教联合体成立");

const DATED: &[Field<'static>] = &[TITLE, DATE.in_original()];
const UNDATED: &[Field<'static>] = &[TITLE, DATE];

/// What all kinds have beside title and date.
const REST: &[Field<'static>] = &[
    field(
        "updated",
        FieldType::Date,
        ["更新日期", "last change"],
        ["最近一次修改内容的日期", "day of the last change of content"],
    ),
    field(
        "slug",
        FieldType::Slug,
        ["网址名", "slug"],
        ["网址的最后一段；不写时取文件名", "last part of the address; the file name by default"],
    )
    .example("founding"),
    field(
        "lang",
        FieldType::Tag,
        ["语言", "language"],
        ["这份文件用的语言；不写时由文件名决定", "language of this file; told by the file name by default"],
    )
    .example("zh-Hant-TW"),
    field(
        "summary",
        FieldType::Text,
        ["摘要", "summary"],
        [
            "列表和分享中显示的简介；不写时取正文开头",
            "shown in lists and when shared; the beginning of the text by default",
        ],
    ),
    field(
        "tags",
        FieldType::list(&FieldType::Id(Registry::Tags)),
        ["标签", "tags"],
        ["主题词", "what it is about"],
    )
    .example("[产教融合, 实训基地]"),
    field(
        "cover",
        PICTURE,
        ["封面", "cover"],
        ["列表和分享中显示的图片", "picture shown in lists and when shared"],
    )
    .example("cover.jpg"),
    field(
        "draft",
        FieldType::Bool,
        ["草稿", "draft"],
        ["true 表示尚未定稿，不发布", "true: not finished, not published"],
    ),
    field(
        "publish_at",
        FieldType::Date,
        ["定时发布", "embargo"],
        ["此时刻之前不发布", "not published before this moment"],
    )
    .example("2024-05-16 09:30"),
    field(
        "expires_at",
        FieldType::Date,
        ["到期撤下", "expiry"],
        ["此时刻之后不再发布", "not published after this moment"],
    ),
    field(
        "aliases",
        FieldType::list(&FieldType::Alias),
        ["旧网址", "former addresses"],
        ["从这些旧网址转到本页", "addresses that lead here"],
    )
    .example("[/2023/founding.html]"),
    field("pinned", FieldType::Bool, ["置顶", "pinned"], ["true 表示排在列表最前", "true: first in lists"]),
    field("weight", INTEGER, ["排序", "weight"], ["数字小的排在前面", "small numbers come first"])
        .example("10"),
    field(
        "noindex",
        FieldType::Bool,
        ["不收录", "not indexed"],
        ["true 表示请搜索引擎不要收录", "true: search engines are asked to leave it out"],
    ),
    field(
        "glossary",
        FieldType::list(&FieldType::OneOf {
            short: &FieldType::Id(Registry::Glossaries),
            long: &glossary::ENTRY,
        }),
        ["词表", "glossary"],
        [
            "只用于本页的繁简对应词，和本页选用的 content/glossary/ 里的词表",
            "words that convert in their own way on this page, and files of content/glossary/ that it chooses",
        ],
    )
    .example("[group-it, {zh-Hans: 吉林匠谷, keep: true}]"),
    field(
        "template",
        FieldType::Plain,
        ["模板", "template"],
        ["代替默认模板的模板名", "template to use instead of the usual one"],
    ),
    field(
        "extra",
        FieldType::MapOf { key: Key::Label, value: &FieldType::Free },
        ["附加数据", "extra"],
        ["供主题使用的任意数据", "anything that a theme wants"],
    ),
    field(
        "note",
        FieldType::Plain,
        ["备注", "note"],
        ["给编辑看的备注，从不发布", "a remark for editors, never published"],
    ),
];

const NEWS_ONLY: &[Field<'static>] = &[
    field("subtitle", FieldType::Text, ["副题", "subtitle"], ["标题下面的一行", "the line below the title"]),
    field("authors", FieldType::list(&FieldType::Name), ["作者", "authors"], ["作者姓名", "who wrote it"])
        .example("[张三, 李四]"),
    field("editor", FieldType::Name, ["编辑", "editor"], ["责任编辑姓名", "who edited it"]),
    field(
        "photographers",
        FieldType::list(&FieldType::Name),
        ["摄影", "photographers"],
        ["摄影者姓名", "who took the pictures"],
    ),
    field(
        "source",
        FieldType::OneOf { short: &FieldType::Name, long: &FieldType::Object(SOURCE) },
        ["来源", "source"],
        ["转载自哪里", "where a reprint comes from"],
    )
    .example("{name: 某某日报, url: https://example.org/a, date: 2024-05-15}"),
    field(
        "original_title",
        FieldType::Text,
        ["原题", "original title"],
        ["转载前的标题", "title before it was reprinted"],
    ),
    field(
        "series",
        FieldType::Id(Registry::Series),
        ["系列", "series"],
        ["所属的系列报道", "series that it belongs to"],
    ),
    field(
        "partners",
        FieldType::list(&FieldType::Reference(Kind::Partner)),
        ["相关成员", "partners"],
        ["提到的成员单位的 slug", "slugs of the partners that it is about"],
    ),
    field(
        "signings",
        FieldType::list(&FieldType::Reference(Kind::Signing)),
        ["相关签约", "signings"],
        ["报道的签约的 slug", "slugs of the signings that it reports"],
    ),
    NEWS_REVIEW,
];

const SOURCE: &[Field<'static>] = &[
    field(
        "name",
        FieldType::Name,
        ["来源名称", "name of the source"],
        ["媒体或单位的名称", "the paper or body"],
    )
    .required(),
    field(
        "url",
        FieldType::Url,
        ["原文网址", "address of the original"],
        ["原文的网址", "where the original is"],
    ),
    field(
        "date",
        FieldType::Date,
        ["原文日期", "date of the original"],
        ["原文发表的日期", "when the original appeared"],
    ),
];

const PARTNER_ONLY: &[Field<'static>] = &[
    CONVERSION_REVIEW,
    field("short_name", FieldType::Name, ["简称", "short name"], ["通用的简称", "name in common use"]),
    field(
        "names",
        FieldType::Forms(&[]),
        ["各语言名称", "official names"],
        ["各语言的正式名称，不作机器转换", "official name by language, never converted by machine"],
    )
    .example("{zh-Hant-TW: 明水職業技術學院, en: Mingshui Polytechnic}"),
    field(
        "kind",
        FieldType::Id(Registry::PartnerKinds),
        ["单位类别", "kind of partner"],
        ["site.yaml 的 partner_kinds 里的一个标识", "a key of partner_kinds in site.yaml"],
    )
    .in_original()
    .example("university"),
    field("role", FieldType::Choice(ROLES), ["职务", "role"], ["在联合体中的职务", "role in the alliance"]),
    field("region", FieldType::Text, ["地区", "region"], ["所在地区", "where it is"]),
    field("joined", FieldType::Date, ["加入日期", "joined"], ["加入联合体的日期", "when it joined"]),
    field("left", FieldType::Date, ["退出日期", "left"], ["退出联合体的日期", "when it left"]),
    field("website", FieldType::Url, ["官网", "website"], ["单位的官方网站", "its own site"])
        .example("https://example.org/"),
    field("logo", PICTURE, ["标志", "logo"], ["单位标志的图片", "its logo"]),
    field(
        "contact",
        FieldType::MapOf { key: Key::Label, value: &FieldType::Text },
        ["联系方式", "contact"],
        ["名目和内容，一行一项", "label and text, one a line"],
    )
    .example("{电话: 010-00000000, 地址: 明水路 1 号}"),
];

const ROLES: &[Choice<'static>] = &[
    choice("lead", "牵头单位", "lead"),
    choice("council", "理事单位", "council"),
    choice("member", "成员单位", "member"),
];

const SIGNING_ONLY: &[Field<'static>] = &[
    CONVERSION_REVIEW,
    field("venue", FieldType::Text, ["地点", "venue"], ["签约地点", "where it took place"]),
    field(
        "host",
        FieldType::Reference(Kind::Partner),
        ["主办单位", "host"],
        ["主办的成员单位的 slug", "slug of the partner that held it"],
    ),
    field(
        "occasion",
        FieldType::Text,
        ["活动", "occasion"],
        ["在什么活动上签约", "the event that it was part of"],
    ),
    field(
        "agreements",
        FieldType::List { item: &FieldType::Object(AGREEMENT), min: 1 },
        ["协议", "agreements"],
        ["签订的协议，至少一项", "what was signed, at least one"],
    )
    .in_original()
    .example("[{category: order-class, parties: [mingshui-college, qingyuan-group]}]"),
    field(
        "guests",
        FieldType::list(&FieldType::Object(GUEST)),
        ["嘉宾", "guests"],
        ["出席的嘉宾，按排名顺序", "who attended, in order of rank"],
    ),
    field(
        "news",
        FieldType::list(&FieldType::Reference(Kind::News)),
        ["相关报道", "reports"],
        ["报道这次签约的新闻的 slug", "slugs of the news that report it"],
    ),
    field("photos", FieldType::list(&PICTURE), ["照片", "photos"], ["现场照片", "pictures of the event"]),
];

const AGREEMENT: &[Field<'static>] = &[
    field(
        "category",
        FieldType::Id(Registry::AgreementCategories),
        ["协议类别", "category"],
        ["site.yaml 的 agreement_categories 里的一个标识", "a key of agreement_categories in site.yaml"],
    )
    .required(),
    field(
        "parties",
        FieldType::List { item: &PARTY, min: 2 },
        ["签约方", "parties"],
        ["至少两方：成员的 slug，或 {name, kind}", "at least two: a partner's slug, or {name, kind}"],
    )
    .required(),
    field("title", FieldType::Text, ["协议名称", "title"], ["协议的名称", "title of the agreement"]),
    field("term", FieldType::Text, ["期限", "term"], ["协议的期限", "how long it holds"]),
    field(
        "note",
        FieldType::Plain,
        ["备注", "note"],
        ["给编辑看的备注，从不发布", "a remark for editors, never published"],
    ),
];

const PARTY: FieldType<'static> =
    FieldType::OneOf { short: &FieldType::Reference(Kind::Partner), long: &FieldType::Object(OUTSIDER) };

const OUTSIDER: &[Field<'static>] = &[
    field(
        "name",
        FieldType::Name,
        ["名称", "name"],
        ["不是成员的签约方的名称", "name of a party that is no partner"],
    )
    .required(),
    field(
        "kind",
        FieldType::Id(Registry::PartnerKinds),
        ["单位类别", "kind"],
        ["site.yaml 的 partner_kinds 里的一个标识", "a key of partner_kinds in site.yaml"],
    ),
];

const GUEST: &[Field<'static>] = &[
    field("name", FieldType::Name, ["姓名", "name"], ["嘉宾姓名", "name of the guest"]).required(),
    field("title", FieldType::Text, ["职务", "title"], ["嘉宾职务", "office of the guest"]),
];

const PAGE_ONLY: &[Field<'static>] = &[
    field(
        "menu_title",
        FieldType::Text,
        ["菜单名", "menu title"],
        ["菜单里显示的短标题", "short title for the menu"],
    ),
    CONVERSION_REVIEW,
];

const PICTURE: FieldType<'static> =
    FieldType::OneOf { short: &FieldType::Path, long: &FieldType::Object(PICTURE_FIELDS) };

const PICTURE_FIELDS: &[Field<'static>] = &[
    field(
        "src",
        FieldType::Path,
        ["图片文件", "file"],
        [
            "相对于本文件的路径，或以 / 开头、从 static/ 算起的路径",
            "path relative to this file, or from static/ with a leading slash",
        ],
    )
    .required(),
    field(
        "alt",
        FieldType::Text,
        ["替代文字", "alternative text"],
        ["给看不到图片的人的说明", "for readers who cannot see it"],
    ),
    field("caption", FieldType::Text, ["图注", "caption"], ["图片下面的说明", "the line below it"]),
    field("credit", FieldType::Name, ["图片来源", "credit"], ["摄影者或提供者", "who took or gave it"]),
];

const INTEGER: FieldType<'static> = FieldType::Integer { min: -1_000_000, max: 1_000_000 };
