//! The texts of a mapping that readers see: what is converted between scripts, wherever its fields stand.

use super::{Field, FieldType, Key, Registry};
use crate::diagnostic::Located;
use crate::yaml::{Node, Value};

/// All texts in the order of the file, each as it is written, without the spaces around it. Words that are given
/// by language are left out: they are not converted.
pub fn texts(node: &Node, fields: &[Field<'_>]) -> Vec<Located<String>> {
    let mut found = Vec::new();
    collect(node, &FieldType::Object(fields), &mut found);
    found
}

fn collect(node: &Node, ty: &FieldType<'_>, found: &mut Vec<Located<String>>) {
    match (ty, &node.value) {
        (
            FieldType::Text | FieldType::Name | FieldType::Id(Registry::Tags | Registry::Series),
            Value::Scalar { text, .. },
        ) => found.push(Located { value: text.trim().to_owned(), span: node.span.clone() }),
        (FieldType::List { item, .. } | FieldType::Several(item), Value::List(nodes)) => {
            nodes.iter().for_each(|node| collect(node, item, found));
        }
        (FieldType::Several(item), _) => collect(node, item, found),
        (FieldType::Object(fields), Value::Map(entries)) => {
            for (key, value) in entries {
                if let Some(field) = fields.iter().find(|field| field.name == key.value) {
                    collect(value, &field.ty, found);
                }
            }
        }
        (FieldType::OneOf { long, .. }, Value::Map(_)) => collect(node, long, found),
        (FieldType::OneOf { short, .. }, _) => collect(node, short, found),
        (FieldType::MapOf { key, value: FieldType::Text }, Value::Map(entries)) => {
            for (name, value) in entries {
                found.extend((*key == Key::Label).then(|| name.clone()));
                collect(value, &FieldType::Text, found);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kind::Kind;
    use crate::schema::record;
    use crate::yaml;

    fn found(kind: Kind, text: &str) -> Vec<String> {
        let tree = yaml::read(&"a.md".into(), text, 0..text.len()).value.unwrap();
        let texts = texts(&tree, record::fields(kind));
        texts
            .into_iter()
            .map(|found| {
                assert!(text[found.span.clone()].contains(&found.value));
                found.value
            })
            .collect()
    }

    #[test]
    fn what_readers_see_is_found_wherever_it_stands() {
        assert_eq!(
            found(
                Kind::News,
                "title: 题\nslug: a\ntags: [签, 名]\ncover: {src: b.jpg, alt: 图, credit: 人}\nauthors: [甲, 乙]\nsource: 报\nglossary: [c, {zh-Hans: 词, zh-Hant: 詞}]\nextra: {x: 数}\nnote: 注\n"
            ),
            ["题", "签", "名", "图", "人", "甲", "乙", "报"]
        );
        assert_eq!(
            found(
                Kind::Signing,
                "agreements: [{category: a, parties: [b, {name: 外}], title: 议}]\nguests: [{name: 客, title: 长}]\n"
            ),
            ["外", "议", "客", "长"]
        );
        assert_eq!(
            found(Kind::Partner, "names: {en: A}\ncontact: {电话: 一, 地址: 路}\n"),
            ["电话", "一", "地址", "路"]
        );
    }
}
