//! A run of characters that nothing is to be asked about: what each becomes, and which of them change.

use std::ops::Range;

use crate::script::table::alone::Entry;

/// The bytes of each character.
pub(super) const WIDTH: usize = 3;

/// A run of characters that stand in no phrase.
pub(in crate::script) struct Plain<'a> {
    pub range: Range<usize>,
    pub(super) entries: &'a [Entry],
    /// By place, a bit each.
    pub(super) changing: u64,
}

impl Plain<'_> {
    /// Does one of them become another one?
    #[inline]
    pub fn changes(&self) -> bool {
        self.changing != 0
    }

    /// What each becomes.
    #[inline]
    pub fn outputs(&self) -> impl Iterator<Item = char> {
        self.entries.iter().map(|entry| entry.output())
    }

    /// The same where what stays is taken from `shown`, as long as the source.
    pub fn outputs_beside(&self, shown: &str) -> impl Iterator<Item = char> {
        let shown = shown.chars();
        self.entries
            .iter()
            .zip(shown)
            .map(|(entry, shown)| if entry.changes() { entry.output() } else { shown })
    }

    /// Those that become another one, with their places.
    pub fn changed(&self) -> impl Iterator<Item = (Range<usize>, char)> {
        let mut left = self.changing;
        std::iter::from_fn(move || {
            if left == 0 {
                return None;
            }
            let place = left.trailing_zeros() as usize;
            left &= left - 1;
            let start = self.range.start + place * WIDTH;
            Some((start..start + WIDTH, self.entries[place].output()))
        })
    }
}
