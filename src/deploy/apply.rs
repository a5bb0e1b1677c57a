//! Carrying out a plan, so that it can be cut off at any point: by the journal in the target the next apply knows
//! what stands there, and by the copies nothing is lost.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use serde::Serialize;

use super::class::FINGERPRINTED;
use super::each::each;
use super::live::Live;
use super::lock::{Clock, Lock};
use super::manifest::{
    self, FORMAT, MANIFESTS, Manifest, PENDING, PROGRESS, Pending, Progress, Release, TEMPORARY, UNTOLD,
};
use super::plan::{From, Plan, Write};
use super::store::{Shared, random};
use super::{Changed, Class, DeployError, Local, News, Teller, prune};
use crate::config::DeployTarget;
use crate::config::after::After;

/// How often the journal tells how far it is.
const NOTED: Duration = Duration::from_millis(500);

/// What an apply needs beside its plan.
pub(super) struct Scene<'s> {
    pub(super) store: &'s Shared,
    pub(super) target: &'s DeployTarget,
    pub(super) clock: Clock,
    pub(super) teller: &'s Teller,
}

/// Reads what a target remembers.
pub(super) async fn live(store: &Shared) -> Result<Live, DeployError> {
    let (manifest, superseded) = newest(store).await?;
    let format = manifest.as_ref().map_or(FORMAT, |manifest| manifest.current.format);
    let pending: Option<Pending> = read(store, PENDING).await?;
    let format = pending.as_ref().map_or(format, |pending| pending.format.max(format));
    if format != FORMAT {
        let reason = format!("format {format}, not {FORMAT}");
        return Err(DeployError::Unreadable { path: MANIFESTS.to_owned(), reason });
    }
    let progress = match &pending {
        Some(_) => read(store, PROGRESS).await?,
        None => None,
    };
    let mut live = Live::new(manifest, pending, progress);
    live.over.extend(superseded);
    if !live.perhaps.is_empty() {
        let listed = store.list(FINGERPRINTED).await?;
        live.settle(&listed.into_iter().map(|(path, found)| (path, found.size)).collect());
    }
    Ok(live)
}

/// The manifest with the highest number, and the paths of those before it.
async fn newest(store: &Shared) -> Result<(Option<Manifest>, Vec<String>), DeployError> {
    let mut last = String::new();
    loop {
        let mut paths: Vec<String> = store.list(MANIFESTS).await?.into_keys().collect();
        let Some(path) = paths.pop() else { return Ok((None, Vec::new())) };
        if let Some(manifest) = read(store, &path).await? {
            return Ok((Some(manifest), paths));
        }
        // Another deploy has committed meanwhile, and deleted it.
        if path == last {
            let reason = "listed, and not there".to_owned();
            return Err(DeployError::Unreadable { path, reason });
        }
        last = path;
    }
}

/// Changes of releases that are live, of which others were not told.
pub(super) async fn untold(store: &Shared) -> Result<Vec<Changed>, DeployError> {
    Ok(read(store, UNTOLD).await?.unwrap_or_default())
}

/// Both lists, each path once; what is known later counts.
pub(super) fn union(earlier: Vec<Changed>, later: Vec<Changed>) -> Vec<Changed> {
    let by_path = |changed: Changed| (changed.path.clone(), changed);
    let all: BTreeMap<String, Changed> = earlier.into_iter().chain(later).map(by_path).collect();
    all.into_values().collect()
}

/// A JSON file of ours; `None` when there is none.
pub(super) async fn read<T: serde::de::DeserializeOwned>(
    store: &Shared,
    path: &str,
) -> Result<Option<T>, DeployError> {
    let Some(bytes) = store.read(path).await? else { return Ok(None) };
    let unreadable = |error: serde_json::Error| DeployError::Unreadable {
        path: path.to_owned(),
        reason: error.to_string(),
    };
    serde_json::from_slice(&bytes).map(Some).map_err(unreadable)
}

/// Carries out a plan under a lock that is held.
pub(super) async fn apply(
    scene: &Scene<'_>,
    lock: &Lock,
    live: Live,
    plan: Plan,
    local: Option<Arc<Local>>,
) -> Result<(), DeployError> {
    let Scene { store, teller, .. } = scene;
    sweep(store).await?;
    if let Some(manifest) = live.manifest.clone().filter(|_| plan.is_empty()) {
        tidy(store, live.over).await?;
        return prune::prune(scene, lock, manifest, Vec::new()).await;
    }
    let apply = format!("{:016x}", random());
    if !plan.backups.is_empty() {
        teller.tell(News::Keeping { files: plan.backups.len() });
        each(store.concurrency, plan.backups.clone(), |(path, object)| {
            let (store, teller) = ((*store).clone(), (*teller).clone());
            async move {
                // Somebody deleted it: readers lose nothing more, but going back to it will not be possible.
                let news = match store.copy_if_there(&path, &object).await? {
                    true => News::Kept { path },
                    false => News::Gone { path },
                };
                teller.tell(news);
                Ok(())
            }
        })
        .await?;
    }
    let journal = Journal::begin(scene, &apply, &live, &plan).await?;
    let written = journal.write(scene, lock, &plan.writes, local).await;
    // Also after a fault: the next apply has less to do.
    let noted = journal.note(store).await;
    written.and(noted)?;
    lock.check().await?;
    if scene.target.after != After::default() {
        // Before the commit: whoever ends between it and the telling leaves this to the next run.
        let earlier = untold(store).await?;
        store.put_own(UNTOLD, json(&union(earlier, plan.changes))).await?;
    }
    let release = with_etags(plan.release, &journal.state().etags);
    let manifest = commit(scene, &apply, &live, release, plan.retired).await?;
    let mut over = live.over;
    over.extend(live.manifest.map(|former| Manifest::path(former.number)));
    over.extend([PROGRESS, PENDING].map(str::to_owned));
    let release = manifest.current.id.clone();
    teller.tell(News::Committed { release: release.clone() });
    let tidied = async {
        tidy(store, over).await?;
        prune::prune(scene, lock, manifest, plan.litter).await
    };
    tidied.await.map_err(|why| DeployError::NotTidied { release, why: Box::new(why) })
}

/// Deletes files on their way that whoever was killed has left. Under the lock nobody else has any, and also an apply
/// that only deletes may have been cut off as it wrote its manifest.
pub(super) async fn sweep(store: &Shared) -> Result<(), DeployError> {
    if store.is_object_storage() {
        return Ok(());
    }
    let left = store.list(TEMPORARY).await?;
    store.delete(left.into_keys().collect()).await
}

/// Deletes what is over; the journal's beginning last, since it tells whoever comes after that there is something left.
async fn tidy(store: &Shared, over: Vec<String>) -> Result<(), DeployError> {
    let (last, first) = over.into_iter().partition(|path| path == PENDING);
    store.delete(first).await?;
    store.delete(last).await
}

/// The journal of an apply, in the target.
struct Journal {
    apply: String,
    state: Arc<Mutex<State>>,
}

struct State {
    /// So many of the first writes are done, and these beyond them.
    done: usize,
    beyond: BTreeSet<usize>,
    noted: Instant,
    etags: BTreeMap<String, String>,
}

impl Journal {
    async fn begin(scene: &Scene<'_>, apply: &str, live: &Live, plan: &Plan) -> Result<Journal, DeployError> {
        let pending = live.pending(plan, apply, (scene.clock)());
        if !plan.writes.is_empty() {
            scene.store.put_own(PENDING, json(&pending)).await?;
        }
        let state = State { done: 0, beyond: BTreeSet::new(), noted: Instant::now(), etags: BTreeMap::new() };
        Ok(Journal { apply: apply.to_owned(), state: Arc::new(Mutex::new(state)) })
    }

    /// Writes all files, those of a stage after those of the one before it.
    async fn write(
        &self,
        scene: &Scene<'_>,
        lock: &Lock,
        writes: &[Write],
        local: Option<Arc<Local>>,
    ) -> Result<(), DeployError> {
        let mut first = 0;
        for stage in writes.chunk_by(|one, other| one.stage() == other.stage()) {
            let class = stage[0].entry.class;
            scene.teller.tell(News::Stage { class, files: stage.len() });
            let numbered: Vec<(usize, Write)> = (first..).zip(stage.iter().cloned()).collect();
            first += stage.len();
            each(scene.store.concurrency, numbered, |(index, write)| {
                let (store, teller, local) = (scene.store.clone(), scene.teller.clone(), local.clone());
                let journal = Journal { apply: self.apply.clone(), state: self.state.clone() };
                let held = lock.held();
                async move {
                    held?;
                    let etag = match (write.from, local) {
                        (From::Local, Some(local)) => {
                            let bytes = local.bytes(&write.path, &write.entry)?;
                            store.put(&write.path, bytes, &write.entry, write.replaces).await?
                        }
                        _ => store.copy(&manifest::object(&write.entry), &write.path).await?,
                    };
                    if journal.done(index, &write.path, etag) {
                        journal.note(&store).await?;
                    }
                    teller.tell(News::Written { path: write.path, bytes: write.entry.size, class });
                    Ok(())
                }
            })
            .await?;
        }
        Ok(())
    }

    /// Takes a write for done; `true` when it is time to tell the target.
    fn done(&self, index: usize, path: &str, etag: Option<String>) -> bool {
        let mut state = self.state();
        state.beyond.insert(index);
        loop {
            let next = state.done;
            if !state.beyond.remove(&next) {
                break;
            }
            state.done += 1;
        }
        state.etags.extend(etag.map(|etag| (path.to_owned(), etag)));
        let due = state.noted.elapsed() >= NOTED;
        if due {
            state.noted = Instant::now();
        }
        due
    }

    async fn note(&self, store: &Shared) -> Result<(), DeployError> {
        let done = self.state().done;
        if done == 0 {
            return Ok(());
        }
        store.put_own(PROGRESS, json(&Progress { apply: self.apply.clone(), done })).await
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn with_etags(mut release: Release, etags: &BTreeMap<String, String>) -> Release {
    for (path, etag) in etags {
        if let Some(entry) = release.files.get_mut(path) {
            entry.etag = Some(etag.clone());
        }
    }
    release
}

/// Makes the release the one that readers get: its own file first, then the manifest.
async fn commit(
    scene: &Scene<'_>,
    apply: &str,
    live: &Live,
    release: Release,
    retired: BTreeMap<String, manifest::Retired>,
) -> Result<Manifest, DeployError> {
    if !live.keeps(&release.id) {
        scene.store.put_own(&Release::path(&release.id), json(&release)).await?;
    }
    let manifest = live.committed(release, retired, apply, (scene.clock)());
    create(scene.store, &manifest).await?;
    Ok(manifest)
}

/// Makes a manifest the current one, unless there is one with its number.
pub(super) async fn create(store: &Shared, manifest: &Manifest) -> Result<(), DeployError> {
    // Where another one stands it is looked at below: the answer to an earlier attempt of ours may have got lost.
    let _ = store.create_whole(&Manifest::path(manifest.number), json(manifest)).await?;
    match newest(store).await?.0 {
        Some(found) if found == *manifest => Ok(()),
        // It has this number, or it had it, and others came after it.
        Some(found) => Err(DeployError::LockLost { holder: found.current.id }),
        None => Err(DeployError::LockGone),
    }
}

/// The order of stages within an apply.
impl Write {
    pub(super) fn stage(&self) -> (Class, bool) {
        (self.entry.class, self.replaces)
    }
}

pub(super) fn json(value: &impl Serialize) -> Vec<u8> {
    // These types have only text for keys, which is all that JSON asks.
    serde_json::to_vec(value).unwrap_or_default()
}
