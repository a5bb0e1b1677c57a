//! The lines to show for a place: only those it touches, cut to the width of the screen around it.
//!
//! A Chinese paragraph is one line of thousands of characters, so most lines have to be cut.

use std::ops::Range;

use unicode_width::UnicodeWidthChar;

use super::super::Span;
use super::super::position::LineIndex;

/// A span over more lines than this is shown by its first line.
const MOST_LINES: usize = 30;

/// What stands for text that was cut away.
const CUT: char = '…';

/// Some lines of a text, with ends that are all LF.
pub(super) struct Excerpt {
    pub(super) source: String,
    /// The place within `source`.
    pub(super) span: Range<usize>,
    /// The number of the first line.
    pub(super) first_line: usize,
    /// True when the start of a line is missing, so that columns cannot be counted in `source`.
    pub(super) cut_left: bool,
}

/// Cuts out what a span touches. `width` counts screen columns.
pub(super) fn excerpt(index: &LineIndex, span: &Span, width: usize) -> Excerpt {
    let text = index.text();
    let start = text.floor_char_boundary(span.start);
    let end = text.floor_char_boundary(span.end).max(start);
    let first = index.position(start).line;
    // A span that ends in a line's end does not touch the next line.
    let last = if end > start { index.position(end - 1).line } else { first };
    let last = if last - first >= MOST_LINES { first } else { last };

    let mut cut = Excerpt { source: String::new(), span: 0..0, first_line: first, cut_left: false };
    for number in first..=last {
        if number > first {
            cut.source.push('\n');
        }
        let line = index.line(number);
        // The part of the span in this line; a line's end itself has nothing to underline.
        let from = start.clamp(line.start, line.end);
        let to = end.clamp(line.start, line.end);
        let window = window(&text[line.clone()], from - line.start..to - line.start, width);
        let window = line.start + window.start..line.start + window.end;
        if window.start > line.start {
            cut.source.push(CUT);
            cut.cut_left = true;
        }
        let moved = |offset: usize| cut.source.len() + offset.clamp(window.start, window.end) - window.start;
        let (shown_from, shown_to) = (moved(from), moved(to));
        if number == first {
            cut.span.start = shown_from;
        }
        cut.span.end = shown_to;
        cut.source.push_str(&text[window.clone()]);
        if window.end < line.end {
            cut.source.push(CUT);
        }
    }
    cut
}

/// The part of a line to show: all of it, or as much as fits around `place`.
fn window(line: &str, place: Range<usize>, width: usize) -> Range<usize> {
    if end_within(line, width) == line.len() {
        return 0..line.len();
    }
    let shown = end_within(&line[place.clone()], width * 2 / 3);
    let rest = width.saturating_sub(columns(&line[place.start..place.start + shown]));
    let start = start_within(&line[..place.start], rest / 2);
    start..start + end_within(&line[start..], width)
}

/// How many bytes from the start fit into `width` columns.
fn end_within(text: &str, width: usize) -> usize {
    let mut left = width;
    for (at, c) in text.char_indices() {
        match left.checked_sub(c.width().unwrap_or(1)) {
            Some(rest) => left = rest,
            None => return at,
        }
    }
    text.len()
}

/// From which byte on the rest fits into `width` columns.
fn start_within(text: &str, width: usize) -> usize {
    let mut left = width;
    let mut start = text.len();
    for (at, c) in text.char_indices().rev() {
        match left.checked_sub(c.width().unwrap_or(1)) {
            Some(rest) => left = rest,
            None => break,
        }
        start = at;
    }
    start
}

fn columns(text: &str) -> usize {
    text.chars().map(|c| c.width().unwrap_or(1)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cut(text: &str, span: Range<usize>, width: usize) -> (String, String) {
        let excerpt = excerpt(&LineIndex::new(text), &span, width);
        let shown = excerpt.source[excerpt.span].to_owned();
        (excerpt.source, shown)
    }

    #[test]
    fn long_lines_are_cut_around_the_place() {
        let text = format!("短\n{}错误{}\n尾", "前".repeat(500), "后".repeat(500));
        let at = text.find("错误").unwrap();
        let (source, shown) = cut(&text, at..at + 6, 20);
        assert_eq!(source, "…前前前前错误后后后后…");
        assert_eq!(shown, "错误");
        assert_eq!(cut(&text, 0..3, 20), ("短".into(), "短".into()));
        let (source, shown) = cut(&text, 4..text.len() - 4, 20);
        assert_eq!(source, format!("{}…", "前".repeat(10)));
        assert_eq!(shown, "前".repeat(10));
    }

    #[test]
    fn line_ends_are_not_underlined_and_become_one_kind() {
        assert_eq!(cut("一\r\n二\r三\n", 0..12, 20), ("一\n二\n三".into(), "一\n二\n三".into()));
        assert_eq!(cut("\u{feff}一\n", 0..6, 20), ("一".into(), "一".into()));
        assert_eq!(cut("一\n", 4..4, 20), (String::new(), String::new()));
        assert_eq!(cut(&"行\n".repeat(99), 0..300, 20), ("行".into(), "行".into()));
    }

    proptest! {
        #[test]
        fn any_span_gives_a_span_of_the_excerpt(
            text in "[a中\u{301}\t\r\n]{0,60}", start in 0..200usize, len in 0..200usize, width in 0..30usize,
        ) {
            let excerpt = excerpt(&LineIndex::new(&text), &(start..start + len), width);
            prop_assert!(excerpt.source.get(excerpt.span.clone()).is_some());
            for line in excerpt.source.lines() {
                prop_assert!(columns(line) <= width + 2, "{line:?}");
            }
        }
    }
}
