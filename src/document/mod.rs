//! One file becomes one document: front matter and compiled Markdown. Nothing here knows another file.

pub mod body;
pub mod front_matter;
pub mod glossary;
pub mod html;
pub mod markdown;
pub mod name;
pub mod place;
pub mod record;

use crate::diagnostic::SitePath;
use crate::language::Tag;

use body::Body;
use name::Name;
use record::Record;

/// A source file, read.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    pub file: SitePath,
    pub name: Name,
    /// The language that the text is written in.
    pub tag: Tag,
    pub record: Record,
    pub body: Body,
}
