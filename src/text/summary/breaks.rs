//! Where a text may be cut, for a summary.
//!
//! Positions are indexes of characters: position 3 lies before the fourth one. Knows nothing of limits.

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

use crate::text::han::{is_cjk_wide, is_han};

/// A text measured once, in one walk.
pub(super) struct Breaks {
    chars: Vec<char>,
    /// Per position: bytes before it.
    bytes: Vec<usize>,
    /// Per position: width before it, in narrow characters.
    widths: Vec<usize>,
    /// Per position: how many pairs of brackets or quotation marks it lies in.
    depths: Vec<usize>,
    /// Matched pairs, as places of their marks, in the order of their opening marks.
    pairs: Vec<(usize, usize)>,
}

/// Whether `c` ends a sentence, or trails off.
pub(super) fn is_sentence_mark(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '!' | '?' | '…')
}

impl Breaks {
    pub(super) fn of(text: &str) -> Breaks {
        let chars: Vec<char> = text.chars().collect();
        let mut bytes = vec![0];
        let mut widths = vec![0];
        for (at, c) in chars.iter().enumerate() {
            bytes.push(bytes[at] + c.len_utf8());
            widths.push(widths[at] + if is_cjk_wide(*c) { 2 } else { 1 });
        }
        let pairs = matched_pairs(&chars);
        let depths = depths(&pairs, chars.len());
        Breaks { chars, bytes, widths, depths, pairs }
    }

    /// The position after the last character.
    pub(super) fn end(&self) -> usize {
        self.chars.len()
    }

    pub(super) fn byte(&self, at: usize) -> usize {
        self.bytes[at]
    }

    pub(super) fn width(&self, at: usize) -> usize {
        self.widths[at]
    }

    /// All positions at which a text may end.
    pub(super) fn all(&self) -> Range<usize> {
        1..self.end() + 1
    }

    /// Those among them of a width, which is one of the widths about `middle`.
    pub(super) fn positions(&self, of_width: impl Fn(usize) -> bool, middle: usize) -> Range<usize> {
        let widths = &self.widths[..];
        let start = widths.partition_point(|width| *width < middle && !of_width(*width));
        let end = widths.partition_point(|width| *width <= middle || of_width(*width));
        start.max(1)..end.max(1)
    }

    /// Positions after a sentence and the marks that close with it, and before line breaks.
    pub(super) fn sentence_ends(&self, among: Range<usize>) -> impl Iterator<Item = usize> {
        self.outside_brackets(among).filter(|at| self.ends_sentence(*at))
    }

    /// Positions before a comma or semicolon.
    pub(super) fn before_commas(&self, among: Range<usize>) -> impl Iterator<Item = usize> {
        let comma = |at: &usize| match self.chars.get(*at) {
            Some('，' | '；') => true,
            Some(',' | ';') => self.chars.get(at + 1).is_none_or(|next| next.is_whitespace()),
            _ => false,
        };
        among.filter(|at| self.depths[*at] == 0).filter(comma)
    }

    /// Positions between words that lie in no brackets.
    pub(super) fn outside_brackets(&self, among: Range<usize>) -> impl Iterator<Item = usize> {
        self.between_words(among).filter(|at| self.depths[*at] == 0)
    }

    /// Positions between words.
    pub(super) fn between_words(&self, among: Range<usize>) -> impl Iterator<Item = usize> {
        among.filter(|at| !self.is_inside_word(*at))
    }

    /// The marks that close the pairs around a position, innermost first.
    pub(super) fn closers_of_open(&self, at: usize) -> String {
        let around = self.pairs.iter().filter(|(open, close)| *open < at && at <= *close);
        around.rev().map(|(_, close)| self.chars[*close]).collect()
    }

    fn ends_sentence(&self, at: usize) -> bool {
        /// More marks than this do not close together; the bound keeps the walk linear.
        const CLOSING: usize = 6;

        let next = self.chars.get(at).copied();
        if next == Some('\n') {
            return true;
        }
        let before = &self.chars[..at];
        let closing = before.iter().rev().take(CLOSING).take_while(|c| is_closer(**c)).count();
        let (sentence, closers) = before.split_at(at - closing);
        match sentence.last() {
            // “加油！”的口号 goes on, and so does ？！.
            Some(c) if is_sentence_mark(*c) => {
                let goes_on = next.is_some_and(|n| is_sentence_mark(n) || is_closer(n));
                let quoted_only = !closers.is_empty() && next.is_some_and(|n| "的地，、；：,".contains(n));
                !goes_on && !quoted_only
            }
            Some('.') => closers.is_empty() && self.is_full_stop(at),
            _ => false,
        }
    }

    /// Whether the `.` before a position ends a sentence: after a word or number that is no abbreviation, with a
    /// capital or a Chinese character to follow.
    fn is_full_stop(&self, at: usize) -> bool {
        let word = self.chars[..at - 1].iter().rev().take(4).filter(|c| c.is_alphanumeric()).count();
        let mut following = self.chars[at..].iter();
        let space = following.next().is_none_or(|c| c.is_whitespace());
        word == 4 && space && following.next().is_none_or(|c| c.is_uppercase() || is_han(*c))
    }

    /// Whether a cut at a position would part what is read as one.
    fn is_inside_word(&self, at: usize) -> bool {
        let (Some(&before), Some(&after)) = (self.chars.get(at - 1), self.chars.get(at)) else {
            return false;
        };
        let ahead = self.chars.get(at + 1).copied();
        let behind = |steps| at.checked_sub(steps).and_then(|i| self.chars.get(i)).copied();
        // Nearly everywhere in Chinese text.
        if is_ideograph(before) && is_ideograph(after) {
            return before == '第' || is_inside_quantity(behind(2), before, after, ahead);
        }
        (is_narrow(before) && is_narrow(after))
            || is_apostrophe(before, behind(2), Some(after))
            || is_apostrophe(after, Some(before), ahead)
            || joins_to_previous(after)
            || before == '\u{200D}'
            || (is_regional(before) && is_regional(after))
            || (opener_index(before).is_some() && !is_closer(before))
            || (before == after && matches!(after, '—' | '…'))
            || matches!(before, '第' | '￥')
            || matches!(after, '％' | '℃')
            || is_inside_quantity(behind(2), before, after, ahead)
    }
}

/// The block of the usual characters: no numbers in Unicode's eyes, no marks.
fn is_ideograph(c: char) -> bool {
    ('\u{4E00}'..='\u{9FFF}').contains(&c)
}

/// Whether `c` is part of a run like a word, a number or a URL, which only a space or a wide character ends.
fn is_narrow(c: char) -> bool {
    !c.is_whitespace()
        && !is_cjk_wide(c)
        && !matches!(c, '\u{2010}'..='\u{2027}')
        && opener_index(c).is_none()
        && !is_closer(c)
}

fn is_apostrophe(c: char, before: Option<char>, after: Option<char>) -> bool {
    let latin = |side: Option<char>| side.is_some_and(|s| s.is_ascii_alphanumeric());
    c == '’' && latin(before) && latin(after)
}

fn joins_to_previous(c: char) -> bool {
    is_combining_mark(c) || matches!(c, '\u{200D}' | '\u{1F3FB}'..='\u{1F3FF}' | '\u{E0020}'..='\u{E007F}')
}

fn is_regional(c: char) -> bool {
    matches!(c, '\u{1F1E6}'..='\u{1F1FF}')
}

/// Whether the place between `before` and `after` lies within a number, between it and its unit, or within a date.
fn is_inside_quantity(previous: Option<char>, before: char, after: char, next: Option<char>) -> bool {
    const UNITS: &str = "个名人家所项位次届年月日时分秒周天期级类种批门台套件份本册页章条款元亩吨米里公平\
                         立度岁倍成户村镇县市省校班场座座栋层间辆艘架株头只";
    let numeral = |c: char| {
        matches!(
            c,
            '零' | '〇'
                | '一'
                | '二'
                | '三'
                | '四'
                | '五'
                | '六'
                | '七'
                | '八'
                | '九'
                | '十'
                | '百'
                | '千'
                | '万'
                | '亿'
                | '两'
                | '几'
        )
    };
    let digit = |c: char| !is_ideograph(c) && c.is_numeric() && !numeral(c);
    let magnitude = |c: char| matches!(c, '十' | '百' | '千' | '万' | '亿');
    if digit(before) && (is_han(after) || digit(after)) {
        return true;
    }
    // 120 公里, 5 km
    if digit(before) && after == ' ' && next.is_some_and(|n| is_han(n) || n.is_alphabetic()) {
        return true;
    }
    if before == ' ' && previous.is_some_and(digit) && (is_han(after) || after.is_alphabetic()) {
        return true;
    }
    // 3.5万名, 2024年5月
    if previous.is_some_and(digit)
        && (magnitude(before) && is_han(after) || matches!(before, '年' | '月') && digit(after))
    {
        return true;
    }
    numeral(before) && (numeral(after) || UNITS.contains(after))
}

const PAIRS: [(char, char); 13] = [
    ('「', '」'),
    ('『', '』'),
    ('《', '》'),
    ('〈', '〉'),
    ('（', '）'),
    ('(', ')'),
    ('“', '”'),
    ('‘', '’'),
    ('[', ']'),
    ('【', '】'),
    ('〔', '〕'),
    ('{', '}'),
    ('"', '"'),
];

fn opener_index(c: char) -> Option<usize> {
    PAIRS.iter().position(|pair| pair.0 == c)
}

fn is_closer(c: char) -> bool {
    PAIRS.iter().any(|pair| pair.1 == c)
}

/// The places of all marks that have a partner. Marks without one are ordinary characters.
fn matched_pairs(chars: &[char]) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    let mut open: Vec<(usize, usize)> = Vec::new(); // (index in PAIRS, place)
    let mut waiting = [0usize; PAIRS.len()];
    for (at, c) in chars.iter().enumerate() {
        let closes = PAIRS.iter().position(|pair| pair.1 == *c).filter(|kind| waiting[*kind] > 0);
        if let Some(kind) = closes {
            // Marks opened inside and never closed are dropped on the way.
            while let Some((inner, place)) = open.pop() {
                waiting[inner] -= 1;
                if inner == kind {
                    pairs.push((place, at));
                    break;
                }
            }
        } else if let Some(kind) = opener_index(*c) {
            open.push((kind, at));
            waiting[kind] += 1;
        }
    }
    pairs.sort_unstable();
    pairs
}

/// Per position, the number of pairs that it lies between.
fn depths(pairs: &[(usize, usize)], length: usize) -> Vec<usize> {
    let mut opened = vec![0usize; length + 2];
    let mut closed = vec![0usize; length + 2];
    for (open, close) in pairs {
        opened[open + 1] += 1;
        closed[close + 1] += 1;
    }
    let mut depth = 0;
    (0..=length)
        .map(|at| {
            depth = depth + opened[at] - closed[at];
            depth
        })
        .collect()
}
