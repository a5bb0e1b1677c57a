//! What file names may be: which are an editor's own business, and which break on another system.

use std::collections::BTreeMap;
use std::ffi::OsStr;

use encoding_rs::GB18030;
use unicode_normalization::UnicodeNormalization;

use crate::diagnostic::{Diagnostic, Severity, SitePath, rules};
use crate::say;

/// Files that editors and systems leave behind, and all hidden ones. In `static/` two hidden names are
/// content: `.well-known` (RFC 8615) and `.nojekyll` (GitHub Pages).
pub(super) fn is_ignored(name: &OsStr, in_static: bool) -> bool {
    let name = name.to_string_lossy();
    let hidden = name.starts_with('.') && !(in_static && matches!(&*name, ".well-known" | ".nojekyll"));
    hidden
        || name.ends_with('~')
        || name.starts_with("~$")
        || (name.starts_with('#') && name.ends_with('#') && name.len() > 1)
        || [".swp", ".swx", ".tmp"].iter().any(|end| name.ends_with(end))
        // Vim makes a file 4913 to find out whether it may write in a folder.
        || matches!(&*name, "4913" | "Thumbs.db" | "desktop.ini" | "node_modules" | "__MACOSX")
}

/// What is wrong with one name, if anything.
pub(super) fn check_name(path: &SitePath, name: &str) -> Option<Diagnostic> {
    let stem = name.split('.').next().unwrap_or(name).trim_end().to_ascii_lowercase();
    let reserved = matches!(&*stem, "con" | "prn" | "aux" | "nul")
        || (stem.len() == 4
            && (stem.starts_with("com") || stem.starts_with("lpt"))
            && stem.ends_with(|c: char| c.is_ascii_digit() && c != '0'));
    let message = if reserved {
        say!("`{name}` 在 Windows 上是保留的设备名", "`{name}` is the name of a device on Windows")
    } else if name.ends_with(['.', ' ']) {
        say!(
            "`{name}` 以句点或空格结尾，Windows 存不下这个文件名",
            "`{name}` ends in a dot or a space, which Windows cannot store"
        )
    } else if let Some(bad) = name.chars().find(|c| c.is_control() || r#"<>:"|?*\"#.contains(*c)) {
        let bad = bad.escape_debug();
        say!(
            "文件名 `{name}` 里有 Windows 不允许的字符 `{bad}`",
            "the file name `{name}` has a character that Windows does not allow: `{bad}`"
        )
    } else {
        return None;
    };
    let help = say!("请改名", "rename it");
    Some(Diagnostic::new(&rules::ODD_FILE_NAME, message).in_file(path).help(help))
}

/// A name that is no Unicode text, typically from a zip made on a Chinese Windows: the file is left out.
pub(super) fn not_unicode(folder: &str, name: &OsStr) -> Diagnostic {
    let (guess, _, wrong) = GB18030.decode(name.as_encoded_bytes());
    let shown = if wrong { name.to_string_lossy() } else { guess };
    let place: SitePath = format!("{folder}{shown}").into();
    let message = say!(
        "文件名不是 UTF-8（按 GB18030 读作 `{shown}`），文件没有读入",
        "the file name is not UTF-8 (as GB18030 it reads `{shown}`), so the file was left out"
    );
    let help = say!(
        "请改名；一批文件可以用 `convmv -f GB18030 -t UTF-8 -r --notest .`",
        "rename it; for many files use `convmv -f GB18030 -t UTF-8 -r --notest .`"
    );
    let mut finding = Diagnostic::new(&rules::ODD_FILE_NAME, message).in_file(&place).help(help);
    finding.severity = Severity::Error;
    finding
}

/// Finds names in one folder that some systems take for the same.
#[derive(Default)]
pub(super) struct Siblings {
    /// By folder and folded name: the first name that folds so, as the disk has it.
    seen: BTreeMap<(String, String), String>,
}

impl Siblings {
    /// `folder` is the parent as it stands on disk, `name` the entry's name there, `path` its site path.
    pub(super) fn add(&mut self, folder: &str, name: &str, path: &SitePath) -> Option<Diagnostic> {
        let folded: String = name.nfc().flat_map(char::to_lowercase).collect();
        let first = match self.seen.entry((folder.to_owned(), folded)) {
            std::collections::btree_map::Entry::Vacant(entry) => {
                entry.insert(name.to_owned());
                return None;
            }
            std::collections::btree_map::Entry::Occupied(entry) => entry.into_mut(),
        };
        let message = if first.nfc().eq(name.nfc()) {
            say!(
                "两个文件名看起来都是 `{name}`，只是 Unicode 编码形式不同（NFC 与 NFD）",
                "two file names both read `{name}` and differ only in Unicode form (NFC and NFD)"
            )
        } else {
            say!(
                "`{first}` 与 `{name}` 只有大小写不同，在 Windows 和 macOS 上是同一个文件",
                "`{first}` and `{name}` differ only in case: one file on Windows and macOS"
            )
        };
        let other: SitePath = format!("{folder}{first}").nfc().collect::<String>().into();
        let mut finding = Diagnostic::new(&rules::ODD_FILE_NAME, message)
            .in_file(path)
            .help(say!("删去或改名其中一个", "remove or rename one of them"))
            .related(&other, None, say!("另一个在这里", "the other one"));
        finding.severity = Severity::Error;
        Some(finding)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_editors_are_ignored() {
        let ignored = |name: &str| is_ignored(OsStr::new(name), false);
        for name in
            [".a.md.swp", "a.md~", "#a.md#", ".#a.md", "4913", ".DS_Store", "Thumbs.db", "~$a.docx", "x.tmp"]
        {
            assert!(ignored(name), "{name}");
        }
        for name in ["a.md", "#1.md", "#", "~a", "新闻.md", "4913.md"] {
            assert!(!ignored(name), "{name}");
        }
        assert!(ignored(".well-known") && !is_ignored(OsStr::new(".well-known"), true));
        assert!(is_ignored(OsStr::new(".env"), true));
    }

    #[test]
    fn names_that_windows_cannot_hold() {
        let odd = |name: &str| check_name(&name.into(), name).is_some();
        for name in ["CON", "nul.md", "aux.txt", "COM1", "lpt9.md", "a.", "a ", "a:b.md", "a\\b", "a\u{1}"] {
            assert!(odd(name), "{name}");
        }
        for name in ["console.md", "com.md", "com0", "a.b", "2024-05-16-成立.md", "auxiliary"] {
            assert!(!odd(name), "{name}");
        }
    }

    #[test]
    fn pairs_are_told_apart_by_folder() {
        let mut siblings = Siblings::default();
        let mut add = |folder: &str, name: &str| {
            let path: SitePath = format!("{folder}{name}").nfc().collect::<String>().into();
            siblings.add(folder, name, &path).map(|finding| finding.message.en)
        };
        assert_eq!(add("a/", "x.md"), None);
        assert_eq!(add("b/", "X.md"), None);
        assert!(add("a/", "X.md").is_some_and(|text| text.contains("case")));
        assert_eq!(add("a/", "caf\u{e9}.md"), None);
        assert!(add("a/", "cafe\u{301}.md").is_some_and(|text| text.contains("NFD")));
    }

    #[test]
    fn names_from_a_chinese_zip_are_guessed() {
        #[cfg(unix)]
        {
            use std::os::unix::ffi::OsStrExt;
            let (name, _, _) = GB18030.encode("新闻.md");
            assert!(not_unicode("content/", OsStr::from_bytes(&name)).message.en.contains("新闻.md"));
        }
    }
}
