//! What opendal's errors mean: whether trying again can help, and how they are told.

use std::time::Duration;

use opendal::ErrorKind;

use crate::diagnostic::Say;
use crate::say;

use super::DeployError;
use super::credentials::Credentials;
use super::error::Fault;
use super::store::random;

/// A request is tried so often, with growing pauses: about half a minute in all.
pub(super) const ATTEMPTS: u32 = 7;
/// When another request was given up already.
pub(super) const ATTEMPTS_AFTER: u32 = 3;
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
    let detail = credentials.redact(&brief(error));
    let (kind, detail) = match REASONS.iter().find(|reason| detail.contains(reason.0)) {
        Some((_, kind, zh, en)) => (*kind, say!("{zh}（{detail}）", "{en} ({detail})")),
        None => (kind, say!("{detail}", "{detail}")),
    };
    DeployError::Storage { doing, kind, detail }
}

/// What services and systems say of faults that happen to everybody, and what it means.
const REASONS: &[(&str, Fault, &str, &str)] = &[
    ("NoSuchBucket", Fault::NotFound, "没有这个存储桶", "there is no such bucket"),
    (
        "InvalidAccessKeyId",
        Fault::Permission,
        "服务商不认得这个密钥的编号",
        "the id of the key is not known there",
    ),
    (
        "SignatureDoesNotMatch",
        Fault::Permission,
        "密钥和它的编号对不上",
        "the secret is not that of the key's id",
    ),
    ("RequestTimeTooSkewed", Fault::Permission, "本机的时钟不准", "this machine's clock is wrong"),
    ("failed to lookup address", Fault::Network, "找不到这个主机", "there is no such host"),
    ("Could not resolve hostname", Fault::Network, "找不到这个主机", "there is no such host"),
    ("Connection refused", Fault::Network, "服务器拒绝连接", "the server takes no connections"),
    (
        "invalid peer certificate",
        Fault::Network,
        "服务器的证书不可信",
        "the server's certificate is not trusted",
    ),
    (
        "Host key verification failed",
        Fault::Host,
        "本机不认得这台服务器",
        "this machine does not know that server",
    ),
    (
        "Permission denied (",
        Fault::Permission,
        "服务器不接受这个私钥",
        "the server does not take the private key",
    ),
];

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
    match text.char_indices().nth(LONGEST_REASON) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None if text.is_empty() => error.kind().to_string(),
        None => text,
    }
}

/// Characters of a provider's answer that are shown.
const LONGEST_REASON: usize = 300;

/// Is copying something that this server has no word for? SFTP has it as an extension, and many servers of it do not.
pub(super) fn cannot_copy(error: &opendal::Error) -> bool {
    let text = format!("{error:?}");
    error.kind() == ErrorKind::Unsupported || text.contains("Unsupported extension")
}
