//! The prose of a text as its reader sees it.

use super::body::{Body, Piece};
use crate::mark::{Part, may_have_marks, split_marks};
use crate::script::WALL;

/// The prose of each paragraph, heading, cell or caption in the order of the page, with the texts of
/// shortcodes behind, and the titles and alternative texts of links and images after all. What is no prose (code,
/// addresses, marks, names, spans with a `lang` of their own) is a [`WALL`].
pub fn passages(body: &Body) -> Vec<String> {
    let (mut all, mut attributes) = (Vec::new(), Vec::new());
    collect(body, &mut all, &mut attributes);
    all.append(&mut attributes);
    all
}

fn collect(body: &Body, all: &mut Vec<String>, attributes: &mut Vec<String>) {
    let flow = body.flow();
    let mut passage = String::new();
    for piece in &flow.pieces {
        match piece {
            Piece::Prose(range) => passage.push_str(flow.slice(range)),
            Piece::End => all.push(std::mem::take(&mut passage)),
            Piece::Attribute(range) => attributes.push(without_marks(flow.slice(range))),
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

/// A text whose marks are blanks of the same length, so that places stay true.
pub fn without_marks(text: &str) -> String {
    if !may_have_marks(text) {
        return text.to_owned();
    }
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
