//! What may be written in front matter and in site.yaml: one description of every field, from which the
//! reader, its messages, the JSON Schema for editors and the documentation are made.
//!
//! Descriptions borrow their texts, so that kinds declared elsewhere than in these tables can be read the
//! same way. Nothing here knows what the program does with a value.

pub mod after;
pub mod deploy;
mod describe;
mod fields;
pub mod glossary;
pub mod json_schema;
mod marks;
mod read;
pub mod record;
pub mod reference;
mod report;
pub mod review;
#[cfg(test)]
pub mod sample;
mod scalar;
pub mod site;
pub mod slug;
pub mod texts;

use crate::kind::Kind;

pub use fields::{Fields, LocalizedText, Typed};
pub use read::Reader;
pub use report::{Subject, missing_field};

/// One field of a mapping.
#[derive(Debug, Clone, Copy)]
pub struct Field<'a> {
    pub name: &'a str,
    pub ty: FieldType<'a>,
    pub required: Required,
    /// What editors call it, in a word or two.
    pub label: Words<'a>,
    /// What it is for, in a sentence.
    pub meaning: Words<'a>,
    /// A value as it would be written.
    pub example: Option<&'a str>,
}

/// The same words in Chinese and English.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Words<'a> {
    pub zh: &'a str,
    pub en: &'a str,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Required {
    No,
    Yes,
    /// In a record's original; its translations and hand-written variants may leave it out.
    InOriginal,
}

/// What stands in a field.
#[derive(Debug, Clone, Copy)]
pub enum FieldType<'a> {
    /// Prose: converted between scripts with its vocabulary.
    Text,
    /// The name of a person or a body: converted by characters only.
    Name,
    /// Never converted.
    Plain,
    Slug,
    /// A former address, `/old/path/`.
    Alias,
    Date,
    Bool,
    Integer {
        min: i64,
        max: i64,
    },
    /// A span of time: `90s`, `10m`, `2h`, `1d`, or `0`.
    Duration,
    /// `https://…` or `http://…`.
    Url,
    /// A [`FieldType::Url`], `mailto:`, `tel:`, or a path from the site's root.
    Link,
    /// A file beside the record, or from `static/` with a leading slash.
    Path,
    /// A language tag.
    Tag,
    Choice(&'a [Choice<'a>]),
    /// The slug of a record.
    Reference(Kind),
    /// A key that site.yaml declares.
    Id(Registry),
    List {
        item: &'a FieldType<'a>,
        min: usize,
    },
    /// One, or a list of several; read as a list.
    Several(&'a FieldType<'a>),
    Object(&'a [Field<'a>]),
    /// A short form, or a mapping with more to say.
    OneOf {
        short: &'a FieldType<'a>,
        long: &'a FieldType<'a>,
    },
    /// A text, or a map by language.
    Localized,
    /// A text for each language tag, and these fields beside.
    Forms(&'a [Field<'a>]),
    /// A value for each language tag, and these fields beside.
    ByLanguage {
        fields: &'a [Field<'a>],
        value: &'a FieldType<'a>,
    },
    MapOf {
        key: Key,
        value: &'a FieldType<'a>,
    },
    /// Anything, kept for themes.
    Free,
    /// What must not be written there: whoever reads the mapping tells where it belongs. Schemas and the
    /// documentation do not offer it.
    Secret,
}

/// One of the words that a field accepts.
#[derive(Debug, Clone, Copy)]
pub struct Choice<'a> {
    pub value: &'a str,
    pub label: Words<'a>,
}

/// Where ids are declared: in site.yaml, or by files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Registry {
    PartnerKinds,
    AgreementCategories,
    /// Also free words.
    Tags,
    /// Also free words.
    Series,
    /// Files of `content/glossary/`, without `.yaml`.
    Glossaries,
}

/// What the keys of a map are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// Any text.
    Label,
    /// Usable in addresses.
    Id,
    /// The name of a rule.
    Rule,
}

const fn words<'a>(zh: &'a str, en: &'a str) -> Words<'a> {
    Words { zh, en }
}

/// A field that may be left out: its name, type, label and meaning in both languages.
const fn field<'a>(
    name: &'a str,
    ty: FieldType<'a>,
    label: [&'a str; 2],
    meaning: [&'a str; 2],
) -> Field<'a> {
    let (label, meaning) = (words(label[0], label[1]), words(meaning[0], meaning[1]));
    Field { name, ty, required: Required::No, label, meaning, example: None }
}

const fn choice<'a>(value: &'a str, zh: &'a str, en: &'a str) -> Choice<'a> {
    Choice { value, label: words(zh, en) }
}

impl<'a> Field<'a> {
    const fn required(self) -> Field<'a> {
        Field { required: Required::Yes, ..self }
    }

    const fn in_original(self) -> Field<'a> {
        Field { required: Required::InOriginal, ..self }
    }

    const fn example(self, text: &'a str) -> Field<'a> {
        Field { example: Some(text), ..self }
    }
}

impl Field<'_> {
    /// Is it described only to be refused?
    fn is_secret(&self) -> bool {
        matches!(self.ty, FieldType::Secret)
    }
}

impl<'a> FieldType<'a> {
    /// A list of any length.
    const fn list(item: &'a FieldType<'a>) -> FieldType<'a> {
        FieldType::List { item, min: 0 }
    }
}

/// Puts tables together; `N` is the sum of their lengths.
const fn join<const N: usize>(parts: &[&[Field<'static>]]) -> [Field<'static>; N] {
    let mut all = [parts[0][0]; N];
    let (mut part, mut at) = (0, 0);
    while part < parts.len() {
        let mut index = 0;
        while index < parts[part].len() {
            all[at] = parts[part][index];
            index += 1;
            at += 1;
        }
        part += 1;
    }
    assert!(at == N);
    all
}
