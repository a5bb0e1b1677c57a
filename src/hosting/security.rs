//! The security headers of a site, by what it uses.

use super::Hosting;
use super::uses::{Directive, OWN};

/// Names and values, in the order in which they are written.
pub(super) fn headers(site: &Hosting) -> Vec<(&'static str, String)> {
    let frames_itself = site.uses.sources(Directive::Frame).any(|source| source == OWN);
    let mut headers = vec![
        ("Content-Security-Policy", policy(site, frames_itself)),
        ("X-Content-Type-Options", "nosniff".to_owned()),
        ("X-Frame-Options", if frames_itself { "SAMEORIGIN" } else { "DENY" }.to_owned()),
        ("Referrer-Policy", "strict-origin-when-cross-origin".to_owned()),
        ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()".to_owned()),
        ("Cross-Origin-Opener-Policy", "same-origin".to_owned()),
    ];
    if is_https(site) {
        headers.push(("Strict-Transport-Security", "max-age=31536000".to_owned()));
    }
    headers
}

fn is_https(site: &Hosting) -> bool {
    site.base_url.origin.starts_with("https://")
}

/// All that is used, and nothing else.
fn policy(site: &Hosting, frames_itself: bool) -> String {
    let mut parts = vec!["default-src 'none'".to_owned()];
    for directive in Directive::ALL {
        let sources: Vec<&str> = site.uses.sources(directive).collect();
        match sources.is_empty() {
            true if directive.falls_back() => {}
            true => parts.push(format!("{} 'none'", directive.name())),
            false => parts.push(format!("{} {}", directive.name(), sources.join(" "))),
        }
    }
    parts.push(format!("frame-ancestors {}", if frames_itself { OWN } else { "'none'" }));
    if is_https(site) {
        parts.push("upgrade-insecure-requests".to_owned());
    }
    parts.join("; ")
}
