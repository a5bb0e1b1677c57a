//! Looking records up by slug: the one place where a reference finds its target or its error.

use std::collections::HashSet;
use std::sync::Arc;

use crate::config::SiteConfig;
use crate::diagnostic::{Diagnostic, Located, Say, SitePath, nearest, rules};
use crate::document::Document;
use crate::document::name::Name;
use crate::document::record::Detail;
use crate::kind::Kind;
use crate::say;
use crate::text::quick::QuickMap;

use super::{Entry, EntryId, Role, assemble};

/// All records by slug and by path. Records that are not published are found as well, so that a
/// reference to a draft is told from a spelling mistake.
pub(super) struct Index<'a> {
    entries: &'a [Entry],
    documents: &'a [Arc<Document>],
    config: &'a SiteConfig,
    by_slug: QuickMap<&'a str, Vec<EntryId>>,
    by_path: QuickMap<&'a str, EntryId>,
    by_file: QuickMap<&'a str, EntryId>,
    /// Slugs and paths of records whose files cannot be read, which was reported: a reference to them may be
    /// right.
    unread: HashSet<String>,
}

/// Why a slug has no single target.
enum Miss<'a> {
    Unknown(Option<&'a str>),
    Ambiguous(EntryId, EntryId),
}

impl<'a> Index<'a> {
    pub(super) fn new(
        entries: &'a [Entry],
        documents: &'a [Arc<Document>],
        unread: &[Name],
        config: &'a SiteConfig,
    ) -> Index<'a> {
        let mut index = Index {
            entries,
            documents,
            config,
            by_slug: with_room_for(entries.len()),
            by_path: with_room_for(entries.len()),
            by_file: with_room_for(documents.len()),
            unread: unread
                .iter()
                .flat_map(|name| [name.key.clone(), assemble::slug_of_name(config, &name.stem)])
                .collect(),
        };
        let mut entry_of_key = with_room_for(entries.len());
        for (position, entry) in entries.iter().enumerate() {
            let id = EntryId(position as u32);
            entry_of_key.insert(entry.key.as_str(), id);
            index.by_path.entry(&entry.path).or_insert(id);
            if entry.role == Role::Record {
                index.by_slug.entry(&entry.slug).or_default().push(id);
            }
        }
        for document in documents {
            if let Some(id) = entry_of_key.get(document.name.key.as_str()) {
                let path = document.file.strip_prefix("content/").unwrap_or(&document.file);
                index.by_file.insert(path, *id);
            }
        }
        index
    }

    /// The entry that a file below `content/` belongs to: `partners/foo.md`.
    pub(super) fn by_file(&self, path: &str) -> Option<EntryId> {
        self.by_file.get(path).copied()
    }

    /// Does a slug, or a path below `content/`, mean a record that could not be read?
    pub(super) fn is_unread(&self, reference: &str) -> bool {
        if self.unread.is_empty() {
            return false;
        }
        let key = Name::read(reference, |_| false).key;
        let slug = reference.rsplit('/').next().unwrap_or(reference);
        self.unread.contains(&key) || self.unread.contains(slug)
    }

    /// The file nearest to a path that does not exist: same folder first.
    pub(super) fn nearest_file(&self, path: &str) -> Option<&'a str> {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut files: Vec<&str> = self.by_file.keys().copied().collect();
        files.sort_unstable();
        let near = files.iter().filter(|file| file.rsplit_once('/').map_or("", |(f, _)| f) == folder);
        nearest(path, near.copied()).or_else(|| nearest(path, files.iter().copied()))
    }

    /// Resolves a slug, or `section/slug`, to a record of `kind`. A finding goes to `diagnostics`,
    /// also when the record exists but is not published: then the result is none.
    pub(super) fn resolve(
        &self,
        file: &SitePath,
        reference: &Located<String>,
        kind: Option<Kind>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<EntryId> {
        let slug = reference.value.as_str();
        match self.find(slug, kind) {
            Ok(id) if self.entries[id.0 as usize].published => Some(id),
            Ok(id) => {
                let target = &self.documents[self.entries[id.0 as usize].original.0 as usize];
                diagnostics.push(
                    Diagnostic::new(
                        &rules::REFERENCE_TO_UNPUBLISHED,
                        say!(
                            "`{slug}` 还没有发布，页面上不显示这处引用",
                            "`{slug}` is not published, so this reference is not shown"
                        ),
                    )
                    .at(file, reference.span.clone())
                    .related(
                        &target.file,
                        None,
                        say!("草稿、未到发布时间或已过期", "a draft, under embargo or expired"),
                    ),
                );
                None
            }
            Err(Miss::Unknown(_)) if self.is_unread(slug) => None,
            Err(miss) => {
                diagnostics.push(self.report(file, reference, kind, miss));
                None
            }
        }
    }

    /// The same for a reference that is a part of what its span holds, such as a link in a text: what is
    /// found names the right slug and does not offer it in the place of all.
    pub(super) fn resolve_inside(
        &self,
        file: &SitePath,
        reference: &Located<String>,
        kind: Option<Kind>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<EntryId> {
        let before = diagnostics.len();
        let found = self.resolve(file, reference, kind, diagnostics);
        for diagnostic in &mut diagnostics[before..] {
            diagnostic.replacement = None;
        }
        found
    }

    fn find(&self, slug: &str, kind: Option<Kind>) -> Result<EntryId, Miss<'a>> {
        let fits = |id: &EntryId| kind.is_none_or(|kind| self.entries[id.0 as usize].kind == kind);
        if slug.contains('/') {
            let exact = self.by_path.get(slug).copied().filter(fits);
            return exact.ok_or_else(|| Miss::Unknown(self.nearest_slug(slug, kind, true)));
        }
        let mut found = self.by_slug.get(slug).into_iter().flatten().copied().filter(fits);
        match (found.next(), found.next()) {
            (Some(id), None) => Ok(id),
            (Some(first), Some(second)) => Err(Miss::Ambiguous(first, second)),
            // `[[about]]`, `[[news]]`: pages at the top are their own section.
            (None, _) => match self.by_path.get(slug).copied().filter(fits) {
                Some(id) => Ok(id),
                None => Err(Miss::Unknown(self.nearest_slug(slug, kind, false))),
            },
        }
    }

    fn nearest_slug(&self, slug: &str, kind: Option<Kind>, with_section: bool) -> Option<&'a str> {
        let fits = self
            .entries
            .iter()
            .filter(|entry| entry.role == Role::Record && kind.is_none_or(|kind| entry.kind == kind));
        if let Some(entry) = fits.clone().find(|entry| self.is_called(entry, slug)) {
            return Some(if with_section { &entry.path } else { &entry.slug });
        }
        nearest(slug, fits.map(|entry| if with_section { entry.path.as_str() } else { entry.slug.as_str() }))
    }

    /// Is a text the record's name, where its slug belongs?
    fn is_called(&self, entry: &Entry, text: &str) -> bool {
        let record = &self.documents[entry.original.0 as usize].record;
        let titled = record.title.as_ref().is_some_and(|title| title.value == text);
        let named = match &record.detail {
            Detail::Partner(partner) => {
                partner.short_name.as_deref() == Some(text)
                    || partner.names.iter().any(|(_, name)| name == text)
            }
            _ => false,
        };
        titled || named
    }

    fn report(&self, file: &SitePath, at: &Located<String>, kind: Option<Kind>, miss: Miss) -> Diagnostic {
        let slug = at.value.as_str();
        match miss {
            Miss::Unknown(near) => {
                let (zh, en) = kind_names(kind);
                let folder = kind.and_then(|kind| self.folder(kind)).unwrap_or("…");
                let found = Diagnostic::new(
                    &rules::UNKNOWN_REFERENCE,
                    say!("没有 slug 为 `{slug}` 的{zh}", "there is no {en} with the slug `{slug}`"),
                )
                .at(file, at.span.clone())
                .label(say!("没有 content/{folder}/{slug}.md", "there is no content/{folder}/{slug}.md"));
                match near {
                    Some(near) => {
                        let found = found.help(Say::did_you_mean(near));
                        // In a text the place is the whole link or call, and a slug could not stand for it.
                        match at.span.len() == slug.len() {
                            true => found.replace_with(near),
                            false => found,
                        }
                    }
                    None => found.help(say!(
                        "先建立 content/{folder}/{slug}.md，或改成已有的 slug",
                        "create content/{folder}/{slug}.md first, or use the slug of an existing one"
                    )),
                }
            }
            Miss::Ambiguous(first, second) => {
                let [first, second] = [first, second].map(|id| &self.entries[id.0 as usize]);
                let (a, b) = (&first.path, &second.path);
                let file_of = |entry: &Entry| self.documents[entry.original.0 as usize].file.clone();
                Diagnostic::new(
                    &rules::AMBIGUOUS_REFERENCE,
                    say!("`{slug}` 可以指两条记录", "two records answer to `{slug}`"),
                )
                .at(file, at.span.clone())
                .related(&file_of(first), None, say!("其一：`{a}`", "one: `{a}`"))
                .related(&file_of(second), None, say!("其二：`{b}`", "the other: `{b}`"))
                .help(say!("写明栏目：`{a}` 或 `{b}`", "name the section: `{a}` or `{b}`"))
            }
        }
    }

    fn folder(&self, kind: Kind) -> Option<&'a str> {
        self.config
            .sections
            .iter()
            .find(|(_, section)| section.kind == kind)
            .map(|(folder, _)| folder.as_str())
    }
}

fn kind_names(kind: Option<Kind>) -> (&'static str, &'static str) {
    match kind {
        Some(Kind::News) => ("新闻", "news item"),
        Some(Kind::Partner) => ("成员单位", "partner"),
        Some(Kind::Signing) => ("签约记录", "signing"),
        Some(Kind::Page) | None => ("记录", "record"),
    }
}

fn with_room_for<'a, T>(texts: usize) -> QuickMap<&'a str, T> {
    let mut map = QuickMap::default();
    map.reserve(texts);
    map
}
