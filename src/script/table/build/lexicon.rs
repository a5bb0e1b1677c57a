//! Makes the file of words with their costs from `data/words.tsv`.

use std::collections::BTreeMap;

use super::{double_array, lay_out};
use crate::script::table::lexicon::Lexicon;

/// In words; what the counts are shares of.
const COUNTED: f64 = 60_101_967.0;

pub(super) fn make() -> Vec<u8> {
    let lines = include_str!("../../data/words.tsv").lines().filter(|line| !line.starts_with('#'));
    let costs: BTreeMap<&str, u16> = lines
        .map(|line| {
            let (word, count) = line.split_once('\t').expect("two columns");
            assert!(word.chars().count() <= Lexicon::LONGEST, "{word}");
            let share = count.parse::<f64>().expect("a count") / COUNTED;
            (word, (share.ln() * -100.0).round() as u16)
        })
        .collect();
    let keys: Vec<&str> = costs.keys().copied().collect();
    let codes = super::codes(&keys);
    let coded: Vec<Vec<u16>> =
        keys.iter().map(|key| key.chars().map(|letter| codes[&letter]).collect()).collect();
    let mut file = lay_out(&keys, &codes, &double_array::build(&coded));
    file.extend(costs.values().flat_map(|cost| cost.to_le_bytes()));
    file
}
