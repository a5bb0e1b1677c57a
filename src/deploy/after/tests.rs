use super::super::{Changed, Class, Listing};
use super::*;
use crate::config::BaseUrl;
use crate::config::after::{IndexNow, Webhook};

pub(super) fn stamp() -> Stamp {
    Stamp {
        now: "2026-05-18T01:30:00Z".parse().unwrap(),
        nonce: "0123456789abcdef0123456789abcdef".to_owned(),
    }
}

/// All of a request, as only a test may see it.
pub(super) fn shown(request: &Request) -> String {
    let headers: String = request.headers.iter().map(|(name, value)| format!("{name}: {value}\n")).collect();
    format!("POST {}\n{headers}\n{}\n", request.url, request.body)
}

fn changes(paths: &[&str]) -> Changes {
    let file = |path: &&str| {
        let (path, class, change) = ((*path).to_owned(), Class::of(path), Change::Changed);
        Changed { path, class, change, listing: Listing::Listed }
    };
    Changes {
        base_url: BaseUrl { origin: "https://example.org".to_owned(), path: "/".to_owned() },
        files: paths.iter().map(file).collect(),
    }
}

fn everything() -> After {
    let purge = |provider| Purge { provider, endpoint: None, urls: None, directories: None };
    After {
        purge: vec![
            purge(Provider::Aliyun),
            purge(Provider::Tencent),
            purge(Provider::EdgeOne { zone: "zone-1".to_owned() }),
            purge(Provider::Cloudflare { zone: "z1".to_owned() }),
        ],
        webhook: Some(Webhook { url: None }),
        indexnow: Some(IndexNow { key: "26ecd1ada8034912".to_owned(), endpoint: None }),
        baidu: true,
    }
}

const RELEASE: Release<'static> = Release { target: "production", id: "1" };

/// Every variable's value is its name in lower case, twice.
fn environment(name: &str) -> Option<String> {
    Some(match name {
        "HUIMENG_WEBHOOK_URL" => {
            "https://example.com/hook/huimeng_webhook_url_huimeng_webhook_url".to_owned()
        }
        _ => format!("{0}_{0}", name.to_lowercase()),
    })
}

#[test]
fn every_service_is_told_caches_first() {
    let calls = calls(&everything(), &changes(&["a/index.html"]), RELEASE, &environment).unwrap();
    let told: Vec<_> = calls.iter().map(|call| (call.service(), call.count())).collect();
    assert_eq!(
        told,
        [
            ("Alibaba Cloud CDN", (2, false)),
            ("Tencent Cloud CDN", (2, false)),
            ("EdgeOne", (2, false)),
            ("Cloudflare", (2, false)),
            ("IndexNow", (1, false)),
            ("Baidu", (1, false)),
            ("webhook", (1, false)),
        ]
    );
}

#[test]
fn nobody_is_told_of_nothing() {
    assert_eq!(calls(&everything(), &changes(&[]), RELEASE, &environment).unwrap(), []);
}

#[test]
fn what_is_missing_is_told_at_once() {
    let missing = calls(&everything(), &changes(&[]), RELEASE, &|_| Some(" ".to_owned()));
    let Err(DeployError::Unset { variables }) = missing else { panic!("{missing:?}") };
    assert_eq!(
        variables,
        [
            "ALIBABA_CLOUD_ACCESS_KEY_ID",
            "ALIBABA_CLOUD_ACCESS_KEY_SECRET",
            "TENCENTCLOUD_SECRET_ID",
            "TENCENTCLOUD_SECRET_KEY",
            "CLOUDFLARE_API_TOKEN",
            "HUIMENG_BAIDU_TOKEN",
            "HUIMENG_WEBHOOK_URL",
        ]
    );
}

#[test]
fn many_addresses_are_several_calls() {
    let paths: Vec<String> = (0..150).map(|number| format!("a/{number}.html")).collect();
    let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    let cloudflare = Provider::Cloudflare { zone: "z1".to_owned() };
    let purge = Purge { provider: cloudflare, endpoint: None, urls: None, directories: None };
    let few = After { purge: vec![purge.clone()], ..After::default() };
    let counts = |after: &After| -> Vec<_> {
        calls(after, &changes(&paths), RELEASE, &environment).unwrap().iter().map(Call::count).collect()
    };
    assert_eq!(counts(&few), [(100, false), (50, false)]);
    let frugal = After { purge: vec![Purge { urls: Some(100), ..purge }], ..After::default() };
    assert_eq!(counts(&frugal), [(1, true)]);
}

/// A service that repeats all that it got: nothing of it is shown.
#[test]
fn credentials_are_in_no_message() {
    for call in calls(&everything(), &changes(&["a/index.html"]), RELEASE, &environment).unwrap() {
        let echo = shown(&call.request(&stamp())).replace(['\\', '"', '\n'], " ");
        let bodies = [
            format!(r#"{{"Code":"{echo}","Message":"{echo}"}}"#),
            format!(r#"{{"Response":{{"Error":{{"Code":"{echo}","Message":"{echo}"}}}}}}"#),
            format!(r#"{{"success":false,"errors":[{{"code":1,"message":"{echo}"}}]}}"#),
            format!(r#"{{"error":1,"message":"{echo}"}}"#),
        ];
        let verdicts = bodies.iter().flat_map(|body| [403, 503].map(|status| call.verdict(status, body)));
        let seen = format!("{call:?} {:?} {:?}", call.request(&stamp()), verdicts.collect::<Vec<_>>());
        for name in [
            "ALIBABA_CLOUD_ACCESS_KEY_ID",
            "ALIBABA_CLOUD_ACCESS_KEY_SECRET",
            "ALIBABA_CLOUD_SECURITY_TOKEN",
            "TENCENTCLOUD_SECRET_ID",
            "TENCENTCLOUD_SECRET_KEY",
            "TENCENTCLOUD_SECURITY_TOKEN",
            "CLOUDFLARE_API_TOKEN",
            "HUIMENG_WEBHOOK_URL",
            "HUIMENG_WEBHOOK_SECRET",
            "HUIMENG_BAIDU_TOKEN",
        ] {
            let secret = format!("{0}_{0}", name.to_lowercase());
            assert!(!seen.contains(&secret), "{} shows {name}: {seen}", call.service());
        }
    }
}
