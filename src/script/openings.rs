//! A quick no: whether one of many words may begin at a place of a text.
//!
//! A filter over the first characters of the words, as small as the words are few. It may say yes where none begins,
//! never no where one does.

use super::walk;

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
                let (place, bit) = slot(low_bits(letter));
                self.firsts[place] |= bit;
            }
            hash = mix(hash, letter);
            let flag = if letters.peek().is_some() { GOES_ON } else { ENDS };
            let (cell, shift) = self.cell(hash);
            self.cells[cell] |= flag << shift;
        }
    }

    /// The places from the byte `from` on where a word may stand, in order.
    pub fn places<'t>(&'t self, text: &'t str, from: usize) -> impl Iterator<Item = usize> + 't {
        walk::characters(text, from, |at, number| {
            (self.may_begin(number as u16) && self.may_stand(&text[at..])).then_some(at)
        })
    }

    /// May a word begin with a character of these low bits?
    #[inline]
    fn may_begin(&self, low: u16) -> bool {
        let (place, bit) = slot(low);
        self.firsts.get(place).is_some_and(|word| word & bit != 0)
    }

    /// May a word stand at the beginning of this text, whose first character is one that may begin one?
    fn may_stand(&self, text: &str) -> bool {
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
fn slot(low: u16) -> (usize, u64) {
    (usize::from(low / 64), 1 << (low % 64))
}

fn low_bits(letter: char) -> u16 {
    letter as u16
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
        let places = |text: &str| openings.places(text, 0).collect::<Vec<_>>();
        assert_eq!(places("济南复兴电子材料公司"), [0]);
        assert_eq!(places("在济南市余下"), [3, 12]);
        assert!(places("济南的").is_empty());
        assert!(places("A，济南").is_empty());
        assert_eq!(openings.places("余济南市", 3).collect::<Vec<_>>(), [3]);
        assert_eq!(Openings::default().places("余", 0).next(), None);
    }

    proptest! {
        #[test]
        fn no_word_is_missed(
            words in prop::collection::vec("[一-三aé𠀀]{1,6}", 1..20),
            text in "[一-三aé𠀀]{0,9}",
        ) {
            let openings = Openings::of(words.iter().map(String::as_str));
            let places: Vec<usize> = openings.places(&text, 0).collect();
            for (at, _) in text.char_indices() {
                let stands = words.iter().any(|word| text[at..].starts_with(word.as_str()));
                prop_assert!(!stands || places.contains(&at));
            }
        }
    }
}
