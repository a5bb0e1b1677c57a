//! One file becomes one document: front matter and compiled Markdown. Nothing here knows another file.

pub mod attributes;
pub mod body;
mod comment;
pub mod flow;
pub mod front_matter;
pub mod glossary;
pub mod html;
pub mod markdown;
pub mod name;
pub mod passage;
pub mod people;
pub mod place;
pub mod record;

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::diagnostic::SitePath;
use crate::digest::Digest;
use crate::language::Tag;
use crate::script::KnownNames;

use body::Body;
use name::Name;
use record::Record;

/// A source file, read.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Document {
    pub file: SitePath,
    /// Stands for all that the document was read from: the file's path and text, and settings of the site.
    pub digest: Digest,
    pub name: Name,
    /// The language that the text is written in.
    pub tag: Tag,
    pub record: Record,
    pub body: Body,
    /// Of people in its texts.
    pub people: Arc<KnownNames>,
}

impl Document {
    /// Does all that points into something point at something there? So it is with every document that was
    /// parsed; one from a file may have been tampered with.
    pub fn is_sound(&self) -> bool {
        self.body.is_sound() && self.people.is_sound()
    }

    /// Do all others see the same of both: the record, its words and what its text points at, and may be pointed
    /// at? What is left is what the text says on the record's own page, and the beginning of it on cards.
    pub fn is_alike_outside(&self, other: &Document) -> bool {
        self.file == other.file
            && self.name == other.name
            && self.tag == other.tag
            && self.record == other.record
            && self.people == other.people
            && self.body.is_alike_outside(&other.body)
    }
}
