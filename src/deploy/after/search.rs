//! Search engines that want to be told: those of IndexNow (Bing, Yandex, Naver, Seznam, …), and Baidu.

use serde::Deserialize;
use serde_json::json;

use super::request::{Request, Secret, Verdict, by_status, host};

/// Shares what it is told with all engines of the protocol.
pub const INDEXNOW: &str = "https://api.indexnow.org/indexnow";
/// Most addresses of one request ("Documentation", indexnow.org).
pub const INDEXNOW_MOST: usize = 10_000;
/// Baidu has no other scheme here.
const BAIDU: &str = "http://data.zz.baidu.com/urls";
/// Most addresses of one request (普通收录 of Baidu's 搜索资源平台).
pub const BAIDU_MOST: usize = 2000;

/// Pages that changed, for IndexNow. The key is no secret: the site publishes it as `{key}.txt`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexNow {
    pub endpoint: String,
    pub key: String,
    /// The site's own address, with a slash at the end.
    pub site: String,
    pub urls: Vec<String>,
}

impl IndexNow {
    pub fn request(&self) -> Request {
        let body = json!({
            "host": host(&self.site),
            "key": self.key,
            "keyLocation": format!("{}{}.txt", self.site, self.key),
            "urlList": self.urls,
        });
        Request {
            url: self.endpoint.clone(),
            headers: vec![("content-type", "application/json; charset=utf-8".to_owned())],
            body: body.to_string(),
        }
    }
}

/// The answers that the protocol lists ("Documentation", indexnow.org). 202: the key is still to be fetched.
pub(super) fn indexnow_verdict(status: u16) -> Verdict {
    let reason = match status {
        403 => "HTTP 403: the key file is not on the site, or holds another key".to_owned(),
        422 => "HTTP 422: addresses of another host, or a key that is none".to_owned(),
        _ => format!("HTTP {status}"),
    };
    by_status(status, reason)
}

/// Pages that changed, for Baidu.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Baidu {
    /// As it is verified with Baidu: `https://example.org`.
    pub site: String,
    pub token: Secret,
    pub urls: Vec<String>,
}

impl Baidu {
    pub fn request(&self) -> Request {
        Request {
            url: format!("{BAIDU}?site={}&token={}", self.site, self.token.expose()),
            headers: vec![("content-type", "text/plain".to_owned())],
            body: self.urls.join("\n"),
        }
    }
}

#[derive(Deserialize)]
struct BaiduAnswer {
    /// Of a success: how many were taken.
    success: Option<u64>,
    message: Option<String>,
}

/// A day's quota that is used up is no fault that waiting mends.
pub(super) fn baidu_verdict(status: u16, body: &str) -> Verdict {
    match serde_json::from_str::<BaiduAnswer>(body) {
        Ok(BaiduAnswer { success: Some(_), .. }) if status == 200 => Verdict::Done,
        Ok(BaiduAnswer { message: Some(message), .. }) => match message.as_str() {
            "over quota" => Verdict::Refused(format!("HTTP {status}: {message}")),
            _ => by_status(status.max(400), format!("HTTP {status}: {message}")),
        },
        _ if status == 200 => Verdict::Refused("HTTP 200, an answer that is not the API's".to_owned()),
        _ => by_status(status, format!("HTTP {status}")),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::shown;
    use super::*;

    /// The example of "Documentation", indexnow.org, under "Submitting set of URLs".
    #[test]
    fn indexnow_is_asked_as_its_protocol_shows() {
        let paths = ["url1", "folder/url2", "url3"];
        let told = IndexNow {
            endpoint: INDEXNOW.to_owned(),
            key: "26ecd1ada8034912a62634cc4e3ddd7e".to_owned(),
            site: "https://www.example.com/".to_owned(),
            urls: paths.map(|path| format!("https://www.example.com/{path}")).into(),
        };
        expect_test::expect![[r#"
            POST https://api.indexnow.org/indexnow
            content-type: application/json; charset=utf-8

            {"host":"www.example.com","key":"26ecd1ada8034912a62634cc4e3ddd7e","keyLocation":"https://www.example.com/26ecd1ada8034912a62634cc4e3ddd7e.txt","urlList":["https://www.example.com/url1","https://www.example.com/folder/url2","https://www.example.com/url3"]}
        "#]].assert_eq(&shown(&told.request()));
        assert_eq!((indexnow_verdict(200), indexnow_verdict(202)), (Verdict::Done, Verdict::Done));
        assert!(matches!(indexnow_verdict(403), Verdict::Refused(_)));
        assert!(matches!(indexnow_verdict(429), Verdict::Again(_)));
    }

    /// The example that 搜索资源平台 shows for curl, under 普通收录, API 提交.
    #[test]
    fn baidu_is_asked_as_its_platform_shows() {
        let told = Baidu {
            site: "www.example.com".to_owned(),
            token: Secret::new("edk7yc4rEZP9pDQD".to_owned()),
            urls: ["http://www.example.com/1.html", "http://www.example.com/2.html"].map(String::from).into(),
        };
        expect_test::expect![[r#"
            POST http://data.zz.baidu.com/urls?site=www.example.com&token=edk7yc4rEZP9pDQD
            content-type: text/plain

            http://www.example.com/1.html
            http://www.example.com/2.html
        "#]]
        .assert_eq(&shown(&told.request()));
        let taken = r#"{"remain":99998,"success":2,"not_same_site":[],"not_valid":[]}"#;
        assert_eq!(baidu_verdict(200, taken), Verdict::Done);
        let refused = r#"{"error":401,"message":"token is not valid"}"#;
        assert_eq!(baidu_verdict(401, refused), Verdict::Refused("HTTP 401: token is not valid".into()));
        let quota = r#"{"error":400,"message":"over quota"}"#;
        assert_eq!(baidu_verdict(400, quota), Verdict::Refused("HTTP 400: over quota".into()));
        assert!(matches!(
            baidu_verdict(500, r#"{"error":500,"message":"internal error"}"#),
            Verdict::Again(_)
        ));
        assert!(matches!(baidu_verdict(200, "<html>"), Verdict::Refused(_)));
    }
}
