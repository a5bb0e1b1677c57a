//! Findings in one line each, for tests: code, place, the Chinese message, help and replacement.

use super::{Diagnostic, Span};

/// `HM0203 2:7-2:9 message | help => replacement`, with the second places indented below.
pub fn brief(text: &str, diagnostics: &[Diagnostic]) -> String {
    let mut out = String::new();
    for diagnostic in diagnostics {
        let span = diagnostic.place.as_ref().and_then(|place| place.span.clone());
        out += &format!("{} {} {}", diagnostic.rule.code, place(text, span), diagnostic.message.zh);
        if let Some(help) = &diagnostic.help {
            out += &format!(" | {}", help.zh);
        }
        if let Some(replacement) = &diagnostic.replacement {
            out += &format!(" => {replacement}");
        }
        out.push('\n');
        for related in &diagnostic.related {
            out += &format!("  {} {}\n", place(text, related.place.span.clone()), related.message.zh);
        }
    }
    out
}

/// Panics when the span does not lie in the text, which no finding may do.
fn place(text: &str, span: Option<Span>) -> String {
    let Some(span) = span else { return "-".to_owned() };
    assert!(span.start <= span.end && text.get(span.clone()).is_some(), "{span:?} is no place in {text:?}");
    let position = |at: usize| {
        let before = text[..at].replace("\r\n", "\n").replace('\r', "\n");
        let before = before.trim_start_matches('\u{feff}');
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        format!("{}:{column}", before.matches('\n').count() + 1)
    };
    format!("{}-{}", position(span.start), position(span.end))
}
