//! Quotation marks without a partner: conversion leaves them as they are.

use std::collections::BTreeMap;

use super::passage::Passages;
use super::wording::located;
use crate::diagnostic::{Diagnostic, rules};
use crate::document::Document;
use crate::say;
use crate::script::quotes;

pub(super) fn unpaired(document: &Document, passages: &Passages) -> Vec<Diagnostic> {
    let all: Vec<&str> = passages.iter().collect();
    let mut lone: Vec<(usize, Lone)> = Vec::new();
    for (passage, text) in all.iter().enumerate() {
        let next = all.get(passage + 1).and_then(|text| text.chars().next());
        lone.extend(lone_quotes(text, next).into_iter().map(|quote| (passage, quote)));
    }
    let places = passages.places(lone.iter().map(|(passage, quote)| (*passage, quote.at)));
    lone.into_iter().zip(places).map(|((_, quote), place)| located(quote.report(), document, place)).collect()
}

/// A mark without its pair.
#[derive(Debug, PartialEq)]
struct Lone {
    at: usize,
    mark: char,
    partner: char,
    opens: bool,
    /// What should stand here, if another mark of the same kind is open: “甲“.
    meant: Option<char>,
}

impl Lone {
    fn report(&self) -> Diagnostic {
        let Lone { mark, partner, .. } = self;
        let found = match self.opens {
            true => Diagnostic::new(
                &rules::UNPAIRED_QUOTE,
                say!("左引号 {mark} 没有对应的 {partner}", "the opening mark {mark} has no {partner}"),
            ),
            false => Diagnostic::new(
                &rules::UNPAIRED_QUOTE,
                say!("右引号 {mark} 没有对应的 {partner}", "the closing mark {mark} has no {partner}"),
            ),
        };
        match self.meant {
            Some(meant) => found
                .help(say!("这里可能应是 {meant}", "perhaps {meant} is meant here"))
                .replace_with(meant.to_string()),
            None => found.help(say!(
                "在同一段里补上 {partner}，或者删去这个引号",
                "add {partner} in the same paragraph, or delete this mark"
            )),
        }
    }
}

/// At most one for each form: one slip leaves many marks without a pair. `next` begins the passage behind:
/// a quotation of several paragraphs opens each of them and closes the last.
fn lone_quotes(text: &str, next: Option<char>) -> Vec<Lone> {
    let mut forms: BTreeMap<char, Vec<Lone>> = BTreeMap::new();
    for (at, mark) in quotes::unpaired(text) {
        let Some((partner, opens)) = quotes::partner(mark) else { continue };
        let form = if opens { mark } else { partner };
        forms.entry(form).or_default().push(Lone { at, mark, partner, opens, meant: None });
    }
    let one_of = |(open, marks): (char, Vec<Lone>)| {
        let waiting: Vec<usize> = marks.iter().filter(|mark| mark.opens).map(|mark| mark.at).collect();
        let goes_on = waiting == [0] && next == Some(open);
        let stray = marks.iter().position(|mark| !mark.opens);
        match stray {
            Some(stray) => marks.into_iter().nth(stray),
            None => marks
                .into_iter()
                .next_back()
                .filter(|_| !goes_on)
                .map(|last| Lone { meant: (waiting.len() == 2).then_some(last.partner), ..last }),
        }
    };
    let mut found: Vec<Lone> = forms.into_iter().filter_map(one_of).collect();
    found.sort_by_key(|lone| lone.at);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lone(text: &str, next: Option<char>) -> String {
        let found = lone_quotes(text, next);
        found.iter().map(|lone| format!("{}{} ", lone.mark, text[..lone.at].chars().count())).collect()
    }

    #[test]
    fn quotation_marks_without_their_pair() {
        assert_eq!(lone("他说：“甲‘乙’丙”，“丁”", None), "");
        assert_eq!(lone("“國際在線“報道", None), "“5 ");
        assert_eq!(lone("甲”乙", None), "”1 ");
        assert_eq!(lone("「甲『乙」", None), "『2 ");
        assert_eq!(lone("the students’ work and don’t, ’90s", None), "");
        assert_eq!(lone("“甲。", Some('“')), "");
        assert_eq!(lone("“甲。", Some('乙')), "“0 ");
        assert_eq!(lone_quotes("“甲“乙", None)[0].meant, Some('”'));
    }
}
