//! `after:` of a target of `deploy:`: who is told when a release is live.

use crate::diagnostic::{Diagnostic, Located, rules};
use crate::say;
use crate::schema::{Fields, Reader, Typed};

/// Who is told.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct After {
    /// Caches that forget what changed.
    pub purge: Vec<Purge>,
    pub webhook: Option<Webhook>,
    pub indexnow: Option<IndexNow>,
    /// Is Baidu told of changed pages?
    pub baidu: bool,
}

/// A cache.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Purge {
    pub provider: Provider,
    /// Instead of the provider's own.
    pub endpoint: Option<String>,
    /// How many single addresses a release may name; past them whole directories are named.
    pub urls: Option<usize>,
    /// How many directories; past them it is the whole site.
    pub directories: Option<usize>,
}

/// Whose cache it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Provider {
    Aliyun,
    Tencent,
    EdgeOne { zone: String },
    Cloudflare { zone: String },
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Webhook {
    /// Unless it holds a token: then it stands in the environment.
    pub url: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexNow {
    pub key: String,
    pub endpoint: Option<String>,
}

/// Fewest and most characters of a key of IndexNow ("Documentation", indexnow.org).
const INDEXNOW_KEY: std::ops::RangeInclusive<usize> = 8..=128;

/// Takes what the description of the fields reads, and reports what that cannot tell.
pub fn read(reader: &mut Reader<'_>, mut fields: Fields<'_>) -> After {
    let after = After {
        purge: fields.list("purge").into_iter().filter_map(|item| purge(reader, item)).collect(),
        webhook: fields.object("webhook").map(|fields| webhook(reader, fields)),
        indexnow: fields.object("indexnow").and_then(|fields| indexnow(reader, fields)),
        baidu: fields.bool("baidu").unwrap_or(false),
    };
    fields.finish();
    after
}

/// `aliyun`, or a mapping with more to say.
fn purge(reader: &mut Reader<'_>, item: Typed<'_>) -> Option<Purge> {
    let (name, zone, endpoint, urls, directories) = match item {
        Typed::Text(name) => (name, None, None, None, None),
        Typed::Object(mut fields) => {
            let count = |number: Option<i64>| number.and_then(|number| usize::try_from(number).ok());
            let (name, zone) = (fields.text("provider"), fields.text("zone"));
            let (urls, directories) = (count(fields.integer("urls")), count(fields.integer("directories")));
            let endpoint = fields.string("endpoint");
            fields.finish();
            (name?, zone, endpoint, urls, directories)
        }
        _ => return None,
    };
    let provider = match (&*name.value, zone) {
        ("edgeone", Some(zone)) => Provider::EdgeOne { zone: zone.value },
        ("cloudflare", Some(zone)) => Provider::Cloudflare { zone: zone.value },
        ("edgeone" | "cloudflare", None) => {
            reader.report(name.span.clone(), zone_missing(&name.value));
            return None;
        }
        (_, Some(zone)) => {
            reader.report(zone.span, zone_unknown(&name.value));
            return None;
        }
        ("tencent", None) => Provider::Tencent,
        _ => Provider::Aliyun,
    };
    Some(Purge { provider, endpoint, urls, directories })
}

fn zone_missing(provider: &str) -> Diagnostic {
    Diagnostic::new(
        &rules::MISSING_FIELD,
        say!("{provider} 要写明站点（zone）", "`{provider}` needs its `zone`"),
    )
    .help(say!(
        "写成 `{{provider: {provider}, zone: 站点标识}}`，标识在服务商的控制台里",
        "write `{{provider: {provider}, zone: …}}` with the id that the provider's console shows"
    ))
}

fn zone_unknown(provider: &str) -> Diagnostic {
    Diagnostic::new(&rules::BAD_VALUE, say!("{provider} 没有站点（zone）", "`{provider}` knows no `zone`"))
        .help(say!(
            "删去 zone；只有 edgeone 和 cloudflare 需要它",
            "delete it; `edgeone` and `cloudflare` alone need one"
        ))
}

fn webhook(reader: &mut Reader<'_>, mut fields: Fields<'_>) -> Webhook {
    let url = fields.text("url");
    fields.finish();
    let url = url.and_then(|url| match has_token(&url.value) {
        true => {
            reader.report(url.span, secret_address());
            None
        }
        false => Some(url.value),
    });
    Webhook { url }
}

/// Does an address carry what lets anybody use it: a query, a user, or a part that no person would write?
fn has_token(url: &str) -> bool {
    let looks_random = |part: &str| part.len() >= 20 && part.bytes().any(|byte| byte.is_ascii_digit());
    url.contains(['?', '@', '#']) || url.split('/').skip(3).any(looks_random)
}

fn secret_address() -> Diagnostic {
    Diagnostic::new(
        &rules::BAD_VALUE,
        say!(
            "通知地址里有密钥，不能写在 site.yaml 里",
            "the address of the webhook holds a token, which must not stand in site.yaml"
        ),
    )
    .help(say!(
        "写成 `webhook: {{}}`，把地址放进环境变量 HUIMENG_WEBHOOK_URL",
        "write `webhook: {{}}` and put the address into the environment variable HUIMENG_WEBHOOK_URL"
    ))
}

fn indexnow(reader: &mut Reader<'_>, mut fields: Fields<'_>) -> Option<IndexNow> {
    let (key, endpoint) = (fields.text("key"), fields.string("endpoint"));
    fields.finish();
    let key: Located<String> = key?;
    let letters = key.value.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if !letters || !INDEXNOW_KEY.contains(&key.value.len()) {
        reader.report(key.span, bad_key());
        return None;
    }
    Some(IndexNow { key: key.value, endpoint })
}

fn bad_key() -> Diagnostic {
    Diagnostic::new(
        &rules::BAD_VALUE,
        say!(
            "IndexNow 的 key 是 8 到 128 个字母、数字或连字符",
            "a key of IndexNow is 8 to 128 letters, digits and hyphens"
        ),
    )
    .help(say!(
        "自己编一个，再把同样的内容放进 static/〈key〉.txt：它是公开的，不是密钥",
        "make one up and put the same into static/<key>.txt: it is public, not a secret"
    ))
}
