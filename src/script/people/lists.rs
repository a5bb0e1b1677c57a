//! The word lists behind the rule for names: surnames, characters of given names, titles, verbs, ordinary words.
//!
//! Read once from `data/people/`. This module knows words, not places in a text.

use std::sync::LazyLock;

use super::classes::Classes;
use super::marks::LEADS;
use crate::script::Script;
use crate::script::prefixes::FirstCharacters;
use crate::script::table::{Cost, Lexicon};
use crate::script::walk;

/// What is known of characters and words.
pub(super) struct Lists {
    /// By character, from [`FIRST`] on.
    classes: Vec<Classes>,
    pub compound_surnames: Words,
    /// Words before a name, and the single characters that are so only before a mark (文/图/).
    pub titles_before: Words,
    pub labels: Words,
    pub titles_behind: Words,
    /// What may follow a surname alone (于校长).
    pub honours: Words,
    /// What is written together with a name in bylines (摄, 报道).
    pub tails: Words,
    pub speech: Words,
    pub deeds: Words,
    /// Words that begin with a character that is a surname too.
    pub surname_words: Words,
    /// Words that look like a given name of two characters.
    pub given_words: Words,
}

const FIRST: u32 = 0x4E00;
const LAST: u32 = 0x9FFF;

/// What characters cost at least that are hardly words by themselves, and that texts have as words nearly never.
const COST_OF_NO_WORD: Cost = 780;
const COST_OF_NEVER_WORD: Cost = 860;

const SURNAMES: &str = include_str!("../data/people/surnames.txt");
const GIVEN: &str = include_str!("../data/people/given.txt");
const TITLES: &str = include_str!("../data/people/titles.txt");
const VERBS: &str = include_str!("../data/people/verbs.txt");
const ORDINARY: &str = include_str!("../data/people/ordinary.txt");

static LISTS: LazyLock<Lists> = LazyLock::new(Lists::read);

impl Lists {
    pub fn get() -> &'static Lists {
        &LISTS
    }

    #[inline]
    pub fn classes(&self, character: char) -> Classes {
        self.classes_of(character as u32)
    }

    #[inline]
    fn classes_of(&self, character: u32) -> Classes {
        self.classes.get(character.wrapping_sub(FIRST) as usize).copied().unwrap_or_default()
    }

    /// The characters of `text` that are one of these, with their places and classes.
    pub fn places(&self, text: &str, wanted: Classes) -> impl Iterator<Item = (usize, Classes)> {
        walk::characters(text, 0, move |at, number| {
            let classes = self.classes_of(number);
            classes.any(wanted).then_some((at, classes))
        })
    }

    fn read() -> Lists {
        let office = words_under(TITLES, "office");
        let with_office = |part| Words::new(office.iter().copied().chain(words_under(TITLES, part)));
        let mut lists = Lists {
            classes: vec![Classes::default(); (LAST - FIRST + 1) as usize],
            compound_surnames: Words::new(words_under(SURNAMES, "compound")),
            titles_before: with_office("before"),
            labels: Words::new(words_under(TITLES, "labels")),
            titles_behind: with_office("behind"),
            honours: Words::new(words_under(TITLES, "honours")),
            tails: Words::new(words_under(TITLES, "tails")),
            speech: Words::new(words_under(VERBS, "speech")),
            deeds: Words::new(words_under(VERBS, "deeds")),
            surname_words: Words::new(words_under(ORDINARY, "surname")),
            given_words: Words::new(words_under(ORDINARY, "given")),
        };
        lists.classify();
        lists
    }

    fn classify(&mut self) {
        let lists = [
            (SURNAMES, "plain", Classes::SURNAME),
            (SURNAMES, "words", Classes::SURNAME.or(Classes::ASKED)),
            (SURNAMES, "particles", Classes::PARTICLE),
            (SURNAMES, "seldom", Classes::SELDOM),
            (SURNAMES, "honoured", Classes::HONOURED),
            (GIVEN, "common", Classes::GIVEN),
            (GIVEN, "distinct", Classes::GIVEN.or(Classes::DISTINCT)),
            (GIVEN, "rare", Classes::RARE),
            (VERBS, "weak", Classes::WEAK.or(Classes::BEGINS_SEQUEL)),
        ];
        for (file, part, class) in lists {
            for character in words_under(file, part).into_iter().flat_map(str::chars) {
                self.add(character, class);
            }
        }
        for character in LEADS.chars() {
            self.add(character, Classes::LEADS);
        }
        for (source, form) in super::forms::all() {
            let mut characters = source.chars();
            if let (Some(character), None) = (characters.next(), characters.next())
                && form.is_for_given_names()
            {
                self.add(character, Classes::SPOILED);
            }
        }
        let lexicon = Lexicon::of(Script::Hans);
        for character in (FIRST..=LAST).filter_map(char::from_u32) {
            let cost = lexicon.map_or(Lexicon::RAREST, |lexicon| lexicon.cost_alone(character as u16));
            if cost >= COST_OF_NO_WORD {
                self.add(character, Classes::NO_WORD);
            }
            if cost >= COST_OF_NEVER_WORD {
                self.add(character, Classes::NEVER_WORD);
            }
        }
        let firsts = [
            (self.compound_surnames.firsts(), Classes::COMPOUND),
            (self.compound_surnames.lasts(), Classes::ENDS_COMPOUND),
            (self.honours.firsts(), Classes::BEGINS_HONOUR),
            (self.titles_before.lasts(), Classes::ENDS_TITLE),
            (self.titles_behind.firsts(), Classes::BEGINS_SEQUEL),
            (self.speech.firsts(), Classes::BEGINS_SEQUEL),
            (self.deeds.firsts(), Classes::BEGINS_SEQUEL),
        ];
        for (characters, class) in firsts {
            for character in characters {
                self.add(character, class);
            }
        }
    }

    fn add(&mut self, character: char, class: Classes) {
        if let Some(classes) = self.classes.get_mut((character as u32).wrapping_sub(FIRST) as usize) {
            *classes = classes.or(class);
        }
    }
}

/// Words, sorted.
pub(super) struct Words {
    sorted: Vec<&'static str>,
    first_characters: FirstCharacters,
    /// The last two characters of each, sorted: most texts end with no such two.
    ends: Vec<[char; 2]>,
    /// In characters.
    shortest: usize,
    longest: usize,
}

impl Words {
    fn new(words: impl IntoIterator<Item = &'static str>) -> Words {
        let mut sorted: Vec<&str> = words.into_iter().collect();
        sorted.sort_unstable();
        sorted.dedup();
        let lengths = || sorted.iter().map(|word| word.chars().count());
        let (shortest, longest) = (lengths().min().unwrap_or(1), lengths().max().unwrap_or(0));
        let first_characters = FirstCharacters::of(sorted.iter().copied());
        let mut ends: Vec<[char; 2]> = sorted.iter().filter_map(|word| last_two(word)).collect();
        ends.sort_unstable();
        ends.dedup();
        Words { sorted, first_characters, ends, shortest, longest }
    }

    pub fn contains(&self, word: &str) -> bool {
        self.sorted.binary_search(&word).is_ok()
    }

    /// The length in bytes of the longest of them that `text` begins with.
    pub fn prefix_of(&self, text: &str) -> Option<usize> {
        let found = self.first_characters.longest(&self.sorted, |word| word, text);
        found.map(|at| self.sorted[at].len())
    }

    /// Does `text` end with one of them?
    pub fn is_end_of(&self, text: &str) -> bool {
        let may_be = || last_two(text).is_some_and(|end| self.ends.binary_search(&end).is_ok());
        if self.shortest > 1 && !may_be() {
            return false;
        }
        let starts = text.char_indices().rev().map(|(at, _)| at);
        starts.take(self.longest).skip(self.shortest - 1).any(|start| self.contains(&text[start..]))
    }

    fn firsts(&self) -> Vec<char> {
        self.sorted.iter().filter_map(|word| word.chars().next()).collect()
    }

    fn lasts(&self) -> Vec<char> {
        self.sorted.iter().filter_map(|word| word.chars().next_back()).collect()
    }
}

fn last_two(text: &str) -> Option<[char; 2]> {
    let mut letters = text.chars();
    let last = letters.next_back()?;
    Some([letters.next_back()?, last])
}

/// The words of the lines between the heading `# part` and the next heading. A heading may go on after a colon.
fn words_under(file: &'static str, part: &str) -> Vec<&'static str> {
    let is_heading = |line: &str| line.strip_prefix("# ").map(|rest| rest.split(':').next() == Some(part));
    let mut words = Vec::new();
    let mut inside = false;
    for line in file.lines() {
        match is_heading(line) {
            Some(ours) => inside = ours,
            None if inside => words.extend(line.split_whitespace()),
            None => {}
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_is_read() {
        let lists = Lists::get();
        let words = [
            &lists.compound_surnames,
            &lists.titles_before,
            &lists.labels,
            &lists.titles_behind,
            &lists.honours,
            &lists.tails,
            &lists.speech,
            &lists.deeds,
            &lists.surname_words,
            &lists.given_words,
        ];
        assert!(words.iter().all(|words| words.sorted.len() >= 8));
        for (bit, class) in Classes::each().enumerate() {
            assert!(lists.classes.iter().any(|classes| classes.any(class)), "class {bit}");
        }
    }

    #[test]
    fn words_are_found_at_both_ends() {
        let words = Words::new(["校长", "副校长", "院长"]);
        assert_eq!(words.prefix_of("副校长于"), Some("副校长".len()));
        assert_eq!(words.prefix_of("校"), None);
        assert!(words.is_end_of("学院副校长"));
        assert!(!words.is_end_of("会长"));
    }
}
