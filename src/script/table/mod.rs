//! The conversion tables: for each direction, what the longest match at a place becomes; and the words of
//! written Chinese with their frequencies, for places where the longest match is an accident.
//!
//! All directions from one side share a trie (a double array over character codes) and a pool of output text;
//! each direction has its own array of values, one per key. The files under `tables/` are made by `build`
//! from the vendored dictionaries and are read where they lie in the binary: nothing is parsed at start. What
//! each character becomes by itself is put together when a direction is first asked for ([`Alone`]).
//!
//! ```text
//! text ─ Ahead: a run of characters at once ─┬─ Alone: its entry ─ nothing to ask: written as it stands there
//!                                            ├─ Behind: may a key begin here that decides something? ─ no: the same
//!                                            └─ else Trie: which key, its Value
//! ```
//!
//! This module knows keys and values only: no site words, walls or quotation marks.

mod ahead;
mod alone;
mod beginnings;
mod behind;
#[cfg(test)]
mod build;
mod codes;
mod directions;
mod lexicon;
mod trie;

use std::sync::Arc;

pub(super) use ahead::{Ahead, Plain, Source};
use alone::Alone;
use behind::Behind;
#[cfg(test)]
pub(super) use build::Reference;
use codes::Codes;
pub(super) use codes::{Letter, width};
pub(super) use directions::Direction;
pub(super) use lexicon::{Cost, Lexicon};
use trie::{Node, Trie};

/// A direction's table, ready for lookups. Cloning it copies a few slices.
#[derive(Clone)]
pub(super) struct Table {
    keys: Keys,
    alone: Arc<Alone>,
}

/// The keys of all directions from one side, with the values of one direction.
#[derive(Clone)]
struct Keys {
    trie: Trie,
    /// What the keys begin with that decide something in one of the directions: they say other than their characters
    /// alone, ask for more than the tables, or are long.
    deciding: Behind,
    /// See [`Value`]; by key.
    values: &'static [[u8; 4]],
    pool: Pool,
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
    /// As an accident it would do harm by itself; other doubtful ones only keep the next phrase from beginning.
    Telling = 27,
    /// A character in it may belong to the name of a person, and then becomes something else.
    Person = 28,
    /// It may have arisen by accident across the border of two words (关系 in 海关系统).
    Doubtful = 29,
    /// Regional vocabulary: it gives way inside an official name.
    Word = 30,
    /// A name that is protected: a shorter word of the site does not break it.
    Protected = 31,
}

impl Table {
    /// The table of a direction.
    pub fn of(direction: Direction) -> Self {
        let (file, pool) = directions::file(direction);
        let (codes, rest) = Codes::read(file);
        let (trie, rest) = Trie::read(codes, rest);
        let (deciding, rest) = Behind::read(rest);
        let values = &rest[direction.position_in_file() * trie.keys * 4..][..trie.keys * 4];
        let keys = Keys { trie, deciding, values: values.as_chunks().0, pool: Pool::Static(pool) };
        let alone = Alone::usual(direction, &keys);
        Table { keys, alone }
    }

    /// The output text of all keys, as one.
    pub fn pool(&self) -> &str {
        self.keys.pool()
    }

    /// Takes another output text of the same layout.
    pub fn replace_pool(&mut self, text: Arc<str>) {
        assert_eq!(text.len(), self.pool().len(), "output text keeps its layout");
        self.keys.pool = Pool::Replaced(text);
        self.alone = Arc::new(Alone::of(&self.keys));
    }

    /// Whether a key begins with this ASCII byte.
    #[inline]
    pub fn starts_with_ascii(&self, byte: u8) -> bool {
        self.keys.trie.codes.starts_with_ascii(byte)
    }

    /// The character of `text` that starts at `at`.
    #[inline]
    pub fn letter(&self, text: &[u8], at: usize) -> Letter {
        self.keys.trie.codes.letter(text, at)
    }

    /// Does no key contain this character?
    #[inline]
    pub fn is_unknown(&self, letter: Letter) -> bool {
        self.keys.trie.codes.is_unknown(letter)
    }

    /// The longest key that starts with `letter` and ends by `limit`: its value and where it ends.
    /// Without one, a copy of the letter.
    #[inline]
    pub fn longest(&self, text: &[u8], letter: Letter, limit: usize) -> (Value, usize) {
        self.keys.longest(text, letter, limit)
    }

    /// The text that a match becomes; `None` for a copy of the source.
    #[inline]
    pub fn text_of(&self, value: Value) -> Option<&str> {
        self.keys.text_of(value)
    }
}

impl Keys {
    fn pool(&self) -> &str {
        match &self.pool {
            Pool::Static(text) => text,
            Pool::Replaced(text) => text,
        }
    }

    #[inline]
    fn longest(&self, text: &[u8], letter: Letter, limit: usize) -> (Value, usize) {
        let mut best = (Value::COPY, letter.next);
        self.trie.walk(text, letter, limit, |key, end| {
            let value = self.value(key);
            if value != Value::ABSENT {
                best = (value, end);
            }
        });
        best
    }

    /// What a character becomes where it stands alone.
    fn alone(&self, code: u32) -> Value {
        self.trie
            .single(code)
            .map(|key| self.value(key))
            .filter(|value| *value != Value::ABSENT)
            .unwrap_or(Value::COPY)
    }

    /// The value of the key that ends at a node; [`Value::ABSENT`] where none does.
    #[inline]
    fn value_at(&self, node: Node) -> Value {
        node.key().map_or(Value::ABSENT, |key| self.value(key))
    }

    #[inline]
    fn value(&self, key: usize) -> Value {
        Value(u32::from_le_bytes(self.values[key]))
    }

    #[inline]
    fn text_of(&self, value: Value) -> Option<&str> {
        let (start, length) = (value.0 as usize & 0xF_FFFF, value.0 as usize >> 20 & 0x7F);
        (length > 0).then(|| &self.pool()[start..start + length])
    }
}

impl Value {
    pub const COPY: Value = Value(0);
    /// The key belongs to other directions that share the trie.
    const ABSENT: Value = Value(u32::MAX);

    pub fn without(self, what: Trait) -> Value {
        Value(self.0 & !(1 << what as u32))
    }

    /// Has a scan to do more than to write the output?
    #[inline]
    pub fn asks(self) -> bool {
        self.0 >> Trait::Person as u32 != 0
    }

    #[inline]
    pub fn is(self, what: Trait) -> bool {
        self.0 >> what as u32 & 1 == 1
    }
}
