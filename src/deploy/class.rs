//! What kind of file it is to caches and to the order of an upload, told by its path alone.

use serde::{Deserialize, Serialize};

/// In the order of upload: whatever a file names is there before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    /// Has the hash of its bytes in its name, and may be kept for ever.
    Fingerprinted,
    /// Pictures, documents, fonts: all that pages name and that is no page.
    Media,
    /// What scripts of pages read: the search index, other JSON.
    Data,
    /// HTML.
    Page,
    /// What leads machines to pages: feeds, the sitemap, robots.txt.
    Feed,
}

impl Class {
    pub const ALL: [Class; 5] = [Class::Fingerprinted, Class::Media, Class::Data, Class::Page, Class::Feed];

    /// The class of a file of a site.
    pub fn of(path: &str) -> Class {
        let name = path.rsplit('/').next().unwrap_or(path);
        let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension).to_ascii_lowercase();
        match &*extension {
            _ if is_fingerprinted(path) => Class::Fingerprinted,
            "html" | "htm" => Class::Page,
            _ if matches!(name, "atom.xml" | "feed.json" | "rss.xml" | "robots.txt") => Class::Feed,
            "xml" if name.starts_with("sitemap") => Class::Feed,
            "json" | "xml" | "pf_meta" | "pf_index" | "pf_fragment" => Class::Data,
            _ => Class::Media,
        }
    }

    /// As it is written in JSON and in site.yaml.
    pub fn name(self) -> &'static str {
        match self {
            Class::Fingerprinted => "fingerprinted",
            Class::Media => "media",
            Class::Data => "data",
            Class::Page => "page",
            Class::Feed => "feed",
        }
    }
}

/// Where all files with a fingerprint are.
pub(super) const FINGERPRINTED: &str = "assets/";

/// `assets/site.3f2a91c04b7d5e6f.css`: the theme's assets carry sixteen digits of their hash.
fn is_fingerprinted(path: &str) -> bool {
    let Some(name) = path.strip_prefix(FINGERPRINTED) else { return false };
    name.rsplit('/')
        .next()
        .unwrap_or(name)
        .split('.')
        .skip(1)
        .any(|part| part.len() == 16 && part.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_are_told_by_the_path() {
        for (path, class) in [
            ("assets/site.c99991ab9099122b.css", Class::Fingerprinted),
            ("assets/fonts/a.b.c99991ab9099122b.woff2", Class::Fingerprinted),
            ("assets/site.css", Class::Media),
            ("news/site.c99991ab9099122b.css", Class::Media),
            ("news/a/photo.JPG", Class::Media),
            ("tw/news/a/index.html", Class::Page),
            ("404.html", Class::Page),
            ("intro.HTM", Class::Page),
            ("search/zh-hans.json", Class::Data),
            ("tw/atom.xml", Class::Feed),
            ("sitemap-2.xml", Class::Feed),
            ("robots.txt", Class::Feed),
        ] {
            assert_eq!(Class::of(path), class, "{path}");
        }
    }

    #[test]
    fn pages_come_after_what_they_name_and_before_what_leads_to_them() {
        assert!(Class::ALL.is_sorted());
        assert!(Class::Media < Class::Page && Class::Data < Class::Page && Class::Page < Class::Feed);
        for class in Class::ALL {
            assert_eq!(serde_json::json!(class), class.name());
        }
    }
}
