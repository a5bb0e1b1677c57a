//! A call of a service as a plain value, and what may not be seen of it.

use std::fmt;

use jiff::Timestamp;

/// What nobody may read: it has no `Display`, and `Debug` does not show it.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    pub fn new(text: String) -> Secret {
        Secret(text)
    }

    /// For signing and sending alone.
    pub(super) fn expose(&self) -> &str {
        &self.0
    }

    /// The text without the secret, for what a server says of a request: some repeat it.
    pub(super) fn hidden_in(&self, text: &str) -> String {
        match self.0.is_empty() {
            true => text.to_owned(),
            false => text.replace(&self.0, "***"),
        }
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

/// An access key of a provider, or a temporary one with its token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    pub id: Secret,
    pub secret: Secret,
    pub token: Option<Secret>,
}

/// What makes one attempt differ from the next: services refuse a signature that they have seen, or an old one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    pub now: Timestamp,
    /// 32 random hexadecimal digits.
    pub nonce: String,
}

/// A POST, ready to be sent. `Debug` shows only where it goes, without the query: tokens stand in it, and in the
/// headers.
#[derive(Clone, PartialEq, Eq)]
pub struct Request {
    pub url: String,
    pub headers: Vec<(&'static str, String)>,
    pub body: String,
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "POST {} ({} bytes)", host(&self.url), self.body.len())
    }
}

/// The host of an address, with its port.
pub(super) fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = &rest[..rest.find(['/', '?', '#']).unwrap_or(rest.len())];
    host.rsplit_once('@').map_or(host, |(_, host)| host)
}

/// What an answer means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    Done,
    /// Another attempt may succeed; the reason for the case that none does.
    Again(String),
    /// No attempt will.
    Refused(String),
}

/// Verdict by the status alone (RFC 9110): too many requests, timeouts and a server's faults pass.
pub(super) fn by_status(status: u16, reason: String) -> Verdict {
    match status {
        200..300 => Verdict::Done,
        408 | 425 | 429 | 500..600 => Verdict::Again(reason),
        _ => Verdict::Refused(reason),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_not_shown() {
        let secret = Secret::new("hunter2hunter2".to_owned());
        assert_eq!(format!("{secret:?} {:?}", Some(&secret)), "Secret Some(Secret)");
        assert_eq!(secret.hidden_in("bad token hunter2hunter2!"), "bad token ***!");
        assert_eq!(Secret::new(String::new()).hidden_in("as it is"), "as it is");
        let request = Request {
            url: "http://user:hunter2@data.zz.baidu.com/urls?site=a&token=hunter2".to_owned(),
            headers: vec![("authorization", "Bearer hunter2".to_owned())],
            body: "hunter2".to_owned(),
        };
        assert_eq!(format!("{request:?}"), "POST data.zz.baidu.com (7 bytes)");
    }

    #[test]
    fn what_passes_is_tried_again() {
        let again = |status| matches!(by_status(status, String::new()), Verdict::Again(_));
        let tried: Vec<u16> = (100..600).filter(|status| again(*status)).collect();
        assert_eq!(tried[..4], [408, 425, 429, 500]);
        assert_eq!(by_status(204, String::new()), Verdict::Done);
        assert_eq!(by_status(403, "no".to_owned()), Verdict::Refused("no".to_owned()));
    }
}
