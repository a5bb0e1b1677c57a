//! Reads a tree as a description says, and reports everything that does not fit, each at its own place.

use super::fields::{Fields, LocalizedText, Typed};
use super::report::{self, Subject};
use super::{Field, FieldType, Key, Required};
use crate::diagnostic::{Diagnostic, Located, RULES, SitePath, Span, nearest};
use crate::language::Tag;
use crate::yaml::{Node, Value};

const MAX_FINDINGS: usize = 1000;

/// Reads values of one file and collects what is wrong with them.
pub struct Reader<'a> {
    pub(super) file: &'a SitePath,
    pub diagnostics: Vec<Diagnostic>,
}

impl<'a> Reader<'a> {
    pub fn new(file: &'a SitePath) -> Reader<'a> {
        Reader { file, diagnostics: Vec::new() }
    }

    /// Adds a finding at a place of the file. Past a thousand nobody reads on, and memory is saved.
    pub fn report(&mut self, span: Span, diagnostic: Diagnostic) {
        if self.diagnostics.len() < MAX_FINDINGS {
            self.diagnostics.push(diagnostic.at(self.file, span));
        }
    }

    /// Adds a finding about the file as a whole: none of its text is shown.
    pub fn report_whole(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic.in_file(self.file));
    }

    /// Takes the place from all findings in a range, so that its text is not shown with them.
    pub fn hide(&mut self, range: &Span) {
        for place in self.diagnostics.iter_mut().filter_map(|found| found.place.as_mut()) {
            place.span = place.span.take().filter(|span| span.end <= range.start || span.start >= range.end);
        }
    }

    /// Reads a mapping. Unknown and missing fields are reported; fields that are wrong are left out.
    /// `None` when it is no mapping, which is reported too.
    pub fn read_map<'s>(&mut self, node: &Node, fields: &'s [Field<'s>]) -> Option<Fields<'s>> {
        match &node.value {
            Value::Map(entries) => Some(self.object(entries, node, fields)),
            Value::Null => Some(self.object(&[], node, fields)),
            _ => {
                self.report(node.span.clone(), report::no_mapping(node));
                None
            }
        }
    }

    /// Reads a value of a type; `subject` names it in messages.
    pub fn read<'s>(&mut self, node: &Node, ty: &FieldType<'s>, subject: Subject<'_>) -> Option<Typed<'s>> {
        match (*ty, &node.value) {
            (FieldType::Free, _) => Some(Typed::Free(json(node))),
            (FieldType::Localized, Value::Map(entries)) => {
                let forms =
                    entries.iter().filter_map(|(key, value)| self.form(key, value, subject)).collect();
                Some(Typed::Localized(LocalizedText::ByLanguage(forms)))
            }
            (FieldType::Localized, Value::Scalar { text, .. }) => {
                let text = text.trim_end();
                self.check_marks(text, node);
                Some(Typed::Localized(LocalizedText::Plain(text.to_owned())))
            }
            (FieldType::List { item, min }, Value::List(nodes)) => {
                Some(self.list(nodes, node, item, min, subject))
            }
            (FieldType::Several(item), Value::List(nodes)) => Some(self.list(nodes, node, item, 1, subject)),
            (FieldType::Several(item @ FieldType::OneOf { .. }), Value::Map(_)) => {
                Some(Typed::List(vec![self.read(node, item, subject)?], node.span.clone()))
            }
            (FieldType::Several(item), Value::Scalar { .. }) => {
                Some(Typed::List(vec![self.read(node, item, subject)?], node.span.clone()))
            }
            (FieldType::Object(fields), Value::Map(entries)) => {
                Some(Typed::Object(self.object(entries, node, fields)))
            }
            (FieldType::Object(fields), Value::Null) => Some(Typed::Object(self.object(&[], node, fields))),
            (FieldType::OneOf { short: FieldType::Localized, .. }, Value::Map(entries))
                if is_by_language(entries) =>
            {
                self.read(node, &FieldType::Localized, subject)
            }
            (FieldType::OneOf { long, .. }, Value::Map(_)) => self.read(node, long, subject),
            (FieldType::OneOf { short, .. }, Value::Scalar { .. }) => self.read(node, short, subject),
            (FieldType::Forms(fields), Value::Map(entries)) => {
                Some(self.forms(entries, node, fields, subject))
            }
            (FieldType::ByLanguage { fields, value }, Value::Map(entries)) => {
                Some(self.by_language(entries, node, fields, value, subject))
            }
            (FieldType::ByLanguage { .. }, Value::Null) => {
                Some(Typed::ByLanguage(Vec::new(), Fields::new(node.span.clone())))
            }
            (FieldType::MapOf { key, value }, Value::Map(entries)) => {
                Some(self.map(entries, key, value, subject))
            }
            (_, Value::Scalar { text, quoted }) => self.scalar(text, *quoted, node, ty, subject),
            _ => {
                self.report(node.span.clone(), report::wrong_type(node, ty, subject));
                None
            }
        }
    }

    fn object<'s>(
        &mut self,
        entries: &[(Located<String>, Node)],
        node: &Node,
        fields: &'s [Field<'s>],
    ) -> Fields<'s> {
        let mut read = Fields::new(node.span.clone());
        for (key, value) in entries {
            let Some(field) = fields.iter().find(|field| field.name == key.value) else {
                self.report(key.span.clone(), report::unknown_field(&key.value, fields));
                // One mistake, one message: the field that is meant is not missing too.
                read.given.extend(report::meant(&key.value, fields));
                continue;
            };
            if is_absent(value) {
                if field.required == Required::Yes {
                    self.report(key.span.clone(), report::missing_field(field));
                    read.given.push(field.name);
                }
                continue;
            }
            read.given.push(field.name);
            if let Some(typed) = self.read(value, &field.ty, Subject::of(field)) {
                read.insert(field.name, typed);
            }
        }
        for field in fields.iter().filter(|field| field.required == Required::Yes) {
            if !read.given.contains(&field.name) {
                self.report(head(entries, node), report::missing_field(field));
            }
        }
        read
    }

    fn list<'s>(
        &mut self,
        nodes: &[Node],
        node: &Node,
        item: &FieldType<'s>,
        min: usize,
        subject: Subject<'_>,
    ) -> Typed<'s> {
        if nodes.len() < min {
            self.report(node.span.clone(), report::too_few(nodes.len(), min, subject));
        }
        let items = nodes.iter().filter_map(|node| self.read(node, item, subject.entry())).collect();
        Typed::List(items, node.span.clone())
    }

    fn forms<'s>(
        &mut self,
        entries: &[(Located<String>, Node)],
        node: &Node,
        fields: &'s [Field<'s>],
        subject: Subject<'_>,
    ) -> Typed<'s> {
        let mut rest = Fields::new(node.span.clone());
        let mut forms = Vec::new();
        for (key, value) in entries {
            match fields.iter().find(|field| field.name == key.value) {
                Some(field) => {
                    if let Some(typed) = self.read(value, &field.ty, Subject::of(field)) {
                        rest.insert(field.name, typed);
                    }
                }
                // `kep: true` would pass for a word in the language `kep`.
                None if is_truth(value) && !fields.is_empty() => {
                    self.report(key.span.clone(), report::unknown_field(&key.value, fields));
                }
                None if is_misspelt(&key.value, fields) => {
                    self.report(key.span.clone(), report::unknown_field(&key.value, fields));
                }
                None => {
                    if let Some((tag, text)) = self.form(key, value, subject) {
                        self.refuse_marks(&text, value);
                        forms.push((tag.value, text));
                    }
                }
            }
        }
        Typed::Forms(forms, rest)
    }

    fn by_language<'s>(
        &mut self,
        entries: &[(Located<String>, Node)],
        node: &Node,
        fields: &'s [Field<'s>],
        ty: &FieldType<'s>,
        subject: Subject<'_>,
    ) -> Typed<'s> {
        let mut rest = Fields::new(node.span.clone());
        let mut values = Vec::new();
        for (key, value) in entries {
            let field = fields.iter().find(|field| field.name == key.value);
            match (field, Tag::parse(&key.value)) {
                (Some(_), _) if is_absent(value) => {}
                (Some(field), _) => {
                    rest.given.push(field.name);
                    if let Some(typed) = self.read(value, &field.ty, Subject::of(field)) {
                        rest.insert(field.name, typed);
                    }
                }
                (None, Some(tag)) => {
                    if let Some(typed) = self.read(value, ty, subject.under(&key.value)) {
                        values.push((Located { value: tag, span: key.span.clone() }, typed));
                    }
                }
                (None, None) if fields.is_empty() => {
                    self.report(key.span.clone(), report::bad_language(&key.value));
                }
                (None, None) => self.report(key.span.clone(), report::unknown_field(&key.value, fields)),
            }
        }
        Typed::ByLanguage(values, rest)
    }

    /// A text under a language tag.
    fn form(
        &mut self,
        key: &Located<String>,
        value: &Node,
        subject: Subject<'_>,
    ) -> Option<(Located<Tag>, String)> {
        let Some(tag) = Tag::parse(&key.value) else {
            self.report(key.span.clone(), report::bad_language(&key.value));
            return None;
        };
        let text = self.read(value, &FieldType::Text, subject.entry())?.into_text()?;
        Some((Located { value: tag, span: key.span.clone() }, text.value))
    }

    fn map<'s>(
        &mut self,
        entries: &[(Located<String>, Node)],
        keys: Key,
        ty: &FieldType<'s>,
        subject: Subject<'_>,
    ) -> Typed<'s> {
        let mut read = Vec::with_capacity(entries.len());
        for (key, value) in entries {
            let fault = match keys {
                Key::Label => None,
                Key::Id => {
                    super::slug::slug_fault(&key.value).map(|fault| report::bad_slug(&key.value, fault))
                }
                Key::Rule if RULES.iter().all(|rule| rule.name != key.value) => {
                    Some(report::unknown_rule(&key.value))
                }
                Key::Rule => None,
            };
            if let Some(fault) = fault {
                self.report(key.span.clone(), fault);
                continue;
            }
            if let Some(typed) = self.read(value, ty, subject.under(&key.value)) {
                read.push((key.clone(), typed));
            }
        }
        Typed::Map(read)
    }
}

/// Nothing, or quotes with nothing in them: forms and content systems write such for an empty box.
fn is_absent(node: &Node) -> bool {
    match &node.value {
        Value::Null => true,
        Value::Scalar { text, quoted } => *quoted && text.trim().is_empty(),
        _ => false,
    }
}

fn is_truth(node: &Node) -> bool {
    matches!(&node.value, Value::Scalar { text, quoted: false } if matches!(text.as_str(), "true" | "false"))
}

/// Is this no language, but nearly the name of a field?
fn is_misspelt(key: &str, fields: &[Field<'_>]) -> bool {
    Tag::parse(key).is_none() && nearest(key, fields.iter().map(|field| field.name)).is_some()
}

/// `{zh-Hans: …}`, as opposed to a mapping of fields.
fn is_by_language(entries: &[(Located<String>, Node)]) -> bool {
    entries.first().is_some_and(|(key, _)| Tag::parse(&key.value).is_some())
}

/// Where a mapping begins: all of `{…}`, else its first key, so that no message underlines a page.
fn head(entries: &[(Located<String>, Node)], node: &Node) -> Span {
    match entries.first() {
        Some((key, _)) if key.span.start == node.span.start => key.span.clone(),
        _ => node.span.clone(),
    }
}

/// Any value as JSON: plain scalars are numbers or truth values where they read as such.
pub(super) fn json(node: &Node) -> serde_json::Value {
    use serde_json::Value as Json;
    match &node.value {
        Value::Null => Json::Null,
        Value::Scalar { text, quoted: true } => Json::from(text.as_str()),
        Value::Scalar { text, .. } => match text.as_str() {
            "true" => Json::Bool(true),
            "false" => Json::Bool(false),
            // A leading zero is a code, not a number.
            _ if text.len() > 1 && text.starts_with('0') && !text.starts_with("0.") => {
                Json::from(text.as_str())
            }
            _ => match (text.parse::<i64>(), text.parse::<f64>()) {
                (Ok(number), _) => Json::from(number),
                (_, Ok(number)) if number.is_finite() => Json::from(number),
                _ => Json::from(text.as_str()),
            },
        },
        Value::List(items) => items.iter().map(json).collect(),
        Value::Map(entries) => {
            Json::Object(entries.iter().map(|(key, value)| (key.value.clone(), json(value))).collect())
        }
    }
}
