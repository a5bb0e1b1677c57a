//! A quick no: whether one of many words may begin at a place of a text.
//!
//! A filter over the first characters of the words, as small as the words are few. It may say yes where none begins,
//! never no where one does.

/// The filter of some words.
#[derive(Clone, Debug, Default)]
pub(super) struct Openings {
    /// A bit for each value of the low 16 bits of a first character: most characters begin no word.
    firsts: Vec<u64>,
    /// For each value of a hash of some first characters, two bits: [`ENDS`] and [`GOES_ON`].
    cells: Vec<u8>,
}

/// A word ends here, or is known so far and no farther.
const ENDS: u8 = 1;
/// A longer word begins so.
const GOES_ON: u8 = 2;
/// So many characters of a word are known.
const DEPTH: usize = 4;
/// Cells for each beginning, so that few others share one.
const CELLS: usize = 16;

impl Openings {
    pub fn of<'w>(words: impl Iterator<Item = &'w str> + Clone) -> Openings {
        let count = words.clone().count();
        if count == 0 {
            return Openings::default();
        }
        let cells = vec![0; (count * DEPTH * CELLS / 4).next_power_of_two()];
        let mut openings = Openings { firsts: vec![0; 0x1_0000 / 64], cells };
        for word in words {
            openings.add(word);
        }
        openings
    }

    fn add(&mut self, word: &str) {
        let mut letters = word.chars().take(DEPTH).enumerate().peekable();
        let mut hash = 0;
        while let Some((depth, letter)) = letters.next() {
            if depth == 0 {
                let (place, bit) = slot(letter);
                self.firsts[place] |= bit;
            }
            hash = mix(hash, letter);
            let flag = if letters.peek().is_some() { GOES_ON } else { ENDS };
            let (cell, shift) = self.cell(hash);
            self.cells[cell] |= flag << shift;
        }
    }

    /// May a word begin with this character?
    #[inline]
    pub fn may_begin(&self, first: char) -> bool {
        let (place, bit) = slot(first);
        self.firsts.get(place).is_some_and(|word| word & bit != 0)
    }

    /// May a word stand at the beginning of this text, whose first character is one that may begin one?
    pub fn may_stand(&self, text: &str) -> bool {
        let mut hash = 0;
        for letter in text.chars().take(DEPTH) {
            hash = mix(hash, letter);
            let (cell, shift) = self.cell(hash);
            let flags = self.cells[cell] >> shift;
            if flags & ENDS != 0 {
                return true;
            }
            if flags & GOES_ON == 0 {
                return false;
            }
        }
        false
    }

    #[inline]
    fn cell(&self, hash: u32) -> (usize, u32) {
        let place = hash as usize >> 3;
        (place & (self.cells.len() - 1), (hash & 3) * 2)
    }
}

/// The word and the bit of a first character.
#[inline]
fn slot(letter: char) -> (usize, u64) {
    let low = letter as usize & 0xFFFF;
    (low / 64, 1 << (low % 64))
}

#[inline]
fn mix(hash: u32, letter: char) -> u32 {
    let mixed = (hash ^ letter as u32).wrapping_mul(0x9E37_79B1);
    mixed ^ mixed >> 15
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn most_places_are_refused() {
        let words = ["济南复兴电子材料公司", "济南市", "余"];
        let openings = Openings::of(words.into_iter());
        assert!(openings.may_stand("济南复兴电子材料公司"));
        assert!(openings.may_stand("济南市"));
        assert!(openings.may_stand("余下"));
        assert!(!openings.may_stand("济南的"));
        assert!(!openings.may_stand("济南"));
        assert!(openings.may_begin('余') && !openings.may_begin('南'));
        assert!(!Openings::default().may_begin('余'));
    }

    proptest! {
        #[test]
        fn no_word_is_missed(words in prop::collection::vec("[一-三a𠀀]{1,6}", 1..20), tail in "[一-三a]{0,3}") {
            let openings = Openings::of(words.iter().map(String::as_str));
            for word in &words {
                prop_assert!(openings.may_begin(word.chars().next().unwrap()));
                prop_assert!(openings.may_stand(&(word.clone() + &tail)));
            }
        }
    }
}
