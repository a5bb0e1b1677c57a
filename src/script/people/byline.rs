//! Fields that hold names of people and little else: who wrote, who checked, who came.
//!
//! No evidence is needed there: a token is a name unless it is a role (记者) or a body (宣传部). Roles that are written
//! together with a name (本报记者于晓东摄) are taken off.

use std::ops::Range;

use super::lists::Lists;
use super::{Confidence, Name, Surname};

/// Most characters of a name, with a surname of one and of two.
const LONGEST: usize = 3;
const LONGEST_COMPOUND: usize = 4;

/// Last characters of bodies' names that given names do not end in.
const BODIES: &str = "处部委社网报厅局院所校室组团队司办站厂店";

/// The names of a byline field, in order.
pub fn names(text: &str) -> Vec<Name> {
    let lists = Lists::get();
    let mut tokens = tokens(text).peekable();
    let mut names = Vec::new();
    while let Some(mut token) = tokens.next() {
        if let Some(next) = tokens.peek()
            && is_spaced_out(text, &token, next)
        {
            token.end = next.end;
            tokens.next();
        }
        names.extend(name_in(lists, text, token));
    }
    names
}

/// Runs of characters that are no marks.
fn tokens(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    let pieces = text.split(|character: char| !character.is_alphanumeric());
    let ranges = pieces.map(move |piece| {
        // A piece is part of the text behind all pieces before it.
        let start = at + text[at..].find(piece).unwrap_or(0);
        at = start + piece.len();
        start..at
    });
    ranges.filter(|range| !range.is_empty())
}

/// A name of two characters is set as wide as one of three: 于　洋.
fn is_spaced_out(text: &str, token: &Range<usize>, next: &Range<usize>) -> bool {
    let is_one = |range: &Range<usize>| text[range.clone()].chars().count() == 1;
    is_one(token) && is_one(next) && text[token.end..next.start].chars().all(char::is_whitespace)
}

fn name_in(lists: &Lists, text: &str, token: Range<usize>) -> Option<Name> {
    let words = &text[token.clone()];
    if lists.titles_before.contains(words) {
        return None;
    }
    let end = token.start + before_tail(lists, words);
    let start = token.start + behind_role(lists, &text[token.start..end]);
    let name = &text[start..end];
    let surname = Surname::at(lists, name)?;
    let longest = if surname.is_compound { LONGEST_COMPOUND } else { LONGEST };
    let length = name.chars().filter(|character| !character.is_whitespace()).count();
    if length > longest || length > 1 && name.ends_with(|last| BODIES.contains(last)) {
        return None;
    }
    Some(Name { range: start..end, given: start + surname.length, confidence: Confidence::Certain })
}

/// Where the words begin that follow the name (摄, 报道, 同志); the end if there are none.
fn before_tail(lists: &Lists, token: &str) -> usize {
    let ends = token.char_indices().map(|(at, _)| at).skip(2);
    ends.into_iter().find(|at| lists.tails.contains(&token[*at..])).unwrap_or(token.len())
}

/// Where the name begins that follows a role or a body (本报记者, 宣传部); 0 if there is none.
fn behind_role(lists: &Lists, token: &str) -> usize {
    let starts = token.char_indices().map(|(at, _)| at).skip(1);
    let last = starts.filter(|at| token[*at..].chars().count() > 1).filter(|at| {
        let (role, name) = token.split_at(*at);
        let is_role = lists.titles_before.is_end_of(role)
            || lists.labels.contains(role)
            || token.chars().count() > LONGEST_COMPOUND && role.ends_with(|last| BODIES.contains(last));
        is_role && Surname::at(lists, name).is_some()
    });
    last.last().unwrap_or(0)
}
