//! From the tree to documents: every file by itself, all at once.

use rayon::prelude::*;

use crate::config::SiteConfig;
use crate::diagnostic::{Checked, Diagnostic, rules};
use crate::document::name::Name;
use crate::document::record::GlossaryEntry;
use crate::document::{Document, front_matter, glossary, markdown};
use crate::kind::Kind;
use crate::language::{Languages, Tag};
use crate::say;
use crate::source::{SourceFile, SourceTree};
use crate::text::pinyin;

/// All Markdown files below `content/`, in the order of their paths.
pub(super) fn documents(tree: &SourceTree, config: &SiteConfig) -> Checked<Vec<Document>> {
    let files: Vec<&SourceFile> =
        tree.files_under("content/").iter().filter(|file| file.path.ends_with(".md")).collect();
    let read: Vec<Checked<Option<Document>>> =
        files.into_par_iter().map(|file| document(file, config)).collect();
    let mut diagnostics = Vec::new();
    let documents = read.into_iter().filter_map(|checked| {
        diagnostics.extend(checked.diagnostics);
        checked.value
    });
    Checked { value: documents.collect(), diagnostics }
}

fn document(file: &SourceFile, config: &SiteConfig) -> Checked<Option<Document>> {
    let path = file.path.strip_prefix("content/").unwrap_or(&file.path);
    let name = Name::read(path, is_suffix);
    let mut diagnostics = Vec::new();
    if let Some(suffix) = &name.suffix
        && config.languages.find(suffix).is_none()
    {
        return Checked { value: None, diagnostics: vec![unknown_suffix(file, suffix, &config.languages)] };
    }
    let kind = kind_of(&name, config);
    let read = front_matter::read(&file.path, &file.text, kind, &config.timezone);
    diagnostics.extend(read.diagnostics);
    let Some((record, start)) = read.value else { return Checked { value: None, diagnostics } };
    let tag = match (&name.suffix, &record.lang) {
        (Some(suffix), Some(lang)) if *suffix != lang.value => {
            let (named, written) = (suffix, &lang.value);
            diagnostics.push(
                Diagnostic::new(
                    &rules::BAD_LANGUAGE,
                    say!(
                        "文件名说是 `{named}`，`lang` 却是 `{written}`",
                        "the file's name says `{named}`, but `lang` says `{written}`"
                    ),
                )
                .at(&file.path, lang.span.clone())
                .help(say!("删去 `lang`，或改文件名", "remove `lang`, or rename the file")),
            );
            suffix.clone()
        }
        (Some(suffix), _) => suffix.clone(),
        (None, Some(lang)) => written_in(file, lang, &config.languages, &mut diagnostics),
        (None, None) => config.languages[Languages::DEFAULT].tag.clone(),
    };
    let input = markdown::Input {
        file: &file.path,
        text: &file.text,
        start,
        raw_html: config.markdown.raw_html,
        slug: pinyin::slug,
    };
    let compiled = markdown::compile(&input);
    diagnostics.extend(compiled.diagnostics);
    let document = Document { file: file.path.clone(), name, tag, record, body: compiled.value };
    Checked { value: Some(document), diagnostics }
}

/// Does a suffix mean a language? Two letters, or Chinese with a script or region: `v1.2` is a name.
fn is_suffix(tag: &Tag) -> bool {
    let text = tag.as_str();
    text.len() == 2 || text.starts_with("zh-") || (text.len() == 5 && text.as_bytes()[2] == b'-')
}

/// The language that `lang` names, which may be a Chinese script that the site does not show.
fn written_in(
    file: &SourceFile,
    lang: &crate::diagnostic::Located<Tag>,
    languages: &Languages,
    diagnostics: &mut Vec<Diagnostic>,
) -> Tag {
    let tag = &lang.value;
    let any_chinese = languages.iter().any(|(_, language)| language.tag.chinese().is_some());
    if languages.find(tag).is_none() && !(tag.chinese().is_some() && any_chinese) {
        let known =
            languages.iter().map(|(_, language)| format!("`{}`", language.tag)).collect::<Vec<_>>().join(" ");
        diagnostics.push(
            Diagnostic::new(
                &rules::BAD_LANGUAGE,
                say!(
                    "site.yaml 的 `languages` 里没有 `{tag}`",
                    "`languages` in site.yaml does not have `{tag}`"
                ),
            )
            .at(&file.path, lang.span.clone())
            .help(say!("可用的有：{known}", "the site has: {known}")),
        );
    }
    tag.clone()
}

fn unknown_suffix(file: &SourceFile, suffix: &Tag, languages: &Languages) -> Diagnostic {
    let known =
        languages.iter().map(|(_, language)| format!("`.{}.md`", language.tag)).collect::<Vec<_>>().join(" ");
    Diagnostic::new(
        &rules::UNKNOWN_SUFFIX,
        say!(
            "网站没有配置语言 `{suffix}`，这个文件不会发布",
            "the language `{suffix}` is not configured: this file is not published"
        ),
    )
    .in_file(&file.path)
    .help(say!("可用的后缀：{known}", "suffixes in use: {known}"))
}

fn kind_of(name: &Name, config: &SiteConfig) -> Kind {
    if config.sections.contains_key(&name.key) {
        return Kind::Page;
    }
    let folder = name.folder.split('/').next().unwrap_or_default();
    config.sections.get(folder).map_or(Kind::Page, |section| section.kind)
}

/// `content/glossary.yaml`.
pub(super) fn glossary(tree: &SourceTree) -> Checked<Vec<GlossaryEntry>> {
    match tree.file("content/glossary.yaml") {
        Some(file) => glossary::read(&file.path, &file.text),
        None => Checked { value: Vec::new(), diagnostics: Vec::new() },
    }
}
