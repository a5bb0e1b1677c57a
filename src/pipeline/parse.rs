//! From the tree to documents: every file by itself, all at once.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use jiff::tz::TimeZone;
use rayon::prelude::*;

use crate::config::SiteConfig;
use crate::diagnostic::{Checked, Diagnostic, Say, Severity, SitePath, Span, nearest, rules};
use crate::digest::Digest;
use crate::document::glossary::Glossaries;
use crate::document::name::Name;
use crate::document::record::Record;
use crate::document::{Document, front_matter, glossary, markdown, people};
use crate::kind::Kind;
use crate::language::{Languages, Tag};
use crate::say;
use crate::source::{SourceFile, SourceTree};
use crate::text::pinyin;

use super::Memo;

/// What became of the files below `content/`.
pub(super) struct Parsed {
    /// In the order of their paths.
    pub(super) documents: Vec<Arc<Document>>,
    /// Of the files that cannot be read, which is reported.
    pub(super) unread: Vec<Name>,
    /// How many files were parsed in this run.
    pub(super) made: usize,
}

/// Who parses more files than these at once is a build or the start of a preview, and no edit: it needs the memory of
/// what parsing alone uses for all that comes after.
const MANY: usize = 32;

/// All of site.yaml that a file by itself is read with.
#[derive(Debug)]
struct Settings<'a> {
    languages: &'a Languages,
    /// By folder.
    kinds: BTreeMap<&'a str, Kind>,
    timezone: &'a TimeZone,
    raw_html: bool,
}

impl Settings<'_> {
    fn of(config: &SiteConfig) -> Settings<'_> {
        Settings {
            languages: &config.languages,
            kinds: config.sections.iter().map(|(folder, section)| (folder.as_str(), section.kind)).collect(),
            timezone: &config.timezone,
            raw_html: config.markdown.raw_html,
        }
    }

    /// Stands for them, and for the program that reads with them.
    fn digest(&self, memo: &Memo) -> Digest {
        Digest::of_parts(&[memo.program().bytes(), format!("{self:?}").as_bytes()])
    }
}

/// Stands for all that a document is read from.
fn key(settings: &Digest, file: &SourceFile) -> Digest {
    Digest::of_parts(&[settings.bytes(), file.path.as_bytes(), file.digest().bytes()])
}

/// All Markdown files below `content/`.
pub(super) fn records(tree: &SourceTree) -> Vec<SourceFile> {
    let records = tree.files().par_iter().filter(|file| is_record(&file.path));
    // The tree keeps the digests for the next run.
    records.inspect(|file| _ = file.digest()).cloned().collect()
}

/// The documents of the [`records`] of a tree. Each text is dropped when it is parsed.
pub(super) fn documents(
    tree: &SourceTree,
    records: Vec<SourceFile>,
    config: &SiteConfig,
    memo: &mut Memo,
) -> Checked<Parsed> {
    let settings = Settings::of(config);
    let settings_digest = settings.digest(memo);
    let (former, made) = (&*memo, AtomicUsize::new(0));
    let read: Vec<(SitePath, Checked<Option<Arc<Document>>>)> = records
        .into_par_iter()
        .map(|file| {
            let key = key(&settings_digest, &file);
            let path = file.path.clone();
            let checked = match former.document(&key) {
                Some(document) => Checked { value: Some(document), diagnostics: Vec::new() },
                None => {
                    made.fetch_add(1, Ordering::Relaxed);
                    match file.at_hand() {
                        Some(file) => document(&file, &settings, key),
                        None => Checked { value: None, diagnostics: vec![changed_meanwhile(&path)] },
                    }
                }
            };
            (path, checked)
        })
        .collect();
    if made.load(Ordering::Relaxed) > MANY {
        markdown::forget_syntaxes();
    }
    let mut diagnostics = misnamed(tree);
    let mut parsed = Parsed {
        documents: Vec::with_capacity(read.len()),
        unread: Vec::new(),
        made: made.load(Ordering::Relaxed),
    };
    parsed.unread.extend(tree.broken_under("content/").map(name));
    let clean = read.iter().filter(|(_, checked)| checked.diagnostics.is_empty());
    memo.set_documents(clean.filter_map(|(_, checked)| checked.value.clone()));
    for (path, checked) in read {
        let failed = checked.diagnostics.iter().any(|found| found.severity == Severity::Error);
        diagnostics.extend(checked.diagnostics);
        match checked.value {
            Some(document) => parsed.documents.push(document),
            None if failed => parsed.unread.push(name(&path)),
            None => {}
        }
    }
    Checked { value: parsed, diagnostics }
}

/// One file anew, in the place of the document with a digest. Its findings are told, and then it is not remembered.
pub(super) fn again(
    file: &SourceFile,
    config: &SiteConfig,
    memo: &mut Memo,
    former: Digest,
) -> Checked<Option<Arc<Document>>> {
    let settings = Settings::of(config);
    let key = key(&settings.digest(memo), file);
    let read = document(file, &settings, key);
    memo.exchange_document(former, read.value.as_ref().filter(|_| read.diagnostics.is_empty()));
    read
}

/// Markdown below `content/`, and not among the glossaries.
pub(super) fn is_record(path: &str) -> bool {
    path.starts_with("content/") && path.ends_with(".md") && !path.starts_with(GLOSSARIES)
}

/// A text was looked at, and is another one when it is read.
fn changed_meanwhile(path: &SitePath) -> Diagnostic {
    let found = Diagnostic::new(
        &rules::UNREADABLE,
        say!("生成期间 `{path}` 被改动了", "`{path}` was changed while the site was built"),
    );
    found.in_file(path).help(say!("再生成一次", "build again"))
}

/// A folder that was not checked out must not replace a site by an empty one unseen.
pub(super) fn no_content() -> Diagnostic {
    Diagnostic::new(
        &rules::NO_CONTENT,
        say!("content/ 里没有任何 .md 文件", "there is no .md file in content/"),
    )
    .help(say!(
        "检查 content 文件夹是否在 site.yaml 旁边",
        "check that the folder content is beside site.yaml"
    ))
}

fn name(path: &SitePath) -> Name {
    Name::read(path.strip_prefix("content/").unwrap_or(path), is_suffix)
}

/// Files that are meant as records, or as the glossary, and are none by their names.
fn misnamed(tree: &SourceTree) -> Vec<Diagnostic> {
    let texts = tree.files_under("content/").iter().map(|file| &file.path);
    let others = tree.binaries_under("content/").iter().map(|file| &file.path);
    let found = texts.chain(others).filter_map(|path| {
        if path.starts_with(GLOSSARIES) && !path.ends_with(".yml") {
            return no_glossary(path);
        }
        let meant = right_name(path)?;
        let found = Diagnostic::new(
            &rules::ODD_FILE_NAME,
            say!(
                "这个文件名的结尾不对，文件不会成为页面或词表",
                "by the end of its name this file is no page and no glossary"
            ),
        );
        Some(found.in_file(path).help(say!("改名为 `{meant}`", "rename it to `{meant}`")))
    });
    found.collect()
}

/// What stands among the glossaries and is none.
fn no_glossary(path: &SitePath) -> Option<Diagnostic> {
    if topic(path).is_some() {
        return None;
    }
    let found = Diagnostic::new(
        &rules::ODD_FILE_NAME,
        say!(
            "content/glossary/ 里只有词表，这个文件不会成为页面或词表",
            "content/glossary/ holds glossaries alone: this file is no page and no glossary"
        ),
    );
    Some(found.in_file(path).help(say!(
        "词表直接放在 content/glossary/ 下，名字以 `.yaml` 结尾；页面移到别的文件夹",
        "put glossaries directly into content/glossary/, with names that end in `.yaml`, and pages into another folder"
    )))
}

fn right_name(path: &str) -> Option<String> {
    let name = path.rsplit('/').next().unwrap_or(path);
    if path == "content/glossary.yml" {
        return Some("glossary.yaml".to_owned());
    }
    if path.starts_with(GLOSSARIES) {
        return name.strip_suffix(".yml").map(|name| format!("{name}.yaml"));
    }
    let lower = name.to_lowercase();
    let stem = [".md", ".markdown", ".mdown", ".md.txt"].iter().find_map(|end| lower.strip_suffix(end))?;
    (!name.ends_with(".md")).then(|| format!("{}.md", &name[..name.floor_char_boundary(stem.len())]))
}

fn document(file: &SourceFile, config: &Settings, digest: Digest) -> Checked<Option<Arc<Document>>> {
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
        let found = text[from..].match_indices(mark).map(|(at, _)| from + at);
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

/// The folder of glossaries that pages choose.
pub(super) const GLOSSARIES: &str = "content/glossary/";

/// `content/glossary.yaml`, and the files of `content/glossary/`.
pub(super) fn glossaries(tree: &SourceTree) -> Checked<Glossaries> {
    let mut read = Checked { value: Glossaries::default(), diagnostics: Vec::new() };
    let mut glossary = |file: &SourceFile| {
        let checked = glossary::read(&file.path, &file.text);
        read.diagnostics.extend(checked.diagnostics);
        checked.value
    };
    read.value.site = tree.file(glossary::FILE).map(&mut glossary);
    for file in tree.files_under(GLOSSARIES) {
        if let Some(name) = topic(&file.path) {
            read.value.topics.insert(name.to_owned(), glossary(file));
        }
    }
    read
}

/// The name of a file of [`GLOSSARIES`].
fn topic(path: &str) -> Option<&str> {
    let name = path.strip_prefix(GLOSSARIES)?.strip_suffix(".yaml")?;
    (!name.is_empty() && !name.contains('/')).then_some(name)
}
