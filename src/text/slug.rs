//! Names for URLs that keep their script.

use unicode_normalization::UnicodeNormalization;

/// A slug in the script of `text`: its letters and digits in lower case, all else as single hyphens.
///
/// Full-width and decomposed letters are folded, so that the name of one file gives one slug on every system. Empty
/// only for a text without letters and digits. A slug is its own slug.
pub fn unicode_slug(text: &str) -> String {
    let mut slug = String::new();
    let mut gap = false;
    // Before letters are composed: what stands beside an apostrophe moves together without it.
    let letters = text.chars().filter(|c| !matches!(c, '\'' | '’' | '＇'));
    for c in letters.nfkc().flat_map(char::to_lowercase).nfkc() {
        match c {
            c if c.is_alphanumeric()
                || unicode_normalization::char::is_combining_mark(c) && !gap && !slug.is_empty() =>
            {
                if gap && !slug.is_empty() {
                    slug.push('-');
                }
                gap = false;
                slug.push(c);
            }
            _ => gap = true,
        }
    }
    // What was left out may have stood between marks that now change places.
    slug.nfkc().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn scripts_are_kept() {
        for (text, expected) in [
            ("重庆：产教融合（第2届）", "重庆-产教融合-第2届"),
            ("ＡＩ＋教育", "ai-教育"),
            ("It's  My_File.v2", "its-my-file-v2"),
            ("Cafe\u{301}", "café"),
            ("\u{1e008}'\u{11d44}", "\u{1e008}"),
            ("—— ！", ""),
        ] {
            assert_eq!(unicode_slug(text), expected, "{text}");
        }
    }

    /// Marks that an apostrophe stood between come to stand in Unicode's order.
    #[test]
    fn marks_that_meet_are_put_in_order() {
        let slug = unicode_slug("a\u{11366}'\u{1a60}");
        assert_eq!(unicode_slug(&slug), slug);
    }

    proptest! {
        #[test]
        fn a_slug_is_its_own_slug(text in "\\PC{0,40}") {
            let slug = unicode_slug(&text);
            prop_assert!(!slug.starts_with('-') && !slug.ends_with('-') && !slug.contains("--"));
            prop_assert_eq!(unicode_slug(&slug), slug.clone());
        }
    }
}
