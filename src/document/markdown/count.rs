//! Counts the prose of a body: Han characters, and words of other scripts.

use super::cjk::{is_han, is_wide};
use crate::document::body::{Body, Piece};
use crate::mark::{parse_mark, source_form};

/// Han characters and words in the prose of a body, with the bodies of its shortcodes.
pub(super) fn count(body: &Body) -> (u32, u32) {
    let mut counter = Counter::default();
    for piece in &body.pieces {
        match piece {
            Piece::Prose(range) => counter.read(&body.text[range.start as usize..range.end as usize]),
            Piece::Mark(range) => {
                if let Ok(mark) = parse_mark(&body.text[range.start as usize..range.end as usize]) {
                    counter.read(source_form(&mark));
                }
            }
            // A word may go on behind `<strong>`.
            piece => counter.in_word &= !piece.is_wall() && *piece != Piece::End,
        }
    }
    for nested in body.calls.iter().filter_map(|call| call.body.as_ref()) {
        counter.han += nested.han;
        counter.words += nested.words;
    }
    (counter.han, counter.words)
}

#[derive(Default)]
struct Counter {
    han: u32,
    words: u32,
    in_word: bool,
}

impl Counter {
    fn read(&mut self, text: &str) {
        for c in text.chars() {
            // Nearly all of Chinese text.
            if ('\u{4E00}'..='\u{9FFF}').contains(&c) {
                self.han += 1;
                self.in_word = false;
                continue;
            }
            if is_wide(c) {
                self.han += u32::from(is_han(c));
                self.in_word = false;
                continue;
            }
            let letter = c.is_alphanumeric();
            self.words += u32::from(letter && !self.in_word);
            // `don't`, `10,000` and `e-mail` are one word each.
            self.in_word = letter || self.in_word && matches!(c, '\'' | '’' | '-' | '.' | ',');
        }
    }
}
