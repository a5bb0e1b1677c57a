//! The fields of `after:` below a target of `deploy:` in site.yaml.

use super::{Choice, Field, FieldType, choice, field};

/// Who is told when a release is live.
pub const FIELDS: &[Field<'static>] = &[
    field(
        "purge",
        FieldType::Several(&FieldType::OneOf {
            short: &FieldType::Choice(PROVIDERS),
            long: &FieldType::Object(PURGE),
        }),
        ["刷新缓存", "purge"],
        [
            "发布后刷新哪些 CDN 的缓存；密钥从环境变量读取",
            "CDNs whose caches forget what changed; their keys come from the environment",
        ],
    )
    .example("[aliyun, {provider: edgeone, zone: zone-2ao1mf1h4nkl}]"),
    field(
        "webhook",
        FieldType::Object(WEBHOOK),
        ["通知", "webhook"],
        [
            "向一个地址发送 JSON；环境变量 HUIMENG_WEBHOOK_SECRET 里有密钥就签名",
            "an address that gets JSON, signed with HUIMENG_WEBHOOK_SECRET of the environment if there is one",
        ],
    )
    .example("{url: https://example.org/deployed}"),
    field(
        "indexnow",
        FieldType::Object(INDEXNOW),
        ["IndexNow", "IndexNow"],
        [
            "把变了的页面告诉必应等搜索引擎",
            "tells Bing and the other engines of IndexNow which pages changed",
        ],
    )
    .example("{key: 26ecd1ada8034912}"),
    field(
        "baidu",
        FieldType::Bool,
        ["百度推送", "Baidu"],
        [
            "把新增和变了的页面推送给百度；准入密钥在环境变量 HUIMENG_BAIDU_TOKEN 里",
            "tells Baidu of new and changed pages, with the token HUIMENG_BAIDU_TOKEN of the environment",
        ],
    ),
];

/// Providers of caches.
const PROVIDERS: &[Choice<'static>] = &[
    choice("aliyun", "阿里云 CDN", "Alibaba Cloud CDN"),
    choice("tencent", "腾讯云 CDN", "Tencent Cloud CDN"),
    choice("edgeone", "腾讯云 EdgeOne，要写 zone", "EdgeOne of Tencent Cloud, needs a zone"),
    choice("cloudflare", "Cloudflare，要写 zone", "Cloudflare, needs a zone"),
];

const PURGE: &[Field<'static>] = &[
    field("provider", FieldType::Choice(PROVIDERS), ["服务商", "provider"], ["哪一家", "whose cache it is"])
        .required(),
    field(
        "zone",
        FieldType::Plain,
        ["站点", "zone"],
        ["EdgeOne 或 Cloudflare 的站点标识", "the site's id at EdgeOne or Cloudflare"],
    ),
    field(
        "urls",
        FieldType::Integer { min: 0, max: 100_000 },
        ["网址数", "addresses"],
        [
            "一次发布最多逐个刷新多少网址，默认 1000；超过就刷新整个目录",
            "single addresses of one release, 1000 by default; past them whole directories are named",
        ],
    )
    .example("1000"),
    field(
        "directories",
        FieldType::Integer { min: 0, max: 10_000 },
        ["目录数", "directories"],
        [
            "一次发布最多刷新多少目录，默认 20；超过就刷新整个网站",
            "directories of one release, 20 by default; past them it is the whole site",
        ],
    )
    .example("20"),
    field(
        "endpoint",
        FieldType::Url,
        ["接口地址", "endpoint"],
        ["代替服务商默认的接口地址，如国际站的", "instead of the provider's usual one"],
    )
    .example("https://teo.intl.tencentcloudapi.com"),
];

const WEBHOOK: &[Field<'static>] = &[field(
    "url",
    FieldType::Url,
    ["地址", "address"],
    [
        "带密钥的地址不能写在这里，放进环境变量 HUIMENG_WEBHOOK_URL",
        "an address with a token belongs into HUIMENG_WEBHOOK_URL of the environment instead",
    ],
)];

const INDEXNOW: &[Field<'static>] = &[
    field(
        "key",
        FieldType::Slug,
        ["key", "key"],
        [
            "8 到 128 个字母或数字，同样的内容放在 static/〈key〉.txt",
            "8 to 128 letters and digits; the same stands in static/<key>.txt",
        ],
    )
    .required()
    .example("26ecd1ada8034912"),
    field(
        "endpoint",
        FieldType::Url,
        ["接口地址", "endpoint"],
        ["只告诉一家搜索引擎时用它的地址", "of a single engine, instead of all"],
    )
    .example("https://www.bing.com/indexnow"),
];
