//! Deleting what nobody needs any more: files that left the site when their grace time is over, and releases past
//! those that are kept, with the copies that only they needed. Only what a manifest of ours names is deleted.

use std::collections::BTreeSet;
use std::time::Duration;

use jiff::Timestamp;

use super::apply::{Scene, create, read};
use super::lock::Lock;
use super::manifest::{self, Manifest, Release, Retired};
use super::{Class, DeployError, News, compress};
use crate::config::DeployTarget;

/// Deletes what is due and what no release knows, and writes the manifest without it. Killed at any point, it can be
/// done again.
pub(super) async fn prune(
    scene: &Scene<'_>,
    lock: &Lock,
    mut manifest: Manifest,
    litter: Vec<String>,
) -> Result<(), DeployError> {
    let store = scene.store;
    let dropped = dropped(&manifest, scene.target.keep);
    let mut kept: Vec<Release> = Vec::new();
    if !dropped.is_empty() || has_old_assets(&manifest) {
        for release in &manifest.releases {
            if !dropped.contains(&release.id) && release.id != manifest.current.id {
                kept.extend(read::<Release>(store, &Release::path(&release.id)).await?);
            }
        }
    }
    let mut due = due(scene, &manifest, &kept);
    due.extend(litter);
    let objects = match dropped.is_empty() {
        true => Vec::new(),
        false => objects(scene, &manifest, &kept, &dropped).await?,
    };
    if due.is_empty() && dropped.is_empty() {
        return Ok(());
    }
    lock.check().await?;
    let files = due.len();
    scene.teller.tell(News::Deleting { files: files + objects.len() });
    store.delete(due.iter().cloned().collect()).await?;
    store.delete(objects).await?;
    store.delete(dropped.iter().map(|id| Release::path(id)).collect()).await?;
    for folder in emptied(&manifest, &due) {
        store.remove_empty(&folder).await;
    }
    manifest.retired.retain(|path, _| !due.contains(path));
    manifest.releases.retain(|release| !dropped.contains(&release.id));
    let former = Manifest::path(manifest.number);
    manifest.number += 1;
    create(store, &manifest).await?;
    store.delete(vec![former]).await?;
    scene.teller.tell(News::Deleted { files, releases: dropped.len() });
    Ok(())
}

/// Is there anything to delete, without asking the target?
pub(super) fn is_due(manifest: &Manifest, target: &DeployTarget, now: Timestamp) -> bool {
    let over = |retired: &Retired| {
        retired.entry.class != Class::Fingerprinted && is_over(retired.since, target.grace, now)
    };
    !dropped(manifest, target.keep).is_empty() || manifest.retired.values().any(over)
}

fn is_over(since: Timestamp, grace: Duration, now: Timestamp) -> bool {
    u64::try_from(now.duration_since(since).as_secs()).is_ok_and(|age| age >= grace.as_secs())
}

/// Releases past the number that is kept; never the current one.
fn dropped(manifest: &Manifest, keep: usize) -> BTreeSet<String> {
    let others = manifest.releases.iter().filter(|release| release.id != manifest.current.id);
    let ids: Vec<String> = others.map(|release| release.id.clone()).collect();
    let most = keep.saturating_sub(1);
    ids[..ids.len().saturating_sub(most)].iter().cloned().collect()
}

/// Is it the compressed form of a file that has none any more? A server would go on handing it out.
fn is_stale(manifest: &Manifest, path: &str, retired: &Retired) -> bool {
    let original = compress::original(path).filter(|_| retired.entry.made_from.is_some());
    original.is_some_and(|original| manifest.current.files.contains_key(original))
}

fn has_old_assets(manifest: &Manifest) -> bool {
    manifest.retired.values().any(|retired| retired.entry.class == Class::Fingerprinted)
}

/// Files whose time is over. Those with a fingerprint have no copy: they stay while a kept release names them.
fn due(scene: &Scene<'_>, manifest: &Manifest, kept: &[Release]) -> BTreeSet<String> {
    let (now, grace) = ((scene.clock)(), scene.target.grace);
    let is_named = |path: &str| kept.iter().any(|release| release.files.contains_key(path));
    manifest
        .retired
        .iter()
        .filter(|(path, retired)| {
            (is_over(retired.since, grace, now) || is_stale(manifest, path, retired))
                && !(retired.entry.class == Class::Fingerprinted && is_named(path))
        })
        .map(|(path, _)| path.clone())
        .collect()
}

/// Copies that only dropped releases needed.
async fn objects(
    scene: &Scene<'_>,
    manifest: &Manifest,
    kept: &[Release],
    dropped: &BTreeSet<String>,
) -> Result<Vec<String>, DeployError> {
    let mut candidates: BTreeSet<String> = BTreeSet::new();
    for id in dropped {
        if let Some(release) = read::<Release>(scene.store, &Release::path(id)).await? {
            candidates.extend(release.files.values().map(manifest::object));
        }
    }
    let files = kept.iter().map(|release| &release.files).chain([&manifest.current.files]);
    let needed: BTreeSet<String> = files.flat_map(|files| files.values().map(manifest::object)).collect();
    Ok(candidates.difference(&needed).cloned().collect())
}

/// Folders that hold no file of the site any more, the inner ones first.
fn emptied(manifest: &Manifest, due: &BTreeSet<String>) -> Vec<String> {
    let stays = |folder: &str| {
        let below = |path: &str| path.starts_with(folder);
        let current = manifest.current.files.range(folder.to_owned()..).next();
        let retired = manifest.retired.keys().filter(|path| !due.contains(*path)).any(|path| below(path));
        current.is_some_and(|(path, _)| below(path)) || retired
    };
    let mut folders: BTreeSet<String> = BTreeSet::new();
    for path in due {
        let ends = path.match_indices('/').map(|(at, _)| path[..=at].to_owned());
        folders.extend(ends.filter(|folder| !stays(folder)));
    }
    let mut folders: Vec<String> = folders.into_iter().collect();
    folders.sort_by_key(|folder| std::cmp::Reverse(folder.len()));
    folders
}
