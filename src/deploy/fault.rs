//! What opendal's errors mean: whether trying again can help, and how they are told.

use std::time::Duration;

use opendal::ErrorKind;

use crate::diagnostic::Say;

use super::DeployError;
use super::credentials::Credentials;
use super::error::Fault;
use super::store::random;

/// A request is tried so often, with growing pauses: about half a minute in all.
pub(super) const ATTEMPTS: u32 = 7;
const FIRST_PAUSE: Duration = Duration::from_millis(250);
const LONGEST_PAUSE: Duration = Duration::from_secs(15);

/// How long to wait after an attempt, the first one being 1; not the same for everyone.
pub(super) fn pause(attempt: u32) -> Duration {
    let longest = FIRST_PAUSE * 2_u32.saturating_pow(attempt.saturating_sub(1));
    longest.min(LONGEST_PAUSE).mul_f64(0.5 + (random() % 1_000) as f64 / 2_000.0)
}

/// Would trying again help?
pub(super) fn passes(error: &opendal::Error) -> bool {
    // Not every service of opendal takes "too many requests" for something that passes.
    error.is_temporary()
        || error.kind() == ErrorKind::RateLimited
        || error.to_string().contains("status: 429")
        || is_turned_away(&format!("{error:?}"))
}

/// Did a server of SSH close a connection before it was let in? It does so to some while more are waiting than its
/// `MaxStartups` says.
fn is_turned_away(error: &str) -> bool {
    error.contains("kex_exchange_identification")
        || error.contains("Connection closed by")
        || error.contains("Connection reset by")
}

/// Does the error say that a file is there already?
pub(super) fn is_taken(error: &opendal::Error) -> bool {
    matches!(error.kind(), ErrorKind::ConditionNotMatch | ErrorKind::AlreadyExists | ErrorKind::Conflict)
}

pub(super) fn storage(credentials: &Credentials, doing: Say, error: &opendal::Error) -> DeployError {
    let kind = match error.kind() {
        ErrorKind::PermissionDenied => Fault::Permission,
        ErrorKind::NotFound => Fault::NotFound,
        ErrorKind::ConfigInvalid | ErrorKind::Unsupported => Fault::Settings,
        _ if error.to_string().contains("status: 401") => Fault::Permission,
        _ => Fault::Network,
    };
    DeployError::Storage { doing, kind, detail: credentials.redact(&brief(error)) }
}

/// The reason without the request's headers, which may hold a signature.
pub(super) fn brief(error: &opendal::Error) -> String {
    let mut reasons = vec![error.message().to_owned()];
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        let text = cause.to_string();
        if reasons.last() != Some(&text) {
            reasons.push(text);
        }
        source = cause.source();
    }
    let text = reasons.join(": ").split_whitespace().collect::<Vec<_>>().join(" ");
    let kind = error.kind();
    match text.char_indices().nth(LONGEST_REASON) {
        Some((end, _)) => format!("{kind}: {}…", &text[..end]),
        None => format!("{kind}: {text}"),
    }
}

/// Characters of a provider's answer that are shown.
const LONGEST_REASON: usize = 300;

/// Is copying something that this server has no word for? SFTP has it as an extension, and many servers of it do not.
pub(super) fn cannot_copy(error: &opendal::Error) -> bool {
    let text = format!("{error:?}");
    error.kind() == ErrorKind::Unsupported || text.contains("Unsupported extension")
}
