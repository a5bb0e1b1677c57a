//! Reads `deploy:` of site.yaml: what a service needs beside the fields' own types is told here.

use std::time::Duration;

use indexmap::IndexMap;

use super::super::after;
use super::{CacheRules, DeployTarget, Encoding, Service, TIMEOUT};
use crate::diagnostic::{Diagnostic, Located, rules};
use crate::say;
use crate::schema::{Fields, Reader, Typed};

/// Reads the targets by name; what cannot be used is reported and left out.
pub(in crate::config) fn read(
    reader: &mut Reader<'_>,
    entries: Vec<(Located<String>, Typed<'_>)>,
) -> IndexMap<String, DeployTarget> {
    let mut targets = IndexMap::new();
    for (name, typed) in entries {
        let Typed::Object(fields) = typed else { continue };
        if let Some(target) = target(reader, &name, fields) {
            targets.insert(name.value, target);
        }
    }
    targets
}

fn target(reader: &mut Reader<'_>, name: &Located<String>, mut fields: Fields<'_>) -> Option<DeployTarget> {
    let place = name.span.start..fields.span.end;
    if refuse_secrets(reader, &name.value, &mut fields) {
        // They may stand on one line with it.
        reader.hide(&place);
        return None;
    }
    let given = fields.given.clone();
    let to = fields.string("to").map(|name| Service::named(&name));
    let places = ["path", "bucket", "endpoint", "region", "prefix"].map(|field| fields.text(field));
    let with_password =
        |endpoint: &&Located<String>| holds_password(to.unwrap_or(Service::Sftp), &endpoint.value);
    if places[2].as_ref().filter(with_password).is_some() {
        reader.report_whole(password_in_endpoint(&name.value));
        reader.hide(&place);
        return None;
    }
    let precompressed = fields.list("precompressed");
    let mut target = DeployTarget {
        timeout: timeout(reader, &mut fields),
        cache: cache(&mut fields),
        after: fields.object("after").map(|fields| after::read(reader, fields)).unwrap_or_default(),
        ..DeployTarget::at(to.unwrap_or(Service::Fs))
    };
    let mut number = |name| fields.integer(name).map(|number| usize::try_from(number).unwrap_or(1));
    target.keep = number("keep").unwrap_or(target.keep);
    target.concurrency = number("concurrency").unwrap_or(target.concurrency);
    target.max_delete = number("max_delete").map_or(target.max_delete, |share| share.min(100) as u8);
    target.grace = fields.duration("grace").map_or(target.grace, |grace| grace.value);
    fields.finish();
    let to = to?;
    if let Some(missing) = to.needs().iter().find(|field| !given.contains(*field)) {
        reader.report(name.span.clone(), incomplete(to, missing));
        return None;
    }
    let [path, bucket, endpoint, region, prefix] = places;
    for (field, text) in [
        ("path", &path),
        ("bucket", &bucket),
        ("endpoint", &endpoint),
        ("region", &region),
        ("prefix", &prefix),
    ] {
        if let Some(text) = text.as_ref().filter(|_| to.ignores().contains(&field)) {
            reader.report(text.span.clone(), pointless(to, field));
        }
    }
    if let Some(text) = &endpoint
        && let Some(fault) = endpoint_fault(to, &text.value)
    {
        reader.report(text.span.clone(), fault);
    }
    let is_odd = |path: &str| path.contains('\\') || path.split('/').any(|part| matches!(part, "." | ".."));
    if let Some(text) = prefix.as_ref().filter(|text| is_odd(&text.value)) {
        reader.report(text.span.clone(), bad_prefix(&text.value));
    }
    target.precompressed = encodings(reader, to, precompressed);
    let value = |text: Option<Located<String>>| text.map(|text| text.value);
    target.prefix = value(prefix).unwrap_or_default().trim_matches('/').to_owned();
    (target.path, target.bucket, target.endpoint, target.region) =
        (value(path), value(bucket), value(endpoint), value(region));
    Some(target)
}

fn timeout(reader: &mut Reader<'_>, fields: &mut Fields<'_>) -> Duration {
    let Some(timeout) = fields.duration("timeout") else { return TIMEOUT };
    if timeout.value.is_zero() {
        let fault = bad(say!("超时不能是 0", "the timeout must not be 0"));
        reader.report(timeout.span, fault.help(say!("写成 `60s`", "write `60s`")));
    }
    timeout.value
}

/// A secret in a file of the repository is known to everyone who ever gets the repository. Its line is not
/// shown: what shows findings may be a public log. Were there any?
fn refuse_secrets(reader: &mut Reader<'_>, target: &str, fields: &mut Fields<'_>) -> bool {
    let mut found = false;
    for name in SECRETS {
        let Some(Typed::Text(_)) = fields.take(name) else { continue };
        found = true;
        let variable = target.to_ascii_uppercase().replace('-', "_");
        reader.report_whole(
            Diagnostic::new(
                &rules::SECRET_IN_FILE,
                say!(
                    "发布目标 `{target}` 的 `{name}` 是密钥，不能写在 site.yaml 里",
                    "`{name}` of the target `{target}` is a secret and does not belong in site.yaml"
                ),
            )
            .help(say!(
                "删去这一行，换掉这个密钥，用环境变量提供新的：`HUIMENG_{variable}_KEY_ID`、`HUIMENG_{variable}_SECRET`，或服务商的变量名",
                "delete the line, replace the secret, and give the new one by the environment: `HUIMENG_{variable}_KEY_ID` and `HUIMENG_{variable}_SECRET`, or the names of the provider"
            )),
        );
    }
    found
}

/// The fields that [`crate::schema::deploy`] describes to be refused.
const SECRETS: &[&str] = &[
    "access_key_id",
    "access_key_secret",
    "secret_access_key",
    "secret_id",
    "secret_key",
    "security_token",
    "username",
    "password",
    "token",
    "key",
    "secret",
];

fn cache(fields: &mut Fields<'_>) -> CacheRules {
    let mut rules = CacheRules::default();
    let Some(mut fields) = fields.object("cache") else { return rules };
    for (name, rule) in [
        ("fingerprinted", &mut rules.fingerprinted),
        ("media", &mut rules.media),
        ("data", &mut rules.data),
        ("page", &mut rules.page),
        ("feed", &mut rules.feed),
    ] {
        if let Some(text) = fields.string(name) {
            *rule = text;
        }
    }
    fields.finish();
    rules
}

fn encodings(reader: &mut Reader<'_>, to: Service, list: Vec<Typed<'_>>) -> Vec<Encoding> {
    let mut encodings = Vec::new();
    for text in list.into_iter().filter_map(Typed::into_text) {
        if to.is_object_storage() {
            reader.report(text.span, not_negotiated(to));
            continue;
        }
        encodings.push(if text.value == "br" { Encoding::Brotli } else { Encoding::Gzip });
    }
    encodings.sort_unstable();
    encodings.dedup();
    encodings
}

fn bad(message: crate::diagnostic::Say) -> Diagnostic {
    Diagnostic::new(&rules::BAD_VALUE, message)
}

fn incomplete(to: Service, field: &str) -> Diagnostic {
    let to = to.name();
    Diagnostic::new(
        &rules::MISSING_FIELD,
        say!("发布到 `{to}` 要写 `{field}`", "a target of `{to}` needs `{field}`"),
    )
    .help(say!("加上 `{field}: …`", "add `{field}: …`"))
}

fn pointless(to: Service, field: &str) -> Diagnostic {
    let to = to.name();
    bad(say!("发布到 `{to}` 用不到 `{field}`", "a target of `{to}` has no `{field}`"))
        .help(say!("删去这一行", "delete this line"))
}

/// `https://user:password@host`, or `user:password@host`.
fn holds_password(to: Service, text: &str) -> bool {
    let rest = text.split_once("://").map_or(text, |(_, rest)| rest);
    let host = rest.split('/').next().unwrap_or_default();
    host.rsplit_once('@').is_some_and(|(user, _)| user.contains(':') || to != Service::Sftp)
}

/// Told without its place, as [`refuse_secrets`] does.
fn password_in_endpoint(target: &str) -> Diagnostic {
    let message = say!(
        "发布目标 `{target}` 的 `endpoint` 里有用户名或密码",
        "the `endpoint` of the target `{target}` holds a user or a password"
    );
    Diagnostic::new(&rules::SECRET_IN_FILE, message).help(say!(
        "从网址里删去，用环境变量提供",
        "delete it from the address and give it by the environment"
    ))
}

/// An address for what is reached by HTTP, a host for what is reached by SSH.
fn endpoint_fault(to: Service, text: &str) -> Option<Diagnostic> {
    let is_url = text.starts_with("https://") || text.starts_with("http://");
    let host = text.split_once("://").map_or(text, |(_, rest)| rest).split('/').next().unwrap_or_default();
    match to {
        Service::Sftp if text.starts_with("ssh://") && !host.is_empty() => None,
        Service::Sftp if !text.contains([':', '/']) => None,
        Service::Sftp => Some(
            bad(say!(
                "`sftp` 的服务地址写法不对：`{text}`",
                "the endpoint of `sftp` cannot be read: `{text}`"
            ))
            .help(say!(
                "写成 `用户@主机` 或 `ssh://用户@主机:端口`，文件夹写在 `path` 里",
                "write `user@host` or `ssh://user@host:port`, and the folder as `path`"
            )),
        ),
        _ if is_url && !host.is_empty() => None,
        _ => {
            let fault = bad(say!(
                "服务地址不是完整的网址：`{text}`",
                "the endpoint is no complete address: `{text}`"
            ))
            .help(say!("以 `https://` 开头", "begin it with `https://`"));
            Some(if text.contains("://") { fault } else { fault.replace_with(format!("https://{text}")) })
        }
    }
}

fn bad_prefix(text: &str) -> Diagnostic {
    bad(say!("子路径 `{text}` 不能用", "the prefix `{text}` cannot be used")).help(say!(
        "写成 `www/alliance`，不用 `..` 和反斜杠",
        "write it like `www/alliance`, without `..` and backslashes"
    ))
}

fn not_negotiated(to: Service) -> Diagnostic {
    let to = to.name();
    bad(say!(
        "`{to}` 不按浏览器的能力选文件，预压缩的文件没有人读",
        "`{to}` does not choose files by what a browser accepts: nobody would read compressed ones"
    ))
    .help(say!("删去 `precompressed`，在 CDN 里打开压缩", "delete `precompressed` and let the CDN compress"))
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use crate::config::read;
    use crate::diagnostic::brief::brief;

    /// The findings for targets, each the only one of its site.
    fn check(targets: &[&str], expected: Expect) {
        let mut out = String::new();
        for target in targets {
            let text = format!("title: 明水\nbase_url: https://example.org/\ndeploy: {{live: {target}}}\n");
            let found = read::read(&"site.yaml".into(), &text).diagnostics;
            out += &format!("{target}\n");
            brief(&text, &found).lines().for_each(|finding| out += &format!("    {finding}\n"));
        }
        expected.assert_eq(&out);
    }

    #[test]
    fn a_target_says_what_its_service_needs_and_nothing_else() {
        check(
            &[
                "{to: fs, path: /srv/www}",
                "{to: oss, bucket: b, endpoint: \"https://oss-cn-beijing.aliyuncs.com\", prefix: /a/b/, grace: 1h}",
                "{to: sftp, endpoint: \"ssh://web@example.org:22\", path: /srv/www, concurrency: 2}",
                "{to: ftp}",
                "{bucket: b}",
                "{to: oss, bucket: b}",
                "{to: s3, bucket: b, path: /x}",
                "{to: oss, bucket: b, endpoint: oss-cn-beijing.aliyuncs.com}",
                "{to: webdav, endpoint: \"https://li:secret@example.org/\"}",
                "{to: sftp, endpoint: \"web@example.org:22\", path: /a}",
                "{to: sftp, endpoint: \"https://example.org\", path: /a}",
                "{to: s3, bucket: b, prefix: ../a}",
                "{to: s3, bucket: b, precompressed: [gz]}",
                "{to: fs, path: a, grace: 10 minutes, keep: 0, max_delete: 120}",
                "{to: fs, path: a, gracee: 10m}",
                "{to: fs, path: a, timeout: 0}",
            ],
            expect![[r#"
                {to: fs, path: /srv/www}
                {to: oss, bucket: b, endpoint: "https://oss-cn-beijing.aliyuncs.com", prefix: /a/b/, grace: 1h}
                {to: sftp, endpoint: "ssh://web@example.org:22", path: /srv/www, concurrency: 2}
                {to: ftp}
                    HM0211 3:21-3:24 目标（to）不能是 `ftp` | 可用的值：`fs`（本机的文件夹）、`s3`（S3 及兼容的对象存储）、`oss`（阿里云 OSS）、`cos`（腾讯云 COS）、`obs`（华为云 OBS）、`gcs`（Google Cloud Storage）、`webdav`（WebDAV 服务器）、`sftp`（SSH 服务器） => sftp
                {bucket: b}
                    HM0202 3:16-3:27 缺少目标（to） | 加上 `to: …`
                {to: oss, bucket: b}
                    HM0202 3:10-3:14 发布到 `oss` 要写 `endpoint` | 加上 `endpoint: …`
                {to: s3, bucket: b, path: /x}
                    HM0211 3:42-3:44 发布到 `s3` 用不到 `path` | 删去这一行
                {to: oss, bucket: b, endpoint: oss-cn-beijing.aliyuncs.com}
                    HM0211 3:47-3:74 服务地址不是完整的网址：`oss-cn-beijing.aliyuncs.com` | 以 `https://` 开头 => https://oss-cn-beijing.aliyuncs.com
                {to: webdav, endpoint: "https://li:secret@example.org/"}
                    HM0410 - 发布目标 `live` 的 `endpoint` 里有用户名或密码 | 从网址里删去，用环境变量提供
                {to: sftp, endpoint: "web@example.org:22", path: /a}
                    HM0211 3:37-3:57 `sftp` 的服务地址写法不对：`web@example.org:22` | 写成 `用户@主机` 或 `ssh://用户@主机:端口`，文件夹写在 `path` 里
                {to: sftp, endpoint: "https://example.org", path: /a}
                    HM0211 3:37-3:58 `sftp` 的服务地址写法不对：`https://example.org` | 写成 `用户@主机` 或 `ssh://用户@主机:端口`，文件夹写在 `path` 里
                {to: s3, bucket: b, prefix: ../a}
                    HM0211 3:44-3:48 子路径 `../a` 不能用 | 写成 `www/alliance`，不用 `..` 和反斜杠
                {to: s3, bucket: b, precompressed: [gz]}
                    HM0211 3:52-3:54 `s3` 不按浏览器的能力选文件，预压缩的文件没有人读 | 删去 `precompressed`，在 CDN 里打开压缩
                {to: fs, path: a, grace: 10 minutes, keep: 0, max_delete: 120}
                    HM0203 3:41-3:51 宽限（grace）应是一段时间（如 10m），这里是 `10 minutes` | 改成一段时间（如 10m）
                    HM0211 3:59-3:60 保留几次（keep）不能是 0 | 写 1 到 100 之间的整数
                    HM0211 3:74-3:77 最多删除（max_delete）不能是 120 | 写 0 到 100 之间的整数
                {to: fs, path: a, gracee: 10m}
                    HM0201 3:34-3:40 没有 `gracee` 这个字段 | 是否想写 `grace`？可用的字段：to、path、bucket、endpoint、region、prefix、keep、grace、concurrency、timeout、max_delete、precompressed、cache、after => grace
                {to: fs, path: a, timeout: 0}
                    HM0211 3:43-3:44 超时不能是 0 | 写成 `60s`
            "#]],
        );
    }

    /// Nor is the line shown that holds it.
    #[test]
    fn secrets_are_refused_without_a_place() {
        check(
            &["{to: fs, path: a, access_key_secret: abc, token: x}"],
            expect![[r#"
            {to: fs, path: a, access_key_secret: abc, token: x}
                HM0410 - 发布目标 `live` 的 `access_key_secret` 是密钥，不能写在 site.yaml 里 | 删去这一行，换掉这个密钥，用环境变量提供新的：`HUIMENG_LIVE_KEY_ID`、`HUIMENG_LIVE_SECRET`，或服务商的变量名
                HM0410 - 发布目标 `live` 的 `token` 是密钥，不能写在 site.yaml 里 | 删去这一行，换掉这个密钥，用环境变量提供新的：`HUIMENG_LIVE_KEY_ID`、`HUIMENG_LIVE_SECRET`，或服务商的变量名
        "#]],
        );
    }

    #[test]
    fn what_is_not_written_has_defaults() {
        let text = "title: 明水\nbase_url: https://example.org/\ndeploy: {live: {to: sftp, endpoint: web@example.org, path: /srv}}\n";
        let config = read::read(&"site.yaml".into(), text).value.expect("a configuration");
        let target = &config.deploy["live"];
        assert_eq!((target.keep, target.concurrency, target.max_delete), (5, 4, 20));
        assert_eq!((target.grace.as_secs(), target.timeout.as_secs()), (600, 60));
        assert_eq!(target.cache.fingerprinted, "public, max-age=31536000, immutable");
    }
}
