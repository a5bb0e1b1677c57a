//! `huimeng deploy` to a folder: what readers get at every point, and what is refused.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::path::Path;
use std::time::Duration;

use serde_json::Value;

use crate::harness::{Files, Run, Site, assert_same, files, write};

const SETTINGS: &str =
    "title: 明水\nbase_url: https://example.org/\ndeploy:\n  live: {to: fs, path: live, grace: 0, keep: 3}\n";

/// A built site with a target in its folder.
fn site() -> Site {
    let site = Site::of(&[
        ("site.yaml", SETTINGS),
        ("content/about/a.md", "---\ntitle: 关于\n---\n\n一。\n"),
        ("content/news/2024-05-16-b.md", "---\ntitle: 成立\n---\n\n二。\n"),
        ("static/map.txt", "地图\n"),
    ]);
    site.build().expect(0);
    site
}

fn deploy(site: &Site, options: &[&str]) -> Run {
    site.run(&[&["deploy", "--messages", "en"], options].concat())
}

/// What readers can get.
fn live(site: &Site) -> Files {
    let mut files = files(&site.path("live"));
    files.retain(|path, _| !path.starts_with(".huimeng/"));
    files
}

/// Changes the news, takes away the page, adds another one.
fn change(site: &Site) {
    site.write("content/news/2024-05-16-b.md", "---\ntitle: 成立\n---\n\n改过。\n");
    fs::remove_file(site.path("content/about/a.md")).unwrap();
    site.write("content/about/c.md", "---\ntitle: 新页\n---\n\n三。\n");
    site.build().expect(0);
}

fn events(run: &Run) -> Vec<Value> {
    run.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn event<'e>(events: &'e [Value], name: &str) -> &'e Value {
    events.iter().find(|event| event["event"] == name).unwrap_or_else(|| panic!("no `{name}`: {events:?}"))
}

#[test]
fn the_site_is_published_and_only_changes_after_that() {
    let site = site();
    let run = deploy(&site, &["--dry-run"]).expect(0);
    assert!(run.stdout.contains("first release: 1 news (1 new)"), "{}", run.stdout);
    assert!(!site.path("live").exists());
    deploy(&site, &[]).expect(0);
    assert_same(&live(&site), &site.output());
    let run = deploy(&site, &["--message-format", "json"]).expect(0);
    assert_eq!(event(&events(&run), "end")["changed"], false);
    change(&site);
    let run = deploy(&site, &["--max-delete", "50", "--message-format", "json"]).expect(0);
    let events = events(&run);
    let plan = event(&events, "plan");
    assert_eq!(plan["removed"], 1);
    assert_eq!(plan["summary"]["records"]["news"]["changed"], 1);
    assert!(plan["writes"].as_u64().unwrap() < site.output().len() as u64);
    assert_same(&live(&site), &site.output());
    assert!(!site.path("live/about/a").exists(), "an empty folder is left");
}

#[test]
fn pages_come_after_what_they_need_and_the_manifest_last() {
    let site = site();
    let run = deploy(&site, &["--message-format", "json"]).expect(0);
    let events = events(&run);
    let classes: Vec<&str> = events
        .iter()
        .filter(|event| event["event"] == "written")
        .map(|event| event["class"].as_str().unwrap())
        .collect();
    let order = ["fingerprinted", "media", "data", "page", "feed"];
    let places: Vec<_> = classes.iter().map(|class| order.iter().position(|name| name == class)).collect();
    assert!(places.is_sorted(), "{classes:?}");
    let at = |name: &str| events.iter().position(|event| event["event"] == name).unwrap();
    assert!(events.iter().rposition(|event| event["event"] == "written").unwrap() < at("commit"));
}

#[test]
fn what_left_the_site_stays_for_the_grace_time() {
    let site = site();
    site.write("site.yaml", SETTINGS.replace("grace: 0", "grace: 1h"));
    deploy(&site, &[]).expect(0);
    change(&site);
    deploy(&site, &["--max-delete", "50"]).expect(0);
    assert!(site.path("live/about/a/index.html").exists());
    site.write("site.yaml", SETTINGS);
    let run = deploy(&site, &["--prune"]).expect(0);
    assert!(run.stdout.contains("deleted 1 files"), "{}", run.stdout);
    assert_same(&live(&site), &site.output());
}

#[test]
fn going_back_is_exact_and_needs_no_build() {
    let site = site();
    deploy(&site, &[]).expect(0);
    let first = live(&site);
    change(&site);
    deploy(&site, &["--max-delete", "50"]).expect(0);
    let second = live(&site);
    fs::remove_dir_all(site.path("public")).unwrap();
    deploy(&site, &["--rollback"]).expect(0);
    assert_same(&live(&site), &first);
    deploy(&site, &["--rollback"]).expect(1).says(&["no earlier release"]);
    let run = deploy(&site, &["--list", "--message-format", "json"]).expect(0);
    let releases = events(&run);
    assert_eq!(releases.len(), 2);
    assert_eq!((&releases[0]["withdrawn"], &releases[1]["current"]), (&true.into(), &true.into()));
    let id = releases[0]["release"].as_str().unwrap();
    deploy(&site, &["--rollback", id]).expect(0);
    assert_same(&live(&site), &second);
    deploy(&site, &["--rollback", "yesterday"]).expect(1).says(&["`yesterday` is not kept", id]);
}

#[test]
fn a_release_that_was_gone_back_from_is_not_gone_back_to() {
    let site = site();
    deploy(&site, &[]).expect(0);
    let first = live(&site);
    change(&site);
    deploy(&site, &["--max-delete", "50"]).expect(0);
    deploy(&site, &["--rollback"]).expect(0);
    site.write("content/news/2024-05-16-b.md", "---\ntitle: 成立\n---\n\n第三版。\n");
    site.build().expect(0);
    deploy(&site, &["--max-delete", "50"]).expect(0);
    deploy(&site, &["--rollback"]).expect(0);
    assert_same(&live(&site), &first);
}

#[test]
fn only_the_last_releases_are_kept() {
    let site = site();
    let mut writes = 0;
    for number in 0..6 {
        site.write("content/news/2024-05-16-b.md", format!("---\ntitle: 成立\n---\n\n第 {number} 次。\n"));
        site.build().expect(0);
        let run = deploy(&site, &["--message-format", "json"]).expect(0);
        writes = event(&events(&run), "plan")["writes"].as_u64().unwrap();
    }
    let run = deploy(&site, &["--list"]).expect(0);
    assert_eq!(run.stdout.lines().count(), 3, "{}", run.stdout);
    assert_eq!(fs::read_dir(site.path("live/.huimeng/releases")).unwrap().count(), 3);
    // Copies that no kept release needs are gone: what is left is what two releases differ in from the next.
    let copies = fs::read_dir(site.path("live/.huimeng/objects")).unwrap().count();
    assert_eq!(copies as u64, 2 * writes);
    deploy(&site, &["--rollback"]).expect(0);
    deploy(&site, &["--rollback"]).expect(0);
    let page = site.read("live/news/b/index.html");
    assert!(page.contains("第 3 次"), "{page}");
}

/// A deploy that ends when pages are there already: a feed cannot be written, since a folder stands in its place.
fn cut_off(site: &Site) {
    site.write("static/rss.xml", "<rss/>");
    site.build().expect(0);
    write(&site.path("live/rss.xml/in-the-way"), b"x");
    let run = deploy(site, &["--max-delete", "50"]).expect(3);
    assert!(run.stderr.contains("HM0912") && run.stderr.contains("rss.xml"), "{}", run.stderr);
}

#[test]
fn what_was_cut_off_goes_on_where_it_stopped() {
    let site = site();
    deploy(&site, &[]).expect(0);
    let first = live(&site);
    change(&site);
    cut_off(&site);
    assert!(site.path("live/about/c/index.html").exists());
    assert!(site.path("live/about/a/index.html").exists(), "nothing is deleted before the commit");
    assert!(!site.path("live/.huimeng/lock").exists());
    fs::remove_dir_all(site.path("live/rss.xml")).unwrap();

    let run = deploy(&site, &["--max-delete", "50", "--message-format", "json"]).expect(0);
    let events = events(&run);
    assert!(event(&events, "plan")["interrupted"].is_string());
    let pages = events.iter().filter(|event| event["event"] == "written" && event["class"] == "page");
    assert_eq!(pages.count(), 0, "pages were there already: {events:?}");
    assert_same(&live(&site), &site.output());
    // The copies were made before anything was replaced.
    deploy(&site, &["--rollback"]).expect(0);
    assert_same(&live(&site), &first);
}

/// What was begun is not what is published in the end.
#[test]
fn another_site_takes_the_place_of_what_was_cut_off() {
    let site = site();
    deploy(&site, &[]).expect(0);
    change(&site);
    cut_off(&site);
    fs::remove_dir_all(site.path("live/rss.xml")).unwrap();
    fs::remove_file(site.path("static/rss.xml")).unwrap();
    fs::remove_file(site.path("content/about/c.md")).unwrap();
    site.write("content/about/a.md", "---\ntitle: 关于\n---\n\n回来了。\n");
    site.build().expect(0);
    deploy(&site, &[]).expect(0);
    assert_same(&live(&site), &site.output());
    assert!(!site.path("live/about/c").exists(), "what no release ever had is gone");
}

/// Killed at any moment, the next run ends it, and the page that readers get is always a whole one.
#[test]
#[cfg(unix)]
fn killed_at_any_moment_the_next_one_ends_it() {
    let site = site();
    for number in 0..15 {
        site.write(&format!("content/about/p{number}.md"), format!("---\ntitle: 页{number}\n---\n\n甲。\n"));
    }
    site.build().expect(0);
    deploy(&site, &[]).expect(0);
    for round in 0..5u64 {
        for number in 0..15 {
            let text = format!("---\ntitle: 页{number}\n---\n\n第 {round} 回。\n");
            site.write(&format!("content/about/p{number}.md"), text);
        }
        site.build().expect(0);
        let mut child = site.start(&["deploy"]);
        std::thread::sleep(Duration::from_millis(7 * round * round));
        child.kill().unwrap();
        child.wait().unwrap();
        for number in 0..15 {
            let page = site.read(&format!("live/about/p{number}/index.html"));
            assert!(page.trim_end().ends_with("</html>"), "page {number} is cut off");
        }
        let told = deploy(&site, &[]).expect(0);
        assert_same(&live(&site), &site.output());
        // Killed at its very end, it leaves its lock to the next one that has something to do.
        let has_done = !told.stderr.contains("nothing changed");
        let over = ["pending.json", "progress.json"].into_iter().chain(has_done.then_some("lock"));
        let left: Vec<_> = over.filter(|name| site.path("live/.huimeng").join(name).exists()).collect();
        assert!(left.is_empty(), "round {round}: {left:?}");
        assert_eq!(fs::read_dir(site.path("live/.huimeng/tmp")).unwrap().count(), 0);
    }
}

/// It ended between its commit and its tidying.
#[test]
fn a_journal_that_is_over_goes() {
    let site = site();
    deploy(&site, &[]).expect(0);
    let manifest = fs::read_dir(site.path("live/.huimeng/manifests")).unwrap().next().unwrap().unwrap();
    let manifest: serde_json::Value = serde_json::from_slice(&fs::read(manifest.path()).unwrap()).unwrap();
    let (apply, release) = (&manifest["apply"], &manifest["id"]);
    let pending = serde_json::json!({
        "format": manifest["format"], "apply": apply, "release": release,
        "started": "2026-01-01T00:00:00Z", "writes": [], "before": {},
    });
    site.write("live/.huimeng/pending.json", pending.to_string());
    site.write("live/.huimeng/progress.json", serde_json::json!({"apply": apply, "done": 1}).to_string());
    deploy(&site, &[]).expect(0);
    for name in ["pending.json", "progress.json", "lock"] {
        assert!(!site.path("live/.huimeng").join(name).exists(), "{name}");
    }
    assert_same(&live(&site), &site.output());
}

/// It was killed as it wrote the manifest without the releases that had to go: nothing but deleting is left to do.
#[test]
fn what_was_on_its_way_goes_also_where_nothing_is_to_publish() {
    let site = site();
    deploy(&site, &[]).expect(0);
    change(&site);
    deploy(&site, &["--max-delete", "50"]).expect(0);
    let left = "live/.huimeng/tmp/0123456789abcdef-7";
    for options in [&[][..], &["--prune"]] {
        site.write("site.yaml", SETTINGS.replace("keep: 3", "keep: 1"));
        site.write(left, "{\"format\":");
        deploy(&site, options).expect(0);
        assert!(!site.path(left).exists(), "{options:?}");
    }
}

#[test]
fn two_at_once_are_found_out() {
    let site = site();
    deploy(&site, &[]).expect(0);
    let lock = |host: &str, expires: &str| {
        format!(
            "{{\"holder\":\"li@{host}\",\"host\":\"{host}\",\"process\":1,\"nonce\":\"n\",\"since\":\"2026-01-01T00:00:00Z\",\"expires\":\"{expires}\"}}"
        )
    };
    change(&site);
    site.write("live/.huimeng/lock", lock("elsewhere", "2999-01-01T00:00:00Z"));
    let before = live(&site);
    deploy(&site, &["--max-delete", "50"]).expect(3).says(&["another deploy", "li@elsewhere"]);
    assert_same(&live(&site), &before);
    // It lapsed long ago: whoever held it is gone.
    site.write("live/.huimeng/lock", lock("elsewhere", "2026-01-01T00:01:30Z"));
    deploy(&site, &["--max-delete", "50"]).expect(0).says(&["taken over"]);
    assert_same(&live(&site), &site.output());
}

#[test]
fn a_plan_is_carried_out_only_while_it_holds() {
    let site = site();
    deploy(&site, &["--plan", "plan.json"]).expect(0);
    assert!(!site.path("live").exists());
    let plan: Value = serde_json::from_str(&site.read("plan.json")).unwrap();
    assert_eq!(plan["steps"].as_array().unwrap().len(), site.output().len());
    deploy(&site, &["--apply", "plan.json"]).expect(0);
    assert_same(&live(&site), &site.output());
    // Nothing of it is left to do.
    let run = deploy(&site, &["--apply", "plan.json"]).expect(0);
    assert!(run.stdout.contains("nothing changed"), "{}", run.stdout);
    deploy(&site, &["--plan", "plan.json"]).expect(0);
    change(&site);
    deploy(&site, &["--max-delete", "50", "--apply", "plan.json"]).expect(1).says(&["built again"]);
    site.write("plan.json", "{}");
    deploy(&site, &["--max-delete", "50", "--apply", "plan.json"]).expect(3).says(&["is no plan"]);
}

#[test]
fn a_site_that_vanishes_is_refused() {
    let site = site();
    for number in 0..20 {
        site.write(&format!("content/about/p{number}.md"), format!("---\ntitle: 页{number}\n---\n\n甲。\n"));
    }
    site.build().expect(0);
    deploy(&site, &[]).expect(0);
    let before = live(&site);
    fs::remove_dir_all(site.path("content/about")).unwrap();
    site.build().expect(0);
    let run = deploy(&site, &[]).expect(1).says(&["HM0911", "takes away 21 of", "--max-delete"]);
    assert_same(&live(&site), &before);
    let percent = run.stderr.split("--max-delete ").nth(1).unwrap().split('`').next().unwrap();
    deploy(&site, &["--max-delete", percent]).expect(0);
    assert_same(&live(&site), &site.output());
}

#[test]
fn what_others_wrote_is_left_alone() {
    let site = site();
    write(&site.path("live/index.html"), b"theirs");
    write(&site.path("live/theirs/notes.txt"), b"theirs");
    deploy(&site, &[]).expect(1).says(&["HM0911", "index.html", "--adopt"]);
    assert_eq!(site.read("live/index.html"), "theirs");
    assert_eq!(live(&site).len(), 2);
    deploy(&site, &["--adopt"]).expect(0);
    let mut expected = site.output();
    expected.insert("theirs/notes.txt".to_owned(), b"theirs".to_vec());
    assert_same(&live(&site), &expected);
    // Nor is a page taken over that comes later.
    write(&site.path("live/about/c/index.html"), b"theirs");
    site.write("content/about/c.md", "---\ntitle: 新页\n---\n\n三。\n");
    site.build().expect(0);
    deploy(&site, &[]).expect(1).says(&["about/c/index.html"]);
    assert_eq!(site.read("live/about/c/index.html"), "theirs");
}

#[test]
fn what_was_tampered_with_is_found_and_put_right() {
    let site = site();
    deploy(&site, &[]).expect(0);
    write(&site.path("live/index.html"), b"tampered");
    fs::remove_file(site.path("live/map.txt")).unwrap();
    write(&site.path("live/stray.txt"), b"x");
    let run = deploy(&site, &["--message-format", "json"]).expect(0);
    assert_eq!(event(&events(&run), "end")["changed"], false, "without --verify nobody looks");
    let run = deploy(&site, &["--verify", "--message-format", "json"]).expect(0);
    let events = events(&run);
    let found = event(&events, "verify");
    assert_eq!(found["missing"], serde_json::json!(["map.txt"]));
    assert_eq!(found["altered"], serde_json::json!(["index.html"]));
    assert_eq!(found["foreign"], 1);
    fs::remove_file(site.path("live/stray.txt")).unwrap();
    assert_same(&live(&site), &site.output());
}

#[test]
fn compressed_forms_stand_beside_their_files_and_are_never_stale() {
    let site = site();
    site.write("site.yaml", SETTINGS.replace("grace: 0", "grace: 1h, precompressed: [gz, br]"));
    let long = "产教联合体。".repeat(300);
    site.write("content/about/a.md", format!("---\ntitle: 关于\n---\n\n{long}\n"));
    site.write("static/list.txt", &long);
    site.build().expect(0);
    let run = deploy(&site, &["--message-format", "json"]).expect(0);
    let counted = event(&events(&run), "plan")["summary"]["files"]["media"]["added"].clone();
    assert_eq!(counted, 2, "compressed forms are not counted");
    let files = live(&site);
    for name in ["about/a/index.html.gz", "about/a/index.html.br", "list.txt.gz"] {
        assert!(files.get(name).is_some_and(|bytes| !bytes.is_empty()), "{name}");
    }
    assert!(files["list.txt.gz"].len() < long.len() / 10);
    assert!(!files.contains_key("map.txt.gz"), "small files stay as they are");
    let run = deploy(&site, &["--message-format", "json"]).expect(0);
    assert_eq!(event(&events(&run), "end")["changed"], false);
    // Too short now to be compressed: the server must not go on with the old text for the grace time.
    site.write("static/list.txt", "短\n");
    site.build().expect(0);
    deploy(&site, &[]).expect(0);
    assert!(!live(&site).contains_key("list.txt.gz"));
    deploy(&site, &["--rollback"]).expect(0);
    assert_same(&live(&site), &files);
}

#[test]
fn builds_and_releases_are_compared() {
    let site = site();
    deploy(&site, &["--plan", "plan.json"]).expect(0);
    fs::rename(site.path("public"), site.path("old")).unwrap();
    change(&site);
    let run = site.run(&["diff", "old", "public", "--messages", "en"]).expect(0);
    assert!(run.stdout.starts_with("1 news (1 changed)"), "{}", run.stdout);
    assert!(run.stdout.contains("  + about/c/index.html\n"), "{}", run.stdout);
    let run = site.run(&["diff", "plan.json", "public", "--format", "json"]).expect(0);
    let changes: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(changes["summary"]["records"]["news"]["changed"], 1);
    let run = site.run(&["diff", "old", "public", "--format", "markdown"]).expect(0);
    assert!(run.stdout.contains("| 新闻 | 0 | 1 | 0 |"), "{}", run.stdout);
    site.run(&["diff", "old", "gone", "--messages", "en"]).expect(2).says(&["no folder or file gone"]);
    site.run(&["diff", "old", "content", "--messages", "en"]).expect(2).says(&["no built site"]);
    site.run(&["diff", "old", "site.yaml", "--messages", "en"]).expect(3).says(&["is no plan"]);
}

/// A release is live before others are told of it, and whoever was not told is told later.
#[test]
fn who_was_not_told_is_told_by_the_next_run() {
    let site = site();
    deploy(&site, &[]).expect(0);
    change(&site);
    let settings = |after: &str| SETTINGS.replace("keep: 3", &format!("keep: 3, after: {after}"));
    site.write("site.yaml", settings("{purge: aliyun}"));
    deploy(&site, &["--max-delete", "50"]).expect(3).says(&["ALIBABA_CLOUD_ACCESS_KEY_ID"]);
    assert!(!site.path("live/about/c").exists(), "what is missing is told before anything is done");

    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    site.write("site.yaml", settings(&format!("{{webhook: {{url: \"http://127.0.0.1:{port}/hook\"}}}}")));
    let refusal = std::thread::spawn(move || {
        let body = answer(&listener, "403 Forbidden");
        (listener, body)
    });
    deploy(&site, &["--max-delete", "50", "--changed-urls", "urls.txt"]).expect(3).says(&["webhook"]);
    let (listener, refused) = refusal.join().unwrap();
    assert_same(&live(&site), &site.output());
    for url in ["https://example.org/about/c/", "https://example.org/about/c/index.html"] {
        assert!(site.read("urls.txt").lines().any(|line| line == url));
    }

    let told = std::thread::spawn(move || answer(&listener, "204 No Content"));
    deploy(&site, &[]).expect(0);
    let told: Value = serde_json::from_str(&told.join().unwrap()).unwrap();
    let refused: Value = serde_json::from_str(&refused).unwrap();
    assert_eq!(told["urls"], refused["urls"]);
    let run = deploy(&site, &["--message-format", "json"]).expect(0);
    assert_eq!(event(&events(&run), "end")["changed"], false, "nobody is told twice");
}

/// Answers one request, and tells what it sent.
fn answer(listener: &TcpListener, status: &str) -> String {
    let (mut stream, _) = listener.accept().unwrap();
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut length = 0;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
        if line.trim().is_empty() {
            break;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    write!(stream, "HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n").unwrap();
    String::from_utf8(body).unwrap()
}

#[test]
fn wrong_use_is_told_before_anything_is_done() {
    let site = Site::of(&[("site.yaml", SETTINGS), ("content/about/a.md", "---\ntitle: 关于\n---\n")]);
    deploy(&site, &[]).expect(2).says(&["no built site", "huimeng build"]);
    site.build().expect(0);
    deploy(&site, &["liv"]).expect(2).says(&["`liv`", "did you mean `live`?"]);
    deploy(&site, &["--rollback"]).expect(1).says(&["nothing was published"]);
    deploy(&site, &["--list"]).expect(1).says(&["nothing was published"]);
    deploy(&site, &["--rollback", "--list"]).expect(2);
    deploy(&site, &["--max-delete", "101"]).expect(2);
    site.write("public/stray.txt", "x");
    deploy(&site, &[]).expect(1).says(&["stray.txt"]);
    fs::remove_file(site.path("public/stray.txt")).unwrap();
    site.write("public/index.html", "changed by hand");
    deploy(&site, &[]).expect(1).says(&["index.html", "changed after the build"]);
    assert!(!site.path("live").exists());
    let bare = Site::of(&[]);
    deploy(&bare, &[]).expect(2).says(&["has no target"]);
    site.write("site.yaml", SETTINGS.replace("live:", "staging: {to: fs, path: stage}\n  live:"));
    deploy(&site, &[]).expect(2).says(&["several targets", "staging, live"]);
    let nowhere = Site::empty();
    deploy(&nowhere, &[]).expect(1).says(&["HM0401"]);
}

#[test]
fn a_target_that_cannot_be_written_is_no_fault_of_the_site() {
    let site = site();
    site.write("live", "a file, no folder");
    deploy(&site, &[]).expect(3).says(&["HM0912"]);
    let unreachable = "title: 明水\nbase_url: https://example.org/\ndeploy:\n  live: {to: s3, bucket: b, endpoint: \"http://127.0.0.1:9\", timeout: 1s}\n";
    site.write("site.yaml", unreachable);
    deploy(&site, &[]).expect(3).says(&["no credentials", "HUIMENG_LIVE_SECRET", "AWS_SECRET_ACCESS_KEY"]);
}

/// Neither in messages nor in events: the port is one that nobody answers at.
#[test]
fn secrets_are_never_shown() {
    std::thread::scope(|scope| {
        for service in ["s3", "oss", "cos", "obs"] {
            scope.spawn(move || {
                let site = site();
                let target = format!("{{to: {service}, bucket: b, endpoint: \"http://localhost:1\"}}");
                site.write("site.yaml", SETTINGS.replace("{to: fs, path: live, grace: 0, keep: 3}", &target));
                let mut command = site.command(&["deploy", "--dry-run", "-v", "--message-format", "json"]);
                command.env("HUIMENG_LIVE_KEY_ID", "canary-of-an-id");
                command.env("HUIMENG_LIVE_SECRET", "canary-of-a-secret").env("RUST_LOG", "trace");
                let run = Run::of(&mut command).expect(3);
                assert!(run.stderr.contains("HM0912"), "{run:?}");
                assert!(!run.stdout.contains("canary") && !run.stderr.contains("canary"), "{run:?}");
            });
        }
    });
    let site = site();
    let sftp = "{to: sftp, endpoint: \"li:canary@example.org\"}";
    let webdav = "{to: webdav, endpoint: \"https://li:canary@example.org\"}";
    for (target, code) in
        [("{to: fs, path: live, password: canary}", "HM0410"), (webdav, "HM0410"), (sftp, "HM0410")]
    {
        site.write("site.yaml", SETTINGS.replace("{to: fs, path: live, grace: 0, keep: 3}", target));
        let run = deploy(&site, &[]).expect(1).says(&[code]);
        assert!(!run.stderr.contains("canary"), "{}", run.stderr);
    }
}

#[test]
fn another_programs_state_is_not_touched() {
    let site = site();
    deploy(&site, &[]).expect(0);
    let path = "live/.huimeng/manifests/0000000001.json";
    let manifest = site.read(path);
    site.write(path, manifest.replacen("\"format\":1", "\"format\":9", 1));
    change(&site);
    let before = live(&site);
    deploy(&site, &["--max-delete", "50"]).expect(3).says(&["manifests/", "format 9"]);
    site.write(path, "{");
    deploy(&site, &["--max-delete", "50"]).expect(3).says(&["cannot be read"]);
    assert_same(&live(&site), &before);
    assert!(Path::new(&site.path("live/.huimeng/releases")).exists());
}
