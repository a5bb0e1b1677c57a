//! Workflow commands of GitHub Actions, which become annotations beside the changed lines.
//! (docs.github.com, "Workflow commands for GitHub Actions".)

use std::io::{self, Write};

use super::{Messages, Places, ShowOptions};
use crate::diagnostic::{Diagnostic, Severity};

pub(super) fn show(
    diagnostics: &[Diagnostic],
    places: &mut Places,
    options: &ShowOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    let messages = options.messages;
    for finding in diagnostics {
        let command = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "notice",
        };
        let rule = match messages {
            Messages::Zh => finding.rule.zh,
            Messages::En => finding.rule.en,
        };
        let title = property(&format!("{} {rule}", finding.rule.code));
        write!(out, "::{command} ")?;
        if let Some(place) = &finding.place {
            write!(out, "file={},", property(&format!("{}{}", options.prefix, place.file)))?;
            if let Some(region) = places.region(place) {
                write!(out, "line={},", region.start.line)?;
                // Columns of a place over several lines are refused.
                if region.start.line == region.end.line {
                    write!(out, "col={},endColumn={},", region.start.column, region.end.column)?;
                } else {
                    write!(out, "endLine={},", region.end.line)?;
                }
            }
        }
        let mut text = messages.pick(&finding.message).to_owned();
        let mut add = |name: &str, more: &str| {
            text.push('\n');
            text.push_str(name);
            text.push_str(more);
        };
        for related in &finding.related {
            add(&format!("{}: ", related.place.file), messages.pick(&related.message));
        }
        if let Some(help) = &finding.help {
            let name = match messages {
                Messages::Zh => "帮助：",
                Messages::En => "help: ",
            };
            add(name, messages.pick(help));
        }
        writeln!(out, "title={title}::{}", data(&text))?;
    }
    Ok(())
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
