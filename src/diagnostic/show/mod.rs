//! Findings as text for people and for machines.
//!
//! [`sort`] first, then [`show`]. Every format tells the same findings in the same order; nothing here
//! decides what is an error.

mod excerpt;
mod github;
mod human;
mod json;
mod sarif;

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::position::{LineIndex, Position};
use super::{Diagnostic, Place, Say, Severity};

/// Where the texts that findings point into come from.
pub trait Texts {
    /// The text of a file by its site path, exactly as it stands on disk; `None` when it cannot be shown.
    fn text(&self, file: &str) -> Option<&str>;
}

/// The form of the output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// With the line, the place underlined, and a count at the end.
    Human,
    /// One object a line.
    Json,
    /// Workflow commands of GitHub Actions: annotations in a pull request.
    Github,
    /// One SARIF 2.1.0 document, also when there is nothing to tell.
    Sarif,
}

/// The language of messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Messages {
    Zh,
    En,
}

/// How to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShowOptions {
    pub format: Format,
    pub messages: Messages,
    /// ANSI colours in human form; whether the stream takes them is the caller's to know.
    pub color: bool,
    /// Screen columns for an excerpt in human form. Longer lines are cut around the place.
    pub width: usize,
    /// What stands before each path, so that it leads to the file from where the reader is: empty or
    /// `sites/main/`. JSON keeps paths relative to the site.
    pub prefix: String,
}

impl Messages {
    /// The sentence in this language.
    pub fn pick(self, say: &Say) -> &str {
        match self {
            Messages::Zh => &say.zh,
            Messages::En => &say.en,
        }
    }
}

/// Puts findings in the order in which they are shown, by file and place, and drops repetitions.
/// Those without a file come first: they concern the whole site.
pub fn sort(diagnostics: &mut Vec<Diagnostic>) {
    fn key(finding: &Diagnostic) -> impl Ord + '_ {
        let file = finding.place.as_ref().map(|place| &*place.file);
        let span = finding.place.as_ref().and_then(|place| place.span.as_ref());
        (file, span.map(|span| (span.start, span.end)), finding.rule.code, &*finding.message.en)
    }
    diagnostics.sort_by(|a, b| key(a).cmp(&key(b)));
    diagnostics.dedup();
}

/// Writes the findings. An error is the stream's.
pub fn show(
    diagnostics: &[Diagnostic],
    texts: &dyn Texts,
    options: &ShowOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut places = Places { texts, indexes: BTreeMap::new() };
    match options.format {
        Format::Human => human::show(diagnostics, &mut places, options, out),
        Format::Json => json::show(diagnostics, &mut places, options, out),
        Format::Github => github::show(diagnostics, &mut places, options, out),
        Format::Sarif => sarif::show(diagnostics, &mut places, options, out),
    }
}

/// A finding as people read it, for showing beside other things.
pub struct Excerpt {
    /// Line and column of its place.
    pub position: Option<Position>,
    /// What [`show`] writes for it in human form.
    pub text: String,
}

/// The findings one by one.
pub fn excerpts(diagnostics: &[Diagnostic], texts: &dyn Texts, options: &ShowOptions) -> Vec<Excerpt> {
    let mut places = Places { texts, indexes: BTreeMap::new() };
    let mut excerpt = |finding: &Diagnostic| {
        let region = finding.place.as_ref().and_then(|place| places.region(place));
        let text = human::one(finding, &mut places, options);
        Excerpt { position: region.map(|region| region.start), text }
    };
    diagnostics.iter().map(&mut excerpt).collect()
}

/// How many findings there are of each severity; nothing when there are none at all.
pub fn count(diagnostics: &[Diagnostic], messages: Messages) -> Option<String> {
    human::summary(diagnostics, messages)
}

/// The texts with their lines, each indexed when it is first needed.
struct Places<'t> {
    texts: &'t dyn Texts,
    indexes: BTreeMap<String, Option<LineIndex<'t>>>,
}

/// First place and the place behind the last.
struct Region {
    start: Position,
    end: Position,
}

impl<'t> Places<'t> {
    fn index(&mut self, file: &str) -> Option<&LineIndex<'t>> {
        if !self.indexes.contains_key(file) {
            self.indexes.insert(file.to_owned(), self.texts.text(file).map(LineIndex::new));
        }
        self.indexes.get(file).and_then(Option::as_ref)
    }

    /// `None` for a file as a whole, and for one whose text cannot be shown.
    fn region(&mut self, place: &Place) -> Option<Region> {
        let span = place.span.as_ref()?;
        let index = self.index(&place.file)?;
        Some(Region { start: index.position(span.start), end: index.position(span.end.max(span.start)) })
    }
}

/// The name of a severity in machine formats.
fn severity_name(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

#[cfg(test)]
mod tests;
