//! What has to be done to a target so that it holds another release: from values to values, before anything is
//! touched.
//!
//! Readers must never get a page whose assets are missing. So what pages name is written before pages, new pages
//! before changed ones that may link to them, and feeds and the sitemap last; what leaves the site stays for a
//! while. Before a file is replaced a copy of it is kept.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::live::{Content, Live};
use super::manifest::{FORMAT, Files, Release, Retired};
use super::{Change, Changed, Class, DeployError, Entry, Listing, manifest};
use crate::digest::Digest;

/// All that an apply does, in order.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    pub release: Release,
    /// The release that readers got before, if there was one.
    pub base: Option<String>,
    /// What differs from it, by path.
    pub changes: Vec<Changed>,
    /// Files to copy before they are replaced, and where to: what is copied already is left out.
    pub backups: Vec<(String, String)>,
    pub writes: Vec<Write>,
    /// Files that are not part of the release, with the moment since when: those that leave the site now, and
    /// those that left it earlier.
    pub retired: BTreeMap<String, Retired>,
    /// Paths where something of an unfinished apply may stand that no release knows.
    pub litter: Vec<String>,
    /// Paths where something else stands than was written: they are written again.
    pub doubtful: BTreeSet<String>,
    /// The release whose unfinished apply this one goes on with, or takes the place of.
    pub interrupted: Option<String>,
}

/// One file to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Write {
    pub path: String,
    pub entry: Entry,
    /// Does something of ours stand there, so that readers may be in the midst of it?
    pub replaces: bool,
    pub from: From,
}

/// Where bytes come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum From {
    /// The built site.
    Local,
    /// The copy kept in the target.
    Kept,
}

impl Plan {
    /// Nothing to write and nothing to take away?
    pub fn is_empty(&self) -> bool {
        let is_current = self.base.as_ref() == Some(&self.release.id) && self.interrupted.is_none();
        is_current && self.writes.is_empty() && self.litter.is_empty()
    }

    /// Bytes to send.
    pub fn bytes(&self) -> u64 {
        let sent = self.writes.iter().filter(|write| write.from == From::Local);
        sent.map(|write| write.entry.size).sum()
    }
}

/// Refuses a release that takes away more of the site than is allowed, in per cent. Assets with a fingerprint do
/// not count: another theme has others, and the old ones stay as long as a kept release needs them.
pub fn guard(live: &Live, plan: &Plan, limit: u8) -> Result<(), DeployError> {
    let Some(manifest) = &live.manifest else { return Ok(()) };
    let counts = |class: Class| class != Class::Fingerprinted;
    let files = manifest.current.files.values().filter(|entry| entry.made_from.is_none());
    let of = files.filter(|entry| counts(entry.class)).count();
    let removed = plan.changes.iter().filter(|changed| changed.change == Change::Removed);
    let removed = removed.filter(|changed| counts(changed.class)).count();
    match removed * 100 > of * usize::from(limit) {
        true => Err(DeployError::TooManyRemoved { removed, of, limit }),
        false => Ok(()),
    }
}

/// A release of the files of a build.
pub fn release(files: Files, base_url: &str, now: Timestamp) -> Release {
    let digest = digest(&files).to_string();
    let id = format!("{}-{}", now.strftime("%Y%m%dT%H%M%SZ"), &digest[..8]);
    Release { format: FORMAT, id, created: now, base_url: base_url.to_owned(), files }
}

/// Stands for all files of a release.
pub fn digest(files: &Files) -> Digest {
    let parts =
        files.iter().flat_map(|(path, entry)| [path.as_bytes().to_vec(), entry.object().bytes().to_vec()]);
    let parts: Vec<Vec<u8>> = parts.collect();
    Digest::of_parts(&parts.iter().map(Vec::as_slice).collect::<Vec<_>>())
}

/// Plans the way from what stands in a target to a release.
pub fn plan(live: &Live, release: Release, from: From, now: Timestamp) -> Plan {
    let nothing = Files::new();
    let former = live.manifest.as_ref().map_or(&nothing, |manifest| &manifest.current.files);
    let release = known(live, release);
    let mut plan = Plan {
        base: live.manifest.as_ref().map(|manifest| manifest.current.id.clone()),
        changes: changes(former, &release.files),
        backups: Vec::new(),
        writes: Vec::new(),
        retired: BTreeMap::new(),
        litter: Vec::new(),
        doubtful: BTreeSet::new(),
        interrupted: live.interrupted.clone(),
        release,
    };
    for (path, entry) in &plan.release.files {
        let content = live.at(path);
        if !matches!(content, Content::Known(stands) if stands.is_same(entry)) {
            let replaces = content != Content::Nothing;
            plan.writes.push(Write { path: path.clone(), entry: entry.clone(), replaces, from });
        }
    }
    plan.writes.sort_by(|one, other| (one.stage(), &one.path).cmp(&(other.stage(), &other.path)));
    for (path, entry) in former {
        let leaves = !plan.release.files.contains_key(path);
        let replaced = plan.release.files.get(path).is_some_and(|new| !new.is_same(entry));
        // Otherwise the copy was made by the apply that was cut off.
        let stands = live.at(path) == Content::Known(entry);
        if stands && (replaced || leaves && entry.class != Class::Fingerprinted) {
            plan.backups.push((path.clone(), manifest::object(entry)));
        }
    }
    retire(&mut plan, live, former, now);
    plan
}

/// The release with what the target told of files that stand there; a site that was not changed is no new release.
fn known(live: &Live, mut release: Release) -> Release {
    let Some(manifest) = &live.manifest else { return release };
    let former = &manifest.current.files;
    let is_known = |(path, entry): (&String, &Entry)| former.get(path).is_some_and(|old| old.is_same(entry));
    if former.len() == release.files.len() && release.files.iter().all(is_known) {
        return manifest.current.clone();
    }
    for (path, entry) in &mut release.files {
        if let Content::Known(stands) = live.at(path)
            && stands.is_same(entry)
        {
            entry.etag.clone_from(&stands.etag);
        }
    }
    release
}

/// What differs between two releases for readers, by path. Compressed forms go with their files.
pub fn changes(former: &Files, new: &Files) -> Vec<Changed> {
    let changed = |path: &str, class, change| {
        let listing = Listing::of(former.get(path), new.get(path));
        Changed { path: path.to_owned(), class, change, listing }
    };
    let mut changes: Vec<Changed> = Vec::new();
    let counts = |(_, entry): &(&String, &Entry)| entry.made_from.is_none();
    for (path, entry) in new.iter().filter(counts) {
        match former.get(path) {
            None => changes.push(changed(path, entry.class, Change::Added)),
            Some(old) if !old.is_same(entry) => changes.push(changed(path, entry.class, Change::Changed)),
            Some(_) => {}
        }
    }
    let removed = former.iter().filter(counts).filter(|(path, _)| !new.contains_key(*path));
    changes.extend(removed.map(|(path, entry)| changed(path, entry.class, Change::Removed)));
    changes.sort_by(|one, other| one.path.cmp(&other.path));
    changes
}

fn retire(plan: &mut Plan, live: &Live, former: &Files, now: Timestamp) {
    let earlier = |path: &str| live.manifest.as_ref().and_then(|manifest| manifest.retired.get(path));
    for path in live.paths().filter(|path| !plan.release.files.contains_key(*path)) {
        let (entry, since) = match (earlier(path), former.get(path)) {
            (Some(retired), _) => (&retired.entry, retired.since),
            (None, Some(entry)) => (entry, now),
            // An apply that was cut off brought it, and no release ever had it.
            (None, None) => {
                plan.litter.push(path.to_owned());
                continue;
            }
        };
        let (entry, unknown) = match live.at(path) {
            Content::Known(stands) => (stands, false),
            Content::Unknown | Content::Nothing => (entry, true),
        };
        plan.retired.insert(path.to_owned(), Retired { entry: entry.clone(), since, unknown });
    }
}

#[cfg(test)]
mod tests;
