//! What makes a place the same place after other parts of the file have changed: its sentence, the word, and which
//! of the equal words of the sentence it is.

use std::ops::Range;

use sha2::{Digest, Sha256};

use crate::language::Tag;
use crate::script::WALL;

/// Letters of an id: 40 bits, so that a site of a hundred thousand places has no two alike.
const LENGTH: usize = 10;
const ENDS: [char; 9] = ['。', '！', '？', '；', '\n', '\r', '!', '?', ';'];

/// Ten letters from a to p.
///
/// Letters alone, so that YAML never reads an id as a number.
pub(super) fn id(text: &str, word: &Range<usize>, written: &Tag) -> String {
    let bounds = bounds(text, word);
    let number = text[bounds.start..word.start].matches(&text[word.clone()]).count();
    let mut hash = Sha256::new();
    for part in [written.as_str(), &sentence(text, word), &text[word.clone()], &number.to_string()] {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    let digest = hash.finalize();
    let digits = digest.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.take(LENGTH).map(|digit| char::from(b'a' + digit)).collect()
}

/// The sentence that the word stands in, without what is no text.
pub(super) fn sentence(text: &str, word: &Range<usize>) -> String {
    text[bounds(text, word)].trim().replace(WALL, "")
}

pub(super) fn bounds(text: &str, word: &Range<usize>) -> Range<usize> {
    let start = text[..word.start]
        .rfind(ENDS)
        .map_or(0, |at| at + text[at..].chars().next().map_or(0, char::len_utf8));
    let end = text[word.end..].find(ENDS).map_or(text.len(), |at| word.end + at);
    start..end
}
