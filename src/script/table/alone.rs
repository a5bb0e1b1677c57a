//! What each character of the basic plane becomes where no phrase begins, looked up by its number alone.
//!
//! Nearly all of a text is such characters. The trie says the same of them, in three steps.

use std::sync::{Arc, OnceLock};

use super::directions::{COUNT, Direction};
use super::{Keys, Value};

/// The entries of one direction.
#[derive(Clone)]
pub(super) struct Alone {
    entries: Box<[Entry; BASIC_PLANE]>,
}

/// The code of a character in the trie (15 bits), whether it is [`Entry::is_special`] (1 bit), and what it becomes
/// (16 bits).
#[derive(Clone, Copy)]
pub(super) struct Entry(u32);

const BASIC_PLANE: usize = 0x1_0000;
const SPECIAL: u32 = 1 << 31;

impl Alone {
    /// Those of a direction as it stands in the binary: made when they are first asked for.
    pub fn usual(direction: Direction, keys: &Keys) -> Arc<Alone> {
        static ALL: [OnceLock<Arc<Alone>>; COUNT] = [const { OnceLock::new() }; COUNT];
        Arc::clone(ALL[direction.number()].get_or_init(|| Arc::new(Alone::of(keys))))
    }

    pub fn of(keys: &Keys) -> Alone {
        let entries: Box<[Entry]> = (0..BASIC_PLANE as u32).map(|number| entry(keys, number)).collect();
        Alone { entries: entries.try_into().unwrap_or_else(|_| unreachable!("an entry for each character")) }
    }

    #[inline]
    pub fn entry(&self, character: usize) -> Entry {
        self.entries[character & (BASIC_PLANE - 1)]
    }
}

impl Entry {
    /// Its code in the trie.
    #[inline]
    pub fn code(self) -> u32 {
        self.0 >> 16 & 0x7FFF
    }

    /// It asks for more than a look: it may belong to a name, is vocabulary by itself, becomes more than one character,
    /// opens a title, begins a description sequence or is a compatibility ideograph.
    #[inline]
    pub fn is_special(self) -> bool {
        self.0 & SPECIAL != 0
    }

    /// What it becomes; without meaning if it is special.
    #[inline]
    pub fn output(self) -> u16 {
        self.0 as u16
    }
}

fn entry(keys: &Keys, number: u32) -> Entry {
    let special = Entry(SPECIAL | number);
    // No text has a lone surrogate.
    let Some(character) = char::from_u32(number) else { return special };
    let mut buffer = [0; 4];
    let text = character.encode_utf8(&mut buffer).as_bytes();
    let letter = keys.trie.letter(text, 0);
    if letter.is_compatibility_ideograph() {
        return special;
    }
    let (value, _) = keys.longest(text, letter, text.len());
    let code = u32::from(letter.code()) << 16;
    let is_plain = !value.asks() && !matches!(character, '《' | '\u{2FF0}'..='\u{2FFF}');
    match single(keys, value, character) {
        Some(output) if is_plain => Entry(code | u32::from(output)),
        _ => Entry(SPECIAL | code | number),
    }
}

/// The one character of the basic plane, of three bytes as all that this is asked for, that a value stands for.
fn single(keys: &Keys, value: Value, source: char) -> Option<u16> {
    let Some(text) = keys.text_of(value) else { return u16::try_from(source as u32).ok() };
    let mut letters = text.chars();
    let first = letters.next()?;
    letters.next().is_none().then(|| u16::try_from(first as u32).ok())?
}
