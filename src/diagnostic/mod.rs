//! What is wrong with a site, as values: every stage returns its findings beside its result, and only
//! the outermost command shows them.
//!
//! A diagnostic names its rule, its place, the reason and the way out, each text in Chinese and in
//! English. Nothing here knows what is being checked, reads files or prints.

#[cfg(test)]
pub mod brief;
pub mod position;
mod reason;
mod rule;
pub mod show;

use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

pub use reason::reason;
pub use rule::{RULES, Rule, rules};

/// How much a finding weighs. Errors keep a site from being published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Severity {
    Error,
    Warning,
    Note,
}

/// One sentence in the two languages of the program's messages: lower case in English, no full stop.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Say {
    pub zh: String,
    pub en: String,
}

impl Say {
    /// The help for a word that is nearly right.
    pub fn did_you_mean(near: impl std::fmt::Display) -> Say {
        crate::say!("是否想写 `{near}`？", "did you mean `{near}`?")
    }
}

/// Writes the same sentence twice, Chinese first; both may interpolate the same variables.
#[macro_export]
macro_rules! say {
    ($zh:literal, $en:literal $(,)?) => {
        $crate::diagnostic::Say { zh: format!($zh), en: format!($en) }
    };
}

/// A path relative to the site's folder, with `/` on every system: `content/news/a.md`.
pub type SitePath = Arc<str>;

/// A range of bytes in the text of a file, as that file stands on disk.
pub type Span = Range<usize>;

/// Where something stands. Without a span it is the file as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    pub file: SitePath,
    pub span: Option<Span>,
}

/// A value with the bytes it was read from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Located<T> {
    pub value: T,
    pub span: Span,
}

impl<T> Located<T> {
    /// Another value at the same place.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Located<U> {
        Located { value: f(self.value), span: self.span }
    }
}

/// A second place that explains the first: the other of two files with one address, for example.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Related {
    pub place: Place,
    pub message: Say,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    #[serde(with = "rule::by_code")]
    pub rule: &'static Rule,
    /// Starts as the rule's own; `check:` in site.yaml and `--strict` may change it.
    pub severity: Severity,
    pub message: Say,
    /// Words beside the underline.
    pub label: Option<Say>,
    /// What to do about it.
    pub help: Option<Say>,
    pub place: Option<Place>,
    pub related: Vec<Related>,
    /// What to write instead of the underlined text, when one answer is clearly meant.
    pub replacement: Option<String>,
}

impl Diagnostic {
    pub fn new(rule: &'static Rule, message: Say) -> Diagnostic {
        Diagnostic {
            rule,
            severity: rule.severity,
            message,
            label: None,
            help: None,
            place: None,
            related: Vec::new(),
            replacement: None,
        }
    }

    /// The files that it tells of.
    pub fn files(&self) -> impl Iterator<Item = &SitePath> {
        let related = self.related.iter().map(|related| &related.place.file);
        self.place.iter().map(|place| &place.file).chain(related)
    }

    /// Puts the finding at `span` of `file`.
    pub fn at(mut self, file: &SitePath, span: Span) -> Diagnostic {
        self.place = Some(Place { file: file.clone(), span: Some(span) });
        self
    }

    /// Puts the finding at `file` as a whole.
    pub fn in_file(mut self, file: &SitePath) -> Diagnostic {
        self.place = Some(Place { file: file.clone(), span: None });
        self
    }

    pub fn label(mut self, label: Say) -> Diagnostic {
        self.label = Some(label);
        self
    }

    pub fn help(mut self, help: Say) -> Diagnostic {
        self.help = Some(help);
        self
    }

    pub fn replace_with(mut self, text: impl Into<String>) -> Diagnostic {
        self.replacement = Some(text.into());
        self
    }

    pub fn related(mut self, file: &SitePath, span: Option<Span>, message: Say) -> Diagnostic {
        self.related.push(Related { place: Place { file: file.clone(), span }, message });
        self
    }
}

/// A result with what was found on the way to it. The value is usable as far as it goes.
#[derive(Debug, Clone)]
pub struct Checked<T> {
    pub value: T,
    pub diagnostics: Vec<Diagnostic>,
}

/// The nearest of `known` to a word that is not among them, if it is near enough to be meant:
/// an edit distance of at most two, or of a third of a longer word.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let limit = (word.chars().count() / 3).max(2);
    known
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(word, candidate), candidate))
        .filter(|(distance, candidate)| *distance <= limit && *distance < candidate.chars().count())
        .min()
        .map(|(_, candidate)| candidate)
}
