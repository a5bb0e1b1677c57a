//! What a file's path says about its record: folder, name, date, language, bundle.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::language::Tag;

/// The reading of a path below `content/`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Name {
    /// Folders above the record, `news` or `news/2024`; empty at the top.
    pub folder: String,
    /// The name without date and language; for a bundle that of its folder; empty for the home page.
    pub stem: String,
    /// Path without language suffix and `/index`: what the versions of one record share.
    pub key: String,
    /// From a prefix `2024-05-16-`.
    pub date: Option<Date>,
    /// What follows the last dot, when it has the form of a language tag.
    pub suffix: Option<Tag>,
}

impl Name {
    /// Reads `news/2024-05-16-founding.en.md`, a path below `content/`. A suffix counts as a language
    /// when `is_language` says so; otherwise the dot belongs to the name.
    pub fn read(path: &str, is_language: impl Fn(&Tag) -> bool) -> Name {
        let path = path.strip_suffix(".md").unwrap_or(path);
        let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
        let (file, suffix) = match file.rsplit_once('.') {
            Some((name, tag)) => match Tag::parse(tag).filter(&is_language) {
                Some(tag) => (name, Some(tag)),
                None => (file, None),
            },
            None => (file, None),
        };
        let (folder, name) = match file {
            "index" => folder.rsplit_once('/').unwrap_or(("", folder)),
            _ => (folder, file),
        };
        let (date, stem) = split_date(name);
        let key = if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
        Name { folder: folder.to_owned(), stem: stem.to_owned(), key, date, suffix }
    }
}

impl Name {
    /// A prefix in the form of a date that no calendar has: `2024-02-30`.
    pub fn impossible_date(&self) -> Option<&str> {
        let prefix = self.stem.get(..11).filter(|_| self.date.is_none())?;
        let fits = prefix.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 | 10 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
        fits.then(|| &prefix[..10])
    }
}

/// Takes a date prefix off a name. A date alone is a name, not a prefix.
fn split_date(name: &str) -> (Option<Date>, &str) {
    let prefix = name.get(..11).filter(|prefix| prefix.ends_with('-'));
    match prefix.and_then(|prefix| prefix[..10].parse::<Date>().ok()) {
        Some(date) if name.len() > 11 => (Some(date), &name[11..]),
        _ => (None, name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(path: &str) -> (String, String, String, String, String) {
        let name = Name::read(path, |tag| tag.as_str() == "en" || tag.as_str().starts_with("zh-"));
        let text = |value: Option<String>| value.unwrap_or_default();
        (
            name.folder,
            name.stem,
            name.key,
            text(name.date.map(|date| date.to_string())),
            text(name.suffix.map(|tag| tag.to_string())),
        )
    }

    fn check(path: &str, folder: &str, stem: &str, key: &str, date: &str, suffix: &str) {
        assert_eq!(
            read(path),
            (folder.into(), stem.into(), key.into(), date.into(), suffix.into()),
            "{path}"
        );
    }

    #[test]
    fn names_of_files_bundles_and_indexes() {
        check(
            "news/2024-05-16-founding.md",
            "news",
            "founding",
            "news/2024-05-16-founding",
            "2024-05-16",
            "",
        );
        check(
            "news/2024-05-16-founding.zh-hant.md",
            "news",
            "founding",
            "news/2024-05-16-founding",
            "2024-05-16",
            "zh-Hant",
        );
        check("news/first-lesson/index.en.md", "news", "first-lesson", "news/first-lesson", "", "en");
        check("about/index.md", "", "about", "about", "", "");
        check("index.en.md", "", "", "", "", "en");
        check("news/v1.2.md", "news", "v1.2", "news/v1.2", "", "");
        check("news/2024-05-16.md", "news", "2024-05-16", "news/2024-05-16", "", "");
        check("news/2024-02-30-a.md", "news", "2024-02-30-a", "news/2024-02-30-a", "", "");
        check("news/重庆.md", "news", "重庆", "news/重庆", "", "");
        let impossible = |path| Name::read(path, |_| false).impossible_date().map(str::to_owned);
        assert_eq!(impossible("news/2024-02-30-a.md").as_deref(), Some("2024-02-30"));
        assert_eq!(impossible("news/2024-02-29-a.md"), None);
        assert_eq!(impossible("news/重庆长春厦门.md"), None);
    }
}
