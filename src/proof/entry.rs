//! An editor's own answer as an entry of the glossary: the word with its neighbours, so that it means this place
//! and no other.

use std::ops::Range;

use crate::language::Tag;

use super::Place;

/// So many characters are taken on each side.
const REACH: usize = 2;

/// The neighbours of a word that go into its entry: Han characters before and behind it.
pub(super) fn around(text: &str, word: &Range<usize>) -> [Range<usize>; 2] {
    let is_word = |letter: &char| crate::text::han::is_han(*letter);
    let before: usize =
        text[..word.start].chars().rev().take(REACH).take_while(is_word).map(char::len_utf8).sum();
    let behind: usize = text[word.end..].chars().take(REACH).take_while(is_word).map(char::len_utf8).sum();
    [word.start - before..word.start, word.end..word.end + behind]
}

/// The line of the glossary by which a place becomes `text`, by language; languages that are not named, or not
/// reported on, keep what they have.
pub fn line(place: &Place, text: impl Fn(&Tag) -> Option<String>, note: &str, reviewed: &str) -> String {
    let [before, behind] = around(&place.text, &place.source);
    let source = &place.text[before.start..behind.end];
    let mut forms = vec![format!("{}: {}", place.written, scalar(source))];
    for variant in &place.variants {
        let own = text(&variant.tag).filter(|_| variant.wanted).unwrap_or_else(|| variant.output.clone());
        let [before, behind] = &variant.around;
        forms.push(format!("{}: {}", variant.tag, scalar(&format!("{before}{own}{behind}"))));
    }
    if !note.is_empty() {
        forms.push(format!("note: {}", scalar(note)));
    }
    forms.push(format!("reviewed: {reviewed}"));
    format!("- {{{}}}", forms.join(", "))
}

/// The glossary's text with lines behind its last.
pub fn appended(text: &str, lines: &[String]) -> String {
    let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let mut out = text.to_owned();
    if !out.is_empty() && !out.ends_with('\n') {
        out.push_str(line_end);
    }
    for line in lines {
        out.push_str(line);
        out.push_str(line_end);
    }
    out
}

/// A text in a flow mapping: quoted unless it is plain words.
pub(super) fn scalar(text: &str) -> String {
    let is_plain =
        |letter: char| crate::text::han::is_han(letter) || "，。、；！？“”‘’「」《》（）".contains(letter);
    if !text.is_empty() && text.chars().all(is_plain) {
        return text.to_owned();
    }
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_go_behind_the_last_one() {
        let line = || ["- {zh-Hans: 甲}".to_owned()];
        assert_eq!(appended("", &line()), "- {zh-Hans: 甲}\n");
        assert_eq!(appended("# 词表", &line()), "# 词表\n- {zh-Hans: 甲}\n");
        assert_eq!(appended("- {a: b}\r\n", &line()), "- {a: b}\r\n- {zh-Hans: 甲}\r\n");
    }

    #[test]
    fn texts_with_signs_are_quoted() {
        assert_eq!(scalar("会后"), "会后");
        assert_eq!(scalar("第1: 会"), "\"第1: 会\"");
        assert_eq!(scalar("a\"b"), r#""a\"b""#);
    }
}
