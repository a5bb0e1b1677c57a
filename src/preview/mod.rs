//! The preview of `huimeng serve`: the site in memory, built again after every save, in the browser at once.
//!
//! ```text
//! system ─events→ watch ─→ session ─ read, pipeline::prepare ─→ Snapshot ─→ server ─→ answer, events ─→ browsers
//!                             │  ↑                                 ↑ ↑             │
//!                             │  └────── the site of another day ──┼─┼─────────────┤
//!                             └──────── Rendering, page by page ───┘ └─ a page ────┘
//! ```
//!
//! `session` builds on one thread and never ends; `server` answers on another one from the last `snapshot`. A save is
//! in browsers as soon as the site is ready to be rendered: a page that is asked for is made at once, all others
//! behind it. Pages go through `inject` on their way, so that what is built is what
//! `build` writes. Nothing here knows how a site is made, reads the clock or prints: both come in as values.

mod address;
mod answer;
mod body;
mod catalogue;
mod doubts;
mod events;
mod findings;
mod gate;
mod inject;
mod listen;
mod mime;
mod queue;
mod range;
mod server;
mod session;
mod snapshot;
mod state;
mod watch;
mod words;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use std::{fs, io};

use jiff::Timestamp;

use crate::diagnostic::show::ShowOptions;
use crate::diagnostic::{Diagnostic, Say};
use crate::pipeline::{Options, Summary};
use crate::say;
use crate::source::SourceTree;

pub use listen::Port;
use queue::Heard;

/// Sites of other days are served below this path, each below its date.
const DATED: &str = "/_huimeng/at/";

/// What the user asked for.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The site's folder.
    pub site: PathBuf,
    /// How it is built; the time is that of each build.
    pub options: Options,
    /// The time of every build, if it was given.
    pub fixed_now: Option<Timestamp>,
    pub port: Port,
    /// The name or number to be seen under by other machines; loopback only without.
    pub host: Option<String>,
    /// Look from time to time instead of waiting for the system's events.
    pub poll: bool,
    /// Show the page of the file that was saved.
    pub follow: bool,
    /// The address that opens a file, with `{path}`, `{line}` and `{column}`; none for no links.
    pub editor: Option<String>,
    /// How findings are shown.
    pub show: ShowOptions,
}

/// What the preview has to tell, in the order in which it happens.
pub enum News<'a> {
    /// Browsers may come. `open` when other machines may, too.
    Ready { url: &'a str, open: bool },
    /// The site was built.
    Built {
        diagnostics: &'a [Diagnostic],
        texts: &'a SourceTree,
        numbers: &'a Summary,
        /// Files that are other ones than before.
        changed: usize,
        took: Duration,
        first: bool,
    },
    /// The site as it was saved has errors.
    Wrong { diagnostics: &'a [Diagnostic], texts: &'a SourceTree },
    /// The system does not tell of changes here; the reason.
    Blind(Say),
    /// A fault of the program; the last site stays.
    Fault,
}

/// Why a preview does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The address or port cannot be listened on.
    #[error("{0}")]
    Listen(io::Error),
    #[error("{0}")]
    System(io::Error),
}

/// Starts a preview. It ends only when it cannot start.
pub fn run(
    settings: &Settings,
    clock: fn() -> Timestamp,
    report: &mut dyn FnMut(News),
) -> Result<(), StartError> {
    let listening = listen::listen(settings.host.as_deref(), settings.port).map_err(StartError::Listen)?;
    let root = fs::canonicalize(&settings.site).map_err(StartError::System)?;
    let origin = format!("http://{}:{}", listening.host, listening.port);

    let (bell, queue) = queue::Bell::new();
    let silent = watch::tells_nothing(&root);
    if silent && !settings.poll {
        report(News::Blind(say!(
            "Windows 磁盘上的文件在 WSL 里不报告变化，改为定时查看",
            "files on a Windows disk tell no changes in WSL: looking from time to time instead"
        )));
    }
    let events = (!settings.poll && !silent).then(|| bell.clone());
    let watch = match watch::Watch::new(&root, events) {
        Ok(watch) => watch,
        Err(error) => {
            let error = error.to_string();
            report(News::Blind(say!(
                "系统不报告文件的变化（{error}），改为定时查看",
                "the system does not tell changes of files ({error}): looking from time to time instead"
            )));
            watch::Watch::new(&root, None).map_err(|error| StartError::System(io::Error::other(error)))?
        }
    };
    let mut session = session::Session::new(settings, root.clone(), origin.clone(), clock, watch, queue);
    let token = match listening.open {
        true => Some(gate::token().map_err(|error| StartError::System(io::Error::other(error.to_string())))?),
        false => None,
    };
    let url = match &token {
        Some(token) => format!("{origin}/?token={token}"),
        None => format!("{origin}/"),
    };
    let shared = server::Shared {
        settings: settings.clone(),
        gate: gate::Gate {
            open_as: listening.open.then(|| settings.host.clone().unwrap_or_default()),
            token,
        },
        root,
        clock,
        snapshots: session.snapshots(),
        bell: bell.clone(),
    };
    // Browsers that come during the first build wait for it.
    session.look(&Heard::default(), report);
    server::start(listening.sockets, Arc::new(shared)).map_err(StartError::System)?;
    report(News::Ready { url: &url, open: listening.open });
    session.follow(&bell, report);
    Ok(())
}
