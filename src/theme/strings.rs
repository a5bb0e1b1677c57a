//! Texts of the interface, `i18n/<tag>.yaml`: the layers together, missing Chinese variants converted.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Located, Say, nearest, rules};
use crate::language::{LangId, Languages, Tag};
use crate::say;
use crate::yaml::{self, Node, Value};

use super::layers::{Content, Layers};

/// The texts of one language by key.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Strings {
    texts: BTreeMap<String, UiText>,
}

/// A text, or two of them where the language counts one and many.
#[derive(Debug, Clone, PartialEq, Eq)]
struct UiText {
    one: Option<String>,
    other: String,
}

impl Strings {
    /// The text of a key with its places `{name}` filled; `n` decides between one and other.
    pub(super) fn text(&self, key: &str, values: &BTreeMap<String, String>) -> Option<String> {
        let text = self.texts.get(key)?;
        let is_one = values.get("n").is_some_and(|n| n == "1");
        let mut filled = text.one.as_ref().filter(|_| is_one).unwrap_or(&text.other).clone();
        for (name, value) in values {
            let place = format!("{{{name}}}");
            if filled.contains(&place) {
                filled = filled.replace(&place, value);
            }
        }
        Some(filled)
    }

    pub(super) fn keys(&self) -> impl Iterator<Item = &str> {
        self.texts.keys().map(String::as_str)
    }
}

/// For each language: its own file in any layer, else a file of a sister script converted, else English,
/// else what there is; key by key.
pub(super) fn load(
    layers: &Layers,
    languages: &Languages,
    convert: &dyn Fn(LangId, &Tag, &str) -> String,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Arc<Strings>> {
    let files = read_files(layers, diagnostics);
    languages
        .iter()
        .map(|(lang, language)| {
            let mut texts = BTreeMap::new();
            // Weakest first: later ones take the place of earlier ones.
            let mut order: Vec<&Tag> = files.keys().collect();
            order.sort_by_key(|tag| closeness(tag, &language.tag));
            for tag in order.into_iter().cloned() {
                let converts =
                    tag != language.tag && tag.chinese().is_some() && language.tag.chinese().is_some();
                for (key, text) in &files[&tag] {
                    let text = match converts {
                        true => UiText {
                            one: text.one.as_ref().map(|text| convert(lang, &tag, text)),
                            other: convert(lang, &tag, &text.other),
                        },
                        false => text.clone(),
                    };
                    texts.insert(key.clone(), text);
                }
            }
            Arc::new(Strings { texts })
        })
        .collect()
}

/// How well a file's language serves another, greater is better.
fn closeness(file: &Tag, wanted: &Tag) -> u8 {
    let same_language = file.as_str().split('-').next() == wanted.as_str().split('-').next();
    match (file.chinese(), wanted.chinese()) {
        _ if file == wanted => 4,
        (Some(a), Some(b)) if a == b => 3,
        _ if same_language => 2,
        _ if file.as_str() == "en" => 1,
        _ => 0,
    }
}

/// The texts of each `i18n/<tag>.yaml`, the layers laid over one another.
fn read_files(layers: &Layers, diagnostics: &mut Vec<Diagnostic>) -> BTreeMap<Tag, BTreeMap<String, UiText>> {
    let mut files: BTreeMap<Tag, BTreeMap<String, UiText>> = BTreeMap::new();
    let mut bottom_up: Vec<_> = layers.iter().collect();
    bottom_up.reverse();
    for layer in bottom_up {
        let known: BTreeSet<String> = files.values().flat_map(BTreeMap::keys).cloned().collect();
        for (path, file) in layer.files.range("i18n/".to_owned()..) {
            let Some(name) = path.strip_prefix("i18n/") else { break };
            let stem = name.strip_suffix(".yaml").or_else(|| name.strip_suffix(".yml"));
            let (Some(tag), Content::Text(text)) = (stem.and_then(Tag::parse), &file.content) else {
                diagnostics.push(
                    Diagnostic::new(
                        &rules::BAD_LANGUAGE,
                        say!("`{name}` 不是语言标签加 .yaml", "`{name}` is not a language tag with .yaml"),
                    )
                    .in_file(&file.path)
                    .help(say!("改名为例如 `zh-Hans.yaml`", "rename it, to `zh-Hans.yaml` for example")),
                );
                continue;
            };
            let read = yaml::read(&file.path, text, 0..text.len());
            diagnostics.extend(read.diagnostics);
            let Some(Node { value: Value::Map(entries), .. }) = read.value else { continue };
            let texts = files.entry(tag).or_default();
            for (key, node) in entries {
                diagnostics.extend(
                    misspelt(layers, &known, &key).map(|found| found.at(&file.path, key.span.clone())),
                );
                match ui_text(&node) {
                    Some(text) => {
                        texts.insert(key.value, text);
                    }
                    None => diagnostics.push(
                        Diagnostic::new(
                            &rules::WRONG_TYPE,
                            say!(
                                "这里应当是文字，或 `{{one: …, other: …}}`",
                                "a text is wanted here, or `{{one: …, other: …}}`"
                            ),
                        )
                        .at(&file.path, node.span.clone()),
                    ),
                }
            }
        }
    }
    files
}

/// A key that no theme below has and no template asks for, beside one that is nearly the same.
fn misspelt(layers: &Layers, known: &BTreeSet<String>, key: &Located<String>) -> Option<Diagnostic> {
    if known.is_empty() || known.contains(&key.value) {
        return None;
    }
    let name = &key.value;
    let near = nearest(name, known.iter().map(String::as_str))?;
    let asked =
        |text: &str| [format!("'{name}'"), format!("\"{name}\"")].iter().any(|quoted| text.contains(quoted));
    let templates = layers.iter().flat_map(|layer| layer.files.values());
    if templates.filter_map(|file| file.text().filter(|_| file.path.ends_with(".html"))).any(asked) {
        return None;
    }
    let message = say!("没有地方用到界面文字 `{name}`", "nothing shows the interface text `{name}`");
    Some(Diagnostic::new(&rules::UNUSED_STRING, message).help(Say::did_you_mean(near)).replace_with(near))
}

fn ui_text(node: &Node) -> Option<UiText> {
    let scalar = |node: &Node| match &node.value {
        Value::Scalar { text, .. } => Some(text.clone()),
        _ => None,
    };
    match &node.value {
        Value::Map(_) => {
            Some(UiText { one: node.get("one").and_then(scalar), other: scalar(node.get("other")?)? })
        }
        _ => scalar(node).map(|other| UiText { one: None, other }),
    }
}
