//! What words begin with: a filter that says of two characters whether they are a word, and of three whether one begins
//! with them. It may say yes where there is none, never no where there is one.
//!
//! Far smaller than the trie, it stays near the processor: most places need not be looked up at all.
//! Layout: how many bits an index has; for each index of a pair two bits, for each of a triple one.

/// Copying it copies two slices.
#[derive(Clone, Copy)]
pub(super) struct Beginnings {
    pairs: &'static [[u8; 8]],
    triples: &'static [[u8; 8]],
    /// How many bits an index has.
    bits: u32,
}

/// They are a key.
pub(super) const IS_KEY: u8 = 1;
/// They begin longer ones.
pub(super) const GOES_ON: u8 = 2;

impl Beginnings {
    /// The filter at the start of a part of a file, and what follows it.
    pub fn read(file: &'static [u8]) -> (Beginnings, &'static [u8]) {
        let (bits, rest) = file.split_at(4);
        let bits = u32::from(bits[0]);
        let (pairs, rest) = rest.split_at((1 << bits) / 4);
        let (triples, rest) = rest.split_at((1 << bits) / 8);
        (Beginnings { pairs: pairs.as_chunks().0, triples: triples.as_chunks().0, bits }, rest)
    }

    /// What is said of two characters, given their codes: [`IS_KEY`] and [`GOES_ON`].
    #[inline]
    pub fn of_pair(&self, first: u32, second: u32) -> u8 {
        let index = index_of_pair(first, second, self.bits);
        let word = u64::from_le_bytes(self.pairs[index as usize / 32]);
        (word >> (index % 32 * 2)) as u8 & (IS_KEY | GOES_ON)
    }

    /// Does a key begin with these three characters? Asked of pairs that go on.
    #[inline]
    pub fn has(&self, first: u32, second: u32, third: u32) -> bool {
        let index = index_of_triple(index_of_pair(first, second, self.bits), third, self.bits);
        u64::from_le_bytes(self.triples[index as usize / 64]) >> (index % 64) & 1 != 0
    }
}

// Codes are small for frequent characters; a factor spreads the rows of the first.
#[inline]
fn index_of_pair(first: u32, second: u32, bits: u32) -> u32 {
    first.wrapping_mul(25_717).wrapping_add(second) & ((1 << bits) - 1)
}

#[inline]
fn index_of_triple(pair: u32, third: u32, bits: u32) -> u32 {
    pair.wrapping_mul(0x9E37_79B1).wrapping_add(third.wrapping_mul(0x85EB_CA6B)) >> (32 - bits)
}

/// The filter of keys, by the codes of their characters, as it stands in a file. With more room for each key it says
/// yes in vain less often.
#[cfg(test)]
pub(super) fn build<'k>(keys: impl ExactSizeIterator<Item = &'k Vec<u16>>, room: usize) -> Vec<u8> {
    let bits = (keys.len() * room).next_power_of_two().ilog2().max(6);
    let (mut pairs, mut triples) = (vec![0_u8; (1 << bits) / 4], vec![0_u8; (1 << bits) / 8]);
    for key in keys {
        let &[first, second, ..] = &key[..] else { continue };
        let pair = index_of_pair(first.into(), second.into(), bits);
        let flag = if key.len() == 2 { IS_KEY } else { GOES_ON };
        pairs[pair as usize / 4] |= flag << (pair % 4 * 2);
        if let Some(&third) = key.get(2) {
            let triple = index_of_triple(pair, third.into(), bits);
            triples[triple as usize / 8] |= 1 << (triple % 8);
        }
    }
    [bits.to_le_bytes().to_vec(), pairs, triples].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_key_is_refused(keys in prop::collection::vec(prop::collection::vec(1_u16..9000, 1..6), 1..40)) {
            let file: &'static [u8] = build(keys.iter(), 4).leak();
            let (beginnings, rest) = Beginnings::read(file);
            prop_assert!(rest.is_empty());
            for key in keys.iter().map(|key| key.iter().copied().map(u32::from).collect::<Vec<_>>()) {
                match key[..] {
                    [] | [_] => {}
                    [first, second] => prop_assert!(beginnings.of_pair(first, second) & IS_KEY != 0),
                    [first, second, third, ..] => {
                        prop_assert!(beginnings.of_pair(first, second) & GOES_ON != 0);
                        prop_assert!(beginnings.has(first, second, third));
                    }
                }
            }
        }
    }
}
