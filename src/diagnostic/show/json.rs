//! One JSON object a line, for editors and scripts. Its fields are promised: none is ever left out, and
//! what does not apply is null.

use std::io::{self, Write};

use serde::Serialize;

use super::{Places, ShowOptions, severity_name};
use crate::diagnostic::Diagnostic;

/// Lines and columns are from 1, columns in characters; the end is the place behind the last character.
#[derive(Serialize)]
struct Line<'a> {
    severity: &'static str,
    code: &'static str,
    message: &'a str,
    help: Option<&'a str>,
    /// Relative to the site.
    file: Option<&'a str>,
    line: Option<usize>,
    column: Option<usize>,
    end_line: Option<usize>,
    end_column: Option<usize>,
    related: Vec<RelatedLine<'a>>,
}

#[derive(Serialize)]
struct RelatedLine<'a> {
    file: &'a str,
    line: Option<usize>,
    column: Option<usize>,
    message: &'a str,
}

pub(super) fn show(
    diagnostics: &[Diagnostic],
    places: &mut Places,
    options: &ShowOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    for finding in diagnostics {
        let region = finding.place.as_ref().and_then(|place| places.region(place));
        let related = finding.related.iter().map(|related| {
            let region = places.region(&related.place);
            RelatedLine {
                file: &related.place.file,
                line: region.as_ref().map(|region| region.start.line),
                column: region.as_ref().map(|region| region.start.column),
                message: options.messages.pick(&related.message),
            }
        });
        let line = Line {
            severity: severity_name(finding.severity),
            code: finding.rule.code,
            message: options.messages.pick(&finding.message),
            help: finding.help.as_ref().map(|help| options.messages.pick(help)),
            file: finding.place.as_ref().map(|place| &*place.file),
            line: region.as_ref().map(|region| region.start.line),
            column: region.as_ref().map(|region| region.start.column),
            end_line: region.as_ref().map(|region| region.end.line),
            end_column: region.as_ref().map(|region| region.end.column),
            related: related.collect(),
        };
        writeln!(out, "{}", serde_json::to_string(&line)?)?;
    }
    Ok(())
}
