//! Cloudflare: `POST /zones/{zone_id}/purge_cache` of its API, version 4.

use serde::Deserialize;
use serde_json::json;

use super::request::{Request, Secret, Verdict, by_status};

/// Where the API answers, unless site.yaml says otherwise.
pub const ENDPOINT: &str = "https://api.cloudflare.com/client/v4";
/// Most addresses, or prefixes, of one request ("Purge cache", developers.cloudflare.com: operations per request).
pub const MOST: usize = 100;

/// One request's worth of addresses that the cache forgets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Purge {
    pub endpoint: String,
    pub zone: String,
    pub token: Secret,
    pub addresses: Vec<String>,
    /// Are they directories, with all below them?
    pub directories: bool,
}

impl Purge {
    pub fn request(&self) -> Request {
        let body = match self.directories {
            false => json!({ "files": self.addresses }),
            // A prefix is written without its scheme.
            true => {
                let bare =
                    |url: &String| url.split_once("://").map_or(url.clone(), |(_, rest)| rest.to_owned());
                json!({ "prefixes": self.addresses.iter().map(bare).collect::<Vec<_>>() })
            }
        };
        Request {
            url: format!("{}/zones/{}/purge_cache", self.endpoint.trim_end_matches('/'), self.zone),
            headers: vec![
                ("content-type", "application/json".to_owned()),
                ("authorization", format!("Bearer {}", self.token.expose())),
            ],
            body: body.to_string(),
        }
    }
}

#[derive(Deserialize)]
struct Answer {
    success: bool,
    #[serde(default)]
    errors: Vec<Fault>,
}

#[derive(Deserialize)]
struct Fault {
    code: i64,
    message: String,
}

/// `success` decides; the status tells whether waiting helps.
pub(super) fn verdict(status: u16, body: &str) -> Verdict {
    match serde_json::from_str::<Answer>(body) {
        Ok(Answer { success: true, .. }) if (200..300).contains(&status) => Verdict::Done,
        Ok(Answer { errors, .. }) => {
            let told: Vec<String> =
                errors.iter().map(|fault| format!("{}: {}", fault.code, fault.message)).collect();
            let reason = format!("HTTP {status} {}", told.join("; "));
            match by_status(status, reason.clone()) {
                Verdict::Done => Verdict::Refused(reason),
                other => other,
            }
        }
        Err(_) => match by_status(status, format!("HTTP {status}")) {
            Verdict::Done => Verdict::Refused(format!("HTTP {status}, an answer that is not the API's")),
            other => other,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::shown;
    use super::*;

    fn purge(addresses: &[&str], directories: bool) -> Purge {
        Purge {
            endpoint: ENDPOINT.to_owned(),
            zone: "023e105f4ecef8ad9ca31a8372d0c353".to_owned(),
            token: Secret::new("token".to_owned()),
            addresses: addresses.iter().map(|address| (*address).to_owned()).collect(),
            directories,
        }
    }

    /// The examples of "Purge Cached Content", developers.cloudflare.com/api: single files, and prefixes.
    #[test]
    fn asks_as_the_manual_shows() {
        let files = ["http://www.example.com/css/styles.css", "http://www.example.com/js/index.js"];
        expect_test::expect![[r#"
            POST https://api.cloudflare.com/client/v4/zones/023e105f4ecef8ad9ca31a8372d0c353/purge_cache
            content-type: application/json
            authorization: Bearer token

            {"files":["http://www.example.com/css/styles.css","http://www.example.com/js/index.js"]}
        "#]]
        .assert_eq(&shown(&purge(&files, false).request()));
        let prefixes = ["https://www.example.com/foo/", "https://images.example.com/bar/baz/"];
        expect_test::expect![[r#"
            POST https://api.cloudflare.com/client/v4/zones/023e105f4ecef8ad9ca31a8372d0c353/purge_cache
            content-type: application/json
            authorization: Bearer token

            {"prefixes":["www.example.com/foo/","images.example.com/bar/baz/"]}
        "#]]
        .assert_eq(&shown(&purge(&prefixes, true).request()));
    }

    #[test]
    fn success_is_told_by_the_body() {
        assert_eq!(
            verdict(200, r#"{"success":true,"errors":[],"messages":[],"result":{"id":"1"}}"#),
            Verdict::Done
        );
        let refused = r#"{"success":false,"errors":[{"code":10000,"message":"Authentication error"}]}"#;
        let reason = "HTTP 403 10000: Authentication error".to_owned();
        assert_eq!(verdict(403, refused), Verdict::Refused(reason));
        assert!(matches!(verdict(200, refused), Verdict::Refused(_)));
        assert!(matches!(verdict(429, refused), Verdict::Again(_)));
        assert!(matches!(verdict(200, ""), Verdict::Refused(_)));
    }
}
