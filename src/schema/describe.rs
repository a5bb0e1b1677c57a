//! Types and values in words, for messages and for the documentation.

use super::{Field, FieldType, Registry};
use crate::diagnostic::Say;
use crate::kind::Kind;
use crate::say;
use crate::yaml::{Node, Value};

/// What a type asks for.
pub fn wanted(ty: &FieldType<'_>) -> Say {
    match ty {
        FieldType::Text | FieldType::Plain => say!("一段文字", "a text"),
        FieldType::Name => say!("一个名称", "a name"),
        FieldType::Slug => say!("一个网址名", "a slug"),
        FieldType::Alias => say!("一个路径", "a path"),
        FieldType::Date => say!("日期", "a date"),
        FieldType::Bool => say!(" true 或 false", "true or false"),
        FieldType::Integer { .. } => say!("整数", "a whole number"),
        FieldType::Duration => say!("一段时间（如 10m）", "a span of time (such as 10m)"),
        FieldType::Url | FieldType::Link => say!("网址", "an address"),
        FieldType::Path => say!("文件路径", "the path of a file"),
        FieldType::Tag => say!("语言标签", "a language tag"),
        FieldType::Choice(choices) => {
            let list = choices.iter().map(|choice| choice.value).collect::<Vec<_>>();
            let (zh, en) = (list.join("、"), list.join(", "));
            say!(" {zh} 之一", "one of {en}")
        }
        FieldType::Reference(Kind::Partner) => say!("成员单位的 slug", "the slug of a partner"),
        FieldType::Reference(Kind::News) => say!("新闻的 slug", "the slug of a news item"),
        FieldType::Reference(Kind::Signing) => say!("签约的 slug", "the slug of a signing"),
        FieldType::Reference(Kind::Page) => say!("页面的 slug", "the slug of a page"),
        FieldType::Id(Registry::Tags) => say!("一个标签", "a tag"),
        FieldType::Id(Registry::Series) => say!("一个系列", "a series"),
        FieldType::Id(Registry::Glossaries) => {
            say!("词表文件名", "the name of a file in content/glossary/")
        }
        FieldType::Id(_) => say!("site.yaml 里声明的标识", "an id that site.yaml declares"),
        FieldType::List { item, .. } => {
            let Say { zh, en } = wanted(item);
            say!("列表（每项是{zh}）", "a list (each entry {en})")
        }
        FieldType::Object(fields) => named_fields(fields),
        FieldType::Several(item) => {
            let Say { zh, en } = wanted(item);
            say!("{zh}，或者几段的列表", "{en}, or a list of several")
        }
        FieldType::OneOf { short, long } => {
            let (Say { zh, en }, long) = (wanted(short), wanted(long));
            let (long_zh, long_en) = (long.zh, long.en);
            say!("{zh}，或者{long_zh}", "{en}, or {long_en}")
        }
        FieldType::Localized => say!("一段文字，或者按语言写的几段文字", "a text, or texts by language"),
        FieldType::Forms(_) => say!("按语言写的几段文字", "texts by language"),
        FieldType::ByLanguage { fields: [], .. } => say!("按语言写的几项", "entries by language"),
        FieldType::ByLanguage { fields, .. } => {
            let Say { zh, en } = named_fields(fields);
            say!("{zh}，或者按语言写的几项", "{en}, or entries by language")
        }
        FieldType::MapOf { .. } => say!("一行行的 `名目: 值`", "lines of `name: value`"),
        FieldType::Free => say!("任意值", "anything"),
        FieldType::Secret => say!("不能写的密钥", "a secret, which is not written here"),
    }
}

fn named_fields(fields: &[Field<'_>]) -> Say {
    let named = fields.iter().filter(|field| !field.is_secret()).map(|field| field.name);
    let list = named.collect::<Vec<_>>().join(", ");
    say!("字段 {{{list}}}", "the fields {{{list}}}")
}

/// What stands there.
pub fn found(node: &Node) -> Say {
    match &node.value {
        Value::Null => say!("空的", "nothing"),
        Value::Scalar { text, quoted } => {
            let mark = if *quoted { "\"" } else { "" };
            let shown: String = text.chars().take(30).collect();
            let shown = format!("{mark}{shown}{mark}");
            say!(" `{shown}`", "`{shown}`")
        }
        Value::List(_) => say!("列表", "a list"),
        Value::Map(_) => say!("一组字段", "a mapping"),
    }
}
