//! JSON Schema (draft 2020-12) of the descriptions, for completion and checks while editing.
//!
//! Texts are in Chinese with the English below. A schema is never stricter than the reader.

use schemars::Schema;
use serde_json::{Map, Value, json};

use super::{Choice, Field, FieldType, Key, Required, glossary, record, site};
use crate::diagnostic::RULES;
use crate::kind::Kind;
use crate::yaml;

/// The front matter of a kind of record.
pub fn of_kind(kind: Kind) -> Schema {
    document(&format!("huimeng: {}", kind.name()), object(record::fields(kind)))
}

/// site.yaml.
pub fn of_site() -> Schema {
    document("huimeng: site.yaml", object(site::FIELDS))
}

/// content/glossary.yaml.
pub fn of_glossary() -> Schema {
    let entry = of(&glossary::ENTRY);
    let list = json!({ "type": ["array", "null"], "items": entry });
    document("huimeng: content/glossary.yaml", into_map(list))
}

fn document(title: &str, schema: Map<String, Value>) -> Schema {
    let mut all = Map::new();
    all.insert("$schema".into(), "https://json-schema.org/draft/2020-12/schema".into());
    all.insert("title".into(), title.into());
    all.extend(schema);
    all.into()
}

fn into_map(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

/// A mapping with these fields and no others.
fn object(fields: &[Field<'_>]) -> Map<String, Value> {
    let properties: Map<String, Value> =
        offered(fields).map(|field| (field.name.to_owned(), property(field))).collect();
    let required: Vec<_> =
        fields.iter().filter(|field| field.required == Required::Yes).map(|field| field.name).collect();
    let mut schema = Map::new();
    schema.insert("type".into(), "object".into());
    schema.insert("properties".into(), properties.into());
    if !required.is_empty() {
        schema.insert("required".into(), required.into());
    }
    schema.insert("additionalProperties".into(), false.into());
    schema
}

/// What an editor offers.
fn offered<'a>(fields: &'a [Field<'a>]) -> impl Iterator<Item = &'a Field<'a>> {
    fields.iter().filter(|field| !field.is_secret())
}

/// A field: its type, or nothing where it may be left empty.
fn property(field: &Field<'_>) -> Value {
    let mut schema = Map::new();
    schema.insert("title".into(), format!("{} · {}", field.label.zh, field.label.en).into());
    let needed = match field.required {
        Required::InOriginal => "\n\n（原文必填；译文可省略） Required in the original.",
        Required::No | Required::Yes => "",
    };
    schema
        .insert("description".into(), format!("{}\n\n{}{needed}", field.meaning.zh, field.meaning.en).into());
    if let Some(example) = field.example {
        schema.extend(example_value(example).map(|value| ("examples".to_owned(), json!([value]))));
    }
    let value = of(&field.ty);
    match field.required {
        Required::Yes => schema.extend(into_map(value)),
        Required::No | Required::InOriginal => {
            schema.insert("anyOf".into(), json!([value, { "type": "null" }, { "const": "" }]));
        }
    }
    schema.into()
}

/// An example as the value that it reads as.
fn example_value(example: &str) -> Option<Value> {
    let node = yaml::read(&"".into(), example, 0..example.len()).value?;
    Some(super::read::json(&node))
}

fn of(ty: &FieldType<'_>) -> Value {
    match ty {
        // Plain scalars are texts too: `title: 2024`.
        FieldType::Text | FieldType::Name | FieldType::Plain => {
            json!({ "type": ["string", "number", "boolean"] })
        }
        FieldType::Slug => json!({ "type": ["string", "number"], "maxLength": 200 }),
        FieldType::Reference(_) | FieldType::Id(_) => json!({ "type": ["string", "number"] }),
        FieldType::Alias => json!({ "type": "string", "pattern": "^/." }),
        FieldType::Date => json!({ "type": "string", "pattern": "^[0-9]{4}[-/.年]" }),
        FieldType::Bool => json!({ "type": "boolean" }),
        FieldType::Integer { min, max } => json!({ "type": "integer", "minimum": min, "maximum": max }),
        FieldType::Duration => json!({ "type": ["string", "integer"], "pattern": "^(0|[0-9]+[smhd])$" }),
        FieldType::Url => json!({ "type": "string", "pattern": "^https?://" }),
        FieldType::Link => json!({ "type": "string", "pattern": "^(https?://|mailto:|tel:|/)" }),
        FieldType::Path => json!({ "type": "string" }),
        FieldType::Tag => json!({ "type": "string", "pattern": TAG }),
        FieldType::Choice(choices) => one_of(choices),
        FieldType::List { item, min: 0 } => json!({ "type": "array", "items": of(item) }),
        FieldType::List { item, min } => json!({ "type": "array", "items": of(item), "minItems": min }),
        FieldType::Object(fields) => json!({ "anyOf": [object(fields), { "type": "null" }] }),
        FieldType::Several(item) => {
            json!({ "anyOf": [of(item), { "type": "array", "items": of(item), "minItems": 1 }] })
        }
        FieldType::OneOf { short, long: FieldType::Object(fields) } => {
            json!({ "anyOf": [of(short), object(fields)] })
        }
        FieldType::OneOf { short, long } => json!({ "anyOf": [of(short), of(long)] }),
        FieldType::Localized => json!({ "anyOf": [of(&FieldType::Text), of(&FieldType::Forms(&[]))] }),
        FieldType::Forms(fields) => {
            let mut schema = object(fields);
            schema.remove("additionalProperties");
            let named = fields.iter().map(|field| format!("|^{}$", field.name)).collect::<String>();
            schema.insert("propertyNames".into(), json!({ "pattern": format!("{TAG}{named}") }));
            schema.insert("additionalProperties".into(), of(&FieldType::Text));
            schema.into()
        }
        FieldType::ByLanguage { fields, value } => {
            let mut schema = object(fields);
            let named = fields.iter().map(|field| format!("|^{}$", field.name)).collect::<String>();
            schema.insert("propertyNames".into(), json!({ "pattern": format!("{TAG}{named}") }));
            schema.insert("additionalProperties".into(), of(value));
            json!({ "anyOf": [schema, { "type": "null" }] })
        }
        FieldType::MapOf { key: Key::Rule, value } => {
            let properties: Map<String, Value> = RULES
                .iter()
                .filter(|rule| rule.adjustable)
                .map(|rule| {
                    let mut schema = into_map(of(value));
                    schema.insert("title".into(), rule.zh.into());
                    schema.insert("description".into(), rule.en.into());
                    (rule.name.to_owned(), schema.into())
                })
                .collect();
            let names: Vec<_> = RULES.iter().map(|rule| rule.name).collect();
            json!({
                "type": "object",
                "properties": properties,
                "propertyNames": { "enum": names },
                "additionalProperties": of(value),
            })
        }
        FieldType::MapOf { key: Key::Label | Key::Id, value } => {
            json!({ "type": "object", "additionalProperties": of(value) })
        }
        FieldType::Free => json!(true),
        FieldType::Secret => json!(false),
    }
}

/// A language tag, as [`crate::language::Tag`] accepts it.
const TAG: &str = "^[A-Za-z]{2,3}([-_][A-Za-z0-9]{1,8})*$";

/// Each value with its label, which editors show beside it.
fn one_of(choices: &[Choice<'_>]) -> Value {
    let values: Vec<_> = choices.iter().map(|choice| choice.value).collect();
    let labels: Vec<_> =
        choices.iter().map(|choice| format!("{} · {}", choice.label.zh, choice.label.en)).collect();
    json!({ "type": "string", "enum": values, "enumDescriptions": labels })
}

#[cfg(test)]
mod tests;
