//! One JSON object a line and place. Its fields are promised: none is ever left out.

use std::io::{self, Write};

use indexmap::IndexMap;
use serde::Serialize;

use super::{Lines, Options, reason_name, reason_text, risk_name};
use crate::diagnostic::show::Texts;
use crate::proof::Report;

/// Lines and columns are from 1, columns in characters; the end is the place behind the last character.
#[derive(Serialize)]
struct Line<'a> {
    /// The same as long as the sentence and the word in it are.
    id: &'a str,
    /// Relative to the site.
    file: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    word: &'a str,
    /// Eight characters of the text on each side.
    before: String,
    behind: String,
    sentence: String,
    question: bool,
    /// By language tag.
    variants: IndexMap<&'a str, Decision<'a>>,
}

#[derive(Serialize)]
struct Decision<'a> {
    output: &'a str,
    candidates: &'a [String],
    /// A word for programs, and a clause for people.
    why: &'static str,
    reason: String,
    /// `ask`, `harmless` or `decided`.
    risk: &'static str,
    /// Somebody read it.
    reviewed: bool,
}

pub(super) fn show(
    report: &Report,
    texts: &dyn Texts,
    options: &Options,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut lines = Lines::new(texts);
    for place in report.places.iter().filter(|place| options.shows(place)) {
        let Some(located) = lines.locate(place) else { continue };
        let variants = place.variants.iter().filter(|variant| variant.wanted).map(|variant| {
            let decision = Decision {
                output: &variant.output,
                candidates: &variant.others,
                why: reason_name(variant.reason),
                reason: options.messages.pick(&reason_text(variant)).to_owned(),
                risk: risk_name(variant.risk),
                reviewed: variant.read,
            };
            (variant.tag.as_str(), decision)
        });
        let line = Line {
            id: &place.id,
            file: &place.file,
            line: located.line,
            column: located.column,
            end_line: located.end_line,
            end_column: located.end_column,
            word: place.word(),
            before: located.before,
            behind: located.behind,
            sentence: place.sentence(),
            question: place.is_question(),
            variants: variants.collect(),
        };
        writeln!(out, "{}", serde_json::to_string(&line)?)?;
    }
    Ok(())
}
