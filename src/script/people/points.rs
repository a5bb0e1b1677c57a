//! The points of a place that would be a name: the table at the head of [`people`](super).

use super::classes::Classes;
use super::evidence::{self, Before};
use super::lists::Lists;
use super::words::{is_of_no_words, is_word, reaches_out};
use super::{CERTAIN, LIKELY, Surname};

/// A place that would be a name.
pub(super) struct Candidate<'a> {
    pub text: &'a str,
    pub start: usize,
    pub given: usize,
    pub end: usize,
    pub surname: Surname,
    pub before: Before,
}

/// The points of a candidate, as in the table above; 0 where something rules it out, or where they cannot be enough.
/// `begins_signature`: a signature may begin there.
pub(super) fn weigh(lists: &Lists, candidate: &Candidate, begins_signature: impl Fn() -> bool) -> i32 {
    let Candidate { text, start, given, end, surname, before } = *candidate;
    let name = &text[given..end];
    let characters = || name.chars().map(|character| lists.classes(character));
    let is_short = characters().count() == 1;
    let is_unlisted = characters().any(|classes| !classes.may_be_given());
    let distinct = characters().filter(|classes| classes.any(Classes::DISTINCT)).count() as i32;
    let behind = evidence::behind(lists, text, end);
    let is_signed = evidence::ends_signature(lists, text, end) && begins_signature();
    if is_signed && !is_phrase(lists, text, start, given, end) {
        return CERTAIN;
    }
    let bracketed = before.is_bracket && !is_short && text[end..].starts_with(['）', ')']);
    // Whether words stand there is asked last: it takes long.
    let mut score = before.points + behind + distinct + i32::from(!is_short);
    score += i32::from(surname.is_compound) * 2 + i32::from(bracketed) * 2;
    if score + i32::from(!is_short && !surname.is_compound) < LIKELY {
        return 0;
    }
    // 成立后, 许可后; 一封信里写道.
    if name.ends_with('后') || before.points < 1 && evidence::is_counted(text, start) {
        return 0;
    }
    if is_unlisted
        && (is_short
            || behind < 2
            || !is_of_no_words(text, start, given, end)
            || reaches_out(text, given, end))
    {
        return 0;
    }
    let is_listed = before.points > 0 && before.points + behind >= 4;
    let is_shown = before.points >= 3 || bracketed || is_listed;
    if behind == 0 && (is_short || !is_shown) {
        return 0;
    }
    let is_particle = surname.classes.any(Classes::PARTICLE);
    if is_particle && ABBREVIATED.contains(name) {
        return 0;
    }
    if characters().all(|classes| classes.any(Classes::RARE))
        && (is_particle || !(is_short && is_shown && behind >= 2))
    {
        return 0;
    }
    if characters().any(|classes| classes.any(Classes::RARE)) && !is_shown && behind < 3 {
        return 0;
    }
    if surname.classes.any(Classes::SELDOM) && !is_shown {
        return 0;
    }
    score += i32::from(!is_short && !surname.is_compound && is_of_no_words(text, start, given, end));
    if !surname.is_compound && !surname.classes.any(Classes::ASKED) && is_short && before.points < 3 {
        return 0;
    }
    score -= taken_off(lists, candidate, behind, distinct);
    // Asked last: 民进党高雄市长, 善于水彩创作.
    let is_in_word = || before.points < 1 && !before.joins && evidence::ends_word(text, start, given);
    if score >= LIKELY && surname.classes.any(Classes::ASKED) && is_in_word() { 0 } else { score }
}

/// The points that words take off which the place may hold instead, and a surname that is more often a word.
fn taken_off(lists: &Lists, candidate: &Candidate, behind: i32, distinct: i32) -> i32 {
    let Candidate { text, start, given, end, surname, before } = *candidate;
    let name = &text[given..end];
    let first = name.chars().next().map_or(given, |first| given + first.len_utf8());
    let is_short = first == end;
    let is_particle = surname.classes.any(Classes::PARTICLE);
    // 院长范文博: a title or a list is enough against words that the name only looks like.
    let is_titled = before.points >= 2 && !is_particle && !is_short && behind > 0;
    let mut points = i32::from(surname.classes.any(Classes::SELDOM) && before.points < 3);
    points += i32::from(before.joins && is_particle);
    if !surname.is_compound && lists.surname_words.contains(&text[start..first]) {
        let is_weak = is_short && (is_particle || before.points < 3 || behind < 3);
        points += if is_weak { 4 } else { 2 - i32::from(is_titled) };
    }
    points
        + match (is_particle, lists.given_words.contains(name)) {
            (true, true) => 4,
            (true, false) if distinct == 0 && behind < 2 && !before.is_labelled => 1,
            (false, true) => i32::from(!is_titled),
            _ => 0,
        }
}

/// Could what stands in a signature be something else? A word (余波), or a particle with one (于北京).
fn is_phrase(lists: &Lists, text: &str, start: usize, given: usize, end: usize) -> bool {
    let first = text[given..end].chars().next().map_or(given, |first| given + first.len_utf8());
    let is_particle = text[start..].chars().next().is_some_and(|s| lists.classes(s).any(Classes::PARTICLE));
    let name = &text[given..end];
    is_word(&text[start..end])
        || is_word(&text[start..first])
        || lists.surname_words.contains(&text[start..first])
        || is_particle
            && (is_word(name) && first != end
                || lists.given_words.contains(name)
                || ABBREVIATED.contains(name))
}

/// Cities in 记者于京报道.
const ABBREVIATED: &str = "京沪津渝穗蓉杭汉深港澳台";
