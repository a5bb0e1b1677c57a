//! What pages load, run and send to, in the terms of a Content Security Policy (Level 3 of W3C).

use std::collections::{BTreeMap, BTreeSet};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// A kind of use that a policy rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Directive {
    Script,
    Style,
    Image,
    Font,
    Media,
    Frame,
    Object,
    Connect,
    Worker,
    Manifest,
    Base,
    Form,
}

impl Directive {
    /// In the order of a policy; those that `default-src` does not speak for are the last.
    pub const ALL: [Directive; 12] = [
        Directive::Script,
        Directive::Style,
        Directive::Image,
        Directive::Font,
        Directive::Media,
        Directive::Frame,
        Directive::Object,
        Directive::Connect,
        Directive::Worker,
        Directive::Manifest,
        Directive::Base,
        Directive::Form,
    ];

    /// Does `default-src` speak for it where it is not named (CSP Level 3, 6.1)?
    pub fn falls_back(self) -> bool {
        !matches!(self, Directive::Base | Directive::Form)
    }

    /// As it stands in a policy.
    pub fn name(self) -> &'static str {
        match self {
            Directive::Script => "script-src",
            Directive::Style => "style-src",
            Directive::Image => "img-src",
            Directive::Font => "font-src",
            Directive::Media => "media-src",
            Directive::Frame => "frame-src",
            Directive::Object => "object-src",
            Directive::Connect => "connect-src",
            Directive::Worker => "worker-src",
            Directive::Manifest => "manifest-src",
            Directive::Base => "base-uri",
            Directive::Form => "form-action",
        }
    }
}

/// The site itself.
pub(super) const OWN: &str = "'self'";

/// All uses of a page, or of many: source expressions of a policy by directive.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Uses {
    sources: BTreeMap<Directive, BTreeSet<String>>,
}

impl Uses {
    /// Adds what others use.
    pub fn merge(&mut self, other: &Uses) {
        for (directive, sources) in &other.sources {
            let known = self.sources.entry(*directive).or_default();
            known.extend(sources.difference(&known.clone()).cloned());
        }
    }

    /// Source expressions of a directive, sorted.
    pub fn sources(&self, directive: Directive) -> impl Iterator<Item = &str> {
        self.sources.get(&directive).into_iter().flatten().map(String::as_str)
    }

    /// What a script of the site does, as far as its text tells: it may ask its own site, start workers, run
    /// WebAssembly. Other sites are not told by a text; who calls one adds it to the policy by hand.
    pub fn of_script(text: &str) -> Uses {
        let mut uses = Uses::default();
        let does = |marks: &[&str]| marks.iter().any(|mark| text.contains(mark));
        if does(&["fetch(", "XMLHttpRequest", "EventSource(", "WebSocket(", "sendBeacon("]) {
            uses.add(Directive::Connect, OWN);
        }
        if does(&["new Worker(", "new SharedWorker(", "serviceWorker"]) {
            uses.add(Directive::Worker, OWN);
        }
        if does(&["WebAssembly"]) {
            uses.add(Directive::Script, "'wasm-unsafe-eval'");
        }
        uses
    }

    pub(super) fn add(&mut self, directive: Directive, source: &str) {
        self.sources.entry(directive).or_default().insert(source.to_owned());
    }

    /// Adds an address, as it stands in a page of the site at `origin`.
    pub(super) fn add_url(&mut self, directive: Directive, url: &str, origin: &str) {
        if let Some(source) = source_of(url, origin) {
            self.add(directive, &source);
        }
    }

    /// Adds code that stands in the page itself.
    pub(super) fn add_inline(&mut self, directive: Directive, code: &str) {
        self.add(directive, &format!("'sha256-{}'", STANDARD.encode(Sha256::digest(code.as_bytes()))));
    }

    /// Adds code in an attribute: for those a hash counts only with a word beside it.
    pub(super) fn add_attribute(&mut self, directive: Directive, code: &str) {
        self.add_inline(directive, code);
        self.add(directive, "'unsafe-hashes'");
    }
}

/// The source expression that covers an address. None for what a policy does not rule, as `#top` or `mailto:`.
fn source_of(url: &str, origin: &str) -> Option<String> {
    let url = url.trim();
    if url.is_empty() || url.starts_with('#') {
        return None;
    }
    let scheme = url.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
    let scheme = scheme.filter(|scheme| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    });
    let own = |host: &str| origin.split_once("://").is_some_and(|(_, ours)| ours.eq_ignore_ascii_case(host));
    match scheme.as_deref() {
        None => match url.strip_prefix("//") {
            Some(rest) if !own(host_of(rest)) => host_source(host_of(rest)),
            _ => Some(OWN.to_owned()),
        },
        Some(scheme @ ("data" | "blob")) => Some(format!("{scheme}:")),
        Some(scheme @ ("http" | "https" | "ws" | "wss")) => {
            let host = host_of(url[scheme.len() + 1..].trim_start_matches('/'));
            match own(host) {
                true => Some(OWN.to_owned()),
                false => host_source(host).map(|host| format!("{scheme}://{host}")),
            }
        }
        Some(_) => None,
    }
}

fn host_of(rest: &str) -> &str {
    let host = &rest[..rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len())];
    host.rsplit_once('@').map_or(host, |(_, host)| host)
}

/// A host that may stand in a policy: a semicolon or a space in it would begin something else.
fn host_source(host: &str) -> Option<String> {
    let letter = |c: char| c.is_ascii_alphanumeric() || "-._:[]".contains(c);
    (!host.is_empty() && host.chars().all(letter)).then(|| host.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_become_sources() {
        let source = |url| source_of(url, "https://example.org");
        for own in [
            "/a.png",
            "a.png",
            "../a",
            "?q",
            "https://EXAMPLE.org/a",
            "//example.org/a",
            "http://example.org",
        ] {
            assert_eq!(source(own).as_deref(), Some("'self'"), "{own}");
        }
        for (url, expected) in [
            ("https://player.example.com/v?id=1", "https://player.example.com"),
            ("//cdn.example.com:8443/a", "cdn.example.com:8443"),
            ("http://user@other.org#a", "http://other.org"),
            (" data:image/png;base64,AA==", "data:"),
            ("wss://live.example.org/", "wss://live.example.org"),
        ] {
            assert_eq!(source(url).as_deref(), Some(expected), "{url}");
        }
        for nothing in [
            "",
            "#top",
            "mailto:a@b.c",
            "javascript:void 0",
            "https://",
            "https://a;script-src *",
            "https://a b/",
        ] {
            assert_eq!(source(nothing), None, "{nothing}");
        }
    }

    #[test]
    fn scripts_tell_what_they_reach_for() {
        let uses = Uses::of_script("const r = await fetch('/search.json'); await WebAssembly.compile(r)");
        assert_eq!(uses.sources(Directive::Connect).collect::<Vec<_>>(), ["'self'"]);
        assert_eq!(uses.sources(Directive::Script).collect::<Vec<_>>(), ["'wasm-unsafe-eval'"]);
        assert_eq!(Uses::of_script("document.title = 'prefetch'"), Uses::default());
    }

    /// "Content Security Policy Level 3", 6.1.10.2, names this hash for `doSomething()`-like inline code; the value is
    /// that of `printf "alert('Hello, world.');" | openssl dgst -sha256 -binary | base64`, its example in 8.3.
    #[test]
    fn inline_code_is_named_by_its_hash() {
        let mut uses = Uses::default();
        uses.add_inline(Directive::Script, "alert('Hello, world.');");
        let hash = "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='";
        assert_eq!(uses.sources(Directive::Script).collect::<Vec<_>>(), [hash]);
    }
}
