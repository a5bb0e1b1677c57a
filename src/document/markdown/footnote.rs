//! Footnotes: numbers by first reference, and the list of notes at the end of the text.

use std::collections::{HashMap, VecDeque};
use std::ops::Range;

use super::writer::Writer;
use crate::document::body::{Label, Piece};
use crate::mark::is_escaped;

/// The longest label that is searched for.
const MAX_LABEL: usize = 200;

/// The notes of one text while it is compiled.
#[derive(Default)]
pub(super) struct Notes {
    /// Number of the note by label, without regard to case.
    labels: HashMap<String, usize>,
    /// The first definition of each note, once it is met.
    notes: Vec<Option<usize>>,
    definitions: Vec<Definition>,
    references: Vec<Reference>,
}

#[derive(Default)]
struct Definition {
    pieces: Vec<Piece>,
    /// Indexes of the references that stand in it.
    references: Vec<usize>,
}

struct Reference {
    note: usize,
    /// The definition that it stands in; `None`: the text.
    within: Option<usize>,
    /// The reserved piece.
    piece: usize,
}

impl Notes {
    /// Begins a definition. Of two for one label the first counts.
    pub fn define(&mut self, label: &str) -> usize {
        let (note, definition) = (self.note(label), self.definitions.len());
        self.notes[note].get_or_insert(definition);
        self.definitions.push(Definition::default());
        definition
    }

    pub fn end_definition(&mut self, definition: usize, pieces: Vec<Piece>) {
        self.definitions[definition].pieces = pieces;
    }

    /// Notes a reference, whose place is the reserved piece of that index.
    pub fn refer(&mut self, label: &str, within: Option<usize>, piece: usize) {
        let note = self.note(label);
        if let Some(within) = within {
            self.definitions[within].references.push(self.references.len());
        }
        self.references.push(Reference { note, within, piece });
    }

    /// Writes all references into their places, and the notes that are referred to behind the text.
    /// `prefix` keeps ids of several texts on one page apart.
    pub fn finish(mut self, out: &mut Writer, prefix: &str) {
        let mut queue: VecDeque<usize> =
            (0..self.references.len()).filter(|index| self.references[*index].within.is_none()).collect();
        // Definitions in the order of their first reference, each with the number of references.
        let mut order: Vec<(usize, usize)> = Vec::new();
        let mut numbers: Vec<Option<usize>> = vec![None; self.notes.len()];
        while let Some(index) = queue.pop_front() {
            let Reference { note, within, piece } = self.references[index];
            let markup = match self.notes[note] {
                // The parser sees a reference only where there is a definition.
                None => String::new(),
                Some(definition) => {
                    let number = *numbers[note].get_or_insert_with(|| {
                        order.push((definition, 0));
                        queue.extend(&self.definitions[definition].references);
                        order.len()
                    });
                    order[number - 1].1 += 1;
                    let id = reference_id(prefix, number, order[number - 1].1);
                    format!(
                        "<sup class=\"footnote-ref\"><a href=\"#fn-{prefix}{number}\" id=\"{id}\" role=\"doc-noteref\">{number}</a></sup>"
                    )
                }
            };
            let range = out.append(&markup);
            let pieces = match within {
                None => &mut out.pieces,
                Some(definition) => &mut self.definitions[definition].pieces,
            };
            pieces[piece] = Piece::Html(range);
        }
        if order.is_empty() {
            return;
        }
        out.html("<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"");
        out.push(Piece::Label(Label::Footnotes));
        out.html("\"><ol>");
        for (number, (definition, times)) in (1..).zip(order) {
            out.html(&format!("<li id=\"fn-{prefix}{number}\">"));
            out.pieces.append(&mut self.definitions[definition].pieces);
            let close = split_last_paragraph(out);
            for time in 1..=times {
                let id = reference_id(prefix, number, time);
                out.html(&format!(
                    " <a href=\"#{id}\" class=\"footnote-back\" role=\"doc-backlink\" aria-label=\""
                ));
                out.push(Piece::Label(Label::FootnoteBack));
                let again = if time > 1 { format!("<sup>{time}</sup>") } else { String::new() };
                out.html(&format!("\">↩{again}</a>"));
            }
            out.html(close);
            out.html("</li>");
        }
        out.html("</ol></section>\n");
    }

    fn note(&mut self, label: &str) -> usize {
        let next = self.notes.len();
        let note = *self.labels.entry(label.to_lowercase()).or_insert(next);
        if note == next {
            self.notes.push(None);
        }
        note
    }
}

/// References without a definition, which the parser takes for text: labels and places in `range` of `text`.
pub(super) fn undefined_notes(text: &str, range: Range<usize>) -> impl Iterator<Item = (&str, Range<usize>)> {
    memchr::memchr_iter(b'[', &text.as_bytes()[range.clone()]).filter_map(move |found| {
        let start = range.start + found;
        let label = text[start..].strip_prefix("[^")?;
        let bytes = label.as_bytes();
        let length = bytes.iter().take(MAX_LABEL).position(|byte| matches!(byte, b']' | b'[' | b'\n'))?;
        let is_note = length > 0 && bytes[length] == b']' && !is_escaped(text, start);
        is_note.then(|| (&label[..length], start..start + 2 + length + 1))
    })
}

/// Opens the last paragraph of a note again, so that the way back stands in it.
fn split_last_paragraph(out: &mut Writer) -> &'static str {
    const CLOSE: &str = "</p>\n";
    if let Some(Piece::Html(range)) = out.pieces.last_mut()
        && out.text[range.start as usize..range.end as usize].ends_with(CLOSE)
    {
        range.end -= CLOSE.len() as u32;
        return "</p>";
    }
    ""
}

fn reference_id(prefix: &str, number: usize, time: usize) -> String {
    match time {
        1 => format!("fnref-{prefix}{number}"),
        _ => format!("fnref-{prefix}{number}-{time}"),
    }
}
