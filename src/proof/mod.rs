//! Proof-reading of converted variants: every place where conversion had a choice, with its place in the file, and
//! what an editor said about it.
//!
//! Pure functions from the linked site to places, and from places to texts: what is written for people and
//! programs ([`show`]), into the glossary ([`entry`]) and into the list of what was read ([`reviewed`]). Nothing
//! here reads or writes a file, and no page depends on it.

pub mod entry;
mod group;
mod identity;
pub mod reviewed;
pub mod show;
mod texts;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::config::SiteConfig;
use crate::diagnostic::{SitePath, Span};
use crate::document::glossary::Glossaries;
use crate::document::place::Finder;
use crate::language::{LangId, Tag};
use crate::script::Risk;
use crate::site::{DocId, Origin, Site};
use crate::source::SourceTree;
use crate::text::han::is_han;
use crate::variant::choices::{Manner, Reason};
use crate::variant::page_words::PageWords;
use crate::variant::words::Words;
use crate::yaml;

pub use group::{Group, groups};
use reviewed::Reviewed;
use texts::{At, Text};

/// What is read.
#[derive(Clone, Copy)]
pub struct Scene<'a> {
    pub config: &'a SiteConfig,
    pub site: &'a Site,
    pub tree: &'a SourceTree,
    /// By language.
    pub words: &'a [Words],
    /// Text arguments of shortcodes that convert like prose.
    pub prose_arguments: &'a BTreeMap<String, BTreeSet<String>>,
    pub reviewed: &'a Reviewed,
    pub glossaries: &'a Glossaries,
}

/// What was found in some files.
#[derive(Debug, Default)]
pub struct Report {
    /// In the order of files and texts.
    pub places: Vec<Place>,
    /// Han characters of the texts that are converted, each text counted once.
    pub characters: usize,
}

/// A place where conversion had a choice.
#[derive(Debug, Clone)]
pub struct Place {
    /// Ten letters: the same as long as the sentence and the word in it are the same.
    pub id: String,
    pub file: SitePath,
    /// Bytes of the file, as near as the text can be followed back.
    pub span: Span,
    /// The text that the place stands in, and where.
    pub text: Arc<str>,
    pub source: std::ops::Range<usize>,
    /// The language that the text is written in.
    pub written: Tag,
    /// In the order of the site's languages; at least one.
    pub variants: Vec<Variant>,
}

/// What a place became in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variant {
    pub tag: Tag,
    pub output: String,
    pub others: Vec<String>,
    pub reason: Reason,
    pub risk: Risk,
    pub remark: [&'static str; 2],
    /// Somebody read it.
    pub read: bool,
    /// It is among the languages that were asked for.
    pub wanted: bool,
    /// The characters before and behind the word, converted, for an entry of the glossary.
    pub around: [String; 2],
}

impl Place {
    /// The words of the source.
    pub fn word(&self) -> &str {
        &self.text[self.source.clone()]
    }

    pub fn sentence(&self) -> String {
        identity::sentence(&self.text, &self.source)
    }

    /// Should somebody look, who has not yet?
    pub fn is_question(&self) -> bool {
        self.variants.iter().any(Variant::is_question)
    }
}

impl Variant {
    pub fn is_question(&self) -> bool {
        self.risk == Risk::Ask && !self.read && self.wanted
    }
}

impl Report {
    pub fn questions(&self) -> usize {
        self.places.iter().filter(|place| place.is_question()).count()
    }

    /// Reports on these languages. The others stay known, for entries of the glossary.
    pub fn only(&mut self, tags: &[Tag]) {
        for variant in self.places.iter_mut().flat_map(|place| &mut place.variants) {
            variant.wanted = tags.contains(&variant.tag);
        }
        self.places.retain(|place| place.variants.iter().any(|variant| variant.wanted));
    }

    /// Adds what was found in another file.
    pub fn add(&mut self, mut other: Report) {
        self.places.append(&mut other.places);
        self.characters += other.characters;
    }
}

/// Which languages show which documents converted.
pub fn targets(scene: &Scene) -> BTreeMap<u32, BTreeSet<LangId>> {
    let mut targets: BTreeMap<u32, BTreeSet<LangId>> = BTreeMap::new();
    for id in scene.site.ids() {
        for lang in scene.config.languages.ids() {
            let version = scene.site.version(&scene.config.languages, id, lang);
            if let Some(version) = version.filter(|version| version.origin == Origin::Converted) {
                targets.entry(version.document.0).or_default().insert(lang);
            }
        }
    }
    targets
}

/// The places of one document in some languages.
pub fn document(scene: &Scene, id: DocId, langs: &BTreeSet<LangId>) -> Report {
    let document = scene.site.document(id);
    let Some(file) = scene.tree.file(&document.file) else { return Report::default() };
    let page = PageWords::of(document, scene.glossaries);
    let words = |lang: &LangId| {
        let words = &scene.words[lang.index()];
        words.with_page(&page).unwrap_or_else(|| words.clone())
    };
    let words: Vec<Words> = langs.iter().map(words).collect();
    let body = yaml::split(&document.file, &file.text).value.map_or(0, |parts| parts.body_start);
    let mut reader = Reader {
        reviewed: scene.reviewed,
        file: &document.file,
        source: &file.text,
        front_matter: document.record.span.clone(),
        finder: Finder::new(&file.text, body),
        written: &document.tag,
        report: Report::default(),
    };
    for text in texts::of_document(document, scene.config, scene.prose_arguments) {
        let is_read =
            |words: &Words| document.record.reviews.iter().any(|review| review.tag.value == words.tag);
        reader.text(&text, words.iter().map(|words| (words, is_read(words))));
    }
    reader.report
}

/// The places in the texts of site.yaml.
pub fn settings(scene: &Scene) -> Report {
    let mut report = Report::default();
    let Some(file) = scene.tree.file("site.yaml") else { return report };
    for localized in texts::of_settings(scene.config) {
        let mut by_form: BTreeMap<(&Tag, &str), Vec<&Words>> = BTreeMap::new();
        for words in scene.words {
            if let Some((tag, form)) = words.converted(localized) {
                by_form.entry((tag, form)).or_default().push(words);
            }
        }
        for ((tag, form), words) in by_form {
            let mut reader = Reader {
                reviewed: scene.reviewed,
                file: &file.path,
                source: &file.text,
                front_matter: 0..file.text.len(),
                finder: Finder::new(&file.text, 0),
                written: tag,
                report: Report::default(),
            };
            let text = Text { text: form.into(), manner: Manner::Prose, at: At::FrontMatter };
            reader.text(&text, words.into_iter().map(|words| (words, false)));
            report.add(reader.report);
        }
    }
    report.places.sort_by_key(|place| place.span.start);
    report
}

/// Reads the texts of one file.
struct Reader<'a> {
    reviewed: &'a Reviewed,
    file: &'a SitePath,
    source: &'a str,
    front_matter: Span,
    finder: Finder<'a>,
    written: &'a Tag,
    report: Report,
}

impl Reader<'_> {
    /// Adds the places of one text; the languages come with whether somebody read all of this document there.
    fn text<'w>(&mut self, text: &Text, words: impl Iterator<Item = (&'w Words, bool)>) {
        self.report.characters += text.text.chars().filter(|letter| is_han(*letter)).count();
        let mut places: BTreeMap<(usize, usize), Vec<Variant>> = BTreeMap::new();
        for (words, is_read) in words {
            for decision in words.decisions(self.written, &text.text, text.manner) {
                let range = decision.source.clone();
                let around = entry::around(&text.text, &range)
                    .map(|part| words.prose(self.written, &text.text[part]).into_owned());
                let variant = Variant {
                    tag: words.tag.clone(),
                    output: decision.output,
                    others: decision.others,
                    reason: decision.reason,
                    risk: decision.risk,
                    remark: decision.remark,
                    read: is_read,
                    wanted: true,
                    around,
                };
                places.entry((range.start, range.end)).or_default().push(variant);
            }
        }
        let whole: Arc<str> = text.text.as_str().into();
        for ((start, end), mut variants) in places {
            let source = start..end;
            let id = identity::id(&whole, &source, self.written);
            for variant in &mut variants {
                variant.read |= self.reviewed.holds(&id, &variant.tag, &variant.output);
            }
            let span = self.span(text, &source);
            let (file, text, written) = (self.file.clone(), Arc::clone(&whole), self.written.clone());
            self.report.places.push(Place { id, file, span, text, source, written, variants });
        }
    }

    /// Where a part of a text stands in the file.
    fn span(&mut self, text: &Text, source: &std::ops::Range<usize>) -> Span {
        let field = match &text.at {
            At::Body => {
                let found = self.finder.range(&text.text, source.clone());
                return found.unwrap_or(self.front_matter.end..self.front_matter.end);
            }
            At::Field(span) => span.clone(),
            At::FrontMatter => self.front_matter.clone(),
        };
        let written = self.source.get(field.clone()).unwrap_or_default();
        match written.find(text.text.as_str()) {
            Some(at) => field.start + at + source.start..field.start + at + source.end,
            // Folded or with escapes.
            None => Finder::new(&self.source[..field.end], field.start)
                .range(&text.text, source.clone())
                .unwrap_or(field.start..field.start),
        }
    }
}

#[cfg(test)]
mod tests;
