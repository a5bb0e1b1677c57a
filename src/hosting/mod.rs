//! What a web server has to know of a site: its redirects, how long files may be kept, and which security headers it
//! can bear, written for the servers that people have.
//!
//! The Content Security Policy allows what the pages really use, and nothing beside it: [`Uses`] is gathered from
//! their HTML, CSS and JavaScript, inline code is named by its hash, and `'unsafe-inline'` is never written. Nothing
//! here reads a disk or knows a record.

mod caddy;
mod css;
mod files;

mod html;
mod nginx;
mod security;
mod uses;

use crate::config::BaseUrl;

pub use caddy::caddy;
pub use files::{headers, redirects};
pub use nginx::nginx;
pub use uses::{Directive, Uses};

/// A site as its server sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hosting {
    pub base_url: BaseUrl,
    /// What pages, styles and scripts use.
    pub uses: Uses,
    pub redirects: Vec<Moved>,
    /// Pages for wrong addresses, as paths below the site's root; each is for its own folder.
    pub not_found: Vec<String>,
    /// Files with a hash in their names, as paths below the site's root.
    pub fingerprinted: Vec<String>,
    /// Is there any other file in `assets/`?
    pub assets_are_mixed: bool,
}

/// An address that another one took the place of. Both are paths below the site's root, not escaped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// A file of the site that leads on where no server does: `old/index.html`, `old.html`.
    pub file: String,
    /// `news/founding/`
    pub to: String,
}

/// For files with a hash in their names: other bytes have another name.
const FOR_EVER: &str = "public, max-age=31536000, immutable";
/// For everything else: a minute, so that a release is seen soon.
const SHORTLY: &str = "public, max-age=60";

impl Hosting {
    /// The path of a file on the server, escaped: `/sub/news/`.
    fn address(&self, path: &str) -> String {
        let path = crate::site::encode_path(path).replace('?', "%3F");
        format!("{}{path}", self.base_url.path)
    }
}

impl Moved {
    /// All paths under which somebody may ask for it: with and without the closing slash.
    fn sources(&self) -> Vec<&str> {
        match self.file.strip_suffix("index.html").filter(|folder| folder.ends_with('/')) {
            Some(folder) => vec![folder.trim_end_matches('/'), folder],
            None => vec![&self.file],
        }
    }
}

#[cfg(test)]
mod tests;
