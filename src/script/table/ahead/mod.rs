//! A look ahead: for a run of characters, where something has to be decided, and what all others become.
//!
//! It asks the same of every character and decides nothing in between, so that a processor can do many at once. What
//! stands in a run are characters of three bytes in UTF-8: nearly all of Chinese.
//!
//! Most phrases say what their characters say alone (发展). Such a phrase counts only where it keeps another match from
//! beginning inside it; only before such places it is looked for.

mod plain;

use std::ops::Range;

pub(in crate::script) use plain::Plain;

use super::alone::Entry;
use super::beginnings::{Beginnings, GOES_ON, IS_KEY};
use super::codes::{Letter, width};
use super::lexicon::Lexicon;
use super::{Table, Trait, Value};
use plain::WIDTH;

/// So many characters at once: a bit each, and two that may stand behind them.
const MOST: usize = 62;
const BEHIND: usize = 2;
const SLOTS: usize = MOST + BEHIND;
/// In characters: longer keys count as deciding, whatever they say, so that the way back is short.
pub(super) const LONGEST_OBSTACLE: usize = 4;

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

/// What a run is read by.
pub(in crate::script) struct Source<'a> {
    pub table: &'a Table,
    /// Without one no match is doubted.
    pub lexicon: Option<&'a Lexicon>,
    pub text: &'a [u8],
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
    pub fn read(&mut self, source: &Source<'_>, at: usize, limit: usize) {
        let Source { table, text, .. } = *source;
        let deciding = &table.keys.deciding;
        let (characters, _) = text[at..limit].as_chunks::<WIDTH>();
        let mut flags = [0; SLOTS];
        let (mut length, mut last) = (0, 0);
        for ((bytes, slot), flags) in characters.iter().zip(&mut self.entries[..MOST]).zip(&mut flags[1..]) {
            let Some(entry) = table.alone.entry(*bytes) else { break };
            *slot = entry;
            // Beside it what is said of the character before it, and this one.
            *flags = entry.flags() << 2 | deciding.of_pair(last, entry.code());
            last = entry.code();
            length += 1;
        }
        self.range = at..at + length * WIDTH;
        if length == 0 {
            return;
        }
        self.read_behind(source, length);
        flags[length + 1] = deciding.of_pair(last, self.code(length));
        let special = mask(&flags, Entry::SPECIAL << 2) >> 1;
        let mut places = special | mask(&flags, IS_KEY) >> 2;
        for place in places_of(mask(&flags, GOES_ON) >> 2 & !places) {
            places |= u64::from(self.has_triple(deciding, place)) << place;
        }
        (self.asking, self.long, self.pair) = (special, 0, 0);
        for place in places_of(places) {
            self.look_up(source, place);
        }
        self.changing = mask(&flags, Entry::CHANGES << 2) >> 1;
        self.look_for_obstacles(source, length);
    }

    /// Fills the entries of what stands behind the run: a match may reach over its end.
    fn read_behind(&mut self, source: &Source<'_>, length: usize) {
        let Source { table, text, .. } = *source;
        let mut next = self.range.end;
        for slot in &mut self.entries[length..length + BEHIND] {
            let letter = if next < text.len() { table.letter(text, next) } else { Letter::none(next) };
            *slot = Entry::with_code(letter);
            next = letter.next;
        }
    }

    /// What is to be known of a place where something may be decided.
    fn look_up(&mut self, source: &Source<'_>, place: usize) {
        let keys = &source.table.keys;
        let (bit, beginnings) = (1 << place, &keys.trie.beginnings);
        let pair = beginnings.of_pair(self.code(place), self.code(place + 1));
        if pair & GOES_ON != 0 && self.has_triple(beginnings, place) {
            self.long |= bit;
            self.asking |= bit;
        } else if pair & IS_KEY != 0 && self.look_up_pair(source, place) {
            self.pair |= bit;
            self.asking |= bit;
        } else if self.asking & bit != 0 {
            let entry = self.entries[place];
            self.values[place] = keys.alone(entry.code());
            self.long |= if entry.is_in_table() { 0 } else { bit };
        }
    }

    /// Does a key of two characters stand at a place? Notes its value.
    #[inline]
    fn look_up_pair(&mut self, source: &Source<'_>, place: usize) -> bool {
        let value = source.table.keys.pair(self.code(place), self.code(place + 1));
        let is_doubtful = || {
            value.is(Trait::Doubtful) && source.lexicon.is_some_and(|words| self.is_cut(words, place, value))
        };
        self.values[place] = if is_doubtful() { value } else { value.without(Trait::Doubtful) };
        value != Value::ABSENT
    }

    /// May a word begin in the match of two characters at a place and go on, or, if that would do harm, begin before it
    /// and end in it? Most matches are let off by this.
    fn is_cut(&self, lexicon: &Lexicon, place: usize, value: Value) -> bool {
        let ends_inside = || match place.checked_sub(3) {
            Some(start) => lexicon.may_end([0, 1, 2, 3].map(|next| self.code(start + next))),
            // What stands before the run is not known.
            None => true,
        };
        lexicon.may_begin(self.code(place + 1), self.code(place + 2))
            || value.is(Trait::Telling) && ends_inside()
    }

    #[inline]
    fn has_triple(&self, beginnings: &Beginnings, place: usize) -> bool {
        beginnings.has(self.code(place), self.code(place + 1), self.code(place + 2))
    }

    /// Asks also where a match begins that decides nothing itself, and reaches over a place that is asked about or over
    /// the end of the run. The matches that reach over such a one count again.
    fn look_for_obstacles(&mut self, source: &Source<'_>, length: usize) {
        let mut left = self.asking | 1 << length;
        while left != 0 {
            let place = left.ilog2() as usize;
            left &= !(1 << place);
            if let Some(obstacle) = self.obstacle(source, place) {
                self.asking |= 1 << obstacle;
                left |= 1 << obstacle;
            }
        }
    }

    /// The nearest place before this one where a match begins that reaches over it, unless one between is asked about
    /// anyway: whatever begins before that and reaches here reaches there too.
    fn obstacle(&mut self, source: &Source<'_>, place: usize) -> Option<usize> {
        let beginnings = &source.table.keys.trie.beginnings;
        // No key holds a character without a code.
        if self.code(place) == 0 {
            return None;
        }
        for before in (place.saturating_sub(LONGEST_OBSTACLE - 1)..place).rev() {
            if self.asking >> before & 1 == 1 || self.code(before) == 0 {
                return None;
            }
            let pair = beginnings.of_pair(self.code(before), self.code(before + 1));
            if pair & GOES_ON != 0 && self.has_triple(beginnings, before) {
                let start = self.range.start + before * WIDTH;
                let letter = source.table.letter(source.text, start);
                let (_, end) = source.table.longest(source.text, letter, source.text.len());
                if end > self.range.start + place * WIDTH {
                    self.long |= 1 << before;
                    return Some(before);
                }
            } else if pair & IS_KEY != 0 && before + 1 == place && self.look_up_pair(source, before) {
                self.pair |= 1 << before;
                return Some(before);
            }
        }
        None
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

    #[inline]
    fn code(&self, place: usize) -> u32 {
        self.entries[place].code()
    }
}

/// The places of bits, the lowest first.
fn places_of(mut bits: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let place = (bits != 0).then(|| bits.trailing_zeros() as usize)?;
        bits &= bits - 1;
        Some(place)
    })
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

#[cfg(test)]
mod tests;
