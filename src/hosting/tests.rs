use expect_test::expect;

use super::*;

fn site() -> Hosting {
    let html = "<link rel=stylesheet href=/sub/a.css><img src=/sub/a.png><script>go()</script>";
    let moved = |file: &str, to: &str| Moved { file: file.to_owned(), to: to.to_owned() };
    Hosting {
        base_url: BaseUrl { origin: "https://example.org".to_owned(), path: "/sub/".to_owned() },
        uses: Uses::of_html(html, "https://example.org"),
        redirects: vec![
            moved("旧 闻/甲/index.html", "news/a/"),
            moved("old.html", ""),
            moved("index.html", "b/"),
        ],
        not_found: vec!["404.html".to_owned(), "tw/404.html".to_owned()],
        fingerprinted: vec!["assets/site.3f2a91c04b7d5e6f.css".to_owned()],
        assets_are_mixed: false,
    }
}

#[test]
fn files_for_hosts() {
    expect![[r#"
        /sub/*
          Content-Security-Policy: default-src 'none'; script-src 'sha256-5KYv+PUboo5h+0+YAtGRPbwv5d/QxzHslP4YGnUaxRw='; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; upgrade-insecure-requests
          X-Content-Type-Options: nosniff
          X-Frame-Options: DENY
          Referrer-Policy: strict-origin-when-cross-origin
          Permissions-Policy: camera=(), geolocation=(), microphone=(), payment=(), usb=()
          Cross-Origin-Opener-Policy: same-origin
          Strict-Transport-Security: max-age=31536000
        /sub/assets/*
          Cache-Control: public, max-age=31536000, immutable
    "#]].assert_eq(&headers(&site()));
    expect![[r#"
        /sub/%E6%97%A7%20%E9%97%BB/%E7%94%B2 /sub/news/a/ 301
        /sub/%E6%97%A7%20%E9%97%BB/%E7%94%B2/ /sub/news/a/ 301
        /sub/old.html /sub/ 301
        /sub/index.html /sub/b/ 301
    "#]]
    .assert_eq(&redirects(&site()));
    let mixed = headers(&Hosting { assets_are_mixed: true, ..site() });
    assert!(mixed.contains("\n/sub/assets/site.3f2a91c04b7d5e6f.css\n  Cache-Control: "), "{mixed}");
}

#[test]
fn rules_for_nginx() {
    expect![[r##"
        # Inside of server { … }, which has listen, server_name and root.
        charset utf-8;
        charset_types text/css text/plain text/xml application/atom+xml application/javascript application/json;
        absolute_redirect off;
        index index.html;

        add_header Content-Security-Policy "default-src 'none'; script-src 'sha256-5KYv+PUboo5h+0+YAtGRPbwv5d/QxzHslP4YGnUaxRw='; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; upgrade-insecure-requests" always;
        add_header X-Content-Type-Options "nosniff" always;
        add_header X-Frame-Options "DENY" always;
        add_header Referrer-Policy "strict-origin-when-cross-origin" always;
        add_header Permissions-Policy "camera=(), geolocation=(), microphone=(), payment=(), usb=()" always;
        add_header Cross-Origin-Opener-Policy "same-origin" always;
        add_header Strict-Transport-Security "max-age=31536000" always;

        set $huimeng_cache "public, max-age=60";
        if ($uri ~ "^/sub/assets/.*\\.[0-9a-f]{16}(\\.[^/.]+)?$") {
            set $huimeng_cache "public, max-age=31536000, immutable";
        }
        add_header Cache-Control $huimeng_cache;

        location ^~ "/sub/.huimeng/" { return 404; }
        location "/sub/" {
            error_page 404 "/sub/404.html";
            try_files $uri $uri/ =404;
        }
        location "/sub/tw/" {
            error_page 404 "/sub/tw/404.html";
            try_files $uri $uri/ =404;
        }
        location = "/sub/旧 闻/甲" { return 301 "/sub/news/a/"; }
        location = "/sub/旧 闻/甲/" { return 301 "/sub/news/a/"; }
        location = "/sub/old.html" { return 301 "/sub/"; }
        location = "/sub/index.html" { return 301 "/sub/b/"; }
    "##]].assert_eq(&nginx(&site()));
}

#[test]
fn rules_for_caddy() {
    expect![[r##"
        # Inside of a site block, which has root.
        encode zstd gzip
        header {
        	Content-Security-Policy "default-src 'none'; script-src 'sha256-5KYv+PUboo5h+0+YAtGRPbwv5d/QxzHslP4YGnUaxRw='; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; upgrade-insecure-requests"
        	X-Content-Type-Options "nosniff"
        	X-Frame-Options "DENY"
        	Referrer-Policy "strict-origin-when-cross-origin"
        	Permissions-Policy "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
        	Cross-Origin-Opener-Policy "same-origin"
        	Strict-Transport-Security "max-age=31536000"
        }
        @huimeng_fingerprinted path_regexp "^/sub/assets/.*\.[0-9a-f]{16}(\.[^/.]+)?$"
        @huimeng_others not path_regexp "^/sub/assets/.*\.[0-9a-f]{16}(\.[^/.]+)?$"
        header @huimeng_fingerprinted Cache-Control "public, max-age=31536000, immutable"
        header @huimeng_others Cache-Control "public, max-age=60"
        redir "/sub/旧 闻/甲" "/sub/news/a/" 301
        redir "/sub/旧 闻/甲/" "/sub/news/a/" 301
        redir "/sub/old.html" "/sub/" 301
        redir "/sub/index.html" "/sub/b/" 301
        file_server {
        	hide .huimeng
        }
        handle_errors {
        	@huimeng_missing expression `{err.status_code} == 404`
        	handle @huimeng_missing {
        		handle "/sub/tw/*" {
        			rewrite * "/sub/tw/404.html"
        			file_server
        		}
        		handle "/sub/*" {
        			rewrite * "/sub/404.html"
        			file_server
        		}
        	}
        }
    "##]].assert_eq(&caddy(&site()));
}

/// A site that shows its own pages in frames, and a site on plain HTTP.
#[test]
fn headers_follow_what_is_used() {
    let framed = Uses::of_html("<iframe src=/sub/map.html></iframe>", "https://example.org");
    let framed = headers(&Hosting { uses: framed, ..site() });
    assert!(
        framed.contains("frame-ancestors 'self'") && framed.contains("X-Frame-Options: SAMEORIGIN"),
        "{framed}"
    );
    let base_url = BaseUrl { origin: "http://example.org".to_owned(), path: "/".to_owned() };
    let plain = headers(&Hosting { base_url, ..site() });
    assert!(!plain.contains("Strict-Transport") && !plain.contains("upgrade-insecure"), "{plain}");
    for text in [headers(&site()), nginx(&site()), caddy(&site())] {
        assert!(!text.contains("unsafe-inline") && text.contains("script-src 'sha256-"), "{text}");
    }
}
