//! Rules for nginx, to be included in a `server` block.

use std::fmt::Write as _;

use super::{FOR_EVER, Hosting, SHORTLY, security};

/// Text that `include` takes inside of `server { … }`, beside its own `listen`, `server_name` and `root`.
pub fn nginx(site: &Hosting) -> String {
    let base = &site.base_url.path;
    let mut out = String::from(
        "# Inside of server { … }, which has listen, server_name and root.\n\
         charset utf-8;\n\
         charset_types text/css text/plain text/xml application/atom+xml application/javascript application/json;\n\
         absolute_redirect off;\n\
         index index.html;\n\n",
    );
    for (name, value) in security::headers(site) {
        let _ = writeln!(out, "add_header {name} {} always;", quoted(&value));
    }
    let _ = writeln!(out, "\nset $huimeng_cache {};", quoted(SHORTLY));
    if !site.fingerprinted.is_empty() {
        let start = regex_escaped(base);
        let pattern = format!(r"^{start}assets/.*\.[0-9a-f]{{16}}(\.[^/.]+)?$");
        let _ = writeln!(out, "if ($uri ~ {}) {{", quoted(&pattern));
        let _ = writeln!(out, "    set $huimeng_cache {};\n}}", quoted(FOR_EVER));
    }
    out.push_str("add_header Cache-Control $huimeng_cache;\n\n");
    // Where a deploy keeps former bytes of files, those of pages that were taken away among them.
    let _ = writeln!(out, "location ^~ {} {{ return 404; }}", quoted(&format!("{base}.huimeng/")));
    // Longer prefixes win, in whatever order they stand.
    for page in &site.not_found {
        let folder = &page[..page.rfind('/').map_or(0, |slash| slash + 1)];
        let _ = writeln!(out, "location {} {{", quoted(&format!("{base}{folder}")));
        let _ = writeln!(out, "    error_page 404 {};", quoted(&format!("{base}{page}")));
        out.push_str("    try_files $uri $uri/ =404;\n}\n");
    }
    for moved in &site.redirects {
        for source in moved.sources() {
            // nginx compares with the address as it is decoded, and answers with what stands here.
            let source = quoted(&format!("{base}{source}"));
            let to = quoted(&site.address(&moved.to).replace('$', "%24"));
            let _ = writeln!(out, "location = {source} {{ return 301 {to}; }}");
        }
    }
    out
}

/// A parameter in quotes.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

fn regex_escaped(text: &str) -> String {
    text.replace('.', "\\.")
}
