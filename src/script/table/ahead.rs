//! A look ahead: for a run of characters, where a match of more than one character may begin, and what the others
//! become.
//!
//! It asks the same of every character and decides nothing in between, so that a processor can do many at once. What
//! stands in a run are characters of three bytes in UTF-8: nearly all of Chinese.

use std::ops::Range;

use super::Table;
use super::beginnings::Pair;

/// So many characters at once.
const MOST: usize = 62;
/// The bytes of each.
const WIDTH: usize = 3;

/// What is known of a run of characters.
pub(in crate::script) struct Ahead {
    range: Range<usize>,
    /// By place in the run, a bit each: more than a look is needed.
    asking: u64,
    /// It becomes another character.
    changing: u64,
    outputs: [u16; MOST],
}

impl Ahead {
    /// Nothing.
    pub fn new() -> Ahead {
        Ahead { range: 0..0, asking: 0, changing: 0, outputs: [0; MOST] }
    }

    /// Forget all.
    pub fn clear(&mut self) {
        self.range = 0..0;
    }

    /// Where the run ends, if `at` is a place in it.
    #[inline]
    pub fn covers(&self, at: usize) -> bool {
        self.range.contains(&at)
    }

    /// Reads the run of characters that begins at `at`, up to `limit`. It may be empty.
    pub fn read(&mut self, table: &Table, text: &[u8], at: usize, limit: usize) {
        let beginnings = table.keys.beginnings;
        let (mut special, mut pairs, mut triples, mut changing) = (0_u64, 0_u64, 0_u64, 0_u64);
        let (mut last, mut pair) = (0, Pair::default());
        let mut length = 0;
        let (characters, _) = text[at..limit].as_chunks::<WIDTH>();
        for (bytes, output) in characters.iter().zip(&mut self.outputs) {
            let &[first @ 0xE0..0xF0, second, third] = bytes else { break };
            let character =
                (first as usize & 0xF) << 12 | (second as usize & 0x3F) << 6 | third as usize & 0x3F;
            let entry = table.alone.entry(character);
            *output = entry.output();
            special |= u64::from(entry.is_special()) << length;
            changing |= u64::from(usize::from(entry.output()) != character) << length;
            triples |= u64::from(beginnings.has(pair, entry.code())) << length;
            pair = beginnings.pair(last, entry.code());
            pairs |= u64::from(pair.is_key()) << length;
            last = entry.code();
            length += 1;
        }
        let end = at + length * WIDTH;
        // A match may reach over the end of the run.
        let mut next = end;
        for place in length..length + 2 {
            let letter = table.keys.trie.letter_or_none(text, next);
            let code = letter.code().into();
            triples |= u64::from(beginnings.has(pair, code)) << place;
            pair = beginnings.pair(last, code);
            pairs |= u64::from(pair.is_key()) << place;
            (last, next) = (code, letter.next);
        }
        self.range = at..end;
        self.changing = changing;
        self.asking = special | pairs >> 1 | triples >> 2;
    }

    /// From `at`, a place in the run, the place of the next character that more than a look is needed for, or the end
    /// of the run; and the characters between that become another one, with their places.
    #[inline]
    pub fn plain(&self, at: usize) -> (usize, Changes<'_>) {
        let first = (at - self.range.start) / WIDTH;
        let length = (self.range.end - self.range.start) / WIDTH;
        let stop = length.min(first + (self.asking >> first).trailing_zeros() as usize);
        let until = (1 << stop) - 1;
        let changes = Changes { ahead: self, left: (self.changing & until) >> first << first };
        (self.range.start + stop * WIDTH, changes)
    }
}

/// Characters that become another one, with their places.
pub(in crate::script) struct Changes<'a> {
    ahead: &'a Ahead,
    left: u64,
}

impl Iterator for Changes<'_> {
    type Item = (Range<usize>, char);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        if self.left == 0 {
            return None;
        }
        let place = self.left.trailing_zeros() as usize;
        self.left &= self.left - 1;
        let start = self.ahead.range.start + place * WIDTH;
        let output = char::from_u32(self.ahead.outputs[place].into())?;
        Some((start..start + WIDTH, output))
    }
}
