//! Where conversion had a choice: for an editor's review, never for the conversion itself.
//!
//! A scan tells a sink beside its output what it left as it is, which phrases may be accidents and which words it
//! spared ([`Sink`]); here these become [`Choice`]s with the other candidates of OpenCC's dictionaries, the reason and
//! the risk ([`risk`], reviewed in `data/risk.tsv`). Nothing here is read before a review asks for it.

mod candidates;
mod risk;

use std::ops::Range;

use candidates::Candidates;

use super::border::{self, Reading};
use super::segments::Origin;
use super::sink::Sink;
use super::terms::{Priority, Terms};
use super::{Converter, Script, Tables};

/// A place where a text could have become another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Bytes of the source text; never empty.
    pub source: Range<usize>,
    pub output: String,
    /// What else it could have become, best first, in the target's forms, without the output.
    pub others: Vec<String>,
    pub why: Why,
    pub risk: Risk,
    /// What else is written with the character, in Chinese and in English; empty where there is nothing to say.
    pub remark: [&'static str; 2],
}

/// What decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Why {
    /// A word of the site, or a name of its records.
    Term(Priority),
    /// Regional vocabulary.
    Word,
    /// No vocabulary: the word is part of the name of a body.
    Body,
    /// It is the name of a person.
    Person,
    /// The dictionaries list the phrase.
    Phrase,
    /// The phrase reaches over the border of two words, and does not stand.
    Accident,
    /// The phrase stands, though another reading of the text cuts it.
    Doubtful,
    /// The most frequent reading of a character that stands in no phrase.
    Character,
}

/// Whether somebody should look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Risk {
    /// Not decided by anything, and it could be wrong.
    Ask,
    /// Not decided by anything, and nearly always right.
    Calm,
    /// Decided by a word, a name or a rule.
    Decided,
}

impl Converter {
    /// The places of a text where conversion had a choice, in its order.
    pub fn choices(&self, text: &str, terms: &Terms) -> Vec<Choice> {
        let mut found = Findings::default();
        self.scan(text, terms, &mut found);
        found.matches.sort_by_key(|one| one.range.start);
        let (from, to) = (self.direction.from, self.direction.to);
        let review = Review {
            converter: self,
            tables: &self.tables,
            from,
            text,
            candidates: Candidates::between(from, to),
            found: &found,
        };
        review.choices()
    }
}

/// What a scan told, in the order of the text.
#[derive(Default)]
struct Findings {
    matches: Vec<Match>,
    doubts: Vec<(Range<usize>, Reading)>,
    spared: Vec<(Range<usize>, usize)>,
    /// Names that are likely ones, not more.
    guessed: Vec<Range<usize>>,
}

struct Match {
    range: Range<usize>,
    /// `None`: it stands as it is.
    output: Option<String>,
    origin: Origin,
}

impl Sink for Findings {
    const THOROUGH: bool = true;

    fn restart(&mut self) {
        *self = Findings::default();
    }

    fn copy(&mut self, _: Range<usize>) {}

    fn put(&mut self, range: Range<usize>, output: &str, origin: Origin) {
        self.matches.push(Match { range, output: Some(output.to_owned()), origin });
    }

    fn stand(&mut self, range: Range<usize>, origin: Origin) {
        self.matches.push(Match { range, output: None, origin });
    }

    fn doubt(&mut self, phrase: Range<usize>, reading: &Reading) {
        self.doubts.push((phrase, *reading));
    }

    fn guess(&mut self, name: Range<usize>) {
        self.guessed.push(name);
    }

    fn spare(&mut self, word: Range<usize>, end: usize) {
        self.spared.push((word, end));
    }
}

/// Makes choices of findings.
struct Review<'a> {
    converter: &'a Converter,
    tables: &'a Tables,
    from: Script,
    text: &'a str,
    candidates: Option<Candidates>,
    found: &'a Findings,
}

impl Review<'_> {
    fn choices(&self) -> Vec<Choice> {
        let mut choices: Vec<Choice> = Vec::new();
        let doubts = self.found.doubts.iter().filter_map(|(phrase, reading)| self.accident(phrase, reading));
        choices.extend(doubts);
        choices.extend(self.found.spared.iter().map(|(word, end)| self.spared(word, *end)));
        choices.extend(self.found.matches.iter().filter_map(|one| self.overlapping(one)));
        // What such a place covers is told once.
        let covered: Vec<Range<usize>> = choices.iter().map(|choice| choice.source.clone()).collect();
        let is_covered = |range: &Range<usize>| {
            covered.iter().any(|place| place.start < range.end && range.start < place.end)
        };
        let single = self.found.matches.iter().filter(|one| !is_covered(&one.range));
        choices.extend(single.filter_map(|one| self.of_match(one)));
        choices.sort_by_key(|choice| choice.source.start);
        choices
    }

    fn of_match(&self, one: &Match) -> Option<Choice> {
        let source = &self.text[one.range.clone()];
        let output = one.output.as_deref().unwrap_or(source);
        let choice = |others: Vec<String>, why, risk| {
            let others = others.into_iter().filter(|other| other != output).collect();
            Some(Choice {
                source: one.range.clone(),
                output: output.to_owned(),
                others,
                why,
                risk,
                remark: risk::remark(source),
            })
        };
        match one.origin {
            Origin::Term(priority) => choice(vec![self.plainly(source)], Why::Term(priority), Risk::Decided),
            Origin::Word => {
                choice(vec![self.by_characters(source)], Why::Word, risk::of_word(self.text, one.range.end))
            }
            Origin::Phrase => {
                let candidates = self.candidates.as_ref()?;
                let others = candidates.of_phrase(source);
                if others.len() > 1 {
                    return choice(others, Why::Phrase, risk::of_phrase(self.text, &one.range));
                }
                let letters = |letter: char| candidates.is_ambiguous(letter);
                source.contains(letters).then(|| choice(Vec::new(), Why::Phrase, Risk::Decided))?
            }
            Origin::Character => {
                let candidates = self.candidates.as_ref()?;
                let others = candidates.of_character(source.chars().next()?);
                if others.len() < 2 {
                    return None;
                }
                let risk = match self.from {
                    Script::Hans => risk::of_character(self.text, &one.range, self.tables.lexicon),
                    _ => risk::of_traditional(self.text, &one.range),
                };
                choice(others, Why::Character, risk)
            }
            Origin::Person => {
                // The same characters, if they were no name.
                let plain: String =
                    source.chars().map(|letter| self.plainly(letter.encode_utf8(&mut [0; 4]))).collect();
                if plain == output {
                    return None;
                }
                let is_guess = self.found.guessed.contains(&one.range);
                choice(vec![plain], Why::Person, if is_guess { Risk::Ask } else { Risk::Decided })
            }
            Origin::Copy | Origin::Characters => None,
        }
    }

    /// A phrase that was cut, or could have been, with what the cut reaches into.
    fn accident(&self, phrase: &Range<usize>, reading: &Reading) -> Option<Choice> {
        let candidates = self.candidates.as_ref()?;
        if !self.text[phrase.clone()].contains(|letter| candidates.is_ambiguous(letter)) {
            return None;
        }
        let end = self.end_of_match(phrase.end);
        let range = phrase.start..end;
        let output = self.output(&range);
        let rest = self.plainly(&self.text[phrase.end..end]);
        let whole = self.plainly(&self.text[phrase.clone()]) + &rest;
        let (before, behind) = (phrase.start..reading.border, reading.border..end);
        let cut = self.plainly(&self.text[before]) + &self.plainly(&self.text[behind]);
        let others: Vec<String> = if reading.is_clear() { vec![whole] } else { vec![cut] };
        let others: Vec<String> = others.into_iter().filter(|other| *other != output).collect();
        if others.is_empty() {
            return None;
        }
        let why = if reading.is_clear() { Why::Accident } else { Why::Doubtful };
        let risk = if reading.is_close() { Risk::Ask } else { Risk::Decided };
        Some(Choice { source: range, output, others, why, risk, remark: [""; 2] })
    }

    /// A phrase that another one begins in and reaches out of (台州 in 在台州): the first stands, and need not be
    /// the one that is meant.
    fn overlapping(&self, one: &Match) -> Option<Choice> {
        let Match { range, origin: Origin::Phrase | Origin::Word, .. } = one else { return None };
        let readable = |lexicon| border::inside(self.text, range.clone(), true, lexicon).is_some();
        let next = self.found.matches.iter().find(|next| next.range.start >= range.end);
        let is_word = next.is_some_and(|next| next.range.start == range.end && next.origin == Origin::Word);
        // A word of the vocabulary was put there on purpose; else the other way must read as well.
        if is_word || self.tables.lexicon.is_some_and(|lexicon| !readable(lexicon)) {
            return None;
        }
        let bytes = self.text.as_bytes();
        let starts = self.text[range.clone()].char_indices().skip(1).map(|(at, _)| range.start + at);
        let other = starts.map(|start| {
            let letter = self.tables.words.letter(bytes, start);
            if self.tables.words.is_unknown(letter) {
                return start..start;
            }
            start..self.tables.words.longest(bytes, letter, bytes.len()).1
        });
        let other = other.into_iter().find(|other| other.end > range.end)?;
        let source = range.start..self.end_of_match(other.end);
        let output = self.output(&source);
        let parts = [range.start..other.start, other.clone(), other.end..source.end];
        let other: String = parts.into_iter().map(|part| self.plainly(&self.text[part])).collect();
        if other == output || risk::is_calm(&self.text[source.clone()], &output, &other) {
            return None;
        }
        Some(Choice {
            source,
            output,
            others: vec![other],
            why: Why::Doubtful,
            risk: Risk::Ask,
            remark: [""; 2],
        })
    }

    fn spared(&self, word: &Range<usize>, end: usize) -> Choice {
        let range = word.start..end.max(word.end);
        let output = self.output(&range);
        let others = vec![self.plainly(&self.text[range.clone()])];
        let others = others.into_iter().filter(|other| *other != output).collect();
        Choice { source: range, output, others, why: Why::Body, risk: Risk::Decided, remark: [""; 2] }
    }

    /// Where the match ends that a place lies in; the place itself between matches.
    fn end_of_match(&self, at: usize) -> usize {
        let one = self.found.matches.iter().find(|one| one.range.start < at && at < one.range.end);
        one.map_or(at, |one| one.range.end)
    }

    /// What a part of the text became.
    fn output(&self, range: &Range<usize>) -> String {
        let mut output = String::new();
        let mut at = range.start;
        let inside = |one: &&Match| range.start <= one.range.start && one.range.end <= range.end;
        for one in self.found.matches.iter().filter(inside) {
            output.push_str(self.text.get(at..one.range.start).unwrap_or_default());
            output.push_str(one.output.as_deref().unwrap_or(&self.text[one.range.clone()]));
            at = one.range.end;
        }
        output + self.text.get(at..range.end).unwrap_or_default()
    }

    /// By itself, without the words of the site.
    fn plainly(&self, text: &str) -> String {
        self.converter.with_quotes(false).convert(text, &Terms::default()).into_owned()
    }

    fn by_characters(&self, text: &str) -> String {
        self.converter.characters_only().with_quotes(false).convert(text, &Terms::default()).into_owned()
    }
}

#[cfg(test)]
mod tests;
