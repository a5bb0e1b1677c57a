//! Kinds of characters in Chinese text.
//!
//! Knows code points only; what follows from a kind (line joins, counts, readings) is decided by the callers.

/// Whether `c` is a Han character: the unified and compatibility ideographs of all planes, radicals, 々 and 〇.
pub fn is_han(c: char) -> bool {
    matches!(c,
        '\u{2E80}'..='\u{2FD5}'                     // radicals
        | '々' | '〇' | '\u{3021}'..='\u{3029}'
        | '\u{3400}'..='\u{4DBF}'                   // extension A
        | '\u{4E00}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAFF}'                   // compatibility ideographs
        | '\u{20000}'..='\u{3FFFD}') // extensions B and later
}

/// Whether `c` belongs to text that is set without spaces: Han, kana, Chinese punctuation, full-width forms.
///
/// A line break between two such characters leaves no space.
pub fn is_cjk_wide(c: char) -> bool {
    matches!(c,
        '\u{2E80}'..='\u{303F}'                     // radicals, description characters, punctuation
        | '\u{3040}'..='\u{30FF}'                   // kana
        | '\u{3400}'..='\u{4DBF}'
        | '\u{4E00}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAFF}'
        | '\u{FE30}'..='\u{FE4F}'                   // forms for vertical text
        | '\u{FF00}'..='\u{FFEF}'                   // full-width and half-width forms
        | '\u{20000}'..='\u{3FFFF}')
}

/// Whether `c` is punctuation of Chinese text.
///
/// Includes the marks that Chinese shares with other languages (“ ” ‘ ’ — … ·): alone they do not tell the language.
pub fn is_cjk_punct(c: char) -> bool {
    matches!(c,
        '·' | '\u{2010}'..='\u{2027}'               // dashes, quotation marks, ellipsis
        | '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}' | '\u{3014}'..='\u{301F}' | '・'
        | '\u{FE30}'..='\u{FE4F}'
        | '\u{FF01}'..='\u{FF0F}' | '\u{FF1A}'..='\u{FF20}' | '\u{FF3B}'..='\u{FF40}' | '\u{FF5B}'..='\u{FF65}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds() {
        for c in "产產𠮷〇々㐀豈".chars() {
            assert!(is_han(c) && !is_cjk_punct(c), "{c}");
            assert!(is_cjk_wide(c), "{c}");
        }
        for c in "，。：！？、（）《》〈〉「」『』【】〔〕；".chars() {
            assert!(is_cjk_punct(c) && is_cjk_wide(c) && !is_han(c), "{c}");
        }
        for c in "“”‘’—…·".chars() {
            assert!(is_cjk_punct(c) && !is_cjk_wide(c), "{c}");
        }
        for c in "ＡＢ１ァの\u{3000}".chars() {
            assert!(is_cjk_wide(c) && !is_han(c) && !is_cjk_punct(c), "{c}");
        }
        for c in "aé9,. 한".chars() {
            assert!(!is_cjk_wide(c) && !is_han(c) && !is_cjk_punct(c), "{c}");
        }
    }
}
