//! Makes the table files from the vendored dictionaries and the reviewed vocabulary.
//!
//! Each key gets the result of the exact chain, so that one longest match in the table does what
//! normalization, segmentation and all stages do together. Compiled for tests only: the test below compares
//! the files that are committed with what this module makes, and rewrites them with
//! `HUIMENG_UPDATE_TABLES=1`.

mod chains;
mod codes;
mod corrections;
mod double_array;
mod keys;
mod lexicon;
mod vocabulary;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::ahead::LONGEST_OBSTACLE;
use super::behind;
use super::codes::BASIC_PLANE;
use super::directions::{Direction, FROM_HANS, FROM_HANT, Forms};
use super::{Trait, Value};
use crate::script::Script;
use crate::script::exact::Chain;
use crate::script::glyphs::CLASSES;
use crate::script::people;
use chains::Words;
use vocabulary::Vocabulary;

/// What the tables are made from, as chains that can be asked step by step: the measure of every scan.
pub(in crate::script) struct Reference {
    words: Words,
}

impl Reference {
    pub fn new() -> Reference {
        Reference { words: Words::new(&Vocabulary::read()) }
    }

    /// The texts as the chain of that direction gives them.
    pub fn convert<'t>(&self, way: Direction, texts: impl Iterator<Item = &'t str>) -> Vec<String> {
        let dictionaries = self.words.dictionaries();
        let chain = dictionaries.chain(way);
        texts.map(|text| chain.convert(text)).collect()
    }
}

/// The files of one side.
struct Files {
    table: Vec<u8>,
    pool: String,
    words: Vec<u8>,
}

/// A direction's part: every key with its output, `None` for a copy of the source.
type Outputs = BTreeMap<String, Option<String>>;

/// `counted` are the words of the side's script with their counts.
fn make(directions: &[Direction], vocabulary: &Vocabulary, counted: &BTreeMap<String, f64>) -> Files {
    let words = Words::new(vocabulary);
    let dictionaries = words.dictionaries();
    let protected = words.protected();
    let outputs: Vec<Outputs> = directions
        .iter()
        .map(|way| {
            let chain = dictionaries.chain(*way);
            outputs(&chain, |key| to_hant(*way) && people::may_change(key, key, |one| chain.convert(one)))
        })
        .collect();
    let keys: BTreeSet<&str> = outputs.iter().flat_map(|each| each.keys().map(String::as_str)).collect();
    let mut traits = Vec::new();
    let mut deciding = BTreeSet::new();
    for (way, outputs) in directions.iter().zip(&outputs) {
        let chain = dictionaries.chain(*way);
        let by_characters = way.words.then(|| dictionaries.chain(way.characters_only()));
        let is_word = |key: &str, output: &str| {
            by_characters.as_ref().is_some_and(|characters| characters.convert(key) != output)
        };
        let openings = Openings::of(outputs, is_word);
        let of_way = outputs.iter().map(|(key, output)| {
            let text = output.as_deref().unwrap_or(key);
            let traits = [
                (Trait::Protected, protected.contains(key)),
                (Trait::Person, to_hant(*way) && people::may_change(key, text, |one| chain.convert(one))),
                (Trait::Word, is_word(key, text)),
                (Trait::Telling, key.chars().count() != 2 || openings.says_something(key, text)),
                (
                    Trait::Doubtful,
                    is_short(key) && !words.uncut().contains(key) && openings.may_be_an_accident(key, text),
                ),
            ];
            let decides = key.chars().count() > LONGEST_OBSTACLE
                || openings.says_something(key, text)
                || way.forms == Forms::Open && openings.leaves_open(key)
                || traits[..3].iter().any(|(_, holds)| *holds);
            deciding.extend(decides.then_some(key.as_str()));
            let traits = traits.into_iter().filter(|(_, holds)| *holds).map(|(what, _)| 1 << what as u32);
            (key.as_str(), traits.sum::<u32>())
        });
        traits.push(of_way.collect::<BTreeMap<&str, u32>>());
    }
    let codes = codes::of(&keys, &deciding, counted);
    let last = keys.iter().flat_map(|key| key.chars()).map(|letter| codes[&letter]).max().unwrap_or_default();
    // What is read often lies side by side: single characters, then words, each the frequent ones first.
    let mut keys: Vec<&str> = keys.into_iter().collect();
    keys.sort_by_cached_key(|key| {
        let mut letters = key.chars();
        let single = letters.next().filter(|_| letters.next().is_none());
        let count = counted.get(*key).copied().unwrap_or_default();
        (single.map_or(u16::MAX, |letter| codes[&letter]), Reverse(count as u64))
    });
    let mut pool = Pool::default();
    let mut values = Vec::new();
    for (outputs, traits) in outputs.iter().zip(&traits) {
        values.extend(keys.iter().map(|key| match outputs.get(*key) {
            Some(output) => traits[key] | output.as_deref().map_or(0, |output| pool.place(output)),
            None => Value::ABSENT.0,
        }));
    }
    let coded = coded(keys.iter().copied(), &codes);
    let deciding: BTreeSet<&Vec<u16>> =
        keys.iter().zip(&coded).filter(|(key, _)| deciding.contains(*key)).map(|(_, coded)| coded).collect();
    let mut table = lay_out_codes(&keys, &codes, last);
    table.extend(lay_out_trie(&coded, |key| deciding.contains(key), codes.len()));
    table.extend(behind::build(deciding.iter().copied()));
    table.extend(values.iter().flat_map(|value| value.to_le_bytes()));
    Files { table, pool: pool.text, words: lexicon::lay_out(counted, &codes) }
}

/// Only there are names asked about.
fn to_hant(way: Direction) -> bool {
    way.from == Script::Hans && way.to != Script::Hans
}

/// `is_asked` is told of characters that stay.
fn outputs(chain: &Chain, is_asked: impl Fn(&str) -> bool) -> Outputs {
    let mut outputs = Outputs::new();
    for key in keys::of(chain) {
        let output = chain.convert(&key);
        let changes = output != key;
        // A lone character that stays needs no key, unless names may change it: what matches nothing is copied.
        if changes || key.chars().count() > 1 || is_asked(&key) {
            outputs.insert(key, changes.then_some(output));
        }
    }
    outputs
}

/// Two or three characters: longer phrases seldom arise by accident.
fn is_short(key: &str) -> bool {
    (2..=3).contains(&key.chars().count())
}

/// What each character may become, alone and at the start of phrases.
struct Openings<'a> {
    outputs: &'a Outputs,
    at_start: BTreeMap<char, BTreeSet<char>>,
    /// The characters that begin words of the vocabulary, and phrases that say other than their characters alone.
    telling: BTreeSet<char>,
}

impl<'a> Openings<'a> {
    fn of(outputs: &'a Outputs, is_word: impl Fn(&str, &str) -> bool) -> Self {
        let mut openings = Openings { outputs, at_start: BTreeMap::new(), telling: BTreeSet::new() };
        for (key, output) in outputs {
            let output = output.as_deref().unwrap_or(key);
            if let (Some(first), Some(shown)) = (key.chars().next(), output.chars().next()) {
                openings.at_start.entry(first).or_default().insert(shown);
                let tells = is_word(key, output) || openings.says_something(key, output);
                openings.telling.extend(tells.then_some(first));
            }
        }
        openings
    }

    /// Does it say other than its characters alone?
    fn says_something(&self, key: &str, output: &str) -> bool {
        let alone = |letter: char| {
            let letter = letter.to_string();
            self.outputs.get(&letter).cloned().flatten().unwrap_or(letter)
        };
        key.chars().map(alone).collect::<String>() != output
    }

    /// Does a character of it stay that a site may choose a form of? As a part of a phrase it then takes that form,
    /// alone it does not.
    fn leaves_open(&self, key: &str) -> bool {
        let stays = |letter: char| self.outputs.get(letter.to_string().as_str()).is_none();
        key.chars().any(|letter| stays(letter) && CLASSES.iter().any(|class| class.forms[0] == letter))
    }

    /// Would it matter if the phrase were not there? It says other than its characters alone, or keeps a
    /// phrase that says other, or a word, from beginning at its last character.
    fn may_be_an_accident(&self, key: &str, output: &str) -> bool {
        let Some((last, shown)) = key.chars().next_back().zip(output.chars().next_back()) else {
            return self.says_something(key, output);
        };
        let starts = self.at_start.get(&last);
        self.says_something(key, output)
            || self.telling.contains(&last)
            || starts.is_some_and(|starts| starts.iter().any(|start| *start != shown))
    }
}

fn coded<'k>(keys: impl Iterator<Item = &'k str>, codes: &BTreeMap<char, u16>) -> Vec<Vec<u16>> {
    keys.map(|key| key.chars().map(|letter| codes[&letter]).collect()).collect()
}

/// What stands before the trie: which characters there are.
fn lay_out_codes(keys: &[&str], codes: &BTreeMap<char, u16>, last: u16) -> Vec<u8> {
    let mut basic = vec![0; BASIC_PLANE];
    let mut supplementary = Vec::new();
    for (&letter, &code) in codes {
        match basic.get_mut(letter as usize) {
            Some(slot) => *slot = code,
            None => supplementary.extend([letter as u32, u32::from(code)]),
        }
    }
    let mut ascii_starts = 0_u128;
    for first in keys.iter().filter_map(|key| key.bytes().next()).filter(u8::is_ascii) {
        ascii_starts |= 1 << first;
    }
    let mut file = ascii_starts.to_le_bytes().to_vec();
    file.extend([u32::from(last), supplementary.len() as u32 / 2].iter().flat_map(|word| word.to_le_bytes()));
    file.extend(basic.iter().flat_map(|code: &u16| code.to_le_bytes()));
    file.extend(supplementary.iter().flat_map(|word: &u32| word.to_le_bytes()));
    file
}

/// The trie of keys in the order of their numbers.
fn lay_out_trie(coded: &[Vec<u16>], decides: impl Fn(&Vec<u16>) -> bool, codes: usize) -> Vec<u8> {
    let nodes = double_array::build(coded, decides, codes);
    let counts = [nodes.len(), coded.len()].map(|count| count as u32);
    let mut file: Vec<u8> = counts.iter().flat_map(|word| word.to_le_bytes()).collect();
    file.extend(nodes.iter().flat_map(|node| node.to_le_bytes()));
    file
}

/// Output text, each different one once.
#[derive(Default)]
struct Pool {
    text: String,
    places: BTreeMap<String, u32>,
}

impl Pool {
    fn place(&mut self, output: &str) -> u32 {
        if let Some(place) = self.places.get(output) {
            return *place;
        }
        let (start, length) = (self.text.len(), output.len());
        assert!(start < 0xF_FFFF && (1..0x7F).contains(&length), "{output}");
        self.text.push_str(output);
        let place = start as u32 | (length as u32) << 20;
        self.places.insert(output.to_owned(), place);
        place
    }
}

mod tests {
    use super::*;
    use crate::script::table::directions;
    use crate::script::table::lexicon::file as words_of;

    #[expect(clippy::disallowed_methods, reason = "tests are told by the environment to update")]
    fn update() -> bool {
        std::env::var_os("HUIMENG_UPDATE_TABLES").is_some()
    }

    /// With `HUIMENG_UPDATE_TABLES=1` it writes the files instead; the program then has to be built again.
    #[test]
    fn the_committed_tables_are_those_of_the_dictionaries() {
        let vocabulary = Vocabulary::read();
        let mut size = 0;
        let counted = lexicon::of_hans(&vocabulary);
        let words = Words::new(&vocabulary);
        let taiwan = lexicon::of_taiwan(&vocabulary, &words.dictionaries().chain(FROM_HANS[1]));
        let sides = [("hans", "hans", &FROM_HANS[..], counted), ("hant", "hant-tw", &FROM_HANT[..], taiwan)];
        for (name, of_words, ways, counted) in sides {
            let made = make(ways, &vocabulary, &counted);
            size += made.table.len() + made.pool.len() + made.words.len();
            if update() {
                let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/script/tables");
                std::fs::write(format!("{folder}/{name}.bin"), &made.table).unwrap();
                std::fs::write(format!("{folder}/{name}.txt"), &made.pool).unwrap();
                std::fs::write(format!("{folder}/words-{of_words}.bin"), &made.words).unwrap();
            } else {
                let (table, pool) = directions::file(ways[0]);
                let words = words_of(ways[1].from);
                assert!(table == made.table && pool == made.pool, "{name}: run with HUIMENG_UPDATE_TABLES=1");
                assert!(words == Some(&made.words[..]), "{of_words}: run with HUIMENG_UPDATE_TABLES=1");
            }
        }
        assert!(size < 6_000_000, "{size} bytes of tables");
    }
}
