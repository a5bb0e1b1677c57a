//! One deploy at a time for one target.
//!
//! The lock is a file in the target that names its holder. It lapses unless it is renewed, so that whoever was
//! killed keeps nobody out for long; a holder on this very machine whose process is gone is passed at once.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use tokio::task::JoinHandle;

use super::manifest::LOCK;
use super::store::{Shared, random};
use super::{DeployError, News, Teller};

/// A lock that was not renewed for so long counts for nothing.
const LAPSES: SignedDuration = SignedDuration::from_secs(90);
const RENEWED: Duration = Duration::from_secs(20);
/// How long two that write a lock at the same time may take to see each other, where the target itself lets
/// both write.
const SETTLES: Duration = Duration::from_secs(2);

/// Who deploys, as others are told.
#[derive(Debug, Clone)]
pub struct Holder {
    /// `user@host`.
    pub name: String,
    pub host: String,
    pub process: u32,
}

/// The moment, from the edge.
pub type Clock = fn() -> Timestamp;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Written {
    holder: String,
    host: String,
    process: u32,
    /// Told apart by it.
    nonce: String,
    since: Timestamp,
    expires: Timestamp,
}

/// A lock that is held, and renewed meanwhile.
pub(super) struct Lock {
    store: Shared,
    /// As it was written last.
    own: Arc<Mutex<Written>>,
    /// Somebody else's lock stands there.
    lost: Arc<AtomicBool>,
    clock: Clock,
    renewal: JoinHandle<()>,
}

impl Lock {
    pub(super) async fn acquire(
        store: &Shared,
        holder: &Holder,
        clock: Clock,
        teller: &Teller,
    ) -> Result<Lock, DeployError> {
        let now = clock();
        let own = Written {
            holder: holder.name.clone(),
            host: holder.host.clone(),
            process: holder.process,
            nonce: format!("{:016x}{:016x}", random(), random()),
            since: now,
            expires: now + LAPSES,
        };
        let created = store.create(LOCK, json(&own)).await?;
        let other = if created { None } else { settled(store).await? };
        // The answer to our own first attempt may have got lost.
        let is_ours = created || other.as_ref().is_some_and(|other| other.nonce == own.nonce);
        if !is_ours {
            if let Some(other) = other {
                if other.expires > now && !is_gone(&other, holder) {
                    return Err(locked(&other, now));
                }
                teller.tell(News::StaleLock { holder: other.describe() });
            }
            store.delete(vec![LOCK.to_owned()]).await?;
            let created = store.create(LOCK, json(&own)).await?;
            // Two may have found it stale, and the second one deleted what the first one had made.
            tokio::time::sleep(SETTLES).await;
            if !created {
                return Err(match read(store).await? {
                    Some(other) => locked(&other, now),
                    None => DeployError::LockGone,
                });
            }
        } else if !store.creates_in_one_step() {
            tokio::time::sleep(SETTLES).await;
        }
        let own = Arc::new(Mutex::new(own));
        let lost = Arc::new(AtomicBool::new(false));
        let renewal = tokio::spawn(renew(store.clone(), own.clone(), lost.clone(), clock));
        let lock = Lock { store: store.clone(), own, lost, clock, renewal };
        lock.check().await?;
        Ok(lock)
    }

    /// Is it still ours, as far as can be told without asking the target? Whoever was halted for so long that others
    /// may have passed it by writes nothing more.
    pub(super) fn held(&self) -> Result<(), DeployError> {
        let lapses = self.own.lock().unwrap_or_else(PoisonError::into_inner).expires;
        match self.lost.load(Ordering::Relaxed) || lapses <= (self.clock)() {
            true => Err(DeployError::LockGone),
            false => Ok(()),
        }
    }

    /// Is it still ours? Asked before everything that cannot be taken back.
    pub(super) async fn check(&self) -> Result<(), DeployError> {
        let own = self.own.lock().unwrap_or_else(PoisonError::into_inner).nonce.clone();
        match read(&self.store).await? {
            Some(found) if found.nonce == own && !self.lost.load(Ordering::Relaxed) => Ok(()),
            Some(found) => Err(DeployError::LockLost { holder: found.describe() }),
            None => Err(DeployError::LockGone),
        }
    }

    /// Gives it back, unless it is somebody else's by now.
    pub(super) async fn release(self) -> Result<(), DeployError> {
        self.renewal.abort();
        match self.check().await {
            Ok(()) => self.store.delete(vec![LOCK.to_owned()]).await,
            Err(DeployError::LockLost { .. } | DeployError::LockGone) => Ok(()),
            Err(error) => Err(error),
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        self.renewal.abort();
    }
}

/// Renews the lock until the task is ended, or the lock is another's.
async fn renew(store: Shared, own: Arc<Mutex<Written>>, lost: Arc<AtomicBool>, clock: Clock) {
    loop {
        tokio::time::sleep(RENEWED).await;
        let mut renewed = own.lock().unwrap_or_else(PoisonError::into_inner).clone();
        renewed.expires = clock() + LAPSES;
        // A fault that lasts lets the lock lapse, which is found out before the commit.
        match read(&store).await {
            Ok(Some(found)) if found.nonce == renewed.nonce => {
                if store.put_own(LOCK, json(&renewed)).await.is_ok() {
                    *own.lock().unwrap_or_else(PoisonError::into_inner) = renewed;
                }
            }
            Ok(_) => {
                lost.store(true, Ordering::Relaxed);
                return;
            }
            Err(_) => {}
        }
    }
}

impl Written {
    fn describe(&self) -> String {
        let Written { holder, process, since, .. } = self;
        format!("{holder} ({process}), {since:.0}")
    }
}

/// The lock that stands there. One that cannot be read may be in the midst of being written, for a moment.
async fn settled(store: &Shared) -> Result<Option<Written>, DeployError> {
    if let Some(written) = read(store).await? {
        return Ok(Some(written));
    }
    tokio::time::sleep(SETTLES).await;
    read(store).await
}

async fn read(store: &Shared) -> Result<Option<Written>, DeployError> {
    Ok(store.read(LOCK).await?.and_then(|bytes| serde_json::from_slice(&bytes).ok()))
}

fn locked(other: &Written, now: Timestamp) -> DeployError {
    let seconds = other.expires.duration_since(now).as_secs().max(0);
    DeployError::Locked { holder: other.describe(), seconds }
}

/// Did the holder run on this machine, and runs no longer?
#[cfg(unix)]
fn is_gone(other: &Written, holder: &Holder) -> bool {
    if other.host != holder.host || other.host.is_empty() {
        return false;
    }
    let process = i32::try_from(other.process).ok().and_then(rustix::process::Pid::from_raw);
    process.is_none_or(|process| rustix::process::test_kill_process(process) == Err(rustix::io::Errno::SRCH))
}

#[cfg(not(unix))]
fn is_gone(_: &Written, _: &Holder) -> bool {
    false
}

fn json(written: &Written) -> Vec<u8> {
    serde_json::json!(written).to_string().into_bytes()
}
