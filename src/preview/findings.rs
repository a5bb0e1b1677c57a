//! Findings as pages show them: the words of the terminal, without its colours.

use super::snapshot::Told;
use crate::diagnostic::show::{self, Messages, ShowOptions};
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::SourceTree;

/// Nobody reads more than this in a browser; the terminal has them all.
const MOST: usize = 200;

/// Errors first, else in the order of the terminal.
pub(super) fn told(found: &[Diagnostic], tree: &SourceTree, options: &ShowOptions) -> Vec<Told> {
    let mut first: Vec<Diagnostic> = found.to_vec();
    first.sort_by_key(|finding| finding.severity);
    first.truncate(MOST);
    let options = ShowOptions { color: false, ..options.clone() };
    let excerpts = show::excerpts(&first, tree, &options);
    let told = first.iter().zip(excerpts).map(|(finding, excerpt)| Told {
        severity: finding.severity,
        file: finding.place.as_ref().map(|place| place.file.clone()),
        place: excerpt.position.map(|position| (position.line, position.column)),
        text: excerpt.text,
    });
    told.collect()
}

/// How many there are, as the terminal says it.
pub(super) fn summary(found: &[Diagnostic], options: &ShowOptions) -> String {
    show::count(found, options.messages).unwrap_or_default()
}

/// What is said after a fault of the program itself.
pub(super) fn fault(messages: Messages) -> Told {
    let text = match messages {
        Messages::Zh => "程序内部出错，终端里有详情；改动或重新保存文件会再试一次",
        Messages::En => "a fault of the program itself, told in the terminal; saving a file tries again",
    };
    Told { severity: Severity::Error, file: None, place: None, text: text.to_owned() }
}
