//! Connections: one thread serves all browsers, and none of them can hold up the others.

use std::convert::Infallible;
use std::io;
use std::net::TcpListener;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use hyper::body::Bytes;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use jiff::Timestamp;
use tokio::net::TcpStream;
use tokio::sync::{Semaphore, oneshot, watch};
use tokio::task::spawn_blocking;

use super::catalogue::File;
use super::doubts::Doubt;
use super::gate::Gate;
use super::queue::{Asked, Bell, Wake};
use super::snapshot::{Found, Snapshot};
use super::{DATED, Settings, address, answer};

/// Connections at one time; a browser opens about six.
const MOST_CONNECTIONS: usize = 512;
/// A request's head has to be there after this time.
const HEAD_WITHIN: Duration = Duration::from_secs(10);
/// Bytes of a request's head.
const LONGEST_HEAD: usize = 64 << 10;
/// Threads that read copied files and make pages.
const READERS: usize = 4;

/// What every answer is made from.
pub(super) struct Shared {
    pub(super) settings: Settings,
    pub(super) gate: Gate,
    /// Copied files are only read below this folder, whatever became of the folders above them since.
    pub(super) root: PathBuf,
    pub(super) clock: fn() -> Timestamp,
    pub(super) snapshots: watch::Receiver<Arc<Snapshot>>,
    /// Questions to the session.
    pub(super) bell: Bell,
}

impl Shared {
    pub(super) fn current(&self) -> Arc<Snapshot> {
        self.snapshots.borrow().clone()
    }

    /// The state of the site that an address belongs to: the present one, or that of another day. `None` when
    /// the day is none, or nobody answers any more.
    pub(super) async fn snapshot_for(&self, path: &str) -> Option<Arc<Snapshot>> {
        let Some(dated) = path.strip_prefix(DATED) else { return Some(self.current()) };
        let date = dated.split('/').next().unwrap_or_default().parse().ok()?;
        let (reply, answer) = oneshot::channel();
        self.bell.ring(Wake::Asked(Asked::Dated { date, reply })).ok()?;
        answer.await.ok()
    }

    /// What stands at an address that was read, in the state of the site that it belongs to. A page that nobody has
    /// made yet is made; what only the whole site can tell is waited for. `None` as [`Shared::snapshot_for`].
    pub(super) async fn look_up(&self, path: &str) -> Option<(Arc<Snapshot>, Found)> {
        let mut updates = self.snapshots.clone();
        loop {
            updates.mark_unchanged();
            let snapshot = self.snapshot_for(path).await?;
            match snapshot.find(path) {
                Found::Unmade(file) => {
                    let maker = snapshot.clone();
                    if let Ok(true) = spawn_blocking(move || maker.make(&file)).await {
                        continue;
                    }
                }
                Found::Later => {}
                found => return Some((snapshot, found)),
            }
            updates.changed().await.ok()?;
        }
    }

    /// The page that a browser has when it shows an address: its bytes as they were made, none when there is no
    /// page.
    pub(super) async fn page(&self, raw_path: &str) -> Option<(Arc<Snapshot>, Bytes)> {
        let Some(path) = address::read(raw_path) else {
            return Some((self.snapshot_for(raw_path).await?, Bytes::new()));
        };
        let (snapshot, found) = self.look_up(&path).await?;
        let bytes = match found {
            Found::File { file: File::Written(written), .. } => written.bytes,
            Found::Missing(Some(page)) => page,
            _ => Bytes::new(),
        };
        Some((snapshot, bytes))
    }

    /// The doubtful places of the page at an address that was read.
    pub(super) async fn doubts(&self, page: &str) -> Option<Vec<Doubt>> {
        let snapshot = self.snapshot_for(page).await?;
        let (file, tag) = snapshot.published.as_ref()?.converted(page)?;
        let (reply, answer) = oneshot::channel();
        self.bell.ring(Wake::Asked(Asked::Doubts { file, tag, reply })).ok()?;
        answer.await.ok()
    }

    pub(super) fn now(&self) -> Timestamp {
        self.settings.fixed_now.unwrap_or_else(self.clock)
    }
}

/// Serves on a thread of its own for as long as the program runs.
pub(super) fn start(sockets: Vec<TcpListener>, shared: Arc<Shared>) -> io::Result<()> {
    for socket in &sockets {
        socket.set_nonblocking(true)?;
    }
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().max_blocking_threads(READERS).build()?;
    let serve = move || {
        runtime.block_on(async {
            let permits = Arc::new(Semaphore::new(MOST_CONNECTIONS));
            let tasks: Vec<_> = sockets
                .into_iter()
                .map(|socket| tokio::spawn(accept(socket, permits.clone(), shared.clone())))
                .collect();
            for task in tasks {
                let _ = task.await;
            }
        });
    };
    std::thread::Builder::new().name("preview server".to_owned()).spawn(serve)?;
    Ok(())
}

async fn accept(socket: TcpListener, permits: Arc<Semaphore>, shared: Arc<Shared>) {
    let Ok(socket) = tokio::net::TcpListener::from_std(socket) else { return };
    loop {
        let Ok(permit) = permits.clone().acquire_owned().await else { return };
        match socket.accept().await {
            Ok((stream, _)) => {
                let shared = shared.clone();
                tokio::spawn(async move {
                    connection(stream, shared).await;
                    drop(permit);
                });
            }
            // Out of descriptors, or the other side went away: others may come.
            Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
        }
    }
}

async fn connection(stream: TcpStream, shared: Arc<Shared>) {
    let _ = stream.set_nodelay(true);
    let service = service_fn(|request| {
        let shared = shared.clone();
        async move { Ok::<_, Infallible>(answer::to(request, &shared).await) }
    });
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(HEAD_WITHIN).max_buf_size(LONGEST_HEAD);
    // A request that is none ends its connection and nothing else.
    let _ = http.serve_connection(TokioIo::new(stream), service).await;
}
