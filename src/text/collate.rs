//! The order of names in directories, by language.
//!
//! Simplified Chinese is ordered by Pinyin, traditional Chinese by strokes, every other language as CLDR says.
//! Knows nothing of pages; ICU's own Pinyin order takes one reading per character, so 重庆 would stand under Z.

use std::cmp::Ordering;

use icu_collator::options::{CollatorOptions, Strength};
use icu_collator::{Collator, CollatorBorrowed};
use icu_locale::extensions::unicode::{key, value};
use icu_locale::subtags::language;
use icu_locale::{Locale, locale};

use super::reading::{Syllable, Token, read};

/// How the names of one language are ordered. Build it once per language: it is cheap to use, not to make.
#[derive(Debug)]
pub struct NameOrder {
    rule: Rule,
    names: CollatorBorrowed<'static>,
}

#[derive(Debug)]
enum Rule {
    /// By reading, character by character: syllable, then tone, then the character itself by this collator.
    Reading { characters: CollatorBorrowed<'static> },
    /// As the collator of the language says.
    Collation,
}

impl NameOrder {
    /// The order for a BCP 47 tag. `zh` without script goes by its region: Taiwan, Hong Kong and Macau by strokes.
    ///
    /// A tag that asks for an order (`zh-Hans-u-co-stroke`) gets it. A tag that is not valid, or a language that CLDR
    /// does not know, gets the root order.
    pub fn for_tag(tag: &str) -> NameOrder {
        let locale = Locale::try_from_str(tag).unwrap_or(Locale::UNKNOWN);
        let asked = locale.extensions.unicode.keywords.get(&key!("co"));
        let by_reading = match asked {
            Some(order) => *order == value!("pinyin"),
            None => !is_traditional(&locale),
        };
        if locale.id.language != language!("zh") || (asked.is_some() && !by_reading) {
            return NameOrder { rule: Rule::Collation, names: collator(locale, Strength::Tertiary) };
        }
        if !by_reading {
            let stroke = collator(locale!("zh-Hant-u-co-stroke"), Strength::Tertiary);
            return NameOrder { rule: Rule::Collation, names: stroke };
        }
        let characters = collator(locale!("zh"), Strength::Primary);
        NameOrder { rule: Rule::Reading { characters }, names: collator(locale!("zh"), Strength::Tertiary) }
    }

    /// The sort key of `name`: keys of one `NameOrder` compare bytewise as the names do.
    ///
    /// Only equal names have equal keys, so the order is total. Keys are not made to be stored.
    pub fn key(&self, name: &str) -> Vec<u8> {
        let mut key = match &self.rule {
            Rule::Reading { characters } => reading_key(name, characters),
            Rule::Collation => Vec::new(),
        };
        // No part of a key holds a zero byte before it, so a shorter name stands before the one it begins.
        key.push(0);
        write_sort_key(&self.names, name, &mut key);
        key.push(0);
        key.extend_from_slice(name.as_bytes());
        key
    }

    /// Compares two names. To sort a list, make each key once (`sort_by_cached_key`).
    pub fn compare(&self, a: &str, b: &str) -> Ordering {
        self.key(a).cmp(&self.key(b))
    }
}

/// The letter that `name` stands under in a Pinyin directory: `A` to `Z` by its first syllable or Latin letter, else `#`.
///
/// The order for simplified Chinese agrees with it: names of one letter stand together, `#` last.
pub fn initial(name: &str) -> char {
    initial_of(read(name).first())
}

fn initial_of(first: Option<&Token>) -> char {
    let letter = match first {
        Some(Token::Word(syllables)) => syllables.first().and_then(|s| s.reading.chars().next()),
        Some(Token::Latin(latin)) => latin.chars().next(),
        Some(Token::Unread(_)) | None => None,
    };
    letter.filter(char::is_ascii_alphabetic).map_or('#', |c| c.to_ascii_uppercase())
}

fn is_traditional(locale: &Locale) -> bool {
    match (locale.id.script, locale.id.region) {
        (Some(script), _) => script.as_str() == "Hant",
        (None, Some(region)) => matches!(region.as_str(), "TW" | "HK" | "MO"),
        (None, None) => false,
    }
}

fn collator(locale: Locale, strength: Strength) -> CollatorBorrowed<'static> {
    let mut options = CollatorOptions::default();
    options.strength = Some(strength);
    Collator::try_new((&locale).into(), options)
        .or_else(|_| Collator::try_new(locale!("und").into(), options))
        .expect("the root collation is compiled in")
}

fn reading_key(name: &str, characters: &CollatorBorrowed<'static>) -> Vec<u8> {
    let tokens = read(name);
    let mut key = Vec::new();
    if initial_of(tokens.first()) == '#' {
        key.push(b'~'); // after every letter
    }
    for token in &tokens {
        match token {
            Token::Word(syllables) => {
                for syllable in syllables {
                    write_syllable(*syllable, characters, &mut key);
                }
            }
            Token::Latin(latin) => {
                key.extend_from_slice(latin.as_bytes());
                key.push(b' '); // before every tone: `an` stands before 安
            }
            Token::Unread(c) => key.extend_from_slice(c.to_string().as_bytes()),
        }
    }
    key
}

/// A syllable ends in its tone, which is smaller than a letter: 巴 (ba) stands before 百 (bai).
fn write_syllable(syllable: Syllable, characters: &CollatorBorrowed<'static>, key: &mut Vec<u8>) {
    // As in dictionaries ü comes right after u: `lu`, `lü`, `luan`.
    key.extend_from_slice(syllable.reading.replace('ü', "u9").as_bytes());
    key.push(b'0' + syllable.tone());
    write_sort_key(characters, syllable.han.encode_utf8(&mut [0; 4]), key);
    key.push(1);
}

fn write_sort_key(collator: &CollatorBorrowed<'static>, text: &str, key: &mut Vec<u8>) {
    let Ok(()) = collator.write_sort_key_to(text, key);
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};
    use proptest::prelude::*;

    fn check(tag: &str, names: &str, expected: Expect) {
        let order = NameOrder::for_tag(tag);
        let mut names: Vec<&str> = names.split(' ').collect();
        names.sort_by_cached_key(|name| order.key(name));
        expected.assert_eq(&names.join(" "));
    }

    #[test]
    fn simplified_names_stand_by_reading() {
        let names = "重庆 长春 中国一汽 成都 张江 厦门 西安 3M公司 ABB 安徽 阿里 乐清 乐山 单县 山东 东阿 Ж";
        check(
            "zh-Hans",
            names,
            expect!["阿里 ABB 安徽 长春 成都 重庆 东阿 乐山 山东 单县 西安 厦门 乐清 张江 中国一汽 3M公司 Ж"],
        );
        check("zh-CN", "李明 黎安 李白 绿园 鲁山 女娲 怒江", expect!["黎安 李白 李明 鲁山 绿园 怒江 女娲"]);
    }

    #[test]
    fn traditional_names_stand_by_strokes() {
        check(
            "zh-Hant-TW",
            "臺北 一汽 中國 大學 長春 重慶 人民",
            expect!["一汽 人民 大學 中國 長春 重慶 臺北"],
        );
        check("zh-HK", "臺北 一汽 中國 大學", expect!["一汽 大學 中國 臺北"]);
    }

    #[test]
    fn other_tags_follow_cldr() {
        check("en", "Zürich apple Äpfel zebra Banana", expect!["Äpfel apple Banana zebra Zürich"]);
        check("sv", "Zürich apple Äpfel zebra Banana", expect!["apple Banana zebra Zürich Äpfel"]);
        check("zh-Hans-u-co-stroke", "重庆 一汽 中国", expect!["一汽 中国 重庆"]);
        check("zh-Hant-u-co-pinyin", "重慶 張江 長春", expect!["長春 重慶 張江"]);
        check("not a tag", "b a", expect!["a b"]);
    }

    #[test]
    fn initials() {
        let initials: String = ["重庆", "長春", "“厦门”", "Éa", "3M", "", "Ж", "区氏", "《乐清》"]
            .iter()
            .map(|name| initial(name))
            .collect();
        assert_eq!(initials, "CCXE###OY");
    }

    proptest! {
        #[test]
        fn the_order_is_total_and_keeps_letters_together(names in proptest::collection::vec("[长重庆行都乐单山a-cÉ3Ж“ ]{0,4}", 0..12)) {
            let order = NameOrder::for_tag("zh-Hans");
            let mut sorted = names.clone();
            sorted.sort_by_cached_key(|name| order.key(name));
            let rank = |name: &String| match initial(name) { '#' => '~', letter => letter };
            prop_assert!(sorted.is_sorted_by_key(rank), "{sorted:?}");
            for pair in sorted.windows(2) {
                prop_assert_eq!(order.compare(&pair[0], &pair[1]) == Ordering::Equal, pair[0] == pair[1]);
            }
        }
    }
}
