//! What else a character or a phrase can become: the further values of OpenCC's dictionaries, in the target's forms.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::script::exact::File;
use crate::script::{Converter, Depth, Script, Terms};

/// The candidates of one direction.
pub(super) struct Candidates {
    lists: &'static Lists,
    /// From the source's regional forms to OpenCC's standard; none where they are the same.
    to_standard: Option<Converter>,
    /// From the standard to the target's forms.
    to_target: Option<Converter>,
}

/// Entries with more than one value, between simplified and standard traditional text.
struct Lists {
    characters: BTreeMap<char, Vec<&'static str>>,
    phrases: BTreeMap<&'static str, Vec<&'static str>>,
}

static FROM_HANS: LazyLock<Lists> = LazyLock::new(|| Lists::of(File::StCharacters, File::StPhrases));
static FROM_HANT: LazyLock<Lists> = LazyLock::new(|| Lists::of(File::TsCharacters, File::TsPhrases));

impl Candidates {
    /// Of a direction; `None` between two kinds of traditional text, where nothing has two values.
    pub fn between(from: Script, to: Script) -> Option<Candidates> {
        let lists = match (from, to) {
            (Script::Hans, _) => &FROM_HANS,
            (_, Script::Hans) => &FROM_HANT,
            _ => return None,
        };
        Some(Candidates {
            lists,
            to_standard: Converter::between(from, Script::Hant, Depth::Characters)
                .filter(|_| from != Script::Hans),
            to_target: Converter::between(Script::Hant, to, Depth::Characters).filter(|_| to != Script::Hans),
        })
    }

    /// All values of a character; fewer than two when there is no choice.
    pub fn of_character(&self, letter: char) -> Vec<String> {
        let standard = self.standard(letter);
        self.in_target(self.lists.characters.get(&standard))
    }

    /// All values of a phrase; fewer than two when there is no choice.
    pub fn of_phrase(&self, phrase: &str) -> Vec<String> {
        self.in_target(self.lists.phrases.get(phrase))
    }

    pub fn is_ambiguous(&self, letter: char) -> bool {
        self.lists.characters.contains_key(&self.standard(letter))
    }

    fn standard(&self, letter: char) -> char {
        let Some(converter) = &self.to_standard else { return letter };
        let text = letter.to_string();
        converter.convert(&text, &Terms::default()).chars().next().unwrap_or(letter)
    }

    /// In the target's forms, each once.
    fn in_target(&self, values: Option<&Vec<&'static str>>) -> Vec<String> {
        let mut all: Vec<String> = Vec::new();
        for value in values.into_iter().flatten() {
            let text = match &self.to_target {
                Some(converter) => converter.convert(value, &Terms::default()).into_owned(),
                None => (*value).to_owned(),
            };
            if !all.contains(&text) {
                all.push(text);
            }
        }
        all
    }
}

impl Lists {
    fn of(characters: File, phrases: File) -> Lists {
        let one = |key: &'static str| key.chars().next();
        Lists {
            characters: several(characters).filter_map(|(key, values)| Some((one(key)?, values))).collect(),
            phrases: several(phrases).collect(),
        }
    }
}

/// The entries with several values. Characters beyond the basic plane, which few fonts have, are none.
fn several(file: File) -> impl Iterator<Item = (&'static str, Vec<&'static str>)> {
    let lines = file.text().lines().filter(|line| !line.starts_with('#'));
    let entries = lines.filter_map(|line| line.split_once('\t')).map(|(key, values)| {
        let known = values.split(' ').filter(|value| value.chars().all(|letter| letter < '\u{10000}'));
        (key, known.collect::<Vec<_>>())
    });
    entries.filter(|(_, values)| values.len() > 1)
}
