//! A trie of keys: a double array over character codes, read where it lies in the binary.
//!
//! Layout: how many nodes and keys there are, the nodes.

use super::codes::{Codes, Letter, count};

/// Keys as a trie; a key is known by its number. Copying it copies a few slices.
#[derive(Clone, Copy)]
pub(super) struct Trie {
    pub codes: Codes,
    /// See [`Node`]. The children of the root stand at the index of their code.
    nodes: &'static [[u8; 8]],
    /// How many keys there are.
    pub keys: usize,
}

/// A unit of the double array: 24 bits of base (0: no children), 20 bits of key number (0: no key ends here),
/// 16 bits with the code that leads here, [`DECIDES`] and [`LEADS_ON`].
#[derive(Clone, Copy)]
pub(super) struct Node(u64);

/// The key that ends here decides something (see [`Keys`](super::Keys)).
pub(super) const DECIDES: u64 = 1 << 60;
/// A longer key that does so goes on from here.
pub(super) const LEADS_ON: u64 = 1 << 61;

impl Trie {
    /// The trie at the start of a part of a file, and what follows it.
    pub fn read(codes: Codes, file: &'static [u8]) -> (Trie, &'static [u8]) {
        let (nodes, rest) = count(file);
        let (keys, rest) = count(rest);
        let (nodes, rest) = rest.split_at(nodes * 8);
        (Trie { codes, nodes: nodes.as_chunks().0, keys }, rest)
    }

    /// Walks along the keys that `text` has from `letter` on, up to `limit`: calls `found` with the number and
    /// the end of each, shortest first.
    #[inline]
    pub fn walk(&self, text: &[u8], letter: Letter, limit: usize, mut found: impl FnMut(usize, usize)) {
        let mut node = self.node(letter.code().into());
        let mut at = letter.next;
        loop {
            if let Some(key) = node.key() {
                found(key, at);
            }
            let base = node.base();
            if base == 0 || at >= limit {
                return;
            }
            let letter = self.codes.letter(text, at);
            node = self.node(base + usize::from(letter.code()));
            if letter.code() == 0 || node.code() != letter.code() || letter.next > limit {
                return;
            }
            at = letter.next;
        }
    }

    /// The number of a key of one character, given its code.
    pub fn single(&self, code: u32) -> Option<usize> {
        self.first(code).key()
    }

    /// The node of a first character, given its code; [`Node::NONE`] if no key begins with it.
    #[inline]
    pub fn first(&self, code: u32) -> Node {
        let node = self.node(code as usize);
        // At the place of a code that begins no key another node may stand.
        if u32::from(node.code()) == code { node } else { Node::NONE }
    }

    /// The node behind another one; [`Node::NONE`] where no key goes on so.
    #[inline]
    pub fn behind(&self, node: Node, code: u32) -> Node {
        let next = self.node(node.base() + code as usize);
        if node.base() != 0 && code != 0 && u32::from(next.code()) == code { next } else { Node::NONE }
    }

    #[inline]
    fn node(&self, place: usize) -> Node {
        Node(self.nodes.get(place).map_or(0, |node| u64::from_le_bytes(*node)))
    }
}

impl Node {
    pub const NONE: Node = Node(0);

    /// Does it begin no key?
    #[inline]
    pub fn is_none(self) -> bool {
        self.0 == 0
    }

    /// Does the key that ends here decide something, or a longer one?
    #[inline]
    pub fn may_decide(self) -> bool {
        self.0 & (DECIDES | LEADS_ON) != 0
    }

    #[inline]
    pub fn decides(self) -> bool {
        self.0 & DECIDES != 0
    }

    #[inline]
    pub fn leads_on(self) -> bool {
        self.0 & LEADS_ON != 0
    }

    #[inline]
    fn base(self) -> usize {
        self.0 as usize & 0xFF_FFFF
    }

    #[inline]
    pub fn key(self) -> Option<usize> {
        (self.0 as usize >> 24 & 0xF_FFFF).checked_sub(1)
    }

    #[inline]
    fn code(self) -> u16 {
        (self.0 >> 44) as u16
    }
}
