//! The prose of a page as its reader sees it, and the way from there back to the file.

use crate::document::body::{Body, Piece};
use crate::script::WALL;

/// The prose of each paragraph, heading, cell or caption in the order of the page, with the texts of
/// shortcodes behind. What is no prose (code, addresses, marks, names, spans with a `lang` of their own) is a
/// [`WALL`].
pub(super) fn passages(body: &Body) -> Vec<String> {
    let mut all = Vec::new();
    collect(body, &mut all);
    all
}

fn collect(body: &Body, all: &mut Vec<String>) {
    let text = |range: &std::ops::Range<u32>| &body.text[range.start as usize..range.end as usize];
    let mut passage = String::new();
    for piece in &body.pieces {
        match piece {
            Piece::Prose(range) => passage.push_str(text(range)),
            Piece::End => all.push(std::mem::take(&mut passage)),
            piece if piece.is_wall() => passage.push(WALL),
            _ => {}
        }
    }
    all.extend((!passage.is_empty()).then_some(passage));
    for body in body.calls.iter().filter_map(|call| call.body.as_deref()) {
        collect(body, all);
    }
}

/// Finds places of passages in the file.
pub(super) struct Finder<'t> {
    text: &'t str,
    /// Where the Markdown begins.
    start: usize,
    /// Passages come in the order of the file, footnotes apart.
    from: usize,
}

impl<'t> Finder<'t> {
    pub(super) fn new(text: &'t str, start: usize) -> Finder<'t> {
        Finder { text, start, from: start }
    }

    /// The bytes of the file that hold the character at `at` of a passage: found by the words around it,
    /// fewer where a line ends between them. `None` when the file spells it in another way.
    pub(super) fn place(&mut self, passage: &str, at: usize) -> Option<std::ops::Range<usize>> {
        let character = passage[at..].chars().next()?;
        let stops = |c: &char| *c != WALL;
        for reach in [8, 4, 2, 1, 0] {
            let before: usize =
                passage[..at].chars().rev().take(reach).take_while(stops).map(char::len_utf8).sum();
            let behind = &passage[at + character.len_utf8()..];
            let after: usize = behind.chars().take(reach).take_while(stops).map(char::len_utf8).sum();
            let window = &passage[at - before..at + character.len_utf8() + after];
            let hit = |from: usize| self.text[from..].find(window).map(|found| from + found + before);
            if let Some(found) = hit(self.from).or_else(|| hit(self.start)) {
                self.from = found;
                return Some(found..found + character.len_utf8());
            }
        }
        None
    }
}
