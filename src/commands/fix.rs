//! `check --fix`: writing into a file what has one right answer and changes nothing else.

use std::collections::BTreeMap;

use anyhow::Context as _;

use crate::diagnostic::{Diagnostic, Rule, rules};
use crate::source::SourceTree;

/// Rules whose replacement an editor would write without thinking.
static SAFE: &[&Rule] = &[
    &rules::UNPINNED_SLUG,
    &rules::UNUSUAL_DATE,
    &rules::FULLWIDTH_COLON,
    &rules::FULLWIDTH_COMMA,
    &rules::BARE_COLON,
];

/// Applies the safe replacements; returns how many, and the findings that are left.
pub(super) fn apply(tree: &SourceTree, found: Vec<Diagnostic>) -> anyhow::Result<(usize, Vec<Diagnostic>)> {
    let (safe, left): (Vec<_>, Vec<_>) = found.into_iter().partition(is_safe);
    let mut by_file: BTreeMap<&str, Vec<&Diagnostic>> = BTreeMap::new();
    for diagnostic in &safe {
        if let Some(place) = &diagnostic.place {
            by_file.entry(&place.file).or_default().push(diagnostic);
        }
    }
    for (path, findings) in by_file {
        let Some(file) = tree.file(path) else { continue };
        let text = replaced(&file.text, &findings);
        std::fs::write(&file.disk, text).with_context(|| file.disk.display().to_string())?;
    }
    Ok((safe.len(), left))
}

fn is_safe(found: &Diagnostic) -> bool {
    let located = found.place.as_ref().is_some_and(|place| place.span.is_some());
    located && found.replacement.is_some() && SAFE.contains(&found.rule)
}

/// The text with all replacements, which do not overlap, from the end to the start.
fn replaced(text: &str, findings: &[&Diagnostic]) -> String {
    let mut edits: Vec<_> = findings
        .iter()
        .filter_map(|found| Some((found.place.as_ref()?.span.clone()?, found.replacement.as_deref()?)))
        .collect();
    edits.sort_by_key(|(span, _)| std::cmp::Reverse(span.start));
    let mut text = text.to_owned();
    for (span, replacement) in edits {
        text.replace_range(span, replacement);
    }
    text
}
