//! What stands before and behind a place that would be a name, in points.

use super::Surname;
use super::classes::Classes;
use super::lists::{Lists, Words};
use super::marks::{
    ends_clause, ends_sentence, follows_title, is_mark, is_preposition, joins, lists_names, may_end_body,
    pauses,
};
use crate::script::table::Lexicon;
use crate::script::{Script, WALL};

/// What stands before.
#[derive(Clone, Copy, Default)]
pub(super) struct Before {
    pub points: i32,
    /// The start of a clause or line.
    pub is_boundary: bool,
    /// An opening bracket.
    pub is_bracket: bool,
    /// A title and a mark, as in bylines (作者：).
    pub is_labelled: bool,
    /// A preposition that makes a word with 于 (由于, 对于).
    pub joins: bool,
}

/// In a bracket behind a name: （左二）, （中）, （女）.
const IN_PICTURES: &[char] = &['左', '右', '中', '前', '后', '男', '女', '图'];

/// In bytes: 校长（主持工作）.
const LONGEST_BRACKET: usize = 40;

/// What stands before `start`.
pub(super) fn before(lists: &Lists, text: &str, start: usize) -> Before {
    let text = &text[..start];
    let Some(last) = text.chars().next_back() else {
        return Before { points: 1, is_boundary: true, ..Before::default() };
    };
    let classes = lists.classes(last);
    if classes.any(Classes::ENDS_TITLE) && lists.titles_before.is_end_of(text) {
        return Before { points: 3, ..Before::default() };
    }
    let is_bracket = matches!(last, '（' | '(');
    let listed =
        if lists_names(last) { listed_before(lists, &text[..text.len() - last.len_utf8()]) } else { 0 };
    let named = after_title(lists, text, last);
    let is_boundary = ends_clause(last) || pauses(last) || last.is_whitespace();
    // Behind 对于 another 于 is a surname.
    let is_joined = text.strip_suffix('于').is_some_and(|left| left.ends_with(joins));
    let led = classes.any(Classes::LEADS) || is_joined;
    let other = if is_boundary || led { 1 } else { -1 };
    let joins = joins(last);
    Before {
        points: listed.max(named).max(other),
        is_boundary: is_boundary || is_joined,
        is_bracket,
        is_labelled: named == 3,
        joins,
    }
}

/// Does 对于, 由于 or 关于 end here? It is met before names, 位于 is not.
pub(super) fn ends_with_preposition(text: &str) -> bool {
    text.strip_suffix('于').is_some_and(|left| left.ends_with(is_preposition))
}

/// A title before a mark: 院长：, 党委书记、, 文/, 校长（兼）.
fn after_title(lists: &Lists, text: &str, last: char) -> i32 {
    let ends_with_title = |text: &str| lists.titles_before.is_end_of(text);
    if follows_title(last) {
        let before = text.trim_end_matches(follows_title);
        let marked = text[before.len()..].contains(['/', '／', '：', ':', '|', '｜']);
        let label = || marked && is_label(lists, before);
        return if ends_with_title(before) || label() { 3 } else { 0 };
    }
    if matches!(last, '）' | ')') {
        let open = last_of(&['（', '(', WALL], text, LONGEST_BRACKET);
        let titled =
            open.is_some_and(|open| !text[open..].starts_with(WALL) && ends_with_title(&text[..open]));
        return if titled { 3 } else { -1 };
    }
    let paused = pauses(last) && ends_with_title(&text[..text.len() - last.len_utf8()]);
    if paused { 2 } else { 0 }
}

/// Where the last of these characters stands, less than so many bytes from the end of `text`. Texts are long, and this
/// is asked at many places.
fn last_of(characters: &[char], text: &str, within: usize) -> Option<usize> {
    let from = text.ceil_char_boundary((text.len() + 1).saturating_sub(within));
    text[from..].rfind(characters).map(|at| from + at)
}

/// Where the last opening bracket stands, likewise, if nothing that ends a clause or closes a bracket is between. It is
/// asked for at most places that could be names.
fn open_bracket(text: &str, within: usize) -> Option<usize> {
    // Most marks begin with this byte, and the wall does.
    const WIDE: u8 = "（".as_bytes()[0];
    let bytes = text.as_bytes();
    let from = (bytes.len() + 1).saturating_sub(within);
    let marks = memchr::memrchr2_iter(b'(', WIDE, &bytes[from..]).map(|at| from + at);
    let marks = marks.filter_map(|at| Some((at, text.get(at..)?.chars().next()?)));
    let mut telling = marks.filter(|(_, mark)| matches!(*mark, '（' | '(' | '，' | '：' | '）' | WALL));
    let (open, _) = telling.next().filter(|(_, mark)| matches!(mark, '（' | '('))?;
    (!text[open..].contains('。')).then_some(open)
}

/// A label stands alone: 文/, but not 作文：.
fn is_label(lists: &Lists, before: &str) -> bool {
    let Some((at, _)) = before.char_indices().next_back() else { return false };
    let stands_alone =
        before[..at].chars().next_back().is_none_or(|left| !lists.classes(left).any(Classes::IN_WORDS));
    stands_alone && lists.labels.contains(&before[at..])
}

/// A name at the end of `text`: it stands alone, or behind a title.
fn listed_before(lists: &Lists, text: &str) -> i32 {
    let mut starts = text.char_indices().rev().map(|(at, _)| at).skip(1);
    let (short, long) = (starts.next(), starts.next());
    let is_name = |start: Option<usize>| {
        let Some(start) = start else { return false };
        let left = &text[..start];
        let begins = left.chars().next_back().is_none_or(|last| {
            lists_names(last) || ends_clause(last) || lists.classes(last).any(Classes::LEADS)
        });
        let looks = looks_like_name(lists, &text[start..]) == Some(text.len() - start);
        looks && (begins || lists.titles_before.is_end_of(left))
    };
    if is_name(long) {
        3
    } else if is_name(short) {
        2
    } else {
        0
    }
}

/// Behind these, or in a bracket at the end of a text, a name signs what it wrote or took.
const SIGNING: [&str; 2] = ["记者", "通讯员"];
/// In bytes: （湖北武汉市青山区范卫青）.
const LONGEST_SIGNATURE: usize = 60;

/// May a name that signs a text begin at `start`? Behind 记者, or in a bracket after a sentence: at its beginning,
/// behind another name or behind a place or body.
pub(super) fn begins_signature(text: &str, start: usize) -> bool {
    let before = &text[..start];
    let trimmed = before.trim_end_matches(follows_title);
    if SIGNING.iter().any(|title| trimmed.ends_with(title)) {
        return true;
    }
    let Some(open) = open_bracket(before, LONGEST_SIGNATURE) else { return false };
    let opens = text[..open].chars().next_back().is_none_or(ends_sentence);
    let inside = before[open..].trim_start_matches(['（', '(']);
    let last = inside.chars().next_back();
    opens && last.is_none_or(|last| lists_names(last) || last != '的' && may_end_body(last))
}

/// Does a signature end behind `end`, with 摄 or 报道 between, or go on with another name?
pub(super) fn ends_signature(lists: &Lists, text: &str, end: usize) -> bool {
    let rest = &text[end..];
    let tail = lists.tails.prefix_of(rest);
    let rest = &rest[tail.unwrap_or(0)..];
    if tail.is_some() && rest.starts_with(['：', ':', '，']) {
        return true;
    }
    let closed = rest.strip_prefix(['）', ')', '：', ':']).unwrap_or(rest);
    if closed.is_empty() || closed.starts_with('\n') {
        return true;
    }
    let Some(after) = rest.strip_prefix(lists_names) else { return false };
    let mut near = after.char_indices().take_while(|(at, _)| *at < LONGEST_SIGNATURE);
    let last = near.find(|(_, next)| matches!(next, '）' | ')'));
    last.is_some_and(|(last, _)| {
        let names = after[..last].split(lists_names);
        after[last..].chars().nth(1).is_none()
            && names.into_iter().all(|name| Surname::at(lists, name).is_some() && name.chars().count() < 5)
    })
}

/// Does a word of the lexicon end with the character from `start` to `end`? 师范, 其余, 五分钟.
pub(super) fn ends_word(text: &str, start: usize, end: usize) -> bool {
    let Some(lexicon) = Lexicon::of(Script::Hans) else { return false };
    let starts = text[..start].char_indices().rev().map(|(at, _)| at).take(Lexicon::LONGEST - 1);
    let mut found = false;
    for from in starts {
        lexicon.words(text.as_bytes(), from, end, |word, _| found |= word == end);
    }
    found
}

/// Is a number before `start`? Then 余 goes on with it (三十余).
pub(super) fn is_counted(text: &str, start: usize) -> bool {
    text[..start]
        .ends_with(|last: char| last.is_numeric() || "一二两三四五六七八九十百千万亿多几".contains(last))
}

/// 的, or the end of the name of a body, stands before `start`.
pub(super) fn ends_body(text: &str, start: usize) -> bool {
    text[..start].ends_with(may_end_body)
}

/// What stands behind `end`.
pub(super) fn behind(lists: &Lists, text: &str, end: usize) -> i32 {
    let rest = &text[end..];
    let Some(next) = rest.chars().next() else { return 1 };
    let classes = lists.classes(next);
    let begins = |words: &Words| words.prefix_of(rest).is_some();
    if classes.any(Classes::BEGINS_SEQUEL) {
        if begins(&lists.titles_behind) || begins(&lists.speech) {
            return 3;
        }
        if begins(&lists.deeds) {
            return 2;
        }
    }
    let after = &rest[next.len_utf8()..];
    if lists_names(next)
        && let Some(length) = looks_like_name(lists, after)
        && ends_here(lists, &after[length..])
    {
        return if after[..length].chars().count() > 2 { 3 } else { 2 };
    }
    if matches!(next, '（' | '(') && after.starts_with(IN_PICTURES) {
        return 3;
    }
    if matches!(next, '：' | ':') || (next == '于' && after.starts_with(|next: char| next.is_ascii_digit()))
    {
        return 2;
    }
    i32::from(is_mark(next) || classes.any(Classes::WEAK))
}

/// May a name of a list end before `rest`?
fn ends_here(lists: &Lists, rest: &str) -> bool {
    let Some(next) = rest.chars().next() else { return true };
    is_mark(next) || lists.classes(next).any(Classes::BEGINS_SEQUEL)
}

/// The length in bytes of a surname with a given name at the start of `text`, as long as it goes.
fn looks_like_name(lists: &Lists, text: &str) -> Option<usize> {
    let surname = Surname::at(lists, text)?.length;
    let given =
        text[surname..].chars().take(2).take_while(|character| lists.classes(*character).may_be_given());
    let length = surname + given.map(char::len_utf8).sum::<usize>();
    (length > surname && !lists.surname_words.contains(&text[..length])).then_some(length)
}
