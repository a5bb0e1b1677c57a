//! The words that one page brings: marks in its text, its glossary, the files that it chooses, the people it names.

use std::sync::Arc;

use serde::Serialize;

use crate::document::Document;
use crate::document::body::PageTerm;
use crate::document::glossary::{Glossaries, Glossary};
use crate::document::record::{GlossaryEntry, TermKind};
use crate::script::{KnownNames, Priority, Term};

use super::terms::{Way, of_entry, of_mark};

/// The words of a site or a page, the stronger ones first: all, and those among them that are no vocabulary.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Given {
    pub all: Arc<[Term]>,
    pub names: Arc<[Term]>,
}

/// The words that one page brings, beside the site's.
#[derive(Debug, Clone)]
pub struct PageWords<'a> {
    /// `-{H|…}-`
    pub marks: &'a [PageTerm],
    /// `glossary` in its front matter.
    pub own: &'a [GlossaryEntry],
    /// The files that it chooses there.
    pub chosen: Vec<&'a Glossary>,
    /// The people that it names.
    pub people: &'a Arc<KnownNames>,
}

impl<'a> PageWords<'a> {
    pub fn of(document: &'a Document, glossaries: &'a Glossaries) -> PageWords<'a> {
        PageWords {
            marks: &document.body.page_terms,
            own: &document.record.glossary,
            chosen: glossaries.chosen(&document.record).collect(),
            people: &document.people,
        }
    }

    /// Are its words, people apart, those of files alone that others may choose too?
    pub fn is_choice_alone(&self) -> bool {
        self.marks.is_empty() && self.own.is_empty() && !self.chosen.is_empty()
    }

    /// People apart, does it bring none?
    pub fn has_no_terms(&self) -> bool {
        self.marks.is_empty() && self.own.is_empty() && self.chosen.is_empty()
    }

    /// The stronger ones first. What the page itself says holds in all of its texts.
    pub(super) fn terms(&self, way: &Way) -> Given {
        let terms = |counts: fn(&GlossaryEntry) -> bool| {
            let marks = self.marks.iter().filter_map(|mark| of_mark(&mark.forms, way));
            let own = self.own.iter().flat_map(|entry| of_entry(entry, way, Priority::Page));
            let chosen = self.entries().filter(|entry| counts(entry));
            let chosen = chosen.flat_map(|entry| of_entry(entry, way, Priority::Topic));
            marks.chain(own).chain(chosen).collect()
        };
        Given { all: terms(|_| true), names: terms(|entry| !is_vocabulary(entry)) }
    }

    /// Of the chosen files.
    pub(super) fn entries(&self) -> impl Iterator<Item = &GlossaryEntry> {
        self.chosen.iter().flat_map(|glossary| &glossary.entries)
    }
}

/// A word of prose, which is neither kept nor a name.
pub(super) fn is_vocabulary(entry: &GlossaryEntry) -> bool {
    !entry.keep && entry.kind == TermKind::Term
}

pub(super) fn vocabulary<'e>(
    entries: impl Iterator<Item = &'e GlossaryEntry>,
) -> impl Iterator<Item = String> {
    entries.filter(|entry| is_vocabulary(entry)).flat_map(|entry| &entry.forms).map(|(_, word)| word.clone())
}
