//! A site's own words for one direction: they count before the tables.

use std::ops::Range;

use super::prefixes::FirstCharacters;

/// A word of the site: what becomes of it in one direction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// The word as it stands in the source text.
    pub source: String,
    pub output: Output,
    pub priority: Priority,
}

/// What becomes of a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Output {
    /// It stays as it is, wherever it stands.
    Keep,
    /// It becomes this text.
    Text(String),
}

/// Who said so, strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Priority {
    /// The page's glossary.
    Page,
    /// Names that records give: partners and official names.
    Name,
    /// The site's glossary.
    Site,
}

/// The words for one direction, compiled once per site, or once per page that has words of its own.
///
/// At a place the longest word counts; of the same word, the stronger priority's, and of these the first
/// given. Among words that overlap, the one that begins first counts. A word of the site stands against
/// phrases of the tables, with two exceptions for words that are not kept: a protected official name around
/// the word (信息 in 信息化部), and a phrase that begins before the word, ends inside it and is no shorter (相信 in
/// 相信息息相关 leaves no 信息).
#[derive(Clone, Debug, Default)]
pub struct Terms {
    /// Sorted by source; each once.
    terms: Vec<Term>,
    first_characters: FirstCharacters,
    /// A bit for each value of the low 16 bits of a first character: most characters begin no word.
    beginnings: Vec<u64>,
}

/// A word found in a text.
pub(super) struct Found<'a> {
    pub range: Range<usize>,
    /// `None`: it is kept.
    pub output: Option<&'a str>,
    pub priority: Priority,
}

impl Terms {
    /// Compiles the words. Empty ones, and ones with the wall in them, can stand nowhere and are left out.
    pub fn new(terms: impl IntoIterator<Item = Term>) -> Terms {
        let can_stand = |term: &Term| !term.source.is_empty() && !term.source.contains(super::WALL);
        let mut terms: Vec<Term> = terms.into_iter().filter(can_stand).collect();
        // A stable sort: of equal words with equal priority the first given stays first.
        terms.sort_by(|a, b| (a.source.as_str(), a.priority).cmp(&(b.source.as_str(), b.priority)));
        terms.dedup_by(|later, earlier| later.source == earlier.source);
        let mut beginnings = vec![0; if terms.is_empty() { 0 } else { 1024 }];
        for first in terms.iter().filter_map(|term| term.source.chars().next()) {
            let (word, bit) = slot(first);
            beginnings[word] |= bit;
        }
        let first_characters = FirstCharacters::of(terms.iter().map(|term| term.source.as_str()));
        Terms { terms, first_characters, beginnings }
    }

    /// The next word in `text` from the byte `from` on.
    pub(super) fn next(&self, text: &str, from: usize) -> Option<Found<'_>> {
        if self.terms.is_empty() {
            return None;
        }
        let mut at = from;
        while let Some(letter) = text[at..].chars().next() {
            if self.may_begin(letter)
                && let Some(term) =
                    self.first_characters.longest(&self.terms, |term| &term.source, &text[at..])
            {
                return Some(self.found(term, at));
            }
            at += letter.len_utf8();
        }
        None
    }

    #[inline]
    fn may_begin(&self, letter: char) -> bool {
        let (word, bit) = slot(letter);
        self.beginnings[word] & bit != 0
    }

    fn found(&self, term: usize, at: usize) -> Found<'_> {
        let Term { source, output, priority } = &self.terms[term];
        let output = match output {
            Output::Keep => None,
            Output::Text(output) => Some(output.as_str()),
        };
        Found { range: at..at + source.len(), output, priority: *priority }
    }
}

impl Found<'_> {
    pub fn is_kept(&self) -> bool {
        self.output.is_none()
    }
}

/// The word and the bit of a first character in `beginnings`.
fn slot(letter: char) -> (usize, u64) {
    let low = letter as usize & 0xFFFF;
    (low / 64, 1 << (low % 64))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn term(source: &str, output: &str, priority: Priority) -> Term {
        Term { source: source.to_owned(), output: Output::Text(output.to_owned()), priority }
    }

    #[test]
    fn the_longest_word_wins_then_the_stronger_then_the_first() {
        let terms = Terms::new([
            term("软件", "site", Priority::Site),
            term("软件", "page", Priority::Page),
            term("软件", "page again", Priority::Page),
            term("软件园", "longer", Priority::Site),
            term("", "nothing", Priority::Page),
        ]);
        let find =
            |text, from| terms.next(text, from).map(|found| (found.range, found.output.map(str::to_owned)));
        assert_eq!(find("在软件里", 0), Some((3..9, Some("page".to_owned()))));
        assert_eq!(find("在软件园里", 0), Some((3..12, Some("longer".to_owned()))));
        assert_eq!(find("在软件里", 6), None);
    }
}
