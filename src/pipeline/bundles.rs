//! Files that are no pages, but made from the site's documents: they are not made again as long as nothing of what
//! they were made from is another thing.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::digest::Digest;
use crate::output::{Artifact, OutputError};
use crate::view::context::Context;
use crate::view::seen::Seen;

use super::Sink;
use super::memo::{Bundle, Grounds};
use super::pages;

/// Makes bundles, or takes over those of the run before.
pub(super) struct Bundles<'a, S> {
    pub context: Context<'a>,
    /// None where something has no serial form: then all are made.
    pub grounds: Option<&'a Grounds>,
    pub program: &'a Digest,
    pub former: &'a BTreeMap<String, Bundle>,
    /// Without one nothing has to be there.
    pub sink: Option<&'a S>,
    pub learnt: Mutex<Learnt>,
}

/// What is left for the next run, and what was taken over.
#[derive(Debug, Default)]
pub(super) struct Learnt {
    bundles: BTreeMap<String, Bundle>,
    files: usize,
    bytes: u64,
}

impl<S: Sink> Bundles<'_, S> {
    /// The files of a bundle that are to be written, made by a context that notes which documents are looked at.
    pub fn make(
        &self,
        name: &str,
        make: impl FnOnce(&Context<'_>) -> Vec<Artifact>,
    ) -> Result<Vec<Artifact>, OutputError> {
        self.made(name, None, |seen| make(&self.context.noting(seen)))
    }

    /// The same where `facts` stand for all that is taken from documents.
    pub fn make_of(
        &self,
        name: &str,
        facts: Digest,
        make: impl FnOnce() -> Vec<Artifact>,
    ) -> Result<Vec<Artifact>, OutputError> {
        self.made(name, Some(facts), |_| make())
    }

    fn made(
        &self,
        name: &str,
        facts: Option<Digest>,
        make: impl FnOnce(&Seen) -> Vec<Artifact>,
    ) -> Result<Vec<Artifact>, OutputError> {
        let seen = Seen::default();
        let Some(grounds) = self.grounds else { return Ok(make(&seen)) };
        let known = self.former.get(name).filter(|bundle| grounds.hold(bundle, self.program, facts));
        let kept = known.map(|bundle| self.keep(bundle)).transpose()?.unwrap_or_default();
        if let Some(known) = known.filter(|known| known.files.len() == kept.len()) {
            self.learnt().bundles.insert(name.to_owned(), known.clone());
            return Ok(Vec::new());
        }
        let mut artifacts = make(&seen);
        let mut files = Vec::new();
        for artifact in &mut artifacts {
            let digest = Digest::of(&artifact.bytes);
            artifact.made_from = Some(digest);
            files.push((artifact.path.clone(), digest));
        }
        let bundle = grounds.bundle(self.program, seen.into_documents(), facts, files);
        self.learnt().bundles.extend(bundle.map(|bundle| (name.to_owned(), bundle)));
        artifacts.retain(|artifact| !kept.contains(&artifact.path.as_str()));
        Ok(artifacts)
    }

    /// Its files that are there as they were.
    fn keep<'b>(&self, bundle: &'b Bundle) -> Result<Vec<&'b str>, OutputError> {
        let mut kept = Vec::new();
        for (file, digest) in &bundle.files {
            if let Some(length) = pages::kept(self.sink, file, digest)? {
                kept.push(&**file);
                let mut learnt = self.learnt();
                learnt.files += 1;
                learnt.bytes += length;
            }
        }
        Ok(kept)
    }

    /// How many files were taken over, and their bytes.
    pub fn kept(&self) -> (usize, u64) {
        let learnt = self.learnt();
        (learnt.files, learnt.bytes)
    }

    /// What to remember for the next run.
    pub fn into_bundles(self) -> BTreeMap<String, Bundle> {
        self.learnt.into_inner().unwrap_or_else(PoisonError::into_inner).bundles
    }

    fn learnt(&self) -> MutexGuard<'_, Learnt> {
        self.learnt.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
