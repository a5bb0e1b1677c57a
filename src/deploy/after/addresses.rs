//! From changed files to the addresses under which caches and search engines know them.

use std::collections::{BTreeMap, BTreeSet};

use crate::config::BaseUrl;
use crate::site::encode_path;

use super::super::{Changes, Class, Listing};

/// What a cache should forget. Addresses are absolute and escaped.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stale {
    pub urls: Vec<String>,
    /// With a slash at the end; everything below them.
    pub directories: Vec<String>,
}

/// How much one release may ask of a cache; services count what they forget by the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Allowance {
    pub urls: usize,
    pub directories: usize,
}

/// All addresses of changed files: an index page has two, `/a/` and `/a/index.html`, and caches keep both. What was
/// added is among them, because caches also keep that there was nothing.
pub fn changed(changes: &Changes) -> Vec<String> {
    paths(changes).iter().map(|path| absolute(&changes.base_url, path)).collect()
}

/// Addresses of changed pages for search engines, one a page. Those that ask to be left out and the page for wrong
/// addresses are; with `withdrawn`, those that they should forget are among them.
pub fn pages(changes: &Changes, withdrawn: bool) -> Vec<String> {
    let told = changes.files.iter().filter(|file| file.class == Class::Page);
    let told = told.filter(|file| match file.listing {
        Listing::Listed => true,
        Listing::Withdrawn => withdrawn,
        Listing::Unlisted => false,
    });
    let told = told.filter(|file| file.path.rsplit('/').next() != Some("404.html"));
    told.map(|file| absolute(&changes.base_url, directory_of_index(&file.path).unwrap_or(&file.path)))
        .collect()
}

/// What a cache has to forget: single addresses while they are few enough, else whole directories for as many as
/// are too many, the fullest first and as deep as the allowance lets them be; in the end the site as a whole.
pub fn stale(changes: &Changes, allowance: Allowance) -> Stale {
    let paths = paths(changes);
    let absolute = |paths: BTreeSet<&str>| -> Vec<String> {
        paths.into_iter().map(|path| absolute(&changes.base_url, path)).collect()
    };
    let deepest = paths.iter().map(|path| depth(path)).max().unwrap_or(0);
    for level in (0..=deepest).rev() {
        let Some((urls, directories)) = gathered(&paths, level, allowance) else { continue };
        return Stale { urls: absolute(urls), directories: absolute(directories) };
    }
    Stale { urls: Vec::new(), directories: absolute(BTreeSet::from([""])) }
}

/// Single paths, and directories `level` deep in the place of those that are too many. `None` when that takes more
/// directories than allowed, or does not suffice.
fn gathered(
    paths: &BTreeSet<String>,
    level: usize,
    allowance: Allowance,
) -> Option<(BTreeSet<&str>, BTreeSet<&str>)> {
    let mut urls: BTreeSet<&str> = paths.iter().map(String::as_str).collect();
    let mut below: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for path in paths {
        if let Some(directory) = ancestor(path, level) {
            below.entry(directory).or_default().push(path);
        }
    }
    let mut fullest: Vec<(&str, Vec<&str>)> = below.into_iter().collect();
    // Stable: of two as full as each other, the first by name.
    fullest.sort_by_key(|(_, paths)| std::cmp::Reverse(paths.len()));
    let mut directories = BTreeSet::new();
    for (directory, inside) in fullest {
        if urls.len() <= allowance.urls {
            break;
        }
        directories.insert(directory);
        for path in inside {
            urls.remove(path);
        }
    }
    (urls.len() <= allowance.urls && directories.len() <= allowance.directories)
        .then_some((urls, directories))
}

/// Paths below the site's root of everything that a cache may hold.
fn paths(changes: &Changes) -> BTreeSet<String> {
    let mut paths = BTreeSet::new();
    for file in &changes.files {
        paths.extend(directory_of_index(&file.path).map(str::to_owned));
        paths.insert(file.path.clone());
    }
    paths
}

/// `a/` of `a/index.html`, nothing of `index.html`.
fn directory_of_index(path: &str) -> Option<&str> {
    let directory = path.strip_suffix("index.html")?;
    (directory.is_empty() || directory.ends_with('/')).then_some(directory)
}

/// How many directories a path lies in.
fn depth(path: &str) -> usize {
    path.matches('/').count()
}

/// The directory `level` deep that a path lies in, with its slash; at level 0 the site itself.
fn ancestor(path: &str, level: usize) -> Option<&str> {
    match level {
        0 => Some(""),
        _ => path.match_indices('/').nth(level - 1).map(|(at, _)| &path[..=at]),
    }
}

fn absolute(base: &BaseUrl, path: &str) -> String {
    // A file may have a question mark in its name; in an address that would begin a query.
    let path = encode_path(path).replace('?', "%3F");
    format!("{}{}{path}", base.origin, base.path)
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};
    use proptest::prelude::*;

    use super::super::super::{Change, Changed};
    use super::*;

    fn changes(paths: &[&str]) -> Changes {
        let file = |path: &&str| Changed {
            path: (*path).to_owned(),
            class: Class::of(path),
            change: if path.contains("gone") { Change::Removed } else { Change::Changed },
            listing: match path {
                path if path.contains("gone") => Listing::Withdrawn,
                path if path.contains("noindex") => Listing::Unlisted,
                _ => Listing::Listed,
            },
        };
        Changes {
            base_url: BaseUrl { origin: "https://example.org".to_owned(), path: "/sub/".to_owned() },
            files: paths.iter().map(file).collect(),
        }
    }

    #[test]
    fn an_index_page_has_two_addresses() {
        expect![[r#"
            [
                "https://example.org/sub/",
                "https://example.org/sub/a.html",
                "https://example.org/sub/assets/site.css",
                "https://example.org/sub/index.html",
                "https://example.org/sub/my-index.html",
                "https://example.org/sub/%E6%96%B0%E9%97%BB/",
                "https://example.org/sub/%E6%96%B0%E9%97%BB/index.html",
                "https://example.org/sub/%E6%96%B0%E9%97%BB/%E5%9B%BE%201%3F%23.jpg",
            ]
        "#]]
        .assert_debug_eq(&changed(&changes(&[
            "index.html",
            "新闻/index.html",
            "新闻/图 1?#.jpg",
            "a.html",
            "my-index.html",
            "assets/site.css",
        ])));
    }

    #[test]
    fn search_engines_get_pages_once() {
        let paths = ["index.html", "a/index.html", "gone/index.html", "tw/404.html", "noindex/index.html"];
        let changes = changes(&[&paths[..], &["b.html", "c.png"]].concat());
        let all = ["", "a/", "gone/", "b.html"].map(|path| format!("https://example.org/sub/{path}"));
        assert_eq!(pages(&changes, true), all);
        assert_eq!(pages(&changes, false), [&all[0], &all[1], &all[3]].map(String::as_str));
    }

    fn check(paths: &[&str], urls: usize, directories: usize, expected: Expect) {
        let stale = stale(&changes(paths), Allowance { urls, directories });
        let short = |urls: &[String]| {
            let paths = urls.iter().map(|url| url.strip_prefix("https://example.org").unwrap());
            paths.collect::<Vec<_>>().join(" ")
        };
        expected.assert_eq(&format!("{} | {}", short(&stale.urls), short(&stale.directories)));
    }

    #[test]
    fn directories_stand_for_what_is_too_much() {
        let news = ["news/a/index.html", "news/b/index.html", "tw/news/a/index.html", "robots.txt"];
        check(
            &news,
            10,
            10,
            expect![
                "/sub/news/a/ /sub/news/a/index.html /sub/news/b/ /sub/news/b/index.html /sub/robots.txt \
                 /sub/tw/news/a/ /sub/tw/news/a/index.html | "
            ],
        );
        check(
            &news,
            5,
            10,
            expect![
                "/sub/news/a/ /sub/news/a/index.html /sub/news/b/ /sub/news/b/index.html /sub/robots.txt | /sub/tw/news/a/"
            ],
        );
        check(&news, 1, 10, expect!["/sub/robots.txt | /sub/news/a/ /sub/news/b/ /sub/tw/news/"]);
        check(&news, 1, 2, expect!["/sub/robots.txt | /sub/news/ /sub/tw/"]);
        check(&news, 1, 1, expect![" | /sub/"]);
        check(&news, 0, 1, expect![" | /sub/"]);
        check(&[], 0, 0, expect![" | "]);
    }

    proptest! {
        /// Nothing that changed stays in a cache, and no allowance is overdrawn but by the site as a whole.
        #[test]
        fn everything_is_forgotten(
            paths in proptest::collection::btree_set("([abc]/){0,3}(index\\.html|[ab]\\.css)", 0..30),
            urls in 0_usize..20,
            directories in 0_usize..5,
        ) {
            let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
            let changes = changes(&paths);
            let stale = stale(&changes, Allowance { urls, directories });
            for url in changed(&changes) {
                let is_below = stale.directories.iter().any(|directory| url.starts_with(directory));
                prop_assert!(is_below || stale.urls.contains(&url), "{url} is not in {stale:?}");
            }
            prop_assert!(stale.urls.len() <= urls);
            let is_whole = stale.directories == ["https://example.org/sub/"];
            prop_assert!(stale.directories.len() <= directories || is_whole);
        }
    }
}
