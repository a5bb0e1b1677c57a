//! Is a short phrase an accident? The longest match finds 关系 in 海关系统; the words there are 海关 and 系统.
//!
//! A few characters on both sides are cut into words twice, once with the phrase kept whole, each time at the
//! least cost under a unigram model ([`Lexicon`]). Only where the phrase is clearly the worse reading, and a
//! word reaches out of it, it is cut.

use std::ops::Range;

use super::table::{Cost, Lexicon};

/// How many characters on each side are looked at.
const REACH: usize = 6;
/// So much cheaper a reading has to be: the phrase is in the dictionaries for a reason.
const MARGIN: Cost = 150;
/// A reading that is at most so much dearer than the phrase is worth telling of in a review.
const NEAR: Cost = 100;
/// What a phrase costs that the lexicon does not list.
const PHRASE: Cost = 1500;

/// A reading of a phrase's surroundings in which the phrase is no word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Reading {
    /// Where inside the phrase a border of words lies.
    pub border: usize,
    /// What the surroundings cost with the phrase in one piece, and in this reading.
    whole: Cost,
    cut: Cost,
}

impl Reading {
    /// The phrase does not stand.
    pub fn is_clear(&self) -> bool {
        self.cut + MARGIN <= self.whole
    }

    /// The same, told in places of another text.
    pub fn with_border(&self, border: usize) -> Reading {
        Reading { border, ..*self }
    }

    /// It is not far from what the other way would be: whoever reads should look.
    pub fn is_close(&self) -> bool {
        self.whole < self.cut + 2 * MARGIN
    }
}

/// A reading in which a border of words lies inside the phrase at `phrase`, if there is one that is not much
/// worse than the phrase. One that is not `telling` matters only where a word begins inside it and goes on.
pub(super) fn inside(text: &str, phrase: Range<usize>, telling: bool, lexicon: &Lexicon) -> Option<Reading> {
    if !is_touched(text, phrase.clone(), telling, lexicon) {
        return None;
    }
    let window = Window::around(text, phrase, lexicon);
    let whole = window.cheapest(Some(PHRASE), true).cost();
    let reading = window.cheapest(Some(PHRASE), false);
    let cut = reading.cost();
    if cut > whole + NEAR {
        return None;
    }
    let phrase = window.phrase.clone();
    let reaches_out = |word: &Range<usize>| word.start < phrase.start || word.end > phrase.end;
    let touches = |word: &Range<usize>| word.start < phrase.end && word.end > phrase.start;
    if !reading.words().any(|word| touches(&word) && reaches_out(&word)) {
        return None;
    }
    // Words come last to first.
    let inside = |end: &usize| phrase.contains(end) && *end > phrase.start;
    let border = reading.words().map(|word| word.end).filter(inside).last();
    border.map(|border| Reading { border: window.places[border], whole, cut })
}

/// Whether the text is best read with a word of more than one character at this place.
pub(super) fn is_in_word(text: &str, place: Range<usize>, lexicon: &Lexicon) -> bool {
    let window = Window::around(text, place, lexicon);
    let reading = window.cheapest(Some(PHRASE), false);
    let covers = |word: &Range<usize>| word.start <= window.phrase.start && word.end >= window.phrase.end;
    reading.words().any(|word| covers(&word) && word.len() > 1)
}

/// Whether the text is read at less cost with a word that the lexicon does not list at this place than without it.
pub(super) fn gains_from(text: &str, word: Range<usize>, cost: Cost, lexicon: &Lexicon) -> bool {
    let window = Window::around(text, word, lexicon);
    window.cheapest(Some(cost), true).cost() < window.cheapest(None, false).cost()
}

/// Does any word begin inside the phrase and end behind it, or, if it is `telling`, begin before it and end inside?
/// Most phrases are let off by this.
fn is_touched(text: &str, phrase: Range<usize>, telling: bool, lexicon: &Lexicon) -> bool {
    let bytes = text.as_bytes();
    let reaches = |start: usize, ends: fn(usize, &Range<usize>) -> bool| {
        let limit = bytes.len().min(start + Lexicon::LONGEST * '\u{3000}'.len_utf8());
        let mut reaches = false;
        lexicon.words(bytes, start, limit, |end, _| reaches |= ends(end, &phrase));
        reaches
    };
    let mut inside = text[phrase.clone()].char_indices().skip(1).map(|(at, _)| phrase.start + at);
    let mut before = text[..phrase.start].char_indices().rev().take(Lexicon::LONGEST - 1).map(|(at, _)| at);
    inside.any(|start| reaches(start, |end, phrase| end > phrase.end))
        || telling && before.any(|start| reaches(start, |end, phrase| phrase.start < end && end < phrase.end))
}

/// The characters round a phrase and the words that they hold, for as many readings as are wanted.
struct Window {
    /// Borders of characters, from the first to behind the last.
    places: Vec<usize>,
    /// The phrase, in numbers of borders.
    phrase: Range<usize>,
    /// By place, the cost of the word of so many characters there; none is dearer than a word can be.
    words: Vec<[Cost; Lexicon::LONGEST]>,
}

impl Window {
    fn around(text: &str, phrase: Range<usize>, lexicon: &Lexicon) -> Window {
        let mut places: Vec<usize> = Vec::with_capacity(2 * REACH + Lexicon::LONGEST);
        let before = text[..phrase.start].char_indices().rev().take(REACH);
        places.extend(before.take_while(|(_, letter)| is_han(*letter)).map(|(at, _)| at));
        places.reverse();
        let start = places.len();
        places.extend(text[phrase.clone()].char_indices().map(|(at, _)| phrase.start + at));
        let end = places.len();
        places.push(phrase.end);
        let behind = text[phrase.end..].char_indices().take(REACH).take_while(|(_, letter)| is_han(*letter));
        places.extend(behind.map(|(at, letter)| phrase.end + at + letter.len_utf8()));
        let words = |first: usize| {
            let mut costs = [Cost::MAX; Lexicon::LONGEST];
            costs[0] = Lexicon::RAREST;
            let limit = places[(first + Lexicon::LONGEST).min(places.len() - 1)];
            let ends = &places[first + 1..];
            lexicon.words(text.as_bytes(), places[first], limit, |end, cost| {
                if let Some(length) = ends.iter().take(Lexicon::LONGEST).position(|place| *place == end) {
                    costs[length] = costs[length].min(cost);
                }
            });
            costs
        };
        let words = (0..places.len() - 1).map(words).collect();
        Window { places, phrase: start..end, words }
    }

    /// The cheapest cut into words; with the phrase in one piece if it has to stay whole. `phrase` is what it costs
    /// as a word of its own, if it is one.
    fn cheapest(&self, phrase: Option<Cost>, whole: bool) -> Cut {
        let mut best = vec![(Cost::MAX, 0); self.places.len()];
        best[0] = (0, 0);
        for (start, words) in self.words.iter().enumerate() {
            let (cost, _) = best[start];
            if cost == Cost::MAX || (whole && self.phrase.start < start && start < self.phrase.end) {
                continue;
            }
            let mut offer = |end: usize, word: Cost| {
                if cost + word < best[end].0 {
                    best[end] = (cost + word, start);
                }
            };
            offer(start + 1, Lexicon::RAREST);
            if start == self.phrase.start
                && let Some(cost) = phrase
            {
                offer(self.phrase.end, cost);
            }
            for (length, word) in words.iter().enumerate().filter(|(_, word)| **word != Cost::MAX) {
                offer(start + 1 + length, *word);
            }
        }
        Cut { best }
    }
}

/// A window cut into words: for each border, the cost of the text before it, and where the word before it starts.
struct Cut {
    best: Vec<(Cost, usize)>,
}

impl Cut {
    fn cost(&self) -> Cost {
        self.best.last().map_or(0, |(cost, _)| *cost)
    }

    /// The words in numbers of borders, last to first.
    fn words(&self) -> impl Iterator<Item = Range<usize>> {
        let mut end = self.best.len() - 1;
        std::iter::from_fn(move || {
            let start = (end > 0).then(|| self.best[end].1)?;
            let word = start..end;
            end = start;
            Some(word)
        })
    }
}

fn is_han(letter: char) -> bool {
    matches!(letter, '\u{3400}'..='\u{9FFF}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::script::Script;

    fn check(text: &str, phrase: &str, expected: Option<&str>) {
        let start = text.find(phrase).unwrap();
        let reading = inside(text, start..start + phrase.len(), true, Lexicon::of(Script::Hans).unwrap());
        let border = reading.filter(Reading::is_clear).map(|reading| reading.border);
        assert_eq!(border.map(|border| &text[start..border]), expected, "{text}");
    }

    #[test]
    fn accidents_are_cut() {
        check("全国海关系统", "关系", Some("关"));
        check("牵头发起成立联盟", "头发", Some("头"));
        check("奖学金发放仪式", "金发", Some("金"));
        check("审批准备工作", "批准", Some("批"));
        check("双元制造就工匠", "制造", Some("制"));
        check("收购并完成交割", "购并", Some("购"));
        check("与诚信息息相关", "信息", Some("信"));
    }

    #[test]
    fn phrases_that_are_meant_stand() {
        check("正确处理校企关系", "关系", None);
        check("理清关系列出清单", "关系", None);
        check("批准设立示范基地", "批准", None);
        check("她的头发很长", "头发", None);
        check("智能制造产业", "制造", None);
        check("利用信息技术", "信息", None);
    }
}
