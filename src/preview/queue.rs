//! What the session waits for: events of files, and questions of browsers. A save is answered at once, a checkout
//! of thousands of files when it is over.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
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

/// What was heard until it was quiet again.
#[derive(Default)]
pub(super) struct Heard {
    /// Files and folders that were removed or renamed.
    pub(super) gone: Vec<PathBuf>,
    pub(super) lost: bool,
    pub(super) asked: Vec<Asked>,
}

/// After a finished event: just long enough to see whether it is one of many.
const AT_ONCE: Duration = Duration::from_millis(4);
/// While a file is being written, and while many change: until nothing has happened for so long.
pub(super) const QUIET: Duration = Duration::from_millis(60);
/// More paths than this are no save but a checkout.
const FEW: usize = 3;
/// Even a folder in which something happens all the time is looked at now and then.
const LONGEST: Duration = Duration::from_secs(3);

/// Sleeps until there is a reason to look, at most for `rest`, and then until what happens is over. A question
/// alone is no reason to wait.
pub(super) fn hear(wakes: &Receiver<Wake>, rest: Duration) -> Heard {
    let mut heard = Heard::default();
    let (mut touched, mut unfinished) = (BTreeSet::new(), BTreeSet::new());
    let mut since: Option<Instant> = None;
    loop {
        let patience = match since {
            None => rest,
            Some(since) if since.elapsed() > LONGEST => return heard,
            Some(_) if unfinished.is_empty() && touched.len() <= FEW && !heard.lost => AT_ONCE,
            Some(_) => QUIET,
        };
        match wakes.recv_timeout(patience) {
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
                touched.insert(path);
            }
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return heard,
        }
        since.get_or_insert_with(Instant::now);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;

    use super::*;

    const REST: Duration = Duration::from_secs(600);

    fn touched(path: &str, finished: bool, gone: bool) -> Wake {
        Wake::Touched { path: path.into(), finished, gone }
    }

    #[test]
    fn what_happens_together_is_heard_together() {
        let (sender, wakes) = channel();
        for number in 0..5000 {
            sender.send(touched(&number.to_string(), true, false)).unwrap();
        }
        sender.send(touched("folder", false, true)).unwrap();
        sender.send(Wake::Lost).unwrap();
        let heard = hear(&wakes, REST);
        assert_eq!((heard.gone, heard.lost), (vec![PathBuf::from("folder")], true));
        assert!(wakes.try_recv().is_err());
    }

    #[test]
    fn one_save_is_enough_and_so_is_a_question() {
        let (sender, wakes) = channel();
        sender.send(touched("a", false, true)).unwrap();
        sender.send(touched("a", true, false)).unwrap();
        assert_eq!(hear(&wakes, REST).gone.len(), 1);
        let (reply, _answer) = oneshot::channel();
        let date = jiff::civil::date(2026, 1, 1);
        sender.send(Wake::Asked(Asked::Dated { date, reply })).unwrap();
        sender.send(touched("b", true, false)).unwrap();
        assert_eq!(hear(&wakes, REST).asked.len(), 1);
        assert!(wakes.try_recv().is_ok(), "the save is heard next");
        assert!(hear(&wakes, Duration::ZERO).asked.is_empty());
    }
}
