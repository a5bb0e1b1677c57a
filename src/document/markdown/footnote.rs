//! Footnotes: numbers by first reference, and the list of notes at the end of the text.

use std::collections::{HashMap, VecDeque};
use std::fmt::Write;

use super::writer::Writer;
use crate::document::body::Piece;

/// The notes of one text while it is compiled.
#[derive(Default)]
pub(super) struct Notes {
    /// Position in `definitions` by label, without regard to case.
    labels: HashMap<String, usize>,
    definitions: Vec<Definition>,
    references: Vec<Reference>,
}

#[derive(Default)]
struct Definition {
    /// `None` until it is met.
    pieces: Option<Vec<Piece>>,
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
    pub fn note(&mut self, label: &str) -> usize {
        let next = self.definitions.len();
        let note = *self.labels.entry(label.to_lowercase()).or_insert(next);
        if note == next {
            self.definitions.push(Definition::default());
        }
        note
    }

    /// Notes a reference, whose place is the reserved piece of that index.
    pub fn refer(&mut self, label: &str, within: Option<usize>, piece: usize) {
        let note = self.note(label);
        if let Some(within) = within {
            self.definitions[within].references.push(self.references.len());
        }
        self.references.push(Reference { note, within, piece });
    }

    /// The first of two definitions counts.
    pub fn define(&mut self, note: usize, pieces: Vec<Piece>) {
        self.definitions[note].pieces.get_or_insert(pieces);
    }

    /// Writes all references into their places, and the notes that are referred to behind the text.
    /// `prefix` keeps ids of several texts on one page apart.
    pub fn finish(mut self, out: &mut Writer, prefix: &str) {
        let mut queue: VecDeque<usize> =
            (0..self.references.len()).filter(|index| self.references[*index].within.is_none()).collect();
        // Notes in the order of their first reference, each with the number of references so far.
        let mut order: Vec<usize> = Vec::new();
        let mut numbers: Vec<Option<(usize, usize)>> = vec![None; self.definitions.len()];
        while let Some(index) = queue.pop_front() {
            let Reference { note, within, piece } = self.references[index];
            if self.definitions[note].pieces.is_none() {
                continue;
            }
            let (number, times) = numbers[note].get_or_insert_with(|| {
                order.push(note);
                queue.extend(&self.definitions[note].references);
                (order.len(), 0)
            });
            *times += 1;
            let id = reference_id(prefix, *number, *times);
            let markup = format!(
                "<sup class=\"footnote-ref\"><a href=\"#fn-{prefix}{number}\" id=\"{id}\" role=\"doc-noteref\">{number}</a></sup>"
            );
            let range = out.append(&markup);
            let pieces = match within {
                None => &mut out.pieces,
                Some(definition) => match &mut self.definitions[definition].pieces {
                    Some(pieces) => pieces,
                    None => continue,
                },
            };
            if let Some(place) = pieces.get_mut(piece) {
                *place = Piece::Html(range);
            }
        }
        if order.is_empty() {
            return;
        }
        out.html("<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"");
        out.push(Piece::Label("footnotes"));
        out.html("\"><ol>");
        for (number, note) in (1..).zip(order) {
            let mut markup = String::new();
            let _ = write!(markup, "<li id=\"fn-{prefix}{number}\">");
            out.html(&markup);
            out.pieces.append(self.definitions[note].pieces.as_mut().unwrap_or(&mut Vec::new()));
            let close = split_last_paragraph(out);
            for time in 1..=numbers[note].map_or(0, |(_, times)| times) {
                let id = reference_id(prefix, number, time);
                out.html(&format!(
                    " <a href=\"#{id}\" class=\"footnote-back\" role=\"doc-backlink\" aria-label=\""
                ));
                out.push(Piece::Label("footnote.back"));
                let again = if time > 1 { format!("<sup>{time}</sup>") } else { String::new() };
                out.html(&format!("\">↩{again}</a>"));
            }
            out.html(close);
            out.html("</li>");
        }
        out.html("</ol></section>\n");
    }
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
