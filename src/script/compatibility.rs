//! Texts with CJK compatibility ideographs (U+F900 to U+FAFF, U+2F800 to U+2FA1F): the plain forms are
//! scanned, and what is found is told in places of the source.

use std::ops::Range;

use super::Tables;
use super::border::Reading;
use super::exact::File;
use super::scan::scan as scan_plain;
use super::segments::Origin;
use super::sink::Sink;
use super::terms::Terms;

/// Scans the text as if each compatibility ideograph were the character that it stands for.
pub(super) fn scan(tables: &Tables, text: &str, terms: &Terms, sink: &mut impl Sink) {
    let (plain, replaced) = normalize(text);
    let mut places = Places { replaced: &replaced, plain: &plain, sink };
    // No dictionary leads from one compatibility ideograph to another, so the plain text has none left.
    let finished = scan_plain(tables, &plain, terms, &mut places);
    debug_assert!(finished.is_ok());
}

/// A character that was replaced: its bytes in the plain text and in the source.
struct Replaced {
    plain: Range<usize>,
    source: Range<usize>,
}

fn normalize(text: &str) -> (String, Vec<Replaced>) {
    let characters = File::CjkCompatibilityIdeographs.dictionary();
    let mut plain = String::with_capacity(text.len());
    let mut replaced = Vec::new();
    for (at, letter) in text.char_indices() {
        let start = plain.len();
        match characters.longest(&text[at..]) {
            Some((_, value)) => {
                plain.push_str(value);
                replaced.push(Replaced { plain: start..plain.len(), source: at..at + letter.len_utf8() });
            }
            None => plain.push(letter),
        }
    }
    (plain, replaced)
}

/// Hands on to a sink in places of the source what is found in the plain text.
struct Places<'a, S> {
    replaced: &'a [Replaced],
    plain: &'a str,
    sink: &'a mut S,
}

impl<S: Sink> Places<'_, S> {
    /// The place in the source of a character border of the plain text.
    fn in_source(&self, at: usize) -> usize {
        let before = self.replaced.partition_point(|one| one.plain.end <= at);
        match self.replaced[..before].last() {
            Some(last) => last.source.end + (at - last.plain.end),
            None => at,
        }
    }
}

impl<S: Sink> Places<'_, S> {
    fn range(&self, plain: Range<usize>) -> Range<usize> {
        self.in_source(plain.start)..self.in_source(plain.end)
    }
}

impl<S: Sink> Sink for Places<'_, S> {
    const THOROUGH: bool = S::THOROUGH;

    fn restart(&mut self) {
        self.sink.restart();
    }

    fn copy(&mut self, range: Range<usize>) {
        let first = self.replaced.partition_point(|one| one.plain.start < range.start);
        let mut at = range.start;
        for one in self.replaced[first..].iter().take_while(|one| one.plain.start < range.end) {
            if at < one.plain.start {
                self.sink.copy(self.in_source(at)..one.source.start);
            }
            self.sink.put(one.source.clone(), &self.plain[one.plain.clone()], Origin::Character);
            at = one.plain.end;
        }
        if at < range.end {
            self.sink.copy(self.in_source(at)..self.in_source(range.end));
        }
    }

    fn put(&mut self, range: Range<usize>, output: &str, origin: Origin) {
        let range = self.range(range);
        self.sink.put(range, output, origin);
    }

    fn stand(&mut self, range: Range<usize>, origin: Origin) {
        let range = self.range(range);
        self.sink.stand(range, origin);
    }

    fn doubt(&mut self, phrase: Range<usize>, reading: &Reading) {
        let reading = reading.with_border(self.in_source(reading.border));
        let phrase = self.range(phrase);
        self.sink.doubt(phrase, &reading);
    }

    fn guess(&mut self, name: Range<usize>) {
        let name = self.range(name);
        self.sink.guess(name);
    }

    fn spare(&mut self, word: Range<usize>, end: usize) {
        let (word, end) = (self.range(word), self.in_source(end));
        self.sink.spare(word, end);
    }
}
