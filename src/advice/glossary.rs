//! Entries of glossaries that do nothing, that do what happens anyway, or that do more than was meant.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::Scene;
use crate::diagnostic::{Diagnostic, Rule, SitePath, rules};
use crate::document::Document;
use crate::document::glossary::Glossary;
use crate::document::passage::passages;
use crate::document::record::{Beside, GlossaryEntry};
use crate::language::{ChineseScript, Tag};
use crate::say;
use crate::script::{Context, Output, Priority, Script, Term, Terms, foreign};
use crate::text::han::is_han;
use crate::variant::glossary::{Way, context, is_redundant, ways};

pub(super) fn advice(scene: &Scene) -> Vec<Diagnostic> {
    let ways = ways(&scene.config.languages, &scene.site.documents);
    let documents = || scene.site.documents.iter();
    let shared = scene.glossaries.site.iter().chain(scene.glossaries.topics.values());
    let own = documents().map(|document| (&document.file, document.record.glossary.as_slice()));
    let all = shared.map(|glossary| (&glossary.file, glossary.entries.as_slice())).chain(own);
    let mut found: Vec<Diagnostic> = all
        .flat_map(|(file, entries)| entries.iter().flat_map(|entry| on_entry(scene, &ways, file, entry)))
        .collect();
    if is_wanted(scene, &rules::UNUSED_GLOSSARY) {
        found.extend(unused(scene));
    }
    found
}

/// Was an optional rule given a level?
fn is_wanted(scene: &Scene, rule: &Rule) -> bool {
    scene.config.check.get(rule.name).is_some_and(Option::is_some)
}

fn on_entry(scene: &Scene, ways: &[Way], file: &SitePath, entry: &GlossaryEntry) -> Vec<Diagnostic> {
    let found = one_character(entry, ways)
        .into_iter()
        .chain(wrong_script(entry))
        .chain(redundant(scene, entry, ways));
    found.map(|found| found.at(file, entry.span.clone())).collect()
}

fn one_character(entry: &GlossaryEntry, ways: &[Way]) -> Option<Diagnostic> {
    let is_one = |word: &str| word.chars().count() == 1 && word.chars().all(is_han);
    let is_source = |tag: &Tag| ways.iter().any(|way| Some(way.source) == tag.chinese());
    let (_, word) = entry.forms.iter().find(|(tag, word)| is_source(tag) && is_one(word))?;
    if entry.context != Beside::default() {
        return None;
    }
    Some(
        Diagnostic::new(
            &rules::ONE_CHARACTER_GLOSSARY,
            say!(
                "`{word}` 只有一个字，会改动所有含这个字的词",
                "`{word}` is one character: every word that holds it is changed"
            ),
        )
        .help(say!(
            "写成完整的词；或者用 `context: {{before: …, after: …}}` 限定前后的文字",
            "write the whole word, or limit it by `context: {{before: …, after: …}}`"
        )),
    )
}

/// A kept word may mix scripts: that is what it is kept for.
fn wrong_script(entry: &GlossaryEntry) -> Option<Diagnostic> {
    let forms = entry.forms.iter().filter(|_| !entry.keep);
    let mut wrong = forms.filter_map(|(tag, word)| {
        let (own, zh, en) = match tag.chinese()? {
            ChineseScript::Hans => (Script::Hans, "繁体", "traditional"),
            ChineseScript::Hant | ChineseScript::HantTw | ChineseScript::HantHk => {
                (Script::Hant, "简体", "simplified")
            }
        };
        let letters: String = foreign(word, own).map(|(_, letter)| letter).collect();
        (!letters.is_empty()).then_some((tag, word, letters, zh, en))
    });
    let (tag, word, letters, zh, en) = wrong.next()?;
    Some(
        Diagnostic::new(
            &rules::GLOSSARY_SCRIPT,
            say!(
                "`{tag}` 的词 `{word}` 里有{zh}字：{letters}",
                "`{word}` for `{tag}` has {en} characters: {letters}"
            ),
        )
        .help(say!("改正这些字，或者改正语言标签", "correct the characters, or the language")),
    )
}

fn redundant(scene: &Scene, entry: &GlossaryEntry, ways: &[Way]) -> Option<Diagnostic> {
    let is_asked = is_wanted(scene, &rules::REDUNDANT_GLOSSARY) && !entry.is_reviewed;
    (is_asked && is_redundant(entry, ways)).then(|| {
        let word = first_word(entry);
        Diagnostic::new(
            &rules::REDUNDANT_GLOSSARY,
            say!("没有这一条，`{word}` 也这样转换", "`{word}` converts like this without the entry"),
        )
        .help(say!(
            "删去这一条；想要固定下来，就用 `reviewed` 写明核定人和日期",
            "delete the entry; to keep it, say with `reviewed` who approved it and when"
        ))
    })
}

fn first_word(entry: &GlossaryEntry) -> &str {
    entry.forms.first().map_or("", |(_, word)| word)
}

/// Entries whose word stands in no source that they count for. Each source is read once.
fn unused(scene: &Scene) -> Vec<Diagnostic> {
    // A site that has just begun says nothing yet.
    if scene.site.documents.is_empty() {
        return Vec::new();
    }
    let site = scene.glossaries.site.iter();
    let mut uses: BTreeMap<&str, Uses> = site
        .chain(scene.glossaries.topics.values())
        .map(|glossary| (&*glossary.file, Uses::of(glossary)))
        .collect();
    let mut found = Vec::new();
    let mut mark = |file: &str, tag: &Tag, texts: &[String]| {
        if let Some(uses) = uses.get_mut(file) {
            uses.mark(tag, texts);
        }
    };
    for document in &scene.site.documents {
        let text = scene.tree.file(&document.file).map_or("", |file| &*file.text);
        let texts = texts(document, text);
        let chosen = scene.glossaries.chosen(&document.record).chain(&scene.glossaries.site);
        chosen.for_each(|glossary| mark(&glossary.file, &document.tag, &texts));
        if !document.record.glossary.is_empty() {
            let own = Glossary { file: document.file.clone(), entries: document.record.glossary.clone() };
            let mut uses = Uses::of(&own);
            uses.mark(&document.tag, &texts);
            found.extend(uses.unused());
        }
    }
    let default = &scene.config.languages[crate::language::Languages::DEFAULT].tag;
    if let (Some(glossary), Some(settings)) = (&scene.glossaries.site, scene.tree.file("site.yaml")) {
        mark(&glossary.file, default, &[settings.text.to_string()]);
    }
    found.extend(uses.values().flat_map(Uses::unused));
    found
}

/// The prose of a source: its text, and its front matter without the glossary in it.
fn texts(document: &Document, text: &str) -> Vec<String> {
    let mut all = passages(&document.body);
    let mut at = document.record.span.start;
    let mut push = |range: Range<usize>| all.extend(text.get(range).map(str::to_owned));
    for entry in &document.record.glossary {
        push(at..entry.span.start);
        at = entry.span.end;
    }
    push(at..document.record.span.end);
    all
}

/// Which entries of a glossary were met.
struct Uses<'a> {
    glossary: &'a Glossary,
    words: Terms,
    /// The entries of each word, with its script.
    entries: BTreeMap<&'a str, Vec<(usize, ChineseScript, Context)>>,
    met: BTreeSet<usize>,
}

impl<'a> Uses<'a> {
    fn of(glossary: &'a Glossary) -> Uses<'a> {
        let mut entries: BTreeMap<&str, Vec<(usize, ChineseScript, Context)>> = BTreeMap::new();
        for (number, entry) in glossary.entries.iter().enumerate() {
            for (tag, word) in &entry.forms {
                let Some(script) = tag.chinese() else { continue };
                entries.entry(word).or_default().push((number, script, context(entry, script)));
            }
        }
        let words = Terms::new(entries.keys().map(|word| Term {
            source: (*word).to_owned(),
            output: Output::Keep,
            priority: Priority::Site,
            context: Context::default(),
        }));
        Uses { glossary, words, entries, met: BTreeSet::new() }
    }

    fn mark(&mut self, tag: &Tag, texts: &[String]) {
        for text in texts {
            for (at, word) in self.words.occurrences(text) {
                let (before, after) = (&text[..at], &text[at + word.len()..]);
                let counts = |(_, script, context): &&(usize, ChineseScript, Context)| {
                    Some(*script) == tag.chinese() && context.fits(before, after)
                };
                let entries = self.entries.get(word).into_iter().flatten();
                self.met.extend(entries.filter(counts).map(|(number, ..)| number));
            }
        }
    }

    fn unused(&self) -> Vec<Diagnostic> {
        let entries = self.glossary.entries.iter().enumerate();
        let unmet = entries.filter(|(number, _)| !self.met.contains(number));
        unmet
            .map(|(_, entry)| {
                let word = first_word(entry);
                Diagnostic::new(
                    &rules::UNUSED_GLOSSARY,
                    say!(
                        "`{word}` 在用到这份词表的文字里没有出现",
                        "`{word}` stands in no text that this glossary is for"
                    ),
                )
                .at(&self.glossary.file, entry.span.clone())
                .help(say!(
                    "核对写法；不再需要就删去，只在几页里用的移到 content/glossary/",
                    "check its spelling; delete it, or move it to content/glossary/ if few pages need it"
                ))
            })
            .collect()
    }
}
