//! Inline elements that are open: Markdown's own, and those of raw HTML, which need not nest and whose text may
//! have a language of its own. Where each begins and ends tells conversion what a word may be cut by.

use super::compile::Compiler;
use super::tag::{Opening, is_phrasing};
use crate::document::body::Element;

/// An element whose end has not come yet.
pub(super) struct OpenElement {
    /// In raw HTML, in lower case; none for an element that Markdown writes.
    name: Option<String>,
    /// Its text is not converted.
    is_foreign: bool,
    /// What it is and its beginning among the pieces, while it may still end in the same container.
    piece: Option<(Element, usize)>,
    /// It began in a block of HTML, and may go on over several paragraphs.
    outlives_container: bool,
}

impl Compiler<'_, '_> {
    /// Is the text here of another language than the file's, or code?
    pub fn is_foreign(&self) -> bool {
        self.elements.iter().any(|element| element.is_foreign)
    }

    /// Begins an element of Markdown.
    pub fn open_element(&mut self, element: Element, markup: &str) {
        let piece = Some((element, self.out.open(element, markup)));
        self.elements.push(OpenElement { name: None, is_foreign: false, piece, outlives_container: false });
    }

    /// Ends the element of Markdown that was opened last. Raw HTML that is still open in it is no element.
    pub fn close_element(&mut self, markup: &str) {
        let Some(at) = self.elements.iter().rposition(|element| element.name.is_none()) else {
            return self.out.html(markup);
        };
        self.close(at, markup);
    }

    /// Ends the inline container for its elements.
    pub fn end_elements(&mut self) {
        for element in &mut self.elements {
            if let Some((_, piece)) = element.piece.take() {
                self.out.forget_open(piece);
            }
        }
        self.elements.retain(|element| element.outlives_container);
    }

    /// An opening tag of raw HTML, in a block of it or in a line of text.
    pub fn raw_open(&mut self, tag: Opening, markup: &str, in_block: bool) {
        let phrasing = is_phrasing(&tag.name);
        if !phrasing {
            self.raw_border(in_block);
        }
        if tag.is_empty {
            return self.out.html(markup);
        }
        let element = if tag.name == "a" { Element::Link } else { Element::Style };
        let piece = match phrasing {
            true => Some((element, self.out.open(element, markup))),
            false => {
                self.out.html(markup);
                None
            }
        };
        let (name, is_foreign) = (Some(tag.name), tag.is_foreign);
        self.elements.push(OpenElement { name, is_foreign, piece, outlives_container: in_block });
    }

    /// A closing tag of raw HTML.
    pub fn raw_close(&mut self, name: &str, markup: &str, in_block: bool) {
        if !is_phrasing(name) {
            self.raw_border(in_block);
        }
        // Not past an element of Markdown: `**<b>甲**</b>` closes nothing.
        let within = self.elements.iter().rposition(|element| element.name.is_none()).map_or(0, |at| at + 1);
        let named = |element: &OpenElement| element.name.as_deref() == Some(name);
        match self.elements[within..].iter().rposition(named) {
            Some(at) => self.close(within + at, markup),
            None => self.out.html(markup),
        }
    }

    /// What is no part of a phrase: a paragraph of its own in a block of HTML, a wall in a line.
    fn raw_border(&mut self, in_block: bool) {
        if in_block {
            return self.close_container();
        }
        self.in_container = true;
        self.out.verbatim("");
    }

    /// Ends the element at an index of the stack, and what is open inside it.
    fn close(&mut self, at: usize, markup: &str) {
        let mut inner = self.elements.split_off(at).into_iter();
        let closed = inner.next().and_then(|element| element.piece);
        for (_, piece) in inner.filter_map(|element| element.piece) {
            self.out.forget_open(piece);
        }
        match closed {
            Some((element, _)) => self.out.close(element, markup),
            None => self.out.html(markup),
        }
    }
}
