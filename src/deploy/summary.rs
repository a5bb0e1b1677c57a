//! What a release changes, counted as editors think of it: records by kind, whatever the number of their
//! languages, and files by class.

use std::collections::BTreeMap;

use crate::config::SiteConfig;
use crate::kind::Kind;

use super::{Change, Changed, Class};

/// How many of a kind are new, other, or gone.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    pub added: usize,
    pub changed: usize,
    pub removed: usize,
}

/// A release in numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    pub records: BTreeMap<Kind, Counts>,
    pub classes: BTreeMap<Class, Counts>,
}

/// Counts changes. Which page belongs to which record is told by its address, as site.yaml's languages and
/// sections make it.
pub fn summary(config: Option<&SiteConfig>, changes: &[Changed]) -> Summary {
    let mut summary = Summary::default();
    let mut records: BTreeMap<(Kind, String), Change> = BTreeMap::new();
    for changed in changes {
        summary.classes.entry(changed.class).or_default().add(changed.change);
        let record = config.and_then(|config| record(config, &changed.path));
        if let Some(record) = record {
            // New in one language and known in another: the record was changed.
            records
                .entry(record)
                .and_modify(|all| {
                    if *all != changed.change {
                        *all = Change::Changed;
                    }
                })
                .or_insert(changed.change);
        }
    }
    for ((kind, _), change) in records {
        summary.records.entry(kind).or_default().add(change);
    }
    summary
}

/// The record whose page stands at a path: its kind, and its section and slug.
pub fn record(config: &SiteConfig, path: &str) -> Option<(Kind, String)> {
    let page = path.strip_suffix("/index.html")?;
    let in_language = config.languages.iter().find_map(|(_, language)| {
        page.strip_prefix(&*language.path)?.strip_prefix('/').filter(|_| !language.path.is_empty())
    });
    let page = in_language.unwrap_or(page);
    let (folder, slug) = page.split_once('/')?;
    let section = config.sections.get(folder).filter(|_| !slug.contains('/'))?;
    Some((section.kind, page.to_owned()))
}

impl Counts {
    fn add(&mut self, change: Change) {
        match change {
            Change::Added => self.added += 1,
            Change::Changed => self.changed += 1,
            Change::Removed => self.removed += 1,
        }
    }

    pub fn total(self) -> usize {
        self.added + self.changed + self.removed
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config;
    use crate::deploy::Listing;

    fn config() -> SiteConfig {
        let text = "title: 明水\nbase_url: https://example.org/\nlanguages: [zh-Hans, {tag: zh-Hant-TW, path: tw}]\nsections: {news: {kind: news}, partners: {kind: partner}}\n";
        config::read::read(&"site.yaml".into(), text).value.unwrap()
    }

    #[test]
    fn records_are_told_by_their_address() {
        let config = config();
        let tell = |path| record(&config, path).map(|(kind, name)| format!("{} {name}", kind.name()));
        for (path, expected) in [
            ("news/a/index.html", Some("news news/a")),
            ("tw/news/a/index.html", Some("news news/a")),
            ("partners/b/index.html", Some("partner partners/b")),
            ("news/index.html", None),
            ("news/page/2/index.html", None),
            ("tw/index.html", None),
            ("tags/a/index.html", None),
            ("news/a/photo.jpg", None),
            ("index.html", None),
        ] {
            assert_eq!(tell(path).as_deref(), expected, "{path}");
        }
    }

    #[test]
    fn a_record_counts_once_in_all_its_languages() {
        let changed = |path: &str, change| Changed {
            path: path.into(),
            class: Class::of(path),
            change,
            listing: Listing::Listed,
        };
        let changes = [
            changed("news/a/index.html", Change::Added),
            changed("tw/news/a/index.html", Change::Added),
            changed("news/b/index.html", Change::Changed),
            changed("tw/news/b/index.html", Change::Added),
            changed("news/c/index.html", Change::Removed),
            changed("index.html", Change::Changed),
            changed("atom.xml", Change::Changed),
        ];
        let summary = summary(Some(&config()), &changes);
        let news = Counts { added: 1, changed: 1, removed: 1 };
        assert_eq!(summary.records, BTreeMap::from([(Kind::News, news)]));
        assert_eq!(summary.classes[&Class::Page], Counts { added: 3, changed: 2, removed: 1 });
        assert_eq!(summary.classes[&Class::Feed].total(), 1);
    }
}
