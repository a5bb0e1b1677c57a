//! Whoever else wants to know of a release: a POST with JSON to any address, signed where a secret is agreed.

use jiff::tz::TimeZone;
use serde_json::json;

use super::request::{Request, Secret, Stamp};
use super::sign::hmac_sha256;

/// Most addresses that are named; `changed` counts all.
pub const MOST_URLS: usize = 1000;

/// What is told. Its address may hold a token and is kept like a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    pub url: Secret,
    /// Agreed with the receiver.
    pub secret: Option<Secret>,
    /// The name in site.yaml: `production`.
    pub target: String,
    pub release: String,
    /// The site's own address.
    pub site: String,
    pub added: usize,
    pub changed: usize,
    pub removed: usize,
    /// At most [`MOST_URLS`].
    pub urls: Vec<String>,
}

impl Notice {
    /// `X-Huimeng-Signature-256` is `sha256=` and the HMAC of the body, as GitHub's `X-Hub-Signature-256`.
    pub fn request(&self, stamp: &Stamp) -> Request {
        let body = json!({
            "event": "deployed",
            "site": self.site,
            "target": self.target,
            "release": self.release,
            "time": stamp.now.to_zoned(TimeZone::UTC).strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
            "files": { "added": self.added, "changed": self.changed, "removed": self.removed },
            "urls": self.urls,
        })
        .to_string();
        let mut headers = vec![
            ("content-type", "application/json; charset=utf-8".to_owned()),
            ("x-huimeng-event", "deployed".to_owned()),
        ];
        headers
            .extend(self.secret.as_ref().map(|secret| ("x-huimeng-signature-256", signature(secret, &body))));
        Request { url: self.url.expose().to_owned(), headers, body }
    }
}

fn signature(secret: &Secret, body: &str) -> String {
    format!("sha256={}", hmac_sha256(secret.expose().as_bytes(), body.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{shown, stamp};
    use super::*;

    #[test]
    fn tells_of_a_release() {
        let notice = Notice {
            url: Secret::new("https://example.org/hook".to_owned()),
            secret: Some(Secret::new("secret".to_owned())),
            target: "production".to_owned(),
            release: "20260518T093000Z".to_owned(),
            site: "https://example.org/".to_owned(),
            added: 1,
            changed: 2,
            removed: 0,
            urls: vec!["https://example.org/news/".to_owned()],
        };
        expect_test::expect![[r#"
            POST https://example.org/hook
            content-type: application/json; charset=utf-8
            x-huimeng-event: deployed
            x-huimeng-signature-256: sha256=d6dea9387084b89097dea268998f4e180d40597eddba81f494574ef9f7655ea3

            {"event":"deployed","site":"https://example.org/","target":"production","release":"20260518T093000Z","time":"2026-05-18T01:30:00Z","files":{"added":1,"changed":2,"removed":0},"urls":["https://example.org/news/"]}
        "#]].assert_eq(&shown(&notice.request(&stamp())));
    }

    /// "Validating webhook deliveries", docs.github.com: the values for testing one's own verification.
    #[test]
    fn is_signed_like_github_signs() {
        assert_eq!(
            signature(&Secret::new("It's a Secret to Everybody".to_owned()), "Hello, World!"),
            "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"
        );
    }
}
