//! Valid YAML with every field of a description, for tests that nothing described is left unread.

use super::{Field, FieldType, Key, Registry};

/// All fields, one a line. `long` chooses mappings where a field also has a short form.
pub fn sample(fields: &[Field<'_>], long: bool) -> String {
    fields.iter().map(|field| format!("{}: {}\n", field.name, value(&field.ty, long))).collect()
}

fn value(ty: &FieldType<'_>, long: bool) -> String {
    match ty {
        FieldType::Text | FieldType::Name | FieldType::Plain | FieldType::Free => "文字".into(),
        FieldType::Slug | FieldType::Reference(_) => "some-slug".into(),
        FieldType::Id(Registry::Tags | Registry::Series) => "主题".into(),
        FieldType::Id(_) => "some-id".into(),
        FieldType::Alias => "/old/".into(),
        FieldType::Date => "2024-05-16".into(),
        FieldType::Bool => "true".into(),
        FieldType::Integer { min, .. } => (min + 20).to_string(),
        FieldType::Duration => "10m".into(),
        FieldType::Secret => String::new(),
        FieldType::Url | FieldType::Link => "https://example.org/".into(),
        FieldType::Path => "photo.jpg".into(),
        FieldType::Tag => "zh-Hans".into(),
        FieldType::Choice(choices) => choices[0].value.into(),
        FieldType::List { item, min } => {
            let items: Vec<_> = (0..*min.max(&1)).map(|index| value(item, long || index > 0)).collect();
            format!("[{}]", items.join(", "))
        }
        FieldType::Object(fields) => object(fields, long),
        FieldType::Several(item) if long => format!("[{}]", value(item, long)),
        FieldType::Several(item) => value(item, long),
        FieldType::OneOf { long: ty, .. } if long => value(ty, long),
        FieldType::OneOf { short, .. } => value(short, long),
        FieldType::Localized if long => "{zh-Hans: 文字}".into(),
        FieldType::Localized => "文字".into(),
        FieldType::Forms(fields) => {
            let rest: String =
                fields.iter().map(|field| format!(", {}: {}", field.name, value(&field.ty, long))).collect();
            format!("{{zh-Hans: 文字{rest}}}")
        }
        FieldType::ByLanguage { fields, value: ty } => {
            let rest: String =
                fields.iter().map(|field| format!(", {}: {}", field.name, value(&field.ty, long))).collect();
            format!("{{zh-Hans: {}{rest}}}", value(ty, long))
        }
        FieldType::MapOf { key, value: ty } => {
            let key = match key {
                Key::Label => "名目",
                Key::Id => "some-id",
                Key::Rule => "missing-review",
            };
            format!("{{{key}: {}}}", value(ty, long))
        }
    }
}

fn object(fields: &[Field<'_>], long: bool) -> String {
    let fields: Vec<_> =
        fields.iter().map(|field| format!("{}: {}", field.name, value(&field.ty, long))).collect();
    format!("{{{}}}", fields.join(", "))
}
