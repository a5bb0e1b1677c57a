//! Finds what is not Markdown in a text before it is parsed: shortcodes, `-{…}-` marks and `[[…]]` links.
//! They are tokens: whatever stands in them is no emphasis, no cell border and no code.

use std::ops::Range;

use memchr::memchr2_iter;
use pulldown_cmark::{Event, Parser, Tag};

use super::shortcode::{ShortcodeKind, ShortcodeTag, read_tag};
use crate::diagnostic::{Rule, rules};
use crate::document::body::Argument;
use crate::mark::{Fault, Mark, MarkSearch, is_escaped, parse_mark};
use crate::say;

/// Block shortcodes inside one another.
const MAX_DEPTH: usize = 16;

/// A token and the bytes it takes of the text.
pub(super) struct Token {
    pub range: Range<usize>,
    pub kind: TokenKind,
}

pub(super) enum TokenKind {
    Call {
        name: String,
        arguments: Vec<(String, Argument)>,
        body: Option<Range<usize>>,
        /// Nothing else stands on its lines.
        alone: bool,
    },
    Mark(Mark),
    /// `[[section/slug#fragment|text]]`
    Name {
        section: Option<String>,
        slug: String,
        fragment: Option<String>,
        text: Option<String>,
    },
    /// Shown as it is written, with an error if it stands in text.
    Bad(&'static Rule, Box<Fault>),
}

/// Is there a `{{`, `{%`, `-{` or `[[`?
fn has_start(text: &[u8]) -> bool {
    memchr2_iter(b'{', b'[', text).any(|at| {
        let (before, next) = (at.checked_sub(1).map(|before| text[before]), text.get(at + 1));
        match text[at] {
            b'{' => before == Some(b'-') || matches!(next, Some(b'{' | b'%')),
            _ => next == Some(&b'['),
        }
    })
}

/// The tokens of a text in order, without those in code. `depth` counts the block shortcodes around it.
pub(super) fn find_tokens(text: &str, depth: usize) -> Vec<Token> {
    if !has_start(text.as_bytes()) {
        return Vec::new();
    }
    let mut lexemes = lex(text, &code_ranges(text));
    let ends = pair(&lexemes);
    let mut tokens = Vec::new();
    let mut covered = 0;
    for index in 0..lexemes.len() {
        if lexemes[index].0.start < covered {
            continue;
        }
        let end = ends[index].map(|end| lexemes[end].0.clone());
        let (mut range, lexeme) = std::mem::replace(&mut lexemes[index], (0..0, Lexeme::Used));
        let kind = match lexeme {
            Lexeme::Token(kind) => kind,
            Lexeme::Tag(tag) => {
                let (kind, whole) = shortcode(text, tag, range, end, depth);
                range = whole;
                kind
            }
            Lexeme::Used => continue,
        };
        covered = range.end;
        tokens.push(Token { range, kind });
    }
    tokens
}

enum Lexeme {
    Token(TokenKind),
    Tag(ShortcodeTag),
    Used,
}

/// Code, where everything is literal.
fn code_ranges(text: &str) -> Vec<Range<usize>> {
    Parser::new_ext(text, super::OPTIONS)
        .into_offset_iter()
        .filter(|(event, _)| matches!(event, Event::Code(_) | Event::Start(Tag::CodeBlock(_))))
        .map(|(_, range)| range)
        .collect()
}

fn lex(text: &str, code: &[Range<usize>]) -> Vec<(Range<usize>, Lexeme)> {
    let mut lexemes = Vec::new();
    let mut code = code.iter().peekable();
    let mut marks = MarkSearch::default();
    let mut at = 0;
    while let Some(found) = memchr::memchr3(b'{', b'-', b'[', &text.as_bytes()[at..]) {
        at += found;
        while code.next_if(|range| range.end <= at).is_some() {}
        if let Some(range) = code.peek().filter(|range| range.start <= at) {
            at = range.end;
            continue;
        }
        let lexeme = match &text.as_bytes()[at..] {
            _ if is_escaped(text, at) => None,
            [b'{', b'{' | b'%', ..] => read_tag(text, at).map(|tag| (tag.end, Lexeme::Tag(tag))),
            [b'-', b'{', b'{', ..] if read_tag(text, at + 1).is_some() => None,
            [b'-', b'{', ..] => {
                let end = marks.end(text, at).unwrap_or(at + 2);
                Some((
                    end,
                    Lexeme::Token(match parse_mark(&text[at..end]) {
                        Ok(mark) => TokenKind::Mark(mark),
                        Err(fault) => TokenKind::Bad(&rules::BAD_MARK, fault.later(at)),
                    }),
                ))
            }
            [b'[', b'[', ..] if at == 0 || text.as_bytes()[at - 1] != b'!' => {
                read_name(text, at).map(|(end, name)| (end, Lexeme::Token(name)))
            }
            _ => None,
        };
        match lexeme {
            Some((end, lexeme)) => {
                lexemes.push((at..end, lexeme));
                at = end;
            }
            None => at += 1,
        }
    }
    lexemes
}

/// For each `{% name() %}` the `{% end %}` that ends it.
fn pair(lexemes: &[(Range<usize>, Lexeme)]) -> Vec<Option<usize>> {
    let mut ends = vec![None; lexemes.len()];
    let mut open = Vec::new();
    for (index, (_, lexeme)) in lexemes.iter().enumerate() {
        match lexeme {
            Lexeme::Tag(ShortcodeTag { kind: ShortcodeKind::Open, .. }) => open.push(index),
            Lexeme::Tag(ShortcodeTag { kind: ShortcodeKind::End, .. }) => {
                if let Some(begin) = open.pop() {
                    ends[begin] = Some(index);
                }
            }
            _ => {}
        }
    }
    ends
}

fn shortcode(
    text: &str,
    tag: ShortcodeTag,
    range: Range<usize>,
    end: Option<Range<usize>>,
    depth: usize,
) -> (TokenKind, Range<usize>) {
    let bad = |fault| TokenKind::Bad(&rules::BAD_SHORTCODE, fault);
    let name = tag.name;
    let (body, whole) = match (tag.kind, end) {
        (ShortcodeKind::Call, _) => (None, range),
        (ShortcodeKind::Open, Some(end)) => (Some(range.end..end.start), range.start..end.end),
        (ShortcodeKind::Open, None) => {
            let fault = match tag.arguments {
                Err(fault) => fault,
                Ok(_) => Fault::new(
                    range.clone(),
                    say!("块级短代码 `{name}` 没有结束", "the block shortcode `{name}` does not end"),
                    say!(
                        "在内容之后单独一行写 `{{% end %}}`",
                        "write `{{% end %}}` on a line of its own behind its text"
                    ),
                ),
            };
            return (bad(fault), range);
        }
        (ShortcodeKind::End, _) => {
            let fault = Fault::new(
                range.clone(),
                say!("`{{% end %}}` 前没有块级短代码", "there is no block shortcode for this `{{% end %}}`"),
                say!("删去它，或补上 `{{% 名称() %}}`", "remove it, or add `{{% name() %}}` before it"),
            );
            return (bad(fault), range);
        }
    };
    let kind = match tag.arguments {
        Err(fault) => bad(fault),
        Ok(_) if body.is_some() && depth >= MAX_DEPTH => bad(Fault::new(
            whole.start..whole.start + 2,
            say!("短代码嵌套超过 {MAX_DEPTH} 层", "shortcodes are nested more than {MAX_DEPTH} deep"),
            say!("减少嵌套", "nest them less"),
        )),
        Ok(arguments) => TokenKind::Call { name, arguments, body, alone: stands_alone(text, &whole) },
    };
    (kind, whole)
}

fn stands_alone(text: &str, range: &Range<usize>) -> bool {
    let blank = |byte: &u8| matches!(byte, b' ' | b'\t' | b'>');
    let before = text[..range.start].bytes().rev().find(|byte| !blank(byte));
    let after = text[range.end..].bytes().find(|byte| !blank(byte));
    matches!(before, None | Some(b'\n')) && matches!(after, None | Some(b'\n'))
}

/// `[[slug]]`, `[[section/slug]]`, `[[slug#fragment]]`, each with `|text`; in tables the bar may be `\|`.
fn read_name(text: &str, start: usize) -> Option<(usize, TokenKind)> {
    let inner = &text[start + 2..];
    let length = memchr::memchr3(b']', b'[', b'\n', inner.as_bytes())?;
    let behind = inner[length..].strip_prefix("]]")?;
    // `[[text]](address)` and `[[text]][label]` are ordinary links.
    if behind.starts_with('(') || behind.starts_with('[') && !behind.starts_with("[[") {
        return None;
    }
    let inner = &inner[..length];
    let (target, shown) = match inner.split_once('|') {
        Some((target, shown)) => {
            (target.strip_suffix('\\').unwrap_or(target), Some(shown.trim().to_string()))
        }
        None => (inner, None),
    };
    let (path, fragment) = match target.split_once('#') {
        Some((path, fragment)) => (path, Some(fragment.trim().to_string())),
        None => (target, None),
    };
    let path = path.trim();
    let allowed = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/');
    if path.is_empty() || !path.chars().all(allowed) || path.starts_with('/') || path.ends_with('/') {
        return None;
    }
    let (section, slug) = match path.rsplit_once('/') {
        Some((section, slug)) => (Some(section.to_string()), slug.to_string()),
        None => (None, path.to_string()),
    };
    let text = shown.filter(|shown| !shown.is_empty());
    Some((start + 2 + length + 2, TokenKind::Name { section, slug, fragment, text }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        find_tokens(text, 0)
            .into_iter()
            .map(|token| {
                let kind = match token.kind {
                    TokenKind::Call { name, body, alone, .. } => {
                        format!("{name} {:?} {alone}", body.map(|body| text[body].to_string()))
                    }
                    TokenKind::Mark(_) => "mark".into(),
                    TokenKind::Name { section, slug, fragment, text } => {
                        format!("{section:?} {slug} {fragment:?} {text:?}")
                    }
                    TokenKind::Bad(_, fault) => fault.message.en,
                };
                format!("{}: {kind}", &text[token.range])
            })
            .collect()
    }

    #[test]
    fn blocks_are_paired_from_inside() {
        assert_eq!(
            found("{% a() %}甲{% b() %}乙{% end %}{{ c() }}{% end %}"),
            [
                "{% a() %}甲{% b() %}乙{% end %}{{ c() }}{% end %}: a Some(\"甲{% b() %}乙{% end %}{{ c() }}\") true"
            ]
        );
        assert_eq!(
            found("{% a() %}{{ b() }}\n{% c() %}{% end %}\n{% end %}{% end %}")[0],
            "{% a() %}{{ b() }}\n{% c() %}{% end %}\n{% end %}: a Some(\"{{ b() }}\\n{% c() %}{% end %}\\n\") false"
        );
        assert_eq!(
            found("{% a() %}{{ b() }}"),
            ["{% a() %}: the block shortcode `a` does not end", "{{ b() }}: b None false"]
        );
        assert_eq!(found("甲{% end %}"), ["{% end %}: there is no block shortcode for this `{% end %}`"]);
    }

    #[test]
    fn code_and_escapes_are_left_alone() {
        assert!(found("`{{ a() }} -{甲}- [[b]]`\n\n```\n{% a() %}\n```\n\n    -{甲\n").is_empty());
        assert!(found("\\-{甲 \\{{ a() }} \\[[b]]").is_empty());
        assert!(found("[[1]](#a) [[a b]] [[甲、乙]] [[ ]] ![[a]]").is_empty());
    }

    #[test]
    fn names_have_sections_fragments_and_texts() {
        assert_eq!(
            found("[[qingyuan]][[partners/清源#历史|清源]]"),
            [
                "[[qingyuan]]: None qingyuan None None",
                "[[partners/清源#历史|清源]]: Some(\"partners\") 清源 Some(\"历史\") Some(\"清源\")"
            ]
        );
        assert_eq!(found("| [[a\\|甲]] |"), ["[[a\\|甲]]: None a None Some(\"甲\")"]);
    }
}
