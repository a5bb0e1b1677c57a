//! The text and pieces of a body while it is written. Knows no Markdown.

use std::ops::Range;

use crate::document::body::{Element, Piece};

/// Appends pieces; neighbours of one kind that touch become one.
#[derive(Default)]
pub(super) struct Writer {
    pub text: String,
    pub pieces: Vec<Piece>,
}

impl Writer {
    pub fn html(&mut self, markup: &str) {
        let range = self.append(markup);
        match self.pieces.last_mut() {
            Some(Piece::Html(last)) if last.end == range.start => last.end = range.end,
            _ => self.pieces.push(Piece::Html(range)),
        }
    }

    pub fn prose(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        let range = self.append(text);
        match self.pieces.last_mut() {
            Some(Piece::Prose(last)) if last.end == range.start => last.end = range.end,
            _ => self.pieces.push(Piece::Prose(range)),
        }
    }

    /// Begins an inline element, and returns its index.
    pub fn open(&mut self, element: Element, markup: &str) -> usize {
        let range = self.append(markup);
        self.pieces.push(Piece::Open(element, range));
        self.pieces.len() - 1
    }

    pub fn close(&mut self, element: Element, markup: &str) {
        let range = self.append(markup);
        self.pieces.push(Piece::Close(element, range));
    }

    /// Makes the beginning of an element that does not end in its container plain markup.
    pub fn forget_open(&mut self, index: usize) {
        if let Some(piece) = self.pieces.get_mut(index)
            && let Piece::Open(_, range) = piece
        {
            *piece = Piece::Html(range.clone());
        }
    }

    /// An empty text is a wall that shows nothing.
    pub fn verbatim(&mut self, text: &str) {
        let range = self.append(text);
        self.pieces.push(Piece::Verbatim(range));
    }

    pub fn mark(&mut self, text: &str) {
        let range = self.append(text);
        self.pieces.push(Piece::Mark(range));
    }

    pub fn attribute(&mut self, text: &str) {
        let range = self.append(text);
        self.pieces.push(Piece::Attribute(range));
    }

    pub fn push(&mut self, piece: Piece) {
        self.pieces.push(piece);
    }

    /// Keeps a place for markup that is known later, and returns its index.
    pub fn reserve(&mut self) -> usize {
        // No markup written later may touch this range, or it would become one piece with it.
        self.pieces.push(Piece::Html(u32::MAX..u32::MAX));
        self.pieces.len() - 1
    }

    /// Adds text that no piece shows yet.
    pub fn append(&mut self, text: &str) -> Range<u32> {
        let start = self.text.len() as u32;
        self.text.push_str(text);
        start..self.text.len() as u32
    }

    /// Is the last thing written the markup `end`?
    pub fn ends_with(&self, end: &str) -> bool {
        matches!(self.pieces.last(), Some(Piece::Html(range))
            if range.end as usize == self.text.len() && range.len() >= end.len())
            && self.text.ends_with(end)
    }

    /// Takes `bytes` of the markup written last away again.
    pub fn take_back(&mut self, bytes: usize) {
        if let Some(Piece::Html(range)) = self.pieces.last_mut() {
            range.end -= bytes as u32;
            self.text.truncate(range.end as usize);
        }
    }
}
