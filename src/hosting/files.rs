//! `_headers` and `_redirects`: files in the site itself that Cloudflare Pages, Netlify, EdgeOne Pages and others read.

use std::fmt::Write as _;

use super::{FOR_EVER, Hosting, security};

/// The file `_headers`.
pub fn headers(site: &Hosting) -> String {
    let mut out = format!("{}*\n", site.base_url.path);
    for (name, value) in security::headers(site) {
        let _ = writeln!(out, "  {name}: {value}");
    }
    // Where two rules set one header, hosts join the values: so the shorter time is not in the rule for all files, and
    // hosts let their own one stand, which is as short.
    let forever = |out: &mut String, path: &str| {
        let _ = writeln!(out, "{path}\n  Cache-Control: {FOR_EVER}");
    };
    match site.assets_are_mixed {
        true => site.fingerprinted.iter().for_each(|path| forever(&mut out, &site.address(path))),
        false if !site.fingerprinted.is_empty() => forever(&mut out, &site.address("assets/*")),
        false => {}
    }
    out
}

/// The file `_redirects`.
pub fn redirects(site: &Hosting) -> String {
    let mut out = String::new();
    for moved in &site.redirects {
        for source in moved.sources() {
            let _ = writeln!(out, "{} {} 301", site.address(source), site.address(&moved.to));
        }
    }
    out
}
