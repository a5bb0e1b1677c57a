//! Reads raw HTML far enough to know its text from its tags: what may be converted, and where it ends.
//! Nothing here decides whether a tag is allowed.

use std::ops::Range;

use crate::document::attributes::{Attributes, end_of_raw_text};

/// A stretch of raw HTML. All of them together are the whole of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Stretch {
    Text(Range<usize>),
    /// `<span lang="ja">`
    Open(Range<usize>, Opening),
    /// `</span>`, with the name in lower case.
    Close(Range<usize>, String),
    /// What is copied and has no text: entities, declarations.
    Other(Range<usize>),
}

/// What an opening tag says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Opening {
    /// In lower case.
    pub name: String,
    /// `<br>`, `<path/>`: there is no closing tag.
    pub is_empty: bool,
    /// Its text is not to be converted: it has a language of its own, or is code.
    pub is_foreign: bool,
}

/// Elements that stand inside a phrase.
const PHRASING: &[&str] = &[
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins",
    "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time",
    "tt", "u", "var", "wbr",
];
const WITHOUT_END: &[&str] =
    &["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];
/// What machines read, and formulas.
const VERBATIM: &[&str] =
    &["code", "kbd", "math", "pre", "samp", "script", "style", "svg", "textarea", "tt", "var"];
/// Their text holds no tags but their own end.
const RAW_TEXT: &[&str] = &["script", "style", "textarea"];

/// Does an element of this name stand inside a phrase?
pub(super) fn is_phrasing(name: &str) -> bool {
    PHRASING.contains(&name)
}

/// Cuts HTML without comments into its stretches. `None` where a tag begins that does not end.
pub(super) fn stretches(html: &str) -> Option<Vec<Stretch>> {
    let mut found = Vec::new();
    let (mut text, mut at) = (0, 0);
    while let Some(next) = memchr::memchr2(b'<', b'&', &html.as_bytes()[at..]) {
        let start = at + next;
        let stretch = match html.as_bytes()[start] {
            b'&' => entity(&html[start..]).map(|length| Stretch::Other(start..start + length)),
            _ => tag(html, start).ok()?,
        };
        let Some(stretch) = stretch else {
            at = start + 1;
            continue;
        };
        if text < start {
            found.push(Stretch::Text(text..start));
        }
        at = stretch.range().end;
        let raw_text = match &stretch {
            Stretch::Open(_, tag) if !tag.is_empty && RAW_TEXT.contains(&tag.name.as_str()) => {
                Some(end_of_raw_text(&html[at..], &tag.name))
            }
            _ => None,
        };
        found.push(stretch);
        if let Some(length) = raw_text.filter(|length| *length > 0) {
            found.push(Stretch::Other(at..at + length));
            at += length;
        }
        text = at;
    }
    if text < html.len() {
        found.push(Stretch::Text(text..html.len()));
    }
    Some(found)
}

impl Stretch {
    pub(super) fn range(&self) -> Range<usize> {
        match self {
            Stretch::Text(range)
            | Stretch::Open(range, _)
            | Stretch::Close(range, _)
            | Stretch::Other(range) => range.clone(),
        }
    }
}

/// The length of `&amp;`, `&#8212;`, `&#x2014;`; none for a bare `&`.
fn entity(text: &str) -> Option<usize> {
    let name = text[1..].strip_prefix('#').map_or(&text[1..], |number| number);
    let length = name.bytes().take(32).take_while(u8::is_ascii_alphanumeric).count();
    let end = text.len() - name.len() + length;
    (length > 0 && text[end..].starts_with(';')).then_some(end + 1)
}

/// A tag begins and does not end.
struct Endless;

/// The tag or declaration at `start`; none when the `<` is a sign of its own.
fn tag(html: &str, start: usize) -> Result<Option<Stretch>, Endless> {
    let bytes = html.as_bytes();
    let closes = bytes.get(start + 1) == Some(&b'/');
    let name_at = start + 1 + usize::from(closes);
    match bytes.get(name_at) {
        Some(b'!' | b'?') if !closes => {
            let end = start + html[start..].find('>').ok_or(Endless)? + 1;
            return Ok(Some(Stretch::Other(start..end)));
        }
        Some(first) if first.is_ascii_alphabetic() => {}
        _ => return Ok(None),
    }
    let is_name = |byte: &&u8| !byte.is_ascii_whitespace() && !matches!(byte, b'/' | b'>');
    let length = bytes[name_at..].iter().take_while(is_name).count();
    let name = html[name_at..name_at + length].to_ascii_lowercase();
    let mut attributes = Attributes::new(html, name_at + length);
    let mut is_foreign = VERBATIM.contains(&name.as_str());
    for (attribute, value) in attributes.by_ref() {
        is_foreign |= attribute.eq_ignore_ascii_case("lang")
            || attribute.eq_ignore_ascii_case("xml:lang")
            || attribute.eq_ignore_ascii_case("translate") && value.eq_ignore_ascii_case("no");
    }
    let end = attributes.at() + html[attributes.at()..].find('>').ok_or(Endless)? + 1;
    Ok(Some(match closes {
        true => Stretch::Close(start..end, name),
        false => {
            let is_empty = WITHOUT_END.contains(&name.as_str()) || html[..end].ends_with("/>");
            Stretch::Open(start..end, Opening { name, is_empty, is_foreign })
        }
    }))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cut(html: &str) -> Vec<String> {
        let found = stretches(html).unwrap();
        let show = |stretch: &Stretch| {
            let text = &html[stretch.range()];
            match stretch {
                Stretch::Text(_) => format!("text {text}"),
                Stretch::Open(_, tag) => {
                    let foreign = if tag.is_foreign { " foreign" } else { "" };
                    let empty = if tag.is_empty { " empty" } else { "" };
                    format!("{}{foreign}{empty} {text}", tag.name)
                }
                Stretch::Close(_, name) => format!("/{name}"),
                Stretch::Other(_) => format!("other {text}"),
            }
        };
        found.iter().map(show).collect()
    }

    #[test]
    fn text_is_told_from_tags() {
        assert_eq!(
            cut("<P class=x>甲 & 乙&nbsp;<br/>1 < 2</p>"),
            ["p <P class=x>", "text 甲 & 乙", "other &nbsp;", "br empty <br/>", "text 1 < 2", "/p"]
        );
        assert_eq!(cut("<!DOCTYPE html>甲"), ["other <!DOCTYPE html>", "text 甲"]);
        assert_eq!(
            cut("<script>if (a<b) \"软件\"</script>"),
            ["script foreign <script>", "other if (a<b) \"软件\"", "/script"]
        );
        assert_eq!(stretches("甲<a href='"), None);
        assert_eq!(stretches("<a/=甲/"), None);
        assert_eq!(cut("<a/=甲/>").len(), 1);
    }

    #[test]
    fn languages_of_their_own_are_seen() {
        for html in
            ["<span lang=ja>", "<i LANG = \"ja\">", "<b title='a > b' xml:lang='ja'>", "<p translate=no>"]
        {
            assert!(cut(html)[0].contains(" foreign"), "{html}");
            assert_eq!(cut(html).len(), 1, "{html}");
        }
        for html in
            ["<span data-lang=ja>", "<b title=\" lang=ja\">", "<a href=?lang=ja>", "<p translate=yes>"]
        {
            assert!(!cut(html)[0].contains(" foreign"), "{html}");
        }
    }

    proptest! {
        #[test]
        fn nothing_is_lost(html in "[<>/a-c \"'=&;甲!]{0,24}") {
            if let Some(found) = stretches(&html) {
                let all: String = found.iter().map(|stretch| &html[stretch.range()]).collect();
                prop_assert_eq!(all, html);
            }
        }
    }
}
