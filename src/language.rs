//! Language tags and the languages of a site. A language is a dimension of every page from the start:
//! nothing is "the default language plus others".

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// A BCP 47 tag in its canonical case: `zh-Hant-TW`, `en`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Tag(Arc<str>);

/// The Chinese script conventions that conversion distinguishes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ChineseScript {
    Hans,
    Hant,
    HantTw,
    HantHk,
}

impl Tag {
    /// Reads a tag, accepting `zh_cn` and any case; `None` when it is not well-formed
    /// (RFC 5646: a language of two or three letters, then subtags of at most eight letters or digits).
    pub fn parse(text: &str) -> Option<Tag> {
        let mut out = String::with_capacity(text.len());
        for (index, part) in text.split(['-', '_']).enumerate() {
            if part.is_empty() || part.len() > 8 || !part.bytes().all(|b| b.is_ascii_alphanumeric()) {
                return None;
            }
            let lower = part.to_ascii_lowercase();
            let alphabetic = part.bytes().all(|b| b.is_ascii_alphabetic());
            match index {
                0 if alphabetic && (2..=3).contains(&part.len()) => out.push_str(&lower),
                0 => return None,
                _ => {
                    out.push('-');
                    match (part.len(), alphabetic) {
                        (2, true) => out.push_str(&part.to_ascii_uppercase()),
                        (4, true) => {
                            out.push_str(&lower[..1].to_ascii_uppercase());
                            out.push_str(&lower[1..]);
                        }
                        _ => out.push_str(&lower),
                    }
                }
            }
        }
        Some(Tag(out.into()))
    }

    /// `zh-Hans`: the language of a site that names none, and of built-in titles.
    pub fn simplified() -> Tag {
        Tag("zh-Hans".into())
    }

    /// `en`: the other language of built-in titles.
    pub fn english() -> Tag {
        Tag("en".into())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The Chinese script that the tag stands for, by script subtag or else by region; `None` for other languages.
    pub fn chinese(&self) -> Option<ChineseScript> {
        match &*self.0 {
            "zh-Hans" => return Some(ChineseScript::Hans),
            "zh-Hant-TW" => return Some(ChineseScript::HantTw),
            "zh-Hant-HK" => return Some(ChineseScript::HantHk),
            "en" => return None,
            _ => {}
        }
        let mut parts = self.0.split('-');
        if parts.next() != Some("zh") {
            return None;
        }
        let rest: Vec<&str> = parts.collect();
        let has = |part: &str| rest.contains(&part);
        Some(match () {
            () if has("Hans") => ChineseScript::Hans,
            () if has("HK") || has("MO") => ChineseScript::HantHk,
            () if has("TW") => ChineseScript::HantTw,
            () if has("Hant") => ChineseScript::Hant,
            () => ChineseScript::Hans,
        })
    }

    /// What a language is called in itself, for the language switch; the tag where we do not know it.
    pub fn own_name(&self) -> &str {
        match (self.chinese(), &*self.0) {
            (Some(ChineseScript::Hans), _) => "简体中文",
            (Some(ChineseScript::Hant), _) => "繁體中文",
            (Some(ChineseScript::HantTw), _) => "繁體中文（台灣）",
            (Some(ChineseScript::HantHk), _) => "繁體中文（香港）",
            (None, tag) => match tag.split('-').next().unwrap_or(tag) {
                "en" => "English",
                "fr" => "Français",
                "de" => "Deutsch",
                "es" => "Español",
                "pt" => "Português",
                "ru" => "Русский",
                "ja" => "日本語",
                "ko" => "한국어",
                "vi" => "Tiếng Việt",
                "th" => "ไทย",
                "ar" => "العربية",
                _ => tag,
            },
        }
    }

    /// For Open Graph: `zh_TW`, `en_US`.
    pub fn open_graph_locale(&self) -> String {
        match self.chinese() {
            Some(ChineseScript::Hans) => "zh_CN".into(),
            Some(ChineseScript::Hant | ChineseScript::HantTw) => "zh_TW".into(),
            Some(ChineseScript::HantHk) => "zh_HK".into(),
            None if &*self.0 == "en" => "en_US".into(),
            None => self.0.replace('-', "_"),
        }
    }
}

impl fmt::Display for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Position of a language in site.yaml: the index of the language dimension everywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct LangId(pub u8);

impl LangId {
    pub fn index(self) -> usize {
        usize::from(self.0)
    }
}

/// How far conversion between Chinese scripts goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Convert {
    /// Script only.
    Characters,
    /// Also the characters and vocabulary of Taiwan.
    Taiwan,
    /// Also the characters and vocabulary of Hong Kong.
    HongKong,
}

impl Convert {
    /// How far conversion to a language goes unless its settings say so: a region brings its words.
    pub fn default_for(tag: &Tag) -> Convert {
        match tag.chinese() {
            Some(ChineseScript::HantTw) => Convert::Taiwan,
            Some(ChineseScript::HantHk) => Convert::HongKong,
            _ => Convert::Characters,
        }
    }
}

/// What becomes of a page that has no version in a language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fallback {
    /// There is no such page.
    Omit,
    /// The default language's text is shown, marked as such.
    Default,
}

/// One language of the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Language {
    pub tag: Tag,
    /// First part of its addresses: empty for the default language, `tw`.
    pub path: String,
    pub convert: Convert,
    /// Preferred forms of characters that the region writes in several (台 for 臺).
    pub glyphs: Vec<char>,
    pub fallback: Fallback,
}

/// The languages of the site; the first is the default. At most 255, never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Languages {
    list: Vec<Language>,
}

impl Languages {
    /// `None` for an empty list or more than 255 languages.
    pub fn new(list: Vec<Language>) -> Option<Languages> {
        (1..=255).contains(&list.len()).then_some(Languages { list })
    }

    /// A site in one language.
    pub fn only(language: Language) -> Languages {
        Languages { list: vec![language] }
    }

    pub const DEFAULT: LangId = LangId(0);

    pub fn len(&self) -> usize {
        self.list.len()
    }

    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    pub fn ids(&self) -> impl Iterator<Item = LangId> + use<> {
        (0..self.list.len() as u8).map(LangId)
    }

    pub fn iter(&self) -> impl Iterator<Item = (LangId, &Language)> {
        self.ids().zip(&self.list)
    }

    /// The configured language with exactly this tag.
    pub fn find(&self, tag: &Tag) -> Option<LangId> {
        self.iter().find(|(_, language)| language.tag == *tag).map(|(id, _)| id)
    }
}

impl std::ops::Index<LangId> for Languages {
    type Output = Language;
    fn index(&self, id: LangId) -> &Language {
        &self.list[id.index()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_canonical_and_tell_their_script() {
        let script = |text: &str| Tag::parse(text).and_then(|tag| tag.chinese());
        assert_eq!(Tag::parse("ZH_hant_tw").unwrap().as_str(), "zh-Hant-TW");
        assert_eq!(script("zh-CN"), Some(ChineseScript::Hans));
        assert_eq!(script("zh-MO"), Some(ChineseScript::HantHk));
        assert_eq!(script("zh-Hant"), Some(ChineseScript::Hant));
        assert_eq!(script("en"), None);
        assert!(Tag::parse("z").is_none() && Tag::parse("zh--TW").is_none() && Tag::parse("").is_none());
    }
}
