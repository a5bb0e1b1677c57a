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
use super::behind::Behind;
use super::codes::{Letter, width};
use super::lexicon::Lexicon;
use super::trie::{Node, Trie};
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
        let (characters, _) = text[at..limit].as_chunks::<WIDTH>();
        // The bits of the first character highest.
        let (mut special, mut changing, mut length) = (0, 0, 0);
        for (bytes, slot) in characters.iter().zip(&mut self.entries[..MOST]) {
            let Some(entry) = table.alone.entry(*bytes) else { break };
            *slot = entry;
            special = special << 1 | entry.is_special();
            changing = changing << 1 | entry.changes();
            length += 1;
        }
        self.range = at..at + length * WIDTH;
        if length == 0 {
            return;
        }
        self.read_behind(source, length);
        let candidates = self.candidates(&table.keys.deciding, length);
        let in_order = |bits: u64| bits.reverse_bits() >> (u64::BITS as usize - length);
        (self.asking, self.long, self.pair) = (in_order(special), 0, 0);
        self.changing = in_order(changing);
        for place in places_of(in_order(special | candidates)) {
            self.look_up(source, place);
        }
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

    /// Where keys that decide something may begin; the bit of the first place highest.
    fn candidates(&self, deciding: &Behind, length: usize) -> u64 {
        let mut candidates = 0;
        let (mut first, mut second) = (self.code(0), self.code(1));
        for entry in &self.entries[BEHIND..length + BEHIND] {
            let third = entry.code();
            candidates = candidates << 1 | deciding.of(first).may_begin(second, third);
            (first, second) = (second, third);
        }
        candidates
    }

    /// What is to be known of a place where something may be decided.
    fn look_up(&mut self, source: &Source<'_>, place: usize) {
        let keys = &source.table.keys;
        let (bit, [pair, triple]) = (1 << place, self.nodes(&keys.trie, place));
        let is_special = self.asking & bit != 0;
        let decides = pair.decides() || pair.leads_on() && triple.may_decide();
        if !is_special && !decides {
            return;
        }
        if !triple.is_none() {
            self.long |= bit;
            self.asking |= bit;
        } else if self.look_up_pair(source, place, pair) {
            self.pair |= bit;
            self.asking |= bit;
        } else if is_special {
            let entry = self.entries[place];
            self.values[place] = keys.alone(entry.code());
            self.long |= if entry.is_in_table() { 0 } else { bit };
        }
    }

    /// Where the first two and the first three characters from a place on lead.
    #[inline]
    fn nodes(&self, trie: &Trie, place: usize) -> [Node; 2] {
        let pair = trie.behind(trie.first(self.code(place)), self.code(place + 1));
        [pair, trie.behind(pair, self.code(place + 2))]
    }

    /// Is the node of two characters that of a key? Notes its value.
    #[inline]
    fn look_up_pair(&mut self, source: &Source<'_>, place: usize, pair: Node) -> bool {
        let value = source.table.keys.value_at(pair);
        if value == Value::ABSENT {
            return false;
        }
        let is_doubtful = || {
            value.is(Trait::Doubtful) && source.lexicon.is_some_and(|words| self.is_cut(words, place, value))
        };
        self.values[place] = if is_doubtful() { value } else { value.without(Trait::Doubtful) };
        true
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
        // No key holds a character without a code.
        if self.code(place) == 0 {
            return None;
        }
        for before in (place.saturating_sub(LONGEST_OBSTACLE - 1)..place).rev() {
            if self.asking >> before & 1 == 1 || self.code(before) == 0 {
                return None;
            }
            let [pair, triple] = self.nodes(&source.table.keys.trie, before);
            if !triple.is_none() {
                let start = self.range.start + before * WIDTH;
                let letter = source.table.letter(source.text, start);
                let (_, end) = source.table.longest(source.text, letter, source.text.len());
                if end > self.range.start + place * WIDTH {
                    self.long |= 1 << before;
                    return Some(before);
                }
            } else if before + 1 == place && self.look_up_pair(source, before, pair) {
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

#[cfg(test)]
mod tests;
