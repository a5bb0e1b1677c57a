//! Which servers of WebDAV take a file whole? The protocol does not say how one file takes the place of another.
//!
//! Apache's mod_dav_fs writes what it gets by PUT beside the old file and renames it in the end, but its MOVE removes
//! what stands at the other end before it renames. Servers made with Go's library do both by steps: after their PUT
//! readers may get half a page, after their MOVE none for a moment, which is the lesser evil. nginx does both in one
//! step. So MOVE is what all get but Apache.

use std::time::Duration;

use reqwest::{Client, Method};

use super::credentials::Credentials;

/// What mod_dav_fs says of itself, and nothing that only stands before a server does.
const APACHE: &str = "http://apache.org/dav/propset/fs/";
const TIMEOUT: Duration = Duration::from_secs(20);

/// Does a PUT take the old file's place in one step? Servers that do not say what they are count as those that do not.
pub(super) async fn puts_whole(endpoint: &str, credentials: &Credentials) -> bool {
    let Ok(client) = Client::builder().timeout(TIMEOUT).build() else { return false };
    let mut request = client.request(Method::OPTIONS, format!("{}/", endpoint.trim_end_matches('/')));
    request = match (&credentials.id, &credentials.token) {
        (Some(user), _) => request.basic_auth(user, credentials.secret.as_ref()),
        (None, Some(token)) => request.bearer_auth(token),
        (None, None) => request,
    };
    let Ok(answer) = request.send().await else { return false };
    let classes = answer.headers().get_all("dav");
    classes.iter().any(|value| value.to_str().is_ok_and(|value| value.contains(APACHE)))
}
