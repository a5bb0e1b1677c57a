//! What readers get from a target at this moment, as far as it is known: the last release, with what an apply
//! that was cut off may have replaced.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::Entry;
use super::manifest::{FORMAT, Manifest, Pending, Progress, Release, Retired};
use super::plan::Plan;

/// The state of a target.
#[derive(Debug, Default)]
pub struct Live {
    /// Of the last apply that came to its end.
    pub manifest: Option<Manifest>,
    /// The release whose apply was cut off.
    pub interrupted: Option<String>,
    /// What stands there otherwise than the manifest says; `None` where it may be the former bytes, the new
    /// ones, or a part of them.
    pub otherwise: BTreeMap<String, Option<Entry>>,
}

/// What stands at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content<'l> {
    /// Nothing of ours.
    Nothing,
    Known(&'l Entry),
    Unknown,
}

impl Live {
    pub(super) fn new(
        manifest: Option<Manifest>,
        pending: Option<Pending>,
        progress: Option<Progress>,
    ) -> Live {
        let Some(pending) = pending else { return Live { manifest, ..Live::default() } };
        // It ended between its commit and the removal of its journal.
        if manifest.as_ref().is_some_and(|manifest| manifest.apply == pending.apply) {
            return Live { manifest, ..Live::default() };
        }
        let progress = progress.filter(|progress| progress.apply == pending.apply);
        let done = progress.map_or(0, |progress| progress.done);
        let mut otherwise = pending.before;
        for (index, (path, entry)) in pending.writes.into_iter().enumerate() {
            otherwise.insert(path, (index < done).then_some(entry));
        }
        Live { manifest, interrupted: Some(pending.release), otherwise }
    }

    /// The journal of an apply of this plan, with what is known from those before it.
    pub(super) fn pending(&self, plan: &Plan, apply: &str, started: Timestamp) -> Pending {
        let mut before = self.otherwise.clone();
        plan.writes.iter().for_each(|write| {
            before.remove(&write.path);
        });
        Pending {
            format: FORMAT,
            apply: apply.to_owned(),
            release: plan.release.id.clone(),
            started,
            writes: plan.writes.iter().map(|write| (write.path.clone(), write.entry.clone())).collect(),
            before,
        }
    }

    /// Is a release among those that are kept?
    pub(super) fn keeps(&self, id: &str) -> bool {
        self.manifest.as_ref().is_some_and(|manifest| manifest.releases.iter().any(|kept| kept.id == id))
    }

    /// The manifest with another release as the current one.
    pub(super) fn committed(
        &self,
        release: Release,
        retired: BTreeMap<String, Retired>,
        apply: &str,
        now: Timestamp,
    ) -> Manifest {
        let mut releases = self.manifest.as_ref().map_or(Vec::new(), |manifest| manifest.releases.clone());
        let is_current = self.manifest.as_ref().is_some_and(|manifest| manifest.current.id == release.id);
        if !self.keeps(&release.id) {
            releases.push(release.kept());
        } else if !is_current {
            // Readers had enough of those that came after it.
            for kept in &mut releases {
                kept.withdrawn = kept.id != release.id && (kept.withdrawn || kept.created > release.created);
            }
        }
        releases.sort_by(|one, other| (one.created, &one.id).cmp(&(other.created, &other.id)));
        Manifest { current: release, apply: apply.to_owned(), deployed: now, releases, retired }
    }

    pub fn at(&self, path: &str) -> Content<'_> {
        match self.otherwise.get(path) {
            Some(Some(entry)) => return Content::Known(entry),
            Some(None) => return Content::Unknown,
            None => {}
        }
        let Some(manifest) = &self.manifest else { return Content::Nothing };
        match (manifest.current.files.get(path), manifest.retired.get(path)) {
            (Some(entry), _) => Content::Known(entry),
            (None, Some(retired)) if retired.unknown => Content::Unknown,
            (None, Some(retired)) => Content::Known(&retired.entry),
            (None, None) => Content::Nothing,
        }
    }

    /// Everything of ours that may stand in the target, each path once, in order.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        let listed = self.manifest.iter().flat_map(|manifest| {
            manifest.current.files.keys().chain(manifest.retired.keys()).map(String::as_str)
        });
        let mut paths: Vec<&str> = listed.chain(self.otherwise.keys().map(String::as_str)).collect();
        paths.sort_unstable();
        paths.dedup();
        paths.into_iter()
    }
}
