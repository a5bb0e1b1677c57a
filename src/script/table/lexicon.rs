//! The words of written Chinese and how rare each is: a unigram model, for cutting a few characters of text.
//!
//! Made from the dictionary of jieba 0.42.1 (MIT), pruned to words of at most four characters that are not
//! rare, with words of news that it lacks.

use super::trie::Trie;
use crate::script::Script;

/// Words with their costs.
#[derive(Clone, Copy)]
pub(in crate::script) struct Lexicon {
    trie: Trie,
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
    pub fn of(script: Script) -> Option<Lexicon> {
        let file: &'static [u8] = match script {
            Script::Hans => include_bytes!("../tables/words-hans.bin"),
            Script::HantTw => include_bytes!("../tables/words-hant-tw.bin"),
            Script::Hant | Script::HantHk => return None,
        };
        let (trie, costs) = Trie::read(file);
        Some(Lexicon { trie, costs: costs.as_chunks().0 })
    }

    /// The words that `text` has from `at` on, up to `limit`: where each ends and what it costs, shortest
    /// first.
    pub fn words(&self, text: &[u8], at: usize, limit: usize, mut found: impl FnMut(usize, Cost)) {
        let letter = self.trie.letter(text, at);
        if !letter.is_unknown() {
            self.trie.walk(text, letter, limit, |key, end| {
                found(end, Cost::from(u16::from_le_bytes(self.costs[key])));
            });
        }
    }
}
