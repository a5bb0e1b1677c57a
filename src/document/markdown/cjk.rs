//! What Markdown does not know about Chinese: that a full-width stop ends a sentence without a space
//! behind it (so that `**强调。**后文` is bold), and that a line break between two Han characters is no space.
//! Nothing here writes output.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Parser, Tag};

use crate::mark::is_escaped;

/// Where an empty punctuation mark has to stand beside a run of `*` or `~~` so that CommonMark sees
/// a delimiter there, as positions in `text`, ascending.
///
/// The rule is that of the CJK-friendly amendment to CommonMark (markdown-cjk-friendly,
/// specification.md, section 6.2): wide punctuation counts as a letter, and a wide character beside a
/// run counts as a border. Curly quotes, dashes and ellipses, which are not wide by themselves, count as
/// wide where a wide character stands on their other side. `_` keeps its rule.
pub(super) fn emphasis_gaps(text: &str) -> Vec<usize> {
    let runs = runs_without_flank(text);
    if runs.is_empty() {
        return Vec::new();
    }
    let mut allowed = vec![false; runs.len()];
    let mut allow = |range: Range<usize>| {
        let first = runs.partition_point(|run| run.range.end <= range.start);
        for (run, allowed) in runs[first..].iter().zip(&mut allowed[first..]) {
            if run.range.start >= range.end {
                break;
            }
            *allowed = true;
        }
    };
    // Text inside code, addresses and the labels of references must stay as it is.
    let mut closed_until = 0;
    for (event, range) in Parser::new_ext(text, super::OPTIONS).into_offset_iter() {
        if range.start < closed_until {
            continue;
        }
        match event {
            Event::Start(Tag::CodeBlock(_)) => closed_until = range.end,
            Event::Start(Tag::Link { link_type, .. } | Tag::Image { link_type, .. })
                if !matches!(link_type, LinkType::Inline | LinkType::Reference) =>
            {
                closed_until = range.end;
            }
            Event::Start(Tag::Strong | Tag::Emphasis | Tag::Strikethrough) => {
                allow(range.start..range.start + 1);
                allow(range.end - 1..range.end);
            }
            Event::Text(_) => allow(range),
            _ => {}
        }
    }
    runs.iter().zip(allowed).filter(|(_, allowed)| *allowed).map(|(run, _)| run.gap).collect()
}

struct Run {
    range: Range<usize>,
    gap: usize,
}

/// The runs of `*` and `~~` that CommonMark reads otherwise than the amendment.
fn runs_without_flank(text: &str) -> Vec<Run> {
    let bytes = text.as_bytes();
    let mut runs = Vec::new();
    let mut from = 0;
    while let Some(found) = memchr::memchr2(b'*', b'~', &bytes[from..]) {
        let mut start = from + found;
        let mark = bytes[start];
        let end = start + bytes[start..].iter().take_while(|byte| **byte == mark).count();
        from = end;
        if is_escaped(text, start) {
            start += 1;
        }
        // One tilde is a tilde: 3月~5月.
        if start == end || mark == b'~' && end - start != 2 {
            continue;
        }
        if let Some(gap) = gap(text, start, end) {
            runs.push(Run { range: start..end, gap });
        }
    }
    runs
}

fn gap(text: &str, start: usize, end: usize) -> Option<usize> {
    let mut before = text[..start].chars().rev();
    let mut after = text[end..].chars();
    let (previous, next) = (before.next()?, after.next()?);
    if previous.is_ascii() && next.is_ascii() || previous.is_whitespace() || next.is_whitespace() {
        return None;
    }
    // A variation selector belongs to the character before it.
    let base = if is_variation_selector(previous) { before.next()? } else { previous };
    let wide =
        |mark: char, beyond: Option<char>| is_cjk(mark) || !mark.is_ascii() && beyond.is_some_and(is_cjk);
    match (is_punctuation(previous), is_punctuation(next)) {
        (true, false) if is_cjk(next) || wide(previous, before.next()) => Some(end),
        (false, true) if is_cjk(base) || wide(next, after.next()) => Some(start),
        _ => None,
    }
}

/// Is a line break between the two characters nothing, not a space? So it is between Han characters,
/// Kana and wide punctuation; quotation marks, dashes and dots lean on a wide neighbour. So do digits: a date or a
/// quantity (1月15日, 62家) is one word in Chinese, wherever its line was broken.
pub(super) fn joins(previous: char, next: char) -> bool {
    let leans = |c: char| {
        matches!(c, '‘' | '’' | '“' | '”' | '—' | '―' | '…' | '‥' | '·' | '‧' | '•' | '0'..='9' | '%')
    };
    match (is_wide(previous), is_wide(next)) {
        (true, true) => true,
        (true, false) => leans(next),
        (false, true) => leans(previous),
        (false, false) => false,
    }
}

/// Han, as it is counted: ideographs of all planes, with the ideographic zero.
pub(super) fn is_han(c: char) -> bool {
    matches!(c, '\u{3005}' | '\u{3007}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFD}')
}

/// Han, Kana, Bopomofo and full-width or half-width forms, with their punctuation (UAX #11 W, F and H,
/// without Hangul and emoji).
pub(super) fn is_wide(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{312F}' | '\u{3190}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAFF}' | '\u{FE10}'..='\u{FE1F}' | '\u{FE30}'..='\u{FE6F}'
        | '\u{FF01}'..='\u{FF9F}' | '\u{FFE0}'..='\u{FFEE}' | '\u{1B000}'..='\u{1B2FF}'
        | '\u{1F200}'..='\u{1F265}' | '\u{20000}'..='\u{3FFFD}')
}

fn is_cjk(c: char) -> bool {
    is_wide(c)
        || matches!(c, '\u{1100}'..='\u{11FF}' | '\u{3130}'..='\u{318F}' | '\u{A960}'..='\u{A97F}'
            | '\u{AC00}'..='\u{D7FF}')
}

fn is_variation_selector(c: char) -> bool {
    matches!(c, '\u{FE00}'..='\u{FE0E}' | '\u{E0100}'..='\u{E01EF}')
}

/// Punctuation and symbols as CommonMark 0.31 counts them, as far as they can stand beside CJK text.
fn is_punctuation(c: char) -> bool {
    c.is_ascii_punctuation()
        || matches!(c, '\u{A1}'..='\u{A9}' | '\u{AB}' | '\u{AC}' | '\u{AE}'..='\u{B1}' | '\u{B4}'
            | '\u{B6}'..='\u{B8}' | '\u{BB}' | '\u{BF}' | '\u{D7}' | '\u{F7}' | '\u{2010}'..='\u{2027}'
            | '\u{2030}'..='\u{205E}' | '\u{20A0}'..='\u{20C0}' | '\u{2100}' | '\u{2101}'
            | '\u{2103}'..='\u{2106}' | '\u{2108}' | '\u{2109}' | '\u{2116}'..='\u{2118}'
            | '\u{211E}'..='\u{2123}' | '\u{2190}'..='\u{2426}' | '\u{249C}'..='\u{24E9}'
            | '\u{2500}'..='\u{2775}' | '\u{2794}'..='\u{2BFF}' | '\u{2E00}'..='\u{2E5D}'
            | '\u{3001}'..='\u{3004}' | '\u{3008}'..='\u{3020}' | '\u{3030}' | '\u{303D}'..='\u{303F}'
            | '\u{309B}' | '\u{309C}' | '\u{30A0}' | '\u{30FB}' | '\u{FE10}'..='\u{FE19}'
            | '\u{FE30}'..='\u{FE52}' | '\u{FE54}'..='\u{FE66}' | '\u{FE68}'..='\u{FE6B}'
            | '\u{FF01}'..='\u{FF0F}' | '\u{FF1A}'..='\u{FF20}' | '\u{FF3B}'..='\u{FF40}'
            | '\u{FF5B}'..='\u{FF65}' | '\u{FFE0}'..='\u{FFE6}' | '\u{FFE8}'..='\u{FFEE}')
}
