//! Quotation marks by variant: “ ” ‘ ’ in simplified text, 「 」 『 』 in traditional text.
//!
//! Source of the rule: clreq, and the punctuation handbook of Taiwan's Ministry of Education. A pure
//! function of a block's text: it knows no dictionary.

use std::borrow::Cow;

/// Changes the paired quotation marks of one block of text; all that is not such a mark stays, byte by byte
/// at its place.
///
/// * Only marks that have their partner in the block change. An apostrophe (don’t) is no mark.
/// * A pair directly inside a pair of the same form takes the other form: “…“…”…” becomes 「…『…』…」.
/// * A pair around Latin text (“Made in China”) stays, but one around a single word beside Chinese (“AI”赋能)
///   changes.
pub fn convert(text: &str, to_hant: bool) -> Cow<'_, str> {
    if !has_marks(text, to_hant) {
        return Cow::Borrowed(text);
    }
    let changes = changes(text, to_hant);
    if changes.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut output = String::with_capacity(text.len());
    let mut at = 0;
    for (place, mark) in changes {
        output.push_str(&text[at..place]);
        output.push(mark);
        at = place + mark.len_utf8();
    }
    output.push_str(&text[at..]);
    Cow::Owned(output)
}

/// The quotation marks of either script that have no partner in their block, with their places in order. What
/// stands in Latin text is left alone: there a mark may be an apostrophe, or a sign of minutes.
pub fn unpaired(text: &str) -> Vec<(usize, char)> {
    let mut unpaired = Vec::new();
    for of_hans in [true, false] {
        if !has_marks(text, of_hans) {
            continue;
        }
        let marks = marks(text, of_hans);
        let mut partners: Vec<usize> =
            pairs(&marks).iter().flat_map(|pair| [pair.open, pair.close]).collect();
        partners.sort_unstable();
        let alone = marks.iter().filter(|mark| partners.binary_search(&mark.at).is_err());
        unpaired.extend(alone.filter(|mark| !is_in_latin(text, mark.at)).map(|mark| mark.at));
    }
    unpaired.sort_unstable();
    unpaired.into_iter().filter_map(|at| Some((at, text[at..].chars().next()?))).collect()
}

/// The mark that a quotation mark asks for, and whether it opens; none for other characters.
pub fn partner(mark: char) -> Option<(char, bool)> {
    const MARKS: [(char, char); 4] = [('“', '”'), ('‘', '’'), ('「', '」'), ('『', '』')];
    MARKS.iter().find_map(|(open, close)| match mark {
        _ if mark == *open => Some((*close, true)),
        _ if mark == *close => Some((*open, false)),
        _ => None,
    })
}

/// May it be a quotation mark of either script? Of the characters with three bytes, hardly any other.
#[inline]
pub(super) fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{2018}'..='\u{201D}' | '\u{300C}'..='\u{300F}')
}

/// Double or single, in either script: “ and 「 are double, ‘ and 『 are single.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Double,
    Single,
}

/// A mark in the text.
#[derive(Clone, Copy)]
struct Mark {
    at: usize,
    form: Form,
    opens: bool,
}

/// Two marks that belong together.
struct Pair {
    open: usize,
    close: usize,
    form: Form,
}

/// A quick look, so that texts without quotation marks cost nothing.
fn has_marks(text: &str, to_hant: bool) -> bool {
    let bytes = text.as_bytes();
    if to_hant {
        // In Chinese text this byte begins little else than quotation marks and dashes.
        memchr::memchr_iter(0xE2, bytes)
            .any(|at| matches!(bytes.get(at + 1..at + 3), Some([0x80, 0x98..=0x9D])))
    } else {
        ["「", "『"].iter().any(|mark| memchr::memmem::find(bytes, mark.as_bytes()).is_some())
    }
}

/// Which marks change, in order, with what they become. All marks have three bytes in UTF-8.
fn changes(text: &str, to_hant: bool) -> Vec<(usize, char)> {
    let mut pairs = pairs(&marks(text, to_hant));
    pairs.retain(|pair| !is_latin(text, pair));
    pairs.sort_by_key(|pair| pair.open);
    let mut changes = Vec::with_capacity(pairs.len() * 2);
    let mut enclosing: Vec<(usize, Form)> = Vec::new();
    for pair in &pairs {
        while enclosing.last().is_some_and(|(close, _)| *close < pair.open) {
            enclosing.pop();
        }
        let form = match (enclosing.last(), pair.form) {
            (Some((_, Form::Double)), Form::Double) => Form::Single,
            (Some((_, Form::Single)), Form::Single) => Form::Double,
            (_, form) => form,
        };
        enclosing.push((pair.close, form));
        let (open, close) = match (to_hant, form) {
            (true, Form::Double) => ('「', '」'),
            (true, Form::Single) => ('『', '』'),
            (false, Form::Double) => ('“', '”'),
            (false, Form::Single) => ('‘', '’'),
        };
        changes.extend([(pair.open, open), (pair.close, close)]);
    }
    changes.sort_unstable();
    changes
}

/// The marks of the source's script.
fn marks(text: &str, of_hans: bool) -> Vec<Mark> {
    let bytes = text.as_bytes();
    // Few other characters begin with this byte: only they are read.
    let first = "“「".as_bytes()[if of_hans { 0 } else { '“'.len_utf8() }];
    let mark = |at: usize| {
        let (form, opens) = match (of_hans, text[at..].chars().next()?) {
            (true, '“') | (false, '「') => (Form::Double, true),
            (true, '”') | (false, '」') => (Form::Double, false),
            (true, '‘') | (false, '『') => (Form::Single, true),
            (true, '’') | (false, '』') => (Form::Single, false),
            _ => return None,
        };
        let apostrophe = !opens
            && of_hans
            && form == Form::Single
            && is_word(before(text, at))
            && is_word(after(text, at));
        (!apostrophe).then_some(Mark { at, form, opens })
    };
    memchr::memchr_iter(first, bytes).filter_map(mark).collect()
}

/// Matches each closing mark with the last opening one of its form that is still open; what was opened
/// between the two has no partner.
fn pairs(marks: &[Mark]) -> Vec<Pair> {
    let mut pairs = Vec::new();
    let mut open: Vec<Mark> = Vec::new();
    let mut waiting = [0_usize; 2];
    for mark in marks {
        if mark.opens {
            waiting[mark.form as usize] += 1;
            open.push(*mark);
            continue;
        }
        if waiting[mark.form as usize] == 0 {
            continue;
        }
        while let Some(last) = open.pop() {
            waiting[last.form as usize] -= 1;
            if last.form == mark.form {
                pairs.push(Pair { open: last.at, close: mark.at, form: mark.form });
                break;
            }
        }
    }
    pairs
}

/// Whether a pair belongs to Latin text: Latin letters stand inside both marks and nothing Chinese between;
/// and it is more than a word, or what stands around the pair is not Chinese either.
fn is_latin(text: &str, pair: &Pair) -> bool {
    let quoted = &text[pair.open + '“'.len_utf8()..pair.close];
    let latin_inside = quoted.chars().next().is_some_and(|first| !is_wide(first) && first.is_alphabetic())
        && !quoted.chars().any(is_wide)
        && quoted.chars().next_back().is_some_and(|last| last.is_alphabetic() || last.is_ascii_punctuation());
    let beside = [before(text, pair.open), after(text, pair.close)];
    latin_inside && (quoted.contains(' ') || !beside.into_iter().flatten().any(is_wide))
}

/// Whether nothing Chinese stands beside a single mark: `the students’ work`, and all of a Latin text.
fn is_in_latin(text: &str, at: usize) -> bool {
    let beside = [before(text, at), after(text, at)];
    let is_latin = beside.iter().all(|letter| letter.is_some_and(|letter| !is_wide(letter)))
        && beside.into_iter().any(is_word);
    is_latin || !text.chars().any(is_wide)
}

fn before(text: &str, at: usize) -> Option<char> {
    text[..at].chars().next_back()
}

/// The character after the mark at `at`.
fn after(text: &str, at: usize) -> Option<char> {
    text[at..].chars().nth(1)
}

fn is_word(letter: Option<char>) -> bool {
    letter.is_some_and(|letter| letter.is_alphanumeric() && !is_wide(letter))
}

/// Han, kana, and the wide punctuation and forms that stand with them.
fn is_wide(letter: char) -> bool {
    matches!(
        letter,
        '\u{2E80}'..='\u{303F}'
            | '\u{3040}'..='\u{A4CF}'
            | '\u{F900}'..='\u{FAFF}'
            | '\u{FE30}'..='\u{FE4F}'
            | '\u{FF00}'..='\u{FFEF}'
            | '\u{20000}'..='\u{3FFFF}'
    )
}

#[cfg(test)]
mod tests {
    use super::{convert, unpaired};
    use proptest::prelude::*;

    fn check(hans: &str, hant: &str) {
        assert_eq!(convert(hans, true), hant);
    }

    #[test]
    fn pairs_change_and_nest() {
        check(
            "他说：“推进‘双高’建设。”",
            "他說：「推進『雙高』建設。」"
                .replace('說', "说")
                .replace('進', "进")
                .replace('雙', "双")
                .replace('設', "设")
                .as_str(),
        );
        check("“甲“乙”丙”", "「甲『乙』丙」");
        check("‘甲‘乙’丙’", "『甲「乙」丙』");
        check("“甲”“乙”", "「甲」「乙」");
    }

    #[test]
    fn only_pairs_change() {
        check("“没有结束", "“没有结束");
        check("没有开始”", "没有开始”");
        check("“甲“，“乙”", "“甲“，「乙」");
        check("“甲‘乙”", "「甲‘乙」");
        check("“甲‘乙”丙’", "「甲‘乙」丙’");
    }

    #[test]
    fn latin_text_keeps_its_marks() {
        check("“Made in China”计划", "“Made in China”计划");
        check("“AI”赋能", "「AI」赋能");
        check("say “yes” now", "say “yes” now");
        check("“5G+工业互联网”", "「5G+工业互联网」");
        check("it’s ‘ours’", "it’s ‘ours’");
        check("“我don’t懂”", "「我don’t懂」");
    }

    #[test]
    fn marks_without_a_partner() {
        let found = |text: &str| {
            let places = unpaired(text).into_iter();
            places.map(|(at, mark)| format!("{mark}{} ", text[..at].chars().count())).collect::<String>()
        };
        assert_eq!(found("他说：“甲‘乙’丙”，「丁」"), "");
        assert_eq!(found("“國際在線“報道"), "“0 “5 ");
        assert_eq!(found("“甲‘乙”丙’，「丁"), "‘2 ’6 「8 ");
        assert_eq!(found("“AI赋能"), "“0 ");
        assert_eq!(found("the students’ work and “don’t"), "");
        assert_eq!(found("《the students’ work》和 ’90s 风格"), "");
    }

    #[test]
    fn the_way_back() {
        assert_eq!(convert("「甲『乙』丙」，『丁』", false), "“甲‘乙’丙”，‘丁’");
        assert_eq!(convert("「甲", false), "「甲");
    }

    proptest! {
        #[test]
        fn nothing_but_marks_changes(text in "[“”‘’「」『』甲a \u{FFFC}]{0,24}", to_hant: bool) {
            let output = convert(&text, to_hant);
            prop_assert_eq!(output.len(), text.len());
            for (before, after) in text.chars().zip(output.chars()) {
                prop_assert!(before == after || ("“”‘’「」『』".contains(before) && "“”‘’「」『』".contains(after)));
            }
        }

        /// What is told to be alone is what conversion leaves as it is.
        #[test]
        fn unpaired_marks_do_not_change(text in "[“”‘’甲a ]{0,16}") {
            let output = convert(&text, true);
            for (at, mark) in unpaired(&text) {
                prop_assert!(output[at..].starts_with(mark), "{} {}", text, output);
            }
        }

        /// Well-formed quotations come back as they were.
        #[test]
        fn there_and_back(text in "(“甲(‘乙’)?丙”|丁){0,8}") {
            let there = convert(&text, true).into_owned();
            prop_assert_eq!(convert(&there, false), text);
        }
    }
}
