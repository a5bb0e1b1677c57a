//! Tags and series: terms that site.yaml declares, or that records bring along.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use indexmap::IndexMap;

use serde::Serialize;

use crate::config::{Localized, SiteConfig, Term};
use crate::diagnostic::Located;
use crate::document::Document;
use crate::document::record::{Detail, Record};
use crate::language::Tag;
use crate::text::{folded, pinyin};

use super::order::newest_first;
use super::{Entry, EntryId, Role};

/// Terms with their records.
#[derive(Debug, Default, Serialize)]
pub struct Taxonomy {
    /// Declared ones first, then free words, each ordered by id or word.
    pub terms: Vec<TaxonomyTerm>,
    /// Terms of each record that has some, in the order written: indexes into `terms`.
    pub of_entry: BTreeMap<EntryId, Vec<usize>>,
}

/// One tag or series.
#[derive(Debug, Clone, Serialize)]
pub struct TaxonomyTerm {
    /// Its address: the declared id, else made from the word.
    pub slug: String,
    pub title: Localized,
    pub description: Localized,
    /// Tags: newest first. Series: oldest first, or by weight.
    pub entries: Vec<EntryId>,
}

/// The tags of all published records.
pub(super) fn tags(config: &SiteConfig, documents: &[Arc<Document>], entries: &[Entry]) -> Taxonomy {
    let mut taxonomy = collect(&config.tags, documents, entries, |record| record.tags.as_slice());
    for term in &mut taxonomy.terms {
        newest_first(&mut term.entries, documents, entries);
    }
    taxonomy
}

/// The series of all published news, parts in reading order.
pub(super) fn series(config: &SiteConfig, documents: &[Arc<Document>], entries: &[Entry]) -> Taxonomy {
    let mut taxonomy = collect(&config.series, documents, entries, |record| match &record.detail {
        Detail::News(news) => news.series.as_slice(),
        _ => &[],
    });
    for term in &mut taxonomy.terms {
        term.entries.sort_by_cached_key(|id| {
            let entry = &entries[id.0 as usize];
            let record = &documents[entry.original.0 as usize].record;
            (record.weight.unwrap_or(i64::MAX), entry.sort_date(record), entry.key.clone())
        });
    }
    taxonomy
}

/// A word is a declared term by its id or by any of its labels, else a term of its own; the spellings
/// of a word in both scripts are one. Words that sound alike get addresses with a number.
fn collect(
    declared: &IndexMap<String, Term>,
    documents: &[Arc<Document>],
    entries: &[Entry],
    words: impl Fn(&Record) -> &[Located<String>],
) -> Taxonomy {
    let mut id_of_word: BTreeMap<String, &str> = BTreeMap::new();
    for (id, term) in declared {
        for (_, label) in &term.title.forms {
            id_of_word.insert(folded(label), id);
        }
    }
    id_of_word.extend(declared.keys().map(|id| (folded(id), id.as_str())));
    // By what makes two words the same: a declared id, or the folded word.
    let mut found: BTreeMap<(bool, String), TaxonomyTerm> = BTreeMap::new();
    let mut keys_of_entry: BTreeMap<EntryId, Vec<(bool, String)>> = BTreeMap::new();
    let records =
        entries.iter().enumerate().filter(|(_, entry)| entry.published && entry.role == Role::Record);
    for (position, entry) in records {
        let entry_id = EntryId(position as u32);
        let document = &documents[entry.original.0 as usize];
        for word in words(&document.record) {
            let word = word.value.trim();
            let plain = folded(word);
            let id = id_of_word.get(&plain).copied();
            let key = id.map_or((true, plain), |id| (false, id.to_owned()));
            let term = found.entry(key.clone()).or_insert_with(|| {
                match id.and_then(|id| declared.get_key_value(id)) {
                    Some((id, term)) => new_term(id, term.title.clone(), term.description.clone()),
                    None => new_term(&pinyin::slug(word), written(word, &document.tag), Localized::default()),
                }
            });
            let keys = keys_of_entry.entry(entry_id).or_default();
            if !keys.contains(&key) {
                keys.push(key);
                term.entries.push(entry_id);
            }
        }
    }
    number_equal_slugs(&mut found);
    let number: BTreeMap<&(bool, String), usize> = found.keys().zip(0..).collect();
    let of_entry =
        keys_of_entry.iter().map(|(id, keys)| (*id, keys.iter().map(|key| number[key]).collect())).collect();
    Taxonomy { of_entry, terms: found.into_values().collect() }
}

/// Declared ids come first and keep their address; of free words with one reading the later ones, by
/// the word, are numbered.
fn number_equal_slugs(terms: &mut BTreeMap<(bool, String), TaxonomyTerm>) {
    let mut taken: BTreeSet<String> = BTreeSet::new();
    for term in terms.values_mut() {
        let slug = if term.slug.is_empty() { "term" } else { &term.slug };
        let free = std::iter::once(slug.to_owned())
            .chain((2..).map(|number| format!("{slug}-{number}")))
            .find(|slug| !taken.contains(slug))
            .unwrap_or_default();
        taken.insert(free.clone());
        term.slug = free;
    }
}

fn new_term(slug: &str, title: Localized, description: Localized) -> TaxonomyTerm {
    TaxonomyTerm { slug: slug.to_owned(), title, description, entries: Vec::new() }
}

fn written(word: &str, tag: &Tag) -> Localized {
    Localized { forms: vec![(tag.clone(), word.to_owned())] }
}

impl Taxonomy {
    /// The terms of a record, in the order written.
    pub fn terms_of(&self, id: EntryId) -> impl Iterator<Item = &TaxonomyTerm> {
        self.of_entry.get(&id).into_iter().flatten().map(|number| &self.terms[*number])
    }
}
