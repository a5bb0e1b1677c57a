//! One file to one document, with all that is wrong in it.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::tz::TimeZone;
use memchr::memmem;

use crate::config::SiteConfig;
use crate::diagnostic::{Checked, Diagnostic, Located, Say, SitePath, Span, nearest, rules};
use crate::digest::Digest;
use crate::document::name::Name;
use crate::document::record::Record;
use crate::document::{Document, front_matter, markdown, people};
use crate::kind::Kind;
use crate::language::{Languages, Tag};
use crate::say;
use crate::source::SourceFile;
use crate::text::pinyin;

use super::super::Memo;

/// All of site.yaml that a file by itself is read with.
#[derive(Debug)]
pub(super) struct Settings<'a> {
    languages: &'a Languages,
    /// By folder.
    kinds: BTreeMap<&'a str, Kind>,
    timezone: &'a TimeZone,
    raw_html: bool,
}

impl Settings<'_> {
    pub(super) fn of(config: &SiteConfig) -> Settings<'_> {
        Settings {
            languages: &config.languages,
            kinds: config.sections.iter().map(|(folder, section)| (folder.as_str(), section.kind)).collect(),
            timezone: &config.timezone,
            raw_html: config.markdown.raw_html,
        }
    }

    /// Stands for them, and for the program that reads with them.
    pub(super) fn digest(&self, memo: &Memo) -> Digest {
        Digest::of_parts(&[memo.program().bytes(), format!("{self:?}").as_bytes()])
    }
}

/// The parts of a path below `content/`.
pub(super) fn name(path: &SitePath) -> Name {
    Name::read(path.strip_prefix("content/").unwrap_or(path), is_suffix)
}

pub(super) fn document(
    file: &SourceFile,
    config: &Settings,
    digest: Digest,
) -> Checked<Option<Arc<Document>>> {
    let name = name(&file.path);
    let mut diagnostics = Vec::new();
    if let Some(span) = conflict(&file.text) {
        let found = Diagnostic::new(
            &rules::MERGE_CONFLICT,
            say!("文件里的合并冲突还没有解决", "the file holds a merge conflict that is not resolved"),
        )
        .at(&file.path, span)
        .help(say!(
            "在两个版本里选定文字，删去 `<<<<<<<`、`=======` 和 `>>>>>>>` 三行",
            "choose between the two versions and delete the lines `<<<<<<<`, `=======` and `>>>>>>>`"
        ));
        return Checked { value: None, diagnostics: vec![found] };
    }
    if let Some(suffix) = &name.suffix
        && config.languages.find(suffix).is_none()
    {
        return Checked { value: None, diagnostics: vec![unknown_suffix(file, suffix, config.languages)] };
    }
    let kind = kind_of(&name, config);
    let read = front_matter::read(&file.path, &file.text, kind, config.timezone);
    diagnostics.extend(read.diagnostics);
    let Some((record, start)) = read.value else { return Checked { value: None, diagnostics } };
    diagnostics.extend(unknown_reviews(file, &record, config.languages));
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
        (None, Some(lang)) => written_in(file, lang, config.languages, &mut diagnostics),
        (None, None) => config.languages[Languages::DEFAULT].tag.clone(),
    };
    let input = markdown::Input {
        file: &file.path,
        text: &file.text,
        start,
        raw_html: config.raw_html,
        slug: pinyin::slug,
    };
    let compiled = markdown::compile(&input);
    diagnostics.extend(compiled.diagnostics);
    let body = compiled.value;
    let people = Arc::new(people::known(&tag, &record, &body));
    let document = Document { file: file.path.clone(), digest, name, tag, record, body, people };
    Checked { value: Some(Arc::new(document)), diagnostics }
}

/// The first line of a conflict that git left in a text: all three of its marks, each at the start of a line.
fn conflict(text: &str) -> Option<Span> {
    let line = |from: usize, mark: &str| {
        let found = memmem::find_iter(&text.as_bytes()[from..], mark).map(|at| from + at);
        found.into_iter().find(|at| *at == 0 || text[..*at].ends_with(['\n', '\r', '\u{feff}']))
    };
    let start = line(0, "<<<<<<< ")?;
    line(line(start, "=======")?, ">>>>>>> ")?;
    let end = text[start..].find(['\n', '\r']).map_or(text.len(), |end| start + end);
    Some(start..end)
}

/// Does a suffix mean a language? Two letters, or Chinese with a script or region: `v1.2` is a name.
fn is_suffix(tag: &Tag) -> bool {
    let text = tag.as_str();
    text.len() == 2 || text.starts_with("zh-") || (text.len() == 5 && text.as_bytes()[2] == b'-')
}

/// The language that `lang` names, which may be a Chinese script that the site does not show.
fn written_in(
    file: &SourceFile,
    lang: &Located<Tag>,
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

/// A conversion that was read has to be one of the site's.
fn unknown_reviews(file: &SourceFile, record: &Record, languages: &Languages) -> Vec<Diagnostic> {
    let unknown = record.reviews.iter().filter(|review| languages.find(&review.tag.value).is_none());
    let found = unknown.map(|review| {
        let tag = &review.tag.value;
        let known: Vec<&str> = languages.iter().map(|(_, language)| language.tag.as_str()).collect();
        let found = Diagnostic::new(
            &rules::BAD_LANGUAGE,
            say!(
                "网站没有语言 `{tag}`，谈不上校对",
                "the site has no language `{tag}` that could be reviewed"
            ),
        )
        .at(&file.path, review.tag.span.clone());
        match nearest(tag.as_str(), known.iter().copied()) {
            Some(near) => found.help(Say::did_you_mean(near)).replace_with(near),
            None => {
                let known = known.join(" ");
                found.help(say!("可用的有：{known}", "the site has: {known}"))
            }
        }
    });
    found.collect()
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

fn kind_of(name: &Name, config: &Settings) -> Kind {
    if config.kinds.contains_key(name.key.as_str()) {
        return Kind::Page;
    }
    let folder = name.folder.split('/').next().unwrap_or_default();
    config.kinds.get(folder).copied().unwrap_or(Kind::Page)
}
