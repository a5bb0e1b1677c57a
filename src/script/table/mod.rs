//! The conversion tables: for each direction, what the longest match at a place becomes.
//!
//! All directions from one side share a trie (a double array over character codes) and a pool of output text;
//! each direction has its own array of values, one per key. The files under `tables/` are made by `build`
//! from the vendored dictionaries and are read where they lie in the binary: nothing is parsed at start.
//!
//! This module knows keys and values only: no site words, walls or quotation marks.

#[cfg(test)]
mod build;
mod directions;

use std::sync::Arc;

#[cfg(test)]
pub(super) use build::Reference;
pub(super) use directions::Direction;

/// A direction's table, ready for lookups. Cloning it copies a few slices.
#[derive(Clone)]
pub(super) struct Table {
    /// The code of each character of the basic plane; 0 for one that no key contains.
    codes: &'static [[u8; 2]],
    /// Other characters, sorted: character and code, both 32 bits.
    supplementary: &'static [[u8; 8]],
    /// See [`Node`]. The children of the root stand at the index of their code.
    nodes: &'static [[u8; 8]],
    /// See [`Value`]; by key.
    values: &'static [[u8; 4]],
    pool: Pool,
    /// Which ASCII characters begin a key, a bit each.
    ascii_starts: u128,
}

/// Output text, as in the binary or with characters that a site prefers.
#[derive(Clone)]
enum Pool {
    Static(&'static str),
    Replaced(Arc<str>),
}

/// What a match becomes: 20 bits of offset into the pool, 7 bits of length in bytes (0: a copy of the
/// source), and a bit for each [`Trait`].
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Value(u32);

/// What a scan has to know of a key beside its output: the number of a bit.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Trait {
    /// A character in it may belong to the name of a person, and then becomes something else.
    Person = 28,
    /// Regional vocabulary: it gives way inside an official name.
    Word = 30,
    /// A name that is protected: a shorter word of the site does not break it.
    Protected = 31,
}

/// A character read from the text.
#[derive(Clone, Copy)]
pub(super) struct Letter {
    code: u16,
    /// Where the next character starts.
    pub next: usize,
}

/// A unit of the double array: 24 bits of base (0: no children), 20 bits of key number (0: no key ends here),
/// 16 bits with the code that leads here.
#[derive(Clone, Copy)]
struct Node(u64);

/// The code of a compatibility ideograph: it must be replaced before anything is looked up.
const COMPATIBILITY: u16 = u16::MAX;
/// Fixed part at the start of a file: counts of supplementary characters, nodes and keys, one word unused,
/// ASCII starts.
const HEADER: usize = 32;
const BASIC_PLANE: usize = 0x1_0000;

impl Table {
    /// The table of a direction.
    pub fn of(direction: Direction) -> Self {
        let (file, pool) = directions::file(direction);
        let (words, _) = file[..HEADER].as_chunks::<4>();
        let count = |word: usize| u32::from_le_bytes(words[word]) as usize;
        let ascii_starts =
            (4..8).rev().fold(0, |bits, word| bits << 32 | u128::from(u32::from_le_bytes(words[word])));
        let (supplementary, nodes, keys) = (count(0), count(1), count(2));
        let (codes, rest) = file[HEADER..].split_at(BASIC_PLANE * 2);
        let (supplementary, rest) = rest.split_at(supplementary * 8);
        let (nodes, rest) = rest.split_at(nodes * 8);
        let values = &rest[direction.position_in_file() * keys * 4..][..keys * 4];
        Table {
            codes: codes.as_chunks().0,
            supplementary: supplementary.as_chunks().0,
            nodes: nodes.as_chunks().0,
            values: values.as_chunks().0,
            pool: Pool::Static(pool),
            ascii_starts,
        }
    }

    /// The output text of all keys, as one.
    pub fn pool(&self) -> &str {
        match &self.pool {
            Pool::Static(text) => text,
            Pool::Replaced(text) => text,
        }
    }

    /// Takes another output text of the same layout.
    pub fn replace_pool(&mut self, text: Arc<str>) {
        assert_eq!(text.len(), self.pool().len(), "output text keeps its layout");
        self.pool = Pool::Replaced(text);
    }

    /// Whether a key begins with this ASCII byte.
    #[inline]
    pub fn starts_with_ascii(&self, byte: u8) -> bool {
        self.ascii_starts >> byte & 1 == 1
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
        u16::from_le_bytes(self.codes[character & (BASIC_PLANE - 1)])
    }

    fn beyond_basic(&self, character: u32) -> u16 {
        let key_of = |[a, b, c, d, ..]: &[u8; 8]| u32::from_le_bytes([*a, *b, *c, *d]);
        match self.supplementary.binary_search_by_key(&character, key_of) {
            Ok(at) => u16::from_le_bytes([self.supplementary[at][4], self.supplementary[at][5]]),
            Err(_) => 0,
        }
    }

    /// The longest key that starts with `letter` and ends by `limit`: its value and where it ends.
    /// Without one, a copy of the letter.
    #[inline]
    pub fn longest(&self, text: &[u8], letter: Letter, limit: usize) -> (Value, usize) {
        let mut best = (Value::COPY, letter.next);
        let mut node = Node(u64::from_le_bytes(self.nodes[usize::from(letter.code)]));
        let mut at = letter.next;
        loop {
            if let Some(key) = node.key() {
                let value = Value(u32::from_le_bytes(self.values[key]));
                if value != Value::ABSENT {
                    best = (value, at);
                }
            }
            let base = node.base();
            if base == 0 || at >= limit {
                return best;
            }
            let letter = self.letter(text, at);
            let Some(&child) = self.nodes.get(base + usize::from(letter.code)) else {
                return best;
            };
            node = Node(u64::from_le_bytes(child));
            if node.code() != letter.code || letter.next > limit {
                return best;
            }
            at = letter.next;
        }
    }

    /// The text that a match becomes; `None` for a copy of the source.
    #[inline]
    pub fn text_of(&self, value: Value) -> Option<&str> {
        let (start, length) = (value.0 as usize & 0xF_FFFF, value.0 as usize >> 20 & 0x7F);
        (length > 0).then(|| &self.pool()[start..start + length])
    }
}

impl Letter {
    /// No key contains this character.
    #[inline]
    pub fn is_unknown(self) -> bool {
        self.code == 0
    }

    #[inline]
    pub fn is_compatibility_ideograph(self) -> bool {
        self.code == COMPATIBILITY
    }
}

impl Value {
    pub const COPY: Value = Value(0);
    /// The key belongs to other directions that share the trie.
    const ABSENT: Value = Value(u32::MAX);

    #[inline]
    pub fn is(self, what: Trait) -> bool {
        self.0 >> what as u32 & 1 == 1
    }
}

impl Node {
    #[inline]
    fn base(self) -> usize {
        self.0 as usize & 0xFF_FFFF
    }

    #[inline]
    fn key(self) -> Option<usize> {
        (self.0 as usize >> 24 & 0xF_FFFF).checked_sub(1)
    }

    #[inline]
    fn code(self) -> u16 {
        (self.0 >> 44) as u16
    }
}
