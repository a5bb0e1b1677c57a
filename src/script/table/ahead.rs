//! A look ahead: for a run of characters, where a match of more than one character may begin, and what the others
//! become.
//!
//! It asks the same of every character and decides nothing in between, so that a processor can do many at once. What
//! stands in a run are characters of three bytes in UTF-8: nearly all of Chinese.

use std::ops::Range;

use super::alone::Entry;
use super::beginnings::{Beginnings, GOES_ON, IS_KEY};
use super::codes::{Letter, width};
use super::lexicon::Lexicon;
use super::{Table, Trait, Value};

/// So many characters at once: a bit each, and two that may stand behind them.
const MOST: usize = 62;
const BEHIND: usize = 2;
const SLOTS: usize = MOST + BEHIND;
/// The bytes of each.
const WIDTH: usize = 3;

/// What is known of a run of characters.
pub(in crate::script) struct Ahead {
    range: Range<usize>,
    /// By place in the run, a bit each: more than a look is needed.
    asking: u64,
    /// Of these, a match of more than two characters may begin, or another rule counts.
    long: u64,
    /// Of the others, the match has two characters.
    pair: u64,
    /// It becomes another character.
    changing: u64,
    /// By place, where more than a look is needed and no longer match may begin: what the match becomes.
    values: [Value; MOST],
    entries: [Entry; SLOTS],
}

impl Ahead {
    /// Nothing.
    pub fn new() -> Ahead {
        Ahead {
            range: 0..0,
            asking: 0,
            long: 0,
            pair: 0,
            changing: 0,
            values: [Value::COPY; MOST],
            entries: [Entry::NONE; SLOTS],
        }
    }

    /// Forget all.
    pub fn clear(&mut self) {
        self.range = 0..0;
    }

    /// Is `at` a place in the run?
    #[inline]
    pub fn covers(&self, at: usize) -> bool {
        self.range.contains(&at)
    }

    /// Reads the run of characters that begins at `at`, up to `limit`. It may be empty.
    pub fn read(&mut self, table: &Table, lexicon: Option<&Lexicon>, text: &[u8], at: usize, limit: usize) {
        let beginnings = &table.keys.trie.beginnings;
        let (characters, _) = text[at..limit].as_chunks::<WIDTH>();
        let mut flags = [0; SLOTS];
        let (mut length, mut last) = (0, Entry::NONE);
        for ((bytes, slot), flags) in characters.iter().zip(&mut self.entries[..MOST]).zip(&mut flags[1..]) {
            let Some(entry) = table.alone.entry(*bytes) else { break };
            *slot = entry;
            // Beside it what is said of the character before it, and this one.
            *flags = entry.flags() << 2 | beginnings.of_pair(last.code(), entry.code());
            last = entry;
            length += 1;
        }
        self.range = at..at + length * WIDTH;
        if length == 0 {
            return;
        }
        let mut next = self.range.end;
        // A match may reach over the end of the run.
        for slot in &mut self.entries[length..length + BEHIND] {
            let letter = if next < text.len() { table.letter(text, next) } else { Letter::none(next) };
            *slot = Entry::with_code(letter);
            next = letter.next;
        }
        flags[length + 1] = beginnings.of_pair(last.code(), self.entries[length].code());
        self.long = self.triples(beginnings, mask(&flags, GOES_ON) >> 2);
        let special = mask(&flags, Entry::SPECIAL << 2) >> 1;
        self.pair = self.look_up_pairs(table, lexicon, mask(&flags, IS_KEY) >> 2 & !self.long);
        self.long |= self.look_up_singles(table, special & !self.long & !self.pair);
        self.asking = self.long | self.pair | special;
        self.changing = mask(&flags, Entry::CHANGES << 2) >> 1;
    }

    /// Of places where a key of two characters may stand those where one does.
    fn look_up_pairs(&mut self, table: &Table, lexicon: Option<&Lexicon>, mut places: u64) -> u64 {
        let mut found = 0;
        while places != 0 {
            let place = places.trailing_zeros() as usize;
            places &= places - 1;
            let [first, second] = [0, 1].map(|next| self.entries[place + next].code());
            let value = table.keys.pair(first, second);
            let is_doubtful =
                || value.is(Trait::Doubtful) && lexicon.is_some_and(|words| self.is_cut(words, place, value));
            self.values[place] = if is_doubtful() { value } else { value.without(Trait::Doubtful) };
            found |= u64::from(value != Value::ABSENT) << place;
        }
        found
    }

    /// Of places that ask for more than a look those where the tables do not say all.
    fn look_up_singles(&mut self, table: &Table, mut places: u64) -> u64 {
        let mut others = 0;
        while places != 0 {
            let place = places.trailing_zeros() as usize;
            places &= places - 1;
            let entry = self.entries[place];
            self.values[place] = table.keys.alone(entry.code());
            others |= u64::from(!entry.is_in_table()) << place;
        }
        others
    }

    /// May a word begin in the match of two characters at a place and go on, or, if that would do harm, begin before it
    /// and end in it? Most matches are let off by this.
    fn is_cut(&self, lexicon: &Lexicon, place: usize, value: Value) -> bool {
        let code = |place: usize| self.entries[place].code();
        let ends_inside = || match place.checked_sub(3) {
            Some(start) => lexicon.may_end([0, 1, 2, 3].map(|next| code(start + next))),
            // What stands before the run is not known.
            None => true,
        };
        lexicon.may_begin(code(place + 1), code(place + 2)) || value.is(Trait::Telling) && ends_inside()
    }

    /// Of places where longer keys may begin those where one goes on with the third character.
    fn triples(&self, beginnings: &Beginnings, mut pairs: u64) -> u64 {
        let mut triples = 0;
        while pairs != 0 {
            let place = pairs.trailing_zeros() as usize;
            pairs &= pairs - 1;
            let [first, second, third] = [0, 1, 2].map(|next| self.entries[place + next].code());
            triples |= u64::from(beginnings.has(first, second, third)) << place;
        }
        triples
    }

    /// The characters from `at`, a place in the run, up to the next one that more than a look is needed for.
    #[inline]
    pub fn plain(&self, at: usize) -> Plain<'_> {
        let first = self.place(at);
        let length = self.place(self.range.end);
        let stop = length.min(first + (self.asking >> first).trailing_zeros() as usize);
        Plain {
            range: at..self.range.start + stop * WIDTH,
            entries: &self.entries[first..stop],
            changing: (self.changing & ((1 << stop) - 1)) >> first,
        }
    }

    /// The longest match at `at`, if that is known: what it becomes and where it ends.
    #[inline]
    pub fn longest(&self, text: &[u8], at: usize) -> Option<(Value, usize)> {
        if !self.covers(at) {
            return None;
        }
        let place = self.place(at);
        let second = at + WIDTH;
        match (self.long >> place & 1, self.pair >> place & 1) {
            (0, 0) => Some((self.values[place], second)),
            (0, _) => Some((self.values[place], second + width(text[second]))),
            _ => None,
        }
    }

    #[inline]
    fn place(&self, at: usize) -> usize {
        (at - self.range.start) / WIDTH
    }
}

/// One bit of every byte, as a number: that of the first byte lowest.
#[inline]
fn mask(bytes: &[u8; SLOTS], bit: u8) -> u64 {
    let (groups, _) = bytes.as_chunks::<8>();
    let ones = |group: &[u8; 8]| (u64::from_le_bytes(*group) / u64::from(bit)) & 0x0101_0101_0101_0101;
    // The product gathers the lowest bits of eight bytes in the highest byte.
    let gathered = |group| ones(group).wrapping_mul(0x0102_0408_1020_4080) >> 56;
    groups.iter().rev().fold(0, |mask, group| mask << 8 | gathered(group))
}

/// A run of characters that stand in no phrase.
pub(in crate::script) struct Plain<'a> {
    pub range: Range<usize>,
    entries: &'a [Entry],
    /// By place, a bit each.
    changing: u64,
}

impl Plain<'_> {
    /// Does one of them become another one?
    #[inline]
    pub fn changes(&self) -> bool {
        self.changing != 0
    }

    /// What each becomes.
    #[inline]
    pub fn outputs(&self) -> impl Iterator<Item = char> {
        self.entries.iter().map(|entry| entry.output())
    }

    /// The same where what stays is taken from `shown`, as long as the source.
    pub fn outputs_beside(&self, shown: &str) -> impl Iterator<Item = char> {
        let shown = shown.chars();
        self.entries
            .iter()
            .zip(shown)
            .map(|(entry, shown)| if entry.changes() { entry.output() } else { shown })
    }

    /// Those that become another one, with their places.
    pub fn changed(&self) -> impl Iterator<Item = (Range<usize>, char)> {
        let mut left = self.changing;
        std::iter::from_fn(move || {
            if left == 0 {
                return None;
            }
            let place = left.trailing_zeros() as usize;
            left &= left - 1;
            let start = self.range.start + place * WIDTH;
            Some((start..start + WIDTH, self.entries[place].output()))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::script::Script::{self, *};
    use crate::script::table::Direction;
    use proptest::prelude::*;

    #[test]
    fn a_mask_has_the_bits_of_the_bytes_in_their_order() {
        let mut bytes = [0xFF_u8 ^ 4; SLOTS];
        bytes[0] = 4;
        bytes[9] = 5;
        bytes[63] = 0xFF;
        assert_eq!(mask(&bytes, 4), 1 | 1 << 9 | 1 << 63);
    }

    const WAYS: [(Script, Script, bool); 4] =
        [(Hans, HantTw, true), (Hans, HantHk, false), (HantTw, Hans, true), (HantHk, HantTw, false)];

    proptest! {
        /// A run says what the trie says at each of its places; doubts that come to nothing are left out.
        #[test]
        fn a_run_says_what_the_trie_says(
            (from, to, words) in prop::sample::select(WAYS.to_vec()),
            text in "[发展里后干面台于着软件信息网络化部相系统关海历说裡軟體資訊著復后复鉴戏卜龟\u{20BB7}A：，《\n]{0,80}",
        ) {
            let table = Table::of(Direction::between(from, to, words).unwrap());
            let (text, mut ahead) = (text.as_bytes(), Ahead::new());
            ahead.read(&table, Lexicon::of(from), text, 0, text.len());
            let mut at = 0;
            while ahead.covers(at) {
                let run = ahead.plain(at);
                let outputs = run.range.clone().step_by(WIDTH).zip(run.outputs());
                for (place, output) in outputs {
                    let letter = table.letter(text, place);
                    let (value, end) = table.longest(text, letter, text.len());
                    let source = std::str::from_utf8(&text[place..place + WIDTH]).unwrap();
                    prop_assert_eq!(end, place + WIDTH);
                    prop_assert_eq!(table.text_of(value).unwrap_or(source), output.to_string());
                }
                at = run.range.end;
                if !ahead.covers(at) {
                    break;
                }
                if let Some((value, end)) = ahead.longest(text, at) {
                    let (other, other_end) = table.longest(text, table.letter(text, at), text.len());
                    prop_assert_eq!(end, other_end);
                    prop_assert!(value == other || value == other.without(Trait::Doubtful));
                }
                at += WIDTH;
            }
        }
    }
}
