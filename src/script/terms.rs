//! A site's own words for one direction: they count before the tables.

use std::ops::Range;

use serde::Serialize;

use super::openings::Openings;
use super::prefixes::FirstCharacters;

/// A word of the site: what becomes of it in one direction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Term {
    /// The word as it stands in the source text.
    pub source: String,
    pub output: Output,
    pub priority: Priority,
    pub context: Context,
}

/// What has to stand directly beside a word for it to count.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Context {
    /// One of these before it; with none, anything.
    pub before: Vec<String>,
    /// One of these behind it; with none, anything.
    pub after: Vec<String>,
}

/// What becomes of a word.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum Output {
    /// It stays as it is, wherever it stands.
    Keep,
    /// It becomes this text.
    Text(String),
}

/// Who said so, strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Priority {
    /// The page itself: its marks and its own glossary.
    Page,
    /// A glossary that the page chooses.
    Topic,
    /// Names that records give: partners and official names.
    Name,
    /// The site's glossary.
    Site,
}

/// The words for one direction, compiled once per site, or once per page that has words of its own.
///
/// At a place the longest word counts whose context fits; of the same word, the stronger priority's, of these one
/// that asks for a context, and of these the first given. Among words that overlap, the one that begins first counts. A word of the site stands against
/// phrases of the tables, with two exceptions for words that are not kept: a protected official name around
/// the word (信息 in 信息化部), and a phrase that begins before the word, ends inside it and is no shorter (相信 in
/// 相信息息相关 leaves no 信息).
#[derive(Clone, Debug, Default)]
pub struct Terms {
    /// Sorted by source.
    words: Vec<Word>,
    first_characters: FirstCharacters,
    openings: Openings,
}

/// The terms of one source, the strongest first.
#[derive(Clone, Debug)]
struct Word {
    /// Beside its terms, since most words that are looked at are not the one.
    source: Box<str>,
    terms: Vec<Term>,
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
        terms.sort_by(|a, b| a.strength().cmp(&b.strength()));
        terms.dedup_by(|later, earlier| later.source == earlier.source && later.context == earlier.context);
        let mut words: Vec<Word> = Vec::new();
        for term in terms {
            match words.last_mut() {
                Some(word) if *word.source == *term.source => word.terms.push(term),
                _ => words.push(Word { source: term.source.as_str().into(), terms: vec![term] }),
            }
        }
        let first_characters = FirstCharacters::of(words.iter().map(Word::source));
        let openings = Openings::of(words.iter().map(Word::source));
        Terms { words, first_characters, openings }
    }

    /// The next word in `text` from the byte `from` on.
    pub(super) fn next(&self, text: &str, from: usize) -> Option<Found<'_>> {
        if self.words.is_empty() {
            return None;
        }
        self.openings.places(text, from).find_map(|at| {
            let term = self.at(text, at).find_map(|word| word.fitting(text, at))?;
            Some(found(term, at))
        })
    }

    /// All words that stand in `text`, also inside one another, each with its place. Contexts are not asked for.
    pub fn occurrences<'t>(&'t self, text: &'t str) -> impl Iterator<Item = (usize, &'t str)> {
        self.openings
            .places(text, 0)
            .flat_map(move |at| self.at(text, at).map(move |word| (at, word.source())))
    }

    /// The words that begin at a place, the longest first.
    fn at<'t, 's: 't>(&'s self, text: &'t str, at: usize) -> impl Iterator<Item = &'s Word> + use<'t, 's> {
        let mut rest = &text[at..];
        std::iter::from_fn(move || {
            let word = &self.words[self.first_characters.longest(&self.words, Word::source, rest)?];
            // What is shorter by at least a character.
            let last = word.source().char_indices().next_back().map_or(0, |(last, _)| last);
            rest = &rest[..last];
            Some(word)
        })
    }
}

impl Word {
    fn source(&self) -> &str {
        &self.source
    }

    /// The strongest whose context fits.
    fn fitting(&self, text: &str, at: usize) -> Option<&Term> {
        let (before, after) = (&text[..at], &text[at + self.source().len()..]);
        self.terms.iter().find(|term| term.context.fits(before, after))
    }
}

impl Term {
    /// Equal words lie side by side, the one that counts first.
    fn strength(&self) -> (&str, Priority, bool) {
        (&self.source, self.priority, self.context == Context::default())
    }
}

impl Context {
    /// Does a word count between these texts?
    pub fn fits(&self, before: &str, after: &str) -> bool {
        let one_of = |words: &[String], fits: &dyn Fn(&str) -> bool| {
            words.is_empty() || words.iter().any(|word| fits(word))
        };
        one_of(&self.before, &|word| before.ends_with(word))
            && one_of(&self.after, &|word| after.starts_with(word))
    }
}

fn found(term: &Term, at: usize) -> Found<'_> {
    let output = match &term.output {
        Output::Keep => None,
        Output::Text(output) => Some(output.as_str()),
    };
    Found { range: at..at + term.source.len(), output, priority: term.priority }
}

impl Found<'_> {
    pub fn is_kept(&self) -> bool {
        self.output.is_none()
    }

    /// Whether a phrase of the tables that begins before it and reaches into it stands, and it does not.
    ///
    /// What the site keeps always counts. Another word gives way to a protected name around it (信息 in 信息化部),
    /// and to a phrase that ends inside it and is no shorter than it (相信 before 信息): then it is an accident of two
    /// words.
    pub fn gives_way_to(&self, phrase: Range<usize>, is_protected: bool) -> bool {
        if self.is_kept() {
            return false;
        }
        if phrase.end >= self.range.end { is_protected } else { phrase.len() >= self.range.len() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn term(source: &str, output: &str, priority: Priority) -> Term {
        let context = Context::default();
        Term { source: source.to_owned(), output: Output::Text(output.to_owned()), priority, context }
    }

    fn between(term: Term, before: &[&str], after: &[&str]) -> Term {
        let owned = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        Term { context: Context { before: owned(before), after: owned(after) }, ..term }
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
        let found: Vec<_> = terms.occurrences("软件园里的软件").collect();
        assert_eq!(found, [(0, "软件园"), (0, "软件"), (15, "软件")]);
    }

    #[test]
    fn a_word_counts_only_in_its_context() {
        let terms = Terms::new([
            term("余", "余", Priority::Site),
            between(term("余", "餘", Priority::Site), &[], &["额", "款"]),
            between(term("余额", "結餘", Priority::Site), &["有"], &["。"]),
            between(term("余", "page", Priority::Page), &["姓"], &[]),
        ]);
        let find = |text| terms.next(text, 0).and_then(|found| found.output);
        assert_eq!(find("余先生"), Some("余"));
        assert_eq!(find("余款"), Some("餘"));
        assert_eq!(find("余额不足"), Some("餘"));
        assert_eq!(find("有余额。"), Some("結餘"));
        assert_eq!(find("姓余款"), Some("page"));
    }
}
