//! What a page knows of people: a name that is one for certain, or likely, at one place of a page is one wherever the
//! same characters stand in it. News gives a title once (检查员于居洋), and later the name alone (于居洋先后查获).
//!
//! Kept are only names with a character that becomes something else outside of names. Those of two characters that
//! are also words (余波, 向阳) stay out, and a place where the text reads better without the name (于海 in 于海南大学)
//! holds none.

use std::collections::BTreeMap;
use std::ops::Range;

use super::lists::{Classes, Lists};
use super::{Confidence, Name, Surname, byline, evidence, find};
use crate::script::border;
use crate::script::table::{Cost, Lexicon};
use crate::script::{Script, WALL};

/// The names of one page. A function of its texts alone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KnownNames {
    /// Ascending.
    names: Vec<Known>,
    /// Where conversion asks: a character, how many bytes of its name are before it, and the name's number; by
    /// character, the longest name first.
    places: Vec<(char, usize, usize)>,
    /// Of people of the page; those whose conversion depends on their being surnames.
    surnames: Vec<char>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Known {
    name: String,
    /// In bytes.
    surname: usize,
    confidence: Confidence,
    doubt: Doubt,
}

/// What else the characters of a name could be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Doubt {
    /// Nothing.
    None,
    /// The beginning is a word too (于是之), or there is little of it (范伟).
    Some,
    /// It could be the particle 于 with a word (于建国).
    Phrase,
}

/// What a name costs as a word, in the units of [`Cost`]: a page that names a person does so more than once.
const NAME: Cost = 1000;
/// The same where there is a doubt.
const DOUBTED: Cost = 1400;

impl KnownNames {
    /// The names in the texts of a page in simplified Chinese: `prose` has evidence beside names, `bylines` hold
    /// little but names.
    pub fn of<'t>(
        prose: impl IntoIterator<Item = &'t str>,
        bylines: impl IntoIterator<Item = &'t str>,
    ) -> KnownNames {
        let lists = Lists::get();
        let mut found = BTreeMap::new();
        for text in prose {
            for name in names_in(lists, text) {
                add(lists, &mut found, text, &name);
            }
        }
        for text in bylines {
            for name in byline::names(text) {
                add(lists, &mut found, text, &name);
            }
        }
        KnownNames::new(lists, found.into_values().collect())
    }

    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    fn new(lists: &Lists, names: Vec<Known>) -> KnownNames {
        let (mut places, mut surnames) = (Vec::new(), Vec::new());
        for (number, known) in names.iter().enumerate() {
            let asked = asked(lists, &known.name, known.surname);
            places.extend(asked.map(|(at, character)| (character, at, number)));
            let surname = known.name[..known.surname].chars().filter(|_| known.is_single());
            surnames.extend(surname.filter(|surname| lists.classes(*surname).any(Classes::ASKED)));
        }
        places.sort_by_key(|(character, at, number)| {
            (*character, std::cmp::Reverse(names[*number].name.len()), *number, *at)
        });
        surnames.sort_unstable();
        surnames.dedup();
        KnownNames { names, places, surnames }
    }

    /// The longest known name that the character `here` at `at` belongs to.
    pub(super) fn find(&self, lists: &Lists, text: &str, at: usize, here: char) -> Option<Name> {
        let first = self.places.partition_point(|(character, ..)| *character < here);
        let places = self.places[first..].iter().take_while(|(character, ..)| *character == here);
        places.into_iter().find_map(|(_, before, number)| {
            let known = &self.names[*number];
            let start = at.checked_sub(*before)?;
            let is_here = text.as_bytes()[start..].starts_with(known.name.as_bytes());
            (is_here && known.stands(lists, text, start)).then(|| Name {
                range: start..start + known.name.len(),
                given: start + known.surname,
                confidence: known.confidence,
            })
        })
    }

    /// Does the page name a person of this surname of one character?
    pub(super) fn has_surname(&self, surname: &str) -> bool {
        surname.chars().next().is_some_and(|surname| self.surnames.binary_search(&surname).is_ok())
    }
}

impl Known {
    fn is_single(&self) -> bool {
        self.name[..self.surname].chars().count() == 1
    }

    /// Is it a name at this place too?
    fn stands(&self, lists: &Lists, text: &str, start: usize) -> bool {
        let end = start + self.name.len();
        let cost = match self.doubt {
            Doubt::None => NAME,
            Doubt::Some => DOUBTED,
            Doubt::Phrase => {
                let before = evidence::before(lists, text, start);
                if before.points < 3 && evidence::behind(lists, text, end) == 0 {
                    return false;
                }
                DOUBTED
            }
        };
        Lexicon::of(Script::Hans).is_none_or(|lexicon| border::gains_from(text, start..end, cost, &lexicon))
    }
}

/// The names in prose, by the evidence beside them.
fn names_in(lists: &Lists, text: &str) -> Vec<Name> {
    let nobody = KnownNames::default();
    let asks = Classes::ASKED.or(Classes::COMPOUND).or(Classes::SPOILED);
    let mut names = Vec::new();
    let mut from = 0;
    for (at, character) in text.char_indices() {
        if at >= from
            && lists.classes(character).any(asks)
            && let Some(name) = find(text, at, &nobody)
        {
            from = name.range.end;
            names.push(name);
        }
    }
    names
}

fn add(lists: &Lists, found: &mut BTreeMap<String, Known>, text: &str, name: &Name) {
    let surname = name.given - name.range.start;
    let (full, given) = (&text[name.range.clone()], &text[name.given..name.range.end]);
    let letters = full.chars().count();
    if given.is_empty()
        || full.contains(|character: char| character.is_whitespace() || character == WALL)
        || asked(lists, full, surname).next().is_none()
        || letters == 2 && is_word(lists, full)
    {
        return;
    }
    let known = found.entry(full.to_owned()).or_insert_with(|| Known {
        name: full.to_owned(),
        surname,
        confidence: name.confidence,
        doubt: doubt(lists, full, surname),
    });
    known.confidence = known.confidence.max(name.confidence);
}

fn doubt(lists: &Lists, name: &str, surname: usize) -> Doubt {
    let given = &name[surname..];
    let is_short = given.chars().count() == 1;
    let is_particle = Surname::at(lists, name).is_some_and(|surname| surname.classes.any(Classes::PARTICLE));
    let beginning = surname + given.chars().next().map_or(0, char::len_utf8);
    if is_particle && (is_short || is_word(lists, given) || lists.given_words.contains(given)) {
        Doubt::Phrase
    } else if is_short || is_word(lists, &name[..beginning]) {
        Doubt::Some
    } else {
        Doubt::None
    }
}

/// The characters of a name that become something else outside of names, with their bytes before them.
fn asked<'n>(lists: &'n Lists, name: &'n str, surname: usize) -> impl Iterator<Item = (usize, char)> + 'n {
    name.char_indices().filter(move |(at, character)| {
        let classes = lists.classes(*character);
        match *at < surname {
            true => classes.any(Classes::ASKED.or(Classes::COMPOUND)),
            false => classes.any(Classes::SPOILED),
        }
    })
}

fn is_word(lists: &Lists, text: &str) -> bool {
    let whole: Range<usize> = 0..text.len();
    let mut found = lists.surname_words.contains(text);
    if let Some(lexicon) = Lexicon::of(Script::Hans) {
        lexicon.words(text.as_bytes(), whole.start, whole.end, |end, _| found |= end == whole.end);
    }
    found
}
