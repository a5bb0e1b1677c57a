//! Alibaba Cloud CDN: `RefreshObjectCaches` of its API of 2018-05-10.

use jiff::tz::TimeZone;
use serde::Deserialize;

use super::request::{Key, Request, Stamp, Verdict, by_status, host};
use super::sign::{Acs3, sha256};

/// Where the API answers, unless site.yaml says otherwise.
pub const ENDPOINT: &str = "https://cdn.aliyuncs.com";
/// Most addresses of one request ("RefreshObjectCaches - 刷新缓存", help.aliyun.com).
pub const MOST_URLS: usize = 1000;
/// Most directories of one request, by the same page.
pub const MOST_DIRECTORIES: usize = 100;

/// One request's worth of addresses that the cache forgets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refresh {
    pub endpoint: String,
    pub key: Key,
    pub addresses: Vec<String>,
    /// Are they directories, with all below them?
    pub directories: bool,
}

impl Refresh {
    /// The parameters go in the body, as a form: a thousand addresses are too long for a query.
    pub fn request(&self, stamp: &Stamp) -> Request {
        let kind = if self.directories { "Directory" } else { "File" };
        let body = format!("ObjectPath={}&ObjectType={kind}", escaped(&self.addresses.join("\n")));
        let body_sha256 = sha256(body.as_bytes());
        let date = stamp.now.to_zoned(TimeZone::UTC).strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
        let mut headers = vec![
            ("content-type", "application/x-www-form-urlencoded"),
            ("host", host(&self.endpoint)),
            ("x-acs-action", "RefreshObjectCaches"),
            ("x-acs-content-sha256", &body_sha256),
            ("x-acs-date", &date),
            ("x-acs-signature-nonce", &stamp.nonce),
        ];
        headers.extend(self.key.token.as_ref().map(|token| ("x-acs-security-token", token.expose())));
        headers.push(("x-acs-version", "2018-05-10"));
        headers.sort_unstable();
        let signed = Acs3 {
            id: self.key.id.expose(),
            secret: &self.key.secret,
            query: "",
            headers: &headers,
            body_sha256: &body_sha256,
        };
        let authorization = signed.authorization();
        // The client writes `host` itself.
        let sent = headers.iter().filter(|(name, _)| *name != "host");
        let mut headers: Vec<_> = sent.map(|(name, value)| (*name, (*value).to_owned())).collect();
        headers.push(("authorization", authorization));
        Request { url: format!("{}/", self.endpoint.trim_end_matches('/')), headers, body }
    }
}

/// What the API says of a failure.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Fault {
    code: String,
    message: String,
}

/// Too many calls are told by the code, with status 400.
pub(super) fn verdict(status: u16, body: &str) -> Verdict {
    match serde_json::from_str::<Fault>(body) {
        Ok(Fault { code, message }) if status != 200 => {
            let reason = format!("{code}: {message}");
            match code.starts_with("Throttling") || code == "ServiceUnavailable" || code == "InternalError" {
                true => Verdict::Again(reason),
                false => by_status(status, reason),
            }
        }
        _ => by_status(status, format!("HTTP {status}")),
    }
}

/// RFC 3986: all but unreserved characters.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::request::Secret;
    use super::super::tests::{shown, stamp};
    use super::*;

    /// The form of the example in "RefreshObjectCaches - 刷新缓存", two addresses with a line end between them.
    #[test]
    fn asks_as_the_manual_shows() {
        let refresh = Refresh {
            endpoint: ENDPOINT.to_owned(),
            key: Key {
                id: Secret::new("id".to_owned()),
                secret: Secret::new("secret".to_owned()),
                token: Some(Secret::new("token".to_owned())),
            },
            addresses: ["http://example.com/image/1.png", "http://aliyundoc.com/image/2.png"]
                .map(String::from)
                .into(),
            directories: false,
        };
        expect_test::expect![[r#"
            POST https://cdn.aliyuncs.com/
            content-type: application/x-www-form-urlencoded
            x-acs-action: RefreshObjectCaches
            x-acs-content-sha256: e5dbf4f76f6b14dcaca46e15645cfebd3b30debcb400eb01ade9c0d6c78fa61d
            x-acs-date: 2026-05-18T01:30:00Z
            x-acs-security-token: token
            x-acs-signature-nonce: 0123456789abcdef0123456789abcdef
            x-acs-version: 2018-05-10
            authorization: ACS3-HMAC-SHA256 Credential=id,SignedHeaders=content-type;host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-security-token;x-acs-signature-nonce;x-acs-version,Signature=b6ad7673882b19a12cc22141a0fa88ac7735ec1cbf7154a63ce46e80d4cb1e5a

            ObjectPath=http%3A%2F%2Fexample.com%2Fimage%2F1.png%0Ahttp%3A%2F%2Faliyundoc.com%2Fimage%2F2.png&ObjectType=File
        "#]].assert_eq(&shown(&refresh.request(&stamp())));
    }

    #[test]
    fn too_many_calls_are_made_again() {
        let throttled =
            r#"{"Code":"Throttling.User","Message":"Request was denied due to user flow control."}"#;
        assert!(matches!(verdict(400, throttled), Verdict::Again(_)));
        let quota = r#"{"Code":"QuotaExceeded.Refresh","Message":"Your refresh queries exceed the limit."}"#;
        let reason = "QuotaExceeded.Refresh: Your refresh queries exceed the limit.";
        assert_eq!(verdict(400, quota), Verdict::Refused(reason.to_owned()));
        assert_eq!(verdict(200, r#"{"RefreshTaskId":"1","RequestId":"2"}"#), Verdict::Done);
        assert_eq!(verdict(502, "<html>"), Verdict::Again("HTTP 502".to_owned()));
    }
}
