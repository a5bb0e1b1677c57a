//! The one pass over a text: the longest match at each place, the site's words before the tables.

use std::ops::Range;

use super::bodies;
use super::border;
use super::exact::ideographic_description_length;
use super::people;
use super::segments::Origin;
use super::sink::Sink;
use super::table::{Ahead, Source, Table, Trait, Value, width};
use super::terms::{Found, Terms};
use super::{Tables, WALL, titles};

/// The text holds a compatibility ideograph: its plain form has to be scanned instead.
#[derive(Debug)]
pub(super) struct NeedsNormalizing;

/// Scans the whole text into `sink`.
pub(super) fn scan(
    tables: &Tables,
    text: &str,
    terms: &Terms,
    sink: &mut impl Sink,
) -> Result<(), NeedsNormalizing> {
    let mut scan = Scan {
        tables,
        text,
        sink,
        copied_from: 0,
        characters_until: 0,
        ahead: Ahead::new(),
        spelling: String::new(),
    };
    let mut at = 0;
    loop {
        let Some(term) = terms.next(text, at) else {
            scan.tables(at, text.len(), None)?;
            scan.flush(text.len());
            return Ok(());
        };
        at = match scan.tables(at, term.range.start, Some(&term))? {
            Some(past_phrase) => past_phrase,
            None => {
                scan.term(&term);
                term.range.end
            }
        };
    }
}

/// The longest match at a place.
enum Longest {
    /// What it becomes, and its end.
    Match(Value, usize),
    /// No key contains what stands there; where to go on.
    Nothing(usize),
}

/// What is left of a match that asks for more than the tables.
enum Asked {
    /// What becomes of it, and its end.
    Stands(Value, usize),
    /// Nothing; where to go on.
    Done(usize),
}

struct Scan<'a, S> {
    tables: &'a Tables,
    text: &'a str,
    sink: &'a mut S,
    /// Where the run of copied text that is not yet handed on begins.
    copied_from: usize,
    /// Up to here, inside a title or a body's name, vocabulary does not count.
    characters_until: usize,
    ahead: Ahead,
    /// Memory for the names of people.
    spelling: String,
}

impl<'a, S: Sink> Scan<'a, S> {
    /// Matches the tables from `at` up to the next term, or to the end of the text. Returns where to go on
    /// if a phrase has to stand in place of that term.
    fn tables(
        &mut self,
        mut at: usize,
        stop: usize,
        term: Option<&Found<'_>>,
    ) -> Result<Option<usize>, NeedsNormalizing> {
        let bytes = self.text.as_bytes();
        loop {
            at = self.plain(at, stop);
            if at >= stop {
                break;
            }
            let known = self.ahead.longest(bytes, at);
            let (value, end) = match known {
                Some(known) => known,
                None => match self.longest(at)? {
                    Longest::Match(value, end) => (value, end),
                    Longest::Nothing(next) => {
                        at = next;
                        continue;
                    }
                },
            };
            if !value.asks() && end <= stop {
                self.replace(at..end, value);
                at = end;
                continue;
            }
            at = match self.asking(at..end, value, stop) {
                Asked::Done(next) => next,
                Asked::Stands(value, end) if end <= stop => {
                    self.replace(at..end, value);
                    end
                }
                Asked::Stands(value, end) => {
                    if term.is_some_and(|term| term.gives_way_to(at..end, value.is(Trait::Protected))) {
                        self.replace(at..end, value);
                        return Ok(Some(end));
                    }
                    let (value, end) = self.shorter(at, stop);
                    self.replace(at..end, value);
                    end
                }
            };
        }
        Ok(term.filter(|term| !term.is_kept()).and_then(|term| self.protected(term)))
    }

    /// Passes over characters that nothing is to be asked about. Returns the place of the first other one.
    #[inline]
    fn plain(&mut self, mut at: usize, stop: usize) -> usize {
        // Whoever wants to know of everything is told character by character.
        while at < stop && !S::THOROUGH {
            if !self.ahead.covers(at) {
                let first = self.text.as_bytes()[at];
                if first < 0x80 && !self.table(at).starts_with_ascii(first) {
                    at += 1;
                    continue;
                }
                let limit = if at < self.characters_until { self.characters_until.min(stop) } else { stop };
                let source = Source {
                    table: self.table(at),
                    lexicon: self.tables.lexicon,
                    text: self.text.as_bytes(),
                };
                self.ahead.read(&source, at, limit);
                if !self.ahead.covers(at) {
                    return at;
                }
            }
            let run = self.ahead.plain(at);
            at = run.range.end;
            if run.changes() {
                self.copied_from = self.sink.put_run(self.copied_from, &run);
            }
            if self.ahead.covers(at) {
                break;
            }
        }
        at
    }

    /// The longest match at `at`, by the tables alone.
    fn longest(&mut self, at: usize) -> Result<Longest, NeedsNormalizing> {
        let bytes = self.text.as_bytes();
        let byte = bytes[at];
        if byte < 0x80 && !self.table(at).starts_with_ascii(byte) {
            return Ok(Longest::Nothing(at + 1));
        }
        if at >= self.characters_until
            && let Some(end) = titles::end_of_title(bytes, at)
        {
            self.by_characters_until(end);
        }
        let table = self.table(at);
        let letter = table.letter(bytes, at);
        if table.is_unknown(letter) {
            return Ok(Longest::Nothing(self.after_unknown(at, letter.next)));
        }
        if letter.is_compatibility_ideograph() {
            self.sink.restart();
            return Err(NeedsNormalizing);
        }
        let (value, end) = table.longest(bytes, letter, bytes.len());
        Ok(Longest::Match(value, end))
    }

    /// The longest match at `at` that ends by `limit`.
    fn shorter(&self, at: usize, limit: usize) -> (Value, usize) {
        let (table, bytes) = (self.table(at), self.text.as_bytes());
        table.longest(bytes, table.letter(bytes, at), limit)
    }

    /// What becomes of a match by what its traits ask for.
    fn asking(&mut self, found: Range<usize>, mut value: Value, stop: usize) -> Asked {
        let Range { start: at, mut end } = found;
        if value.is(Trait::Person)
            && let Some(name) = people::find_in(self.text, at..end, &self.tables.people)
            && name.range.end <= stop
        {
            self.phrases(at, name.range.start);
            return Asked::Done(self.person(&name, at.max(name.range.start)));
        }
        if value.is(Trait::Doubtful)
            && let Some(lexicon) = self.tables.lexicon
            && let Some(reading) =
                border::inside(self.text, at..end, S::THOROUGH || value.is(Trait::Telling), lexicon)
        {
            self.sink.doubt(at..end, &reading);
            if reading.is_clear() {
                (value, end) = self.shorter(at, reading.border);
            }
        }
        if value.is(Trait::Word)
            && let Some(name) = bodies::end_of_name(self.text, at..end, self.tables.from)
        {
            self.sink.spare(at..end, name);
            self.by_characters_until(name);
            return Asked::Done(at);
        }
        Asked::Stands(value, end)
    }

    /// Where a protected name ends that begins with a term that is not kept, and is longer than it.
    fn protected(&mut self, term: &Found<'_>) -> Option<usize> {
        let (start, bytes) = (term.range.start, self.text.as_bytes());
        let table = self.table(start);
        let letter = table.letter(bytes, start);
        if table.is_unknown(letter) || letter.is_compatibility_ideograph() {
            return None;
        }
        let (value, end) = table.longest(bytes, letter, bytes.len());
        let stands = value.is(Trait::Protected) && end > term.range.end;
        stands.then(|| self.replace(start..end, value)).map(|()| end)
    }

    /// Up to there vocabulary does not count.
    fn by_characters_until(&mut self, end: usize) {
        self.characters_until = end;
        self.ahead.clear();
    }

    /// Matches the tables between two places, inside a phrase that gives way to a name.
    fn phrases(&mut self, mut at: usize, stop: usize) {
        while at < stop {
            let (value, end) = self.shorter(at, stop);
            self.replace(at..end, value);
            at = end;
        }
    }

    /// The name of a person from `from` on. Returns its end.
    fn person(&mut self, name: &people::Name, from: usize) -> usize {
        self.spelling.clear();
        name.spell(self.text, from, &self.tables.characters, &mut self.spelling);
        let range = from..name.range.end;
        if name.confidence == people::Confidence::Likely {
            self.sink.guess(range.clone());
        }
        if self.spelling == self.text[range.clone()] {
            self.sink.stand(range.clone(), Origin::Person);
        } else {
            self.flush(range.start);
            self.sink.put(range.clone(), &self.spelling, Origin::Person);
            self.copied_from = range.end;
        }
        range.end
    }

    #[inline]
    fn table(&self, at: usize) -> &'a Table {
        if at < self.characters_until { &self.tables.characters } else { &self.tables.words }
    }

    /// Where to go on after a character that no key contains. A description sequence (⿰木目) is passed whole,
    /// unless there is a wall in it.
    fn after_unknown(&self, at: usize, next: usize) -> usize {
        if self.text.as_bytes()[at] != 0xE2 {
            return next;
        }
        let sequence = ideographic_description_length(&self.text[at..]).map(|length| at + length);
        sequence.filter(|end| !self.text[at..*end].contains(WALL)).unwrap_or(next)
    }

    #[inline]
    fn replace(&mut self, range: Range<usize>, value: Value) {
        let is_single = range.len() == width(self.text.as_bytes()[range.start]);
        let origin = match is_single {
            _ if value.is(Trait::Word) => Origin::Word,
            true => Origin::Character,
            false => Origin::Phrase,
        };
        match self.tables.words.text_of(value) {
            Some(output) => {
                self.flush(range.start);
                self.copied_from = range.end;
                self.sink.put(range, output, origin);
            }
            None => self.sink.stand(range, origin),
        }
    }

    fn term(&mut self, term: &Found<'_>) {
        self.flush(term.range.start);
        let output = term.output.unwrap_or(&self.text[term.range.clone()]);
        self.sink.put(term.range.clone(), output, Origin::Term(term.priority));
        self.copied_from = term.range.end;
    }

    #[inline]
    fn flush(&mut self, end: usize) {
        if self.copied_from < end {
            self.sink.copy(self.copied_from..end);
        }
    }
}
