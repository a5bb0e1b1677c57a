//! How a text is written: its script, its quotation marks, its punctuation.

use std::collections::BTreeMap;
use std::ops::Range;

use super::Scene;
use super::passage::{Finder, passages};
use crate::diagnostic::{Diagnostic, Located, Say, Span, rules};
use crate::document::Document;
use crate::language::ChineseScript;
use crate::mark::{Part, split_marks};
use crate::say;
use crate::script::{Script, WALL, foreign};
use crate::site::DocId;
use crate::text::han::{is_cjk_punct, is_han};
use crate::yaml;

pub(super) fn advice(scene: &Scene, id: DocId) -> Vec<Diagnostic> {
    let document = scene.site.document(id);
    let text = scene.tree.file(&document.file).map_or("", |file| &*file.text);
    let passages = Passages::of(document, text);
    let mut found = unpaired(document, &passages);
    found.extend(slips(document, &passages));
    if let Some(chinese) = document.tag.chinese() {
        found.extend(wrong_script(scene, document, chinese, &passages));
        found.extend(halfwidth(document, &passages));
    }
    found
}

/// The title, the summary, and the passages of the text.
struct Passages<'a> {
    fields: Vec<(&'a Located<String>, String)>,
    body: Vec<String>,
    text: &'a str,
    start: usize,
}

impl<'a> Passages<'a> {
    fn of(document: &'a Document, text: &'a str) -> Passages<'a> {
        let record = &document.record;
        let fields = [&record.title, &record.summary].into_iter().flatten();
        Passages {
            fields: fields.map(|field| (field, without_marks(&field.value))).collect(),
            body: passages(&document.body),
            text,
            start: yaml::split(&document.file, text).value.map_or(0, |parts| parts.body_start),
        }
    }

    fn iter(&self) -> impl Iterator<Item = &str> {
        self.fields.iter().map(|(_, text)| text.as_str()).chain(self.body.iter().map(String::as_str))
    }

    /// The places in the file of characters, each given by its passage and its byte there.
    fn places(&self, characters: impl IntoIterator<Item = (usize, usize)>) -> Vec<Option<Span>> {
        let mut finder = Finder::new(self.text, self.start);
        let place = |(passage, at): (usize, usize)| match self.fields.get(passage) {
            Some((field, text)) => Some(place_in_field(field, text, at, self.text)),
            None => finder.place(&self.body[passage - self.fields.len()], at),
        };
        characters.into_iter().map(place).collect()
    }
}

/// Marks are walls of the same length, so that places stay true.
fn without_marks(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for part in split_marks(text) {
        match part {
            Part::Text(text) => plain.push_str(text),
            Part::Mark(_, range) => plain.extend(std::iter::repeat_n(' ', range.len())),
            Part::Bad(text, _) => plain.push_str(text),
        }
    }
    plain
}

/// The character itself where the field is written on one line without escapes, else all of the field.
fn place_in_field(field: &Located<String>, plain: &str, at: usize, text: &str) -> Span {
    let whole = field.span.clone();
    let written = text.get(whole.clone()).unwrap_or_default();
    let length = plain[at..].chars().next().map_or(0, char::len_utf8);
    match written.find(field.value.as_str()).filter(|_| plain.len() == field.value.len()) {
        Some(offset) => whole.start + offset + at..whole.start + offset + at + length,
        None => whole,
    }
}

fn located(found: Diagnostic, document: &Document, place: Option<Span>) -> Diagnostic {
    match place {
        Some(span) => found.at(&document.file, span),
        None => found.in_file(&document.file),
    }
}

/// One finding for a file, with the next places beside the first.
fn gathered(
    found: Diagnostic,
    document: &Document,
    passages: &Passages,
    characters: &[(usize, usize)],
    also: &Say,
) -> Diagnostic {
    const SHOWN: usize = 3;
    let mut places = passages.places(characters.iter().copied().take(SHOWN)).into_iter();
    let found = located(found, document, places.next().flatten());
    places.flatten().fold(found, |found, span| found.related(&document.file, Some(span), also.clone()))
}

fn wrong_script(
    scene: &Scene,
    document: &Document,
    chinese: ChineseScript,
    passages: &Passages,
) -> Option<Diagnostic> {
    let (script, other) = match chinese {
        ChineseScript::Hans => (Script::Hans, Script::Hant),
        ChineseScript::Hant | ChineseScript::HantTw | ChineseScript::HantHk => (Script::Hant, Script::Hans),
    };
    let mut characters = Vec::new();
    let mut counts: BTreeMap<char, usize> = BTreeMap::new();
    let mut own = 0;
    for (passage, text) in passages.iter().enumerate() {
        own += foreign(text, other).count();
        let mut kept = None;
        for (at, c) in foreign(text, script) {
            let kept = kept.get_or_insert_with(|| kept_words(scene, document, text));
            if !kept.iter().any(|range: &Range<usize>| range.contains(&at)) {
                characters.push((passage, at));
                *counts.entry(c).or_default() += 1;
            }
        }
    }
    if characters.is_empty() {
        return None;
    }
    let (tag, count) = (&document.tag, characters.len());
    let (zh, en) = match script {
        Script::Hans => ("繁体", "traditional"),
        _ => ("简体", "simplified"),
    };
    let shown = counts.keys().take(12).map(char::to_string).collect::<Vec<_>>().join(" ");
    let more = if counts.len() > 12 { " …" } else { "" };
    let message = say!(
        "标为 {tag} 的文字里有 {count} 个{zh}字：{shown}{more}",
        "a text marked as {tag} has {count} {en} characters: {shown}{more}"
    );
    let help = match count > own {
        true => say!(
            "这份文件看来是用{zh}写的：在文件头用 `lang` 写明，或者改文件名里的语言",
            "this file seems to be written in {en} characters: say so with `lang` in the front matter, or by the language in its name"
        ),
        false => say!(
            "改正这些字；要原样保留的写成 `-{{…}}-`，专名写进 content/glossary.yaml 并加 `keep: true`",
            "correct them; write `-{{…}}-` for what must stay, or put a name into content/glossary.yaml with `keep: true`"
        ),
    };
    let found = Diagnostic::new(&rules::WRONG_SCRIPT, message).help(help);
    let also = say!("这里也有", "here too");
    Some(gathered(found, document, passages, &characters, &also))
}

/// Where the words stand that are never converted: they are meant to look as they do.
fn kept_words(scene: &Scene, document: &Document, text: &str) -> Vec<Range<usize>> {
    let chosen = scene.glossaries.chosen(&document.record).flat_map(|glossary| &glossary.entries);
    let all = scene.glossaries.site_entries().iter().chain(chosen).chain(&document.record.glossary);
    let words = all.filter(|entry| entry.keep).flat_map(|entry| &entry.forms).map(|(_, word)| word.as_str());
    words.flat_map(|word| text.match_indices(word)).map(|(at, word)| at..at + word.len()).collect()
}

/// Opening and closing forms.
const QUOTES: [(char, char); 5] = [('“', '”'), ('‘', '’'), ('「', '」'), ('『', '』'), ('〝', '〞')];

fn unpaired(document: &Document, passages: &Passages) -> Vec<Diagnostic> {
    let all: Vec<&str> = passages.iter().collect();
    let mut lone: Vec<(usize, Lone)> = Vec::new();
    for (passage, text) in all.iter().enumerate() {
        let next = all.get(passage + 1).and_then(|text| text.chars().next());
        lone.extend(lone_quotes(text, next).into_iter().map(|quote| (passage, quote)));
    }
    let places = passages.places(lone.iter().map(|(passage, quote)| (*passage, quote.at)));
    lone.into_iter().zip(places).map(|((_, quote), place)| located(quote.report(), document, place)).collect()
}

/// A mark without its pair.
#[derive(Debug, PartialEq)]
struct Lone {
    at: usize,
    mark: char,
    partner: char,
    opens: bool,
    /// What should stand here, if another mark of the same kind is open: “甲“.
    meant: Option<char>,
}

impl Lone {
    fn report(&self) -> Diagnostic {
        let Lone { mark, partner, .. } = self;
        let found = match self.opens {
            true => Diagnostic::new(
                &rules::UNPAIRED_QUOTE,
                say!("左引号 {mark} 没有对应的 {partner}", "the opening mark {mark} has no {partner}"),
            ),
            false => Diagnostic::new(
                &rules::UNPAIRED_QUOTE,
                say!("右引号 {mark} 没有对应的 {partner}", "the closing mark {mark} has no {partner}"),
            ),
        };
        match self.meant {
            Some(meant) => found
                .help(say!("这里可能应是 {meant}", "perhaps {meant} is meant here"))
                .replace_with(meant.to_string()),
            None => found.help(say!(
                "在同一段里补上 {partner}，或者删去这个引号",
                "add {partner} in the same paragraph, or delete this mark"
            )),
        }
    }
}

/// At most one for each kind: one slip leaves many marks without a pair. `next` begins the passage behind:
/// a quotation of several paragraphs opens each of them and closes the last.
fn lone_quotes(text: &str, next: Option<char>) -> Vec<Lone> {
    let mut found = Vec::new();
    for (open, close) in QUOTES {
        let mut waiting: Vec<usize> = Vec::new();
        let mut stray = None;
        for (at, c) in text.char_indices() {
            if c == open {
                waiting.push(at);
            } else if c == close && waiting.pop().is_none() && !is_apostrophe(text, at) {
                stray = stray.or(Some(at));
            }
        }
        let goes_on = waiting == [0] && next == Some(open);
        if let Some(at) = stray {
            found.push(Lone { at, mark: close, partner: open, opens: false, meant: None });
        } else if let Some(at) = waiting.last().copied().filter(|_| !goes_on) {
            let meant = (waiting.len() == 2).then_some(close);
            found.push(Lone { at, mark: open, partner: close, opens: true, meant });
        }
    }
    found.sort_by_key(|lone| lone.at);
    found
}

/// `don’t`, `the students’ work`, `’90s`.
fn is_apostrophe(text: &str, at: usize) -> bool {
    let latin = |c: char| c.is_alphanumeric() && !is_han(c);
    let before = text[..at].chars().next_back().is_some_and(latin);
    text[at..].starts_with('’') && (before || text[at..].chars().nth(1).is_some_and(latin))
}

/// What a full-width keyboard makes of links and headings: it shows as it was typed.
fn slips(document: &Document, passages: &Passages) -> Vec<Diagnostic> {
    let slips: Vec<(usize, (usize, Slip))> = passages
        .iter()
        .enumerate()
        .skip(passages.fields.len())
        .flat_map(|(passage, text)| slips_in(text).into_iter().map(move |slip| (passage, slip)))
        .collect();
    let places = passages.places(slips.iter().map(|(passage, (at, _))| (*passage, *at)));
    slips.iter().zip(places).map(|((_, (_, slip)), place)| located(slip.report(), document, place)).collect()
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Slip {
    Link,
    Name,
    Heading,
}

impl Slip {
    fn report(self) -> Diagnostic {
        let (message, help) = match self {
            Slip::Link => (
                say!(
                    "链接用了全角括号，显示为普通文字",
                    "a link with full-width brackets is shown as plain text"
                ),
                say!("写成 `[文字](路径)`，括号都用半角", "write `[text](path)` with ASCII brackets"),
            ),
            Slip::Name => (
                say!(
                    "`【【…】】` 不是链接，显示为普通文字",
                    "`【【…】】` is no link and is shown as plain text"
                ),
                say!("写成 `[[slug]]`，括号用半角", "write `[[slug]]` with ASCII brackets"),
            ),
            Slip::Heading => (
                say!("`#` 后面没有空格，不会成为标题", "without a space behind `#` this is no heading"),
                say!("写成 `## 标题`", "write `## heading`"),
            ),
        };
        Diagnostic::new(&rules::MARKUP_SLIP, message).help(help)
    }
}

/// In order. Only what can be nothing else: a path in brackets behind brackets, two marks before a word.
fn slips_in(text: &str) -> Vec<(usize, Slip)> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices(['（', '(']) {
        let wide = text[at..].starts_with('（');
        let before = &text[..at];
        if !(before.ends_with('］') || (wide && before.ends_with(']'))) {
            continue;
        }
        let inner = text[at..].trim_start_matches(['（', '(']);
        let target = inner.split(['）', ')']).next().unwrap_or_default();
        let is_path =
            target.contains(['/', '.']) && !target.contains(|c: char| is_han(c) || c.is_whitespace());
        if is_path {
            found.push((at, Slip::Link));
        }
    }
    found.extend(text.match_indices("【【").map(|(at, _)| (at, Slip::Name)));
    let marks = text.bytes().take_while(|byte| *byte == b'#').count();
    if (2..=6).contains(&marks) && text[marks..].chars().next().is_some_and(|c| c.is_alphanumeric()) {
        found.push((0, Slip::Heading));
    }
    found.sort_by_key(|(at, _)| *at);
    found
}

fn halfwidth(document: &Document, passages: &Passages) -> Option<Diagnostic> {
    let characters: Vec<(usize, usize)> = passages
        .iter()
        .enumerate()
        .flat_map(|(passage, text)| halfwidth_marks(text).map(move |at| (passage, at)))
        .collect();
    if characters.is_empty() {
        return None;
    }
    let count = characters.len();
    let found = Diagnostic::new(
        &rules::HALFWIDTH_PUNCTUATION,
        say!("中文里有 {count} 处半角标点", "half-width punctuation in Chinese text, in {count} places"),
    )
    .help(say!("改成全角的 ，：；！？（", "use the full-width forms ，：；！？（"));
    let also = say!("这里也有", "here too");
    Some(gathered(found, document, passages, &characters, &also))
}

/// Marks between two Han characters, or between one and the end: 甲,乙 but not 3:1, A:甲 or `甲 (A)`.
fn halfwidth_marks(text: &str) -> impl Iterator<Item = usize> {
    let is_mark = |c: u8| matches!(c, b',' | b':' | b';' | b'!' | b'?' | b'(');
    let places = text.bytes().enumerate().filter(move |(_, byte)| is_mark(*byte)).map(|(at, _)| at);
    places.filter(|at| {
        let before = text[..*at].chars().next_back();
        let after = text[at + 1..].trim_start_matches(' ').chars().next();
        let chinese = |c: char| is_han(c) || (is_cjk_punct(c) && c != WALL);
        before.is_some_and(is_han) && after.is_none_or(chinese)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lone(text: &str, next: Option<char>) -> String {
        let found = lone_quotes(text, next);
        found.iter().map(|lone| format!("{}{} ", lone.mark, text[..lone.at].chars().count())).collect()
    }

    #[test]
    fn quotation_marks_without_their_pair() {
        assert_eq!(lone("他说：“甲‘乙’丙”，“丁”", None), "");
        assert_eq!(lone("“國際在線“報道", None), "“5 ");
        assert_eq!(lone("甲”乙", None), "”1 ");
        assert_eq!(lone("「甲『乙」", None), "『2 ");
        assert_eq!(lone("the students’ work and don’t, ’90s", None), "");
        assert_eq!(lone("“甲。", Some('“')), "");
        assert_eq!(lone("“甲。", Some('乙')), "“0 ");
        assert_eq!(lone_quotes("“甲“乙", None)[0].meant, Some('”'));
    }

    #[test]
    fn markdown_that_is_not_quite_written() {
        assert_eq!(slips_in("见[名录]（../a.md），［甲］(a.md)，［乙］（https://a.b/）").len(), 3);
        assert_eq!(slips_in("见【【yilaite】】"), [(3, Slip::Name)]);
        assert_eq!(slips_in("##标题"), [(0, Slip::Heading)]);
        assert_eq!(slips_in("文献[1]（见附录），［甲］（乙 1.0 版），#话题#，C##"), []);
    }

    #[test]
    fn halfwidth_marks_between_han_characters() {
        let found =
            |text: &str| halfwidth_marks(text).map(|at| text[..at].chars().count()).collect::<Vec<_>>();
        assert_eq!(found("甲,乙;丙: 丁!"), [1, 3, 5, 8]);
        assert_eq!(found("济南(国际)人才"), [2]);
        assert_eq!(found("比分3:1，上午9:30，A,B，见 (a), 甲:http"), [0; 0]);
    }
}
