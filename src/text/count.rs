//! How long a text is, and how long it takes to read.

use super::han::{is_cjk_wide, is_han};

/// Characters of Chinese a reader takes in a minute.
const HAN_PER_MINUTE: u64 = 350;
/// Words of Latin text a reader takes in a minute.
const WORDS_PER_MINUTE: u64 = 200;

/// The size of a text, in the units that its scripts are counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TextCount {
    /// Han characters of all planes; kana too, which are also written without spaces.
    pub han: u32,
    /// Words and numbers of the scripts that put spaces between words. `3.5`, `well-known` and `it's` are one each.
    pub words: u32,
}

/// Counts `text`; punctuation and spaces are not counted.
pub fn count(text: &str) -> TextCount {
    let mut count = TextCount::default();
    let mut in_word = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if is_han(c) || is_kana(c) {
            count.han += 1;
            in_word = false;
        } else if c.is_alphanumeric() {
            count.words += u32::from(!in_word);
            in_word = true;
        } else {
            in_word = in_word && is_inside_word(c, chars.peek().copied());
        }
    }
    count
}

impl TextCount {
    /// Minutes to read the text, rounded, at least 1.
    pub fn reading_minutes(self) -> u32 {
        let work = u64::from(self.han) * WORDS_PER_MINUTE + u64::from(self.words) * HAN_PER_MINUTE;
        let minute = HAN_PER_MINUTE * WORDS_PER_MINUTE;
        u32::try_from((work + minute / 2) / minute).unwrap_or(u32::MAX).max(1)
    }
}

fn is_kana(c: char) -> bool {
    is_cjk_wide(c) && matches!(c, '\u{3041}'..='\u{30FF}') && c.is_alphabetic()
}

/// Whether a mark between two letters or digits leaves them one word.
fn is_inside_word(c: char, next: Option<char>) -> bool {
    let joins = matches!(c, '\'' | '’' | '-' | '.' | ',' | '_' | '@' | '\u{300}'..='\u{36F}');
    joins && next.is_none_or(|n| !is_cjk_wide(n))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, han: u32, words: u32) {
        assert_eq!(count(text), TextCount { han, words }, "{text}");
    }

    #[test]
    fn scripts_are_counted_in_their_own_units() {
        check("", 0, 0);
        check("产教融合，共建共享。", 8, 0);
        check("2026年5月，AI+教育", 4, 3);
        check("It's well-known: 3.5 million, 1,000 km.", 0, 6);
        check("𠮷野家の牛丼", 6, 0);
        check("end. Next", 0, 2);
        check("cafe\u{301}s", 0, 1);
    }

    #[test]
    fn reading_takes_at_least_a_minute() {
        assert_eq!(count("").reading_minutes(), 1);
        assert_eq!(count(&"字".repeat(700)).reading_minutes(), 2);
        assert_eq!(count(&"word ".repeat(600)).reading_minutes(), 3);
        let huge = TextCount { han: u32::MAX, words: u32::MAX };
        assert!(huge.reading_minutes() > 1_000_000);
    }
}
