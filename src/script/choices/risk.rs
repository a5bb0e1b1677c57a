//! How likely a choice is wrong: the reviewed list `data/risk.tsv`, and the words that the text is made of.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use crate::script::border;
use crate::script::table::Lexicon;

use super::Risk;

struct Entry {
    usual: Usual,
    /// Where the risk is the other one.
    company: Vec<Company>,
    remark: [&'static str; 2],
}

/// The risk without company that says otherwise.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Usual {
    Ask,
    /// Ask, but not inside a word of the lexicon.
    Word,
    Calm,
}

/// Words round a key.
struct Company {
    /// A numeral stands before.
    counted: bool,
    text: &'static str,
    /// Where the key begins in `text`.
    at: usize,
}

static ENTRIES: LazyLock<BTreeMap<&'static str, Entry>> = LazyLock::new(|| {
    let lines = include_str!("../data/risk.tsv").lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(entry).collect()
});

/// Traditional characters with two simplified ones that both occur in news.
const TRADITIONAL: [char; 4] = ['乾', '著', '瞭', '覆'];

/// The risk of a character that nothing but its frequency decided.
///
/// Most of those that are asked about are calm inside a word of the lexicon, if the text is best read with that
/// word: the phrases of OpenCC list the words in which a rarer reading is right.
pub(super) fn of_character(text: &str, place: &Range<usize>, lexicon: Option<&Lexicon>) -> Risk {
    match of_entry(text, place) {
        Some(Usual::Calm) => Risk::Calm,
        Some(Usual::Word)
            if lexicon.is_some_and(|lexicon| border::is_in_word(text, place.clone(), lexicon)) =>
        {
            Risk::Calm
        }
        _ => Risk::Ask,
    }
}

/// The risk of a phrase for which the dictionaries have several forms.
pub(super) fn of_phrase(text: &str, place: &Range<usize>) -> Risk {
    if of_entry(text, place) == Some(Usual::Calm) { Risk::Calm } else { Risk::Ask }
}

/// Do two outputs of a text differ only where a character has one reading in the language of news?
pub(super) fn is_calm(source: &str, one: &str, other: &str) -> bool {
    let calm = |letter: char| {
        let entry = ENTRIES.get(letter.encode_utf8(&mut [0; 4]) as &str);
        entry.is_some_and(|entry| entry.usual == Usual::Calm)
    };
    let is_aligned =
        source.chars().count() == one.chars().count() && one.chars().count() == other.chars().count();
    let mut pairs = one.chars().zip(other.chars());
    is_aligned
        && source.chars().all(|letter| pairs.next().is_some_and(|(one, other)| one == other || calm(letter)))
}

/// What else a character that is asked about can be, in Chinese and in English.
pub(super) fn remark(key: &str) -> [&'static str; 2] {
    match ENTRIES.get(key) {
        Some(Entry { usual: Usual::Ask | Usual::Word, remark, .. }) => *remark,
        _ => [""; 2],
    }
}

/// The risk of regional vocabulary that ends at `end`: it does not belong into the name of a body, and the rule for
/// such names (`bodies`) does not see all of them.
pub(super) fn of_word(text: &str, end: usize) -> Risk {
    let behind: String =
        text[end..].chars().take(BODY_REACH).take_while(|letter| !BREAKS.contains(*letter)).collect();
    let is_near = BODIES.iter().any(|body| behind.contains(body));
    if is_near { Risk::Ask } else { Risk::Decided }
}

/// So many characters behind a word the end of a body's name is looked for.
const BODY_REACH: usize = 8;
/// Ends of names of bodies, in either script.
const BODIES: [&str; 14] = [
    "公司",
    "集团",
    "集團",
    "学院",
    "學院",
    "大学",
    "大學",
    "研究院",
    "研究所",
    "协会",
    "協會",
    "学会",
    "學會",
    "委员会",
];
/// What does not stand inside such names.
const BREAKS: &str = "的了在和与與及是为為对對将將等让讓向把被，。、；：！？（）“”「」《》 \u{FFFC}\n";

/// The risk of a traditional character: nearly all have one simplified form in use.
pub(super) fn of_traditional(text: &str, place: &Range<usize>) -> Risk {
    let is_listed = text[place.clone()].starts_with(TRADITIONAL);
    if is_listed { Risk::Ask } else { Risk::Calm }
}

fn of_entry(text: &str, place: &Range<usize>) -> Option<Usual> {
    let entry = ENTRIES.get(&text[place.clone()])?;
    let is_there = entry.company.iter().any(|company| company.is_round(text, place.start));
    Some(match (is_there, entry.usual) {
        (false, usual) => usual,
        (true, Usual::Calm) => Usual::Ask,
        (true, Usual::Ask | Usual::Word) => Usual::Calm,
    })
}

fn entry(line: &'static str) -> Option<(&'static str, Entry)> {
    let mut columns = line.split('\t');
    let (key, risk, company) = (columns.next()?, columns.next()?, columns.next()?);
    let company = company.split(' ').filter_map(|words| {
        let text = words.trim_start_matches('#');
        Some(Company { counted: text.len() < words.len(), text, at: text.find(key)? })
    });
    let usual = match risk {
        "ask" => Usual::Ask,
        "word" => Usual::Word,
        _ => Usual::Calm,
    };
    let remark = [columns.next()?, columns.next()?];
    Some((key, Entry { usual, company: company.collect(), remark }))
}

impl Company {
    fn is_round(&self, text: &str, place: usize) -> bool {
        let Some(start) = place.checked_sub(self.at) else { return false };
        let stands = text.as_bytes()[start..].starts_with(self.text.as_bytes());
        stands && (!self.counted || text[..start].ends_with(is_numeral))
    }
}

fn is_numeral(letter: char) -> bool {
    letter.is_ascii_digit() || "一二两三四五六七八九十百千万亿几数多０１２３４５６７８９".contains(letter)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::script::exact::File;

    #[test]
    fn every_character_with_a_choice_is_reviewed() {
        let listed: BTreeSet<&str> = ENTRIES.keys().copied().filter(|key| key.chars().count() == 1).collect();
        let lines = File::StCharacters.text().lines().filter_map(|line| line.split_once('\t'));
        let several: BTreeSet<&str> =
            lines.filter(|(_, values)| values.contains(' ')).map(|(key, _)| key).collect();
        assert_eq!(listed, several);
        for (key, entry) in ENTRIES.iter() {
            assert!(entry.company.iter().all(|company| company.text.contains(key)), "{key}");
        }
        let rows = include_str!("../data/risk.tsv").lines().filter(|line| !line.starts_with('#'));
        for row in rows {
            let columns: Vec<&str> = row.split('\t').collect();
            assert!(
                matches!(columns[..], [_, "ask" | "word" | "calm", _, zh, en] if !zh.is_empty() && !en.is_empty()),
                "{row}"
            );
        }
    }
}
