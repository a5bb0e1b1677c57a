//! Tencent Cloud: its CDN (`PurgeUrlsCache` and `PurgePathCache` of 2018-06-06) and EdgeOne (`CreatePurgeTask` of
//! 2022-09-01).

use serde::Deserialize;
use serde_json::json;

use super::request::{Key, Request, Stamp, Verdict, by_status, host};
use super::sign::Tc3;

/// Where the CDN's API answers, unless site.yaml says otherwise.
pub const CDN_ENDPOINT: &str = "https://cdn.tencentcloudapi.com";
/// The same of EdgeOne.
pub const EDGEONE_ENDPOINT: &str = "https://teo.tencentcloudapi.com";
/// Most addresses of one request ("PurgeUrlsCache", Tencent Cloud's API reference of the CDN).
pub const MOST_URLS: usize = 1000;
/// Most directories of one request ("PurgePathCache" of the same).
pub const MOST_DIRECTORIES: usize = 20;

/// Which of the two, with what it wants to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Product {
    Cdn,
    EdgeOne {
        /// `zone-…`
        zone: String,
    },
}

/// One request's worth of addresses that the cache forgets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Purge {
    pub product: Product,
    pub endpoint: String,
    pub key: Key,
    pub addresses: Vec<String>,
    /// Are they directories, with all below them?
    pub directories: bool,
}

const JSON: &str = "application/json; charset=utf-8";

impl Purge {
    pub fn request(&self, stamp: &Stamp) -> Request {
        let (service, version, action, body) = self.action();
        let body = body.to_string();
        let host = host(&self.endpoint);
        let signed = Tc3 {
            id: self.key.id.expose(),
            secret: &self.key.secret,
            service,
            headers: &[("content-type", JSON), ("host", host), ("x-tc-action", &action.to_ascii_lowercase())],
            body: &body,
            now: stamp.now,
        };
        let mut headers = vec![
            ("content-type", JSON.to_owned()),
            ("x-tc-action", action.to_owned()),
            ("x-tc-timestamp", stamp.now.as_second().to_string()),
            ("x-tc-version", version.to_owned()),
            ("authorization", signed.authorization()),
        ];
        headers.extend(self.key.token.as_ref().map(|token| ("x-tc-token", token.expose().to_owned())));
        Request { url: format!("{}/", self.endpoint.trim_end_matches('/')), headers, body }
    }

    /// Service, version, action and parameters. Of directories only what differs at the origin is fetched anew.
    fn action(&self) -> (&'static str, &'static str, &'static str, serde_json::Value) {
        let addresses = &self.addresses;
        match (&self.product, self.directories) {
            (Product::Cdn, false) => ("cdn", "2018-06-06", "PurgeUrlsCache", json!({ "Urls": addresses })),
            (Product::Cdn, true) => {
                let body = json!({ "Paths": addresses, "FlushType": "flush" });
                ("cdn", "2018-06-06", "PurgePathCache", body)
            }
            (Product::EdgeOne { zone }, directories) => {
                let kind = if directories { "purge_prefix" } else { "purge_url" };
                let body = json!({ "ZoneId": zone, "Type": kind, "Targets": addresses });
                ("teo", "2022-09-01", "CreatePurgeTask", body)
            }
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Answer {
    response: Outcome,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Outcome {
    error: Option<Fault>,
    /// Of EdgeOne: addresses that it did not take.
    #[serde(default)]
    failed_list: Option<Vec<serde_json::Value>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Fault {
    code: String,
    message: String,
}

/// Failures also come with status 200.
pub(super) fn verdict(status: u16, body: &str) -> Verdict {
    let Ok(Answer { response }) = serde_json::from_str::<Answer>(body) else {
        return match status {
            200..300 => Verdict::Refused(format!("HTTP {status}, an answer that is not the API's")),
            _ => by_status(status, format!("HTTP {status}")),
        };
    };
    match response {
        Outcome { error: Some(Fault { code, message }), .. } => {
            let reason = format!("{code}: {message}");
            let passes = ["RequestLimitExceeded", "InternalError", "ResourceUnavailable"];
            match passes.iter().any(|start| code.starts_with(start)) {
                true => Verdict::Again(reason),
                false => Verdict::Refused(reason),
            }
        }
        Outcome { failed_list: Some(failed), .. } if !failed.is_empty() => {
            Verdict::Refused(serde_json::Value::Array(failed).to_string())
        }
        _ => by_status(status, format!("HTTP {status}")),
    }
}

#[cfg(test)]
mod tests {
    use super::super::request::Secret;
    use super::super::tests::{shown, stamp};
    use super::*;

    fn purge(product: Product, endpoint: &str, addresses: &[&str], directories: bool) -> Purge {
        let key =
            Key { id: Secret::new("id".to_owned()), secret: Secret::new("secret".to_owned()), token: None };
        let addresses = addresses.iter().map(|address| (*address).to_owned()).collect();
        Purge { product, endpoint: endpoint.to_owned(), key, addresses, directories }
    }

    /// The parameters of the examples in "PurgeUrlsCache", "PurgePathCache" and "CreatePurgeTask".
    #[test]
    fn asks_as_the_manuals_show() {
        let urls = purge(Product::Cdn, CDN_ENDPOINT, &["http://www.test.com/1.jpg"], false);
        expect_test::expect![[r#"
            POST https://cdn.tencentcloudapi.com/
            content-type: application/json; charset=utf-8
            x-tc-action: PurgeUrlsCache
            x-tc-timestamp: 1779067800
            x-tc-version: 2018-06-06
            authorization: TC3-HMAC-SHA256 Credential=id/2026-05-18/cdn/tc3_request, SignedHeaders=content-type;host;x-tc-action, Signature=312f3c376e02f3576863efda58cda0334f02b794cc767885563cdd51ed5bbdb2

            {"Urls":["http://www.test.com/1.jpg"]}
        "#]].assert_eq(&shown(&urls.request(&stamp())));
        let paths = purge(Product::Cdn, CDN_ENDPOINT, &["http://www.test.com/a/"], true);
        expect_test::expect![[r#"
            POST https://cdn.tencentcloudapi.com/
            content-type: application/json; charset=utf-8
            x-tc-action: PurgePathCache
            x-tc-timestamp: 1779067800
            x-tc-version: 2018-06-06
            authorization: TC3-HMAC-SHA256 Credential=id/2026-05-18/cdn/tc3_request, SignedHeaders=content-type;host;x-tc-action, Signature=ed8d284a485547744c4d868a3c97de21474a27e09eaf0bbc6bf004796752bfa2

            {"Paths":["http://www.test.com/a/"],"FlushType":"flush"}
        "#]].assert_eq(&shown(&paths.request(&stamp())));
        let zone = Product::EdgeOne { zone: "zone-2ao1mf1h4nkl".to_owned() };
        let prefix = purge(zone, EDGEONE_ENDPOINT, &["http://www.example.com/path/"], true);
        expect_test::expect![[r#"
            POST https://teo.tencentcloudapi.com/
            content-type: application/json; charset=utf-8
            x-tc-action: CreatePurgeTask
            x-tc-timestamp: 1779067800
            x-tc-version: 2022-09-01
            authorization: TC3-HMAC-SHA256 Credential=id/2026-05-18/teo/tc3_request, SignedHeaders=content-type;host;x-tc-action, Signature=2f8121fb83204b767351efc9bfc3bc22043e0b38acc76cfc99273fa56e8f73d8

            {"ZoneId":"zone-2ao1mf1h4nkl","Type":"purge_prefix","Targets":["http://www.example.com/path/"]}
        "#]].assert_eq(&shown(&prefix.request(&stamp())));
    }

    #[test]
    fn failures_are_told_by_the_body() {
        let fault = |code: &str| {
            format!(r#"{{"Response":{{"Error":{{"Code":"{code}","Message":"m"}},"RequestId":"1"}}}}"#)
        };
        assert_eq!(
            verdict(200, &fault("RequestLimitExceeded")),
            Verdict::Again("RequestLimitExceeded: m".into())
        );
        assert_eq!(
            verdict(200, &fault("AuthFailure.SignatureFailure")),
            Verdict::Refused("AuthFailure.SignatureFailure: m".into())
        );
        assert_eq!(verdict(200, r#"{"Response":{"TaskId":"1","RequestId":"2"}}"#), Verdict::Done);
        assert_eq!(
            verdict(200, r#"{"Response":{"JobId":"1","FailedList":null,"RequestId":"2"}}"#),
            Verdict::Done
        );
        let failed = r#"{"Response":{"JobId":"1","FailedList":[{"Reason":"quota"}],"RequestId":"2"}}"#;
        assert_eq!(verdict(200, failed), Verdict::Refused(r#"[{"Reason":"quota"}]"#.into()));
        assert!(matches!(verdict(200, "<html>"), Verdict::Refused(_)));
        assert!(matches!(verdict(503, "<html>"), Verdict::Again(_)));
    }
}
