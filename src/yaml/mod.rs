//! YAML as editors write it: a tree in which every value knows its bytes in the file.
//!
//! Scalars keep their spelling (`2024`, `017` and `no` are texts until a field wants a number), anchors
//! and aliases are refused, and the mistakes that Chinese input methods make are named one by one.
//! Nothing here knows a field of huimeng.

mod line;
mod lines;
mod mend;
mod scan;
mod split;
mod syntax;
mod trap;
mod tree;

use std::ops::Range;

use crate::diagnostic::{Checked, Located, SitePath, Span};

pub use line::quoted;
pub use split::{FrontMatter, split};

/// A value and the bytes of the whole file that it was read from.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    pub value: Value,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nothing, `~` or `null`.
    Null,
    /// A text; a plain one as it was spelt, a quoted one as it reads.
    Scalar {
        text: String,
        quoted: bool,
    },
    List(Vec<Node>),
    /// In the order of the file; keys are unique.
    Map(Vec<(Located<String>, Node)>),
}

impl Node {
    /// The value of a key, if it is a mapping that has it.
    pub fn get(&self, key: &str) -> Option<&Node> {
        match &self.value {
            Value::Map(entries) => entries.iter().find(|(name, _)| name.value == key).map(|(_, node)| node),
            _ => None,
        }
    }

    /// The scalar's text, if it is one.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar { text, .. } => Some(text),
            _ => None,
        }
    }
}

/// Reads the YAML that stands in `range` of a file; spans are in bytes of the whole file.
///
/// All slips of the keyboard that can be told apart are reported together, and reading goes on as if each
/// had been corrected as suggested. `None` when no tree could be made; an empty text is [`Value::Null`].
/// `range` must lie on character boundaries of `text`.
pub fn read(file: &SitePath, text: &str, range: Range<usize>) -> Checked<Option<Node>> {
    let yaml = &text[range.clone()];
    let traps = scan::find(yaml);
    let mended = mend::mend(yaml, &traps);
    let (tree, mut found) = tree::parse(file, &mended, range.start);
    let value = match tree {
        Ok(node) => Some(node),
        Err(refused) => {
            found.extend(syntax::explain(file, &mended, range.start, &traps, &refused));
            None
        }
    };
    let mut diagnostics = trap::diagnostics(&traps, file, text, range.start);
    diagnostics.extend(found);
    Checked { value, diagnostics }
}

#[cfg(test)]
mod tests;
