//! A trie laid out as a double array whose check is the code of the edge: bases are used once each.

use std::collections::BTreeSet;

use super::super::trie::{DECIDES, LEADS_ON};

/// Units as [`Node`](super::super::Node) reads them. A key's number is its place in
/// `keys`, of which some decide something; no code is above `largest`.
pub(super) fn build(keys: &[Vec<u16>], decides: impl Fn(&Vec<u16>) -> bool, largest: usize) -> Vec<u64> {
    let trie = Trie::new(keys, decides);
    let mut array = Array::default();
    // The root's children stand at their own codes; every other base is above 0, so no check can be mistaken.
    for &(code, _) in &trie.children[0] {
        array.take(usize::from(code));
    }
    array.first_free = largest + 1;
    array.reserve(array.first_free);
    let mut queue: Vec<(usize, usize, u16)> =
        trie.children[0].iter().map(|&(code, child)| (child, usize::from(code), code)).collect();
    let mut units: Vec<u64> = Vec::new();
    let mut next = 0;
    while next < queue.len() {
        let (node, place, code) = queue[next];
        next += 1;
        let children = &trie.children[node];
        let base = if children.is_empty() { 0 } else { array.base_for(children) };
        assert!(base < 1 << 24 && keys.len() < 1 << 20);
        if units.len() <= place {
            units.resize(place + 1, 0);
        }
        let key = trie.key[node].map_or(0, |key| key as u64 + 1);
        units[place] = base as u64 | key << 24 | u64::from(code) << 44 | trie.flags[node];
        queue.extend(children.iter().map(|&(code, child)| (child, base + usize::from(code), code)));
    }
    units.resize(units.len().max(largest + 1), 0);
    units
}

/// Plain nodes: children sorted by code, and the number of the key that ends there.
struct Trie {
    children: Vec<Vec<(u16, usize)>>,
    key: Vec<Option<usize>>,
    /// [`DECIDES`] and [`LEADS_ON`].
    flags: Vec<u64>,
}

impl Trie {
    fn new(keys: &[Vec<u16>], decides: impl Fn(&Vec<u16>) -> bool) -> Trie {
        let mut trie = Trie { children: vec![Vec::new()], key: vec![None], flags: vec![0] };
        for (number, codes) in keys.iter().enumerate() {
            let (mut node, decides) = (0, decides(codes));
            for &code in codes {
                trie.flags[node] |= if decides { LEADS_ON } else { 0 };
                node = match trie.children[node].iter().rfind(|(known, _)| *known == code) {
                    Some((_, child)) => *child,
                    None => {
                        let child = trie.key.len();
                        trie.children.push(Vec::new());
                        trie.key.push(None);
                        trie.flags.push(0);
                        trie.children[node].push((code, child));
                        child
                    }
                };
            }
            trie.key[node] = Some(number);
            trie.flags[node] |= if decides { DECIDES } else { 0 };
        }
        for children in &mut trie.children {
            children.sort_unstable();
        }
        trie
    }
}

#[derive(Default)]
struct Array {
    taken: Vec<bool>,
    first_free: usize,
    bases: BTreeSet<usize>,
}

impl Array {
    fn base_for(&mut self, children: &[(u16, usize)]) -> usize {
        while self.is_taken(self.first_free) {
            self.first_free += 1;
        }
        let first_code = usize::from(children[0].0);
        let mut slot = self.first_free;
        loop {
            let base = slot - first_code;
            let fits = !self.is_taken(slot)
                && !self.bases.contains(&base)
                && children.iter().all(|(code, _)| !self.is_taken(base + usize::from(*code)));
            if fits {
                self.bases.insert(base);
                for (code, _) in children {
                    self.take(base + usize::from(*code));
                }
                return base;
            }
            slot += 1;
        }
    }

    fn is_taken(&self, slot: usize) -> bool {
        self.taken.get(slot).copied().unwrap_or(false)
    }

    fn take(&mut self, slot: usize) {
        self.reserve(slot + 1);
        self.taken[slot] = true;
    }

    fn reserve(&mut self, slots: usize) {
        self.taken.resize(self.taken.len().max(slots), false);
    }
}
