//! The prose of a page as its reader sees it.

use super::Scene;
use crate::diagnostic::{Located, Span};
use crate::document::passage::{passages, without_marks};
use crate::document::place::Finder;
use crate::schema::record;
use crate::schema::texts::texts;
use crate::site::DocId;
use crate::yaml;

/// The texts of the front matter, and the passages of the body.
pub(super) struct Passages<'a> {
    fields: Vec<(Located<String>, String)>,
    body: Vec<String>,
    text: &'a str,
    start: usize,
}

impl<'a> Passages<'a> {
    /// `text` is all of the file.
    pub(super) fn of(scene: &Scene, id: DocId, text: &'a str) -> Passages<'a> {
        let document = scene.site.document(id);
        let parts = yaml::split(&document.file, text).value;
        let tree =
            parts.as_ref().and_then(|parts| yaml::read(&document.file, text, parts.yaml.clone()).value);
        let kind = scene.site.find(&document.name.key).map(|id| scene.site[id].kind);
        let fields =
            tree.zip(kind).map(|(tree, kind)| texts(&tree, record::fields(kind))).unwrap_or_default();
        Passages {
            fields: fields.into_iter().map(|field| (field.clone(), without_marks(&field.value))).collect(),
            body: passages(&document.body),
            text,
            start: parts.map_or(0, |parts| parts.body_start),
        }
    }

    /// How many of the passages are texts of the front matter.
    pub(super) fn fields(&self) -> usize {
        self.fields.len()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        self.fields.iter().map(|(_, text)| text.as_str()).chain(self.body.iter().map(String::as_str))
    }

    /// The places in the file of characters, each given by its passage and its byte there.
    pub(super) fn places(&self, characters: impl IntoIterator<Item = (usize, usize)>) -> Vec<Option<Span>> {
        let mut finder = Finder::new(self.text, self.start);
        let place = |(passage, at): (usize, usize)| match self.fields.get(passage) {
            Some((field, text)) => Some(place_in_field(field, text, at, self.text)),
            None => finder.place(&self.body[passage - self.fields.len()], at),
        };
        characters.into_iter().map(place).collect()
    }
}

/// The character itself where the field is written on one line without escapes, else all of the field.
fn place_in_field(field: &Located<String>, plain: &str, at: usize, text: &str) -> Span {
    let whole = field.span.clone();
    let written = text.get(whole.clone()).unwrap_or_default();
    let length = plain[at..].chars().next().map_or(0, char::len_utf8);
    match written.find(field.value.as_str()).filter(|_| plain.len() == field.value.len()) {
        Some(offset) => whole.start + offset + at..whole.start + offset + at + length,
        None => whole,
    }
}
