//! The loop of a preview: wait until something may have changed, read, build, hand on; for ever.
//!
//! Builds follow one another on one thread. What happens during a build waits in the queue and leads to the
//! next one, so a save is never lost and two builds never mix.

mod build;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use tokio::sync::watch;

use super::catalogue::Catalogue;
use super::doubts;
use super::findings;
use super::queue::{Asked, Bell, Heard, QUIET, Queue};
use super::snapshot::{Published, Snapshot};
use super::watch::Watch;
use super::{News, Settings};
use crate::diagnostic::{Diagnostic, SitePath};
use crate::pipeline::{self, Memo, Mount, Options, Outcome, Prepared};
use crate::say;
use crate::source::{self, SourceTree};
use build::Underway;

/// Between two looks where there are no events.
const POLL: Duration = Duration::from_millis(400);
/// A machine may have slept: the clock is asked at least so often.
const CLOCK: Duration = Duration::from_secs(20);
/// Looks at most so often whether files stay as they are.
const STEADY: usize = 20;
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
    queue: Queue,
    snapshots: watch::Sender<Arc<Snapshot>>,
    /// The site as it was last made ready to be rendered.
    prepared: Option<Prepared>,
    /// What is left to do for it.
    rendering: Option<Underway>,
    /// The files of the last site that was finished.
    whole: Option<Arc<Catalogue>>,
    /// The last site that was finished without errors.
    good: Option<Published>,
    /// No site was finished yet.
    is_new: bool,
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
        queue: Queue,
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
            queue,
            prepared: None,
            rendering: None,
            whole: None,
            good: None,
            is_new: true,
            snapshots: watch::Sender::new(Arc::new(nothing)),
            dated: Vec::new(),
            next_moment: None,
        }
    }

    pub(super) fn snapshots(&self) -> watch::Receiver<Arc<Snapshot>> {
        self.snapshots.subscribe()
    }

    /// Follows the site. Ends only with the server, when nobody could see anything any more.
    pub(super) fn follow(mut self, server: &Bell, report: &mut dyn FnMut(News)) {
        let _keeps_the_queue_open = server.clone();
        loop {
            self.render(report);
            let rest = if self.rendering.is_some() { Duration::ZERO } else { self.rest() };
            let mut heard = self.queue.hear(rest);
            std::mem::take(&mut heard.asked).into_iter().for_each(|asked| self.answer(asked));
            if heard.lost || !heard.touched.is_empty() || (heard.rested && self.rendering.is_none()) {
                self.look(&heard, report);
            }
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

    /// Reads the site and prepares it if it is another one than before.
    pub(super) fn look(&mut self, heard: &Heard, report: &mut dyn FnMut(News)) {
        let start = Instant::now();
        let due = self.next_moment.is_some_and(|moment| moment <= self.now());
        let is_sure = !heard.lost && !heard.touched.is_empty() && !self.watch.is_blind();
        let quick = is_sure.then(|| source::refresh(&mut self.tree, &heard.touched)).flatten();
        let (changes, other) =
            quick.map_or_else(|| self.look_around(heard, report), |changes| (changes, false));
        if other || due || !changes.is_empty() || self.version() == 0 {
            self.prepare(changes, start, report);
        }
    }

    /// Reads the whole site: which files are others now, and is anything else that reading found?
    fn look_around(&mut self, heard: &Heard, report: &mut dyn FnMut(News)) -> (Vec<SitePath>, bool) {
        if heard.lost {
            self.watch.forget_all();
        }
        heard.gone.iter().for_each(|path| self.watch.forget(path));
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
        let mut changes = loaded.value.changes(&self.tree);
        for _ in 0..if self.watch.is_blind() && self.version() > 0 { STEADY } else { 0 } {
            if changes.is_empty() {
                break;
            }
            // Nothing tells whether a file is finished, but that it stays as it is.
            std::thread::sleep(QUIET);
            let later = source::reload(&self.root, &loaded.value);
            let same = later.value.changes(&loaded.value).is_empty();
            changes = later.value.changes(&self.tree);
            loaded = later;
            if same {
                break;
            }
        }
        let other = loaded.diagnostics != self.found;
        self.tree = loaded.value;
        self.found = loaded.diagnostics;
        (changes, other)
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
            published = files.zip(outcome.ready).map(|(files, known)| Published { files, known, partial });
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

    /// One run of all stages. `None` after a fault of the program.
    fn build(
        &mut self,
        now: Timestamp,
        prefix: String,
        former: Option<Arc<Catalogue>>,
    ) -> Option<(Outcome, Option<Arc<Catalogue>>)> {
        let options = self.options(now, prefix);
        let (tree, found, memo) = (&self.tree, self.found.clone(), &mut self.memo);
        let collect = || Ok(Catalogue::over(former));
        let run = catch_unwind(AssertUnwindSafe(|| pipeline::run(tree, &options, found, memo, collect)));
        match run {
            Ok((outcome, files)) => {
                files.iter().for_each(Catalogue::close);
                Some((outcome, files.map(Arc::new)))
            }
            Err(_) => {
                self.memo = Memo::default();
                None
            }
        }
    }

    fn options(&self, now: Timestamp, prefix: String) -> Options {
        let mount = Some(Mount { origin: self.origin.clone(), prefix });
        Options { now, partial: true, mount, ..self.settings.options.clone() }
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
