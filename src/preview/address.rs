//! From the path of a request to the name of a file of the site. Nothing here looks at a disk: whatever a
//! path says, it can only name a file that is on the list, or none.

use unicode_normalization::UnicodeNormalization;

/// Longest path that is looked at, in bytes.
const LONGEST: usize = 8 << 10;

/// Reads a path once: percent signs are resolved a single time, and what is not a plain path is refused.
/// The result keeps its slash in front and is in normal form C, as names of files are.
pub(super) fn read(raw: &str) -> Option<String> {
    if raw.len() > LONGEST || !raw.starts_with('/') {
        return None;
    }
    let path = decode(raw)?;
    let odd = |c: char| c == '\\' || c.is_control();
    let climbs = path.split('/').any(|part| part == "." || part == "..");
    (!climbs && !path.contains(odd)).then(|| path.nfc().collect())
}

/// The value of a parameter of a query, its percent signs resolved.
pub(super) fn parameter(query: Option<&str>, name: &str) -> Option<String> {
    let pairs = query?.split('&').filter_map(|pair| pair.split_once('='));
    let (_, value) = pairs.into_iter().find(|(key, _)| *key == name)?;
    decode(&value.replace('+', "%20"))
}

fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        if *first != b'%' {
            bytes.push(*first);
            rest = tail;
            continue;
        }
        let [high, low, tail @ ..] = tail else { return None };
        let digit = |byte: u8| (byte as char).to_digit(16);
        bytes.push((digit(*high)? * 16 + digit(*low)?) as u8);
        rest = tail;
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn plain_paths_are_read_once() {
        assert_eq!(read("/news/a/").as_deref(), Some("/news/a/"));
        assert_eq!(read("/%E6%96%B0%E9%97%BB/").as_deref(), Some("/新闻/"));
        assert_eq!(read("/cafe%CC%81/").as_deref(), Some("/caf\u{e9}/"));
        // What is encoded twice is a name with a percent sign, which no file has.
        assert_eq!(read("/%252e%252e/x").as_deref(), Some("/%2e%2e/x"));
        assert_eq!(parameter(Some("page=/a%2Fb+c/&x=1"), "page").as_deref(), Some("/a/b c/"));
        assert_eq!(parameter(Some("page=1"), "x"), None);
    }

    #[test]
    fn what_climbs_is_refused() {
        for path in [
            "",
            "a",
            "/..",
            "/../a",
            "/a/../b",
            "/%2e%2e/a",
            "/%2E./a",
            "/.%2e%2fa",
            "/a%2f..%2f..%2fb",
            "/a/.",
            "/..%5ca",
            "/a\\b",
            "/%5c..",
            "/a%00",
            "/%0d%0a",
            "/%",
            "/%z1",
            "/%e",
            "/%ff",
            "/%c0%ae%c0%ae/",
        ] {
            assert_eq!(read(path), None, "{path}");
        }
        assert_eq!(read(&format!("/{}", "a".repeat(LONGEST))), None);
    }

    proptest! {
        #[test]
        fn no_path_climbs(path in "[/%.2eEfF5cC\\\\a\u{301}新]{0,40}") {
            if let Some(read) = read(&format!("/{path}")) {
                prop_assert!(!read.split('/').any(|part| part == ".." || part == "."));
                prop_assert!(!read.contains('\\') && !read.contains('\0'));
            }
        }
    }
}
