//! One visit to a target: look, plan, apply. Here the asynchronous world begins and ends.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use tokio::runtime::{Builder, Runtime};

use super::apply::{self, Scene};
use super::lock::{Clock, Holder, Lock};
use super::plan::{self, From, Plan};
use super::store::{Shared, Store, each};
use super::{DeployError, Environment, Live, Local, Release, Teller};
use crate::config::DeployTarget;
use crate::say;

/// What a visit needs from the edge.
pub struct Visit<'v> {
    /// The target's name in site.yaml.
    pub name: &'v str,
    pub target: &'v DeployTarget,
    /// The site's folder.
    pub site: &'v Path,
    pub environment: Environment<'v>,
    pub holder: Holder,
    pub clock: Clock,
    pub teller: Teller,
}

/// A target that is visited.
pub struct Session {
    runtime: Runtime,
    store: Shared,
    target: DeployTarget,
    holder: Holder,
    clock: Clock,
    teller: Teller,
}

/// What a visit cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    pub requests: u64,
    pub retries: u64,
    /// Bytes of files sent.
    pub sent: u64,
}

impl Session {
    /// Prepares a visit; nothing is asked of the target yet.
    pub fn open(visit: Visit<'_>) -> Result<Session, DeployError> {
        let runtime = Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|source| DeployError::Disk { path: "tokio".into(), source })?;
        let _entered = runtime.enter();
        let store = Store::open(visit.name, visit.target, visit.site, visit.environment)?;
        drop(_entered);
        Ok(Session {
            runtime,
            store: Arc::new(store),
            target: visit.target.clone(),
            holder: visit.holder,
            clock: visit.clock,
            teller: visit.teller,
        })
    }

    /// What stands in the target.
    pub fn live(&self) -> Result<Live, DeployError> {
        self.runtime.block_on(apply::live(&self.store))
    }

    /// The way to the release of a built site. Files that stand where it wants to go and that nobody here wrote
    /// are an error.
    pub fn plan(&self, live: &Live, release: Release, adopt: bool) -> Result<Plan, DeployError> {
        let plan = plan::plan(live, release, From::Local, (self.clock)());
        if !adopt {
            self.runtime.block_on(refuse_foreign(&self.store, live, &plan))?;
        }
        Ok(plan)
    }

    /// Carries out a plan. What was planned must still be what is to do when the target is locked.
    pub fn apply(&self, plan: &Plan, local: Option<Local>) -> Result<(), DeployError> {
        self.runtime.block_on(async {
            let lock = Lock::acquire(&self.store, &self.holder, self.clock, &self.teller).await?;
            let applied = self.apply_locked(&lock, plan, local.map(Arc::new)).await;
            // Also after a fault, so that the next one need not wait.
            let released = lock.release().await;
            applied.and(released)
        })
    }

    async fn apply_locked(
        &self,
        lock: &Lock,
        planned: &Plan,
        local: Option<Arc<Local>>,
    ) -> Result<(), DeployError> {
        let live = apply::live(&self.store).await?;
        let from = if local.is_some() { From::Local } else { From::Kept };
        let plan = plan::plan(&live, planned.release.clone(), from, (self.clock)());
        if (&plan.base, &plan.writes, &plan.backups) != (&planned.base, &planned.writes, &planned.backups) {
            let why = say!("另一次发布刚刚改了这个目标", "another deploy has just changed this target");
            return Err(DeployError::PlanStale { why });
        }
        let scene =
            Scene { store: &self.store, target: &self.target, clock: self.clock, teller: &self.teller };
        apply::apply(&scene, lock, live, plan, local).await
    }

    /// What was asked of the target so far.
    pub fn cost(&self) -> Cost {
        let counts = &self.store.counts;
        Cost {
            requests: counts.requests.load(Ordering::Relaxed),
            retries: counts.retries.load(Ordering::Relaxed),
            sent: counts.sent.load(Ordering::Relaxed),
        }
    }
}

/// With more paths than this, one listing costs less than looking at each.
const LOOKED_AT: usize = 500;
/// How many foreign files an error names.
const NAMED: usize = 5;

/// Looks where new files are to go.
async fn refuse_foreign(store: &Shared, live: &Live, plan: &Plan) -> Result<(), DeployError> {
    let new: Vec<String> =
        plan.writes.iter().filter(|write| !write.replaces).map(|write| write.path.clone()).collect();
    if new.is_empty() {
        return Ok(());
    }
    let mut foreign: Vec<String> = if live.manifest.is_none() || new.len() > LOOKED_AT {
        let listed = store.list("/").await?;
        new.into_iter().filter(|path| listed.contains_key(path)).collect()
    } else {
        let found = Arc::new(std::sync::Mutex::new(Vec::new()));
        each(store.concurrency, new, |path| {
            let (store, found) = (store.clone(), found.clone());
            async move {
                if store.stat(&path).await?.is_some() {
                    found.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(path);
                }
                Ok(())
            }
        })
        .await?;
        let mut found = found.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        std::mem::take(&mut *found)
    };
    if foreign.is_empty() {
        return Ok(());
    }
    foreign.sort();
    let count = foreign.len();
    foreign.truncate(NAMED);
    Err(DeployError::Foreign { files: foreign, count })
}
