//! Which fields a template can read, by the words that stand in it and in all that it includes: what none
//! of them names need not be made, handed over or compared.
//!
//! Knows words, not the language of templates: a word in a text or an attribute counts too, and a template
//! that may come to a field without its name has all of them.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use crate::text::quick::BuildQuick;

/// The fields of one template, or of several together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fields {
    /// Fields may be read without being named.
    has_all: bool,
    words: HashSet<Box<str>, BuildQuick>,
    /// A bit for the [`shape`] of each word: most fields are refused by theirs.
    shapes: Vec<u64>,
}

impl Fields {
    /// Every field there is.
    pub fn all() -> Fields {
        Fields { has_all: true, ..Fields::default() }
    }

    pub fn has(&self, field: &str) -> bool {
        self.has_all || (self.may_have(field) && self.words.contains(field))
    }

    fn may_have(&self, field: &str) -> bool {
        let shape = shape(field);
        self.shapes.get(shape / 64).is_some_and(|bits| bits & 1 << (shape % 64) != 0)
    }

    /// Do both have the same of these?
    pub fn agree(&self, other: &Fields, names: &[&str]) -> bool {
        names.iter().all(|name| self.has(name) == other.has(name))
    }

    fn add(&mut self, text: &str) {
        self.has_all |= reads_unnamed(text);
        for word in words(text) {
            if !self.words.contains(word) {
                self.insert(word.into());
            }
        }
    }

    fn insert(&mut self, word: Box<str>) {
        let shape = shape(&word);
        self.shapes.resize(SHAPES / 64, 0);
        self.shapes[shape / 64] |= 1 << (shape % 64);
        self.words.insert(word);
    }

    pub(super) fn join(&mut self, other: &Fields) {
        self.has_all |= other.has_all;
        other.words.iter().cloned().for_each(|word| self.insert(word));
    }
}

/// How many shapes are told apart.
const SHAPES: usize = 1 << 12;

/// What can be seen of a word at once: its length and its first, middle and last byte.
fn shape(word: &str) -> usize {
    let bytes = word.as_bytes();
    let at = |place: usize| bytes.get(place).copied().map_or(0, usize::from);
    let (first, middle, last) = (at(0), at(bytes.len() / 2), at(bytes.len().wrapping_sub(1)));
    (first ^ middle << 2 ^ last << 4 ^ bytes.len() << 7) % SHAPES
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
