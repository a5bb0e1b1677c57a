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
    if let Some(zone) = zone.as_ref().filter(|_| !matches!(&*name.value, "edgeone" | "cloudflare")) {
        reader.report(zone.span.clone(), zone_pointless(&name.value));
    }
    let provider = match (&*name.value, zone) {
        ("edgeone", Some(zone)) => Provider::EdgeOne { zone: zone.value },
        ("cloudflare", Some(zone)) => Provider::Cloudflare { zone: zone.value },
        ("edgeone" | "cloudflare", None) => {
            reader.report(name.span.clone(), zone_missing(&name.value));
            return None;
        }
        ("tencent", _) => Provider::Tencent,
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

fn zone_pointless(provider: &str) -> Diagnostic {
    let message = say!("{provider} 用不到站点（zone）", "`{provider}` has no `zone`");
    let usual = if provider == "tencent" { "edgeone" } else { "cloudflare" };
    Diagnostic::new(&rules::BAD_VALUE, message).help(say!(
        "删去 `zone`；如果用的是 `{usual}`，把 `provider` 改成它",
        "delete `zone`, or make `{usual}` the `provider` if that is the one"
    ))
}

fn webhook(reader: &mut Reader<'_>, mut fields: Fields<'_>) -> Webhook {
    let url = fields.text("url");
    fields.finish();
    let url = url.and_then(|url| match has_token(&url.value) {
        true => {
            reader.report_whole(secret_address());
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
        &rules::SECRET_IN_FILE,
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

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;
    use crate::config::read::read as read_site;
    use crate::diagnostic::brief::brief;

    fn site(after: &str) -> String {
        let head = "title: 明水\nbase_url: https://example.org/\ndeploy:\n  production:\n    to: fs\n    path: www\n";
        format!("{head}    after: {after}\n")
    }

    #[track_caller]
    fn check(after: &str, expected: Expect) {
        let text = site(after);
        let found = read_site(&"site.yaml".into(), &text).diagnostics;
        expected.assert_eq(&brief(&text, &found));
    }

    #[test]
    fn short_and_long_forms_mean_the_same() {
        let read = |after: &str| {
            let read = read_site(&"site.yaml".into(), &site(after));
            assert_eq!(read.diagnostics, [], "{after}");
            read.value.unwrap().deploy["production"].after.clone()
        };
        assert_eq!(read("{purge: aliyun}"), read("{purge: [{provider: aliyun}]}"));
        assert_eq!(read("{purge: {provider: cloudflare, zone: z, urls: 5}}").purge[0].urls, Some(5));
        let all = read("{purge: [tencent, aliyun], webhook: {}, indexnow: {key: abcdef12}, baidu: true}");
        assert_eq!((all.purge.len(), all.webhook, all.baidu), (2, Some(Webhook { url: None }), true));
        assert_eq!(
            read("{webhook: {url: https://example.org/deployed}}").webhook.unwrap().url.unwrap().len(),
            28
        );
    }

    #[test]
    fn what_cannot_be_is_told() {
        check(
            "{purge: [edgeone]}",
            expect![[r#"
            HM0202 7:21-7:28 edgeone 要写明站点（zone） | 写成 `{provider: edgeone, zone: 站点标识}`，标识在服务商的控制台里
        "#]],
        );
        check(
            "{purge: [{provider: aliyun, zone: z}, {zone: zone-1, provider: tencent}]}",
            expect![[r#"
            HM0211 7:46-7:47 aliyun 用不到站点（zone） | 删去 `zone`；如果用的是 `cloudflare`，把 `provider` 改成它
            HM0211 7:57-7:63 tencent 用不到站点（zone） | 删去 `zone`；如果用的是 `edgeone`，把 `provider` 改成它
        "#]],
        );
        check(
            "{purge: akamai}",
            expect![[r#"
            HM0211 7:20-7:26 刷新缓存（purge）不能是 `akamai` | 可用的值：`aliyun`（阿里云 CDN）、`tencent`（腾讯云 CDN）、`edgeone`（腾讯云 EdgeOne，要写 zone）、`cloudflare`（Cloudflare，要写 zone）
        "#]],
        );
        check(
            "{indexnow: {key: 短}}",
            expect![[r#"
            HM0211 7:29-7:30 IndexNow 的 key 是 8 到 128 个字母、数字或连字符 | 自己编一个，再把同样的内容放进 static/〈key〉.txt：它是公开的，不是密钥
        "#]],
        );
    }

    /// Addresses of the chat robots that most offices use: whoever has one can write to the group.
    #[test]
    fn an_address_with_a_token_is_refused() {
        for address in [
            "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa",
            "https://oapi.dingtalk.com/robot/send?access_token=XXXXXX",
            "https://open.feishu.cn/open-apis/bot/v2/hook/1a2b3c4d-aaaa-bbbb-cccc-ddddeeeeffff",
            "https://user:word@example.org/deployed",
        ] {
            let text = site(&format!("{{webhook: {{url: \"{address}\"}}}}"));
            let found = read_site(&"site.yaml".into(), &text).diagnostics;
            assert_eq!(found.len(), 1, "{address}");
            assert_eq!(found[0].rule.name, "secret-in-file", "{address}");
            let told = format!("{:?}", found[0]);
            assert!(
                !told.contains("693a91f6") && !told.contains("XXXXXX") && !told.contains("1a2b3c4d"),
                "{told}"
            );
        }
    }
}
