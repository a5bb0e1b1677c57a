//! The one pass over a text: the longest match at each place, the site's words before the tables.

use std::ops::Range;

use super::bodies;
use super::border::{self, Reading};
use super::exact::ideographic_description_length;
use super::people;
use super::segments::Origin;
use super::table::{Ahead, Letter, Table, Trait, Value};
use super::terms::{Found, Terms};
use super::{Tables, WALL};

/// Takes what a scan finds. The ranges are those of the source, in order and without gaps; none is empty.
pub(super) trait Sink {
    /// Wants to know of every accident, also of those that change nothing.
    const THOROUGH: bool = false;
    /// Forget everything: the scan starts anew.
    fn restart(&mut self);
    /// This part of the source stays.
    fn copy(&mut self, range: Range<usize>);
    /// This part becomes `output`.
    fn put(&mut self, range: Range<usize>, output: &str, origin: Origin);
    /// The same for a character that stands in no phrase.
    #[inline]
    fn put_character(&mut self, range: Range<usize>, output: char) {
        self.put(range, output.encode_utf8(&mut [0; 4]), Origin::Character);
    }

    // What only a review of the conversion asks for; told beside the calls above, in the order of the text.

    /// A match leaves this part as it is: it is among what is copied.
    fn stand(&mut self, _range: Range<usize>, _origin: Origin) {}
    /// This phrase may be an accident of two words.
    fn doubt(&mut self, _phrase: Range<usize>, _reading: &Reading) {}
    /// The name of a person that follows here is likely one, not more.
    fn guess(&mut self, _name: Range<usize>) {}
    /// This word of the vocabulary, and the text up to `end`, are part of a body's name.
    fn spare(&mut self, _word: Range<usize>, _end: usize) {}
}

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
    let mut scan = Scan { tables, text, sink, copied_from: 0, characters_until: 0, ahead: Ahead::new(), spelling: String::new() };
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
            // Whoever wants to know of everything is told character by character.
            if !S::THOROUGH {
                at = self.plain(at, stop);
            }
            if at >= stop {
                break;
            }
            let byte = bytes[at];
            let table = self.table(at);
            if byte < 0x80 && !table.starts_with_ascii(byte) {
                at += 1;
                continue;
            }
            if byte == TITLE_MARK[0] && at >= self.characters_until && bytes[at..].starts_with(TITLE_MARK) {
                self.characters_until = end_of_title(bytes, at + TITLE_MARK.len());
                self.ahead.clear();
            }
            let letter = table.letter(bytes, at);
            if letter.is_unknown() {
                at = self.after_unknown(at, letter.next);
                continue;
            }
            if letter.is_compatibility_ideograph() {
                self.sink.restart();
                return Err(NeedsNormalizing);
            }
            let (mut value, mut end) = match self.ahead.pair(at) {
                Some(value) => (value, table.letter(bytes, letter.next).next),
                None => table.longest(bytes, letter, bytes.len()),
            };
            if value.is(Trait::Person)
                && let Some(name) = people::find_in(self.text, at..end, &self.tables.people)
                && name.range.end <= stop
            {
                self.phrases(at, name.range.start);
                at = self.person(&name, at.max(name.range.start));
                continue;
            }
            if value.is(Trait::Doubtful)
                && let Some(lexicon) = &self.tables.lexicon
                && let Some(reading) =
                    border::inside(self.text, at..end, S::THOROUGH || value.is(Trait::Telling), lexicon)
            {
                self.sink.doubt(at..end, &reading);
                if reading.is_clear() {
                    (value, end) = table.longest(bytes, letter, reading.border);
                }
            }
            if value.is(Trait::Word)
                && let Some(name) = bodies::end_of_name(self.text, at..end, self.tables.from)
            {
                self.sink.spare(at..end, name);
                self.characters_until = name;
                self.ahead.clear();
                continue;
            }
            if end > stop
                && let Some(term) = term
            {
                if phrase_stands(at..end, value, term) {
                    self.replace(at..end, letter, value);
                    return Ok(Some(end));
                }
                (value, end) = table.longest(bytes, letter, stop);
            }
            self.replace(at..end, letter, value);
            at = end;
        }
        let Some(term) = term.filter(|term| !term.is_kept()) else {
            return Ok(None);
        };
        // A protected name that begins with the term is longer than it.
        let table = self.table(stop);
        let letter = table.letter(bytes, stop);
        if letter.is_unknown() || letter.is_compatibility_ideograph() {
            return Ok(None);
        }
        let (value, end) = table.longest(bytes, letter, self.text.len());
        if value.is(Trait::Protected) && end > term.range.end {
            self.replace(stop..end, letter, value);
            return Ok(Some(end));
        }
        Ok(None)
    }

    /// Passes over characters that nothing is to be asked about. Returns the place of the first other one.
    #[inline]
    fn plain(&mut self, mut at: usize, stop: usize) -> usize {
        while at < stop {
            if !self.ahead.covers(at) {
                let limit = if at < self.characters_until { self.characters_until.min(stop) } else { stop };
                let lexicon = self.tables.lexicon.as_ref();
                self.ahead.read(self.table(at), lexicon, self.text.as_bytes(), at, limit);
                if !self.ahead.covers(at) {
                    return at;
                }
            }
            let (next, changes) = self.ahead.plain(at);
            for (range, output) in changes {
                if self.copied_from < range.start {
                    self.sink.copy(self.copied_from..range.start);
                }
                self.copied_from = range.end;
                self.sink.put_character(range, output);
            }
            at = next;
            if self.ahead.covers(at) {
                return at;
            }
        }
        at
    }

    /// Matches the tables between two places, inside a phrase that gives way to a name.
    fn phrases(&mut self, mut at: usize, stop: usize) {
        let bytes = self.text.as_bytes();
        while at < stop {
            let table = self.table(at);
            let letter = table.letter(bytes, at);
            let (value, end) = table.longest(bytes, letter, stop);
            self.replace(at..end, letter, value);
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
    fn replace(&mut self, range: Range<usize>, first: Letter, value: Value) {
        let origin = match range.end == first.next {
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

/// Where the title ends that begins before `from`: titles are converted by characters. One that is not closed
/// ends at once.
fn end_of_title(text: &[u8], from: usize) -> usize {
    let window = &text[from..text.len().min(from + LONGEST_TITLE)];
    memchr::memmem::find(window, "》".as_bytes()).map_or(from, |length| from + length)
}

const TITLE_MARK: &[u8] = "《".as_bytes();
/// In bytes; what is longer is a mark that was not closed.
const LONGEST_TITLE: usize = 600;

/// Whether a phrase of the tables that reaches into a later term stands, and the term does not.
///
/// What the site keeps always counts. Another term gives way to a protected name around it (信息 in 信息化部),
/// and to a phrase that ends inside it and is no shorter than it (相信 before 信息): that term is an accident
/// of two words.
fn phrase_stands(phrase: Range<usize>, value: Value, term: &Found<'_>) -> bool {
    if term.is_kept() {
        return false;
    }
    if phrase.end >= term.range.end { value.is(Trait::Protected) } else { phrase.len() >= term.range.len() }
}
