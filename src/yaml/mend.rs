//! A text with its slips corrected, so that reading can go on and find what else is wrong, and the way
//! back from its places to those of the file.

use std::borrow::Cow;

use super::trap::Trap;
use crate::diagnostic::Span;

/// The corrected text.
pub struct Mended<'a> {
    pub text: Cow<'a, str>,
    edits: Vec<Edit>,
}

/// One correction: what stands where in the corrected text and in the original.
struct Edit {
    mended: Span,
    original: Span,
}

/// Applies the replacement of every trap. Traps are in the order of the text and do not overlap.
pub fn mend<'a>(yaml: &'a str, traps: &[Trap]) -> Mended<'a> {
    if traps.is_empty() {
        return Mended { text: Cow::Borrowed(yaml), edits: Vec::new() };
    }
    let mut text = String::with_capacity(yaml.len() + 2 * traps.len());
    let mut edits = Vec::with_capacity(traps.len());
    let mut done = 0;
    for trap in traps {
        text.push_str(&yaml[done..trap.span.start]);
        let start = text.len();
        text.push_str(&trap.replacement);
        edits.push(Edit { mended: start..text.len(), original: trap.span.clone() });
        done = trap.span.end;
    }
    text.push_str(&yaml[done..]);
    Mended { text: Cow::Owned(text), edits }
}

impl Mended<'_> {
    /// The original bytes of a range of the corrected text. What was put in counts as all that it replaced.
    pub fn original(&self, range: Span) -> Span {
        let start = self.place(range.start, |edit| edit.original.start);
        let end = self.place(range.end, |edit| edit.original.end);
        start..end.max(start)
    }

    fn place(&self, at: usize, inside: impl Fn(&Edit) -> usize) -> usize {
        let before = self.edits.partition_point(|edit| edit.mended.start < at);
        match before.checked_sub(1).map(|last| &self.edits[last]) {
            None => at,
            Some(edit) if at < edit.mended.end => inside(edit),
            Some(edit) => edit.original.end + (at - edit.mended.end),
        }
    }
}
