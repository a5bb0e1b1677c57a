//! One visit to a target: look, plan, apply. Here the asynchronous world begins and ends.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use tokio::runtime::{Builder, Runtime};

use super::apply::{self, Scene};
use super::each::each;
use super::lock::{Clock, Holder, Lock};
use super::manifest::{self, OBJECTS, UNTOLD};
use super::plan::{self, From, Plan};
use super::store::{Shared, Store};
use super::{Changed, DeployError, Environment, Live, Local, Release, Teller, Verified, prune, verify};
use crate::config::DeployTarget;
use crate::config::after::After;
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
        let store =
            Store::open(visit.name, visit.target, visit.site, visit.environment, visit.teller.clone())?;
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

    /// Looks at every file of the target. What is not as it was written is taken for unknown from then on.
    pub fn verify(&self, live: &mut Live) -> Result<Verified, DeployError> {
        let found = self.runtime.block_on(verify::verify(&self.store, live))?;
        live.doubt(found.doubtful());
        Ok(found)
    }

    /// These changes, and those of earlier releases of which nobody was told since a run was cut off.
    pub fn to_tell(&self, changes: &[Changed]) -> Result<Vec<Changed>, DeployError> {
        if self.target.after == After::default() {
            return Ok(changes.to_vec());
        }
        let earlier = self.runtime.block_on(apply::untold(&self.store))?;
        Ok(apply::union(earlier, changes.to_vec()))
    }

    /// All were told.
    pub fn told(&self) -> Result<(), DeployError> {
        match self.target.after == After::default() {
            true => Ok(()),
            false => self.runtime.block_on(self.store.delete(vec![UNTOLD.to_owned()])),
        }
    }

    /// Is there anything to delete?
    pub fn is_due(&self, live: &Live) -> bool {
        let is_due = |manifest| prune::is_due(manifest, &self.target, (self.clock)());
        !live.over.is_empty() || live.manifest.as_ref().is_some_and(is_due)
    }

    /// The way to the release of a built site. Files that stand where it wants to go and that nobody here wrote
    /// are an error.
    pub fn plan(
        &self,
        live: &Live,
        release: Release,
        verified: Option<&Verified>,
        adopt: bool,
    ) -> Result<Plan, DeployError> {
        let mut plan = plan::plan(live, release, From::Local, (self.clock)());
        plan.doubtful = verified.iter().flat_map(|found| found.doubtful().cloned()).collect();
        if !adopt {
            self.runtime.block_on(refuse_foreign(&self.store, live, &plan))?;
        }
        Ok(plan)
    }

    /// The way back to an earlier release: the one with this id, or the one before the current one. That
    /// everything it needs is there is found out now.
    pub fn rollback(&self, live: &Live, id: Option<&str>) -> Result<Plan, DeployError> {
        let manifest = live.manifest.as_ref().ok_or(DeployError::NeverDeployed)?;
        let kept = &manifest.releases;
        let id = match id {
            Some(id) => kept.iter().find(|release| release.id == id).ok_or_else(|| {
                let kept = kept.iter().map(|release| release.id.clone()).collect();
                DeployError::NoRelease { id: id.to_owned(), kept }
            })?,
            None => {
                let earlier = kept.iter().take_while(|release| release.id != manifest.current.id);
                earlier.filter(|release| !release.withdrawn).last().ok_or(DeployError::NoEarlier)?
            }
        };
        self.runtime.block_on(async {
            let path = Release::path(&id.id);
            let release: Option<Release> = apply::read(&self.store, &path).await?;
            let missing =
                || DeployError::Incomplete { id: id.id.clone(), files: vec![path.clone()], count: 1 };
            let release = release.ok_or_else(missing)?;
            let plan = plan::plan(live, release, From::Kept, (self.clock)());
            check_copies(&self.store, &plan).await?;
            Ok(plan)
        })
    }

    /// Deletes what is due.
    pub fn prune(&self) -> Result<(), DeployError> {
        self.runtime.block_on(async {
            let lock = Lock::acquire(&self.store, &self.holder, self.clock, &self.teller).await?;
            let pruned = self.prune_locked(&lock).await;
            let released = lock.release().await;
            pruned.and(released)
        })
    }

    async fn prune_locked(&self, lock: &Lock) -> Result<(), DeployError> {
        apply::sweep(&self.store).await?;
        let manifest = apply::live(&self.store).await?.manifest.ok_or(DeployError::NeverDeployed)?;
        prune::prune(&self.scene(), lock, manifest, Vec::new()).await
    }

    /// Carries out a plan. What was planned must still be what is to do when the target is locked.
    pub fn apply(&self, plan: &Plan, local: Option<Local>) -> Result<(), DeployError> {
        self.runtime.block_on(async {
            let lock = Lock::acquire(&self.store, &self.holder, self.clock, &self.teller).await?;
            let applied = self.apply_locked(&lock, plan, local.map(Arc::new)).await;
            // Also after a fault, so that the next one need not wait.
            let released = lock.release().await;
            applied.and(released.map_err(|why| {
                let release = plan.release.id.clone();
                DeployError::NotTidied { release, why: Box::new(why) }
            }))
        })
    }

    async fn apply_locked(
        &self,
        lock: &Lock,
        planned: &Plan,
        local: Option<Arc<Local>>,
    ) -> Result<(), DeployError> {
        let mut live = apply::live(&self.store).await?;
        live.doubt(&planned.doubtful);
        let from = if local.is_some() { From::Local } else { From::Kept };
        let plan = plan::plan(&live, planned.release.clone(), from, (self.clock)());
        if (&plan.base, &plan.writes, &plan.backups) != (&planned.base, &planned.writes, &planned.backups) {
            let why = say!("另一次发布刚刚改了这个目标", "another deploy has just changed this target");
            return Err(DeployError::PlanStale { why });
        }
        apply::apply(&self.scene(), lock, live, plan, local).await
    }

    fn scene(&self) -> Scene<'_> {
        Scene { store: &self.store, target: &self.target, clock: self.clock, teller: &self.teller }
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

/// Are all copies there that a plan wants to bring back?
async fn check_copies(store: &Shared, plan: &Plan) -> Result<(), DeployError> {
    if plan.writes.is_empty() {
        return Ok(());
    }
    let there = store.list(OBJECTS).await?;
    let backed_up: BTreeSet<&str> = plan.backups.iter().map(|(_, object)| object.as_str()).collect();
    let is_missing = |write: &&plan::Write| {
        let object = manifest::object(&write.entry);
        !there.contains_key(&object) && !backed_up.contains(object.as_str())
    };
    let mut files: Vec<String> =
        plan.writes.iter().filter(is_missing).map(|write| write.path.clone()).collect();
    if files.is_empty() {
        return Ok(());
    }
    let count = files.len();
    files.truncate(NAMED);
    Err(DeployError::Incomplete { id: plan.release.id.clone(), files, count })
}
