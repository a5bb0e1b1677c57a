//! Which fields a template can read, by the words that stand in it and in all that it includes: what none
//! of them names need not be made, handed over or compared.
//!
//! Knows words, not the language of templates: a word in a text or an attribute counts too, and a template
//! that may come to a field without its name has all of them.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::Hasher;

use crate::text::quick::Quick;

/// The fields of one template, or of several together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fields {
    /// Fields may be read without being named.
    has_all: bool,
    /// A bit for each named word, at its [`cell`]. A field that shares the cell of a word is handed over though nobody
    /// reads it, which costs a little and changes no page.
    named: Vec<u64>,
}

impl Fields {
    /// Every field there is.
    pub fn all() -> Fields {
        Fields { has_all: true, ..Fields::default() }
    }

    pub fn has(&self, field: &str) -> bool {
        let (word, bit) = cell(field);
        self.has_all || self.named.get(word).is_some_and(|bits| bits & bit != 0)
    }

    /// Do both have the same of these?
    pub fn agree(&self, other: &Fields, names: &[&str]) -> bool {
        names.iter().all(|name| self.has(name) == other.has(name))
    }

    fn add(&mut self, text: &str) {
        self.has_all |= reads_unnamed(text);
        self.named.resize(CELLS / 64, 0);
        for (word, bit) in words(text).map(cell) {
            self.named[word] |= bit;
        }
    }

    pub(super) fn join(&mut self, other: &Fields) {
        self.has_all |= other.has_all;
        self.named.resize(CELLS / 64, 0);
        for (own, others) in self.named.iter_mut().zip(&other.named) {
            *own |= others;
        }
    }
}

/// So many that the some hundred words of a template seldom share one.
const CELLS: usize = 1 << 15;

/// The place of a word among the bits, by its hash: there are hundreds of fields to a page.
fn cell(word: &str) -> (usize, u64) {
    let mut hash = Quick::default();
    hash.write(word.as_bytes());
    let cell = hash.finish() as usize % CELLS;
    (cell / 64, 1 << (cell % 64))
}

/// The fields of every template, by the engine's name for it. `texts` by the same names; a template may be
/// called without its prefix.
pub(super) fn of_templates(texts: &BTreeMap<&str, &str>, prefixes: &[&str]) -> BTreeMap<String, Fields> {
    let short = |name: &'_ str| -> usize {
        prefixes.iter().find(|prefix| name.starts_with(**prefix)).map_or(0, |prefix| prefix.len())
    };
    // Components are known everywhere.
    let everywhere = texts.iter().filter(|(_, text)| text.contains("component")).map(|(name, _)| *name);
    let everywhere: Vec<&str> = everywhere.collect();
    let called: BTreeMap<&str, Vec<&str>> = texts
        .iter()
        .map(|(name, text)| {
            let names = texts.keys().filter(|other| text.contains(&other[short(other)..]));
            (*name, names.copied().collect())
        })
        .collect();
    let fields = |name: &str| {
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        let mut open: Vec<&str> = everywhere.clone();
        open.extend(texts.get_key_value(name).map(|(name, _)| *name));
        let mut fields = Fields::default();
        while let Some(next) = open.pop() {
            if seen.insert(next) {
                fields.add(texts[next]);
                open.extend(&called[next]);
            }
        }
        fields
    };
    texts.keys().map(|name| ((*name).to_owned(), fields(name))).collect()
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').filter(|word| !word.is_empty())
}

/// Can the template come to a field in another way than by its name? By a key that is computed, by walking over
/// all fields, or by printing whatever there is.
fn reads_unnamed(text: &str) -> bool {
    const WHOLE: [&str; 5] = ["__tera_context", "json_encode", "keys", "values", "pairs"];
    let starts_name = |rest: &str| rest.trim_start().starts_with(|c: char| c.is_alphabetic() || c == '(');
    let computed = |(at, mark): (usize, &str)| starts_name(&text[at + mark.len()..]);
    let is_index = |at: usize| text[..at].ends_with(|c: char| c.is_alphanumeric() || "_)]\"'".contains(c));
    let indexes = text.match_indices('[').filter(|(at, _)| is_index(*at)).any(computed);
    let gets = text.match_indices("get(key=").any(computed);
    let walks = text.match_indices("for ").any(|(at, _)| {
        let names = text[at + 4..].split_once(" in ").map_or("", |(names, _)| names);
        names.contains(',') && !names.contains('%')
    });
    words(text).any(|word| WHOLE.contains(&word)) || indexes || gets || walks
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(name: &str, texts: &[(&str, &str)]) -> Fields {
        of_templates(&texts.iter().copied().collect(), &["theme/", "builtin/"]).remove(name).unwrap()
    }

    #[test]
    fn a_field_is_read_where_it_is_named() {
        let texts = [
            ("news.html", "{% extends \"base.html\" %}{{ page.title }}"),
            ("builtin/base.html", "{% include \"partials/head.html\" %}"),
            ("builtin/partials/head.html", "{{ head['json_ld'] }}"),
            ("builtin/list.html", "{{ list.related }}"),
        ];
        let news = fields("news.html", &texts);
        assert!(["page", "title", "head", "json_ld"].iter().all(|field| news.has(field)));
        assert!(!news.has("related") && !news.has("json"));
        assert!(!fields("builtin/list.html", &texts).has("json_ld"));
    }

    #[test]
    fn who_may_read_anything_has_all_fields() {
        let whole = [
            "{% for key, value in page.extra %}{% endfor %}",
            "{{ page[key] }}",
            "{{ page | get(key=name) }}",
            "{{ __tera_context }}",
            "{{ page | json_encode }}",
            "{{ page | keys }}",
        ];
        for text in whole {
            assert!(fields("a.html", &[("a.html", text)]).has("anything"), "{text}");
        }
        let named = "{% for item in list %}{{ item[0] }}{{ item[\"a\"] }}{% endfor %}{{ [x.y for x in z] }}";
        assert!(!fields("a.html", &[("a.html", named)]).has("anything"));
    }

    #[test]
    fn components_are_part_of_every_template() {
        let component = "{% component note(item) %}{{ item.summary }}{% endcomponent %}";
        assert!(fields("a.html", &[("a.html", "{{ x }}"), ("b.html", component)]).has("summary"));
    }
}
