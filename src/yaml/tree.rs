//! From the parser's events to located nodes.

use std::collections::HashMap;

use granit_parser::{Event, Parser, ScalarStyle, ScanError, StrInput};

use super::mend::Mended;
use super::{Node, Value};
use crate::diagnostic::{Diagnostic, Located, SitePath, Span, rules};
use crate::say;

/// How deep collections may nest: far more than any field, far less than a stack.
const MAX_DEPTH: usize = 24;
/// Enough for thousands of glossary entries in one file.
const MAX_NODES: usize = 200_000;

/// Why a text is no tree, and the place where that was seen: line and column, both from 1.
pub struct Refused {
    pub why: Refusal,
    pub line: usize,
    pub column: usize,
}

/// What is against a text.
pub enum Refusal {
    /// It has an anchor or an alias. Without them a value has one place, and a small file cannot be a large tree.
    Anchor,
    /// It has a tag, and not the one of texts.
    Tag,
    /// Collections nest deeper than [`MAX_DEPTH`].
    Depth,
    /// There are more than [`MAX_NODES`] values.
    Size,
    /// A second document begins.
    Documents,
    /// It is no YAML, in the parser's words.
    Syntax(String),
}

/// The tree of the one document in a text, and what is wrong with its keys.
pub fn parse(file: &SitePath, mended: &Mended<'_>, base: usize) -> (Result<Node, Refused>, Vec<Diagnostic>) {
    let parser = Parser::new_from_str(&mended.text);
    let mut reader = Reader { parser, file, mended, base, nodes: 0, diagnostics: Vec::new() };
    (reader.document(), reader.diagnostics)
}

/// Builds nodes with places in the file from the events of the corrected text.
struct Reader<'a> {
    parser: Parser<'a, StrInput<'a>>,
    file: &'a SitePath,
    mended: &'a Mended<'a>,
    /// Where the YAML begins in the file.
    base: usize,
    nodes: usize,
    diagnostics: Vec<Diagnostic>,
}

type Next<'a> = (Event<'a>, granit_parser::Span);

impl<'a> Reader<'a> {
    fn document(&mut self) -> Result<Node, Refused> {
        let first = loop {
            let next = self.next()?;
            match next.0 {
                Event::StreamStart | Event::DocumentStart(..) => {}
                Event::StreamEnd => return Ok(Node { value: Value::Null, span: self.place(0..0) }),
                _ => break next,
            }
        };
        let (node, _) = self.build(first, 0)?;
        loop {
            let (event, span) = self.next()?;
            match event {
                Event::DocumentStart(..) => return Err(refused(Refusal::Documents, &span)),
                Event::StreamEnd => return Ok(node),
                _ => {}
            }
        }
    }

    fn next(&mut self) -> Result<Next<'a>, Refused> {
        match self.parser.next_event() {
            Some(next) => next.map_err(|error| syntax(&error)),
            None => Ok((Event::StreamEnd, granit_parser::Span::default())),
        }
    }

    /// A node, and its range in the corrected text.
    fn build(&mut self, (event, span): Next<'a>, depth: usize) -> Result<(Node, Span), Refused> {
        self.nodes += 1;
        if self.nodes > MAX_NODES {
            return Err(refused(Refusal::Size, &span));
        }
        if event.is_alias() || event.anchor_id().is_some() {
            return Err(refused(Refusal::Anchor, &span));
        }
        // `!!str` says what every scalar is to us.
        let is_tagged = event.tag().is_some();
        if event.tag().is_some_and(|tag| !tag.is_yaml_core_schema_tag("str")) {
            return Err(refused(Refusal::Tag, &span));
        }
        let range = byte_range(&span, &self.mended.text);
        let (value, range) = match event {
            Event::Scalar(text, style, ..) => {
                let quoted = matches!(style, ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted);
                let source = &self.mended.text[range.clone()];
                let end = if quoted { range.end } else { range.start + source.trim_end().len() };
                match style {
                    ScalarStyle::Plain if is_null(&text) && !is_tagged => (Value::Null, range),
                    _ => (Value::Scalar { text: text.into_owned(), quoted }, range.start..end),
                }
            }
            _ if depth == MAX_DEPTH => return Err(refused(Refusal::Depth, &span)),
            Event::MappingStart(..) => self.map(range, depth + 1)?,
            _ => self.list(range, depth + 1)?,
        };
        Ok((Node { value, span: self.place(range.clone()) }, range))
    }

    fn list(&mut self, range: Span, depth: usize) -> Result<(Value, Span), Refused> {
        let mut last = range.clone();
        let mut nodes = Vec::new();
        loop {
            let next = self.next()?;
            if let Event::SequenceEnd = next.0 {
                return Ok((Value::List(nodes), self.collection(range, last)));
            }
            let (node, item_range) = self.build(next, depth)?;
            last = item_range;
            nodes.push(node);
        }
    }

    fn map(&mut self, range: Span, depth: usize) -> Result<(Value, Span), Refused> {
        let mut last = range.clone();
        let mut map: Vec<(Located<String>, Node)> = Vec::new();
        let mut seen = Seen::default();
        loop {
            let next = self.next()?;
            if let Event::MappingEnd = next.0 {
                return Ok((Value::Map(map), self.collection(range, last)));
            }
            let (key, key_range) = self.build(next, depth)?;
            let next = self.next()?;
            let (value, value_range) = self.build(next, depth)?;
            last = if value_range.is_empty() { key_range.start..value_range.end } else { value_range };
            let Value::Scalar { text, .. } = key.value else {
                self.diagnostics.push(odd_key().at(self.file, key.span));
                continue;
            };
            match seen.find(&map, &text) {
                Some(first) => {
                    let first = first.clone();
                    self.diagnostics.push(duplicate(self.file, &text, key.span, first));
                }
                None => {
                    seen.insert(&text, map.len());
                    map.push((Located { value: text, span: key.span }, value));
                }
            }
        }
    }

    /// The range of a collection from its start and its last child: up to the closing bracket, if it has one.
    fn collection(&self, range: Span, last: Span) -> Span {
        let text = self.mended.text.as_bytes();
        let close = match text.get(range.start) {
            Some(b'[') if !range.is_empty() => b']',
            Some(b'{') if !range.is_empty() => b'}',
            _ => return range.start..last.end.max(range.start),
        };
        let mut at = last.end.max(range.start + 1);
        while let Some(&byte) = text.get(at) {
            match byte {
                b'#' => at = memchr::memchr2(b'\n', b'\r', &text[at..]).map_or(text.len(), |end| at + end),
                _ if byte == close => return range.start..at + 1,
                _ if byte.is_ascii_whitespace() || matches!(byte, b',' | b':') => at += 1,
                _ => break,
            }
        }
        range.start..last.end.max(range.start + 1)
    }

    /// The place in the file of a range of the corrected text.
    fn place(&self, range: Span) -> Span {
        let span = self.mended.original(range);
        span.start + self.base..span.end + self.base
    }
}

/// Keys met in a mapping: the first are searched where they stand, so that only a large mapping
/// (a long list of labels) costs an index.
#[derive(Default)]
struct Seen {
    rest: HashMap<String, usize>,
}

impl Seen {
    const SEARCHED: usize = 24;

    fn find<'m>(&self, map: &'m [(Located<String>, Node)], key: &str) -> Option<&'m Span> {
        let near = map.iter().take(Self::SEARCHED).position(|(known, _)| known.value == key);
        let at = near.or_else(|| self.rest.get(key).copied())?;
        map.get(at).map(|(known, _)| &known.span)
    }

    fn insert(&mut self, key: &str, at: usize) {
        if at >= Self::SEARCHED {
            self.rest.insert(key.to_owned(), at);
        }
    }
}

/// As YAML 1.2 has it in its core schema.
fn is_null(plain: &str) -> bool {
    matches!(plain, "" | "~" | "null" | "Null" | "NULL")
}

fn refused(why: Refusal, span: &granit_parser::Span) -> Refused {
    Refused { why, line: span.start.line(), column: span.start.col() + 1 }
}

fn syntax(error: &ScanError) -> Refused {
    let (why, at) = (Refusal::Syntax(error.info()), error.marker());
    Refused { why, line: at.line(), column: at.col() + 1 }
}

fn byte_range(span: &granit_parser::Span, text: &str) -> Span {
    let start = span.start.byte_offset().unwrap_or(0).min(text.len());
    let end = span.end.byte_offset().unwrap_or(0).clamp(start, text.len());
    if text.is_char_boundary(start) && text.is_char_boundary(end) { start..end } else { 0..0 }
}

fn odd_key() -> Diagnostic {
    Diagnostic::new(&rules::YAML_SYNTAX, say!("字段名必须是文字", "the name of a field must be a text"))
        .help(say!("写成 `字段名: 值`", "write `name: value`"))
}

fn duplicate(file: &SitePath, key: &str, second: Span, first: Span) -> Diagnostic {
    Diagnostic::new(&rules::DUPLICATE_KEY, say!("字段 `{key}` 写了两次", "the field `{key}` is given twice"))
        .at(file, second)
        .label(say!("第二次", "the second time"))
        .help(say!("只保留一处，删去另一处", "keep one of them and delete the other"))
        .related(file, Some(first), say!("第一次写在这里", "first given here"))
}
