//! What readers get from a target at this moment, as far as it is known: the last release, with what an apply
//! that was cut off may have replaced.

use std::collections::BTreeMap;

use super::Entry;
use super::manifest::{Manifest, Pending, Progress};

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

    pub fn at(&self, path: &str) -> Content<'_> {
        match self.otherwise.get(path) {
            Some(Some(entry)) => return Content::Known(entry),
            Some(None) => return Content::Unknown,
            None => {}
        }
        let Some(manifest) = &self.manifest else { return Content::Nothing };
        let retired = manifest.retired.get(path).map(|retired| &retired.entry);
        match manifest.current.files.get(path).or(retired) {
            Some(entry) => Content::Known(entry),
            None => Content::Nothing,
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
