//! What tells that the site may have changed: the system's events, or the clock where there are none.
//!
//! An event is only a reason to look. What changed is found by reading the tree again, so an event too many
//! costs a look and builds nothing.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use notify::event::{AccessKind, AccessMode, ModifyKind, RenameMode};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::queue::{Bell, Wake};
use crate::source;

/// On these systems every folder is watched by itself. Watching from above would lose files that are written
/// into a folder as soon as it appears, and all folders below one that is renamed.
const FOLDER_BY_FOLDER: bool = cfg!(any(target_os = "linux", target_os = "android"));

/// The watch over a site's folder.
pub(super) struct Watch {
    /// None where the clock decides.
    watcher: Option<RecommendedWatcher>,
    root: PathBuf,
    watched: BTreeSet<PathBuf>,
}

impl Watch {
    /// Watches nothing yet: [`Watch::follow`] names the folders. Without a watcher the caller has to look
    /// from time to time.
    pub(super) fn new(root: &Path, bell: Option<Bell>) -> notify::Result<Watch> {
        let watcher = match bell {
            Some(bell) => {
                let top = root.to_owned();
                Some(notify::recommended_watcher(move |event| report(event, &top, &bell))?)
            }
            None => None,
        };
        Ok(Watch { watcher, root: root.to_owned(), watched: BTreeSet::new() })
    }

    pub(super) fn is_blind(&self) -> bool {
        self.watcher.is_none()
    }

    /// Watches these folders and no others. True when there are new ones: what happened in them before is
    /// only found by reading them again. On an error, such as too many folders for the system, the watch is
    /// over.
    pub(super) fn follow(&mut self, folders: &[PathBuf]) -> notify::Result<bool> {
        let Some(watcher) = &mut self.watcher else { return Ok(false) };
        let top = |folder: &PathBuf| folder == &self.root || folder.parent() == Some(&*self.root);
        let wanted: BTreeSet<PathBuf> =
            folders.iter().filter(|folder| FOLDER_BY_FOLDER || top(folder)).cloned().collect();
        // The gone ones first: a folder that was renamed is one for the system.
        for gone in self.watched.difference(&wanted) {
            let _ = watcher.unwatch(gone);
        }
        self.watched.retain(|folder| wanted.contains(folder));
        let mut grown = false;
        for folder in &wanted {
            if self.watched.contains(folder) {
                continue;
            }
            let mode = match FOLDER_BY_FOLDER || folder == &self.root {
                true => RecursiveMode::NonRecursive,
                false => RecursiveMode::Recursive,
            };
            match watcher.watch(folder, mode) {
                Ok(()) => {
                    self.watched.insert(folder.clone());
                    grown = true;
                }
                // It went in this moment; the event is on its way.
                Err(_) if !folder.exists() => {}
                Err(error) => {
                    self.watcher = None;
                    self.watched.clear();
                    return Err(error);
                }
            }
        }
        Ok(grown)
    }

    /// A folder was removed or renamed: one with its name has to be watched anew.
    pub(super) fn forget(&mut self, path: &Path) {
        let Some(watcher) = &mut self.watcher else { return };
        self.watched.retain(|folder| {
            let stays = !folder.starts_with(path);
            if !stays {
                let _ = watcher.unwatch(folder);
            }
            stays
        });
    }

    /// Events were lost: nothing is sure.
    pub(super) fn forget_all(&mut self) {
        let root = self.root.clone();
        self.forget(&root);
    }
}

/// Passes on what may concern the site. Reading is an event too, and comes from our own looks.
fn report(event: notify::Result<Event>, root: &Path, bell: &Bell) {
    let Ok(event) = event else { return };
    if event.need_rescan() {
        let _ = bell.ring(Wake::Lost);
        return;
    }
    let (finished, gone) = match event.kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => (true, false),
        EventKind::Access(_) => return,
        EventKind::Modify(ModifyKind::Name(RenameMode::To)) => (true, false),
        EventKind::Modify(ModifyKind::Name(RenameMode::From)) | EventKind::Remove(_) => (false, true),
        EventKind::Modify(ModifyKind::Name(RenameMode::Both)) => return,
        EventKind::Modify(ModifyKind::Metadata(_)) => (true, false),
        EventKind::Create(notify::event::CreateKind::Folder) => (true, false),
        // Written to, or about to be: the end is told by another event, or by silence.
        _ => (false, false),
    };
    for path in event.paths {
        let ours =
            path.strip_prefix(root).is_ok_and(|inner| inner.as_os_str().is_empty() || source::is_ours(inner));
        if ours {
            let _ = bell.ring(Wake::Touched { path, finished, gone });
        }
    }
}

/// Does a folder lie where the system tells nothing of changes: a Windows disk seen from WSL 2?
pub(super) fn tells_nothing(root: &Path) -> bool {
    let mut names = root.components().skip(1).map(|part| part.as_os_str().to_string_lossy());
    let on_windows_disk = names.next().is_some_and(|first| first == "mnt")
        && names.next().is_some_and(|disk| disk.len() == 1 && disk.chars().all(|c| c.is_ascii_alphabetic()));
    let in_wsl = || std::fs::read_to_string("/proc/version").is_ok_and(|kernel| kernel.contains("icrosoft"));
    cfg!(target_os = "linux") && on_windows_disk && in_wsl()
}
