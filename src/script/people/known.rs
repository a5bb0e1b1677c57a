//! What a page knows of people: a name that is one for certain, or likely, at one place of a page is one wherever the
//! same characters stand in it. News gives a title once (检查员于居洋), and later the name alone (于居洋先后查获).
//!
//! Kept are only names with a character that becomes something else outside of names. Those of two characters that
//! are also words (余波, 向阳) stay out, and a place where the text reads better without the name (于海 in 于海南大学)
//! holds none.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::classes::Classes;
use super::lists::Lists;
use super::words::{self, reaches_out};
use super::{Confidence, Name, byline, evidence, find};
use crate::script::border;
use crate::script::table::{Cost, Lexicon};
use crate::script::{Script, WALL};

/// The names of one page. A function of its texts alone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownNames {
    /// Ascending.
    names: Vec<Known>,
    /// Where conversion asks: a character, how many bytes of its name are before it, and the name's number; by
    /// character, the longest name first.
    places: Vec<(char, usize, usize)>,
    /// Of people of the page; those whose conversion depends on their being surnames.
    surnames: Vec<char>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Known {
    name: String,
    /// In bytes.
    surname: usize,
    confidence: Confidence,
    doubt: Doubt,
}

/// What else the characters of a name could be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
        let (mut found, mut repeated) = (BTreeMap::new(), BTreeMap::new());
        for text in prose {
            for name in names_in(lists, text, &mut repeated) {
                add(lists, &mut found, text, &name);
            }
        }
        for (name, seen) in repeated {
            let given = name.chars().next().map_or(0, char::len_utf8);
            if seen.is_name(is_particle(lists, name)) {
                let alone = Name { range: 0..name.len(), given, confidence: Confidence::Likely };
                add(lists, &mut found, name, &alone);
            }
        }
        for text in bylines {
            for name in byline::names(text) {
                add(lists, &mut found, text, &name);
            }
        }
        KnownNames::new(lists, found.into_values().collect())
    }

    /// Does every place belong to a name? So it is with names that were found; those of a file may have been
    /// tampered with.
    pub fn is_sound(&self) -> bool {
        let fits = |(_, before, number): &(char, usize, usize)| {
            self.names.get(*number).is_some_and(|known| known.name.is_char_boundary(*before))
        };
        self.places.iter().all(fits)
            && self.names.iter().all(|known| known.name.is_char_boundary(known.surname))
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
        let behind = || evidence::behind(lists, text, end);
        let in_word = evidence::ends_word(text, start, start + self.surname);
        let cost = match self.doubt {
            // 由于 is met before names, 位于 and 用于 are not.
            Doubt::None if in_word && is_particle(lists, &self.name) => {
                if !evidence::ends_with_preposition(&text[..start + self.surname]) && behind() < 2 {
                    return false;
                }
                NAME
            }
            Doubt::None if !in_word => NAME,
            Doubt::None | Doubt::Some => DOUBTED,
            Doubt::Phrase => {
                let before = evidence::before(lists, text, start);
                if before.points < 3 && behind() == 0 {
                    return false;
                }
                DOUBTED
            }
        };
        Lexicon::of(Script::Hans).is_none_or(|lexicon| border::gains_from(text, start..end, cost, lexicon))
    }
}

/// The names in prose, by the evidence beside them. What else could be a name is noted in `repeated`.
fn names_in<'t>(lists: &Lists, text: &'t str, repeated: &mut BTreeMap<&'t str, Seen>) -> Vec<Name> {
    let nobody = KnownNames::default();
    let asks = Classes::ASKED.or(Classes::COMPOUND).or(Classes::SPOILED);
    let mut names = Vec::new();
    let mut from = 0;
    for (at, classes) in lists.places(text, asks) {
        if at < from {
            continue;
        }
        if let Some(name) = find(text, at, &nobody) {
            from = name.range.end;
            names.push(name);
        }
        if classes.any(Classes::ASKED)
            && !classes.any(Classes::SELDOM)
            && let Some(name) = could_be_name(lists, text, at)
        {
            repeated.entry(name).or_default().note(lists, text, at, name.len());
        }
    }
    names
}

/// A string that looks like a name, and where it was seen.
#[derive(Default)]
struct Seen {
    count: usize,
    /// Of the best evidence before it.
    points: i32,
    /// The first of what followed, and whether anything else did.
    next: Option<char>,
    is_varied: bool,
}

/// So often a page says a name without evidence behind it; one that could be a particle and has no title before it,
/// once more.
const REPEATED: usize = 2;

impl Seen {
    fn note(&mut self, lists: &Lists, text: &str, start: usize, length: usize) {
        let next = text[start + length..].chars().next().unwrap_or(WALL);
        self.is_varied |= *self.next.get_or_insert(next) != next;
        self.points = self.points.max(evidence::before(lists, text, start).points);
        self.count += 1;
    }

    fn is_name(&self, is_particle: bool) -> bool {
        let needed = REPEATED + usize::from(is_particle && self.points < 3);
        self.count >= needed && self.points > 0 && self.is_varied
    }
}

/// A surname and two characters at `start` that hold no word, and are none by themselves.
fn could_be_name<'t>(lists: &Lists, text: &'t str, start: usize) -> Option<&'t str> {
    let rest = &text[start..];
    let mut ends = rest.char_indices().map(|(at, character)| at + character.len_utf8());
    let (surname, first, end) = (ends.next()?, ends.next()?, ends.next()?);
    let (name, given) = (&rest[..end], &rest[surname..end]);
    let fits = |character: char| {
        lists.classes(character).may_be_given() || lists.classes(character).any(Classes::NEVER_WORD)
    };
    let is_one = given.chars().all(fits)
        && !is_word(lists, &rest[..first])
        && !is_word(lists, given)
        && !lists.given_words.contains(given)
        && !reaches_out(text, start + surname, start + end)
        && !evidence::ends_word(text, start, start + surname);
    is_one.then_some(name)
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
    // A surname that is no word leaves the evidence to a given name that may be words (关系来).
    let first = full.chars().next().map(|first| lists.classes(first)).unwrap_or_default();
    if name.confidence == Confidence::Likely && !first.any(Classes::ASKED.or(Classes::COMPOUND)) {
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
    let is_particle = is_particle(lists, name);
    let beginning = surname + given.chars().next().map_or(0, char::len_utf8);
    if is_particle && (is_short || is_word(lists, given) || lists.given_words.contains(given)) {
        Doubt::Phrase
    } else if is_short || is_word(lists, &name[..beginning]) {
        Doubt::Some
    } else {
        Doubt::None
    }
}

/// Does it begin with a surname that is a particle too?
fn is_particle(lists: &Lists, name: &str) -> bool {
    name.chars().next().is_some_and(|first| lists.classes(first).any(Classes::PARTICLE))
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
    lists.surname_words.contains(text) || words::is_word(text)
}
