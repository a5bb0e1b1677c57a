//! What the Markdown parser cannot digest: a panic of the library on some text becomes a finding with a place,
//! so that one odd line costs neither the other files' findings nor the preview.
//!
//! Known: pulldown-cmark 0.13.6 on a task that is nothing but a backslash, underlined (`- [ ] \`, `    ---`).

use std::cell::Cell;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::Once;

use super::compile::compile as compile_text;
use super::{Body, Input};
use crate::diagnostic::{Checked, Diagnostic, rules};
use crate::say;

/// Compiles, or says which line cannot be read.
pub(super) fn compile(input: &Input) -> Checked<Body> {
    if let Some(compiled) = quietly(|| compile_text(input)) {
        return compiled;
    }
    let line = culprit(input);
    let finding = Diagnostic::new(
        &rules::UNREADABLE_MARKDOWN,
        say!("Markdown 解析器读不了这一行", "the Markdown parser cannot read this line"),
    )
    .help(say!(
        "换一种写法：这里多半有一个多余的符号，如单独的反斜杠",
        "write it differently: there is likely a stray sign here, such as a lone backslash"
    ))
    .at(input.file, line);
    Checked { value: Body::default(), diagnostics: vec![finding] }
}

/// The line with whose end the text begins to fail.
fn culprit(input: &Input) -> Range<usize> {
    let ends: Vec<usize> = memchr::memchr_iter(b'\n', &input.text.as_bytes()[input.start..])
        .map(|at| input.start + at + 1)
        .chain([input.text.len()])
        .collect();
    let is_fine =
        |end: &usize| quietly(|| compile_text(&Input { text: &input.text[..*end], ..*input })).is_some();
    let failing = ends.partition_point(is_fine);
    let start = failing.checked_sub(1).map_or(input.start, |before| ends[before]);
    let line = &input.text[start..ends.get(failing).copied().unwrap_or(input.text.len())];
    start..start + line.trim_end().len()
}

thread_local! {
    static QUIET: Cell<bool> = const { Cell::new(false) };
}

/// `None` if it panics, of which nothing is printed.
fn quietly<T>(work: impl FnOnce() -> T) -> Option<T> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let usual = take_hook();
        set_hook(Box::new(move |panic| {
            if !QUIET.get() {
                usual(panic);
            }
        }));
    });
    let outer = QUIET.replace(true);
    // What was half made is dropped: the closure's results are all that leaves it.
    let result = catch_unwind(AssertUnwindSafe(work));
    QUIET.set(outer);
    result.ok()
}
