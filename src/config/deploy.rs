//! Where a site is published, from site.yaml's `deploy:`. What a service needs beside the fields' own types
//! is told here; nothing here reaches a service.

use std::time::Duration;

use indexmap::IndexMap;

use super::after::{self, After};
use crate::diagnostic::{Diagnostic, Located, rules};
use crate::say;
use crate::schema::{Fields, Reader, Typed};

/// A target of `huimeng deploy`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeployTarget {
    pub to: Service,
    /// A folder of this machine, or of the server.
    pub path: Option<String>,
    pub bucket: Option<String>,
    pub endpoint: Option<String>,
    pub region: Option<String>,
    /// Folder of the site below the target's root, without slashes at its ends; may be empty.
    pub prefix: String,
    /// Releases that can be gone back to, the current one included; at least 1.
    pub keep: usize,
    /// How long files that left the site can still be read.
    pub grace: Duration,
    /// Requests at the same time.
    pub concurrency: usize,
    /// Of one request.
    pub timeout: Duration,
    /// Per cent of the site's files that a release may take away.
    pub max_delete: u8,
    pub precompressed: Vec<Encoding>,
    pub cache: CacheRules,
    pub after: After,
}

/// What holds the site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Service {
    Fs,
    S3,
    Oss,
    Cos,
    Obs,
    Gcs,
    Webdav,
    Sftp,
}

/// A compressed form that is written beside a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Encoding {
    Gzip,
    Brotli,
}

/// `Cache-Control` by class of file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CacheRules {
    pub fingerprinted: String,
    pub media: String,
    pub data: String,
    pub page: String,
    pub feed: String,
}

impl Service {
    pub fn name(self) -> &'static str {
        match self {
            Service::Fs => "fs",
            Service::S3 => "s3",
            Service::Oss => "oss",
            Service::Cos => "cos",
            Service::Obs => "obs",
            Service::Gcs => "gcs",
            Service::Webdav => "webdav",
            Service::Sftp => "sftp",
        }
    }

    fn named(name: &str) -> Service {
        let all = [
            Service::S3,
            Service::Oss,
            Service::Cos,
            Service::Obs,
            Service::Gcs,
            Service::Webdav,
            Service::Sftp,
        ];
        all.into_iter().find(|service| service.name() == name).unwrap_or(Service::Fs)
    }

    /// Does it hold objects by key, served by the provider, rather than files of a server's disk?
    pub fn is_object_storage(self) -> bool {
        !matches!(self, Service::Fs | Service::Webdav | Service::Sftp)
    }

    /// The fields that it cannot do without.
    fn needs(self) -> &'static [&'static str] {
        match self {
            Service::Fs => &["path"],
            Service::S3 | Service::Gcs => &["bucket"],
            Service::Oss | Service::Cos | Service::Obs => &["bucket", "endpoint"],
            Service::Webdav => &["endpoint"],
            Service::Sftp => &["endpoint", "path"],
        }
    }

    /// The fields that mean nothing to it.
    fn ignores(self) -> &'static [&'static str] {
        match self {
            Service::Fs => &["bucket", "endpoint", "region", "prefix"],
            Service::S3 => &["path"],
            Service::Gcs => &["path", "region", "endpoint"],
            Service::Oss | Service::Cos | Service::Obs => &["path", "region"],
            Service::Webdav => &["path", "bucket", "region"],
            Service::Sftp => &["bucket", "region", "prefix"],
        }
    }
}

impl Default for CacheRules {
    fn default() -> CacheRules {
        CacheRules {
            fingerprinted: "public, max-age=31536000, immutable".to_owned(),
            media: "public, max-age=3600".to_owned(),
            data: "public, max-age=60".to_owned(),
            page: "public, max-age=60".to_owned(),
            feed: "public, max-age=300".to_owned(),
        }
    }
}

const KEEP: i64 = 5;
const GRACE: Duration = Duration::from_secs(600);
const TIMEOUT: Duration = Duration::from_secs(60);
const MAX_DELETE: i64 = 20;

/// Reads the targets by name; what cannot be used is reported and left out.
pub(super) fn read(
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
    refuse_secrets(reader, &name.value, &mut fields);
    let given = fields.given.clone();
    let to = fields.string("to").map(|name| Service::named(&name));
    let places = ["path", "bucket", "endpoint", "region", "prefix"].map(|field| fields.text(field));
    let precompressed = fields.list("precompressed");
    let mut target = DeployTarget {
        to: to.unwrap_or(Service::Fs),
        path: None,
        bucket: None,
        endpoint: None,
        region: None,
        prefix: String::new(),
        keep: usize::try_from(fields.integer("keep").unwrap_or(KEEP)).unwrap_or(1),
        grace: fields.duration("grace").unwrap_or(GRACE),
        concurrency: 0,
        timeout: fields.duration("timeout").filter(|timeout| !timeout.is_zero()).unwrap_or(TIMEOUT),
        max_delete: u8::try_from(fields.integer("max_delete").unwrap_or(MAX_DELETE)).unwrap_or(100),
        precompressed: Vec::new(),
        cache: cache(&mut fields),
        after: fields.object("after").map(|fields| after::read(reader, fields)).unwrap_or_default(),
    };
    let usual = if target.to == Service::Sftp { 4 } else { 16 };
    target.concurrency = usize::try_from(fields.integer("concurrency").unwrap_or(usual)).unwrap_or(1);
    fields.finish();
    let to = to?;
    for missing in to.needs().iter().filter(|field| !given.contains(*field)) {
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
    if let Some(text) = &endpoint {
        if let Some(fault) = endpoint_fault(to, &text.value) {
            reader.report(text.span.clone(), fault);
        }
    }
    if let Some(text) = &prefix {
        if text.value.split('/').any(|part| matches!(part, "." | "..")) || text.value.contains('\\') {
            reader.report(text.span.clone(), bad_prefix(&text.value));
        }
    }
    target.precompressed = encodings(reader, to, precompressed);
    let value = |text: Option<Located<String>>| text.map(|text| text.value);
    target.prefix = value(prefix).unwrap_or_default().trim_matches('/').to_owned();
    (target.path, target.bucket, target.endpoint, target.region) =
        (value(path), value(bucket), value(endpoint), value(region));
    Some(target)
}

/// A secret in a file of the repository is known to everyone who ever gets the repository. Its line is not
/// shown: what shows findings may be a public log.
fn refuse_secrets(reader: &mut Reader<'_>, target: &str, fields: &mut Fields<'_>) {
    for name in SECRETS {
        let Some(Typed::Text(_)) = fields.take(name) else { continue };
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

/// An address for what is reached by HTTP, a host for what is reached by SSH; neither holds a password.
fn endpoint_fault(to: Service, text: &str) -> Option<Diagnostic> {
    let is_url = text.starts_with("https://") || text.starts_with("http://");
    let host = text.split_once("://").map_or(text, |(_, rest)| rest).split('/').next().unwrap_or_default();
    let has_password = host.rsplit_once('@').is_some_and(|(user, _)| user.contains(':') || is_url);
    if has_password {
        let fault =
            bad(say!("服务地址里不能有用户名和密码", "the endpoint must not hold a user and a password"));
        return Some(fault.help(say!("用环境变量提供它们", "give them by the environment")));
    }
    match to {
        Service::Sftp if !text.contains("://") || text.starts_with("ssh://") => None,
        Service::Sftp => Some(
            bad(say!(
                "`sftp` 的服务地址不是网址：`{text}`",
                "the endpoint of `sftp` is no web address: `{text}`"
            ))
            .help(say!(
                "写成 `用户@主机` 或 `ssh://用户@主机:端口`",
                "write `user@host` or `ssh://user@host:port`"
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
