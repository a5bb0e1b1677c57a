//! How Chinese text is read: its words, and the syllable of every character.
//!
//! Characters have several readings (重庆 chongqing, 重点 zhongdian), and the `pinyin` crate looks at one character at a
//! time. So the text is first cut into words by the table in `data/readings.tsv`, which knows the readings of
//! places, organisations and usual words; the crate answers for the rest. Nothing here knows what a reading is for.

use std::sync::LazyLock;

use pinyin::{ToPinyin, ToPinyinMulti};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{decompose_canonical, is_combining_mark};

use super::han::is_han;
use super::quick::QuickMap;

/// A part of a text that is read without a pause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Token {
    /// A Chinese word.
    Word(Vec<Syllable>),
    /// Latin letters and digits, folded to lower-case ASCII. Never empty.
    Latin(String),
    /// A letter or digit that has no reading here: of another script, or a Han character nobody has named.
    Unread(char),
}

/// A Han character and its reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Syllable {
    /// The character, as it stands in the normalised text.
    pub han: char,
    /// Its reading without tone, in lower case, with `ü` where Pinyin has it.
    pub reading: &'static str,
}

impl Syllable {
    /// The tone, 1 to 4, or 5 where it is neutral or not known.
    pub fn tone(self) -> u8 {
        let readings = self.han.to_pinyin_multi();
        let same = readings.into_iter().flatten().find(|candidate| candidate.plain() == self.reading);
        match same.and_then(|found| found.with_tone_num_end().bytes().last()) {
            Some(digit @ b'1'..=b'4') => digit - b'0',
            _ => 5,
        }
    }
}

/// Reads `text`. Punctuation and spaces separate tokens and leave none.
///
/// Full-width letters, accents and compatibility characters are folded; simplified and traditional spellings of a
/// word are read alike.
pub fn read(text: &str) -> Vec<Token> {
    // Han characters of the first block and ASCII are what they fold to: that is nearly every text.
    let is_folded = |c: char| c.is_ascii() || matches!(c, '\u{4e00}'..='\u{9fff}');
    let text: Vec<char> = match text.chars().all(is_folded) {
        true => text.chars().collect(),
        false => text.nfkc().collect(),
    };
    let mut tokens = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        at += match rest[0] {
            c if is_han(c) => read_han(rest, &mut tokens),
            c if c.is_alphanumeric() => read_latin(rest, &mut tokens),
            _ => 1,
        };
    }
    tokens
}

/// The facts of `data/*.tsv`.
struct Table {
    words: QuickMap<Vec<char>, &'static str>,
    characters: QuickMap<char, &'static str>,
    simplified: QuickMap<char, char>,
    /// Length of the longest word that ends with a character, in characters.
    longest_before: QuickMap<char, usize>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table {
        words: QuickMap::default(),
        characters: QuickMap::default(),
        simplified: QuickMap::default(),
        longest_before: QuickMap::default(),
    };
    for (key, readings) in rows(include_str!("data/readings.tsv")) {
        if let Some(character) = single(key) {
            table.characters.insert(character, readings);
        } else {
            let word: Vec<char> = key.chars().collect();
            if let Some(last) = word.last() {
                let longest = table.longest_before.entry(*last).or_default();
                *longest = word.len().max(*longest);
            }
            table.words.insert(word, readings);
        }
    }
    for (traditional, simplified) in rows(include_str!("data/fold.tsv")) {
        if let (Some(from), Some(to)) = (single(traditional), single(simplified)) {
            table.simplified.insert(from, to);
        }
    }
    table
});

/// The text with its frequent traditional characters as simplified ones, in lower case: equal for the
/// spellings of one word in both scripts.
pub fn folded(text: &str) -> String {
    text.chars()
        .map(|c| TABLE.simplified.get(&c).copied().unwrap_or(c))
        .flat_map(char::to_lowercase)
        .collect()
}

fn rows(tsv: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    tsv.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t'))
}

fn single(key: &str) -> Option<char> {
    let mut chars = key.chars();
    chars.next().filter(|_| chars.next().is_none())
}

/// Reads the Han characters that `text` begins with; returns how many there are.
fn read_han(text: &[char], tokens: &mut Vec<Token>) -> usize {
    let run = text.iter().take_while(|c| is_han(**c)).count();
    let folded: Vec<char> =
        text[..run].iter().map(|c| TABLE.simplified.get(c).copied().unwrap_or(*c)).collect();
    let mut at = 0;
    for length in word_lengths(&folded) {
        let (word, key) = (&text[at..at + length], &folded[at..at + length]);
        at += length;
        if let Some(readings) = TABLE.words.get(key) {
            let syllables = word.iter().zip(readings.split(' '));
            tokens.push(Token::Word(syllables.map(|(&han, reading)| Syllable { han, reading }).collect()));
        } else {
            tokens.extend(word.iter().zip(key).map(|(&han, &key)| {
                match character_reading(key).or_else(|| character_reading(han)) {
                    Some(reading) => Token::Word(vec![Syllable { han, reading }]),
                    None => Token::Unread(han),
                }
            }));
        }
    }
    run
}

fn character_reading(c: char) -> Option<&'static str> {
    let known = TABLE.characters.get(&c).copied();
    known.or_else(|| c.to_pinyin().map(|found| found.plain()))
}

/// The cheapest way to cut `run` into words of the table and single characters, as lengths.
///
/// A word costs less than two characters, so few and long words win: 大会|长沙, not 大|会长|沙. Characters that often
/// stand alone cost less than a word: 项目|的|建设, not 项|目的|建设. On equal cost the cut with the longer last
/// word wins, which for Chinese is right more often than the first: 市|长江, not 市长|江.
fn word_lengths(run: &[char]) -> Vec<usize> {
    const WORD: usize = 10;
    const CHARACTER: usize = 14;
    const FREE_CHARACTER: usize = 9;

    // best[end] = (cost of run[..end], length of its last word)
    let mut best = vec![(0, 0); run.len() + 1];
    for end in 1..=run.len() {
        let alone = if stands_alone(run[end - 1]) { FREE_CHARACTER } else { CHARACTER };
        best[end] = (best[end - 1].0 + alone, 1);
        let longest = TABLE.longest_before.get(&run[end - 1]).copied().unwrap_or(1);
        for length in 2..=longest.min(end) {
            let cost = best[end - length].0 + WORD;
            if cost <= best[end].0 && TABLE.words.contains_key(&run[end - length..end]) {
                best[end] = (cost, length);
            }
        }
    }
    let mut lengths = Vec::new();
    let mut end = run.len();
    while end > 0 {
        lengths.push(best[end].1);
        end -= best[end].1;
    }
    lengths.reverse();
    lengths
}

/// Is this a character that often stands alone?
fn stands_alone(c: char) -> bool {
    let grammar =
        matches!(c, '的' | '了' | '和' | '及' | '在' | '是' | '等' | '为' | '以' | '对' | '从' | '向' | '将');
    grammar || matches!(c, '市' | '县' | '区' | '省' | '年' | '月' | '日')
}

/// Reads the letters and digits that `text` begins with; returns how many characters they take.
fn read_latin(text: &[char], tokens: &mut Vec<Token>) -> usize {
    let mut latin = String::new();
    let mut length = 0;
    while let Some(&c) = text.get(length) {
        let inner_apostrophe = matches!(c, '\'' | '’')
            && !latin.is_empty()
            && text.get(length + 1).is_some_and(|next| fold_latin(*next).is_some());
        if let Some(folded) = fold_latin(c) {
            latin.push_str(&folded);
        } else if !is_combining_mark(c) && !inner_apostrophe {
            break;
        }
        length += 1;
    }
    if latin.is_empty() {
        tokens.push(Token::Unread(text[0]));
        return length.max(1);
    }
    tokens.push(Token::Latin(latin));
    length
}

/// `c` as lower-case ASCII letters or a digit, where it is a Latin letter or a digit.
fn fold_latin(c: char) -> Option<String> {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric().then(|| c.to_ascii_lowercase().to_string());
    }
    let mut folded = String::new();
    for lower in c.to_lowercase() {
        decompose_canonical(lower, |part| match part {
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'þ' => folded.push_str("th"),
            'ð' | 'đ' => folded.push('d'),
            'ø' => folded.push('o'),
            'ł' => folded.push('l'),
            'ħ' => folded.push('h'),
            'ı' => folded.push('i'),
            part if part.is_ascii_alphanumeric() => folded.push(part),
            _ => {}
        });
    }
    (!folded.is_empty()).then_some(folded)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    fn spoken(text: &str) -> String {
        let words: Vec<String> = read(text)
            .into_iter()
            .map(|token| match token {
                Token::Word(syllables) => {
                    let readings: Vec<&str> = syllables.iter().map(|s| s.reading).collect();
                    readings.join("'")
                }
                Token::Latin(latin) => latin,
                Token::Unread(c) => format!("<{c}>"),
            })
            .collect();
        words.join(" ")
    }

    /// Readings that dictionaries of place names have and the crate has not.
    const BEYOND_THE_CRATE: &[(char, &str)] =
        &[('乐', "lao"), ('栅', "shi"), ('嗯', "en"), ('著', "zhe"), ('著', "zhuo"), ('著', "zhao")];

    #[test]
    fn every_row_reads_its_characters_as_they_can_be_read() {
        let mut seen = HashSet::new();
        for (key, readings) in rows(include_str!("data/readings.tsv")) {
            assert!(seen.insert(key), "{key} stands twice");
            assert_eq!(key.chars().count(), readings.split(' ').count(), "{key}");
            for (c, reading) in key.chars().zip(readings.split(' ')) {
                let mut known = c.to_pinyin_multi().into_iter().flatten();
                let known = known.any(|candidate| candidate.plain() == reading);
                assert!(known || BEYOND_THE_CRATE.contains(&(c, reading)), "{key}: {c} {reading}");
                let simplified = TABLE.simplified.get(&c);
                assert!(
                    simplified.is_none(),
                    "{key}: {c} is folded to {simplified:?}, the row is never found"
                );
            }
        }
        assert!(seen.len() > 2500, "{}", seen.len());
    }

    #[test]
    fn words_decide_readings() {
        for (text, reading) in [
            ("重庆银行行长重视调研", "chong'qing yin'hang hang'zhang zhong'shi diao'yan"),
            ("年会长沙举行", "nian'hui chang'sha ju'xing"),
            ("武汉市长江大桥", "wu'han shi chang'jiang'da'qiao"),
            ("项目的建设", "xiang'mu de jian'she"),
            ("职业院校长期合作", "zhi'ye yuan'xiao chang'qi he'zuo"),
            ("高职院校长论坛", "gao'zhi yuan'xiao'zhang lun'tan"),
            ("政校行企在行动", "zheng'xiao'hang'qi zai xing'dong"),
            ("音乐会计划", "yin'yue'hui ji'hua"),
        ] {
            assert_eq!(spoken(text), reading, "{text}");
        }
    }

    #[test]
    fn traditional_spellings_read_like_simplified_ones() {
        for (traditional, simplified) in [
            ("長春", "长春"),
            ("重慶銀行", "重庆银行"),
            ("臺州", "台州"),
            ("廈門會計", "厦门会计"),
            ("樂清音樂", "乐清音乐"),
            ("瞭解調研", "了解调研"),
            ("沿著", "沿着"),
            ("歸還", "归还"),
            ("曾經參與", "曾经参与"),
            ("幹部", "干部"),
            ("校長為學校", "校长为学校"),
            ("衛生", "卫生"),
        ] {
            assert_eq!(spoken(traditional), spoken(simplified), "{traditional}");
        }
    }

    #[test]
    fn other_scripts_are_folded_or_kept() {
        assert_eq!(spoken("ＡＩ＋École’s ①"), "ai ecoles 1");
        assert_eq!(spoken("Straße, Łódź"), "strasse lodz");
        assert_eq!(spoken("жカ\u{2F00F}"), "<ж> <カ> <\u{2F00F}>");
    }

    #[test]
    fn tones() {
        let tone = |han, reading| Syllable { han, reading }.tone();
        assert_eq!(tone('长', "chang"), 2);
        assert_eq!(tone('长', "zhang"), 3);
        assert_eq!(tone('的', "de"), 5);
        assert_eq!(tone('乐', "lao"), 5);
    }
}
