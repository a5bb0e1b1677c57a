//! Words that convert in their own way: `content/glossary.yaml` for the whole site, the files of
//! `content/glossary/` for the pages that choose them, and `glossary:` in front matter.

use std::collections::BTreeMap;

use super::record::{Beside, GlossaryEntry, Record, TermKind};
use crate::diagnostic::{Checked, Diagnostic, Located, SitePath, rules};
use crate::language::Tag;
use crate::say;
use crate::schema::glossary::ENTRY;
use crate::schema::{FieldType, Fields, Reader, Subject, Typed};
use crate::yaml::{self, Value};

/// Where the words of all pages stand.
pub const FILE: &str = "content/glossary.yaml";

/// The glossaries of a site.
#[derive(Debug, Default)]
pub struct Glossaries {
    /// `content/glossary.yaml`, if there is one.
    pub site: Option<Glossary>,
    /// The files of `content/glossary/`, by their names without `.yaml`.
    pub topics: BTreeMap<String, Glossary>,
}

/// The entries of one file.
#[derive(Debug, PartialEq)]
pub struct Glossary {
    pub file: SitePath,
    pub entries: Vec<GlossaryEntry>,
}

impl Glossaries {
    /// The entries for all pages.
    pub fn site_entries(&self) -> &[GlossaryEntry] {
        self.site.as_ref().map_or(&[], |glossary| &glossary.entries)
    }

    /// The files that a record chooses, in its order, as far as they exist.
    pub fn chosen<'a>(&'a self, record: &'a Record) -> impl Iterator<Item = &'a Glossary> {
        record.glossaries.iter().filter_map(|name| self.topics.get(&name.value))
    }
}

/// Reads a glossary's file: a list of entries, or nothing.
pub fn read(file: &SitePath, text: &str) -> Checked<Glossary> {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let tree = yaml::read(file, text, start..text.len());
    let mut reader = Reader::new(file);
    let list = FieldType::List { item: &ENTRY, min: 0 };
    let name = file.strip_prefix("content/").unwrap_or(file);
    let subject = Subject::new(name, "词表", "glossary");
    let items = match tree.value.filter(|node| node.value != Value::Null) {
        Some(node) => match reader.read(&node, &list, subject) {
            Some(Typed::List(items, _)) => items,
            _ => Vec::new(),
        },
        None => Vec::new(),
    };
    let (_, entries) = chosen_and_own(&mut reader, items);
    let mut diagnostics = tree.diagnostics;
    diagnostics.extend(reader.diagnostics);
    Checked { value: Glossary { file: file.clone(), entries }, diagnostics }
}

/// The names of files and the usable entries in a list; what is wrong with the other entries is reported.
pub fn chosen_and_own(
    reader: &mut Reader<'_>,
    items: Vec<Typed<'_>>,
) -> (Vec<Located<String>>, Vec<GlossaryEntry>) {
    let (mut chosen, mut own) = (Vec::new(), Vec::new());
    for item in items {
        match item {
            Typed::Text(name) => chosen.push(name),
            Typed::Forms(forms, fields) => own.extend(entry(reader, forms, fields)),
            _ => {}
        }
    }
    (chosen, own)
}

fn entry(
    reader: &mut Reader<'_>,
    forms: Vec<(Tag, String)>,
    mut fields: Fields<'_>,
) -> Option<GlossaryEntry> {
    let keep = fields.bool("keep").unwrap_or(false);
    let kind = match fields.string("kind").as_deref() {
        Some("name") => TermKind::Name,
        Some("place") => TermKind::Place,
        _ => TermKind::Term,
    };
    let context = fields.object("context").map(beside).unwrap_or_default();
    let is_reviewed = fields.text("reviewed").is_some();
    // A remark, read so that it is checked like every field.
    fields.take("note");
    let span = fields.span.clone();
    fields.finish();
    if let Some(fault) = fault(&forms, keep, kind) {
        reader.report(span, fault);
        return None;
    }
    Some(GlossaryEntry { forms, keep, kind, context, is_reviewed, span })
}

fn beside(mut fields: Fields<'_>) -> Beside {
    let beside = Beside { before: fields.strings("before"), after: fields.strings("after") };
    fields.finish();
    beside
}

/// What makes an entry useless.
fn fault(forms: &[(Tag, String)], keep: bool, kind: TermKind) -> Option<Diagnostic> {
    let bad = |message| Diagnostic::new(&rules::BAD_GLOSSARY, message);
    let count = forms.len();
    let repeated =
        forms.iter().enumerate().any(|(at, (tag, _))| forms[..at].iter().any(|(other, _)| other == tag));
    if count == 0 {
        Some(bad(say!("词条里没有词", "the entry has no word")).help(say!(
            "写成 `{{zh-Hans: 软件, zh-Hant-TW: 軟體}}`",
            "write `{{zh-Hans: 软件, zh-Hant-TW: 軟體}}`"
        )))
    } else if repeated {
        Some(
            bad(say!("同一语言写了两次", "one language is given twice"))
                .help(say!("每种语言只写一个词", "give one word for each language")),
        )
    } else if keep && count > 1 {
        Some(
            bad(say!(
                "`keep: true` 的词条只能有一个词，这里有 {count} 个",
                "an entry with `keep: true` has one word, not {count}"
            ))
            .help(say!("删去 `keep`，或者只留一种语言", "delete `keep`, or keep one language only")),
        )
    } else if !keep && count == 1 && kind == TermKind::Term {
        Some(
            bad(say!(
                "词条只有一个词，不知道转换成什么",
                "the entry has one word and nothing to convert it to"
            ))
            .help(say!(
                "补上另一种语言的词；从不转换的词加 `keep: true`，只逐字转换的名称加 `kind: name`",
                "add the word of another language, `keep: true` for a word that is never converted, or `kind: name` for a name that converts by characters only"
            )),
        )
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::brief::brief;
    use expect_test::{Expect, expect};

    fn check(text: &str, expected: Expect) {
        let read = read(&"content/glossary.yaml".into(), text);
        let mut out = String::new();
        for entry in &read.value.entries {
            out += &format!("{:?} keep={} {:?}\n", entry.forms, entry.keep, &text[entry.span.clone()]);
        }
        expected.assert_eq(&(out + &brief(text, &read.diagnostics)));
    }

    #[test]
    fn entries_are_read_with_their_places() {
        check(
            "\u{feff}- {zh-Hans: 吉林匠谷, keep: true}\r\n- {zh-Hans: 软件, zh-hant-tw: 軟體, zh-Hant-HK: 軟件}\r\n",
            expect![[r#"
                [(zh-Hans, "吉林匠谷")] keep=true "{zh-Hans: 吉林匠谷, keep: true}"
                [(zh-Hans, "软件"), (zh-Hant-TW, "軟體"), (zh-Hant-HK, "軟件")] keep=false "{zh-Hans: 软件, zh-hant-tw: 軟體, zh-Hant-HK: 軟件}"
            "#]],
        );
        check("# 暂无\n", expect![]);
    }

    #[test]
    fn entries_that_say_nothing_are_refused() {
        check(
            "- {}\n- {keep: true}\n- {zh-Hans: 甲}\n- {zh-Hans: 甲, en: A, keep: true}\n- {zh-Hans: 甲, zh-hans: 乙}\n- 甲\n- {zh-Hans: [甲], Hans-simplified: 乙}\n- {zh-Hans: 甲, en: A, kep: true}\n",
            expect![[r#"
                [(zh-Hans, "甲"), (en, "A")] keep=false "{zh-Hans: 甲, en: A, kep: true}"
                HM0203 6:3-6:4 词表（glossary.yaml）的一项应是按语言写的几段文字，这里是 `甲` | 改成按语言写的几段文字
                HM0203 7:13-7:16 词表（glossary.yaml）的一项应是一段文字，这里是列表 | 这个字段只有一个值，不用列表
                HM0402 7:18-7:33 `Hans-simplified` 不是语言标签 | 常用的有 zh-Hans、zh-Hant-TW、zh-Hant-HK、en
                HM0201 8:23-8:26 没有 `kep` 这个字段 | 是否想写 `keep`？可用的字段：keep、kind、context、note、reviewed => keep
                HM0407 1:3-1:5 词条里没有词 | 写成 `{zh-Hans: 软件, zh-Hant-TW: 軟體}`
                HM0407 2:3-2:15 词条里没有词 | 写成 `{zh-Hans: 软件, zh-Hant-TW: 軟體}`
                HM0407 3:3-3:15 词条只有一个词，不知道转换成什么 | 补上另一种语言的词；从不转换的词加 `keep: true`，只逐字转换的名称加 `kind: name`
                HM0407 4:3-4:34 `keep: true` 的词条只能有一个词，这里有 2 个 | 删去 `keep`，或者只留一种语言
                HM0407 5:3-5:27 同一语言写了两次 | 每种语言只写一个词
                HM0407 7:3-7:37 词条里没有词 | 写成 `{zh-Hans: 软件, zh-Hant-TW: 軟體}`
            "#]],
        );
        check(
            "zh-Hans: 甲\nen: A\n",
            expect![[r#"
            HM0203 1:1-2:6 词表（glossary.yaml）应是列表（每项是按语言写的几段文字），这里是一组字段 | 每一项前面加 `- `
        "#]],
        );
    }
}
