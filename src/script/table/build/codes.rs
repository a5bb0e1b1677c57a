//! Which code each character gets.
//!
//! Small ones for frequent characters, so that the double array is dense and its hot part small: first those that begin
//! a key that decides something; those that stand in words alone come last. Characters whose codes leave the same
//! remainder share a bit in the sets of [`Behind`](super::super::behind::Behind); which of them do is chosen so that
//! the sets seldom say yes in vain.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::super::codes::COMPATIBILITY;
use crate::script::exact::File;

/// Bits of a set.
const BITS: usize = 64;

/// `deciding` are the keys that decide something, `counted` words with their counts.
pub(super) fn of(
    keys: &BTreeSet<&str>,
    deciding: &BTreeSet<&str>,
    counted: &BTreeMap<String, f64>,
) -> BTreeMap<char, u16> {
    let mut frequencies: BTreeMap<char, usize> = BTreeMap::new();
    for letter in keys.iter().flat_map(|key| key.chars()) {
        *frequencies.entry(letter).or_default() += 1;
    }
    for letter in counted.keys().flat_map(|word| word.chars()) {
        frequencies.entry(letter).or_default();
    }
    let pairs: BTreeSet<(char, char)> = deciding.iter().filter_map(|key| pairs_of(key).next()).collect();
    let begins: BTreeSet<char> = pairs.iter().map(|(first, _)| *first).collect();
    let mut letters: Vec<(char, usize)> = frequencies.into_iter().collect();
    letters.sort_by_key(|(letter, frequency)| (!begins.contains(letter), Reverse(*frequency), *letter));
    assert!(letters.len() < 1 << 14);
    let mut sharing = Sharing::new(&pairs, counted);
    let mut codes = BTreeMap::new();
    // No character has the code 0.
    let mut free: BTreeSet<usize> = (1..BITS).collect();
    for (letter, _) in letters {
        let bit = sharing.cheapest(letter, &free);
        sharing.add(letter, bit);
        codes.insert(letter, (codes.len() + 1) / BITS * BITS + bit);
        free.remove(&bit);
        if free.is_empty() {
            free = (0..BITS).collect();
        }
    }
    let mut codes: BTreeMap<char, u16> =
        codes.into_iter().map(|(letter, code)| (letter, code as u16)).collect();
    for (key, _) in File::CjkCompatibilityIdeographs.dictionary().entries() {
        let mut letters = key.chars();
        let (Some(letter), None) = (letters.next(), letters.next()) else {
            panic!("{key} is not one character")
        };
        assert!(codes.insert(letter, COMPATIBILITY).is_none(), "{letter} is part of a key");
    }
    codes
}

fn pairs_of(word: &str) -> impl Iterator<Item = (char, char)> {
    word.chars().zip(word.chars().skip(1))
}

/// What it costs that characters share a bit: how often a text holds one of them behind a character, where a key goes
/// on with another of them. Characters side by side are those in words, and any end and beginning of two words.
struct Sharing {
    /// By second character, the first ones of pairs that begin keys.
    firsts: BTreeMap<char, BTreeSet<char>>,
    /// By second character, the first ones that stand before it in words.
    before: BTreeMap<char, BTreeMap<char, f64>>,
    begin_words: BTreeMap<char, f64>,
    end_words: BTreeMap<char, f64>,
    words: f64,
    shared: Vec<Bit>,
}

/// What is known of the characters of one bit.
#[derive(Clone, Default)]
struct Bit {
    /// In whose sets it is, and how many words they end.
    firsts: BTreeSet<char>,
    ends: f64,
    /// How many words its characters begin, and what stands before them in words without a key.
    begins: f64,
    before: BTreeMap<char, f64>,
}

impl Sharing {
    fn new(pairs: &BTreeSet<(char, char)>, counted: &BTreeMap<String, f64>) -> Sharing {
        let mut sharing = Sharing {
            firsts: BTreeMap::new(),
            before: BTreeMap::new(),
            begin_words: BTreeMap::new(),
            end_words: BTreeMap::new(),
            words: counted.values().sum(),
            shared: vec![Bit::default(); BITS],
        };
        for (first, second) in pairs {
            sharing.firsts.entry(*second).or_default().insert(*first);
        }
        for (word, count) in counted {
            for (first, second) in pairs_of(word) {
                *sharing.before.entry(second).or_default().entry(first).or_default() += count;
            }
            if let (Some(first), Some(last)) = (word.chars().next(), word.chars().next_back()) {
                *sharing.begin_words.entry(first).or_default() += count;
                *sharing.end_words.entry(last).or_default() += count;
            }
        }
        sharing
    }

    /// The bit for which the character's joining costs least, the lowest of equals.
    fn cheapest(&self, letter: char, free: &BTreeSet<usize>) -> usize {
        let cost = |bit: &usize| self.cost(letter, &self.shared[*bit]);
        free.iter().copied().min_by(|a, b| cost(a).total_cmp(&cost(b))).expect("a bit is free")
    }

    fn cost(&self, letter: char, bit: &Bit) -> f64 {
        let (firsts, before) = (self.firsts.get(&letter), self.before.get(&letter));
        let is_first = |first: &char| firsts.is_some_and(|firsts| firsts.contains(first));
        let (known, new): (Vec<char>, Vec<char>) =
            firsts.into_iter().flatten().partition(|first| bit.firsts.contains(first));
        let ends = |firsts: &[char]| firsts.iter().map(|first| count(&self.end_words, first)).sum::<f64>();
        let in_words = before.into_iter().flatten();
        let in_words = in_words.filter(|(first, _)| bit.firsts.contains(first) && !is_first(first));
        count(&self.begin_words, &letter) * (bit.ends - ends(&known)) / self.words
            + in_words.map(|(_, count)| count).sum::<f64>()
            + ends(&new) * bit.begins / self.words
            + new.iter().map(|first| count(&bit.before, first)).sum::<f64>()
    }

    fn add(&mut self, letter: char, bit: usize) {
        let bit = &mut self.shared[bit];
        let firsts = self.firsts.get(&letter);
        for first in firsts.into_iter().flatten() {
            if bit.firsts.insert(*first) {
                bit.ends += count(&self.end_words, first);
            }
        }
        bit.begins += count(&self.begin_words, &letter);
        for (first, count) in self.before.get(&letter).into_iter().flatten() {
            if !firsts.is_some_and(|firsts| firsts.contains(first)) {
                *bit.before.entry(*first).or_default() += count;
            }
        }
    }
}

fn count(counts: &BTreeMap<char, f64>, letter: &char) -> f64 {
    counts.get(letter).copied().unwrap_or_default()
}
