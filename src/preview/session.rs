//! The loop of a preview: wait until something may have changed, read, build, hand on; for ever.
//!
//! Builds follow one another on one thread. What happens during a build waits in the queue and leads to the
//! next one, so a save is never lost and two builds never mix.

use std::collections::{BTreeSet, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use tokio::sync::{oneshot, watch};

use super::catalogue::{Catalogue, Collector};
use super::doubts::{self, Doubt};
use super::findings;
use super::snapshot::{Published, Snapshot};
use super::watch::Watch;
use super::{News, Settings};
use crate::diagnostic::{Diagnostic, SitePath};
use crate::language::Tag;
use crate::pipeline::{self, Memo, Mount, Options, Outcome};
use crate::say;
use crate::source::{self, SourceTree};

/// Why the session wakes up.
pub(super) enum Wake {
    /// Something happened to a file or folder of the site. `finished` when nothing more belongs to it: a file
    /// that is being written, or was moved away to be written anew, is not read in between.
    Touched {
        path: PathBuf,
        finished: bool,
        gone: bool,
    },
    /// Events were lost.
    Lost,
    Asked(Asked),
}

/// Questions of browsers, which only the session can answer.
pub(super) enum Asked {
    /// For the site as it is at the end of a day.
    Dated { date: jiff::civil::Date, reply: oneshot::Sender<Arc<Snapshot>> },
    /// For the doubtful places of a file as a language shows it.
    Doubts { file: SitePath, tag: Tag, reply: oneshot::Sender<Vec<Doubt>> },
}

/// After a finished event: just long enough to see whether it is one of many.
const AT_ONCE: Duration = Duration::from_millis(4);
/// While a file is being written, and while many change: until nothing has happened for so long.
const QUIET: Duration = Duration::from_millis(60);
/// More paths than this are no save but a checkout.
const FEW: usize = 3;
/// Even a folder in which something happens all the time is looked at now and then.
const LONGEST_WAIT: Duration = Duration::from_secs(3);
/// Between two looks where there are no events.
const POLL: Duration = Duration::from_millis(400);
/// A machine may have slept: the clock is asked at least so often.
const CLOCK: Duration = Duration::from_secs(20);
/// Sites of other days that are kept.
const DATED: usize = 2;

/// Everything that lasts from build to build.
pub(super) struct Session<'a> {
    settings: &'a Settings,
    /// The site's folder, absolute and without links.
    root: PathBuf,
    /// Scheme, host and port.
    origin: String,
    clock: fn() -> Timestamp,
    memo: Memo,
    tree: SourceTree,
    found: Vec<Diagnostic>,
    watch: Watch,
    wakes: Receiver<Wake>,
    waiting: VecDeque<Asked>,
    snapshots: watch::Sender<Arc<Snapshot>>,
    dated: Vec<Arc<Snapshot>>,
    /// When the site will be another one though nobody changes it.
    next_moment: Option<Timestamp>,
}

impl<'a> Session<'a> {
    pub(super) fn new(
        settings: &'a Settings,
        root: PathBuf,
        origin: String,
        clock: fn() -> Timestamp,
        watch: Watch,
        wakes: Receiver<Wake>,
    ) -> Session<'a> {
        let nothing = Snapshot {
            version: 0,
            published: None,
            findings: Vec::new(),
            summary: String::new(),
            edited: Vec::new(),
            date: None,
            now: Timestamp::UNIX_EPOCH,
        };
        Session {
            settings,
            root,
            origin,
            clock,
            memo: Memo::default(),
            tree: SourceTree::default(),
            found: Vec::new(),
            watch,
            wakes,
            waiting: VecDeque::new(),
            snapshots: watch::Sender::new(Arc::new(nothing)),
            dated: Vec::new(),
            next_moment: None,
        }
    }

    pub(super) fn snapshots(&self) -> watch::Receiver<Arc<Snapshot>> {
        self.snapshots.subscribe()
    }

    /// Follows the site. Ends only with the server, when nobody could see anything any more.
    pub(super) fn follow(mut self, server: &Sender<Wake>, report: &mut dyn FnMut(News)) {
        let _keeps_the_queue_open = server.clone();
        loop {
            self.wait();
            while let Some(asked) = self.waiting.pop_front() {
                self.answer(asked);
            }
            let due = self.next_moment.is_some_and(|moment| moment <= self.now());
            self.look(due, report);
        }
    }

    /// Nobody may wait for the answer any more.
    fn answer(&mut self, asked: Asked) {
        match asked {
            Asked::Dated { date, reply } => {
                let snapshot = self.dated(date);
                let _ = reply.send(snapshot);
            }
            Asked::Doubts { file, tag, reply } => {
                let now = self.now();
                let (tree, found, memo) = (&self.tree, &self.found, &mut self.memo);
                let asked = || doubts::of(tree, now, found, memo, &file, &tag);
                let _ = reply.send(catch_unwind(AssertUnwindSafe(asked)).unwrap_or_default());
            }
        }
    }

    /// Reads the site and builds it if it is another one than before.
    pub(super) fn look(&mut self, due: bool, report: &mut dyn FnMut(News)) {
        let mut loaded = source::reload(&self.root, &self.tree);
        loop {
            match self.watch.follow(loaded.value.folders()) {
                Ok(false) => break,
                // What happened in a new folder before it was watched.
                Ok(true) => {}
                Err(error) => {
                    let error = error.to_string();
                    report(News::Blind(say!(
                        "系统不再报告文件的变化（{error}），改为定时查看",
                        "the system tells no changes of files any more ({error}): looking from time to time instead"
                    )));
                    break;
                }
            }
            loaded = source::reload(&self.root, &loaded.value);
        }
        let changes = loaded.value.changes(&self.tree);
        let other = !changes.is_empty() || loaded.diagnostics != self.found || self.version() == 0;
        self.tree = loaded.value;
        self.found = loaded.diagnostics;
        if other || due {
            self.rebuild(changes, report);
        }
    }

    fn rebuild(&mut self, changes: Vec<SitePath>, report: &mut dyn FnMut(News)) {
        let start = Instant::now();
        let former = self.snapshots.borrow().clone();
        let now = self.now();
        let files = former.published.as_ref().map(|published| published.files.clone());
        let Some((outcome, files)) = self.build(now, String::new(), files) else {
            report(News::Fault);
            let snapshot = Snapshot {
                version: former.version + 1,
                published: former.published.as_ref().map(Published::again),
                findings: vec![findings::fault(self.settings.show.messages)],
                summary: String::new(),
                edited: Vec::new(),
                date: None,
                now,
            };
            self.snapshots.send_replace(Arc::new(snapshot));
            return;
        };
        let wrong = outcome.has_errors() || outcome.failure.is_some();
        let told = findings::told(&outcome.diagnostics, &self.tree, &self.settings.show);
        let summary = findings::summary(&outcome.diagnostics, &self.settings.show);
        let Outcome { diagnostics, known, summary: numbers, .. } = outcome;
        let made = files.zip(known).map(|(files, known)| Published {
            files: Arc::new(files),
            known: Arc::new(known),
            partial: wrong,
        });
        let good = former.published.as_ref().filter(|published| !published.partial);
        let published = match (wrong, good) {
            (true, Some(good)) => Some(good.again()),
            (true, None) => made.or_else(|| former.published.as_ref().map(Published::again)),
            (false, _) => made,
        };
        let changed = match (&published, &former.published) {
            (Some(now), Some(then)) => now.files.differing(&then.files),
            _ => 0,
        };
        if let Some(published) = &published {
            self.next_moment = next_moment(published, now);
        }
        let edited = changes.into_iter().filter(|path| path.starts_with("content/") && path.ends_with(".md"));
        let snapshot = Snapshot {
            version: former.version + 1,
            published,
            findings: told,
            summary,
            edited: edited.collect(),
            date: None,
            now,
        };
        self.snapshots.send_replace(Arc::new(snapshot));
        let first = former.version == 0;
        let took = start.elapsed();
        report(News::Built {
            diagnostics: &diagnostics,
            texts: &self.tree,
            numbers: &numbers,
            changed,
            took,
            first,
        });
    }

    /// The site at the end of a day, made again when the site has changed since.
    fn dated(&mut self, date: jiff::civil::Date) -> Arc<Snapshot> {
        let current = self.snapshots.borrow().clone();
        let place = self.dated.iter().position(|snapshot| snapshot.date == Some(date));
        let former = place.map(|place| self.dated.remove(place));
        if let Some(known) = former.as_ref().filter(|snapshot| snapshot.version == current.version) {
            self.dated.push(known.clone());
            return known.clone();
        }
        let zone = current.published.as_ref().map(|published| published.known.config.timezone.clone());
        let end = date.at(23, 59, 59, 0).to_zoned(zone.unwrap_or(jiff::tz::TimeZone::UTC));
        let now = end.map_or(current.now, |end| end.timestamp());
        let files = former.and_then(|former| Some(former.published.as_ref()?.files.clone()));
        let made = self.build(now, format!("{}{date}", super::DATED), files);
        let (outcome, files) = made.map_or((None, None), |(outcome, files)| (Some(outcome), files));
        let (mut told, mut summary, mut published) = (Vec::new(), String::new(), None);
        if let Some(outcome) = outcome {
            told = findings::told(&outcome.diagnostics, &self.tree, &self.settings.show);
            summary = findings::summary(&outcome.diagnostics, &self.settings.show);
            let partial = outcome.has_errors();
            published = files.zip(outcome.known).map(|(files, known)| Published {
                files: Arc::new(files),
                known: Arc::new(known),
                partial,
            });
        }
        let snapshot = Arc::new(Snapshot {
            version: current.version,
            published,
            findings: told,
            summary,
            edited: Vec::new(),
            date: Some(date),
            now,
        });
        self.dated.push(snapshot.clone());
        if self.dated.len() > DATED {
            self.dated.remove(0);
        }
        snapshot
    }

    /// One run of all stages. `None` after a fault of the program, which must not end the preview.
    fn build(
        &mut self,
        now: Timestamp,
        prefix: String,
        former: Option<Arc<Catalogue>>,
    ) -> Option<(Outcome, Option<Catalogue>)> {
        let mount = Some(Mount { origin: self.origin.clone(), prefix });
        let options = Options { now, partial: true, mount, ..self.settings.options.clone() };
        let (tree, found, memo) = (&self.tree, self.found.clone(), &mut self.memo);
        let collect = || Ok(Collector::over(former));
        let run = catch_unwind(AssertUnwindSafe(|| pipeline::run(tree, &options, found, memo, collect)));
        match run {
            Ok((outcome, sink)) => Some((outcome, sink.map(Collector::finish))),
            Err(_) => {
                self.memo = Memo::default();
                None
            }
        }
    }

    /// Sleeps until there is a reason to look, and then until what happens is over.
    fn wait(&mut self) {
        let (mut touched, mut unfinished) = (BTreeSet::new(), BTreeSet::new());
        let mut since: Option<Instant> = None;
        loop {
            let patience = match since {
                None => self.rest(),
                Some(since) if since.elapsed() > LONGEST_WAIT => return,
                Some(_) if unfinished.is_empty() && touched.len() <= FEW => AT_ONCE,
                Some(_) => QUIET,
            };
            match self.wakes.recv_timeout(patience) {
                Ok(Wake::Asked(asked)) => {
                    self.waiting.push_back(asked);
                    if since.is_none() {
                        return;
                    }
                    continue;
                }
                Ok(Wake::Lost) => {
                    self.watch.forget_all();
                    // Whatever was lost was many.
                    unfinished.insert(self.root.clone());
                }
                Ok(Wake::Touched { path, finished, gone }) => {
                    if gone {
                        self.watch.forget(&path);
                    }
                    match finished {
                        true => unfinished.remove(&path),
                        false => unfinished.insert(path.clone()),
                    };
                    touched.insert(path);
                }
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return,
            }
            since.get_or_insert_with(Instant::now);
        }
    }

    /// How long nothing has to be done.
    fn rest(&self) -> Duration {
        // A folder that is no site, or not there, may have no events to tell that it is back.
        if self.watch.is_blind() || self.tree.files().is_empty() {
            return POLL;
        }
        let until = self.next_moment.map(|moment| moment.duration_since(self.now()));
        let until = until.and_then(|until| Duration::try_from(until).ok());
        until.map_or(CLOCK, |until| until.clamp(Duration::from_millis(1), CLOCK))
    }

    fn now(&self) -> Timestamp {
        self.settings.fixed_now.unwrap_or_else(self.clock)
    }

    fn version(&self) -> u64 {
        self.snapshots.borrow().version
    }
}

/// The next moment at which a record appears or goes.
fn next_moment(published: &Published, now: Timestamp) -> Option<Timestamp> {
    let records = published.known.site.documents.iter().map(|document| &document.record);
    let moments = records.flat_map(|record| [&record.publish_at, &record.expires_at]).flatten();
    moments.map(|moment| moment.value.at.timestamp()).filter(|moment| *moment > now).min()
}
