//! Where the conversion of a text had a choice, with the marks in it: for a review of the variants.

use std::ops::Range;

use crate::document::body::{Body, Piece};
use crate::language::Tag;
use crate::mark::{Part, split_marks};
use crate::script::{Choice, Converter, Risk, Terms, Why};

use super::body::passage;
use super::words::Words;

/// How a text is converted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// With its vocabulary.
    Prose,
    /// By characters.
    Name,
    /// Names of people alone, as in bylines.
    Person,
}

/// What became of a part of a text in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Bytes of the text.
    pub source: Range<usize>,
    pub output: String,
    /// What else it could have become.
    pub others: Vec<String>,
    pub reason: Reason,
    pub risk: Risk,
    /// What else is written so, in Chinese and in English; empty where there is nothing to say.
    pub remark: [&'static str; 2],
}

/// What decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// `-{…}-` in the text.
    Mark,
    Script(Why),
}

impl Words {
    /// The decisions of a plain field or of a passage of a body, in its order; none where nothing is converted.
    pub fn decisions(&self, from: &Tag, text: &str, manner: Manner) -> Vec<Decision> {
        let found = match manner {
            Manner::Prose => self.converter(from).map(|(converter, terms)| (converter.clone(), terms)),
            Manner::Name => self.converter_of_name(from, text),
            Manner::Person => return self.person_decision(from, text).into_iter().collect(),
        };
        let Some((converter, terms)) = found else { return Vec::new() };
        let mut decisions = Vec::new();
        let mut at = 0;
        for part in split_marks(text) {
            match part {
                Part::Text(part) | Part::Bad(part, _) => {
                    // A part begins here, or behind the backslash of an escape.
                    let start = at + text[at..].find(part).unwrap_or(0);
                    decisions.extend(choices(&converter, terms, part, start));
                    at = start + part.len();
                }
                Part::Mark(mark, range) => {
                    at = range.end;
                    let output = self.mark(&mark, from).to_owned();
                    let (others, reason, risk) = (Vec::new(), Reason::Mark, Risk::Decided);
                    let remark = [""; 2];
                    decisions.push(Decision { source: range, output, others, reason, risk, remark });
                }
            }
        }
        decisions
    }

    /// Names in a byline are names for certain: told where they differ from other text.
    fn person_decision(&self, from: &Tag, text: &str) -> Option<Decision> {
        let (output, other) = (self.person(from, text).into_owned(), self.name(from, text).into_owned());
        (output != other).then(|| Decision {
            source: 0..text.len(),
            output,
            others: vec![other],
            reason: Reason::Script(Why::Person),
            risk: Risk::Decided,
            remark: [""; 2],
        })
    }
}

fn choices<'a>(
    converter: &'a Converter,
    terms: &Terms,
    text: &str,
    start: usize,
) -> impl Iterator<Item = Decision> + use<'a> {
    converter.choices(text, terms).into_iter().map(move |choice| {
        let Choice { source, output, others, why, risk, remark } = choice;
        let source = start + source.start..start + source.end;
        Decision { source, output, others, reason: Reason::Script(why), risk, remark }
    })
}

/// The texts of a body as conversion sees them, in order: each passage of prose with walls, each mark and each
/// attribute by itself.
pub fn texts(body: &Body) -> Vec<String> {
    let flow = body.flow();
    let mut texts = Vec::new();
    for pieces in flow.pieces.split(|piece| matches!(piece, Piece::End)) {
        let (mut prose, mut runs) = (String::new(), Vec::new());
        passage(&flow, pieces, &mut prose, &mut runs);
        texts.extend((!runs.is_empty()).then_some(prose));
        texts.extend(pieces.iter().filter_map(|piece| match piece {
            Piece::Mark(range) | Piece::Attribute(range) => Some(flow.slice(range).to_owned()),
            _ => None,
        }));
    }
    texts
}
