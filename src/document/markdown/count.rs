//! Counts the prose of a body: Han characters, and words of other scripts.

use super::cjk::{is_han, is_wide};
use crate::document::body::{Body, Piece};
use crate::mark::{parse_mark, source_form};

/// Han characters and words in the prose of a body, with the bodies of its shortcodes.
pub(super) fn count(body: &Body) -> (u32, u32) {
    let mut counter = Counter::default();
    let flow = body.flow();
    for piece in &flow.pieces {
        match piece {
            Piece::Prose(range) => counter.read(flow.slice(range)),
            Piece::Mark(range) => {
                if let Ok(mark) = parse_mark(flow.slice(range)) {
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
        let mut rest = text;
        loop {
            let han = leading_han(rest);
            self.han += han as u32;
            self.in_word &= han == 0;
            let mut chars = rest[han * 3..].chars();
            let Some(c) = chars.next() else { return };
            rest = chars.as_str();
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

/// How many characters of the first block of Han (U+4E00 to U+9FFF, three bytes each) a text begins with. Nearly all
/// of Chinese text is among them, and bytes are quicker to look through.
fn leading_han(text: &str) -> usize {
    let (chars, _) = text.as_bytes().as_chunks::<3>();
    let is_han = |char: &&[u8; 3]| matches!(char, [0xE4, 0xB8..=0xFF, _] | [0xE5..=0xE9, ..]);
    chars.iter().take_while(is_han).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_of_han_ends_where_the_block_does() {
        let is_counted = |c: char| leading_han(&c.to_string()) == 1;
        let counted: Vec<char> = ('\0'..=char::MAX).filter(|c| is_counted(*c)).collect();
        assert_eq!(counted, ('\u{4E00}'..='\u{9FFF}').collect::<Vec<_>>());
        assert_eq!(leading_han("明水，a"), 2);
    }
}
