//! Lines of a text with any line end: LF, CRLF or a lone CR.

use std::ops::Range;

/// The ranges of all lines without their ends.
pub fn lines(text: &str) -> impl Iterator<Item = Range<usize>> {
    let bytes = text.as_bytes();
    let mut next = 0;
    std::iter::from_fn(move || {
        if next >= bytes.len() {
            return None;
        }
        let start = next;
        let end = memchr::memchr2(b'\n', b'\r', &bytes[start..]).map_or(bytes.len(), |at| start + at);
        next = if bytes[end..].starts_with(b"\r\n") { end + 2 } else { end + 1 };
        Some(start..end)
    })
}

/// The byte at a line and column, both from 1, columns in characters. Places behind a line's end, or
/// behind the text, are moved back to that end.
pub fn offset(text: &str, line: usize, column: usize) -> usize {
    let Some(range) = lines(text).nth(line.saturating_sub(1)) else { return text.len() };
    text[range.clone()]
        .char_indices()
        .nth(column.saturating_sub(1))
        .map_or(range.end, |(at, _)| range.start + at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_end_counts_once() {
        let read = |text| lines(text).map(|range| text[range].to_owned()).collect::<Vec<_>>();
        assert_eq!(read("甲\r\n乙\rc\n\nd"), ["甲", "乙", "c", "", "d"]);
        assert_eq!(read("a\n"), ["a"]);
        assert_eq!(offset("甲乙\r\n丙丁", 2, 2), 11);
        assert_eq!(offset("甲", 9, 9), 3);
    }
}
