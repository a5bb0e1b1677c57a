//! A finding inside one token, before its place in the file is known.

use std::ops::Range;

use crate::diagnostic::{Diagnostic, Rule, Say};

/// What is wrong with a shortcode or a mark. `at` is relative to the text that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    pub message: Say,
    pub help: Say,
    pub at: Range<usize>,
    /// What to write instead of the text at `at`, when one answer is clearly meant.
    pub replacement: Option<&'static str>,
}

impl Fault {
    pub fn new(at: Range<usize>, message: Say, help: Say) -> Box<Fault> {
        Box::new(Fault { message, help, at, replacement: None })
    }

    pub fn replace_with(mut self: Box<Fault>, text: &'static str) -> Box<Fault> {
        self.replacement = Some(text);
        self
    }

    /// The same in a text that begins `bytes` earlier.
    pub fn later(mut self: Box<Fault>, bytes: usize) -> Box<Fault> {
        self.at = self.at.start + bytes..self.at.end + bytes;
        self
    }

    /// The finding; its place is added by who knows it.
    pub fn diagnostic(&self, rule: &'static Rule) -> Diagnostic {
        let diagnostic = Diagnostic::new(rule, self.message.clone()).help(self.help.clone());
        match self.replacement {
            Some(text) => diagnostic.replace_with(text),
            None => diagnostic,
        }
    }
}
