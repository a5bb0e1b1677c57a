//! The way from the prose of a compiled text back to the file.

use crate::script::WALL;

/// Finds places of passages in the file.
pub struct Finder<'t> {
    text: &'t str,
    /// Where the Markdown begins.
    start: usize,
    /// Passages come in the order of the file, footnotes apart.
    from: usize,
}

impl<'t> Finder<'t> {
    pub fn new(text: &'t str, start: usize) -> Finder<'t> {
        Finder { text, start, from: start }
    }

    /// The bytes of the file that hold the character at `at` of a passage: found by the words around it,
    /// fewer where a line ends between them. `None` when the file spells it in another way.
    pub fn place(&mut self, passage: &str, at: usize) -> Option<std::ops::Range<usize>> {
        let character = passage.get(at..)?.chars().next()?;
        let stops = |c: &char| *c != WALL;
        for reach in [8, 4, 2, 1, 0] {
            let before: usize =
                passage[..at].chars().rev().take(reach).take_while(stops).map(char::len_utf8).sum();
            let behind = &passage[at + character.len_utf8()..];
            let after: usize = behind.chars().take(reach).take_while(stops).map(char::len_utf8).sum();
            // A line may end on one side, or markup stand there.
            for (before, after) in [(before, after), (before, 0), (0, after)] {
                let window = &passage[at - before..at + character.len_utf8() + after];
                let hit = |from: usize| self.text[from..].find(window).map(|found| from + found + before);
                let is_alone = before + after == 0;
                if is_alone && reach > 0 {
                    continue;
                }
                if let Some(found) = hit(self.from).or_else(|| hit(self.start)) {
                    // A character alone may have been found elsewhere.
                    if !is_alone {
                        self.from = found;
                    }
                    return Some(found..found + character.len_utf8());
                }
            }
        }
        None
    }

    /// The same for several characters: from the first to the last, which may stand on two lines or have
    /// markup between them.
    pub fn range(&mut self, passage: &str, range: std::ops::Range<usize>) -> Option<std::ops::Range<usize>> {
        const MARKUP: usize = 80;
        let first = self.place(passage, range.start)?;
        let word = &passage[range];
        if self.text[first.start..].starts_with(word) {
            return Some(first.start..first.start + word.len());
        }
        let mut end = first.end;
        for letter in word.chars().skip(1) {
            let window = &self.text[end..self.text.floor_char_boundary(end + MARKUP)];
            match window.find(letter) {
                Some(at) => end += at + letter.len_utf8(),
                None => return Some(first),
            }
        }
        Some(first.start..end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_behind_equal_ones_and_across_markup() {
        let text = "标题\n\n后来发展，先后开**发**了。\n会后\n发言";
        let mut finder = Finder::new(text, 0);
        let mut found = |passage: &str, word: &str| {
            let at = passage.rfind(word).unwrap();
            finder.range(passage, at..at + word.len()).map(|range| &text[range])
        };
        assert_eq!(found("后来发展，先后开发了。", "开发"), Some("开**发"));
        assert_eq!(found("会后发言", "后发"), Some("后\n发"));
        assert_eq!(found("别处", "别处"), None);
    }
}
