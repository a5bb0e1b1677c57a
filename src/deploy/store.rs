//! A target as it is used: few operations, each tried again while that can help, and each of them whole or not at
//! all to whoever reads the site meanwhile.

use std::collections::BTreeMap;
use std::future::Future;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use opendal::{Buffer, Capability, EntryMode, ErrorKind, Operator};
use tokio::sync::OnceCell;

use crate::config::{DeployTarget, Service};
use crate::diagnostic::Say;
use crate::say;

use super::credentials::{Credentials, Environment, credentials};
use super::error::Fault;
use super::fault::{ATTEMPTS, ATTEMPTS_AFTER, brief, cannot_copy, is_taken, passes, pause, storage};
use super::manifest::TEMPORARY;
use super::operator::{check_available, operator};
use super::{DeployError, Entry, News, Teller, webdav};

/// Slower lines than this, in bytes a second, do not finish large files in time.
const SLOWEST: u64 = 32 * 1024;

/// A target.
pub(super) struct Store {
    operator: Operator,
    capability: Capability,
    service: Service,
    credentials: Credentials,
    endpoint: Option<String>,
    /// Of a server of WebDAV, once it was asked.
    puts_whole: OnceCell<bool>,
    timeout: Duration,
    pub(super) concurrency: usize,
    teller: Teller,
    /// A folder that opening has made. It goes again when nothing was put in it.
    made: Option<PathBuf>,
    /// Did a request fail for good, and none succeed since? Then further ones are not waited for so long.
    given_up: AtomicBool,
    /// Names of temporary files.
    run: u64,
    counter: AtomicU64,
    pub(super) counts: Counts,
}

/// What was asked of the target.
#[derive(Debug, Default)]
pub(super) struct Counts {
    pub(super) requests: AtomicU64,
    pub(super) retries: AtomicU64,
    /// Bytes of files sent.
    pub(super) sent: AtomicU64,
}

/// An object in a listing.
#[derive(Debug, Clone)]
pub(super) struct Listed {
    pub(super) size: u64,
    pub(super) etag: Option<String>,
}

impl Store {
    /// Connects nothing yet.
    pub(super) fn open(
        name: &str,
        target: &DeployTarget,
        site: &Path,
        environment: Environment<'_>,
        teller: Teller,
    ) -> Result<Store, DeployError> {
        check_available(target.to)?;
        let credentials = credentials(name, target.to, environment)?;
        let folder = target.path.as_ref().filter(|_| target.to == Service::Fs).map(|path| site.join(path));
        let made = folder.filter(|folder| !folder.exists());
        let operator = operator(target, site, &credentials).map_err(|error| {
            let doing = say!("打开发布目标 `{name}`", "opening the target `{name}`");
            storage(&credentials, doing, &error)
        })?;
        Ok(Store {
            capability: operator.info().capability(),
            operator,
            service: target.to,
            credentials,
            endpoint: target.endpoint.clone(),
            puts_whole: OnceCell::new(),
            timeout: target.timeout,
            concurrency: target.concurrency.max(1),
            teller,
            made,
            given_up: AtomicBool::new(false),
            run: random(),
            counter: AtomicU64::new(0),
            counts: Counts::default(),
        })
    }

    /// A file of our own; `None` when there is none.
    pub(super) async fn read(&self, path: &str) -> Result<Option<Vec<u8>>, DeployError> {
        match self.again(self.timeout, || self.operator.read(path)).await {
            Ok(buffer) => Ok(Some(buffer.to_vec())),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(self.failed(say!("读取 `{path}`", "reading `{path}`"), &error)),
        }
    }

    /// Writes a file of the site and tells what the target calls its bytes. With `replaces`, readers may be in
    /// the midst of it.
    pub(super) async fn put(
        &self,
        path: &str,
        bytes: Vec<u8>,
        entry: &Entry,
        replaces: bool,
    ) -> Result<Option<String>, DeployError> {
        let failed = |error| self.failed(say!("写入 `{path}`", "writing `{path}`"), &error);
        let size = bytes.len() as u64;
        let patience = self.timeout + Duration::from_secs(size / SLOWEST);
        let bytes = Buffer::from(bytes);
        let etag = match !replaces || self.puts_whole().await {
            true => self.again(patience, || self.write(path, bytes.clone(), Some(entry))).await,
            false => {
                let place = self.temporary();
                let place = place.as_str();
                self.again(patience, || {
                    let bytes = bytes.clone();
                    async move {
                        self.write(place, bytes, Some(entry)).await?;
                        self.rename(place, path).await
                    }
                })
                .await
                .map(|()| None)
            }
        };
        let etag = etag.map_err(failed)?;
        self.counts.sent.fetch_add(size, Ordering::Relaxed);
        Ok(etag)
    }

    /// Writes a file of our own, whole.
    pub(super) async fn put_own(&self, path: &str, bytes: Vec<u8>) -> Result<(), DeployError> {
        let failed = |error| self.failed(say!("写入 `{path}`", "writing `{path}`"), &error);
        let bytes = Buffer::from(bytes);
        if self.puts_whole().await {
            self.again(self.timeout, || self.write(path, bytes.clone(), None)).await.map_err(failed)?;
            return Ok(());
        }
        let place = self.temporary();
        let place = place.as_str();
        let written = self.again(self.timeout, || {
            let bytes = bytes.clone();
            async move {
                self.write(place, bytes, None).await?;
                self.rename(place, path).await
            }
        });
        written.await.map_err(failed)
    }

    /// Writes a small file unless there is one; `false` when there is. Where the target cannot do that in one
    /// step, it is looked for first.
    pub(super) async fn create(&self, path: &str, bytes: Vec<u8>) -> Result<bool, DeployError> {
        self.create_by(self.creates_in_one_step(), path, bytes).await
    }

    /// The same for a file that must never be there by half. A server that creates files opens them first and
    /// fills them then.
    pub(super) async fn create_whole(&self, path: &str, bytes: Vec<u8>) -> Result<bool, DeployError> {
        self.create_by(self.creates_in_one_step() && self.is_object_storage(), path, bytes).await
    }

    async fn create_by(&self, in_one_step: bool, path: &str, bytes: Vec<u8>) -> Result<bool, DeployError> {
        if !in_one_step {
            let is_free = self.read(path).await?.is_none();
            if is_free {
                self.put_own(path, bytes).await?;
            }
            return Ok(is_free);
        }
        let failed = |error| self.failed(say!("写入 `{path}`", "writing `{path}`"), &error);
        let bytes = Buffer::from(bytes);
        let written = self
            .again(self.timeout, || {
                let bytes = bytes.clone();
                async move { self.operator.write_with(path, bytes).if_not_exists(true).await }
            })
            .await;
        match written {
            Ok(_) => Ok(true),
            Err(error) if is_taken(&error) => Ok(false),
            Err(error) => Err(failed(error)),
        }
    }

    /// Can two that create one file at the same time not both succeed?
    pub(super) fn creates_in_one_step(&self) -> bool {
        self.capability.write_with_if_not_exists
    }

    /// Copies within the target a file that may have been deleted there by others; `false` when it was.
    pub(super) async fn copy_if_there(&self, from: &str, to: &str) -> Result<bool, DeployError> {
        match self.copy(from, to).await {
            Ok(_) => Ok(true),
            Err(DeployError::Storage { kind: Fault::NotFound, .. }) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Copies within the target, whole.
    pub(super) async fn copy(&self, from: &str, to: &str) -> Result<Option<String>, DeployError> {
        let failed = |error| self.failed(say!("复制 `{from}`", "copying `{from}`"), &error);
        if self.service.is_object_storage() {
            let copied = self.again(self.timeout, || self.operator.copy(from, to)).await.map_err(failed)?;
            return Ok(copied.etag().map(str::to_owned));
        }
        let puts_whole = self.puts_whole().await;
        let place = self.temporary();
        let place = place.as_str();
        // One that has to be read and written takes as long as its size tells, which is not known here.
        let copied = self.again(self.timeout * 4, || async move {
            if puts_whole {
                let bytes = self.operator.read(from).await?;
                self.write(to, bytes, None).await?;
                return Ok(());
            }
            match self.operator.copy(from, place).await {
                Err(error) if cannot_copy(&error) => {
                    let bytes = self.operator.read(from).await?;
                    self.write(place, bytes, None).await?;
                }
                copied => {
                    copied?;
                }
            }
            self.rename(place, to).await
        });
        copied.await.map_err(failed)?;
        Ok(None)
    }

    /// Deletes files; those that are not there are no fault.
    pub(super) async fn delete(&self, paths: Vec<String>) -> Result<(), DeployError> {
        let Some(first) = paths.first().cloned() else { return Ok(()) };
        let deleted = self.again(self.timeout * 4, || self.operator.delete_iter(paths.clone())).await;
        deleted
            .map_err(|error| self.failed(say!("删除 `{first}` 等", "deleting `{first}` and others"), &error))
    }

    /// Removes a folder that should be empty, where there are folders and only empty ones can be removed.
    pub(super) async fn remove_empty(&self, folder: &str) {
        if matches!(self.service, Service::Fs | Service::Sftp) {
            // A folder that is not empty holds something that is not ours, and stays.
            let _ = self.operator.delete(folder).await;
        }
    }

    /// What there is at a path.
    pub(super) async fn stat(&self, path: &str) -> Result<Option<Listed>, DeployError> {
        match self.again(self.timeout, || self.operator.stat(path)).await {
            Ok(found) if found.mode() == EntryMode::DIR => Ok(None),
            Ok(found) => {
                Ok(Some(Listed { size: found.content_length(), etag: found.etag().map(str::to_owned) }))
            }
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(self.failed(say!("查看 `{path}`", "looking at `{path}`"), &error)),
        }
    }

    /// All files below a folder; `/` is the root.
    pub(super) async fn list(&self, folder: &str) -> Result<BTreeMap<String, Listed>, DeployError> {
        let listed = self
            .again(self.timeout * 10, || async move { self.operator.list_with(folder).recursive(true).await })
            .await;
        let entries = match listed {
            Ok(entries) => entries,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(BTreeMap::new()),
            Err(error) => return Err(self.failed(say!("列出 `{folder}`", "listing `{folder}`"), &error)),
        };
        let files = entries.into_iter().filter(|entry| entry.metadata().mode() != EntryMode::DIR);
        let listed = files.map(|entry| {
            let (path, found) = entry.into_parts();
            (path, Listed { size: found.content_length(), etag: found.etag().map(str::to_owned) })
        });
        Ok(listed.collect())
    }

    pub(super) fn is_object_storage(&self) -> bool {
        self.service.is_object_storage()
    }

    /// Does a plain write take the place of what is there in one step?
    async fn puts_whole(&self) -> bool {
        match (self.service, &self.endpoint) {
            (Service::Webdav, Some(endpoint)) => {
                let ask = || webdav::puts_whole(endpoint, &self.credentials);
                *self.puts_whole.get_or_init(ask).await
            }
            _ => self.service.is_object_storage(),
        }
    }

    async fn write(
        &self,
        path: &str,
        bytes: Buffer,
        entry: Option<&Entry>,
    ) -> opendal::Result<Option<String>> {
        let mut write = self.operator.write_with(path, bytes);
        if let Some(entry) = entry {
            if self.capability.write_with_content_type {
                write = write.content_type(&entry.media_type);
            }
            if self.capability.write_with_cache_control {
                write = write.cache_control(&entry.cache);
            }
        } else if self.capability.write_with_cache_control {
            write = write.cache_control("no-store");
        }
        Ok(write.await?.etag().map(str::to_owned))
    }

    /// The second step of a write or copy that readers never see half of. Both are tried again together: an answer
    /// that got lost does not tell whether the first name is still there.
    async fn rename(&self, from: &str, to: &str) -> opendal::Result<()> {
        self.counts.requests.fetch_add(1, Ordering::Relaxed);
        self.operator.rename(from, to).await
    }

    fn temporary(&self) -> String {
        let number = self.counter.fetch_add(1, Ordering::Relaxed);
        format!("{TEMPORARY}{:016x}-{number}", self.run)
    }

    /// Tries again after faults that pass: those of the network, overload, a server that fails; with pauses
    /// that grow and are not the same for everyone.
    async fn again<T, F: Future<Output = opendal::Result<T>>>(
        &self,
        timeout: Duration,
        mut operation: impl FnMut() -> F,
    ) -> opendal::Result<T> {
        for attempt in 1.. {
            self.counts.requests.fetch_add(1, Ordering::Relaxed);
            let result = match tokio::time::timeout(timeout, operation()).await {
                Ok(result) => result,
                Err(_) => {
                    let seconds = timeout.as_secs();
                    let text = format!("no answer within {seconds} s");
                    Err(opendal::Error::new(ErrorKind::Unexpected, text).set_temporary())
                }
            };
            let passes = result.as_ref().is_err_and(passes);
            let most = if self.given_up.load(Ordering::Relaxed) { ATTEMPTS_AFTER } else { ATTEMPTS };
            match result {
                Err(error) if attempt < most && passes => {
                    let reason = self.credentials.redact(&brief(&error));
                    self.teller.tell(News::Retry { attempt, reason });
                    self.counts.retries.fetch_add(1, Ordering::Relaxed);
                    tokio::time::sleep(pause(attempt)).await;
                }
                result => {
                    self.given_up.store(passes, Ordering::Relaxed);
                    return result;
                }
            }
        }
        unreachable!("the loop has no end of its own")
    }

    fn failed(&self, doing: Say, error: &opendal::Error) -> DeployError {
        storage(&self.credentials, doing, error)
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        if let Some(folder) = &self.made {
            // Fails when there is something in it, as it should.
            let _ = std::fs::remove_dir(folder);
        }
    }
}

/// For work that outlives its caller's borrow.
pub(super) type Shared = Arc<Store>;

/// A number that nobody else has; enough for names and pauses.
pub(super) fn random() -> u64 {
    RandomState::new().build_hasher().finish()
}
