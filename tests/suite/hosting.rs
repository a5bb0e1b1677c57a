//! `huimeng hosting`, and the same rules as files of the site.

use crate::harness::{Site, assert_same};

const CONFIG: &str = "title: 明水\nbase_url: https://example.org/\nmarkdown: {raw_html: true}\n\
                      hosting: [headers, redirects]\n";
const PLAIN: &str = "---\ntitle: 甲\naliases: [/旧/甲/]\n---\n\n正文。\n";
const SCRIPTED: &str = "---\ntitle: 乙\n---\n\n<script>window.a = 1</script>\n\n\
                        <iframe src=\"https://player.example.com/1\" title=\"播放器\"></iframe>\n";

fn site() -> Site {
    Site::of(&[
        ("site.yaml", CONFIG),
        ("content/about/a.md", PLAIN),
        ("content/about/b.md", SCRIPTED),
        ("static/extra.css", "@font-face { font-family: A; src: url(a.woff2) }\n"),
    ])
}

/// One of the rules of `_headers`.
fn policy(headers: &str) -> Vec<&str> {
    let line = headers.lines().find_map(|line| line.trim().strip_prefix("Content-Security-Policy: "));
    line.expect("there is a policy").split("; ").collect()
}

#[test]
fn the_policy_allows_what_is_used() {
    let site = site();
    site.build().expect(0);
    let headers = site.read("public/_headers");
    let policy = policy(&headers);
    // Of `window.a = 1`.
    let hash = "script-src 'sha256-Aif1QuaDxF56ZK3+IyoelKcjrWC+BWl5ZGfcO1AMmA4='";
    for rule in ["default-src 'none'", hash, "frame-src https://player.example.com", "font-src 'self'"] {
        assert!(policy.contains(&rule), "no {rule} in {policy:?}");
    }
    assert!(!headers.contains("unsafe"), "{headers}");
    let moved = "/%E6%97%A7/%E7%94%B2 /about/a/ 301\n/%E6%97%A7/%E7%94%B2/ /about/a/ 301\n";
    assert_eq!(site.read("public/_redirects"), moved);
    assert_eq!(site.run(&["hosting", "headers"]).expect(0).stdout, headers);
    assert_eq!(site.run(&["hosting", "redirects"]).expect(0).stdout, moved);
    for server in ["nginx", "caddy"] {
        let rules = site.run(&["hosting", server]).expect(0).stdout;
        assert!(
            rules.contains("frame-src https://player.example.com") && rules.contains("/旧/甲/"),
            "{rules}"
        );
    }
}

/// Pages that are not made again still count, and what only a changed page used is forgotten.
#[test]
fn a_build_that_remembers_writes_the_same_rules() {
    let (warm, cold) = (site(), site());
    warm.build().expect(0);
    for (path, text) in [
        ("content/about/a.md", "---\ntitle: 甲\n---\n\n改了。\n"),
        ("content/about/b.md", "---\ntitle: 乙\n---\n\n没有脚本了。\n"),
        ("content/about/b.md", SCRIPTED),
        ("site.yaml", "title: 明水\nbase_url: https://example.org/\nmarkdown: {raw_html: true}\n"),
        ("site.yaml", CONFIG),
    ] {
        for site in [&warm, &cold] {
            site.write(path, text);
        }
        warm.build().expect(0);
        cold.run(&["build", "--clean"]).expect(0);
        assert_same(&warm.output(), &cold.output());
    }
    assert!(policy(&warm.read("public/_headers")).iter().any(|rule| rule.starts_with("script-src")));
}

#[test]
fn a_broken_site_has_no_rules() {
    let site = site();
    site.write("content/about/a.md", "---\ntitle: 甲\nslug: b\n---\n");
    let run = site.run(&["hosting", "nginx"]).expect(1);
    assert_eq!(run.stdout, "");
}
