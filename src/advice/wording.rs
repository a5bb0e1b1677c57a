//! How a text is written: its script, its quotation marks, its punctuation.

use std::collections::BTreeMap;
use std::ops::Range;

use super::Scene;
use super::passage::Passages;
use super::quotes;
use super::slips;
use crate::diagnostic::{Diagnostic, Say, Span, rules};
use crate::document::Document;
use crate::language::ChineseScript;
use crate::say;
use crate::script::{Script, WALL, foreign};
use crate::site::DocId;
use crate::text::han::{is_cjk_punct, is_han};

pub(super) fn advice(scene: &Scene, id: DocId) -> Vec<Diagnostic> {
    let document = scene.site.document(id);
    let text = scene.tree.file(&document.file).map_or("", |file| &*file.text);
    let passages = Passages::of(scene, id, text);
    let mut found = quotes::unpaired(document, &passages);
    found.extend(slips::advice(document, &passages));
    if let Some(chinese) = document.tag.chinese() {
        found.extend(wrong_script(scene, document, chinese, &passages));
        found.extend(halfwidth(document, &passages));
    }
    found
}

pub(super) fn located(found: Diagnostic, document: &Document, place: Option<Span>) -> Diagnostic {
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

    #[test]
    fn halfwidth_marks_between_han_characters() {
        let found =
            |text: &str| halfwidth_marks(text).map(|at| text[..at].chars().count()).collect::<Vec<_>>();
        assert_eq!(found("甲,乙;丙: 丁!"), [1, 3, 5, 8]);
        assert_eq!(found("济南(国际)人才"), [2]);
        assert_eq!(found("比分3:1，上午9:30，A,B，见 (a), 甲:http"), [0; 0]);
    }
}
