//! The longest key that begins a text, among sorted keys.
//!
//! Shared by the OpenCC dictionaries and by a site's own words. A sorted slice needs no building and no
//! memory beside the keys; each byte of the text narrows the range of keys that still fit.

/// The index of the longest of `keys` that `text` starts with. `keys` must be sorted by the bytes of `key_of`
/// and hold no empty key.
pub(super) fn longest<T>(keys: &[T], key_of: impl Fn(&T) -> &str, text: &str) -> Option<usize> {
    let byte_of = |key: &T, depth: usize| key_of(key).as_bytes()[depth];
    let (mut low, mut high) = (0, keys.len());
    let mut found = None;
    for (depth, &byte) in text.as_bytes().iter().enumerate() {
        // The range holds the keys that begin with `text[..depth]`; the shortest, if it ends here, is its first.
        if low < high && key_of(&keys[low]).len() == depth {
            found = Some(low);
            low += 1;
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

#[cfg(test)]
mod tests {
    use super::longest;

    #[test]
    fn the_longest_key_wins() {
        let keys = ["信息", "信息化", "信息化部", "软件"];
        let find = |text: &str| longest(&keys, |key| key, text).map(|at| keys[at]);
        assert_eq!(find("信息化工作"), Some("信息化"));
        assert_eq!(find("信息化部"), Some("信息化部"));
        assert_eq!(find("信息"), Some("信息"));
        assert_eq!(find("信"), None);
        assert_eq!(find("硬件"), None);
        assert_eq!(find(""), None);
    }
}
