//! `check --fix`: writing into a file what has one right answer and changes nothing else.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use anyhow::Context as _;

use crate::diagnostic::position::LineIndex;
use crate::diagnostic::{Diagnostic, Rule, Say, SitePath, Span, rules};
use crate::say;
use crate::source::{SourceFile, SourceTree};
use crate::yaml;

use super::replace::replace;

/// Rules whose replacement an editor would write without thinking.
static SAFE: &[&Rule] = &[
    &rules::UNPINNED_SLUG,
    &rules::UNUSUAL_DATE,
    &rules::FULLWIDTH_COLON,
    &rules::FULLWIDTH_COMMA,
    &rules::BARE_COLON,
    &rules::COMMENT_IN_TEXT,
];

/// One replacement in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Edit {
    span: Span,
    text: String,
}

/// Applies the safe replacements to the files that they concern, and tells each: `file:line: before → after`.
///
/// A file is written as a whole or not at all, and only if its YAML can be read at least as well as before. An
/// error is the disk's.
pub(super) fn apply(tree: &SourceTree, found: &[Diagnostic]) -> anyhow::Result<Vec<Say>> {
    let mut by_file: BTreeMap<&str, Vec<Edit>> = BTreeMap::new();
    for diagnostic in found {
        if let Some((file, edit)) = safe_edit(diagnostic) {
            by_file.entry(file).or_default().push(edit);
        }
    }
    let mut told = Vec::new();
    for (path, edits) in by_file {
        let Some(file) = tree.file(path) else { continue };
        let edits = without_overlaps(edits);
        let text = replaced(&file.text, &edits);
        if text == *file.text || health(&file.path, &text) < health(&file.path, &file.text) {
            continue;
        }
        replace(&file.disk, &text).with_context(|| file.disk.display().to_string())?;
        let lines = LineIndex::new(&file.text);
        told.extend(edits.iter().map(|edit| tell(file, &lines, edit)));
    }
    Ok(told)
}

fn safe_edit(found: &Diagnostic) -> Option<(&str, Edit)> {
    let place = found.place.as_ref().filter(|_| SAFE.contains(&found.rule))?;
    let edit = Edit { span: place.span.clone()?, text: found.replacement.clone()? };
    Some((&place.file, edit))
}

/// In order; of two that touch the same text the first, the other is found again in the next round.
fn without_overlaps(mut edits: Vec<Edit>) -> Vec<Edit> {
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    let mut end = 0;
    edits.retain(|edit| {
        let fits = edit.span.start >= end;
        end = if fits { edit.span.end } else { end };
        fits
    });
    edits
}

/// The text with all replacements; their line ends are those of the file.
fn replaced(text: &str, edits: &[Edit]) -> String {
    let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let mut out = String::with_capacity(text.len() + 64);
    let mut done = 0;
    for edit in edits {
        out.push_str(&text[done..edit.span.start]);
        out.push_str(&edit.text.replace('\n', line_end));
        done = edit.span.end;
    }
    out.push_str(&text[done..]);
    out
}

/// How well a file's YAML can be read: whether at all, then the fewer faults the better.
fn health(path: &SitePath, text: &str) -> (bool, Reverse<usize>) {
    let (yaml, mut faults) = if path.ends_with(".md") {
        let split = yaml::split(path, text);
        (split.value.map(|parts| parts.yaml), split.diagnostics.len())
    } else {
        let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        (Some(start..text.len()), 0)
    };
    let Some(range) = yaml else { return (false, Reverse(faults)) };
    let read = yaml::read(path, text, range);
    faults += read.diagnostics.len();
    (read.value.is_some(), Reverse(faults))
}

fn tell(file: &SourceFile, lines: &LineIndex, edit: &Edit) -> Say {
    let (path, line) = (&file.path, lines.position(edit.span.start).line);
    let (before, after) = (&file.text[edit.span.clone()], edit.text.trim_end());
    match before {
        "" => say!("{path}:{line}：加上 `{after}`", "{path}:{line}: added `{after}`"),
        _ => say!("{path}:{line}：`{before}` → `{after}`", "{path}:{line}: `{before}` → `{after}`"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str) -> SitePath {
        path.into()
    }

    #[test]
    fn edits_keep_line_ends_and_do_not_overlap() {
        let edit = |span: Span, text: &str| Edit { span, text: text.to_owned() };
        let edits = without_overlaps(vec![edit(11..14, "乙"), edit(5..5, "slug: x\n"), edit(12..14, "丙")]);
        assert_eq!(edits.len(), 2);
        assert_eq!(
            replaced("---\r\ntitle: abc\r\n---\r\n", &edits),
            "---\r\nslug: x\r\ntitle:乙c\r\n---\r\n"
        );
    }

    #[test]
    fn a_file_must_not_get_worse() {
        let health = |text: &str| health(&file("content/a.md"), text);
        assert!(health("---\nslug: x\ntitle: 甲\n---\n") == health("---\ntitle: 甲\n---\n"));
        assert!(health("---\nslug: x\n{title: 甲}\n---\n") < health("---\n{title: 甲}\n---\n"));
        assert!(health("---\ntitle: 甲\n---\n") > health("---\ntitle：甲\n---\n"));
        assert!(health("title: 甲\n") < health("---\ntitle：甲\n---\n"));
    }
}
