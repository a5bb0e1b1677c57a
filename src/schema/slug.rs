//! Which texts can be a part of an address, and a file on every system.

use crate::diagnostic::Say;
use crate::say;

/// The longest part in bytes: with `.html` and a temporary suffix it still fits a file name.
const MAX_BYTES: usize = 200;

/// Names that Windows keeps for devices, also with an extension.
const DEVICES: &[&str] = &["con", "prn", "aux", "nul"];

/// Why a text cannot be a slug; `None` when it can.
pub fn slug_fault(text: &str) -> Option<Say> {
    if text.contains(char::is_whitespace) {
        return Some(say!("不能有空格", "it must not contain spaces"));
    }
    if text.starts_with('.') {
        return Some(say!("不能以点开头", "it must not begin with a dot"));
    }
    segment_fault(text)
}

/// Why a text cannot be a former address; `None` when it can: a path from the site's root.
pub fn alias_fault(text: &str) -> Option<Say> {
    if text.contains("://") || text.starts_with("//") {
        return Some(say!("只写路径，不写域名", "give the path only, without the host"));
    }
    let Some(path) = text.strip_prefix('/') else {
        return Some(say!("要以 / 开头", "it must begin with `/`"));
    };
    let path = path.strip_suffix('/').unwrap_or(path);
    if path.is_empty() {
        return Some(say!("首页不能用作旧网址", "the home page cannot be a former address"));
    }
    path.split('/').find_map(segment_fault)
}

fn segment_fault(text: &str) -> Option<Say> {
    if text.is_empty() {
        return Some(say!("有一段是空的", "a part of it is empty"));
    }
    if text.len() > MAX_BYTES {
        return Some(say!("超过 {MAX_BYTES} 字节", "it is longer than {MAX_BYTES} bytes"));
    }
    if text.chars().all(|c| c == '.') {
        return Some(say!("不能只有点", "it must not consist of dots"));
    }
    if let Some(c) = text.chars().find(|c| is_hidden(*c)) {
        let code = c as u32;
        return Some(say!(
            "含有看不见的字符 U+{code:04X}",
            "it contains the invisible character U+{code:04X}"
        ));
    }
    if let Some(c) = text.chars().find(|c| "/\\%?#:*\"<>|".contains(*c)) {
        return Some(say!("不能含有 `{c}`", "it must not contain `{c}`"));
    }
    if text.ends_with(['.', ' ']) || text.starts_with(' ') {
        return Some(say!(
            "首尾不能是空格，末尾不能是点",
            "it must not begin or end with a space, or end with a dot"
        ));
    }
    let stem = text.split('.').next().unwrap_or(text).trim_end().to_ascii_lowercase();
    let port = stem.strip_prefix("com").or_else(|| stem.strip_prefix("lpt"));
    let numbered = port.is_some_and(|number| matches!(number.as_bytes(), [b'0'..=b'9']));
    if numbered || DEVICES.contains(&&*stem) {
        return Some(say!("`{stem}` 是 Windows 的设备名", "`{stem}` is the name of a device on Windows"));
    }
    None
}

/// Control characters, and those that change how the text around them is shown.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_an_address_is_told() {
        for bad in [
            "",
            ".",
            "..",
            "../x",
            "a/b",
            "a\\b",
            "a b",
            "%2e%2e",
            "C:x",
            "a\0",
            "con",
            "NUL",
            "aux.txt",
            "COM1",
            "x.",
            ".x",
            "a?b",
            "a#b",
            "\u{200b}a",
            "\u{202e}a",
            &"长".repeat(67),
        ] {
            assert!(slug_fault(bad).is_some(), "{bad:?}");
        }
        for good in
            ["founding", "2024-05-16", "产教融合", "a.b", "A_b~c", "com", "com10", "console", "nul-x", "𠮷"]
        {
            assert_eq!(slug_fault(good), None, "{good:?}");
        }
        for bad in ["a", "/", "//x", "https://a.b/c", "/../a", "/a/../b", "/a//b", "/a?b=1", "/%e4", "/con/x"]
        {
            assert!(alias_fault(bad).is_some(), "{bad:?}");
        }
        for good in ["/a", "/a/b.html", "/旧 闻/甲/"] {
            assert_eq!(alias_fault(good), None, "{good:?}");
        }
    }
}
