//! Rules for Caddy, to be imported in a site block.

use std::fmt::Write as _;

use super::{FOR_EVER, Hosting, SHORTLY, security};

/// Text that `import` takes inside of a site block, beside its own `root`.
pub fn caddy(site: &Hosting) -> String {
    let base = &site.base_url.path;
    let mut out = String::from("# Inside of a site block, which has root.\nencode zstd gzip\n");
    out.push_str("header {\n");
    for (name, value) in security::headers(site) {
        let _ = writeln!(out, "\t{name} {}", quoted(&value));
    }
    out.push_str("}\n");
    if site.fingerprinted.is_empty() {
        let _ = writeln!(out, "header Cache-Control {}", quoted(SHORTLY));
    } else {
        let start = base.replace('.', "\\.");
        let pattern = quoted(&format!(r"^{start}assets/.*\.[0-9a-f]{{16}}(\.[^/.]+)?$"));
        // Caddy runs rules with a matcher before those without, so the times exclude each other.
        let _ = writeln!(out, "@huimeng_fingerprinted path_regexp {pattern}");
        let _ = writeln!(out, "@huimeng_others not path_regexp {pattern}");
        let _ = writeln!(out, "header @huimeng_fingerprinted Cache-Control {}", quoted(FOR_EVER));
        let _ = writeln!(out, "header @huimeng_others Cache-Control {}", quoted(SHORTLY));
    }
    for moved in &site.redirects {
        for source in moved.sources() {
            let (source, to) = (quoted(&format!("{base}{source}")), quoted(&site.address(&moved.to)));
            let _ = writeln!(out, "redir {source} {to} 301");
        }
    }
    // Where a deploy keeps former bytes of files, those of pages that were taken away among them.
    out.push_str("file_server {\n\thide .huimeng\n}\n");
    out.push_str("handle_errors {\n\t@huimeng_missing expression `{err.status_code} == 404`\n");
    out.push_str("\thandle @huimeng_missing {\n");
    // The first that fits is taken.
    let mut pages: Vec<&String> = site.not_found.iter().collect();
    pages.sort_by_key(|page| std::cmp::Reverse(page.len()));
    for page in pages {
        let folder = &page[..page.rfind('/').map_or(0, |slash| slash + 1)];
        let _ = writeln!(out, "\t\thandle {} {{", quoted(&format!("{base}{folder}*")));
        let _ = writeln!(out, "\t\t\trewrite * {}\n\t\t\tfile_server\n\t\t}}", quoted(&site.address(page)));
    }
    out.push_str("\t}\n}\n");
    out
}

/// A token in quotes, inside of which a backslash escapes nothing but quotes.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\\\""))
}
