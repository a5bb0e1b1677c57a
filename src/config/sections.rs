//! The sections of a site, from site.yaml: folders and the kinds of their records.

use indexmap::IndexMap;

use super::languages::resolve;
use super::{Kind, Localized, Section};
use crate::diagnostic::{Diagnostic, Located, Span, rules};
use crate::language::{Languages, Tag};
use crate::say;
use crate::schema::{Reader, Typed};

/// Reads `sections:`; without it a site has the usual three.
pub fn read(
    reader: &mut Reader<'_>,
    languages: &Languages,
    entries: Option<Vec<(Located<String>, Typed<'_>)>>,
) -> IndexMap<String, Section> {
    let Some(entries) = entries else {
        return DEFAULT_SECTIONS
            .iter()
            .map(|(folder, kind)| (folder.to_string(), default_section(folder, *kind)))
            .collect();
    };
    let mut sections = IndexMap::new();
    for (folder, typed) in entries {
        let Typed::Object(mut fields) = typed else { continue };
        if folder.value == GLOSSARIES {
            reader.report(folder.span.clone(), reserved());
        }
        let known = usual_kind(&folder.value);
        let kind = fields.string("kind").and_then(|name| kind_named(&name)).or(known).unwrap_or(Kind::Page);
        let usual = default_section(&folder.value, kind);
        let title = fields.localized("title").map(|text| resolve(reader, languages, text));
        let description = fields.localized("description").map(|text| resolve(reader, languages, text));
        fields.finish();
        let title = title.unwrap_or(usual.title);
        sections.insert(folder.value, Section { kind, title, description: description.unwrap_or_default() });
    }
    sections
}

/// The folder of `content/` that holds glossaries, not pages.
const GLOSSARIES: &str = "glossary";

fn reserved() -> Diagnostic {
    Diagnostic::new(
        &rules::BAD_VALUE,
        say!(
            "content/{GLOSSARIES}/ 里只有词表，不能作栏目",
            "content/{GLOSSARIES}/ holds glossaries and cannot be a section"
        ),
    )
    .help(say!("栏目换一个文件夹，例如 `terms`", "use another folder for the section, such as `terms`"))
}

/// Reports languages at the address of a section: they would hide it. `places` are those of the
/// languages' paths.
pub fn path_clashes(
    reader: &mut Reader<'_>,
    languages: &Languages,
    places: &[Span],
    sections: &IndexMap<String, Section>,
) {
    for ((_, language), place) in languages.iter().zip(places) {
        let path = &language.path;
        if sections.contains_key(path) {
            let diagnostic = Diagnostic::new(
                &rules::BAD_VALUE,
                say!(
                    "语言的网址前缀 `{path}` 与栏目 `{path}` 相同",
                    "the language path `{path}` is also the section `{path}`"
                ),
            )
            .help(say!("给这种语言另写 `path`", "give the language another `path`"));
            reader.report(place.clone(), diagnostic);
        }
    }
}

/// The folders that a site has when it names none.
const DEFAULT_SECTIONS: [(&str, Kind); 3] =
    [("news", Kind::News), ("partners", Kind::Partner), ("signings", Kind::Signing)];

/// What kind a folder of a usual name holds.
fn usual_kind(folder: &str) -> Option<Kind> {
    let usual = DEFAULT_SECTIONS.iter().find(|(name, _)| *name == folder).map(|(_, kind)| *kind);
    usual.or((folder == "notices").then_some(Kind::News))
}

fn kind_named(name: &str) -> Option<Kind> {
    Kind::ALL.into_iter().find(|kind| kind.name() == name)
}

/// A section as it is when site.yaml says nothing more. A folder of pages is named by its own index page.
fn default_section(folder: &str, kind: Kind) -> Section {
    let titles = match (folder, kind) {
        ("notices", Kind::News) => Some(("通知公告", "Notices")),
        (_, Kind::News) => Some(("新闻动态", "News")),
        (_, Kind::Partner) => Some(("成员单位", "Members")),
        (_, Kind::Signing) => Some(("签约项目", "Signings")),
        (_, Kind::Page) => None,
    };
    let forms =
        titles.map(|(zh, en)| vec![(Tag::simplified(), zh.to_owned()), (Tag::english(), en.to_owned())]);
    Section { kind, title: Localized { forms: forms.unwrap_or_default() }, description: Localized::default() }
}
