//! A place where builds on several machines leave each other what they remember. It is a help and no source: a
//! build without it is the same build.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use tokio::runtime::{Builder, Runtime};

use super::store::{Shared, Store};
use super::{DeployError, Environment, Teller};
use crate::config::{DeployTarget, Service};

/// Whole memos are one object, some megabytes a thousand records.
const TIMEOUT: Duration = Duration::from_secs(300);

/// In the names of variables: `HUIMENG_CACHE_KEY_ID`.
const NAME: &str = "cache";

/// Objects by name.
pub struct SharedCache {
    runtime: Runtime,
    store: Shared,
}

/// The address is none of a place that could be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoAddress;

/// Reads the address of a cache: a folder of this machine, or `s3://BUCKET/FOLDER?endpoint=…&region=…`; also
/// `oss`, `cos` and `obs`, which need their endpoint.
pub fn place(address: &str) -> Result<DeployTarget, NoAddress> {
    if !address.contains("://") {
        let target = DeployTarget { path: Some(address.to_owned()), ..DeployTarget::at(Service::Fs) };
        return if address.is_empty() { Err(NoAddress) } else { Ok(target) };
    }
    let url = reqwest::Url::parse(address).map_err(|_| NoAddress)?;
    let service = match url.scheme() {
        "s3" => Service::S3,
        "oss" => Service::Oss,
        "cos" => Service::Cos,
        "obs" => Service::Obs,
        _ => return Err(NoAddress),
    };
    let mut target = DeployTarget { timeout: TIMEOUT, ..DeployTarget::at(service) };
    target.bucket = url.host_str().filter(|bucket| !bucket.is_empty()).map(str::to_owned);
    target.prefix = url.path().trim_matches('/').to_owned();
    for (name, value) in url.query_pairs() {
        match &*name {
            "endpoint" => target.endpoint = Some(value.into_owned()),
            "region" if service == Service::S3 => target.region = Some(value.into_owned()),
            _ => return Err(NoAddress),
        }
    }
    let is_plain = url.username().is_empty() && url.password().is_none() && url.port().is_none();
    let is_whole = target.bucket.is_some() && (service == Service::S3 || target.endpoint.is_some());
    // Whoever writes a secret into an address has it in every log.
    if is_plain && is_whole { Ok(target) } else { Err(NoAddress) }
}

impl SharedCache {
    /// Nothing is asked of the network yet.
    pub fn open(
        place: &DeployTarget,
        site: &Path,
        environment: Environment<'_>,
    ) -> Result<SharedCache, DeployError> {
        let runtime = Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|source| DeployError::Disk { path: "tokio".into(), source })?;
        let entered = runtime.enter();
        let store = Arc::new(Store::open(NAME, place, site, environment, Teller::new(|_| {}))?);
        drop(entered);
        Ok(SharedCache { runtime, store })
    }

    /// `None` when nobody has left anything under this name.
    pub fn get(&self, name: &str) -> Result<Option<Vec<u8>>, DeployError> {
        self.runtime.block_on(self.store.read(name))
    }

    /// Leaves it there, whole, in the place of what was there.
    pub fn put(&self, name: &str, bytes: Vec<u8>) -> Result<(), DeployError> {
        self.runtime.block_on(self.store.put_own(name, bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_folders_and_buckets() {
        let folder = place("../shared cache").unwrap();
        assert_eq!((folder.to, folder.path.as_deref()), (Service::Fs, Some("../shared cache")));
        let bucket = place("s3://ci/huimeng/site?endpoint=http://127.0.0.1:5000&region=cn-north-1").unwrap();
        assert_eq!(
            (bucket.to, bucket.bucket.as_deref(), &*bucket.prefix),
            (Service::S3, Some("ci"), "huimeng/site")
        );
        assert_eq!(bucket.endpoint.as_deref(), Some("http://127.0.0.1:5000"));
        assert_eq!(bucket.region.as_deref(), Some("cn-north-1"));
        for wrong in [
            "",
            "http://example.org/",
            "s3://",
            "oss://bucket",
            "s3://id:secret@bucket/",
            "s3://bucket?secret=1",
            "s3:///folder",
        ] {
            assert_eq!(place(wrong), Err(NoAddress), "{wrong}");
        }
    }

    #[test]
    fn what_is_left_is_found_by_others() {
        let folder = tempfile::tempdir().unwrap();
        let nothing = |_: &str| None;
        let open = || SharedCache::open(&place("cache").unwrap(), folder.path(), &nothing).unwrap();
        assert_eq!(open().get("a").unwrap(), None);
        open().put("a", b"first".to_vec()).unwrap();
        open().put("a", b"second".to_vec()).unwrap();
        assert_eq!(open().get("a").unwrap().as_deref(), Some(&b"second"[..]));
    }
}
