//! From byte offsets to lines and columns as people count them.

use std::ops::Range;

/// Characters are counted once per this many bytes, so that a column costs the same at the end of a line
/// of megabytes as at its start.
const BLOCK: usize = 256;

/// A place in a text, both from 1. The column counts characters (Unicode scalar values), not bytes and
/// not screen columns; a byte order mark has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    pub line: usize,
    pub column: usize,
}

/// The lines of one text. They end in LF, CR LF or CR, mixed as they may be.
#[derive(Debug, Clone)]
pub struct LineIndex<'t> {
    text: &'t str,
    /// Where each line starts; the first after a byte order mark.
    starts: Vec<usize>,
    /// How many characters start before each multiple of [`BLOCK`].
    characters: Vec<usize>,
}

impl<'t> LineIndex<'t> {
    /// Reads the text once.
    pub fn new(text: &'t str) -> LineIndex<'t> {
        let bytes = text.as_bytes();
        let mut starts = vec![if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 }];
        starts.extend(
            memchr::memchr2_iter(b'\n', b'\r', bytes)
                .filter(|at| bytes[*at] == b'\n' || bytes.get(at + 1) != Some(&b'\n'))
                .map(|at| at + 1),
        );
        let mut count = 0;
        let characters = bytes
            .chunks(BLOCK)
            .map(|block| {
                let before = count;
                count += starts_in(block);
                before
            })
            .collect();
        LineIndex { text, starts, characters }
    }

    /// The place of a byte. Offsets behind the end mean the end; one inside a character means that character.
    pub fn position(&self, offset: usize) -> Position {
        let offset = self.text.floor_char_boundary(offset);
        let line = self.starts.partition_point(|start| *start <= offset).max(1);
        let column = 1 + self.before(offset).saturating_sub(self.before(self.starts[line - 1]));
        Position { line, column }
    }

    /// The bytes of a line from 1, without its end. Lines that do not exist are empty.
    pub fn line(&self, line: usize) -> Range<usize> {
        let end = self.text.len();
        let start = line.checked_sub(1).and_then(|index| self.starts.get(index)).copied().unwrap_or(end);
        let next = self.starts.get(line).copied().unwrap_or(end).max(start);
        start..start + self.text[start..next].trim_end_matches(['\n', '\r']).len()
    }

    pub fn text(&self) -> &'t str {
        self.text
    }

    /// Characters before a byte.
    fn before(&self, offset: usize) -> usize {
        let block = offset / BLOCK;
        let counted = self.characters.get(block).copied();
        // The end of a text that fills its last block.
        let (block, counted) = counted.map_or((0, 0), |counted| (block, counted));
        counted + starts_in(&self.text.as_bytes()[block * BLOCK..offset])
    }
}

/// Characters whose first byte is among these.
fn starts_in(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xC0 != 0x80).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(text: &str, offset: usize) -> (usize, usize) {
        let position = LineIndex::new(text).position(offset);
        (position.line, position.column)
    }

    #[test]
    fn columns_are_characters_and_lines_end_in_three_ways() {
        let text = "\u{feff}标题\r\n二\r三\n";
        assert_eq!(at(text, 0), (1, 1));
        assert_eq!(at(text, 3), (1, 1));
        assert_eq!(at(text, 6), (1, 2));
        assert_eq!(at(text, 7), (1, 2));
        assert_eq!(at(text, text.find('二').unwrap()), (2, 1));
        assert_eq!(at(text, text.find('三').unwrap()), (3, 1));
        assert_eq!(at(text, text.len()), (4, 1));
        assert_eq!(at(text, text.len() + 9), (4, 1));
        assert_eq!(at("", 0), (1, 1));
        let index = LineIndex::new(text);
        let lines: Vec<_> = (0..=5).map(|line| &text[index.line(line)]).collect();
        assert_eq!(lines, ["", "标题", "二", "三", "", ""]);
    }

    proptest! {
        #[test]
        fn positions_agree_with_counting(text in "[a中\u{301}😀\r\n]{0,700}", offset in 0..2000usize) {
            let offset = text.floor_char_boundary(offset);
            let before = text[..offset].replace("\r\n", "\n");
            // Between CR and LF the line has not ended yet.
            let before = match before.strip_suffix('\r') {
                Some(rest) if text[offset..].starts_with('\n') => format!("{rest}x"),
                _ => before,
            };
            let mut lines = before.split(['\n', '\r']);
            let last = lines.next_back().unwrap_or("");
            prop_assert_eq!(at(&text, offset), (lines.count() + 1, last.chars().count() + 1));
        }
    }
}
