//! The longest key that begins a text, among sorted keys.
//!
//! Shared by the OpenCC dictionaries and by a site's own words. Sorted keys need no trie: those with the same
//! first character lie side by side, and each further byte of the text narrows the range that still fits.

use std::ops::Range;

/// For each first character, in order, where its keys start among the sorted keys.
#[derive(Clone, Debug, Default)]
pub(super) struct FirstCharacters {
    starts: Vec<(char, usize)>,
    keys: usize,
}

impl FirstCharacters {
    /// Of keys sorted by their bytes; an empty key belongs nowhere.
    pub fn of<'k>(keys: impl Iterator<Item = &'k str>) -> Self {
        let mut index = FirstCharacters::default();
        for key in keys {
            if let Some(first) = key.chars().next()
                && index.starts.last().is_none_or(|(known, _)| *known != first)
            {
                index.starts.push((first, index.keys));
            }
            index.keys += 1;
        }
        index
    }

    /// Which keys begin with that character.
    fn range(&self, first: char) -> Option<Range<usize>> {
        let at = self.starts.binary_search_by_key(&first, |(character, _)| *character).ok()?;
        Some(self.starts[at].1..self.starts.get(at + 1).map_or(self.keys, |(_, next)| *next))
    }

    /// The index of the longest of `keys` that `text` starts with; they are the keys that this was made of.
    pub fn longest<T>(&self, keys: &[T], key_of: impl Fn(&T) -> &str, text: &str) -> Option<usize> {
        let first = text.chars().next()?;
        let Range { start: mut low, end: mut high } = self.range(first)?;
        let byte_of = |key: &T, depth: usize| key_of(key).as_bytes()[depth];
        let mut found = None;
        for (depth, &byte) in text.as_bytes().iter().enumerate().skip(first.len_utf8()) {
            // The range holds the keys that begin with `text[..depth]`; the shortest, if it ends here, is first.
            if low < high && key_of(&keys[low]).len() == depth {
                found = Some(low);
                low += 1;
            }
            if high - low == 1 {
                return if text.starts_with(key_of(&keys[low])) { Some(low) } else { found };
            }
            low += keys[low..high].partition_point(|key| byte_of(key, depth) < byte);
            high = low + keys[low..high].partition_point(|key| byte_of(key, depth) == byte);
            if low == high {
                return found;
            }
        }
        if low < high && key_of(&keys[low]).len() == text.len() {
            found = Some(low);
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::FirstCharacters;

    #[test]
    fn the_longest_key_wins() {
        let keys = ["信息", "信息化", "信息化部", "软件"];
        let index = FirstCharacters::of(keys.into_iter());
        let find = |text: &str| index.longest(&keys, |key| key, text).map(|at| keys[at]);
        assert_eq!(find("信息化工作"), Some("信息化"));
        assert_eq!(find("信息化部"), Some("信息化部"));
        assert_eq!(find("信息"), Some("信息"));
        assert_eq!(find("信"), None);
        assert_eq!(find("硬件"), None);
        assert_eq!(find("软件"), Some("软件"));
        assert_eq!(find(""), None);
    }
}
