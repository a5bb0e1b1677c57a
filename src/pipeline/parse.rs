//! From the tree to documents: every file by itself, all at once.

mod document;
mod misnamed;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use crate::config::SiteConfig;
use crate::diagnostic::{Checked, Diagnostic, Severity, SitePath, rules};
use crate::digest::Digest;
use crate::document::glossary::Glossaries;
use crate::document::name::Name;
use crate::document::{Document, glossary, markdown};
use crate::say;
use crate::source::{SourceFile, SourceTree};

use super::Memo;
use document::{Settings, document, name};
use misnamed::misnamed;

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
