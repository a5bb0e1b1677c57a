//! What readers get from a target at this moment, as far as it is known: the last release, with what an apply
//! that was cut off may have replaced.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::manifest::{FORMAT, Manifest, PENDING, PROGRESS, Pending, Progress, Release, Retired};
use super::plan::Plan;
use super::{Class, Entry};

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
    /// Files with a fingerprint among those, with the only content that can stand there.
    pub(super) perhaps: BTreeMap<String, Entry>,
    /// Files of ours that are over, and were not deleted yet: manifests that the current one took the place of, the
    /// journal of an apply that ended between its commit and its tidying.
    pub(super) over: Vec<String>,
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
            let over = [PROGRESS, PENDING].map(str::to_owned).into();
            return Live { manifest, over, ..Live::default() };
        }
        let progress = progress.filter(|progress| progress.apply == pending.apply);
        let done = progress.map_or(0, |progress| progress.done);
        let mut live = Live { manifest, interrupted: None, otherwise: pending.before, ..Live::default() };
        let mut perhaps = BTreeMap::new();
        for (index, (path, entry)) in pending.writes.into_iter().enumerate() {
            let is_done = index < done;
            // What was taken for damaged has its name and size all the same.
            let is_new = live.at(&path) == Content::Nothing;
            if !is_done && is_new && entry.class == Class::Fingerprinted {
                perhaps.insert(path.clone(), entry.clone());
            }
            live.otherwise.insert(path, is_done.then_some(entry));
        }
        Live { interrupted: Some(pending.release), perhaps, ..live }
    }

    /// Files with a fingerprint that an apply brought before it was cut off, and did not note any more: `sizes` are
    /// those of what stands there. The name stands for the content, and a part of it is shorter.
    pub(super) fn settle(&mut self, sizes: &BTreeMap<String, u64>) {
        for (path, entry) in std::mem::take(&mut self.perhaps) {
            if sizes.get(&path) == Some(&entry.size) {
                self.otherwise.insert(path, Some(entry));
            }
        }
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
        let number = self.manifest.as_ref().map_or(0, |manifest| manifest.number) + 1;
        Manifest { number, current: release, apply: apply.to_owned(), deployed: now, releases, retired }
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
