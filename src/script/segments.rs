//! A conversion's result in pieces that say which part of the source each came from.

use std::ops::Range;

use super::sink::Sink;
use super::table::Plain;
use super::terms::Priority;

/// The pieces of one text, in order. Reuse one for many texts: it keeps its memory.
#[derive(Clone, Debug, Default)]
pub struct Segments {
    output: String,
    pieces: Vec<Piece>,
}

/// One piece: this part of the source became that text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment<'a> {
    /// Bytes of the source text; never empty.
    pub source: Range<usize>,
    pub output: &'a str,
    pub origin: Origin,
}

/// Where a piece's output comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Unchanged but for quotation marks. As long as its source, byte by byte: it may be cut at any
    /// character.
    Copy,
    /// Characters that stand in no phrase, as long as their source, byte by byte: they may be cut at any character.
    Characters,
    /// A character that stands in no phrase.
    Character,
    /// A phrase of the dictionaries, or a correction of them.
    Phrase,
    /// Regional vocabulary.
    Word,
    /// The name of a person, character by character.
    Person,
    /// A word of the site.
    Term(Priority),
}

#[derive(Clone, Debug)]
struct Piece {
    source_end: usize,
    output_end: usize,
    origin: Origin,
}

impl Segments {
    /// The pieces; their sources lie side by side from 0 to the end of the text.
    pub fn iter(&self) -> impl Iterator<Item = Segment<'_>> {
        let (mut source, mut output) = (0, 0);
        self.pieces.iter().map(move |piece| {
            let segment = Segment {
                source: source..piece.source_end,
                output: &self.output[output..piece.output_end],
                origin: piece.origin,
            };
            (source, output) = (piece.source_end, piece.output_end);
            segment
        })
    }

    /// The whole output.
    pub fn text(&self) -> &str {
        &self.output
    }

    pub(super) fn clear(&mut self) {
        self.output.clear();
        self.pieces.clear();
    }

    fn push(&mut self, source_end: usize, output: &str, origin: Origin) {
        self.output.push_str(output);
        self.pieces.push(Piece { source_end, output_end: self.output.len(), origin });
    }
}

/// Fills segments; copies are taken from `shown`, which differs from the source in quotation marks only.
pub(super) struct Collector<'a> {
    pub shown: &'a str,
    pub segments: &'a mut Segments,
}

impl Sink for Collector<'_> {
    fn restart(&mut self) {
        self.segments.clear();
    }

    fn copy(&mut self, range: Range<usize>) {
        self.segments.push(range.end, &self.shown[range], Origin::Copy);
    }

    fn put(&mut self, range: Range<usize>, output: &str, origin: Origin) {
        self.segments.push(range.end, output, origin);
    }

    fn put_run(&mut self, stays_from: usize, run: &Plain<'_>) -> usize {
        if stays_from < run.range.start {
            self.copy(stays_from..run.range.start);
        }
        let Segments { output, pieces } = &mut *self.segments;
        run.write_beside(&self.shown[run.range.clone()], output);
        let (source_end, output_end) = (run.range.end, output.len());
        pieces.push(Piece { source_end, output_end, origin: Origin::Characters });
        source_end
    }
}
