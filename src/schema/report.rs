//! What is said about values that do not fit their description.

use super::describe::{found, wanted};
use super::{Choice, Field, FieldType, Words};
use crate::diagnostic::{Diagnostic, RULES, Say, nearest, rules};
use crate::say;
use crate::yaml::{Node, Value};

/// What a message is about: a field, one of its entries, or the value under a key of it.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    name: &'a str,
    label: Words<'a>,
    part: Part<'a>,
}

#[derive(Debug, Clone, Copy)]
enum Part<'a> {
    Whole,
    Entry,
    Under(&'a str),
}

impl<'a> Subject<'a> {
    pub fn of(field: &Field<'a>) -> Subject<'a> {
        Subject { name: field.name, label: field.label, part: Part::Whole }
    }

    /// For a value that is no field.
    pub fn new(name: &'a str, zh: &'a str, en: &'a str) -> Subject<'a> {
        Subject { name, label: Words { zh, en }, part: Part::Whole }
    }

    pub(super) fn entry(self) -> Subject<'a> {
        Subject { part: Part::Entry, ..self }
    }

    pub(super) fn under<'b>(self, key: &'b str) -> Subject<'b>
    where
        'a: 'b,
    {
        Subject { part: Part::Under(key), ..self }
    }

    /// `日期（date）`, and the same in English.
    pub(super) fn names(self) -> (String, String) {
        let Subject { name, label: Words { zh, en }, part } = self;
        let (zh, en) = (
            format!("{zh}（{name}）"),
            if en == name { format!("`{name}`") } else { format!("{en} (`{name}`)") },
        );
        match part {
            Part::Whole => (zh, en),
            Part::Entry => (format!("{zh}的一项"), format!("an entry of {en}")),
            Part::Under(key) => (format!("{zh}里的 `{key}`"), format!("`{key}` in {en}")),
        }
    }
}

pub fn no_mapping(node: &Node) -> Diagnostic {
    let Say { zh, en } = found(node);
    Diagnostic::new(
        &rules::WRONG_TYPE,
        say!("这里应是一行行的 `字段名: 值`，实际是{zh}", "lines of `name: value` are wanted here, not {en}"),
    )
    .help(say!("冒号用半角，后面加一个空格", "use an ASCII colon with a space behind it"))
}

pub fn wrong_type(node: &Node, ty: &FieldType<'_>, subject: Subject<'_>) -> Diagnostic {
    let (zh, en) = subject.names();
    let Say { zh: wanted_zh, en: wanted_en } = wanted(ty);
    let Say { zh: found_zh, en: found_en } = found(node);
    let diagnostic = Diagnostic::new(
        &rules::WRONG_TYPE,
        say!("{zh}应是{wanted_zh}，这里是{found_zh}", "{en} must be {wanted_en}, not {found_en}"),
    )
    .label(say!("应是{wanted_zh}", "{wanted_en} is wanted"));
    let (help, replacement) = remedy(node, ty);
    let diagnostic = diagnostic.help(help);
    match replacement {
        Some(text) => diagnostic.replace_with(text),
        None => diagnostic,
    }
}

/// How to write the value instead, where that can be guessed.
fn remedy(node: &Node, ty: &FieldType<'_>) -> (Say, Option<String>) {
    match (ty, &node.value) {
        (FieldType::List { .. }, Value::Scalar { text, .. }) => {
            let entries: Vec<_> = text
                .trim_matches(['［', '］', '【', '】', '[', ']'])
                .split([',', '，', '、'])
                .map(str::trim)
                .filter(|entry| !entry.is_empty())
                .collect();
            let list = format!("[{}]", entries.join(", "));
            let plain = !list[1..list.len() - 1].contains(['[', ']', '{', '}', ':', '#', '"', '\'', '\n']);
            (
                match entries.len() {
                    1 => say!("只有一项也写成列表：`{list}`", "write a list even for one entry: `{list}`"),
                    _ => say!("写成列表：`{list}`", "write a list: `{list}`"),
                },
                plain.then_some(list),
            )
        }
        (FieldType::Bool, Value::Scalar { text, .. }) => {
            let meant = match text.to_lowercase().as_str() {
                "yes" | "on" | "true" | "y" | "1" | "是" => Some("true"),
                "no" | "off" | "false" | "n" | "0" | "否" => Some("false"),
                _ => None,
            };
            (
                say!("写 `true` 或 `false`，不加引号", "write `true` or `false` without quotes"),
                meant.map(str::to_owned),
            )
        }
        (FieldType::Integer { .. }, Value::Scalar { text, .. }) => {
            let number = text.trim().parse::<i64>().ok().map(|number| number.to_string());
            (say!("写一个不加引号的整数", "write a whole number without quotes"), number)
        }
        (_, Value::Map(entries)) if is_text(ty) && entries.len() == 1 && entries[0].1.text().is_some() => {
            let text = format!("{}: {}", entries[0].0.value, entries[0].1.text().unwrap_or_default());
            let quoted = format!("\"{text}\"");
            let help = say!(
                "文字里的冒号若属于原文，整段加引号：`{quoted}`",
                "if the colon belongs to the text, put all of it in quotes: `{quoted}`"
            );
            (help, (!text.contains(['"', '\\', '\n'])).then_some(quoted))
        }
        (_, Value::List(_)) if is_text(ty) => {
            (say!("这个字段只有一个值，不用列表", "this field has one value, not a list"), None)
        }
        (FieldType::List { .. }, Value::Map(_)) => {
            (say!("每一项前面加 `- `", "begin each entry with `- `"), None)
        }
        _ => {
            let Say { zh, en } = wanted(ty);
            (say!("改成{zh}", "write {en}"), None)
        }
    }
}

fn is_text(ty: &FieldType<'_>) -> bool {
    use FieldType::*;
    matches!(
        ty,
        Text | Name
            | Plain
            | Slug
            | Alias
            | Date
            | Url
            | Link
            | Path
            | Tag
            | Choice(_)
            | Reference(_)
            | Id(_)
    )
}

/// The field that a name of none probably means.
pub fn meant<'f>(name: &str, fields: &'f [Field<'f>]) -> Option<&'f str> {
    let told = || fields.iter().filter(|field| !field.is_secret());
    let by_label = told().find(|field| field.label.zh == name || field.label.en == name);
    by_label.map(|field| field.name).or_else(|| nearest(name, told().map(|field| field.name)))
}

pub fn unknown_field(name: &str, fields: &[Field<'_>]) -> Diagnostic {
    let meant = meant(name, fields);
    let known = fields.iter().filter(|field| !field.is_secret()).map(|field| field.name).collect::<Vec<_>>();
    let (zh, en) = (known.join("、"), known.join(", "));
    let diagnostic =
        Diagnostic::new(&rules::UNKNOWN_FIELD, say!("没有 `{name}` 这个字段", "there is no field `{name}`"));
    match meant {
        Some(meant) => diagnostic
            .label(Say::did_you_mean(meant))
            .help(say!("是否想写 `{meant}`？可用的字段：{zh}", "did you mean `{meant}`? the fields are {en}"))
            .replace_with(meant),
        None => diagnostic.help(say!("可用的字段：{zh}", "the fields are {en}")),
    }
}

pub fn missing_field(field: &Field<'_>) -> Diagnostic {
    let Field { name, label: Words { zh, en }, example, .. } = field;
    let sample = example.unwrap_or("…");
    Diagnostic::new(&rules::MISSING_FIELD, say!("缺少{zh}（{name}）", "the field `{name}` ({en}) is missing"))
        .help(say!("加上 `{name}: {sample}`", "add `{name}: {sample}`"))
}

pub fn too_few(count: usize, min: usize, subject: Subject<'_>) -> Diagnostic {
    let (zh, en) = subject.names();
    Diagnostic::new(
        &rules::TOO_FEW,
        say!("{zh}至少要有 {min} 项，这里有 {count} 项", "{en} needs at least {min} entries and has {count}"),
    )
    .help(say!("补足 {min} 项", "give at least {min} entries"))
}

pub fn empty(subject: Subject<'_>) -> Diagnostic {
    let (zh, en) = subject.names();
    Diagnostic::new(&rules::BAD_VALUE, say!("{zh}是空的", "{en} is empty"))
        .help(say!("写上内容，或者删去这一处", "give it a value, or delete it"))
}

pub fn out_of_range(value: i64, min: i64, max: i64, subject: Subject<'_>) -> Diagnostic {
    let (zh, en) = subject.names();
    Diagnostic::new(&rules::BAD_VALUE, say!("{zh}不能是 {value}", "{en} cannot be {value}"))
        .help(say!("写 {min} 到 {max} 之间的整数", "write a whole number from {min} to {max}"))
}

pub fn no_choice(text: &str, choices: &[Choice<'_>], subject: Subject<'_>) -> Diagnostic {
    let (zh, en) = subject.names();
    let by_label = choices.iter().find(|choice| choice.label.zh == text || choice.label.en == text);
    let meant = by_label
        .map(|choice| choice.value)
        .or_else(|| nearest(text, choices.iter().map(|choice| choice.value)));
    let list_zh = choices
        .iter()
        .map(|choice| format!("`{}`（{}）", choice.value, choice.label.zh))
        .collect::<Vec<_>>()
        .join("、");
    let list_en = choices
        .iter()
        .map(|choice| format!("`{}` ({})", choice.value, choice.label.en))
        .collect::<Vec<_>>()
        .join(", ");
    let diagnostic =
        Diagnostic::new(&rules::BAD_VALUE, say!("{zh}不能是 `{text}`", "{en} cannot be `{text}`"))
            .help(say!("可用的值：{list_zh}", "the values are {list_en}"));
    match meant {
        Some(meant) => diagnostic.label(Say::did_you_mean(meant)).replace_with(meant),
        None => diagnostic,
    }
}

pub fn bad_slug(text: &str, fault: Say) -> Diagnostic {
    let (zh, en, shown) = (fault.zh, fault.en, text.escape_debug());
    let tidy = text
        .split(|c: char| c.is_whitespace() || "/\\%?#:*\"<>|.".contains(c))
        .filter(|part| !part.is_empty());
    let tidy = tidy.collect::<Vec<_>>().join("-");
    let diagnostic = Diagnostic::new(
        &rules::BAD_SLUG,
        say!(
            "`{shown}` 不能用在网址和文件名里：{zh}",
            "`{shown}` cannot be used in addresses and file names: {en}"
        ),
    )
    .help(say!(
        "用字母、数字、汉字和连字符，如 `founding-2024`",
        "use letters, digits and hyphens, such as `founding-2024`"
    ));
    let usable = tidy != text && super::slug::slug_fault(&tidy).is_none();
    if usable { diagnostic.replace_with(tidy) } else { diagnostic }
}

pub fn bad_language(text: &str) -> Diagnostic {
    const USUAL: [&str; 6] = ["zh-Hans", "zh-Hant", "zh-Hant-TW", "zh-Hant-HK", "en", "ja"];
    let diagnostic =
        Diagnostic::new(&rules::BAD_LANGUAGE, say!("`{text}` 不是语言标签", "`{text}` is no language tag"))
            .help(say!(
                "常用的有 zh-Hans、zh-Hant-TW、zh-Hant-HK、en",
                "usual ones are zh-Hans, zh-Hant-TW, zh-Hant-HK and en"
            ));
    match nearest(text, USUAL) {
        Some(meant) => diagnostic.replace_with(meant),
        None => diagnostic,
    }
}

pub fn unknown_rule(name: &str) -> Diagnostic {
    let names = || RULES.iter().filter(|rule| rule.adjustable).map(|rule| rule.name);
    let (zh, en) = (names().collect::<Vec<_>>().join("、"), names().collect::<Vec<_>>().join(", "));
    let diagnostic =
        Diagnostic::new(&rules::UNKNOWN_RULE, say!("没有 `{name}` 这条规则", "there is no rule `{name}`"));
    match nearest(name, RULES.iter().map(|rule| rule.name)) {
        Some(meant) => {
            diagnostic.label(Say::did_you_mean(meant)).help(Say::did_you_mean(meant)).replace_with(meant)
        }
        None => diagnostic.help(say!("可以调整的规则：{zh}", "the rules that can be changed are {en}")),
    }
}
