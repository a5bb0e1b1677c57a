//! Counts words from `data/words.tsv` and makes the file of their costs.

use std::collections::BTreeMap;

use super::vocabulary::Vocabulary;
use crate::script::exact::Chain;
use crate::script::table::beginnings;
use crate::script::table::lexicon::Lexicon;

/// In words; what the counts are shares of.
const COUNTED: f64 = 60_101_967.0;

/// Words of the vocabulary are taken for at least this frequent: site texts are about such things.
const LEAST_COUNT_OF_VOCABULARY: f64 = 150.0;
/// Of the words in Taiwan's script only the more frequent ones are kept, for the size of the program.
const LEAST_COUNT_IN_TAIWAN: f64 = 650.0;

/// The same words as Taiwan writes them, with its own vocabulary.
pub(super) fn of_taiwan(vocabulary: &Vocabulary, to_taiwan: &Chain) -> BTreeMap<String, f64> {
    let frequent = of_hans(vocabulary)
        .into_iter()
        .filter(|(word, count)| *count >= LEAST_COUNT_IN_TAIWAN || word.chars().count() == 1);
    let mut written: BTreeMap<String, f64> = BTreeMap::new();
    for (word, count) in frequent {
        let entry = written.entry(to_taiwan.convert(&word)).or_default();
        *entry += count;
    }
    let words = vocabulary.rows.iter().filter(|row| row.goes_back()).filter_map(|row| row.taiwan.as_deref());
    with_least(&mut written, words);
    written
}

/// The mainland's words.
pub(super) fn of_hans(vocabulary: &Vocabulary) -> BTreeMap<String, f64> {
    let lines = include_str!("../../data/words.tsv").lines().filter(|line| !line.starts_with('#'));
    let mut counts: BTreeMap<String, f64> = lines
        .map(|line| {
            let (word, count) = line.split_once('\t').expect("two columns");
            (word.to_owned(), count.parse().expect("a count"))
        })
        .collect();
    let words = vocabulary.rows.iter().filter(|row| row.goes_forward()).map(|row| row.simplified.as_str());
    with_least(&mut counts, words);
    counts
}

fn with_least<'w>(counts: &mut BTreeMap<String, f64>, words: impl Iterator<Item = &'w str>) {
    for word in words.filter(|word| (2..=Lexicon::LONGEST).contains(&word.chars().count())) {
        let count = counts.entry(word.to_owned()).or_default();
        *count = count.max(LEAST_COUNT_OF_VOCABULARY);
    }
}

/// For each word, cells of the filter of beginnings.
const ROOM: usize = 8;

/// The file of words with their costs.
pub(super) fn lay_out(counted: &BTreeMap<String, f64>, codes: &BTreeMap<char, u16>) -> Vec<u8> {
    assert!(counted.keys().all(|word| word.chars().count() <= Lexicon::LONGEST));
    let mut words: Vec<(&str, f64)> = counted.iter().map(|(word, count)| (word.as_str(), *count)).collect();
    // The costs of frequent words lie side by side.
    words.sort_by(|(_, a), (_, b)| b.total_cmp(a));
    let coded = super::coded(words.iter().map(|(word, _)| *word), codes);
    let mut file = super::lay_out_trie(&coded, |_| false, codes.len());
    file.extend(beginnings::build(coded.iter(), ROOM));
    let cost = |count: &f64| ((count / COUNTED).ln() * -100.0).round() as u16;
    file.extend(words.iter().flat_map(|(_, count)| cost(count).to_le_bytes()));
    file
}
