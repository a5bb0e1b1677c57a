//! What the server tells an open page: that it is another one now, that only its styles are, that a picture
//! was replaced. Each page is compared with itself, so that an edit reloads the pages it changed and no other.

use std::sync::Arc;
use std::time::Duration;

use hyper::body::Bytes;
use serde_json::{Value, json};
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::time::timeout;

use super::inject;
use super::server::Shared;
use super::snapshot::{Snapshot, etag};
use super::state;

/// How often a silent stream shows that it is alive, and finds out whether anyone listens.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// A browser that takes nothing for so long is gone.
const STALLED: Duration = Duration::from_secs(10);
/// A page shows only so many pictures; after a checkout it is reloaded by hand.
const MOST_FILES: usize = 200;

/// The events for the page at an address. `shown` is the state of it that the browser has.
pub(super) fn stream(shared: Arc<Shared>, page: String, shown: Option<String>) -> Receiver<Bytes> {
    let (sender, receiver) = channel(4);
    tokio::spawn(async move {
        // Ends when nobody listens.
        let _ = tell(&shared, &page, shown, &sender).await;
    });
    receiver
}

struct Gone;

async fn tell(
    shared: &Shared,
    page: &str,
    shown: Option<String>,
    sender: &Sender<Bytes>,
) -> Result<(), Gone> {
    let mut updates = shared.snapshots.clone();
    updates.mark_unchanged();
    let (mut seen, mut bytes) = shared.page(page).await.ok_or(Gone)?;
    send(sender, Bytes::from_static(b"retry: 500\n\n")).await?;
    let is_old = shown.is_some_and(|shown| shown != etag(&bytes));
    event(sender, if is_old { "reload" } else { "state" }, &bytes, json!(seen.version)).await?;
    loop {
        match timeout(HEARTBEAT, updates.changed()).await {
            Err(_) => {
                send(sender, Bytes::from_static(b":\n\n")).await?;
                continue;
            }
            Ok(Err(_)) => return Err(Gone),
            Ok(Ok(())) => {}
        }
        updates.mark_unchanged();
        let (now, after) = shared.page(page).await.ok_or(Gone)?;
        let before = std::mem::replace(&mut bytes, after);
        let replaced = replaced(&seen, &now);
        seen = now;
        event(sender, "state", &bytes, json!(seen.version)).await?;
        if inject::same_but_styles(&before, &bytes) {
            event(sender, "styles", &bytes, json!(seen.version)).await?;
        } else if before != bytes {
            event(sender, "reload", &bytes, json!(seen.version)).await?;
        }
        if !replaced.is_empty() {
            event(sender, "files", &bytes, json!(replaced)).await?;
        }
        if shared.settings.follow
            && let Some(url) = state::edited_page(&seen, page)
        {
            event(sender, "go", &bytes, json!(url)).await?;
        }
    }
}

/// Addresses of the copied files that were replaced.
fn replaced(before: &Snapshot, now: &Snapshot) -> Vec<String> {
    let (Some(before), Some(now)) = (&before.published, &now.published) else { return Vec::new() };
    let paths = now.files.replaced(&before.files).into_iter().take(MOST_FILES);
    paths.map(|path| format!("{}{}", now.base(), crate::site::encode_path(&path))).collect()
}

/// The state of the page is the event's id: a browser that comes back tells it.
async fn event(sender: &Sender<Bytes>, name: &str, page: &[u8], data: Value) -> Result<(), Gone> {
    send(sender, format!("event: {name}\nid: {}\ndata: {data}\n\n", etag(page)).into()).await
}

async fn send(sender: &Sender<Bytes>, bytes: Bytes) -> Result<(), Gone> {
    match timeout(STALLED, sender.send(bytes)).await {
        Ok(Ok(())) => Ok(()),
        _ => Err(Gone),
    }
}
