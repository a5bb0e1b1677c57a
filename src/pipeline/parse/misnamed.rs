//! Files below `content/` that are something else than was meant, by their names.

use crate::diagnostic::{Diagnostic, SitePath, rules};
use crate::say;
use crate::source::SourceTree;

use super::{GLOSSARIES, topic};

/// Files that are meant as records, or as the glossary, and are none by their names.
pub(super) fn misnamed(tree: &SourceTree) -> Vec<Diagnostic> {
    let texts = tree.files_under("content/").iter().map(|file| &file.path);
    let others = tree.binaries_under("content/").iter().map(|file| &file.path);
    let found = texts.chain(others).filter_map(|path| {
        if path.starts_with(GLOSSARIES) && !path.ends_with(".yml") {
            return no_glossary(path);
        }
        let meant = right_name(path)?;
        let found = Diagnostic::new(
            &rules::ODD_FILE_NAME,
            say!(
                "这个文件名的结尾不对，文件不会成为页面或词表",
                "by the end of its name this file is no page and no glossary"
            ),
        );
        Some(found.in_file(path).help(say!("改名为 `{meant}`", "rename it to `{meant}`")))
    });
    found.collect()
}

/// What stands among the glossaries and is none.
fn no_glossary(path: &SitePath) -> Option<Diagnostic> {
    if topic(path).is_some() {
        return None;
    }
    let found = Diagnostic::new(
        &rules::ODD_FILE_NAME,
        say!(
            "content/glossary/ 里只有词表，这个文件不会成为页面或词表",
            "content/glossary/ holds glossaries alone: this file is no page and no glossary"
        ),
    );
    Some(found.in_file(path).help(say!(
        "词表直接放在 content/glossary/ 下，名字以 `.yaml` 结尾；页面移到别的文件夹",
        "put glossaries directly into content/glossary/, with names that end in `.yaml`, and pages into another folder"
    )))
}

fn right_name(path: &str) -> Option<String> {
    let name = path.rsplit('/').next().unwrap_or(path);
    if path == "content/glossary.yml" {
        return Some("glossary.yaml".to_owned());
    }
    if path.starts_with(GLOSSARIES) {
        return name.strip_suffix(".yml").map(|name| format!("{name}.yaml"));
    }
    let lower = name.to_lowercase();
    let stem = [".md", ".markdown", ".mdown", ".md.txt"].iter().find_map(|end| lower.strip_suffix(end))?;
    (!name.ends_with(".md")).then(|| format!("{}.md", &name[..name.floor_char_boundary(stem.len())]))
}
