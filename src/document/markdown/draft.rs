//! The text that the Markdown parser reads, and where each byte of it stands in the file.
//!
//! The parser cannot be given the file as it is: line ends and block prefixes are taken out, shortcodes and
//! marks are replaced by placeholders, and empty punctuation is put beside some emphasis. A draft remembers
//! each of these edits, so that text is read back without them and places in messages are those of the file.

use std::borrow::Cow;
use std::ops::Range;

use crate::diagnostic::Span;

/// Punctuation for the parser that is not in the file and never comes out again.
const GAP: char = '\u{2058}';
/// Borders of a placeholder: noncharacters, letters to the parser, which no text may hold.
const OPEN: char = '\u{FDD0}';
const CLOSE: char = '\u{FDD1}';
/// Digits of the number between the borders, base 8.
const ZERO: u32 = 0xFDD8;

/// A text made from parts of the file.
pub(super) struct Draft<'a> {
    pub text: Cow<'a, str>,
    /// Ascending, without holes, at least one.
    chunks: Vec<Chunk>,
}

#[derive(Clone)]
struct Chunk {
    /// Where it begins in the text.
    at: usize,
    /// What it stands for in the file. Copied chunks have the same length on both sides.
    source: Span,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Copied,
    /// Text of another length for text that HTML does not allow.
    Replaced,
    Token(usize),
    Gap,
}

/// A part of a draft as it is read back.
pub(super) enum Part<'t> {
    /// Text, and where it begins in the draft.
    Text(&'t str, usize),
    /// The placeholder of a token.
    Token(usize),
}

impl<'a> Draft<'a> {
    /// The file from byte `start` on, without byte order mark; every line ends with `\n`.
    /// Characters that HTML does not allow (NUL, noncharacters of the placeholders) become U+FFFD.
    pub fn of_file(file: &'a str, start: usize) -> Draft<'a> {
        let rest = file.get(start..).unwrap_or("");
        let text = rest.strip_prefix('\u{FEFF}').unwrap_or(rest);
        let start = start + (rest.len() - text.len());
        let forbidden = |c: char| c == '\0' || matches!(c, '\u{FDD0}'..='\u{FDEF}');
        // All of the noncharacters begin with these two bytes.
        let clean = memchr::memchr2(b'\r', b'\0', text.as_bytes()).is_none()
            && memchr::memmem::find(text.as_bytes(), b"\xEF\xB7").is_none();
        if clean {
            let chunk = Chunk { at: 0, source: start..start + text.len(), kind: Kind::Copied };
            return Draft { text: Cow::Borrowed(text), chunks: vec![chunk] };
        }
        let mut draft = Builder::with_capacity(text.len());
        let mut copied = 0;
        for (at, c) in text.char_indices().filter(|(_, c)| *c == '\r' || forbidden(*c)) {
            draft.copy(&text[copied..at], start + copied);
            copied = at + c.len_utf8();
            match c {
                '\r' if text[copied..].starts_with('\n') => {}
                '\r' => draft.copy("\n", start + at),
                _ => draft.push("\u{FFFD}", start + at..start + copied, Kind::Replaced),
            }
        }
        draft.copy(&text[copied..], start + copied);
        draft.finish(start)
    }

    /// The lines of a part of this draft, the first from where the part begins, the others without up to
    /// `columns` characters of indentation and quote marks.
    pub fn lines(&self, part: Range<usize>, columns: usize) -> Draft<'static> {
        let mut draft = Builder::with_capacity(part.len());
        let mut at = part.start;
        for (index, line) in self.text[part.clone()].split_inclusive('\n').enumerate() {
            let prefix =
                line.bytes().take(columns).take_while(|byte| matches!(byte, b' ' | b'\t' | b'>')).count();
            let prefix = if index == 0 { 0 } else { prefix };
            draft.copy_from(self, at + prefix..at + line.len());
            at += line.len();
        }
        draft.finish(self.start_of(part.start))
    }

    /// Puts placeholders in the place of tokens: `ranges` ascend and do not overlap.
    pub fn with_placeholders<'r>(&self, ranges: impl Iterator<Item = &'r Range<usize>>) -> Draft<'static> {
        let mut draft = Builder::with_capacity(self.text.len());
        let mut copied = 0;
        for (index, range) in ranges.enumerate() {
            draft.copy_from(self, copied..range.start);
            draft.token(index, self.source(range.clone()));
            copied = range.end;
        }
        draft.copy_from(self, copied..self.text.len());
        draft.finish(self.start_of(0))
    }

    /// Puts a gap at each of the ascending positions, none of which is inside a placeholder.
    pub fn with_gaps(&self, gaps: &[usize]) -> Draft<'static> {
        let mut draft = Builder::with_capacity(self.text.len() + gaps.len() * GAP.len_utf8());
        let mut copied = 0;
        for gap in gaps {
            draft.copy_from(self, copied..*gap);
            draft.push(GAP.encode_utf8(&mut [0; 4]), self.start_of(*gap)..self.start_of(*gap), Kind::Gap);
            copied = *gap;
        }
        draft.copy_from(self, copied..self.text.len());
        draft.finish(self.start_of(0))
    }

    /// Where a range of the draft stands in the file.
    pub fn source(&self, range: Range<usize>) -> Span {
        let start = self.start_of(range.start);
        if range.is_empty() {
            return start..start;
        }
        let chunk = &self.chunks[self.chunk_at(range.end - 1)];
        let end = match chunk.kind {
            Kind::Copied => chunk.source.start + (range.end - chunk.at),
            _ => chunk.source.end,
        };
        start..end.max(start)
    }

    /// The text and the tokens of a range, without gaps.
    pub fn parts(&self, range: Range<usize>) -> impl Iterator<Item = Part<'_>> {
        let first = self.chunk_at(range.start);
        self.chunks[first..]
            .iter()
            .zip(first + 1..)
            .map_while(move |(chunk, next)| {
                let end = self.chunks.get(next).map_or(self.text.len(), |next| next.at);
                let (from, to) = (chunk.at.max(range.start), end.min(range.end));
                (from < to).then(|| match chunk.kind {
                    Kind::Copied | Kind::Replaced => Some(Part::Text(&self.text[from..to], from)),
                    // A placeholder is seen once, though the parser may cut it.
                    Kind::Token(index) => (from == chunk.at).then_some(Part::Token(index)),
                    Kind::Gap => None,
                })
            })
            .flatten()
    }

    fn start_of(&self, at: usize) -> usize {
        let chunk = &self.chunks[self.chunk_at(at)];
        match chunk.kind {
            Kind::Copied => chunk.source.start + (at - chunk.at),
            _ => chunk.source.start,
        }
    }

    fn chunk_at(&self, at: usize) -> usize {
        self.chunks.partition_point(|chunk| chunk.at <= at).saturating_sub(1)
    }
}

/// Reads text back that the parser has moved: its placeholders by their signs alone.
pub(super) fn placeholders(text: &str) -> impl Iterator<Item = Part<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if let Some(behind) = rest.strip_prefix(OPEN)
            && let Some((number, after)) = behind.split_once(CLOSE)
        {
            rest = after;
            // An entity may stand for a border: then the number is any, and there may be no such token.
            return Some(Part::Token(number.chars().fold(0usize, |value, digit| {
                value.saturating_mul(8).saturating_add((digit as u32).wrapping_sub(ZERO) as usize % 8)
            })));
        }
        let skip = rest.chars().next()?.len_utf8();
        let length = rest[skip..].find(OPEN).map_or(rest.len(), |at| skip + at);
        let (before, after) = rest.split_at(length);
        rest = after;
        Some(Part::Text(before, 0))
    })
}

/// The text as it stood in the file: `original` gives that of each token.
pub(super) fn restore<'t>(text: &'t str, original: impl Fn(usize) -> &'t str) -> Cow<'t, str> {
    if !text.contains(OPEN) {
        return Cow::Borrowed(text);
    }
    let part = |part| match part {
        Part::Text(text, _) => text,
        Part::Token(index) => original(index),
    };
    Cow::Owned(placeholders(text).map(part).collect())
}

struct Builder {
    text: String,
    chunks: Vec<Chunk>,
}

impl Builder {
    fn with_capacity(bytes: usize) -> Builder {
        Builder { text: String::with_capacity(bytes), chunks: Vec::new() }
    }

    fn push(&mut self, text: &str, source: Span, kind: Kind) {
        if text.is_empty() {
            return;
        }
        let at = self.text.len();
        self.text.push_str(text);
        match self.chunks.last_mut() {
            Some(last) if kind == Kind::Copied && last.kind == kind && last.source.end == source.start => {
                last.source.end = source.end;
            }
            _ => self.chunks.push(Chunk { at, source, kind }),
        }
    }

    fn copy(&mut self, text: &str, from: usize) {
        self.push(text, from..from + text.len(), Kind::Copied);
    }

    fn token(&mut self, index: usize, source: Span) {
        let mut text = String::from(OPEN);
        for shift in (0..=index.checked_ilog2().unwrap_or(0) / 3).rev() {
            text.extend(char::from_u32(ZERO + (index >> (3 * shift) & 7) as u32));
        }
        text.push(CLOSE);
        self.push(&text, source, Kind::Token(index));
    }

    fn copy_from(&mut self, other: &Draft, range: Range<usize>) {
        if range.is_empty() {
            return;
        }
        let first = other.chunk_at(range.start);
        for (index, chunk) in other.chunks.iter().enumerate().skip(first) {
            if chunk.at >= range.end {
                break;
            }
            let end = other.chunks.get(index + 1).map_or(other.text.len(), |next| next.at);
            let (from, to) = (chunk.at.max(range.start), end.min(range.end));
            let source = match chunk.kind {
                Kind::Copied => chunk.source.start + (from - chunk.at)..chunk.source.start + (to - chunk.at),
                _ => chunk.source.clone(),
            };
            self.push(&other.text[from..to], source, chunk.kind);
        }
    }

    fn finish(mut self, start: usize) -> Draft<'static> {
        if self.chunks.is_empty() {
            self.chunks.push(Chunk { at: 0, source: start..start, kind: Kind::Copied });
        }
        Draft { text: Cow::Owned(self.text), chunks: self.chunks }
    }
}
