//! The trie of a table's keys: a double array over character codes, read where it lies in the binary.
//!
//! Layout of a file: counts of supplementary characters, nodes and keys, one word unused, which ASCII
//! characters begin a key; the codes of the basic plane, of other characters, the nodes; values follow.

/// Keys as a trie; a key is known by its number. Copying it copies a few slices.
#[derive(Clone, Copy)]
pub(super) struct Trie {
    /// The code of each character of the basic plane; 0 for one that no key contains.
    codes: &'static [[u8; 2]],
    /// Other characters, sorted: character and code, both 32 bits.
    supplementary: &'static [[u8; 8]],
    /// See [`Node`]. The children of the root stand at the index of their code.
    nodes: &'static [[u8; 8]],
    /// Which ASCII characters begin a key, a bit each.
    ascii_starts: u128,
    /// How many keys there are.
    pub keys: usize,
}

/// A character read from the text.
#[derive(Clone, Copy)]
pub(in crate::script) struct Letter {
    code: u16,
    /// Where the next character starts.
    pub next: usize,
}

/// A unit of the double array: 24 bits of base (0: no children), 20 bits of key number (0: no key ends here),
/// 16 bits with the code that leads here.
#[derive(Clone, Copy)]
pub(super) struct Node(u64);

/// The code of a compatibility ideograph: it must be replaced before anything is looked up.
pub(super) const COMPATIBILITY: u16 = u16::MAX;
/// Fixed part at the start of a file, in bytes.
pub(super) const HEADER: usize = 32;
pub(super) const BASIC_PLANE: usize = 0x1_0000;

impl Trie {
    /// The trie at the start of a file, and what follows it.
    pub fn read(file: &'static [u8]) -> (Trie, &'static [u8]) {
        let (words, _) = file[..HEADER].as_chunks::<4>();
        let count = |word: usize| u32::from_le_bytes(words[word]) as usize;
        let ascii_starts =
            (4..8).rev().fold(0, |bits, word| bits << 32 | u128::from(u32::from_le_bytes(words[word])));
        let (supplementary, nodes, keys) = (count(0), count(1), count(2));
        let (codes, rest) = file[HEADER..].split_at(BASIC_PLANE * 2);
        let (supplementary, rest) = rest.split_at(supplementary * 8);
        let (nodes, rest) = rest.split_at(nodes * 8);
        let trie = Trie {
            codes: codes.as_chunks().0,
            supplementary: supplementary.as_chunks().0,
            nodes: nodes.as_chunks().0,
            ascii_starts,
            keys,
        };
        (trie, rest)
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

    /// Walks along the keys that `text` has from `letter` on, up to `limit`: calls `found` with the number and
    /// the end of each, shortest first.
    #[inline]
    pub fn walk(&self, text: &[u8], letter: Letter, limit: usize, mut found: impl FnMut(usize, usize)) {
        let mut node = Node(u64::from_le_bytes(self.nodes[usize::from(letter.code)]));
        let mut at = letter.next;
        loop {
            if let Some(key) = node.key() {
                found(key, at);
            }
            let base = node.base();
            if base == 0 || at >= limit {
                return;
            }
            let letter = self.letter(text, at);
            let Some(&child) = self.nodes.get(base + usize::from(letter.code)) else {
                return;
            };
            node = Node(u64::from_le_bytes(child));
            if node.code() != letter.code || letter.next > limit {
                return;
            }
            at = letter.next;
        }
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
