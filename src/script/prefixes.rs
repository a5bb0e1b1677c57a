//! The longest key that begins a text, among sorted keys.
//!
//! Shared by the OpenCC dictionaries, word lists and a site's own words. Sorted keys need no trie: of all keys that are
//! not behind the text, the last one begins with every key that begins the text. So the longest of these is that key
//! itself, or the longest key that it begins with, and so on.

use std::ops::Range;

/// For each first character, in order, where its keys start among the sorted keys; and how keys begin one another.
#[derive(Clone, Debug, Default)]
pub(super) struct FirstCharacters {
    starts: Vec<(char, usize)>,
    /// By key, the longest other key that it begins with; [`NONE`] without one.
    parents: Vec<u32>,
    /// By key, the [`head`] of what stands behind its first character: most keys are told apart by it, side by side
    /// in memory, and need not be looked up themselves.
    heads: Vec<u64>,
}

const NONE: u32 = u32::MAX;

impl FirstCharacters {
    /// Of keys sorted by their bytes; an empty key belongs nowhere.
    pub fn of<'k>(keys: impl Iterator<Item = &'k str>) -> Self {
        let mut index = FirstCharacters::default();
        // The keys that the last one begins with, the shortest first.
        let mut open: Vec<(u32, &str)> = Vec::new();
        for key in keys {
            let number = index.parents.len();
            if let Some(first) = key.chars().next()
                && index.starts.last().is_none_or(|(known, _)| *known != first)
            {
                index.starts.push((first, number));
            }
            while open.pop_if(|(_, shorter)| !key.starts_with(*shorter)).is_some() {}
            index.parents.push(open.last().map_or(NONE, |(parent, _)| *parent));
            if !key.is_empty() {
                open.push((number as u32, key));
            }
            index.heads.push(head(key));
        }
        index
    }

    /// Which keys begin with that character.
    fn range(&self, first: char) -> Option<Range<usize>> {
        let at = self.starts.binary_search_by_key(&first, |(character, _)| *character).ok()?;
        Some(self.starts[at].1..self.starts.get(at + 1).map_or(self.parents.len(), |(_, next)| *next))
    }

    /// The index of the longest of `keys` that `text` starts with; they are the keys that this was made of.
    pub fn longest<T>(&self, keys: &[T], key_of: impl Fn(&T) -> &str, text: &str) -> Option<usize> {
        let range = self.range(text.chars().next()?)?;
        let own = head(text);
        let (heads, keys_of_first) = (&self.heads[range.clone()], &keys[range.clone()]);
        let less = heads.partition_point(|head| *head < own);
        let equal = heads[less..].partition_point(|head| *head == own);
        let behind = less + keys_of_first[less..less + equal].partition_point(|key| key_of(key) <= text);
        let mut at = range.start + behind.checked_sub(1)?;
        while !text.starts_with(key_of(&keys[at])) {
            at = Some(self.parents[at]).filter(|parent| *parent != NONE)? as usize;
        }
        Some(at)
    }
}

/// The eight bytes behind the first character of a text, as a number that sorts as they do; zeros where it is shorter.
fn head(text: &str) -> u64 {
    let mut behind = text.chars();
    behind.next();
    let behind = behind.as_str().as_bytes();
    let mut head = [0; 8];
    match behind.first_chunk::<8>() {
        Some(first) => head = *first,
        None => head[..behind.len()].copy_from_slice(behind),
    }
    u64::from_be_bytes(head)
}

#[cfg(test)]
mod tests {
    use super::FirstCharacters;
    use proptest::prelude::*;

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

    proptest! {
        #[test]
        fn it_is_the_longest_of_all(
            keys in prop::collection::btree_set("[一二a]{1,4}", 0..20),
            text in "[一二三a]{0,6}",
        ) {
            let keys: Vec<String> = keys.into_iter().collect();
            let index = FirstCharacters::of(keys.iter().map(String::as_str));
            let found = index.longest(&keys, |key| key, &text).map(|at| &keys[at]);
            let expected = keys.iter().filter(|key| text.starts_with(*key)).max_by_key(|key| key.len());
            prop_assert_eq!(found, expected);
        }
    }
}
