//! One file of a release: what stands for its bytes, and what a server tells of it.

use serde::{Deserialize, Serialize};

use crate::config::CacheRules;
use crate::digest::Digest;

use super::Class;

/// A file as it is to be served.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Of its bytes.
    #[serde(with = "hex")]
    pub hash: Digest,
    /// In bytes.
    pub size: u64,
    /// `Content-Type`, with the charset where it is known.
    #[serde(rename = "type")]
    pub media_type: String,
    /// `Cache-Control`.
    pub cache: String,
    pub class: Class,
    /// Stands for what a compressed form was made from, and how: then nobody has to compress the same twice.
    #[serde(with = "maybe_hex", default, skip_serializing_if = "Option::is_none")]
    pub made_from: Option<Digest>,
    /// What the target called these bytes when it took them; by it a later listing tells whether they are
    /// still there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub etag: Option<String>,
    /// Is it a page that search engines are to leave out?
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unlisted: bool,
}

impl Entry {
    /// Do readers get the same?
    pub fn is_same(&self, other: &Entry) -> bool {
        (self.hash, &self.media_type, &self.cache) == (other.hash, &other.media_type, &other.cache)
    }

    /// The name under which a copy is kept when the file itself is replaced. Two files that are served alike
    /// have one.
    pub fn object(&self) -> Digest {
        Digest::of_parts(&[self.hash.bytes(), self.media_type.as_bytes(), self.cache.as_bytes()])
    }
}

/// The cache rule of a class.
pub(super) fn cache(rules: &CacheRules, class: Class) -> &str {
    match class {
        Class::Fingerprinted => &rules.fingerprinted,
        Class::Media => &rules.media,
        Class::Data => &rules.data,
        Class::Page => &rules.page,
        Class::Feed => &rules.feed,
    }
}

/// Digests as people and other programs read them.
pub(super) mod hex {
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};

    use crate::digest::Digest;

    pub fn serialize<S: Serializer>(digest: &Digest, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(digest)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Digest, D::Error> {
        let text = String::deserialize(from)?;
        Digest::parse(&text).ok_or_else(|| D::Error::custom("no digest"))
    }
}

mod maybe_hex {
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};

    use crate::digest::Digest;

    pub fn serialize<S: Serializer>(digest: &Option<Digest>, to: S) -> Result<S::Ok, S::Error> {
        match digest {
            Some(digest) => to.collect_str(digest),
            None => to.serialize_none(),
        }
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Digest>, D::Error> {
        let Some(text) = Option::<String>::deserialize(from)? else { return Ok(None) };
        Digest::parse(&text).map(Some).ok_or_else(|| D::Error::custom("no digest"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_served_otherwise_is_another_one() {
        let entry = Entry {
            hash: Digest::of_published(b"a"),
            size: 1,
            media_type: "text/html; charset=utf-8".into(),
            cache: "public, max-age=60".into(),
            class: Class::Page,
            made_from: None,
            etag: None,
            unlisted: false,
        };
        let stored = Entry { etag: Some("\"1\"".into()), ..entry.clone() };
        assert!(entry.is_same(&stored) && entry.object() == stored.object());
        let cached = Entry { cache: "no-store".into(), ..entry.clone() };
        assert!(!entry.is_same(&cached) && entry.object() != cached.object());
        let text = serde_json::to_string(&stored).unwrap();
        assert_eq!(serde_json::from_str::<Entry>(&text).unwrap(), stored);
    }
}
