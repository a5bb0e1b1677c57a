//! All documents of a site put together: which files are one record, which records refer to which,
//! in both directions. Relations are ids, never copies.
//!
//! Always computed anew for the whole site: it is small work, and there is nothing to invalidate.
//! Nothing here knows addresses, templates or what a page looks like.

mod assemble;
pub mod call;
pub mod files;
mod link;
mod menu;
mod order;
mod path;
mod reference;
mod relation;
pub mod taxonomy;

use std::collections::BTreeMap;
use std::ops::Deref;
use std::sync::Arc;

use jiff::Zoned;
use serde::Serialize;

use crate::config::SiteConfig;
use crate::diagnostic::Checked;
use crate::digest::Digest;
use crate::document::Document;
use crate::document::name::Name;
use crate::document::record::{Moment, Record};
use crate::kind::Kind;
use crate::language::{Fallback, LangId, Languages, Tag};

pub use call::CallData;
pub use link::{BodyLinks, Resolved, ResolvedCall, ResolvedImage};
pub use path::{encode_path, push_encoded_path, relative};
pub use relation::{Agreement, PartyRef, Relations};
use taxonomy::Taxonomy;

/// Index into [`Site::documents`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct DocId(pub u32);

/// Index into [`Structure::entries`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct EntryId(pub u32);

/// Index into [`Relations::agreements`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct AgreementId(pub u32);

/// What a record is on the site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum Role {
    Home,
    /// The text above a section's list.
    SectionIndex,
    /// A news item, a partner, a signing or a page.
    Record,
}

/// One record with all its language versions.
#[derive(Debug, Clone, Serialize)]
pub struct Entry {
    pub kind: Kind,
    pub role: Role,
    /// Index into the configuration's sections; none for pages outside them.
    pub section: Option<usize>,
    /// Path in `content/` without language and `.md`; unique.
    pub key: String,
    /// Address below a language's root, without slashes at the ends: `news/founding`; empty for home.
    pub path: String,
    pub slug: String,
    /// The version that relations, dates and numbers are taken from.
    pub original: DocId,
    /// Hand-written versions by language.
    pub versions: Vec<Option<DocId>>,
    /// From the field or the file name.
    pub date: Option<Moment>,
    /// Neither draft nor under embargo nor expired, as of the build's `now`.
    pub published: bool,
}

/// How the text of an entry comes to be in a language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// The original, as it stands.
    Source,
    /// A hand-written version.
    Translated,
    /// Converted from another Chinese script.
    Converted,
    /// Another language's text, shown for want of one.
    Fallback,
}

/// The text of an entry in one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Version {
    pub document: DocId,
    pub origin: Origin,
    /// The language that the page's words are in: that of the page, but for a fallback.
    pub language: LangId,
}

/// The site as one value: its documents, and how they belong together. A copy shares all of it.
#[derive(Debug, Clone)]
pub struct Site {
    pub documents: Vec<Arc<Document>>,
    /// Resolved links by document.
    pub links: Arc<Vec<BodyLinks>>,
    pub structure: Arc<Structure>,
}

/// The site without its texts: which records there are, and which belong to which.
#[derive(Debug, Default, Serialize)]
pub struct Structure {
    /// Ordered by key.
    pub entries: Vec<Entry>,
    /// The language that each document is written in.
    written: Vec<Tag>,
    /// By section index: its published records, in the order of its list.
    pub sections: Vec<Vec<EntryId>>,
    pub relations: Relations,
    pub tags: Taxonomy,
    pub series: Taxonomy,
    /// The entry of each section's own text, and of the home page.
    pub section_texts: Vec<Option<EntryId>>,
    pub home: Option<EntryId>,
}

/// What decides which records are published.
#[derive(Debug, Clone)]
pub struct Visibility {
    pub now: Zoned,
    pub drafts: bool,
    pub future: bool,
}

/// The times that decide what is published; nothing else in a site asks for the time.
pub fn turns(documents: &[Arc<Document>]) -> impl Iterator<Item = jiff::Timestamp> {
    let records = documents.iter().map(|document| &document.record);
    let turns = records.flat_map(|record| [&record.publish_at, &record.expires_at]);
    turns.flatten().map(|moment| moment.value.at.timestamp())
}

/// Puts the documents together and resolves everything that refers to something else. `unread` are records
/// whose files could not be read: nothing is said of references to them.
pub fn link(
    config: &SiteConfig,
    documents: Vec<Arc<Document>>,
    unread: &[Name],
    files: &files::Files<'_>,
    shortcodes: &std::collections::BTreeSet<String>,
    visibility: &Visibility,
) -> Checked<Site> {
    let mut diagnostics = Vec::new();
    let (documents, entries) = assemble::entries(config, documents, visibility, &mut diagnostics);
    let index = reference::Index::new(&entries, &documents, unread, config);
    menu::check(config, &entries, &index, &mut diagnostics);
    let relations = relation::relate(config, &documents, &entries, &index, &mut diagnostics);
    let (links, mentions) = link::resolve(
        &link::Surroundings {
            documents: &documents,
            entries: &entries,
            index: &index,
            files,
            shortcodes,
            config,
            relations: &relations,
        },
        &mut diagnostics,
    );
    let relations = relations.complete(&documents, &entries, mentions);
    let sections = order::sections(config, &documents, &entries);
    let tags = taxonomy::tags(config, &documents, &entries);
    let series = taxonomy::series(config, &documents, &entries);
    let mut section_texts = vec![None; config.sections.len()];
    let mut home = None;
    for (id, entry) in entries.iter().enumerate().filter(|(_, entry)| entry.published) {
        match entry.role {
            Role::Home => home = Some(EntryId(id as u32)),
            Role::SectionIndex => {
                if let Some(section) = entry.section {
                    section_texts[section] = Some(EntryId(id as u32));
                }
            }
            Role::Record => {}
        }
    }
    let written = documents.iter().map(|document| document.tag.clone()).collect();
    let structure = Structure { entries, written, sections, relations, tags, series, section_texts, home };
    let value = Site { documents, links: Arc::new(links), structure: Arc::new(structure) };
    Checked { value, diagnostics }
}

impl Site {
    /// The same site with a document in the place of the one of its file, when the whole site but its own page
    /// sees the same of both; else none: then it has to be linked anew.
    pub fn with_text(&self, document: Arc<Document>) -> Option<(Site, EntryId)> {
        let place = self.documents.binary_search_by(|known| known.file.cmp(&document.file)).ok()?;
        if !self.documents[place].is_alike_outside(&document) {
            return None;
        }
        let entry = self.find(&document.name.key)?;
        let mut site = self.clone();
        site.documents[place] = document;
        Some((site, entry))
    }

    pub fn document(&self, id: DocId) -> &Document {
        &self.documents[id.0 as usize]
    }

    /// The record that relations and dates of an entry come from.
    pub fn original(&self, id: EntryId) -> &Record {
        &self.document(self[id].original).record
    }

    /// What a document and the references in it stand for: neither is another one without this being another.
    pub fn digest(&self, id: DocId) -> Option<Digest> {
        Digest::of_values(&(self.document(id).digest, &self.links[id.0 as usize]))
    }
}

impl Deref for Site {
    type Target = Structure;

    fn deref(&self) -> &Structure {
        &self.structure
    }
}

impl Structure {
    /// The text that an entry has in a language; `None` when it has no page there.
    pub fn version(&self, languages: &Languages, id: EntryId, lang: LangId) -> Option<Version> {
        version(languages, &self.written, &self[id], lang)
    }

    /// The record with a key.
    pub fn find(&self, key: &str) -> Option<EntryId> {
        let found = self.entries.binary_search_by(|entry| entry.key.as_str().cmp(key)).ok()?;
        Some(EntryId(found as u32))
    }

    pub fn ids(&self) -> impl Iterator<Item = EntryId> + use<> {
        (0..self.entries.len() as u32).map(EntryId)
    }

    /// The published records of a kind, ordered by key.
    pub fn published(&self, kind: Kind) -> impl Iterator<Item = EntryId> {
        self.ids().filter(move |id| {
            let entry = &self[*id];
            entry.published && entry.kind == kind && entry.role == Role::Record
        })
    }
}

impl std::ops::Index<EntryId> for Structure {
    type Output = Entry;
    fn index(&self, id: EntryId) -> &Entry {
        &self.entries[id.0 as usize]
    }
}

/// Hand-written file, else conversion from another Chinese script, else what the language's fallback says.
fn version(languages: &Languages, written: &[Tag], entry: &Entry, lang: LangId) -> Option<Version> {
    if let Some(document) = entry.versions[lang.index()] {
        let origin = if document == entry.original { Origin::Source } else { Origin::Translated };
        return Some(Version { document, origin, language: lang });
    }
    let chinese = |id: DocId| written[id.0 as usize].chinese().is_some();
    if languages[lang].tag.chinese().is_some() {
        let source = std::iter::once(entry.original).chain(entry.versions.iter().flatten().copied());
        if let Some(document) = source.into_iter().find(|id| chinese(*id)) {
            return Some(Version { document, origin: Origin::Converted, language: lang });
        }
    }
    let may_fall_back = lang != Languages::DEFAULT && languages[lang].fallback == Fallback::Default;
    if !may_fall_back {
        return None;
    }
    let shown = version(languages, written, entry, Languages::DEFAULT)?;
    Some(Version { origin: Origin::Fallback, ..shown })
}

/// Groups ids by a key, in the order of the ids.
fn group<K: Ord>(pairs: impl Iterator<Item = (K, EntryId)>) -> BTreeMap<K, Vec<EntryId>> {
    let mut groups: BTreeMap<K, Vec<EntryId>> = BTreeMap::new();
    for (key, id) in pairs {
        groups.entry(key).or_default().push(id);
    }
    groups
}
