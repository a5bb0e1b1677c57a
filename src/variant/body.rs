//! A body in one language: its prose converted container by container, its holes filled by the caller.

use std::ops::Range;

use crate::document::body::{Body, Element, Label, Piece};
use crate::document::flow::Flow;
use crate::document::html::{push_attribute, push_text};
use crate::language::Tag;
use crate::mark::{Mark, parse_mark, source_form};
use crate::script::{Segments, WALL, quotes};

use super::put_back::{Run, put_back};
use super::words::Words;

/// What only the page can fill in. Each writes HTML.
pub trait Holes {
    fn label(&mut self, label: Label, out: &mut String);
    /// ` href="…"` and further attributes of the link.
    fn href(&mut self, link: u32, out: &mut String);
    /// The name of the record that a link leads to, escaped.
    fn name(&mut self, link: u32, out: &mut String);
    fn image(&mut self, image: u32, out: &mut String);
    fn call(&mut self, call: u32, out: &mut String);
}

/// Writes the body as HTML in the language of `words`. `from` is the language that it is written in.
pub fn write(body: &Body, from: &Tag, words: &Words, holes: &mut impl Holes, out: &mut String) {
    let (plain, runs, segments) = (String::new(), Vec::new(), Segments::default());
    let flow = body.flow();
    let mut writer = Writer { flow: &flow, from, words, plain, runs, segments };
    let mut rest = flow.pieces.as_slice();
    while let Some(end) = rest.iter().position(|piece| *piece == Piece::End) {
        let (pieces, behind) = (&rest[..end], &rest[end + 1..]);
        writer.container(pieces, behind, holes, out);
        rest = behind;
    }
    writer.container(rest, &[], holes, out);
}

struct Writer<'a> {
    flow: &'a Flow,
    from: &'a Tag,
    words: &'a Words,
    /// The prose of the container at hand, with walls.
    plain: String,
    runs: Vec<Run>,
    segments: Segments,
}

impl Writer<'_> {
    /// Converts the prose of a container as one text, so that a phrase is known across `<strong>` and
    /// line ends, and puts each part back where its source stood.
    fn container(&mut self, pieces: &[Piece], behind: &[Piece], holes: &mut impl Holes, out: &mut String) {
        let texts = self.texts(pieces, behind);
        let emptied = texts.as_ref().map(|texts| self.emptied(pieces, texts)).unwrap_or_default();
        let (mut texts, mut emptied) =
            (texts.as_ref().map(|texts| texts.iter()), emptied.into_iter().peekable());
        let mut stopped = false;
        for (index, piece) in pieces.iter().enumerate() {
            match piece {
                _ if emptied.next_if_eq(&index).is_some() => {}
                Piece::Prose(range) => {
                    let text = match &mut texts {
                        Some(texts) => texts.next().map_or("", String::as_str),
                        None => self.text(range),
                    };
                    push_text(out, if std::mem::take(&mut stopped) { behind_stop(text) } else { text });
                }
                Piece::Name(_) => {
                    let start = out.len();
                    self.piece(piece, holes, out);
                    stopped = out[start..].trim_end_matches("</span>").ends_with('.');
                }
                piece => {
                    stopped &= matches!(piece, Piece::Close(..));
                    self.piece(piece, holes, out);
                }
            }
        }
    }

    /// The texts of the container's prose, one for each piece of it; `None` where nothing is to be converted.
    fn texts(&mut self, pieces: &[Piece], behind: &[Piece]) -> Option<Vec<String>> {
        let (converter, terms) = self.words.converter(self.from)?;
        self.plain.clear();
        self.runs.clear();
        passage(self.flow, pieces, &mut self.plain, &mut self.runs);
        if let Some(close) = self.close_behind(behind) {
            self.plain.extend([WALL, close]);
        }
        match self.runs.as_slice() {
            [] => Some(Vec::new()),
            [run] if run.range.len() == self.plain.len() => {
                Some(vec![converter.convert(&self.plain, terms).into_owned()])
            }
            runs => {
                converter.segments(&self.plain, terms, &mut self.segments);
                let alone = |text: &str| converter.convert(text, terms).into_owned();
                Some(put_back(&self.plain, &self.segments, runs, alone))
            }
        }
    }

    /// The mark that closes the quotation which begins this text, when a later paragraph has it: a quotation of
    /// several paragraphs opens each of them.
    fn close_behind(&self, behind: &[Piece]) -> Option<char> {
        let open = self.plain.chars().next()?;
        let (close, true) = quotes::partner(open)? else { return None };
        let next = behind.iter().find_map(|piece| match piece {
            Piece::Prose(range) => self.text(range).chars().next(),
            _ => None,
        });
        (next == Some(open) && quotes::unpaired(&self.plain) == [(0, open)]).then_some(close)
    }

    /// The indexes of the ends of those elements that lost all of their text to their neighbours.
    fn emptied(&self, pieces: &[Piece], texts: &[String]) -> Vec<usize> {
        let has_marks = || pieces.iter().any(|piece| matches!(piece, Piece::Mark(_)));
        if !texts.iter().any(String::is_empty) && !has_marks() {
            return Vec::new();
        }
        let mut emptied = Vec::new();
        let mut open: Vec<Extent> = Vec::new();
        let mut texts = texts.iter();
        for (index, piece) in pieces.iter().enumerate() {
            let (had, has) = match piece {
                Piece::Open(element, _) => {
                    open.push(Extent { start: index, element: *element, had: false, has: false });
                    continue;
                }
                Piece::Close(..) => match open.pop() {
                    Some(closed) => {
                        if closed.element == Element::Style && closed.had && !closed.has {
                            emptied.extend([closed.start, index]);
                        }
                        (closed.had, closed.has)
                    }
                    None => continue,
                },
                Piece::Prose(_) => (true, texts.next().is_some_and(|text| !text.is_empty())),
                Piece::Mark(range) => match parse_mark(self.text(range)) {
                    Ok(mark) => (!source_form(&mark).is_empty(), !self.shown(&mark).is_empty()),
                    Err(_) => continue,
                },
                Piece::Verbatim(range) => (false, !range.is_empty()),
                piece => (false, piece.is_wall()),
            };
            if let Some(around) = open.last_mut() {
                around.had |= had;
                around.has |= has;
            }
        }
        emptied.sort_unstable();
        emptied
    }

    fn piece(&self, piece: &Piece, holes: &mut impl Holes, out: &mut String) {
        match piece {
            Piece::Html(range) | Piece::Open(_, range) | Piece::Close(_, range) => {
                out.push_str(self.text(range))
            }
            Piece::Prose(range) | Piece::Verbatim(range) => push_text(out, self.text(range)),
            Piece::Mark(range) => {
                // A mark that cannot be read was reported when the file was parsed.
                let mark = parse_mark(self.text(range)).unwrap_or(Mark::Wall);
                push_text(out, self.shown(&mark));
            }
            Piece::End => {}
            Piece::Attribute(range) => {
                push_attribute(out, &self.words.prose(self.from, self.text(range)));
            }
            Piece::Label(label) => holes.label(*label, out),
            Piece::Href(link) => holes.href(*link, out),
            Piece::Name(link) => holes.name(*link, out),
            Piece::Image(image) => holes.image(*image, out),
            Piece::Call(call) => holes.call(*call, out),
        }
    }

    fn shown<'m>(&self, mark: &'m Mark) -> &'m str {
        self.words.mark(mark, self.from)
    }

    fn text(&self, range: &Range<u32>) -> &str {
        self.flow.slice(range)
    }
}

/// What follows a name that ends in a full stop, `Co., Ltd.`: that stop ends the sentence as well.
pub fn behind_stop(text: &str) -> &str {
    text.strip_prefix('.').filter(|rest| !rest.starts_with('.')).unwrap_or(text)
}

/// The prose of a container as conversion sees it, with walls; and where in it each piece of prose stands.
pub(super) fn passage(flow: &Flow, pieces: &[Piece], plain: &mut String, runs: &mut Vec<Run>) {
    let mut link = None;
    for (index, piece) in pieces.iter().enumerate() {
        match piece {
            Piece::Prose(range) => {
                let start = plain.len();
                plain.push_str(flow.slice(range));
                runs.push(Run { range: start..plain.len(), link });
            }
            Piece::Open(Element::Link, _) => link = Some(index),
            Piece::Close(Element::Link, _) => link = None,
            piece if piece.is_wall() => plain.push(WALL),
            _ => {}
        }
    }
}

/// An inline element: did its source have text, and does it still?
struct Extent {
    start: usize,
    element: Element,
    had: bool,
    has: bool,
}
