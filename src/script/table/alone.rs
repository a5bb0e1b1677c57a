//! What each character of three bytes becomes where no phrase begins, looked up by the bytes alone.
//!
//! Nearly all of a text is such characters. The trie says the same of them, in three steps.

use std::sync::{Arc, OnceLock};

use super::Keys;
use super::codes::Letter;
use super::directions::{COUNT, Direction};

/// The entries of one direction.
pub(super) struct Alone {
    entries: Box<[Entry; LAST - FIRST]>,
}

/// [`SPECIAL`] and [`CHANGES`] (a bit each), the code in the trie (14 bits), and what the character
/// becomes (16 bits).
#[derive(Clone, Copy)]
pub(super) struct Entry(u32);

// The characters that UTF-8 writes with three bytes.
const FIRST: usize = 0x800;
const LAST: usize = 0x1_0000;

const SPECIAL: u32 = 1 << 31;
const CHANGES: u32 = 1 << 30;
/// In place of what a special one becomes.
const IN_TABLE: u32 = 1;

impl Alone {
    /// Those of a direction as it stands in the binary: made when they are first asked for.
    pub fn usual(direction: Direction, keys: &Keys) -> Arc<Alone> {
        static ALL: [OnceLock<Arc<Alone>>; COUNT] = [const { OnceLock::new() }; COUNT];
        Arc::clone(ALL[direction.number()].get_or_init(|| Arc::new(Alone::of(keys))))
    }

    /// Those of keys with their values and output text.
    pub fn of(keys: &Keys) -> Alone {
        let entries: Box<[Entry]> = (FIRST..LAST).map(|number| Entry::of(keys, number as u16)).collect();
        Alone { entries: entries.try_into().unwrap_or_else(|_| unreachable!("an entry for each character")) }
    }

    /// The entry of the character that begins these bytes of a text, if it has three.
    #[inline]
    pub fn entry(&self, bytes: [u8; 3]) -> Option<Entry> {
        let [first, second, third] = bytes.map(usize::from);
        // In UTF-8 any other beginning leads out of the entries.
        let place = (first << 12) + (second << 6) + third;
        self.entries.get(place.wrapping_sub(OFFSET)).copied()
    }
}

/// The place of the first entry, where the marks of UTF-8 in the three bytes are counted as well.
const OFFSET: usize = (0xE0 << 12) + (0x80 << 6) + 0x80 + FIRST;

impl Entry {
    /// Of nothing.
    pub const NONE: Entry = Entry(0);

    /// Of a character that only its code is asked of.
    pub fn with_code(letter: Letter) -> Entry {
        Entry(u32::from(letter.code()) << 16)
    }

    fn of(keys: &Keys, number: u16) -> Entry {
        let letter = keys.trie.codes.letter_of(number);
        let (number, code) = (u32::from(number), u32::from(letter.code()) << 16);
        let has_rule = number == u32::from('《') || (0x2FF0..=0x2FFF).contains(&number);
        if has_rule || letter.is_compatibility_ideograph() {
            return Entry(SPECIAL | code);
        }
        if keys.trie.codes.is_unknown(letter) {
            return Entry(code | number);
        }
        match keys.alone(letter.code().into()) {
            value if value.asks() => Entry(SPECIAL | code | IN_TABLE),
            value => match keys.text_of(value).map(single) {
                None => Entry(code | number),
                Some(Some(output)) => Entry(CHANGES | code | u32::from(output)),
                Some(None) => Entry(SPECIAL | code | IN_TABLE),
            },
        }
    }

    /// Its code in the trie.
    #[inline]
    pub fn code(self) -> u32 {
        self.0 >> 16 & 0x3FFF
    }

    /// 1 if it asks for more than a look: it may belong to a name, is vocabulary by itself, becomes more than one
    /// character, opens a title, begins a description sequence or is a compatibility ideograph; else 0.
    #[inline]
    pub fn is_special(self) -> u64 {
        (self.0 / SPECIAL).into()
    }

    /// 1 if it becomes another character; else 0.
    #[inline]
    pub fn changes(self) -> u64 {
        ((self.0 / CHANGES) & 1).into()
    }

    /// Of a special one: does the table say all of it?
    pub fn is_in_table(self) -> bool {
        self.0 & IN_TABLE != 0
    }

    /// What it becomes; without meaning if it is special.
    #[inline]
    pub fn output(self) -> char {
        match char::from_u32(self.0 & 0xFFFF) {
            // Said so, nobody asks again how long it is in UTF-8.
            Some(output @ '\u{800}'..='\u{FFFF}') => output,
            _ => char::REPLACEMENT_CHARACTER,
        }
    }
}

/// The one character of the basic plane that a text holds.
fn single(text: &str) -> Option<u16> {
    let mut letters = text.chars();
    let first = letters.next()?;
    letters.next().is_none().then(|| u16::try_from(u32::from(first)).ok())?
}
