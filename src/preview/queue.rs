//! What the session waits for: events of files, and questions of browsers. A save is answered at once, a checkout
//! of thousands of files when it is over.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SendError, Sender, channel};
use std::time::{Duration, Instant};

use tokio::sync::oneshot;

use super::doubts::Doubt;
use super::snapshot::Snapshot;
use crate::diagnostic::SitePath;
use crate::language::Tag;

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

/// Wakes the session, also from the making of pages.
#[derive(Debug, Clone)]
pub(super) struct Bell {
    wakes: Sender<Wake>,
    /// Has it rung since the session last listened?
    rung: Arc<AtomicBool>,
}

impl Bell {
    pub(super) fn new() -> (Bell, Queue) {
        let (wakes, queue) = channel();
        let rung = Arc::new(AtomicBool::new(false));
        (Bell { wakes, rung: rung.clone() }, Queue { wakes: queue, rung })
    }

    /// An error when nobody listens any more.
    pub(super) fn ring(&self, wake: Wake) -> Result<(), SendError<Wake>> {
        self.rung.store(true, Ordering::Release);
        self.wakes.send(wake)
    }
}

/// The other end of the bells.
#[derive(Debug)]
pub(super) struct Queue {
    wakes: Receiver<Wake>,
    rung: Arc<AtomicBool>,
}

/// What was heard until it was quiet again.
#[derive(Default)]
pub(super) struct Heard {
    /// Files and folders that something happened to.
    pub(super) touched: BTreeSet<PathBuf>,
    /// Files and folders that were removed or renamed.
    pub(super) gone: Vec<PathBuf>,
    pub(super) lost: bool,
    pub(super) asked: Vec<Asked>,
    /// Nothing was to be heard for as long as was asked for.
    pub(super) rested: bool,
}

/// After a finished event: just long enough to see whether it is one of many.
const AT_ONCE: Duration = Duration::from_millis(2);
/// While a file is being written, and while many change: until nothing has happened for so long.
pub(super) const QUIET: Duration = Duration::from_millis(60);
/// More paths than this are no save but a checkout.
const FEW: usize = 3;
/// Even a folder in which something happens all the time is looked at now and then.
const LONGEST: Duration = Duration::from_secs(3);

impl Queue {
    /// True as soon as a bell has rung since [`Queue::hear`].
    pub(super) fn rung(&self) -> &AtomicBool {
        &self.rung
    }

    /// Sleeps until there is a reason to look, at most for `rest`, and then until what happens is over. A question
    /// alone is no reason to wait.
    pub(super) fn hear(&self, rest: Duration) -> Heard {
        // Before listening: what rings from now on is heard here, or interrupts what comes next in vain.
        self.rung.store(false, Ordering::Release);
        let mut heard = Heard::default();
        let mut unfinished = BTreeSet::new();
        let mut since: Option<Instant> = None;
        loop {
            let patience = match since {
                None => rest,
                Some(since) if since.elapsed() > LONGEST => return heard,
                Some(_) if unfinished.is_empty() && heard.touched.len() <= FEW && !heard.lost => AT_ONCE,
                Some(_) => QUIET,
            };
            match self.wakes.recv_timeout(patience) {
                Ok(Wake::Asked(asked)) => {
                    heard.asked.push(asked);
                    if since.is_none() {
                        return heard;
                    }
                    continue;
                }
                // Whatever was lost was many.
                Ok(Wake::Lost) => heard.lost = true,
                Ok(Wake::Touched { path, finished, gone }) => {
                    match finished {
                        true => unfinished.remove(&path),
                        false => unfinished.insert(path.clone()),
                    };
                    if gone {
                        heard.gone.push(path.clone());
                    }
                    heard.touched.insert(path);
                }
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                    heard.rested = since.is_none();
                    return heard;
                }
            }
            since.get_or_insert_with(Instant::now);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const REST: Duration = Duration::from_secs(600);

    fn touched(path: &str, finished: bool, gone: bool) -> Wake {
        Wake::Touched { path: path.into(), finished, gone }
    }

    #[test]
    fn what_happens_together_is_heard_together() {
        let (bell, queue) = Bell::new();
        for number in 0..5000 {
            bell.ring(touched(&number.to_string(), true, false)).unwrap();
        }
        bell.ring(touched("folder", false, true)).unwrap();
        bell.ring(Wake::Lost).unwrap();
        let heard = queue.hear(REST);
        assert_eq!((heard.gone, heard.lost), (vec![PathBuf::from("folder")], true));
        assert!(queue.wakes.try_recv().is_err());
    }

    #[test]
    fn one_save_is_enough_and_so_is_a_question() {
        let (bell, queue) = Bell::new();
        bell.ring(touched("a", false, true)).unwrap();
        bell.ring(touched("a", true, false)).unwrap();
        assert_eq!(queue.hear(REST).gone.len(), 1);
        let (reply, _answer) = oneshot::channel();
        let date = jiff::civil::date(2026, 1, 1);
        bell.ring(Wake::Asked(Asked::Dated { date, reply })).unwrap();
        bell.ring(touched("b", true, false)).unwrap();
        assert_eq!(queue.hear(REST).asked.len(), 1);
        assert!(queue.wakes.try_recv().is_ok(), "the save is heard next");
        assert!(queue.hear(Duration::ZERO).asked.is_empty());
    }
}
