//! `content/reviewed.yaml`: what somebody read and found right. One line a place, sorted by id, so that two people's
//! reviews merge without conflict.

use std::collections::BTreeMap;

use crate::diagnostic::{Checked, Diagnostic, SitePath, rules};
use crate::language::Tag;
use crate::say;
use crate::schema::review::REVIEWED;
use crate::schema::{Reader, Subject, Typed};
use crate::yaml::{self, Value};

use super::entry::scalar;
use super::identity;
use super::{Place, Variant};

/// Where the list stands.
pub const FILE: &str = "content/reviewed.yaml";

const HEAD: &str = "# 繁简转换已经校对的地方，由 huimeng zh --accept 写入。句子改动后会再次询问。\n\
                    # Places of the conversion that were read and found right, written by `huimeng zh --accept`.\n";

/// What was read, by id.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Reviewed {
    places: BTreeMap<String, Read>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Read {
    word: String,
    sentence: String,
    /// What was right, by language.
    outputs: Vec<(Tag, String)>,
}

impl Reviewed {
    /// Was this output read at this place?
    pub fn holds(&self, id: &str, tag: &Tag, output: &str) -> bool {
        let read = self.places.get(id);
        read.is_some_and(|read| read.outputs.iter().any(|(known, text)| known == tag && text == output))
    }

    /// Adds what these variants of a place became.
    pub fn add<'a>(&mut self, place: &Place, variants: impl Iterator<Item = &'a Variant>) {
        let read = self.places.entry(place.id.clone()).or_insert_with(|| Read {
            word: place.word().to_owned(),
            sentence: clipped(&place.text, &place.source),
            outputs: Vec::new(),
        });
        for variant in variants {
            read.outputs.retain(|(tag, _)| *tag != variant.tag);
            read.outputs.push((variant.tag.clone(), variant.output.clone()));
        }
        read.outputs.sort();
    }

    /// The text of the file.
    pub fn text(&self) -> String {
        let mut text = HEAD.to_owned();
        for (id, Read { word, sentence, outputs }) in &self.places {
            let mut parts = vec![format!("word: {}", scalar(word)), format!("in: {}", scalar(sentence))];
            parts.extend(outputs.iter().map(|(tag, output)| format!("{tag}: {}", scalar(output))));
            text.push_str(&format!("{id}: {{{}}}\n", parts.join(", ")));
        }
        text
    }
}

/// Reads the file. What is wrong with it is reported; the rest counts.
pub fn read(file: &SitePath, text: &str) -> Checked<Reviewed> {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let tree = yaml::read(file, text, start..text.len());
    let mut diagnostics = tree.diagnostics;
    let mut reviewed = Reviewed::default();
    let mut reader = Reader::new(file);
    let subject = Subject::new("reviewed.yaml", "校对记录", "list of what was read");
    if let Some(node) = tree.value.filter(|node| node.value != Value::Null)
        && let Some(Typed::Map(entries)) = reader.read(&node, &REVIEWED, subject)
    {
        for (id, entry) in entries {
            let Typed::Forms(outputs, mut fields) = entry else { continue };
            let (word, sentence) = (fields.string("word"), fields.string("in"));
            fields.finish();
            match (word, sentence) {
                (Some(word), Some(sentence)) => {
                    reviewed.places.insert(id.value, Read { word, sentence, outputs });
                }
                _ => reader.report(id.span, incomplete()),
            }
        }
    }
    diagnostics.extend(reader.diagnostics);
    Checked { value: reviewed, diagnostics }
}

/// So much of the sentence that people know the place again.
fn clipped(text: &str, word: &std::ops::Range<usize>) -> String {
    const REACH: usize = 10;
    let sentence = identity::bounds(text, word);
    let before = &text[sentence.start..word.start];
    let behind = &text[word.end..sentence.end];
    let start = before.char_indices().rev().nth(REACH - 1).map_or(0, |(at, _)| at);
    let end = behind.char_indices().nth(REACH).map_or(behind.len(), |(at, _)| at);
    let clipped = format!("{}{}{}", &before[start..], &text[word.clone()], &behind[..end]);
    clipped.trim().replace(crate::script::WALL, "")
}

fn incomplete() -> Diagnostic {
    Diagnostic::new(
        &rules::MISSING_FIELD,
        say!("这一行缺少 `word` 或 `in`", "`word` or `in` is missing here"),
    )
    .help(say!(
        "这个文件由 `huimeng zh --accept` 写入；删去这一行，再校对一次",
        "this file is written by `huimeng zh --accept`: delete the line and review the place again"
    ))
}
