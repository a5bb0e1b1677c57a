//! The prose of a page as its reader sees it.

use std::ops::Range;

use super::Scene;
use crate::diagnostic::{Located, Span};
use crate::document::body::{Body, Piece};
use crate::document::place::Finder;
use crate::mark::{Part, split_marks};
use crate::schema::record;
use crate::schema::texts::texts;
use crate::script::WALL;
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

/// Marks are walls of the same length, so that places stay true.
fn without_marks(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for part in split_marks(text) {
        match part {
            Part::Text(text) => plain.push_str(text),
            Part::Mark(_, range) => plain.extend(std::iter::repeat_n(' ', range.len())),
            Part::Bad(text, _) => plain.push_str(text),
        }
    }
    plain
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

/// The prose of each paragraph, heading, cell or caption in the order of the page, with the texts of
/// shortcodes behind, and the titles and alternative texts of links and images after all. What is no prose (code, addresses, marks, names, spans with a `lang` of their own) is a
/// [`WALL`].
pub(super) fn passages(body: &Body) -> Vec<String> {
    let (mut all, mut attributes) = (Vec::new(), Vec::new());
    collect(body, &mut all, &mut attributes);
    all.append(&mut attributes);
    all
}

fn collect(body: &Body, all: &mut Vec<String>, attributes: &mut Vec<String>) {
    let text = |range: &Range<u32>| &body.text[range.start as usize..range.end as usize];
    let mut passage = String::new();
    for piece in &body.pieces {
        match piece {
            Piece::Prose(range) => passage.push_str(text(range)),
            Piece::End => all.push(std::mem::take(&mut passage)),
            Piece::Attribute(range) => attributes.push(without_marks(text(range))),
            piece if piece.is_wall() => passage.push(WALL),
            _ => {}
        }
    }
    all.extend((!passage.is_empty()).then_some(passage));
    let texts = body.images.iter().flat_map(|image| [Some(&image.alt), image.title.as_ref()]);
    attributes.extend(texts.flatten().map(|text| without_marks(text)));
    for body in body.calls.iter().filter_map(|call| call.body.as_deref()) {
        collect(body, all, attributes);
    }
}
