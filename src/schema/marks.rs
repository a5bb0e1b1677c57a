//! `-{…}-` in plain fields: titles, captions, labels. What cannot be read there is found when the field is
//! read, since a title is shown on more pages than its own.

use super::read::Reader;
use crate::diagnostic::{Diagnostic, Span, rules};
use crate::mark::{Mark, Part, split_marks};
use crate::say;
use crate::yaml::{Node, Value};

impl Reader<'_> {
    /// Reports the marks of a converted text that cannot be read, each at its place.
    pub(super) fn check_marks(&mut self, text: &str, node: &Node) {
        for (range, fault) in faults(text) {
            self.report(place(node, text, range), fault);
        }
    }

    /// Reports marks in a word that is used as it stands.
    pub(super) fn refuse_marks(&mut self, text: &str, node: &Node) {
        for part in split_marks(text) {
            let Part::Mark(_, range) = part else { continue };
            let found = Diagnostic::new(
                &rules::BAD_MARK,
                say!(
                    "这里的词原样使用，不能带转换标记 `-{{…}}-`",
                    "words are used here as they stand, without conversion marks `-{{…}}-`"
                ),
            )
            .help(say!("删去 `-{{` 和 `}}-`，只留文字", "delete `-{{` and `}}-` and keep the text"));
            self.report(place(node, text, range), found);
        }
    }
}

fn faults(text: &str) -> Vec<(Span, Diagnostic)> {
    if !text.contains("-{") {
        return Vec::new();
    }
    let fault = |part| match part {
        Part::Bad(_, fault) => Some((fault.at.clone(), fault.diagnostic(&rules::BAD_MARK))),
        Part::Mark(Mark::Page(_), range) => Some((range, page_mark())),
        Part::Mark(..) | Part::Text(_) => None,
    };
    split_marks(text).into_iter().filter_map(fault).collect()
}

fn page_mark() -> Diagnostic {
    Diagnostic::new(
        &rules::BAD_MARK,
        say!("`-{{H|…}}-` 只能写在正文里", "`-{{H|…}}-` belongs into the text of a page"),
    )
    .help(say!(
        "把它移到正文，或者写进文件头的 `glossary`",
        "move it to the text, or use `glossary` in the front matter"
    ))
}

/// A range of the text as bytes of the file; all of the value where escapes or folded lines come between.
fn place(node: &Node, text: &str, range: Span) -> Span {
    let Value::Scalar { quoted, .. } = &node.value else { return node.span.clone() };
    let quote = usize::from(*quoted);
    match node.span.len() == text.len() + 2 * quote {
        true => node.span.start + quote + range.start..node.span.start + quote + range.end,
        false => node.span.clone(),
    }
}
