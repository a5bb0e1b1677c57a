//! Small numbers for the characters that keys are made of.
//!
//! Layout: which ASCII characters begin a key, the last code that stands in keys, how many characters lie beyond the
//! basic plane; the codes of the basic plane, the others with their codes.

/// The codes of one side. Copying them copies two slices.
#[derive(Clone, Copy)]
pub(super) struct Codes {
    /// The code of each character of the basic plane; 0 for one that no key contains.
    basic: &'static [[u8; 2]],
    /// Other characters, sorted: character and code, both 32 bits.
    supplementary: &'static [[u8; 8]],
    /// Which ASCII characters begin a key, a bit each.
    ascii_starts: u128,
    /// Codes above it stand in words alone, in no key.
    last_in_keys: u16,
}

/// A character read from the text.
#[derive(Clone, Copy)]
pub(in crate::script) struct Letter {
    code: u16,
    /// Where the next character starts.
    pub next: usize,
}

/// The code of a compatibility ideograph: it must be replaced before anything is looked up.
pub(super) const COMPATIBILITY: u16 = u16::MAX;
pub(super) const BASIC_PLANE: usize = 0x1_0000;

impl Codes {
    /// The codes at the start of a file, and what follows them.
    pub fn read(file: &'static [u8]) -> (Codes, &'static [u8]) {
        let (starts, rest) = file.split_at(size_of::<u128>());
        let ascii_starts = starts.iter().rev().fold(0, |bits, byte| bits << 8 | u128::from(*byte));
        let (last_in_keys, rest) = count(rest);
        let (supplementary, rest) = count(rest);
        let (basic, rest) = rest.split_at(BASIC_PLANE * 2);
        let (supplementary, rest) = rest.split_at(supplementary * 8);
        let codes = Codes {
            basic: basic.as_chunks().0,
            supplementary: supplementary.as_chunks().0,
            ascii_starts,
            last_in_keys: last_in_keys as u16,
        };
        (codes, rest)
    }

    /// Whether a key begins with this ASCII byte.
    #[inline]
    pub fn starts_with_ascii(&self, byte: u8) -> bool {
        self.ascii_starts >> byte & 1 == 1
    }

    /// Does no key contain this character?
    #[inline]
    pub fn is_unknown(&self, letter: Letter) -> bool {
        letter.code == 0 || letter.code > self.last_in_keys && letter.code != COMPATIBILITY
    }

    /// The character of `text` that starts at `at`.
    #[inline]
    pub fn letter(&self, text: &[u8], at: usize) -> Letter {
        if let Some(&[first @ 0xE0..0xF0, second, third]) = text.get(at..at + 3) {
            let character =
                (first as usize & 0xF) << 12 | (second as usize & 0x3F) << 6 | third as usize & 0x3F;
            return Letter { code: self.basic(character), next: at + 3 };
        }
        self.rarer_letter(text, at)
    }

    /// A character of the basic plane, by its number; it stands in no text.
    pub fn letter_of(&self, character: u16) -> Letter {
        Letter { code: self.basic(character.into()), next: 0 }
    }

    #[cold]
    fn rarer_letter(&self, text: &[u8], at: usize) -> Letter {
        let tail = |index: usize| text.get(at + index).map_or(0, |&byte| usize::from(byte) & 0x3F);
        match text[at] {
            byte @ 0..0x80 => Letter { code: self.basic(byte.into()), next: at + 1 },
            byte @ 0x80..0xE0 => {
                Letter { code: self.basic((byte as usize & 0x1F) << 6 | tail(1)), next: at + 2 }
            }
            byte => {
                let character = (byte as usize & 7) << 18 | tail(1) << 12 | tail(2) << 6 | tail(3);
                Letter { code: self.beyond_basic(character as u32), next: at + 4 }
            }
        }
    }

    #[inline]
    fn basic(&self, character: usize) -> u16 {
        u16::from_le_bytes(self.basic[character & (BASIC_PLANE - 1)])
    }

    fn beyond_basic(&self, character: u32) -> u16 {
        let key_of = |[a, b, c, d, ..]: &[u8; 8]| u32::from_le_bytes([*a, *b, *c, *d]);
        match self.supplementary.binary_search_by_key(&character, key_of) {
            Ok(at) => u16::from_le_bytes([self.supplementary[at][4], self.supplementary[at][5]]),
            Err(_) => 0,
        }
    }
}

impl Letter {
    /// What follows the end of a text: no key contains it.
    pub fn none(at: usize) -> Letter {
        Letter { code: 0, next: at }
    }

    /// 0 where there is none.
    #[inline]
    pub fn code(self) -> u16 {
        self.code
    }

    /// It must be replaced by its plain form before anything is looked up.
    #[inline]
    pub fn is_compatibility_ideograph(self) -> bool {
        self.code == COMPATIBILITY
    }
}

/// How many bytes a character has in UTF-8 that begins with this one.
#[inline]
pub(in crate::script) fn width(first: u8) -> usize {
    match first {
        0..0x80 => 1,
        0x80..0xE0 => 2,
        0xE0..0xF0 => 3,
        0xF0.. => 4,
    }
}

/// A number of 32 bits at the start of a part of a file, and what follows it.
pub(super) fn count(file: &'static [u8]) -> (usize, &'static [u8]) {
    let (count, rest) = file.split_at(size_of::<u32>());
    (count.iter().rev().fold(0, |number, byte| number << 8 | usize::from(*byte)), rest)
}
