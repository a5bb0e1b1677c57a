//! Which files are versions of one record, what its slug and date are, and whether it is published.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::tz::TimeZone;

use crate::config::{SiteConfig, SlugStyle};
use crate::diagnostic::{Diagnostic, rules};
use crate::document::Document;
use crate::document::front_matter::missing_in_original;
use crate::document::record::{Detail, Moment, Record};
use crate::kind::Kind;
use crate::language::{LangId, Languages};
use crate::say;
use crate::text::{pinyin, unicode_slug};

use super::{DocId, Entry, Role, Visibility};

/// Sorts documents by file and makes one entry for each key. Drafts of single versions are left out.
pub(super) fn entries(
    config: &SiteConfig,
    mut documents: Vec<Arc<Document>>,
    visibility: &Visibility,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Vec<Arc<Document>>, Vec<Entry>) {
    documents.sort_by(|a, b| a.file.cmp(&b.file));
    let mut by_key: BTreeMap<&str, Vec<DocId>> = BTreeMap::new();
    for (index, document) in documents.iter().enumerate() {
        by_key.entry(&document.name.key).or_default().push(DocId(index as u32));
    }
    let entries = by_key
        .into_iter()
        .map(|(key, versions)| entry(config, &documents, key, &versions, visibility, diagnostics))
        .collect();
    (documents, entries)
}

fn entry(
    config: &SiteConfig,
    documents: &[Arc<Document>],
    key: &str,
    ids: &[DocId],
    visibility: &Visibility,
    diagnostics: &mut Vec<Diagnostic>,
) -> Entry {
    let document = |id: DocId| &documents[id.0 as usize];
    let original = original(&config.languages, documents, ids, diagnostics);
    let head = document(original);
    let mut versions = vec![None; config.languages.len()];
    for &id in ids {
        let version = document(id);
        let Some(lang) = config.languages.find(&version.tag) else { continue };
        if version.record.draft && !visibility.drafts && id != original {
            continue;
        }
        match versions[lang.index()] {
            None => versions[lang.index()] = Some(id),
            Some(first) => diagnostics.push(duplicate_version(document(first), version)),
        }
    }
    let (kind, role, section) = place(config, head);
    if role == Role::Record {
        let impossible = head.name.impossible_date().filter(|_| head.record.date.is_none());
        diagnostics.extend(impossible.map(|date| impossible_date(head, date)));
        let dated = head.name.date.is_some() || impossible.is_some();
        diagnostics.extend(missing_in_original(&head.file, kind, &head.record, dated));
    }
    let slug = slug(config, head, &role, diagnostics);
    let date = head
        .record
        .date
        .as_ref()
        .map(|date| date.value.clone())
        .or_else(|| head.name.date.and_then(|date| at_midnight(date, &config.timezone)));
    Entry {
        kind,
        path: path(config, head, &slug, &role),
        role,
        section,
        key: key.to_owned(),
        slug,
        original,
        versions,
        date,
        published: is_published(&head.record, visibility),
    }
}

/// The version that others derive from: the default language's, else the one without a suffix, else the first.
fn original(
    languages: &Languages,
    documents: &[Arc<Document>],
    ids: &[DocId],
    diagnostics: &mut Vec<Diagnostic>,
) -> DocId {
    let document = |id: &DocId| &documents[id.0 as usize];
    let default = &languages[Languages::DEFAULT].tag;
    let plain = ids.iter().find(|id| document(id).name.suffix.is_none());
    if let Some(id) = plain.or_else(|| ids.iter().find(|id| document(id).tag == *default)) {
        return *id;
    }
    let first = document(&ids[0]);
    let name = match first.name.key.rsplit('/').next() {
        Some("") | None => "index",
        Some(name) => name,
    };
    let tag = &first.tag;
    diagnostics.push(
        Diagnostic::new(
            &rules::ORPHAN_TRANSLATION,
            say!("这个文件是译文，但没有原文 `{name}.md`", "this file is a translation, but there is no original `{name}.md`"),
        )
        .in_file(&first.file)
        .help(say!(
            "补上原文，或去掉文件名里的语言，并在文件头写 `lang: {tag}`",
            "add the original, or take the language out of the file name and write `lang: {tag}` in the front matter"
        )),
    );
    ids[0]
}

fn impossible_date(document: &Document, date: &str) -> Diagnostic {
    Diagnostic::new(
        &rules::BAD_DATE,
        say!("文件名里的日期 `{date}` 不存在", "the date `{date}` in the file's name does not exist"),
    )
    .in_file(&document.file)
    .help(say!("改正文件名开头的日期", "correct the date at the beginning of the name"))
}

fn duplicate_version(first: &Document, second: &Document) -> Diagnostic {
    let tag = &second.tag;
    Diagnostic::new(
        &rules::DUPLICATE_VERSION,
        say!("同一条记录的 `{tag}` 版本有两个文件", "one record has two files for the language `{tag}`"),
    )
    .in_file(&second.file)
    .related(&first.file, None, say!("另一个文件", "the other file"))
    .help(say!(
        "删去其中一个，或改正文件名里的语言",
        "remove one of them, or correct the language in its name"
    ))
}

/// What a document is by its place in `content/`.
fn place(config: &SiteConfig, document: &Document) -> (Kind, Role, Option<usize>) {
    let name = &document.name;
    if name.key.is_empty() {
        return (Kind::Page, Role::Home, None);
    }
    if let Some(section) = config.sections.get_index_of(&name.key) {
        return (Kind::Page, Role::SectionIndex, Some(section));
    }
    let folder = name.folder.split('/').next().unwrap_or_default();
    match config.sections.get_full(folder) {
        Some((index, _, section)) => (section.kind, Role::Record, Some(index)),
        None => (Kind::Page, Role::Record, None),
    }
}

fn slug(config: &SiteConfig, document: &Document, role: &Role, diagnostics: &mut Vec<Diagnostic>) -> String {
    if let Some(slug) = &document.record.slug {
        return slug.value.clone();
    }
    let slug = slug_of_name(config, &document.name.stem);
    match config.slugs {
        SlugStyle::Unicode => slug,
        SlugStyle::Pinyin if document.name.stem.is_ascii() => slug,
        SlugStyle::Pinyin => {
            // The address of a section is its folder: there is nothing to pin.
            if *role != Role::Record {
                return slug;
            }
            diagnostics.push(
                Diagnostic::new(
                    &rules::UNPINNED_SLUG,
                    say!(
                        "网址 `{slug}` 由文件名推出，文件名里有汉字或别的字母",
                        "the address `{slug}` was made from a file name that is not ASCII"
                    ),
                )
                .at(&document.file, document.record.span.start..document.record.span.start)
                .help(say!(
                    "在文件头写上 `slug: {slug}`，网址就不会再变",
                    "write `slug: {slug}` in the front matter, so that the address never moves"
                ))
                .replace_with(format!("slug: {slug}\n")),
            );
            slug
        }
    }
}

/// The slug that a file name makes.
pub(super) fn slug_of_name(config: &SiteConfig, stem: &str) -> String {
    match config.slugs {
        SlugStyle::Pinyin if !stem.is_ascii() => pinyin::slug(stem),
        _ => unicode_slug(stem),
    }
}

/// Folder and slug; the folders above become slugs like names do.
fn path(config: &SiteConfig, document: &Document, slug: &str, role: &Role) -> String {
    let folders = document.name.folder.split('/').filter(|part| !part.is_empty()).map(|part| {
        match (part.is_ascii(), config.slugs) {
            (false, SlugStyle::Pinyin) => pinyin::slug(part),
            _ => unicode_slug(part),
        }
    });
    match role {
        Role::Home => String::new(),
        Role::SectionIndex => document.name.key.clone(),
        Role::Record => folders.chain([slug.to_owned()]).collect::<Vec<_>>().join("/"),
    }
}

fn is_published(record: &Record, visibility: &Visibility) -> bool {
    let now = visibility.now.timestamp();
    let embargoed = record.publish_at.as_ref().is_some_and(|moment| moment.value.at.timestamp() > now);
    let expired = record.expires_at.as_ref().is_some_and(|moment| moment.value.at.timestamp() <= now);
    (visibility.drafts || !record.draft) && (visibility.future || !embargoed) && !expired
}

fn at_midnight(date: jiff::civil::Date, timezone: &TimeZone) -> Option<Moment> {
    date.to_zoned(timezone.clone()).ok().map(|at| Moment { at, has_time: false })
}

impl Entry {
    /// The date, or for partners the day they joined.
    pub fn sort_date(&self, record: &Record) -> Option<jiff::Timestamp> {
        let joined = match &record.detail {
            Detail::Partner(partner) => partner.joined.as_ref().map(|joined| &joined.value),
            _ => None,
        };
        self.date.as_ref().or(joined).map(|moment| moment.at.timestamp())
    }

    /// The hand-written version in a language.
    pub fn written(&self, lang: LangId) -> Option<DocId> {
        self.versions[lang.index()]
    }
}
