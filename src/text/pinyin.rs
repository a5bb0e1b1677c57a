//! Names for URLs in Pinyin: a title or a file name in any script as lower-case ASCII words with hyphens.
//!
//! Knows nothing of records, of routes or of who wins when two slugs are equal.

use super::reading::{Token, read};

/// The longest slug, in bytes (all ASCII, so also in characters).
pub const MAX: usize = 80;

/// Bytes of the longest syllable: `zhuang`.
const LONGEST: usize = 6;

/// The slug of `text`: words joined by hyphens, a Chinese word in Pinyin without tones (重庆清源 is `chongqing-qing-yuan`).
///
/// Only the words that the table of readings knows are joined; every other character is a word of its own. ü is
/// written as Chinese URLs write it: `v` after l and n, where `u` would be another syllable (`lvyou`, `nvxing`), and
/// `u` in `lue` and `nue`, where it would not. A letter that has no ASCII form becomes `u` and its code point.
///
/// At most [`MAX`] long, cut between words. Empty only for a text without letters, digits and Han characters.
/// A slug is its own slug.
pub fn slug(text: &str) -> String {
    let mut slug = String::new();
    for token in read(text) {
        let word = match token {
            Token::Word(syllables) => {
                let mut word = String::with_capacity(syllables.len() * LONGEST);
                syllables.iter().for_each(|syllable| push_ascii(&mut word, syllable.reading));
                word
            }
            Token::Latin(latin) => latin,
            Token::Unread(c) => code_point(c),
        };
        if slug.is_empty() {
            slug = word;
            slug.truncate(MAX);
        } else if slug.len() + 1 + word.len() <= MAX {
            slug.push('-');
            slug.push_str(&word);
        } else {
            break;
        }
    }
    slug
}

fn push_ascii(word: &mut String, reading: &str) {
    match reading.is_ascii() {
        true => word.push_str(reading),
        false if reading.ends_with("üe") => word.push_str(&reading.replace('ü', "u")),
        false => word.push_str(&reading.replace('ü', "v")),
    }
}

fn code_point(c: char) -> String {
    format!("u{:x}", u32::from(c))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(slug(text), expected, "{text}");
    }

    /// The half-width voicing marks of kana count as letters in Unicode, but are marks once they are folded.
    fn is_letter_or_digit(c: char) -> bool {
        c.is_alphanumeric() && !matches!(c, '\u{FF9E}' | '\u{FF9F}')
    }

    #[test]
    fn titles() {
        check("重庆清源职业技术学院", "chongqing-qing-yuan-zhiye-jishu-xueyuan");
        check("长春、厦门、六安、台州、丽水", "changchun-xiamen-luan-taizhou-lishui");
        check("產教融合共同體成立", "chanjiao-ronghe-gongtongti-chengli");
        check("2026年5月18日签约仪式", "2026-nian-5-yue-18-ri-qianyue-yishi");
        check("《旅游战略》与女性", "lvyou-zhanlue-yu-nvxing");
        check("AI＋教育：５Ｇ Café", "ai-jiaoyu-5g-cafe");
        check("银行业协会行长", "yinhangye-xiehui-hangzhang");
        check("harbour-pact", "harbour-pact");
        check("China's  Alliance_v2", "chinas-alliance-v2");
    }

    #[test]
    fn nothing_left_is_empty_and_unknown_letters_are_not_lost() {
        check("，。—— !?", "");
        check("Ж", "u416");
    }

    #[test]
    fn no_letter_or_digit_is_lost() {
        let lost = |c: &char| is_letter_or_digit(*c) && slug(&c.to_string()).is_empty();
        assert_eq!(('\0'..=char::MAX).filter(lost).collect::<String>(), "");
    }

    #[test]
    fn long_titles_are_cut_between_words() {
        let long = slug(&"重庆".repeat(40));
        assert_eq!(long, ["chongqing"; 8].join("-"));
        check(&"a".repeat(100), &"a".repeat(MAX));
    }

    proptest! {
        #[test]
        fn a_slug_is_safe_short_and_its_own_slug(text in ".{0,60}|[长重行都乐a-zé 2-]{0,60}|\\PC{0,60}") {
            let slug = slug(&text);
            prop_assert!(slug.len() <= MAX);
            prop_assert!(slug.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'));
            prop_assert!(!slug.starts_with('-') && !slug.ends_with('-') && !slug.contains("--"));
            prop_assert_eq!(super::slug(&slug), slug.clone());
            prop_assert!(!slug.is_empty() || !text.chars().any(is_letter_or_digit));
        }
    }
}
