//! What was read: values in the types that the description asks for, taken out by field name.

use std::time::Duration;

use crate::date::Written;
use crate::diagnostic::{Located, Span};
use crate::language::Tag;

/// The valid fields of one mapping. Whoever reads it takes every field that the description declares.
#[derive(Debug)]
pub struct Fields<'s> {
    /// The whole mapping.
    pub span: Span,
    /// Names of all fields with a value, valid or not.
    pub given: Vec<&'s str>,
    entries: Vec<(&'s str, Typed<'s>)>,
}

/// A value as its [`super::FieldType`] describes it.
#[derive(Debug)]
pub enum Typed<'s> {
    /// All types that are written as a text.
    Text(Located<String>),
    Date(Located<Written>),
    Bool(bool),
    Integer(Located<i64>),
    Duration(Located<Duration>),
    Tag(Located<Tag>),
    List(Vec<Typed<'s>>, Span),
    Object(Fields<'s>),
    Localized(LocalizedText),
    /// Words by language, and the fields beside them.
    Forms(Vec<(Tag, String)>, Fields<'s>),
    /// Values by language, and the fields beside them.
    ByLanguage(Vec<(Located<Tag>, Typed<'s>)>, Fields<'s>),
    Map(Vec<(Located<String>, Typed<'s>)>),
    Free(serde_json::Value),
}

/// A text as written, before it is known which language is the default one.
#[derive(Debug)]
pub enum LocalizedText {
    Plain(String),
    ByLanguage(Vec<(Located<Tag>, String)>),
}

impl<'s> Fields<'s> {
    pub(super) fn new(span: Span) -> Fields<'s> {
        Fields { span, given: Vec::new(), entries: Vec::new() }
    }

    pub(super) fn insert(&mut self, name: &'s str, value: Typed<'s>) {
        self.entries.push((name, value));
    }

    /// Ends the reading of a mapping: a field that is described but not read would be lost silently.
    pub fn finish(self) {
        let left: Vec<_> = self.entries.iter().map(|(name, _)| *name).collect();
        debug_assert!(left.is_empty(), "fields described but not read: {left:?}");
    }

    /// Takes a value of any type.
    pub fn take(&mut self, name: &str) -> Option<Typed<'s>> {
        let at = self.entries.iter().position(|(known, _)| *known == name)?;
        Some(self.entries.swap_remove(at).1)
    }

    pub fn text(&mut self, name: &str) -> Option<Located<String>> {
        self.take(name)?.into_text()
    }

    pub fn string(&mut self, name: &str) -> Option<String> {
        self.text(name).map(|text| text.value)
    }

    pub fn texts(&mut self, name: &str) -> Vec<Located<String>> {
        let mut texts: Vec<Located<String>> =
            self.list(name).into_iter().filter_map(Typed::into_text).collect();
        // They stand in the room of the items, which are larger, and are kept as long as the record.
        texts.shrink_to_fit();
        texts
    }

    pub fn strings(&mut self, name: &str) -> Vec<String> {
        self.texts(name).into_iter().map(|text| text.value).collect()
    }

    pub fn list(&mut self, name: &str) -> Vec<Typed<'s>> {
        match self.take(name) {
            Some(Typed::List(items, _)) => items,
            other => nothing(other),
        }
    }

    pub fn objects(&mut self, name: &str) -> Vec<Fields<'s>> {
        self.list(name)
            .into_iter()
            .filter_map(|item| match item {
                Typed::Object(fields) => Some(fields),
                other => nothing(Some(other)),
            })
            .collect()
    }

    pub fn object(&mut self, name: &str) -> Option<Fields<'s>> {
        match self.take(name) {
            Some(Typed::Object(fields)) => Some(fields),
            other => nothing(other),
        }
    }

    pub fn map(&mut self, name: &str) -> Option<Vec<(Located<String>, Typed<'s>)>> {
        match self.take(name) {
            Some(Typed::Map(entries)) => Some(entries),
            other => nothing(other),
        }
    }

    pub fn forms(&mut self, name: &str) -> Vec<(Tag, String)> {
        match self.take(name) {
            Some(Typed::Forms(forms, rest)) => {
                rest.finish();
                forms
            }
            other => nothing(other),
        }
    }

    pub fn date(&mut self, name: &str) -> Option<Located<Written>> {
        match self.take(name) {
            Some(Typed::Date(date)) => Some(date),
            other => nothing(other),
        }
    }

    pub fn tag(&mut self, name: &str) -> Option<Located<Tag>> {
        match self.take(name) {
            Some(Typed::Tag(tag)) => Some(tag),
            other => nothing(other),
        }
    }

    pub fn bool(&mut self, name: &str) -> Option<bool> {
        match self.take(name) {
            Some(Typed::Bool(value)) => Some(value),
            other => nothing(other),
        }
    }

    pub fn integer(&mut self, name: &str) -> Option<i64> {
        match self.take(name) {
            Some(Typed::Integer(number)) => Some(number.value),
            other => nothing(other),
        }
    }

    pub fn duration(&mut self, name: &str) -> Option<Located<Duration>> {
        match self.take(name) {
            Some(Typed::Duration(span)) => Some(span),
            other => nothing(other),
        }
    }

    pub fn localized(&mut self, name: &str) -> Option<LocalizedText> {
        match self.take(name) {
            Some(Typed::Localized(text)) => Some(text),
            other => nothing(other),
        }
    }

    /// A free map as JSON; empty when it is absent.
    pub fn free_map(&mut self, name: &str) -> serde_json::Map<String, serde_json::Value> {
        self.map(name)
            .into_iter()
            .flatten()
            .filter_map(|(key, value)| match value {
                Typed::Free(json) => Some((key.value, json)),
                other => nothing(Some(other)),
            })
            .collect()
    }
}

impl Typed<'_> {
    pub fn into_text(self) -> Option<Located<String>> {
        match self {
            Typed::Text(text) => Some(text),
            other => nothing(Some(other)),
        }
    }
}

/// For an absent value. One of another type means that reader and description disagree, which no
/// content can cause.
fn nothing<T: Default>(other: Option<Typed<'_>>) -> T {
    debug_assert!(other.is_none(), "read as another type than described: {other:?}");
    T::default()
}
