//! The words of written Chinese and how rare each is: a unigram model, for cutting a few characters of text.
//!
//! Made from the dictionary of jieba 0.42.1 (MIT), pruned to words of at most four characters that are not
//! rare, with words of news that it lacks.

use std::sync::LazyLock;

use super::beginnings::{Beginnings, GOES_ON, IS_KEY};
use super::codes::Codes;
use super::directions;
use super::trie::Trie;
use crate::script::Script;

/// Words with their costs.
pub(in crate::script) struct Lexicon {
    trie: Trie,
    beginnings: Beginnings,
    /// By key, in hundredths of the negative natural logarithm of the word's share of a text.
    costs: &'static [[u8; 2]],
}

/// A cost of [`Lexicon`].
pub(in crate::script) type Cost = u32;

impl Lexicon {
    /// A word that is rarer than all that are listed: once in a text of as many words as the dictionary was
    /// counted in.
    pub const RAREST: Cost = 1791;
    /// Words have at most so many characters.
    pub const LONGEST: usize = 4;

    /// The words in a script; none are listed for Hong Kong's and the standard forms.
    pub fn of(script: Script) -> Option<&'static Lexicon> {
        static HANS: LazyLock<Option<Lexicon>> = LazyLock::new(|| Lexicon::read(Script::Hans));
        static TAIWAN: LazyLock<Option<Lexicon>> = LazyLock::new(|| Lexicon::read(Script::HantTw));
        match script {
            Script::Hans => HANS.as_ref(),
            Script::HantTw => TAIWAN.as_ref(),
            Script::Hant | Script::HantHk => None,
        }
    }

    fn read(script: Script) -> Option<Lexicon> {
        let (codes, _) = Codes::read(directions::file_from(script).0);
        let (trie, rest) = Trie::read(codes, file(script)?);
        let (beginnings, costs) = Beginnings::read(rest);
        Some(Lexicon { trie, beginnings, costs: costs.as_chunks().0 })
    }

    /// May a word begin with these two characters, given their codes?
    #[inline]
    pub fn may_begin(&self, first: u32, second: u32) -> bool {
        self.beginnings.of_pair(first, second) != 0
    }

    /// May a word of two to four characters end with the last of these?
    #[inline]
    pub fn may_end(&self, [first, second, third, last]: [u32; Lexicon::LONGEST]) -> bool {
        let beginnings = &self.beginnings;
        beginnings.of_pair(third, last) & IS_KEY != 0
            || beginnings.of_pair(second, third) & GOES_ON != 0 && beginnings.has(second, third, last)
            || beginnings.of_pair(first, second) & GOES_ON != 0 && beginnings.has(first, second, third)
    }

    /// What a character of the basic plane costs as a word, given its number.
    pub fn cost_alone(&self, character: u16) -> Cost {
        let code = self.trie.codes.letter_of(character).code();
        let key = self.trie.single(code.into()).filter(|_| code != 0);
        key.map_or(Lexicon::RAREST, |key| self.cost(key))
    }

    /// The words that `text` has from `at` on, up to `limit`: where each ends and what it costs, shortest
    /// first.
    pub fn words(&self, text: &[u8], at: usize, limit: usize, mut found: impl FnMut(usize, Cost)) {
        let letter = self.trie.codes.letter(text, at);
        if letter.code() != 0 {
            self.trie.walk(text, letter, limit, |key, end| {
                found(end, self.cost(key));
            });
        }
    }

    #[inline]
    fn cost(&self, key: usize) -> Cost {
        u16::from_le_bytes(self.costs[key]).into()
    }
}

/// The words with their costs; the codes of their characters are those of the keys from that script.
pub(super) fn file(script: Script) -> Option<&'static [u8]> {
    match script {
        Script::Hans => Some(include_bytes!("../tables/words-hans.bin")),
        Script::HantTw => Some(include_bytes!("../tables/words-hant-tw.bin")),
        Script::Hant | Script::HantHk => None,
    }
}
