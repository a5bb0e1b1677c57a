//! `huimeng serve`: what it answers and what it refuses, what it tells open pages, what editors' habits do to it.

use std::fs;
use std::io::Write;

use crate::harness::{LEAST, Site};
use crate::preview::{Answer, Preview};

const ABOUT: &str = "---\ntitle: 关于\n---\n\n第一版。\n";

/// Two pages, two languages, a copied file.
fn site() -> Site {
    Site::of(&[
        ("site.yaml", "title: 明水\nbase_url: https://example.org/\nlanguages: [zh-Hans, zh-Hant-TW]\n"),
        ("content/about/a.md", ABOUT),
        ("content/about/b.md", "---\ntitle: 软件\n---\n\n第二页。\n"),
        ("static/a.txt", "0123456789"),
    ])
}

/// A record with a text.
fn record(text: &str) -> String {
    format!("---\ntitle: 关于\n---\n\n{text}\n")
}

/// Saves in one step, so that no build can see half of it.
fn replace(site: &Site, path: &str, text: &str) {
    let beside = format!("{path}.tmp");
    site.write(&beside, text);
    fs::rename(site.path(&beside), site.path(path)).unwrap();
}

// ---- answers ----

#[test]
fn pages_come_with_the_script_and_files_as_they_are() {
    let site = site();
    let preview = Preview::of(&site, &[]);
    let page = preview.get("/about/a/");
    assert_eq!((page.status, page.header("content-type")), (200, "text/html; charset=utf-8"));
    assert!(page.text().contains("第一版") && page.text().contains("/_huimeng/preview.js"));
    assert_eq!(page.header("cache-control"), "no-cache");
    assert_eq!(page.header("x-content-type-options"), "nosniff");
    assert_eq!(page.header("access-control-allow-origin"), "");
    assert_eq!(page.header("content-length"), page.body.len().to_string());
    for (path, kind) in [
        ("/a.txt", "text/plain; charset=utf-8"),
        ("/sitemap.xml", "application/xml; charset=utf-8"),
        ("/robots.txt", "text/plain; charset=utf-8"),
        ("/feed.json", "application/json"),
        ("/_huimeng/preview.js", "text/javascript; charset=utf-8"),
        ("/_huimeng/preview.css", "text/css; charset=utf-8"),
    ] {
        let answer = preview.get(path);
        assert_eq!((answer.status, answer.header("content-type")), (200, kind), "{path}");
        assert!(!answer.text().contains("preview.js?"), "{path}");
    }
    let folder = preview.get("/about/a?x=1");
    assert_eq!((folder.status, folder.header("location")), (307, "/about/a/?x=1"));
    // What is built has nothing of the preview.
    site.build().expect(0);
    for (path, bytes) in site.output() {
        assert!(!String::from_utf8_lossy(&bytes).contains("_huimeng"), "{path}");
    }
}

#[test]
fn what_a_browser_has_is_not_sent_again() {
    let site = site();
    let preview = Preview::of(&site, &[]);
    for path in ["/about/a/", "/a.txt"] {
        let first = preview.get(path);
        let tag = first.header("etag").to_owned();
        for known in [tag.clone(), format!("W/{tag}"), format!("\"x\", {tag}"), "*".to_owned()] {
            let answer = preview.ask("GET", path, &[("if-none-match", &known)]);
            assert_eq!((answer.status, answer.body.len()), (304, 0), "{path} {known}");
        }
        assert_eq!(preview.ask("GET", path, &[("if-none-match", "\"x\"")]).status, 200);
        let head = preview.ask("HEAD", path, &[]);
        assert_eq!((head.status, head.body.len()), (200, 0));
        assert_eq!(head.header("etag"), tag);
    }
}

#[test]
fn parts_of_files_are_served() {
    let site = site();
    let preview = Preview::of(&site, &[]);
    let part = |range: &str| {
        let answer = preview.ask("GET", "/a.txt", &[("range", range)]);
        (answer.status, answer.text(), answer.header("content-range").to_owned())
    };
    assert_eq!(part("bytes=2-4"), (206, "234".into(), "bytes 2-4/10".into()));
    assert_eq!(part("bytes=7-"), (206, "789".into(), "bytes 7-9/10".into()));
    assert_eq!(part("bytes=-2"), (206, "89".into(), "bytes 8-9/10".into()));
    assert_eq!(part("bytes=10-"), (416, String::new(), "bytes */10".into()));
    assert_eq!(part(&format!("bytes={}", vec!["0-0"; 5000].join(","))).0, 200);
    let tag = preview.get("/a.txt").header("etag").to_owned();
    let same = preview.ask("GET", "/a.txt", &[("range", "bytes=0-1"), ("if-range", &tag)]);
    let other = preview.ask("GET", "/a.txt", &[("range", "bytes=0-1"), ("if-range", "\"x\"")]);
    assert_eq!((same.status, other.status), (206, 200));
    let page = preview.ask("GET", "/about/a/", &[("range", "bytes=0-8")]);
    assert_eq!((page.status, page.text().as_str()), (206, "<!doctype"));
}

#[test]
fn a_missing_page_is_told_in_its_language() {
    let site = site();
    let preview = Preview::of(&site, &[]);
    for (path, lang) in
        [("/nothing/", "zh-Hans"), ("/zh-hant-tw/nothing", "zh-Hant-TW"), ("/a.txt/x", "zh-Hans")]
    {
        let answer = preview.get(path);
        assert_eq!(answer.status, 404, "{path}");
        assert!(answer.text().contains(&format!("<html lang=\"{lang}\"")), "{path}");
    }
}

#[test]
fn a_sub_path_is_served_as_it_will_be() {
    let site = site();
    site.write("site.yaml", "title: 明水\nbase_url: https://example.org/deep/site/\n");
    let preview = Preview::of(&site, &[]);
    for path in ["/", "/deep/site"] {
        let answer = preview.get(path);
        assert_eq!((answer.status, answer.header("location")), (307, "/deep/site/"), "{path}");
    }
    assert_eq!(preview.get("/deep/site/about/a/").status, 200);
    assert!(preview.get("/deep/site/").text().contains("href=\"/deep/site/"));
    assert_eq!(preview.get("/about/a/").status, 404);
}

#[test]
fn links_lead_to_the_preview_and_not_to_the_published_site() {
    let site = site();
    site.write("content/about/a.md", "---\ntitle: 关于\naliases: [/old/]\n---\n\n正文。\n");
    let preview = Preview::of(&site, &[]);
    let redirect = preview.get("/old/").text();
    assert!(redirect.contains(&format!("http://localhost:{}/about/a/", preview.port)), "{redirect}");
    assert!(!redirect.contains("example.org"), "{redirect}");
}

// ---- what is refused ----

#[test]
fn no_spelling_of_a_path_leaves_the_site() {
    let site = site();
    site.write("secret.txt", "SECRET");
    site.write(".huimeng/secret.txt", "SECRET");
    site.write("public/secret.txt", "SECRET");
    site.write("content/.secret.txt", "SECRET");
    let preview = Preview::of(&site, &[]);
    let absolute = site.path("secret.txt");
    let absolute = absolute.to_str().unwrap();
    let mut paths = vec![absolute.to_owned(), format!("/{absolute}"), format!("/_huimeng/{absolute}")];
    for up in [
        "..",
        "%2e%2e",
        "%2E%2e",
        ".%2e",
        "%252e%252e",
        "..%2f..",
        "..%5c",
        "..\\",
        "%c0%ae%c0%ae",
        "..%00",
        "..;",
        "....//..",
        "%u002e%u002e",
        "．．",
        "..%ff",
    ] {
        for below in ["", "about/", "a.txt/", "_huimeng/", "_huimeng/at/2026-01-01/"] {
            paths.push(format!("/{below}{up}/secret.txt"));
            paths.push(format!("/{below}{up}%2fsecret.txt"));
        }
    }
    for path in [
        "/site.yaml",
        "/content/about/a.md",
        "/.huimeng/secret.txt",
        "/public/secret.txt",
        "/.secret.txt",
        "//secret.txt",
        "/secret.txt",
        "/secret.txt%00.html",
        "/a.txt%00",
        "/static/a.txt",
        "/about/a.md",
    ] {
        paths.push(path.to_owned());
    }
    for path in &paths {
        let answer = preview.get(path);
        assert!(matches!(answer.status, 400 | 403 | 404), "{path}: {}", answer.status);
        assert!(!answer.text().contains("SECRET") && !answer.text().contains("base_url"), "{path}");
    }
    assert_eq!(preview.get("/").status, 200);
}

#[cfg(unix)]
#[test]
fn a_link_does_not_lead_out_of_the_site_not_even_later() {
    let outside = Site::empty();
    outside.write("a.txt", "SECRET");
    let site = site();
    site.write("static/folder/a.txt", "ours");
    std::os::unix::fs::symlink(outside.path("a.txt"), site.path("static/link.txt")).unwrap();
    let preview = Preview::of(&site, &[]);
    assert_eq!(preview.get("/folder/a.txt").text(), "ours");
    assert_eq!(preview.get("/link.txt").status, 404);
    fs::rename(site.path("static/folder"), outside.path("moved")).unwrap();
    std::os::unix::fs::symlink(outside.path(""), site.path("static/folder")).unwrap();
    for _ in 0..50 {
        assert!(!preview.get("/folder/a.txt").text().contains("SECRET"));
    }
    preview.until("/folder/a.txt", |answer| answer.status == 404);
}

#[test]
fn other_sites_in_the_browser_get_nothing() {
    let site = site();
    let preview = Preview::of(&site, &[]);
    let host = format!("localhost:{}", preview.port);
    for name in ["evil.example", "localhost.evil.example", "192.168.1.1:80", "127.0.0.1.evil.example"] {
        for path in ["/", "/_huimeng/events", "/_huimeng/state", "/a.txt"] {
            assert_eq!(preview.ask("GET", path, &[("host", name)]).status, 403, "{name} {path}");
        }
    }
    for name in ["localhost", "127.0.0.1:1", "[::1]:99"] {
        assert_eq!(preview.ask("GET", "/", &[("host", name)]).status, 200, "{name}");
    }
    for origin in ["http://evil.example", "null", "http://localhost:1"] {
        assert_eq!(preview.ask("GET", "/_huimeng/state", &[("origin", origin)]).status, 403, "{origin}");
    }
    assert_eq!(preview.ask("GET", "/_huimeng/state", &[("origin", &format!("http://{host}"))]).status, 200);
    assert_eq!(preview.ask("GET", "/_huimeng/state", &[("sec-fetch-site", "cross-site")]).status, 403);
    assert_eq!(preview.get("/a.txt").header("cross-origin-resource-policy"), "same-origin");
    let none = preview.raw(b"GET / HTTP/1.0\r\n\r\n");
    assert!(none.starts_with(b"HTTP/1.0 403"), "{}", String::from_utf8_lossy(&none));
}

#[test]
fn odd_requests_end_their_connection_and_nothing_else() {
    let site = site();
    let mut preview = Preview::of(&site, &[]);
    let host = format!("host: localhost:{}\r\n", preview.port);
    for method in ["POST", "PUT", "DELETE", "PATCH", "TRACE", "OPTIONS"] {
        let answer = preview.ask(method, "/", &[]);
        assert_eq!((answer.status, answer.header("allow")), (405, "GET, HEAD"), "{method}");
    }
    let long = format!("GET /{} HTTP/1.1\r\n{host}\r\n", "a".repeat(200_000));
    let many = format!("GET / HTTP/1.1\r\n{host}{}\r\n", "x: y\r\n".repeat(20_000));
    let odd: [&[u8]; 7] = [
        b"GET / HTTP/9.9\r\n\r\n",
        b"\0\0\0\0\r\n\r\n",
        b"GET  /\r\n\r\n",
        b"CONNECT evil.example:80 HTTP/1.1\r\nhost: localhost\r\n\r\n",
        b"GET http://evil.example/ HTTP/1.1\r\nhost: evil.example\r\n\r\n",
        long.as_bytes(),
        many.as_bytes(),
    ];
    for request in odd {
        let answer = preview.raw(request);
        let shown = String::from_utf8_lossy(&answer);
        assert!(answer.is_empty() || shown.starts_with("HTTP/1.1 4"), "{}", &shown[..shown.len().min(80)]);
    }
    for path in [
        "/%",
        "/%zz",
        "/%00",
        "/_huimeng/at/x/",
        "/_huimeng/at/9999-99-99/",
        "/_huimeng/nothing",
        "/_huimeng/state?page=%",
        "/?as_of=yesterday",
    ] {
        assert!((200..500).contains(&preview.get(path).status), "{path}");
    }
    // Those who say nothing do not keep others waiting.
    let silent: Vec<_> = (0..100).map(|_| preview.connect()).collect();
    for mut stream in &silent {
        let _ = stream.write_all(b"GET / HT");
    }
    assert_eq!(preview.get("/").status, 200);
    assert!(preview.lives());
}

#[test]
fn a_taken_port_is_told() {
    let site = site();
    let preview = Preview::of(&site, &[]);
    let port = preview.port.to_string();
    let run = site.run(&["serve", "--port", &port, "--messages", "en"]).expect(3);
    run.says(&[&port, "--port"]);
    let empty = Site::empty();
    empty.run(&["serve", "--port", "0", "--messages", "zh"]).expect(1).says(&["HM0401"]);
}

// ---- what open pages are told ----

#[test]
fn only_pages_that_changed_are_loaded_again() {
    let site = site();
    let preview = Preview::of(&site, &[]);
    let (mut a, mut b) = (preview.events("/about/a/"), preview.events("/about/b/"));
    site.write("content/about/a.md", record("第二版。"));
    let (name, build_of_a) = a.next_act();
    assert_eq!(name, "reload");
    preview.shows("/about/a/", "第二版");
    site.write("content/about/b.md", "---\ntitle: 软件\n---\n\n又一版。\n");
    let (name, build_of_b) = b.next_act();
    assert_eq!(name, "reload");
    assert!(build_of_b.as_u64() > build_of_a.as_u64(), "the first save did not concern this page");
    preview.shows("/about/b/", "又一版");
}

#[test]
fn a_browser_that_comes_back_is_told_what_it_missed() {
    let site = site();
    let preview = Preview::of(&site, &[]);
    let tag = preview.get("/about/a/").header("etag").trim_matches('"').to_owned();
    let first = |state: &str| {
        let mut stream = preview.connect();
        let request =
            format!("GET /_huimeng/events?page=/about/a/&state={state} HTTP/1.0\r\nhost: localhost\r\n\r\n");
        stream.write_all(request.as_bytes()).unwrap();
        let mut lines = std::io::BufRead::lines(std::io::BufReader::new(stream)).map_while(Result::ok);
        lines.find_map(|line| line.strip_prefix("event: ").map(str::to_owned))
    };
    assert_eq!(first(&tag).as_deref(), Some("state"));
    site.write("content/about/a.md", record("第二版。"));
    preview.shows("/about/a/", "第二版");
    assert_eq!(first(&tag).as_deref(), Some("reload"));
}

#[test]
fn styles_and_pictures_are_exchanged_in_place() {
    let site = site();
    site.write("assets/site.css", "body { color: red }\n");
    let preview = Preview::of(&site, &[]);
    let mut events = preview.events("/about/a/");
    site.write("assets/site.css", "body { color: blue }\n");
    assert_eq!(events.next_act().0, "styles");
    site.write("static/a.txt", "another text");
    assert_eq!(events.next_act(), ("files".to_owned(), serde_json::json!(["/a.txt"])));
    assert_eq!(preview.get("/a.txt").text(), "another text");
    // Both at once.
    site.write("content/about/a.md", record("第二版。"));
    assert_eq!(events.next_act().0, "reload");
}

#[test]
fn the_page_of_the_saved_file_is_followed() {
    let site = site();
    let preview = Preview::of(&site, &["--follow"]);
    let (mut there, mut other) = (preview.events("/zh-hant-tw/about/b/"), preview.events("/about/a/"));
    site.write("content/about/a.md", record("第二版。"));
    assert_eq!(there.next_act(), ("go".to_owned(), serde_json::json!("/zh-hant-tw/about/a/")));
    assert_eq!(other.next_act().0, "reload");
    site.write("content/about/b.md", "---\ntitle: 软件\n---\n\n又一版。\n");
    assert_eq!(other.next_act(), ("go".to_owned(), serde_json::json!("/about/b/")));
}

#[test]
fn the_bar_knows_where_a_page_comes_from() {
    let site = site();
    site.write("content/about/a.zh-Hant-TW.md", "---\ntitle: 關於\n---\n\n手寫。\n");
    site.write("content/about/b.md", "---\ntitle: 软件\ndraft: true\n---\n\n正文。\n");
    site.write("content/about/c.md", "---\ntitle: 以后\npublish_at: 2999-01-01\n---\n\n正文。\n");
    let preview = Preview::of(&site, &["--drafts", "--future"]);
    let page = &preview.state("/zh-hant-tw/about/a/")["page"];
    assert_eq!(page["source"]["file"], "content/about/a.zh-Hant-TW.md");
    let opened = page["source"]["open"].as_str().unwrap();
    assert!(
        opened.starts_with("vscode://file/") && opened.ends_with("/content/about/a.zh-Hant-TW.md:1:1"),
        "{opened}"
    );
    let versions: Vec<_> =
        page["versions"].as_array().unwrap().iter().map(|one| (&one["origin"], &one["url"])).collect();
    assert_eq!(
        format!("{versions:?}"),
        r#"[(String("source"), String("/about/a/")), (String("written"), String("/zh-hant-tw/about/a/"))]"#
    );
    let state = preview.state("/about/b/");
    assert_eq!(state["page"]["versions"][1]["origin"], "converted");
    assert_eq!(state["page"]["ribbons"][0]["kind"], "draft");
    assert_eq!(state["marks"]["/about/b/"], "draft");
    assert_eq!(preview.state("/about/c/")["page"]["ribbons"][0]["kind"], "embargo");
    assert_eq!(preview.state("/")["page"]["ribbons"], serde_json::json!([]));
    drop(preview);
    let preview = Preview::of(&site, &["--editor", "edit:{path}#{line}"]);
    let opened = preview.state("/about/a/")["page"]["source"]["open"].clone();
    assert!(
        opened.as_str().is_some_and(|url| url.starts_with("edit:") && url.ends_with("a.md#1")),
        "{opened}"
    );
    assert_eq!(preview.get("/about/b/").status, 404);
    drop(preview);
    let preview = Preview::of(&site, &["--editor", "none"]);
    assert_eq!(preview.state("/about/a/")["page"]["source"]["open"], serde_json::Value::Null);
}

#[test]
fn doubtful_conversions_are_asked_about() {
    let site = site();
    site.write("content/about/a.md", record("里程碑在台州，作者崔常松。"));
    let preview = Preview::of(&site, &[]);
    let doubts = |page: &str| -> serde_json::Value {
        serde_json::from_slice(&preview.get(&format!("/_huimeng/doubts?page={page}")).body).unwrap()
    };
    let doubt = &doubts("/zh-hant-tw/about/a/")[0];
    assert_eq!((&doubt["word"], &doubt["output"]), (&"松".into(), &"松".into()), "{doubt}");
    assert_eq!(doubt["others"], serde_json::json!(["鬆"]));
    assert_eq!(doubt["place"], "content/about/a.md:5:12");
    for page in ["/about/a/", "/zh-hant-tw/", "/nothing/", "%"] {
        assert_eq!(doubts(page), serde_json::json!([]), "{page}");
    }
    // Somebody read it.
    site.write(
        "content/about/a.md",
        "---\ntitle: 关于\nreview: {zh-Hant-TW: {by: 赵六}}\n---\n\n校对以后，作者崔常松。\n",
    );
    preview.shows("/zh-hant-tw/about/a/", "校對以後");
    assert_eq!(doubts("/zh-hant-tw/about/a/"), serde_json::json!([]));
    assert_eq!(preview.state("/about/a/")["page"]["versions"][1]["reviewed"], "赵六");
}

/// Whoever comes from another machine has to bring the token; here it comes by loopback too.
#[test]
fn other_machines_are_let_in_with_the_token() {
    let site = site();
    let preview = Preview::of(&site, &["--host", "0.0.0.0"]);
    let token = preview.url.split("?token=").nth(1).and_then(|rest| rest.split(' ').next()).unwrap();
    preview.tells("drafts included");
    assert_eq!(preview.get("/").status, 403);
    assert_eq!(preview.get("/?token=wrong").status, 403);
    let host = format!("127.0.0.1:{}", preview.port);
    assert_eq!(preview.ask("GET", &format!("/?token={token}"), &[("host", "example.org")]).status, 403);
    let let_in = preview.ask("GET", &format!("/about/a/?token={token}"), &[("host", &host)]);
    assert_eq!((let_in.status, let_in.header("location")), (307, "/about/a/"));
    let cookie = let_in.header("set-cookie").split(';').next().unwrap().to_owned();
    let page = preview.ask("GET", "/about/a/", &[("host", &host), ("cookie", &cookie)]);
    assert_eq!(page.status, 200, "{}", page.text());
    // Paths of this machine are for its own editors.
    assert!(!page.text().contains(site.path("").to_str().unwrap()));
}

// ---- errors ----

#[test]
fn an_error_is_told_over_the_last_good_site() {
    let site = site();
    let preview = Preview::of(&site, &[]);
    for round in 0..5 {
        site.write("content/about/a.md", "---\ntitle: 关于\n---\n\n[x](nowhere.md)\n");
        let state = preview.state_until("/about/a/", |state| state["errors"] == 1);
        let finding = &state["findings"][0];
        let text = finding["text"].as_str().unwrap();
        assert!(
            text.contains("HM0302") && text.contains("content/about/a.md:5:1") && text.contains("^^^"),
            "{text}"
        );
        assert_eq!(finding["file"], "content/about/a.md");
        assert!(finding["open"].as_str().is_some_and(|url| url.ends_with("a.md:5:1")), "{finding}");
        assert_eq!(state["partial"], false);
        assert!(!preview.get("/about/a/").text().contains("nowhere"));
        site.write("content/about/a.md", record(&format!("第{round}轮。")));
        preview.shows("/about/a/", &format!("第{round}轮"));
        assert_eq!(preview.state("/about/a/")["findings"], serde_json::json!([]));
        // The terminal has said the same.
        preview.tells(text);
    }
}

#[test]
fn errors_of_templates_and_of_the_configuration_end_nothing() {
    let site = site();
    let mut preview = Preview::of(&site, &[]);
    let (good, page) = (
        site.read("site.yaml"),
        "{% extends \"base.html\" %}{% block main %}{{ page.body | safe }}{% endblock main %}",
    );
    for (path, wrong, right) in [
        ("site.yaml", "title: 明水\nbase_url: nothing\n", Some(good.as_str())),
        ("site.yaml", "title: [", Some(&good)),
        ("templates/page.html", "{% if %}", Some(page)),
        ("templates/page.html", "{{ page.nothing }}", Some(page)),
        ("templates/page.html", "{{ t(key='nothing') }}", None),
        ("content/about/c.md", "---\ntitle：x\n---\n", None),
        ("content/about/c.md", "\u{0}", None),
    ] {
        site.write(path, wrong);
        let state = preview.state_until("/about/a/", |state| state["errors"] != 0);
        assert_eq!(state["findings"][0]["severity"], "error", "{path}");
        assert!(preview.get("/about/a/").text().contains("第一版"), "{path}");
        match right {
            Some(right) => site.write(path, right),
            None => fs::remove_file(site.path(path)).unwrap(),
        }
        preview.state_until("/about/a/", |state| state["errors"] == 0);
    }
    assert!(preview.lives());
}

#[test]
fn a_site_that_is_wrong_from_the_start_shows_what_there_is() {
    let site = site();
    site.write("content/about/a.md", "---\ntitle: 关于\n---\n\n[x](nowhere.md)\n");
    let preview = Preview::of(&site, &[]);
    assert!(preview.get("/about/b/").text().contains("第二页"));
    assert_eq!(preview.get("/about/a/").status, 200);
    let state = preview.state("/about/b/");
    assert_eq!((&state["errors"], &state["partial"]), (&1.into(), &true.into()));
    site.write("content/about/a.md", record("好了。"));
    preview.shows("/about/a/", "好了");
    assert_eq!(preview.state("/about/b/")["partial"], false);
}

#[test]
fn where_nothing_can_be_shown_a_page_tells_why() {
    let site = site();
    let good = site.read("site.yaml");
    site.write("site.yaml", b"title: \xc3\xf7\xcb\xae\n");
    let preview = Preview::of(&site, &[]);
    let page = preview.get("/about/a/");
    assert_eq!((page.status, page.header("content-type")), (500, "text/html; charset=utf-8"));
    let text = page.text();
    assert!(
        text.contains("HM0102") && text.contains("site.yaml:1:8") && text.contains("preview.js"),
        "{text}"
    );
    assert_eq!(preview.state("/about/a/")["errors"], 1);
    site.write("site.yaml", &good);
    preview.shows("/about/a/", "第一版");
}

// ---- editors' habits ----

#[test]
fn every_way_to_save_is_seen() {
    let site = site();
    let preview = Preview::of(&site, &[]);
    let (path, beside) = (site.path("content/about/a.md"), site.path("content/about/.a.md.tmp123"));
    // Into a file beside it, then over it.
    fs::write(&beside, record("原子替换。")).unwrap();
    fs::rename(&beside, &path).unwrap();
    preview.shows("/about/a/", "原子替换");
    // Vim: tries the folder, moves the old file away, writes a new one, removes the old.
    fs::write(site.path("content/about/4913"), "").unwrap();
    fs::remove_file(site.path("content/about/4913")).unwrap();
    fs::write(site.path("content/about/.a.md.swp"), "b0VIM").unwrap();
    fs::rename(&path, site.path("content/about/a.md~")).unwrap();
    fs::write(&path, record("Vim 保存。")).unwrap();
    fs::remove_file(site.path("content/about/a.md~")).unwrap();
    preview.shows("/about/a/", "Vim 保存");
    // Windows' line ends, a byte order mark.
    fs::write(&path, format!("\u{feff}{}", record("换行不同。").replace('\n', "\r\n"))).unwrap();
    preview.shows("/about/a/", "换行不同");
    // In pieces, by one who keeps the file open.
    let mut file = fs::File::create(&path).unwrap();
    for piece in ["---\ntitle: 关于\n", "---\n\n", "分几次写。\n"] {
        file.write_all(piece.as_bytes()).unwrap();
        file.flush().unwrap();
    }
    preview.shows("/about/a/", "分几次写");
    drop(file);
    // Deleted and made again.
    fs::remove_file(&path).unwrap();
    preview.until("/about/a/", |answer| answer.status == 404);
    fs::write(&path, record("重新建立。")).unwrap();
    preview.shows("/about/a/", "重新建立");
    // A name as macOS writes it.
    site.write("content/about/cafe\u{301}.md", "---\ntitle: 咖啡\nslug: coffee\n---\n\n咖啡。\n");
    preview.shows("/about/coffee/", "咖啡。");
    assert_eq!(preview.state("/")["findings"], serde_json::json!([]), "{}", preview.stderr());
    assert!(!preview.stderr().contains("error"), "{}", preview.stderr());
}

#[test]
fn folders_that_come_move_and_go_are_followed() {
    let (site, elsewhere) = (site(), Site::empty());
    let preview = Preview::of(&site, &[]);
    // Made and filled at once.
    site.write("content/about/deep/er/a.md", record("深处。"));
    preview.shows("/about/deep/er/a/", "深处");
    site.write("content/about/deep/er/a.md", record("改过。"));
    preview.shows("/about/deep/er/a/", "改过");
    // Renamed, then written into.
    fs::rename(site.path("content/about/deep"), site.path("content/about/moved")).unwrap();
    preview.shows("/about/moved/er/a/", "改过");
    site.write("content/about/moved/er/a.md", record("搬家以后。"));
    preview.shows("/about/moved/er/a/", "搬家以后");
    assert_eq!(preview.get("/about/deep/er/a/").status, 404);
    // Moved in from elsewhere.
    elsewhere.write("whole/x/b.md", record("外面来的。"));
    fs::rename(elsewhere.path("whole"), site.path("content/about/whole")).unwrap();
    preview.shows("/about/whole/x/b/", "外面来的");
    site.write("content/about/whole/x/b.md", record("进来再改。"));
    preview.shows("/about/whole/x/b/", "进来再改");
    // Removed and made again under the same name.
    fs::remove_dir_all(site.path("content/about/whole")).unwrap();
    preview.until("/about/whole/x/b/", |answer| answer.status == 404);
    site.write("content/about/whole/x/b.md", record("同名再来。"));
    preview.shows("/about/whole/x/b/", "同名再来");
    site.write("content/about/whole/x/b.md", record("同名再改。"));
    preview.shows("/about/whole/x/b/", "同名再改");
    // Folders of the site that were not there before.
    site.write("assets/site.css", "body { color: green }\n");
    preview.until("/", |answer| !answer.text().is_empty());
    site.write("static/new/b.txt", "new");
    preview.shows("/new/b.txt", "new");
}

#[test]
fn what_is_no_part_of_the_site_builds_nothing() {
    let site = site();
    let preview = Preview::of(&site, &[]);
    let before = preview.builds();
    for path in [
        "content/about/~$b.docx",
        "content/about/.~lock.b.md#",
        "content/about/.b.md.swp",
        "content/about/b.md~",
        "content/about/4913",
        "content/about/#b.md#",
        "content/.DS_Store",
        "public/index.html",
        ".huimeng/memo",
        ".git/index.lock",
        "notes.md",
        "node_modules/x/index.js",
    ] {
        site.write(path, "x");
    }
    // Reading is an event as well, and so is writing what was there.
    site.read("content/about/a.md");
    replace(&site, "content/about/a.md", ABOUT);
    site.run(&["build", "-q"]);
    // Events come in order: after this one all of those have been heard.
    replace(&site, "content/about/b.md", "---\ntitle: 软件\n---\n\n最后。\n");
    preview.shows("/about/b/", "最后");
    assert_eq!(preview.builds(), before + 1);
}

#[test]
fn many_files_at_once_are_one_build_and_no_save_is_lost() {
    let site = site();
    for number in 0..400 {
        site.write(&format!("content/about/p{number}.md"), record("旧。"));
    }
    let preview = Preview::of(&site, &[]);
    let before = preview.builds();
    for number in 0..400 {
        site.write(&format!("content/about/p{number}.md"), record("新。"));
    }
    preview.shows("/about/p0/", "新。");
    preview.shows("/about/p399/", "新。");
    // One or two, unless the machine made the writer pause.
    assert!(preview.builds() <= before + 20, "{} builds", preview.builds() - before);
    // Saves during builds: the last one wins.
    for round in 0..30 {
        site.write("content/about/p7.md", record(&format!("第 {round} 次。")));
    }
    preview.shows("/about/p7/", "第 29 次");
}

#[test]
fn without_events_the_site_is_looked_at() {
    let site = site();
    let preview = Preview::of(&site, &["--poll"]);
    let before = preview.builds();
    site.write("content/about/a.md", record("轮询看到。"));
    preview.shows("/about/a/", "轮询看到");
    site.write("content/about/deep/a.md", record("新文件夹。"));
    preview.shows("/about/deep/a/", "新文件夹");
    assert!(preview.builds() >= before + 2);
}

// ---- time ----

#[test]
fn a_record_appears_when_its_time_has_come() {
    let site = site();
    #[expect(clippy::disallowed_methods, reason = "the preview's own clock is what is tried")]
    let soon = jiff::Timestamp::now() + jiff::SignedDuration::from_secs(3);
    site.write("content/about/c.md", format!("---\ntitle: 稍后\npublish_at: {soon:.0}\n---\n\n到时候了。\n"));
    let preview = Preview::of(&site, &[]);
    preview.shows("/about/c/", "到时候了");
}

#[test]
fn another_day_has_a_site_of_its_own() {
    let site = site();
    site.write(
        "content/about/c.md",
        "---\ntitle: 以后\npublish_at: 2030-05-01 12:00\nexpires_at: 2030-05-03\n---\n\n[关于](a.md)\n",
    );
    let preview = Preview::of(&site, &["--now", "2026-01-01T00:00:00Z"]);
    assert_eq!(preview.get("/about/c/").status, 404);
    let there = preview.get("/about/c/?as_of=2030-05-01");
    assert_eq!(there.header("location"), "/_huimeng/at/2030-05-01/about/c/");
    let page = preview.shows(there.header("location"), "以后");
    assert!(page.text().contains("href=\"/_huimeng/at/2030-05-01/about/a/\""), "links stay in that day");
    let status = |path: &str| preview.get(path).status;
    assert_eq!(status("/_huimeng/at/2030-04-30/about/c/"), 404);
    assert_eq!(status("/_huimeng/at/2030-05-03/about/c/"), 404);
    assert_eq!(status("/about/c/"), 404);
    let state = preview.state("/_huimeng/at/2030-05-01/about/c/");
    assert_eq!(
        (&state["date"], &state["page"]["ribbons"][0]["kind"]),
        (&"2030-05-01".into(), &"embargo".into())
    );
    assert_eq!(preview.get("/_huimeng/at/2030-05-01/about/c/?as_of=").header("location"), "/about/c/");
    // It follows the files as well.
    let mut events = preview.events("/_huimeng/at/2030-05-01/about/a/");
    site.write("content/about/a.md", record("改过。"));
    assert_eq!(events.next_act().0, "reload");
    preview.shows("/_huimeng/at/2030-05-01/about/a/", "改过");
}

#[test]
fn what_is_previewed_is_what_is_published() {
    let site = Site::of(&[("site.yaml", LEAST), ("content/about/a.md", ABOUT)]);
    let preview = Preview::of(&site, &["--now", crate::harness::NOW]);
    site.build().expect(0);
    let script = |answer: &Answer| {
        let text = answer.text();
        let start = text.find("<script type=\"module\" src=\"/_huimeng/").unwrap_or(text.len());
        let end = text[start..].find("</script>").map_or(text.len(), |end| start + end + "</script>".len());
        format!("{}{}", &text[..start], &text[end..])
    };
    let host = format!("http://localhost:{}", preview.port);
    for (path, bytes) in site.output().iter().filter(|(path, _)| !path.starts_with('.')) {
        let shown = script(&preview.get(&format!("/{path}"))).replace(&host, "https://example.org");
        assert_eq!(shown, String::from_utf8_lossy(bytes), "{path}");
    }
}
