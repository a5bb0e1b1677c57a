//! Where a site is published, from site.yaml's `deploy:`, and what each service is. Nothing here reaches one.

mod read;

use std::time::Duration;

use super::after::After;

pub(super) use read::read;

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

impl DeployTarget {
    /// A target with nothing but what is usual.
    pub fn at(to: Service) -> DeployTarget {
        DeployTarget {
            to,
            path: None,
            bucket: None,
            endpoint: None,
            region: None,
            prefix: String::new(),
            keep: KEEP,
            grace: GRACE,
            concurrency: if to == Service::Sftp { 4 } else { 16 },
            timeout: TIMEOUT,
            max_delete: MAX_DELETE,
            precompressed: Vec::new(),
            cache: CacheRules::default(),
            after: After::default(),
        }
    }
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
            Service::Gcs => &["path", "region"],
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

const KEEP: usize = 5;
const GRACE: Duration = Duration::from_secs(600);
const TIMEOUT: Duration = Duration::from_secs(60);
const MAX_DELETE: u8 = 20;
