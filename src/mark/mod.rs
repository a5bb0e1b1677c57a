//! `-{…}-`, the conversion marks that Chinese wiki editors know: what is kept, what is written in each
//! variant, and what holds for the whole page. Front matter, site.yaml and Markdown all use them.
//!
//! Nothing here converts text, or knows where a text comes from.

mod fault;
mod forms;

use std::borrow::Cow;
use std::ops::Range;

use memchr::memchr;

use crate::language::Tag;
use crate::say;

pub use fault::Fault;
use forms::read_forms;

/// What a mark says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mark {
    /// `-{不转换}-`: this text in every variant.
    Keep(String),
    /// `-{zh-Hans:信息;zh-Hant-TW:資訊}-`: a text for each variant that is named, in the order written.
    Forms(Vec<(Tag, String)>),
    /// `-{}-`: nothing, but no phrase is recognised across it.
    Wall,
    /// `-{H|zh-Hans:甲;zh-Hant-TW:乙}-`: a term of the whole page, without output of its own.
    Page(Vec<(Tag, String)>),
}

/// A part of a text that may hold marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part<'t> {
    Text(&'t str),
    /// A mark, and where it stands in the text.
    Mark(Mark, Range<usize>),
    /// What cannot be read, as it stands; [`Fault::at`] is relative to the whole text.
    Bad(&'t str, Box<Fault>),
}

/// Splits a plain text, such as a title, at its marks. `\-{` is no mark and loses its backslash.
pub fn split_marks(text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let (mut copied, mut from) = (0, 0);
    let mut search = MarkSearch::default();
    while let Some(found) = text[from..].find("-{") {
        let start = from + found;
        if is_escaped(text, start) {
            push_text(&mut parts, &text[copied..start - 1]);
            (copied, from) = (start, start + 2);
            continue;
        }
        let end = search.end(text, start).unwrap_or(start + 2);
        push_text(&mut parts, &text[copied..start]);
        parts.push(match parse_mark(&text[start..end]) {
            Ok(mark) => Part::Mark(mark, start..end),
            Err(fault) => Part::Bad(&text[start..end], fault.later(start)),
        });
        (copied, from) = (end, end);
    }
    push_text(&mut parts, &text[copied..]);
    parts
}

/// Reads one mark with its delimiters.
pub fn parse_mark(text: &str) -> Result<Mark, Box<Fault>> {
    let Some(inner) = text.strip_prefix("-{").and_then(|rest| rest.strip_suffix("}-")) else {
        return Err(Fault::new(
            0..text.len().min(2),
            say!("转换标记 `-{{` 没有结束", "the conversion mark `-{{` does not end"),
            say!(
                "在同一段里用 `}}-` 结束；只想显示这两个字符时写 `\\-{{`",
                "end it with `}}-` in the same paragraph, or write `\\-{{` to show the two characters"
            ),
        ));
    };
    let whole = 0..text.len();
    match inner.split_once('|') {
        _ if inner.is_empty() => Ok(Mark::Wall),
        // A nested mark may hold its own bar.
        Some((flag, rest)) if !flag.contains("-{") => match flag.trim() {
            "H" | "h" => {
                let forms = read_forms(rest, 2 + flag.len() + 1)?;
                forms.map(Mark::Page).ok_or_else(|| {
                    Fault::new(
                        whole,
                        say!("`-{{H|…}}-` 里没有各变体的写法", "`-{{H|…}}-` names no variant"),
                        say!(
                            "写成 `-{{H|zh-Hans:信息;zh-Hant-TW:資訊}}-`",
                            "write `-{{H|zh-Hans:信息;zh-Hant-TW:資訊}}-`"
                        ),
                    )
                })
            }
            other => Err(Fault::new(
                2..2 + flag.len(),
                say!(
                    "不支持转换标记里的 `{other}|`",
                    "the conversion mark's flag `{other}|` is not supported"
                ),
                say!(
                    "只支持 `H|`（全页用语）；不转换的文字直接写 `-{{文字}}-`",
                    "only `H|` (a term of the page) is; write `-{{text}}-` for text that is kept"
                ),
            )),
        },
        _ => Ok(match read_forms(inner, 2)? {
            Some(forms) => Mark::Forms(forms),
            None => Mark::Keep(without_nested(inner)),
        }),
    }
}

/// May there be marks in the text, escaped ones among them?
pub fn may_have_marks(text: &str) -> bool {
    // Chinese text has next to no braces: the first look is all it takes.
    memchr(b'{', text.as_bytes()).is_some() && text.contains("-{")
}

/// A text without marks as [`split_marks`] reads it: what looks like one is escaped.
pub fn without_marks(text: &str) -> Cow<'_, str> {
    match may_have_marks(text) {
        true => Cow::Owned(text.replace("-{", "\\-{")),
        false => Cow::Borrowed(text),
    }
}

/// The text that stands for a mark where no variant is chosen yet, for counting and ids.
pub fn source_form(mark: &Mark) -> &str {
    match mark {
        Mark::Keep(text) => text,
        Mark::Forms(forms) => forms.first().map_or("", |(_, text)| text),
        Mark::Wall | Mark::Page(_) => "",
    }
}

/// Finds ends of marks in one text. It remembers where there are none, so that a text full of
/// beginnings is read once.
#[derive(Default)]
pub struct MarkSearch {
    /// No mark that begins before this position, and does not end before it, ends at all.
    endless_until: usize,
    last_end: usize,
}

impl MarkSearch {
    /// The end of the mark that begins at `start`: in the same paragraph, with marks of one level inside.
    pub fn end(&mut self, text: &str, start: usize) -> Option<usize> {
        if start >= self.last_end && start < self.endless_until {
            return None;
        }
        let bytes = text.as_bytes();
        let (mut depth, mut at, mut last_end) = (1, start + 2, start);
        while let Some(found) = memchr::memchr3(b'}', b'-', b'\n', &bytes[at..]) {
            at += found;
            match &bytes[at..] {
                [b'}', b'-', ..] => {
                    depth -= 1;
                    at += 2;
                    last_end = at;
                    if depth == 0 {
                        return Some(at);
                    }
                }
                [b'-', b'{', ..] if depth == 2 => return None,
                [b'-', b'{', ..] => {
                    depth += 1;
                    at += 2;
                }
                [b'\n', rest @ ..]
                    if rest.iter().find(|byte| !matches!(byte, b' ' | b'\t')) == Some(&b'\n') =>
                {
                    break;
                }
                _ => at += 1,
            }
        }
        (self.endless_until, self.last_end) = (at.max(text.len().min(at)), last_end);
        None
    }
}

/// The text without the signs of marks inside it.
fn without_nested(text: &str) -> String {
    match text.contains("-{") {
        true => text.replace("-{", "").replace("}-", ""),
        false => text.to_string(),
    }
}

/// Is the byte at `at` preceded by an odd number of backslashes?
pub fn is_escaped(text: &str, at: usize) -> bool {
    text.as_bytes()[..at].iter().rev().take_while(|byte| **byte == b'\\').count() % 2 == 1
}

fn push_text<'t>(parts: &mut Vec<Part<'t>>, text: &'t str) {
    if !text.is_empty() {
        parts.push(Part::Text(text));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forms(pairs: &[(&str, &str)]) -> Vec<(Tag, String)> {
        pairs.iter().map(|(tag, text)| (Tag::parse(tag).unwrap(), text.to_string())).collect()
    }

    #[test]
    fn marks_are_read() {
        assert_eq!(parse_mark("-{}-"), Ok(Mark::Wall));
        assert_eq!(parse_mark("-{吉林**匠谷**}-"), Ok(Mark::Keep("吉林**匠谷**".into())));
        assert_eq!(parse_mark("-{甲-{乙}-丙}-"), Ok(Mark::Keep("甲乙丙".into())));
        assert_eq!(parse_mark("-{https://example.org}-"), Ok(Mark::Keep("https://example.org".into())));
        assert_eq!(
            parse_mark("-{zh-Hans:信息; ZH-tw: 資訊;甲 ;}-"),
            Ok(Mark::Forms(forms(&[("zh-Hans", "信息"), ("zh-TW", "資訊;甲")])))
        );
        assert_eq!(
            parse_mark("-{H|zh-hans:甲;zh-Hant-TW:乙}-"),
            Ok(Mark::Page(forms(&[("zh-Hans", "甲"), ("zh-Hant-TW", "乙")])))
        );
    }

    #[test]
    fn what_cannot_be_read_is_placed() {
        let at = |text: &str| parse_mark(text).unwrap_err().at;
        assert_eq!(at("-{甲"), 0..2);
        assert_eq!(at("-{R|甲}-"), 2..3);
        assert_eq!(at("-{H|甲}-"), 0..9);
        assert_eq!(at("-{zh-Hnat:甲}-"), 2..9);
        assert_eq!(at("-{zh-Hans：甲}-"), 9..12);
        assert_eq!(at("-{zh-Hans:甲；zh-Hant:乙}-"), 13..16);
        assert_eq!(at("-{zh-Hans:甲;zh-Hans:乙}-"), 14..21);
    }

    #[test]
    fn plain_text_is_split_at_marks() {
        assert_eq!(
            split_marks("共建-{匠谷}-，\\-{不是"),
            [
                Part::Text("共建"),
                Part::Mark(Mark::Keep("匠谷".into()), 6..16),
                Part::Text("，"),
                Part::Text("-{不是")
            ]
        );
        assert!(matches!(
            split_marks("甲-{乙")[..],
            [Part::Text("甲"), Part::Bad("-{", _), Part::Text("乙")]
        ));
    }
}
