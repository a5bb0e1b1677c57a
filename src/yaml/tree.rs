//! From serde-saphyr's events to located nodes.

use std::collections::HashMap;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::Spanned;
use serde_saphyr::options::{DuplicateKeyPolicy, MergeKeyPolicy, NonFiniteFloatPolicy};

use super::mend::Mended;
use super::{Node, Value};
use crate::diagnostic::{Diagnostic, Located, SitePath, Span, rules};
use crate::say;

/// How deep collections may nest: far more than any field, far less than a stack.
const MAX_DEPTH: usize = 24;
/// Enough for thousands of glossary entries in one file.
const MAX_NODES: usize = 200_000;

/// A value as the parser gives it. What it takes for a number or a truth value is a text to us,
/// spelt as in the file.
pub enum Raw {
    Null,
    Text(String),
    Plain,
    List(Vec<Spanned<Raw>>),
    Map(Vec<(Spanned<Raw>, Spanned<Raw>)>),
}

/// Parses one document within limits that hold for hostile files too.
pub fn parse(yaml: &str) -> Result<Spanned<Raw>, serde_saphyr::Error> {
    let options = serde_saphyr::options! {
        strict_booleans: true,
        reject_unsupported_tags: true,
        non_finite_float_policy: NonFiniteFloatPolicy::AsString,
        duplicate_keys: DuplicateKeyPolicy::PassThrough,
        merge_keys: MergeKeyPolicy::AsOrdinary,
        with_snippet: false,
        // Without aliases a value has one place, and a small file cannot be a large tree.
        budget: serde_saphyr::budget! {
            max_depth: MAX_DEPTH,
            flow_nesting_limit: MAX_DEPTH,
            max_nodes: MAX_NODES,
            max_events: 3 * MAX_NODES,
            max_aliases: 0,
            max_anchors: 0,
            max_documents: 1,
        },
    };
    serde_saphyr::from_str_with_options(yaml, options)
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Raw, D::Error> {
        struct RawVisitor;

        impl<'de> Visitor<'de> for RawVisitor {
            type Value = Raw;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a YAML value")
            }
            fn visit_unit<E>(self) -> Result<Raw, E> {
                Ok(Raw::Null)
            }
            fn visit_str<E>(self, text: &str) -> Result<Raw, E> {
                Ok(Raw::Text(text.to_owned()))
            }
            fn visit_string<E>(self, text: String) -> Result<Raw, E> {
                Ok(Raw::Text(text))
            }
            fn visit_bool<E>(self, _: bool) -> Result<Raw, E> {
                Ok(Raw::Plain)
            }
            fn visit_i64<E>(self, _: i64) -> Result<Raw, E> {
                Ok(Raw::Plain)
            }
            fn visit_u64<E>(self, _: u64) -> Result<Raw, E> {
                Ok(Raw::Plain)
            }
            fn visit_f64<E>(self, _: f64) -> Result<Raw, E> {
                Ok(Raw::Plain)
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Raw, A::Error> {
                let mut list = Vec::new();
                while let Some(item) = items.next_element()? {
                    list.push(item);
                }
                Ok(Raw::List(list))
            }
            fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Raw, A::Error> {
                let mut map = Vec::new();
                while let Some(entry) = entries.next_entry()? {
                    map.push(entry);
                }
                Ok(Raw::Map(map))
            }
        }

        deserializer.deserialize_any(RawVisitor)
    }
}

/// Turns parser values into nodes with places in the file.
pub struct Builder<'a> {
    file: &'a SitePath,
    mended: &'a Mended<'a>,
    /// Where the YAML begins in the file.
    base: usize,
    diagnostics: Vec<Diagnostic>,
}

impl<'a> Builder<'a> {
    pub fn new(file: &'a SitePath, mended: &'a Mended<'a>, base: usize) -> Builder<'a> {
        Builder { file, mended, base, diagnostics: Vec::new() }
    }

    pub fn into_diagnostics(self) -> Vec<Diagnostic> {
        self.diagnostics
    }

    pub fn node(&mut self, raw: Spanned<Raw>) -> Node {
        let (node, range) = self.build(raw);
        Node { span: self.place(range), ..node }
    }

    /// A node whose own span is still to be set, and its range in the corrected text.
    fn build(&mut self, raw: Spanned<Raw>) -> (Node, Span) {
        let range = byte_range(&raw, &self.mended.text);
        let (value, range) = match raw.value {
            Raw::Null => (Value::Null, range),
            Raw::Plain => {
                let text = self.mended.text[range.clone()].to_owned();
                (Value::Scalar { text, quoted: false }, range)
            }
            Raw::Text(text) => {
                let source = &self.mended.text[range.clone()];
                let quoted = source.starts_with(['"', '\'']);
                let end = if quoted { range.end } else { range.start + source.trim_end().len() };
                (Value::Scalar { text, quoted }, range.start..end)
            }
            Raw::List(items) => {
                let mut last = range.clone();
                let nodes = items
                    .into_iter()
                    .map(|item| {
                        let (node, item_range) = self.build(item);
                        last = item_range.clone();
                        Node { span: self.place(item_range), ..node }
                    })
                    .collect();
                (Value::List(nodes), self.collection(range, last))
            }
            Raw::Map(entries) => self.map(entries, range),
        };
        (Node { value, span: 0..0 }, range)
    }

    fn map(&mut self, entries: Vec<(Spanned<Raw>, Spanned<Raw>)>, range: Span) -> (Value, Span) {
        let mut last = range.clone();
        let mut map: Vec<(Located<String>, Node)> = Vec::with_capacity(entries.len());
        let mut seen = Seen::default();
        for (raw_key, raw_value) in entries {
            let (key, key_range) = self.build(raw_key);
            let (value, value_range) = self.build(raw_value);
            last =
                if value_range.is_empty() { key_range.start..value_range.end } else { value_range.clone() };
            let key_span = self.place(key_range);
            let value = Node { span: self.place(value_range), ..value };
            let Value::Scalar { text, .. } = key.value else {
                self.diagnostics.push(odd_key().at(self.file, key_span));
                continue;
            };
            match seen.find(&map, &text) {
                Some(first) => {
                    let first = first.clone();
                    self.diagnostics.push(duplicate(self.file, &text, key_span, first));
                }
                None => {
                    seen.insert(&text, map.len());
                    map.push((Located { value: text, span: key_span }, value));
                }
            }
        }
        (Value::Map(map), self.collection(range, last))
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

fn byte_range(raw: &Spanned<Raw>, text: &str) -> Span {
    let span = raw.referenced.span();
    let start = span.byte_offset().unwrap_or(0) as usize;
    let end = start + span.byte_len().unwrap_or(0) as usize;
    let (start, end) = (start.min(text.len()), end.min(text.len()));
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
