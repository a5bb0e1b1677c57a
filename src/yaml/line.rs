//! One line of YAML: where its key ends, and what only looks like a key, a value or a comment.
//!
//! Knows nothing of the lines before it.

use super::trap::Slip;

/// The key of a line: where its colon ends, and what is wrong with that colon.
pub(super) struct Key {
    pub end: usize,
    pub slip: Option<Slip>,
}

pub(super) fn key(text: &str, is_item: bool) -> Option<Key> {
    if text.starts_with(['[', '{', '#', '|', '>', '&', '*', '!', '@', '`', '%', '?']) {
        return None;
    }
    if text.starts_with(['"', '\'']) {
        let close = text[1..].find(&text[..1])? + 2;
        return text[close..].starts_with(':').then_some(Key { end: close + 1, slip: None });
    }
    let colon = spaced_colon(text);
    let wide = text.find('：').filter(|wide| colon.is_none_or(|colon| *wide < colon));
    if let Some(wide) = wide {
        let name = text[..wide].trim_end();
        let plausible =
            if is_item || colon.is_some() { word(name).len() == name.len() } else { name_like(name) };
        if plausible && !name.is_empty() {
            return Some(Key { end: wide + '：'.len_utf8(), slip: Some(Slip::WideColon) });
        }
    }
    if let Some(colon) = colon {
        return Some(Key { end: colon + 1, slip: None });
    }
    let name = word(text);
    let rest = text[name.len()..].strip_prefix(':')?;
    let tight = !is_item && !name.is_empty() && !rest.starts_with("//");
    let slip = if rest.starts_with('\u{3000}') { Slip::WideSpace } else { Slip::TightColon };
    tight.then_some(Key { end: name.len() + 1, slip: Some(slip) })
}

/// The first colon that YAML takes for the end of a key: a space or the line's end follows it.
fn spaced_colon(text: &str) -> Option<usize> {
    let text = without_comment(text);
    memchr::memchr_iter(b':', text.as_bytes())
        .find(|at| text[at + 1..].is_empty() || text[at + 1..].starts_with([' ', '\t']))
}

/// A plain value with a colon that YAML would take for the end of a key; without its comment.
pub(super) fn bare_colon(value: &str) -> Option<&str> {
    if value.starts_with(['"', '\'', '[', '{', '|', '>', '#', '&', '*', '!', '@', '`', '%']) {
        return None;
    }
    let plain = without_comment(value);
    spaced_colon(plain).map(|_| plain)
}

pub(super) fn without_comment(text: &str) -> &str {
    let comment = text.match_indices('#').map(|(at, _)| at).find(|at| text[..*at].ends_with([' ', '\t']));
    text[..comment.unwrap_or(text.len())].trim_end()
}

/// In the quotes that need the fewest changes.
pub fn quoted(text: &str) -> String {
    match text.contains(['"', '\\']) {
        false => format!("\"{text}\""),
        true => format!("'{}'", text.replace('\'', "''")),
    }
}

/// The ASCII word at the start: a field's name, a language tag, an id.
pub(super) fn word(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '-').unwrap_or(text.len());
    if text.starts_with(|c: char| c.is_ascii_alphabetic()) { &text[..end] } else { "" }
}

/// One short word of any script.
fn name_like(text: &str) -> bool {
    text.chars().count() <= 16
        && !text.contains(|c: char| c.is_whitespace() || "，。；、？！“”（）".contains(c))
}

/// `title 来访`: where the name ends and the value begins of a line that has a name and no colon.
pub(super) fn without_colon(text: &str) -> Option<(usize, usize)> {
    let name = word(text);
    let value = text[name.len()..].trim_start();
    let is_field = !name.is_empty() && value.len() < text.len() - name.len() && key(text, false).is_none();
    (is_field && !value.is_empty() && !value.starts_with('#'))
        .then_some((name.len(), text.len() - value.len()))
}

/// `-甲`: a dash that is no number, no fence and no `-{mark}-`.
pub(super) fn tight_dash(text: &str) -> bool {
    text.strip_prefix('-')
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_alphabetic() || "\"“《".contains(c)))
}

/// Begins like a sentence, and not like anything of YAML.
pub(super) fn is_loose_text(content: &str) -> bool {
    content.starts_with(|c: char| !c.is_ascii() && c.is_alphanumeric()) && key(content, false).is_none()
}

/// The same in a block text, which may hold `甲：乙`.
pub(super) fn is_block_text(content: &str) -> bool {
    let is_key = key(content, false).is_some_and(|key| key.slip.is_none());
    content.starts_with(|c: char| !c.is_ascii()) && !is_key
}

/// `name: value`
pub(super) fn spaced_key(content: &str) -> bool {
    let rest = &content[word(content).len()..];
    begins_with_key(content) && (rest == ":" || rest.starts_with(": "))
}

pub(super) fn begins_with_key(content: &str) -> bool {
    let name = word(content);
    !name.is_empty() && content[name.len()..].starts_with([':', '：'])
}
