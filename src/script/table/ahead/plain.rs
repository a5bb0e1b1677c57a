//! A run of characters that nothing is to be asked about: what each becomes, and which of them change.

use std::ops::Range;

use crate::script::quotes;
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

    /// Writes what each becomes.
    pub fn write(&self, out: &mut String) {
        out.reserve(self.range.len());
        for entry in self.entries {
            out.push(entry.output());
        }
    }

    /// The same where the quotation marks are taken from `shown`, which is as long as the source.
    pub fn write_beside(&self, shown: &str, out: &mut String) {
        out.reserve(self.range.len());
        for (place, entry) in self.entries.iter().enumerate() {
            let output = entry.output();
            let shown = || shown[place * WIDTH..].chars().next().unwrap_or(output);
            out.push(if quotes::is_mark(output) { shown() } else { output });
        }
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
