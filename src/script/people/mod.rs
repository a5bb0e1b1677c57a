//! Names of people in simplified text: surnames that are also words (主任范建军, 于晓东同志), and given names that
//! phrases would spoil (周谷城).
//!
//! A name is converted character by character, by forms of its own: 范 stays 范 as a surname, whatever 范围 becomes.
//! In bylines every token is a name ([`byline`]); in prose a place has to show that it holds one. [`find`] weighs
//! what stands before it (a title, a list of names, the start of a clause), what stands behind (a title, what only
//! people do, a mark), and the characters of the given name itself. It refuses when in doubt: text without the
//! rule is right more often than text with a wrong name.
//!
//! ```text
//! before            given name          behind                     taken off
//! 主任 作者： 3     two characters 1    同志 说 主持 3             范文 余力: 2, behind 主任 1, as a whole name 4
//! 王伟、 2 or 3     each distinct +1    陪同 带队 2, ： 2          国家 behind 向 or 于: 4, else 1
//! 书记、 2          one character 0     在 ， 1                    向 于 without a distinct character 1
//! 。 对 1          of no words +1      、王伟 2 or 3              a surname that is rarer than the word 1
//! ```
//!
//! Where nothing stands before it that shows a name, 民进党 and 善于 are words, 一封 counts, and 成立后 never holds one.
//!
//! A signature needs no points: 记者余清楚报道, or names in a bracket at the end of a text （范春生、于力）. What a page shows
//! to be a name once is one wherever it stands there ([`KnownNames`]).
//!
//! Four points are likely a name, six are certain. What is not in `data/people/forms.tsv`
//! becomes what the tables say of the character alone.

pub mod byline;
mod classes;
mod evidence;
mod forms;
mod known;
mod lists;
mod marks;
mod points;
mod words;

use std::cell::LazyCell;
use std::ops::Range;

use serde::{Deserialize, Serialize};

pub use forms::Place;
pub(super) use forms::form;
pub use known::KnownNames;

use super::table::Table;
use classes::Classes;
use lists::Lists;
use points::{Candidate, weigh};

/// A name in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// In bytes of the text.
    pub range: Range<usize>,
    /// Where the given name begins; the end of the range if there is none (于校长).
    pub given: usize,
    pub confidence: Confidence,
}

/// How sure a name in prose is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Confidence {
    Likely,
    Certain,
}

const LIKELY: i32 = 4;
const CERTAIN: i32 = 6;

/// The name in simplified prose that the character at `at` belongs to: as its surname, or as a part of its given
/// name that phrases could spoil. `None` for any other character, and where evidence is weak. A name that the page
/// knows needs none; of two readings the longer counts.
pub fn find(text: &str, at: usize, people: &KnownNames) -> Option<Name> {
    let here = text[at..].chars().next()?;
    find_at(Lists::get(), text, at, here, people)
}

/// The same for the character `here` at that place. Most characters can be no part of a name that matters.
#[inline]
fn find_at(lists: &Lists, text: &str, at: usize, here: char, people: &KnownNames) -> Option<Name> {
    if !lists.classes(here).any(Classes::ASKED.or(Classes::COMPOUND).or(Classes::SPOILED)) {
        return None;
    }
    let shown = find_shown(lists, text, at, here, people);
    if people.is_empty() {
        return shown;
    }
    let known = people.find(lists, text, at, here);
    match (known, shown) {
        (Some(known), Some(shown)) if shown.range.len() <= known.range.len() => Some(known),
        (known, shown) => shown.or(known),
    }
}

/// The name by the evidence beside it.
fn find_shown(lists: &Lists, text: &str, at: usize, here: char, people: &KnownNames) -> Option<Name> {
    let classes = lists.classes(here);
    if classes.any(Classes::ASKED.or(Classes::COMPOUND))
        && let Some(name) = name_from(lists, text, at, people)
    {
        return Some(name);
    }
    if !classes.any(Classes::SPOILED) {
        return None;
    }
    // The surname is the first or the second character before it; of a compound one, the second or the third.
    let mut before = text[..at].char_indices().rev();
    let (first, next) = before.next()?;
    let next = lists.classes(next);
    if !next.any(Classes::SURNAME.or(Classes::GIVEN).or(Classes::RARE)) {
        return None;
    }
    let starts = [Some(first), before.next().map(|(start, _)| start), before.next().map(|(start, _)| start)];
    starts.into_iter().flatten().find_map(|start| {
        let surname = Surname::at(lists, &text[start..])?;
        // A given name has two characters at most.
        text.get(start + surname.length..at).filter(|given| given.chars().nth(1).is_none())?;
        let name = name_with(lists, text, start, surname, people)?;
        (name.given <= at && at < name.range.end).then_some(name)
    })
}

/// The name that a character of `phrase`, a part of simplified prose, belongs to.
pub(super) fn find_in(text: &str, phrase: Range<usize>, people: &KnownNames) -> Option<Name> {
    let lists = Lists::get();
    let mut letters = text[phrase.clone()].char_indices();
    letters.find_map(|(at, here)| find_at(lists, text, phrase.start + at, here, people))
}

impl Name {
    /// Writes the name from `from` on in traditional characters; `table` says what becomes of most of them.
    pub(super) fn spell(&self, text: &str, from: usize, table: &Table, out: &mut String) {
        let surname = &text[self.range.start..self.given];
        let mut at = from;
        if from == self.range.start
            && surname.chars().count() == 2
            && let Some(form) = form(surname, Place::Surname)
        {
            out.push_str(form);
            at = self.given;
        }
        while at < self.range.end {
            let letter = table.letter(text.as_bytes(), at);
            let character = &text[at..letter.next];
            let place = if at < self.given { Place::Surname } else { Place::Given };
            let own = form(character, place).or_else(|| {
                let (value, _) = table.longest(text.as_bytes(), letter, letter.next);
                table.text_of(value)
            });
            out.push_str(own.unwrap_or(character));
            at = letter.next;
        }
    }
}

/// Could a character of this phrase belong to a name, and then become something else than it does in `output`,
/// or than the tables say of it alone, as `alone` answers? A phrase may be cut before it counts.
#[cfg(test)]
pub(super) fn may_change(phrase: &str, output: &str, alone: impl Fn(&str) -> String) -> bool {
    let differs = |character: char, place: Place, shown: Option<char>| {
        let mut buffer = [0; 4];
        let character: &str = character.encode_utf8(&mut buffer);
        let alone = alone(character);
        let own = form(character, place).unwrap_or(&alone);
        own != alone || shown.is_none_or(|shown| !own.chars().eq([shown]))
    };
    let same_length = phrase.chars().count() == output.chars().count();
    phrase.chars().zip(output.chars().map(Some).filter(|_| same_length).chain(std::iter::repeat(None))).any(
        |(character, shown)| {
            let classes = Lists::get().classes(character);
            classes.any(Classes::ASKED) && differs(character, Place::Surname, shown)
                || classes.any(Classes::SPOILED) && differs(character, Place::Given, shown)
        },
    )
}

/// The name that begins at `start`, if one does.
fn name_from(lists: &Lists, text: &str, start: usize, people: &KnownNames) -> Option<Name> {
    let surname = Surname::at(lists, &text[start..])?;
    name_with(lists, text, start, surname, people)
}

/// The name that begins at `start` with this surname, if one does.
fn name_with(lists: &Lists, text: &str, start: usize, surname: Surname, people: &KnownNames) -> Option<Name> {
    if let Some(name) = honoured(lists, text, start, surname, people) {
        return Some(name);
    }
    let mut given = text[start + surname.length..].char_indices();
    let (_, first) = given.next()?;
    let asks = surname.classes.any(Classes::ASKED);
    // What shows a name by itself admits characters that few names have (余清楚, 余让水).
    let could_fit = |character: char| {
        let classes = lists.classes(character);
        classes.may_be_given() || asks && classes.any(Classes::NO_WORD)
    };
    // Nearly always this is the end of it: what stands beside the place is not looked at.
    if !could_fit(first) {
        return None;
    }
    let before = evidence::before(lists, text, start);
    // Asked seldom, and long to answer.
    let is_signed = LazyCell::new(|| asks && evidence::begins_signature(text, start));
    let is_titled = asks && before.points >= 3 && !surname.classes.any(Classes::PARTICLE.or(Classes::SELDOM));
    let fits = |character: char| {
        lists.classes(character).may_be_given() || could_fit(character) && (is_titled || *is_signed)
    };
    if !fits(first) {
        return None;
    }
    let second = given.next().filter(|(_, second)| fits(*second));
    let one = start + surname.length + first.len_utf8();
    let two = second.map(|(_, second)| one + second.len_utf8());
    let scored = [two, Some(one)].into_iter().flatten().map(|end| {
        let given = start + surname.length;
        let candidate = Candidate { text, start, given, end, surname, before };
        (weigh(lists, &candidate, || *is_signed), end, given)
    });
    // Of equal ones the longer.
    let (score, end, given) =
        scored.reduce(|longer, shorter| if shorter.0 > longer.0 { shorter } else { longer })?;
    name(start..end, given, score)
}

fn name(range: Range<usize>, given: usize, score: i32) -> Option<Name> {
    let confidence = match score {
        CERTAIN.. => Confidence::Certain,
        LIKELY.. => Confidence::Likely,
        _ => return None,
    };
    Some(Name { range, given, confidence })
}

/// A surname with a title and no given name: 于校长, at the start of a clause or in a list; of a surname that the
/// page knows, and of one that is no particle behind 的 or a body (有限公司范总经理), anywhere but at the end of a word.
fn honoured(lists: &Lists, text: &str, start: usize, surname: Surname, people: &KnownNames) -> Option<Name> {
    let end = start + surname.length;
    let begins_honour = |next: char| lists.classes(next).any(Classes::BEGINS_HONOUR);
    if !surname.classes.any(Classes::HONOURED) || !text[end..].starts_with(begins_honour) {
        return None;
    }
    let title = end + lists.honours.prefix_of(&text[end..])?;
    let before = evidence::before(lists, text, start);
    let is_particle = surname.classes.any(Classes::PARTICLE);
    let is_known = || people.has_surname(&text[start..end]);
    let is_alone = || !evidence::ends_word(text, start, end) && !evidence::is_counted(text, start);
    let stands = match is_particle {
        // ，于董事会决议后.
        true if before.is_boundary => evidence::behind(lists, text, title) > 0,
        _ if before.is_boundary => true,
        // 于校长办公会上: a particle shows by what follows.
        true => match evidence::behind(lists, text, title) {
            3.. => (is_known() || text[..start].ends_with(['的', '请', '听', '据'])) && is_alone(),
            2 => is_known() && is_alone(),
            _ => false,
        },
        false => (before.points >= 1 || is_known() || evidence::ends_body(text, start)) && is_alone(),
    };
    name(start..end, end, if stands { LIKELY } else { 0 })
}

#[derive(Clone, Copy)]
struct Surname {
    /// In bytes.
    length: usize,
    classes: Classes,
    is_compound: bool,
}

impl Surname {
    fn at(lists: &Lists, rest: &str) -> Option<Surname> {
        let mut letters = rest.chars();
        let first = letters.next()?;
        let classes = lists.classes(first);
        if classes.any(Classes::COMPOUND)
            && letters.next().is_some_and(|second| lists.classes(second).any(Classes::ENDS_COMPOUND))
            && let Some(length) = lists.compound_surnames.prefix_of(rest)
        {
            return Some(Surname { length, classes: Classes::default(), is_compound: true });
        }
        classes.any(Classes::SURNAME).then(|| Surname {
            length: first.len_utf8(),
            classes,
            is_compound: false,
        })
    }
}

#[cfg(test)]
mod tests;
