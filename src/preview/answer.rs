//! From a request to its answer. Everything that can be asked for is a file of the site or one of the few names
//! of the preview itself.

use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use hyper::body::{Bytes, Incoming};
use hyper::header::{self, HeaderMap, HeaderName, HeaderValue};
use hyper::{Method, Request, Response, StatusCode};
use tokio::sync::mpsc::channel;
use tokio::task::spawn_blocking;
use tokio::time::timeout;

use super::body::Reply;
use super::catalogue::{Copied, File};
use super::gate::{self, Pass};
use super::inject::{self, ROOT};
use super::range::{self, Wanted};
use super::server::Shared;
use super::snapshot::{Found, Snapshot, etag};
use super::state::Teller;
use super::{DATED, address, events, mime, words};
use crate::source::open_regular;

const SCRIPT: &str = include_str!("page/preview.js");
const STYLE: &str = include_str!("page/preview.css");

/// Bytes of a copied file that are in memory at a time.
const PIECE: usize = 64 << 10;
/// A browser that takes no piece for so long is gone.
const STALLED: Duration = Duration::from_secs(30);

type Answer = Response<Reply>;

/// Answers one request.
pub(super) async fn to(request: Request<Incoming>, shared: &Arc<Shared>) -> Answer {
    let (method, uri, headers) = (request.method(), request.uri(), request.headers());
    let mut answer = if method != Method::GET && method != Method::HEAD {
        let mut answer = plain(StatusCode::METHOD_NOT_ALLOWED, "405\n");
        set(&mut answer, header::ALLOW, "GET, HEAD");
        answer
    } else {
        let messages = shared.settings.show.messages;
        match shared.gate.check(headers, uri.query()) {
            Pass::Foreign => plain(StatusCode::FORBIDDEN, messages.pick(&words::foreign())),
            Pass::NoToken => plain(StatusCode::FORBIDDEN, messages.pick(&words::no_token())),
            Pass::WithToken => with_cookie(uri.path(), shared),
            Pass::Yes => route(uri.path(), uri.query(), headers, shared).await,
        }
    };
    // Always asked again whether it is still the same; never guessed at, never shown inside other sites' pages
    // as a picture or script.
    set(&mut answer, header::CACHE_CONTROL, "no-cache");
    set(&mut answer, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(&mut answer, HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    if method == Method::HEAD {
        *answer.body_mut() = Reply::nothing();
    }
    answer
}

async fn route(raw: &str, query: Option<&str>, headers: &HeaderMap, shared: &Arc<Shared>) -> Answer {
    let Some(path) = address::read(raw) else { return plain(StatusCode::BAD_REQUEST, "400\n") };
    if let Some(name) = path.strip_prefix(ROOT)
        && !path.starts_with(DATED)
    {
        return own(name, query, headers, shared).await;
    }
    if let Some(date) = address::parameter(query, "as_of") {
        return other_day(raw, &date);
    }
    let Some((snapshot, found)) = shared.look_up(&path).await else {
        return plain(StatusCode::NOT_FOUND, "404\n");
    };
    match found {
        Found::File { path, file: File::Written(written) } if path.ends_with(".html") => {
            page(StatusCode::OK, &written.bytes, headers, &snapshot, shared)
        }
        Found::File { path, file: File::Written(written) } => {
            let state = etag(&written.bytes);
            whole(written.bytes, mime::of(&path, true), &state, headers)
        }
        Found::File { path, file: File::Copied(copied) } => {
            let kind = mime::of(&path, false);
            copy(copied, kind, headers, shared).await
        }
        Found::Elsewhere(there) => {
            let query = query.map(|query| format!("?{query}")).unwrap_or_default();
            redirect(&format!("{}{query}", crate::site::encode_path(&there)))
        }
        Found::Missing(found) => {
            page(StatusCode::NOT_FOUND, &found.unwrap_or_default(), headers, &snapshot, shared)
        }
        // Looked up until it is one of the others.
        Found::Unmade(_) | Found::Later => plain(StatusCode::NOT_FOUND, "404\n"),
    }
}

/// What belongs to the preview and not to the site.
async fn own(name: &str, query: Option<&str>, headers: &HeaderMap, shared: &Arc<Shared>) -> Answer {
    // Only pages of this server read these: a browser says so where it can.
    let site = headers.get("sec-fetch-site").and_then(|site| site.to_str().ok());
    if site.is_some_and(|site| !matches!(site, "same-origin" | "none")) {
        return plain(StatusCode::FORBIDDEN, shared.settings.show.messages.pick(&words::foreign()));
    }
    let page = || address::parameter(query, "page").unwrap_or_else(|| "/".to_owned());
    match name {
        "preview.js" => whole(
            Bytes::from_static(SCRIPT.as_bytes()),
            mime::of(name, true),
            &etag(SCRIPT.as_bytes()),
            headers,
        ),
        "preview.css" => whole(
            Bytes::from_static(STYLE.as_bytes()),
            mime::of(name, true),
            &etag(STYLE.as_bytes()),
            headers,
        ),
        "state" => {
            let page = page();
            let Some(snapshot) = shared.snapshot_for(&page).await else {
                return plain(StatusCode::NOT_FOUND, "404\n");
            };
            typed(StatusCode::OK, teller(shared).state(&snapshot, &page).to_string(), "application/json")
        }
        "doubts" => {
            let page = address::read(&page()).unwrap_or_default();
            let doubts = shared.doubts(&page).await.unwrap_or_default();
            typed(StatusCode::OK, teller(shared).doubts(&doubts).to_string(), "application/json")
        }
        "events" => {
            let last = headers.get("last-event-id").and_then(|id| id.to_str().ok()).map(str::to_owned);
            let shown = last.or_else(|| address::parameter(query, "state"));
            let mut answer = Response::new(Reply::Stream(events::stream(shared.clone(), page(), shown)));
            set(&mut answer, header::CONTENT_TYPE, "text/event-stream");
            answer
        }
        _ => plain(StatusCode::NOT_FOUND, "404\n"),
    }
}

fn teller(shared: &Shared) -> Teller<'_> {
    // Paths of this machine are not for others.
    let root = shared.root.to_str().filter(|_| shared.gate.token.is_none());
    let root = root.map(|root| root.trim_start_matches(r"\\?\").replace('\\', "/"));
    Teller { settings: &shared.settings, root, now: shared.now() }
}

/// A page of the site with the preview's script in it; where there is nothing to show, a page that tells why.
fn page(
    status: StatusCode,
    bytes: &Bytes,
    headers: &HeaderMap,
    snapshot: &Snapshot,
    shared: &Shared,
) -> Answer {
    let messages = shared.settings.show.messages;
    let state = etag(bytes);
    if bytes.is_empty() {
        let status = if snapshot.findings.is_empty() {
            StatusCode::NOT_FOUND
        } else {
            StatusCode::INTERNAL_SERVER_ERROR
        };
        let told = words::problem_page(messages, &snapshot.findings, &snapshot.summary);
        return typed(status, inject::script(told.as_bytes(), &state), "text/html; charset=utf-8");
    }
    let shown = inject::script(bytes, &state);
    let mut answer = whole(shown, "text/html; charset=utf-8", &state, headers);
    if status != StatusCode::OK && answer.status() == StatusCode::OK {
        *answer.status_mut() = status;
    }
    answer
}

/// Bytes that are in memory, or the part of them that is wanted.
fn whole(bytes: Bytes, kind: &'static str, state: &str, headers: &HeaderMap) -> Answer {
    let len = bytes.len() as u64;
    let (mut answer, part) = prepare(len, kind, state, headers);
    if let Some((from, to)) = part {
        *answer.body_mut() = Reply::of(bytes.slice(from as usize..to as usize));
    }
    answer
}

/// A file that is only copied, piece by piece from the disk.
async fn copy(copied: Copied, kind: &'static str, headers: &HeaderMap, shared: &Shared) -> Answer {
    let (root, disk) = (shared.root.clone(), copied.disk.clone());
    let opened = spawn_blocking(move || open_within(&root, &disk)).await;
    let Ok(Ok((mut file, len))) = opened else { return plain(StatusCode::NOT_FOUND, "404\n") };
    let state = etag(format!("{copied:?} {len}").as_bytes());
    let (mut answer, part) = prepare(len, kind, &state, headers);
    let Some((from, to)) = part else { return answer };
    let (sender, receiver) = channel(2);
    tokio::spawn(async move {
        let mut left = to - from;
        let mut start = Some(SeekFrom::Start(from));
        while left > 0 {
            let wanted = left.min(PIECE as u64);
            let seek = start.take();
            let read = spawn_blocking(move || {
                let mut piece = Vec::with_capacity(wanted as usize);
                let read = seek.map_or(Ok(0), |place| file.seek(place));
                let read = read.and_then(|_| (&mut file).take(wanted).read_to_end(&mut piece));
                (file, piece, read)
            });
            let Ok((returned, piece, Ok(_))) = read.await else { return };
            file = returned;
            left -= piece.len() as u64;
            // Shorter than it was when the head was written: the browser sees the connection end too early.
            if piece.is_empty() || !matches!(timeout(STALLED, sender.send(piece.into())).await, Ok(Ok(()))) {
                return;
            }
        }
    });
    *answer.body_mut() = Reply::Stream(receiver);
    answer
}

/// Opens a copied file, unless a link took it out of the site since it was listed.
fn open_within(root: &Path, disk: &Path) -> io::Result<(std::fs::File, u64)> {
    if !std::fs::canonicalize(disk)?.starts_with(root) {
        return Err(io::ErrorKind::PermissionDenied.into());
    }
    let file = open_regular(disk)?;
    let len = file.metadata()?.len();
    Ok((file, len))
}

/// The head of an answer, and which bytes belong to it; none when the browser has them or asks for others than
/// there are.
fn prepare(len: u64, kind: &'static str, state: &str, headers: &HeaderMap) -> (Answer, Option<(u64, u64)>) {
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let tag = format!("\"{state}\"");
    let mut answer = Response::new(Reply::nothing());
    set(&mut answer, header::ETAG, &tag);
    set(&mut answer, header::CONTENT_TYPE, kind);
    set(&mut answer, header::ACCEPT_RANGES, "bytes");
    let known =
        |given: &str| given == "*" || given.split(',').any(|one| one.trim().trim_start_matches("W/") == tag);
    if text(header::IF_NONE_MATCH).is_some_and(known) {
        *answer.status_mut() = StatusCode::NOT_MODIFIED;
        return (answer, None);
    }
    let same = text(header::IF_RANGE).is_none_or(|given| given == tag);
    let part = match range::wanted(text(header::RANGE).filter(|_| same), len) {
        Wanted::Whole => (0, len),
        Wanted::Part(from, to) => {
            *answer.status_mut() = StatusCode::PARTIAL_CONTENT;
            set(&mut answer, header::CONTENT_RANGE, &format!("bytes {from}-{}/{len}", to - 1));
            (from, to)
        }
        Wanted::Nothing => {
            *answer.status_mut() = StatusCode::RANGE_NOT_SATISFIABLE;
            set(&mut answer, header::CONTENT_RANGE, &format!("bytes */{len}"));
            return (answer, None);
        }
    };
    set(&mut answer, header::CONTENT_LENGTH, &(part.1 - part.0).to_string());
    (answer, Some(part))
}

/// The same address in the site of another day; without a day, in the present one.
fn other_day(raw: &str, date: &str) -> Answer {
    let dated = raw.strip_prefix(DATED);
    let within = dated.map_or(raw, |dated| dated.find('/').map_or("/", |slash| &dated[slash..]));
    // Two slashes in front would name another host.
    let within = format!("/{}", within.trim_start_matches('/'));
    match date.parse::<jiff::civil::Date>() {
        Ok(date) => redirect(&format!("{DATED}{date}{within}")),
        Err(_) if date.is_empty() => redirect(&within),
        Err(_) => plain(StatusCode::BAD_REQUEST, "as_of=YYYY-MM-DD\n"),
    }
}

/// Keeps the token and shows the address without it.
fn with_cookie(raw: &str, shared: &Shared) -> Answer {
    let mut answer = redirect(&format!("/{}", raw.trim_start_matches('/')));
    if let Some(token) = &shared.gate.token {
        let cookie = format!("{}={token}; Path=/; HttpOnly; SameSite=Strict", gate::TOKEN);
        set(&mut answer, header::SET_COOKIE, &cookie);
    }
    answer
}

fn redirect(to: &str) -> Answer {
    let mut answer = plain(StatusCode::TEMPORARY_REDIRECT, "");
    set(&mut answer, header::LOCATION, to);
    answer
}

fn plain(status: StatusCode, text: &str) -> Answer {
    typed(status, text.to_owned(), "text/plain; charset=utf-8")
}

fn typed(status: StatusCode, body: impl Into<Bytes>, kind: &'static str) -> Answer {
    let mut answer = Response::new(Reply::of(body));
    *answer.status_mut() = status;
    set(&mut answer, header::CONTENT_TYPE, kind);
    answer
}

/// Sets a header; a value that cannot be one, which only an odd address gives, is left out.
fn set(answer: &mut Answer, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        answer.headers_mut().insert(name, value);
    }
}
