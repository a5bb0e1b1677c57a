//! A target in memory, and every way to be cut off: what readers get is always whole, and nothing is lost.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::deploy::manifest::{Manifest, Pending, Progress};

/// One path of each stage, and a second page.
const PATHS: [&str; 5] =
    ["assets/a.0123456789abcdef.css", "b.jpg", "c/index.html", "d/index.html", "atom.xml"];

/// What happens to a target, one after the other.
#[derive(Debug, Clone)]
enum Step {
    /// A site of these contents by path, of which so many writes are done; the journal knows of some of them.
    /// Past the last write it is committed.
    Deploy { contents: [Option<u8>; 5], writes: usize, noted: usize },
    /// Back to one of the releases, likewise.
    RollBack { release: usize, writes: usize },
}

/// A target whose files are numbers.
#[derive(Default)]
struct Target {
    files: BTreeMap<String, u8>,
    copies: BTreeMap<String, u8>,
    manifest: Option<Manifest>,
    pending: Option<Pending>,
    progress: Option<Progress>,
    releases: Vec<Release>,
}

fn entry(path: &str, content: u8) -> Entry {
    Entry {
        hash: Digest::of(&[content]),
        size: 1,
        media_type: "text/html".into(),
        cache: "no-store".into(),
        class: Class::of(path),
        made_from: None,
        etag: None,
        unlisted: false,
    }
}

/// A name with a fingerprint has one content for ever.
fn content(path: &str, content: u8) -> u8 {
    if Class::of(path) == Class::Fingerprinted { 0 } else { content }
}

impl Target {
    fn live(&self) -> Live {
        let mut live = Live::new(self.manifest.clone(), self.pending.clone(), self.progress.clone());
        live.settle(&self.files.keys().map(|path| (path.clone(), 1)).collect());
        live
    }

    fn step(&mut self, number: usize, step: &Step) {
        let now = Timestamp::from_second(number as i64).unwrap();
        match step {
            Step::Deploy { contents, writes, noted } => {
                let given = PATHS.iter().zip(contents).filter_map(|(path, given)| Some((*path, (*given)?)));
                let files = given.map(|(path, given)| (path.to_owned(), entry(path, content(path, given))));
                let contents: BTreeMap<Digest, u8> =
                    (0..=u8::MAX).map(|content| (Digest::of(&[content]), content)).collect();
                let plan = plan(
                    &self.live(),
                    release(files.collect(), "https://example.org/", now),
                    From::Local,
                    now,
                );
                self.carry_out(&plan, number, now, *writes, *noted, |_, write| contents[&write.entry.hash]);
            }
            Step::RollBack { release, writes } => {
                let Some(release) = self.releases.get(release % self.releases.len().max(1)).cloned() else {
                    return;
                };
                let plan = plan(&self.live(), release, From::Kept, now);
                self.carry_out(&plan, number, now, *writes, *writes, |target, write| {
                    let copy = manifest::object(&write.entry);
                    *target.copies.get(&copy).unwrap_or_else(|| panic!("no copy for {}", write.path))
                });
            }
        }
    }

    fn carry_out(
        &mut self,
        plan: &Plan,
        number: usize,
        now: Timestamp,
        writes: usize,
        noted: usize,
        read: impl Fn(&Target, &Write) -> u8,
    ) {
        let live = self.live();
        for (path, copy) in &plan.backups {
            let stands = self.files[path];
            assert_eq!(*copy, manifest::object(&entry(path, stands)), "{path} is copied under another name");
            self.copies.insert(copy.clone(), stands);
        }
        let apply = number.to_string();
        if !plan.writes.is_empty() {
            self.pending = Some(live.pending(plan, &apply, now));
        }
        for write in plan.writes.iter().take(writes) {
            let stands = self.files.contains_key(&write.path);
            assert!(write.replaces || !stands, "{} is overwritten as if nothing stood there", write.path);
            let content = read(self, write);
            self.files.insert(write.path.clone(), content);
        }
        if writes < plan.writes.len() {
            self.progress = Some(Progress { apply, done: noted.min(writes) });
            return;
        }
        if !live.keeps(&plan.release.id) {
            self.releases.push(plan.release.clone());
        }
        self.manifest = Some(live.committed(plan.release.clone(), plan.retired.clone(), &apply, now));
        (self.pending, self.progress) = (None, None);
        for path in &plan.litter {
            self.files.remove(path);
        }
        self.check_committed(plan);
    }

    /// Readers get the release, and what else is there is known.
    fn check_committed(&self, plan: &Plan) {
        for (path, stands) in &self.files {
            match plan.release.files.get(path) {
                Some(wanted) => assert!(entry(path, *stands).is_same(wanted), "{path} is another one"),
                None => assert!(plan.retired.contains_key(path), "{path} is left over"),
            }
        }
        let missing: Vec<_> =
            plan.release.files.keys().filter(|path| !self.files.contains_key(*path)).collect();
        assert!(missing.is_empty(), "{missing:?}");
    }
}

fn step() -> impl Strategy<Value = Step> {
    let contents = prop::array::uniform5(prop::option::of(1..4u8));
    prop_oneof![
        3 => (contents, 0..8usize, 0..8usize)
            .prop_map(|(contents, writes, noted)| Step::Deploy { contents, writes, noted }),
        1 => (0..9usize, 0..8usize).prop_map(|(release, writes)| Step::RollBack { release, writes }),
    ]
}

proptest! {
    /// Whatever was cut off before: a deploy that comes to its end leaves its release and nothing unknown, and the
    /// copies of all releases are there.
    #[test]
    fn nothing_is_lost_and_nothing_is_left_over(steps in prop::collection::vec(step(), 1..12)) {
        let mut target = Target::default();
        for (number, step) in steps.iter().enumerate() {
            target.step(number, step);
        }
        let all = Step::Deploy { contents: [Some(1); 5], writes: 9, noted: 9 };
        target.step(steps.len(), &all);
        for release in 0..target.releases.len() {
            target.step(steps.len() + 1 + release, &Step::RollBack { release, writes: 9 });
        }
    }
}

#[test]
fn what_a_file_names_is_written_before_it() {
    let files = PATHS.map(|path| (path.to_owned(), entry(path, content(path, 1))));
    let now = Timestamp::UNIX_EPOCH;
    let first = release(Files::from(files.clone()), "https://example.org/", now);
    let mut target = Target::default();
    let plan_first = plan(&target.live(), first, From::Local, now);
    target.manifest = Some(Live::default().committed(plan_first.release, BTreeMap::new(), "0", now));
    let mut files = Files::from(files.map(|(path, _)| (path.clone(), entry(&path, content(&path, 2)))));
    files.insert("new/index.html".into(), entry("new/index.html", 2));
    files.remove("d/index.html");
    let second = release(files, "https://example.org/", now);
    let plan = plan(&target.live(), second, From::Local, now);
    let paths: Vec<&str> = plan.writes.iter().map(|write| &*write.path).collect();
    assert_eq!(paths, ["b.jpg", "new/index.html", "c/index.html", "atom.xml"]);
    let removed: Vec<&str> = plan.retired.keys().map(String::as_str).collect();
    assert_eq!(removed, ["d/index.html"]);
    assert!(guard(&target.live(), &plan, 25).is_ok());
    assert!(matches!(
        guard(&target.live(), &plan, 24),
        Err(DeployError::TooManyRemoved { removed: 1, of: 4, .. })
    ));
}
