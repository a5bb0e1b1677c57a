//! The fields of a target of `huimeng deploy`, in site.yaml's `deploy:`.

use super::{Choice, Field, FieldType, choice, field};

/// One target.
pub static TARGET: &[Field<'static>] = &[
    field("to", FieldType::Choice(SERVICES), ["目标", "target"], ["发布到哪里", "where the site goes"])
        .required(),
    field(
        "path",
        FieldType::Plain,
        ["文件夹", "folder"],
        [
            "`fs`：文件夹，相对于网站所在的文件夹；`sftp`：服务器上的绝对路径",
            "`fs`: a folder, relative to the site's; `sftp`: an absolute path on the server",
        ],
    )
    .example("/srv/www/alliance"),
    field(
        "bucket",
        FieldType::Plain,
        ["存储桶", "bucket"],
        ["对象存储的存储桶名", "name of the bucket of object storage"],
    )
    .example("alliance-site"),
    field(
        "endpoint",
        FieldType::Plain,
        ["服务地址", "endpoint"],
        [
            "对象存储、WebDAV 的网址；`sftp` 写 `用户@主机` 或 `ssh://用户@主机:端口`",
            "address of the storage or of WebDAV; `user@host` or `ssh://user@host:port` for `sftp`",
        ],
    )
    .example("https://oss-cn-beijing.aliyuncs.com"),
    field("region", FieldType::Plain, ["地域", "region"], ["`s3` 的地域", "the region of `s3`"])
        .example("cn-north-1"),
    field(
        "prefix",
        FieldType::Plain,
        ["子路径", "prefix"],
        ["网站在存储桶里的文件夹，默认是根", "folder of the site in the bucket, the root by default"],
    )
    .example("www"),
    field(
        "keep",
        FieldType::Integer { min: 1, max: 100 },
        ["保留几次", "releases kept"],
        ["保留最近几次发布，供退回，默认 5", "how many releases are kept for going back, 5 by default"],
    )
    .example("5"),
    field(
        "grace",
        FieldType::Duration,
        ["宽限", "grace time"],
        [
            "网站不再有的文件过多久才删，默认 10m",
            "how long files that left the site stay for readers of older pages, 10m by default",
        ],
    )
    .example("10m"),
    field(
        "concurrency",
        FieldType::Integer { min: 1, max: 256 },
        ["并发", "concurrency"],
        ["同时进行的请求数，默认 16（sftp 为 4）", "requests at the same time, 16 by default (4 for sftp)"],
    )
    .example("16"),
    field(
        "timeout",
        FieldType::Duration,
        ["超时", "timeout"],
        ["一个请求最多等多久，默认 60s", "how long one request may take, 60s by default"],
    )
    .example("60s"),
    field(
        "max_delete",
        FieldType::Integer { min: 0, max: 100 },
        ["最多删除", "most deletions"],
        [
            "一次发布要从网站上去掉的文件超过百分之几就停下，默认 20",
            "per cent of the files that a release may take away before it is refused, 20 by default",
        ],
    )
    .example("20"),
    field(
        "precompressed",
        FieldType::list(&FieldType::Choice(ENCODINGS)),
        ["预压缩", "precompressed"],
        [
            "另存压缩好的文件，给会用它们的服务器（nginx 的 gzip_static、Caddy 的 precompressed）",
            "also write compressed files for servers that use them (nginx gzip_static, Caddy precompressed)",
        ],
    )
    .example("[gz]"),
    field(
        "cache",
        FieldType::Object(CACHE),
        ["缓存", "cache"],
        ["各类文件的 Cache-Control", "Cache-Control by class of file"],
    ),
    field(
        "after",
        FieldType::Object(super::after::FIELDS),
        ["发布之后", "afterwards"],
        ["发布之后通知谁", "who is told after a release"],
    ),
    field("access_key_id", FieldType::Secret, SECRET, SECRET),
    field("access_key_secret", FieldType::Secret, SECRET, SECRET),
    field("secret_access_key", FieldType::Secret, SECRET, SECRET),
    field("secret_id", FieldType::Secret, SECRET, SECRET),
    field("secret_key", FieldType::Secret, SECRET, SECRET),
    field("security_token", FieldType::Secret, SECRET, SECRET),
    field("username", FieldType::Secret, SECRET, SECRET),
    field("password", FieldType::Secret, SECRET, SECRET),
    field("token", FieldType::Secret, SECRET, SECRET),
    field("key", FieldType::Secret, SECRET, SECRET),
    field("secret", FieldType::Secret, SECRET, SECRET),
];

const SECRET: [&str; 2] = ["密钥", "secret"];

/// Where a site can go, named as opendal names its services.
pub const SERVICES: &[Choice<'static>] = &[
    choice("fs", "本机的文件夹", "a folder of this machine"),
    choice("s3", "S3 及兼容的对象存储", "S3 and what is compatible"),
    choice("oss", "阿里云 OSS", "Aliyun OSS"),
    choice("cos", "腾讯云 COS", "Tencent Cloud COS"),
    choice("obs", "华为云 OBS", "Huawei Cloud OBS"),
    choice("gcs", "Google Cloud Storage", "Google Cloud Storage"),
    choice("webdav", "WebDAV 服务器", "a WebDAV server"),
    choice("sftp", "SSH 服务器", "a server by SSH"),
];

/// Forms in which a file is also written.
pub const ENCODINGS: &[Choice<'static>] = &[choice("gz", "gzip", "gzip"), choice("br", "Brotli", "Brotli")];

const CACHE: &[Field<'static>] = &[
    field(
        "fingerprinted",
        FieldType::Plain,
        ["带指纹的文件", "fingerprinted"],
        [
            "文件名里有内容指纹的样式和脚本，默认 `public, max-age=31536000, immutable`",
            "styles and scripts with a hash in their names, `public, max-age=31536000, immutable` by default",
        ],
    ),
    field(
        "media",
        FieldType::Plain,
        ["图片和附件", "media"],
        ["默认 `public, max-age=3600`", "`public, max-age=3600` by default"],
    ),
    field(
        "data",
        FieldType::Plain,
        ["数据", "data"],
        ["搜索等数据，默认 `public, max-age=60`", "search and other data, `public, max-age=60` by default"],
    ),
    field(
        "page",
        FieldType::Plain,
        ["页面", "pages"],
        ["默认 `public, max-age=60`", "`public, max-age=60` by default"],
    ),
    field(
        "feed",
        FieldType::Plain,
        ["订阅源和站点地图", "feeds"],
        ["默认 `public, max-age=300`", "`public, max-age=300` by default"],
    ),
];
