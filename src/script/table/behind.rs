//! A quick no for characters side by side: may a key that decides something begin with them?
//!
//! For each first character three sets of 64 bits; characters whose codes leave the same remainder share one. They may
//! say yes where no key begins, never no where one does. Characters that begin such keys have the smallest codes, so
//! that the sets of the frequent ones fit beside the processor.
//! Layout: how many characters have sets; the three sets of each, by its code.

use super::codes::count;

/// Copying it copies a slice.
#[derive(Clone, Copy)]
pub(super) struct Behind {
    sets: &'static [[u8; size_of::<[u64; 3]>()]],
}

/// What stands behind one character in keys that decide something.
#[derive(Clone, Copy)]
pub(super) struct Sets {
    /// The second characters of keys of two.
    last: u64,
    /// The second characters of longer ones.
    second: u64,
    /// Their third characters.
    third: u64,
}

impl Behind {
    /// The sets at the start of a part of a file, and what follows them.
    pub fn read(file: &'static [u8]) -> (Behind, &'static [u8]) {
        let (characters, rest) = count(file);
        let (sets, rest) = rest.split_at(characters * size_of::<[u64; 3]>());
        (Behind { sets: sets.as_chunks().0 }, rest)
    }

    /// What stands behind a character, given its code.
    #[inline]
    pub fn of(&self, first: u32) -> Sets {
        // The sets of the last one are empty. A question here would send a processor wrong at every third character.
        let place = (first as usize).min(self.sets.len() - 1);
        let (sets, _) = self.sets[place].as_chunks();
        let [last, second, third] = [0, 1, 2].map(|set| u64::from_le_bytes(sets[set]));
        Sets { last, second, third }
    }
}

impl Sets {
    /// 1 if a key may go on with these characters, given their codes; else 0.
    #[inline]
    pub fn may_begin(self, second: u32, third: u32) -> u64 {
        (self.last >> (second % 64) | self.second >> (second % 64) & self.third >> (third % 64)) & 1
    }
}

/// The sets of keys, by the codes of their characters, as they stand in a file.
#[cfg(test)]
pub(super) fn build<'k>(keys: impl Iterator<Item = &'k Vec<u16>>) -> Vec<u8> {
    let mut sets = vec![[0_u64; 3]];
    for key in keys {
        let &[first, second, ..] = &key[..] else { continue };
        let first = usize::from(first);
        sets.resize(sets.len().max(first + 2), [0; 3]);
        let bit = |code: u16| 1 << (code % 64);
        match key.get(2) {
            None => sets[first][0] |= bit(second),
            Some(&third) => {
                sets[first][1] |= bit(second);
                sets[first][2] |= bit(third);
            }
        }
    }
    let mut file = (sets.len() as u32).to_le_bytes().to_vec();
    file.extend(sets.as_flattened().iter().flat_map(|set| set.to_le_bytes()));
    file
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_key_is_refused(keys in prop::collection::vec(prop::collection::vec(1_u16..9000, 1..5), 0..40)) {
            let file: &'static [u8] = build(keys.iter()).leak();
            let (behind, rest) = Behind::read(file);
            prop_assert!(rest.is_empty());
            for key in keys.iter().filter(|key| key.len() > 1) {
                let code = |place: usize| key.get(place).copied().unwrap_or_default().into();
                prop_assert_eq!(behind.of(code(0)).may_begin(code(1), code(2)), 1);
            }
            prop_assert_eq!(behind.of(9001).may_begin(1, 1), 0);
        }
    }
}
