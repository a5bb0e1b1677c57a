//! What is wrong with the glossaries of a site: files that pages choose and that do not exist, one word with two
//! conversions, and entries that say what happens anyway.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::SCRIPTS;
pub use super::terms::{Way, context};
use super::terms::{of_entry, of_mark};
use crate::diagnostic::{Diagnostic, Say, SitePath, Span, nearest, rules};
use crate::document::Document;
use crate::document::body::PageTerm;
use crate::document::glossary::{Glossaries, Glossary};
use crate::document::record::GlossaryEntry;
use crate::language::{ChineseScript, Languages};
use crate::say;
use crate::script::{Context, Output, Priority, Term, Terms};

/// What keeps the glossaries from being used as they are meant.
pub fn check(languages: &Languages, documents: &[Arc<Document>], glossaries: &Glossaries) -> Vec<Diagnostic> {
    let mut found: Vec<Diagnostic> =
        documents.iter().flat_map(|document| unknown(document, glossaries)).collect();
    let ways = ways(languages, documents);
    let mut pairs = Pairs::default();
    for glossary in glossaries.site.iter().chain(glossaries.topics.values()) {
        pairs.compare(&ways, &placed(glossary));
    }
    // Many pages choose the same files.
    let mut lists: BTreeSet<Vec<&str>> = BTreeSet::new();
    for document in documents {
        let file = &document.file;
        let own = document.record.glossary.iter().map(|entry| Placed { file, word: Word::Entry(entry) });
        pairs.compare(&ways, &own.collect::<Vec<_>>());
        let marks = document.body.page_terms.iter().map(|mark| Placed { file, word: Word::Mark(mark) });
        pairs.compare(&ways, &marks.collect::<Vec<_>>());
        let names: Vec<&str> = document.record.glossaries.iter().map(|name| name.value.as_str()).collect();
        if names.len() > 1 && lists.insert(names) {
            let chosen: Vec<Placed> = glossaries.chosen(&document.record).flat_map(placed).collect();
            pairs.compare(&ways, &chosen);
        }
    }
    found.extend(pairs.found);
    found
}

/// Would these ways lead to the same without the entry? Only an entry that decides something by itself can be
/// redundant: one with a context speaks of places that are not at hand.
pub fn is_redundant(entry: &GlossaryEntry, ways: &[Way]) -> bool {
    let mut says_something = false;
    for way in ways {
        for term in of_entry(entry, way, Priority::Site) {
            says_something = true;
            let without = way.converter.convert(&term.source, &Terms::default());
            let same = match &term.output {
                Output::Keep => *without == term.source,
                Output::Text(output) => without == *output,
            };
            if !same || term.context != Context::default() {
                return false;
            }
        }
    }
    says_something
}

/// The ways that texts of the site go: from the scripts that its sources are written in to its languages.
pub fn ways(languages: &Languages, documents: &[Arc<Document>]) -> Vec<Way> {
    let is_written =
        |script: &ChineseScript| documents.iter().any(|document| document.tag.chinese() == Some(*script));
    let of = |source| languages.iter().filter_map(move |(_, language)| Way::between(source, language));
    SCRIPTS.into_iter().filter(is_written).flat_map(of).collect()
}

fn unknown<'a>(document: &'a Document, glossaries: &'a Glossaries) -> impl Iterator<Item = Diagnostic> + 'a {
    let known = || glossaries.topics.keys().map(String::as_str);
    let names = document.record.glossaries.iter().filter(|name| !glossaries.topics.contains_key(&name.value));
    names.map(move |name| {
        let value = &name.value;
        let found = Diagnostic::new(
            &rules::BAD_GLOSSARY,
            say!("没有词表 `content/glossary/{value}.yaml`", "there is no `content/glossary/{value}.yaml`"),
        )
        .at(&document.file, name.span.clone());
        let bare = value.strip_suffix(".yaml").filter(|bare| glossaries.topics.contains_key(*bare));
        match bare.or_else(|| nearest(value, known())) {
            Some(meant) => {
                let help = say!("是否想写 `{meant}`？", "did you mean `{meant}`?");
                found.label(help.clone()).help(help).replace_with(meant)
            }
            None if glossaries.topics.is_empty() => found.help(say!(
                "新建这个文件，或者把词条直接写在这里：`{{zh-Hans: 软件, zh-Hant-TW: 軟體}}`",
                "make this file, or write the entry itself here: `{{zh-Hans: 软件, zh-Hant-TW: 軟體}}`"
            )),
            None => {
                let list = known().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" ");
                found.help(say!("已有的词表：{list}", "there are: {list}"))
            }
        }
    })
}

/// Where it is said what a word becomes, and the file that this stands in.
#[derive(Clone, Copy)]
struct Placed<'a> {
    file: &'a SitePath,
    word: Word<'a>,
}

#[derive(Clone, Copy)]
enum Word<'a> {
    Entry(&'a GlossaryEntry),
    /// `-{H|…}-`
    Mark(&'a PageTerm),
}

fn placed(glossary: &Glossary) -> Vec<Placed<'_>> {
    let place = |entry| Placed { file: &glossary.file, word: Word::Entry(entry) };
    glossary.entries.iter().map(place).collect()
}

impl Word<'_> {
    fn terms(&self, way: &Way) -> Vec<Term> {
        match self {
            Word::Entry(entry) => of_entry(entry, way, Priority::Site),
            Word::Mark(mark) => of_mark(&mark.forms, way).into_iter().collect(),
        }
    }

    fn span(&self) -> &Span {
        match self {
            Word::Entry(entry) => &entry.span,
            Word::Mark(mark) => &mark.span,
        }
    }

    /// The way out where another one contradicts it.
    fn help(&self) -> Say {
        match self {
            Word::Entry(_) => say!(
                "把两条合成一条，或者删去一条；前后文字不同时才不同的，用 `context` 写明",
                "make one entry of the two, or delete one; where the text beside it decides, say so with `context`"
            ),
            Word::Mark(_) => say!(
                "删去一处；只有一处不同的，在那里写 `-{{zh-Hans:…;zh-Hant-TW:…}}-`",
                "delete one; where a single place differs, write `-{{zh-Hans:…;zh-Hant-TW:…}}-` there"
            ),
        }
    }
}

/// Pairs that contradict each other, each found once.
#[derive(Default)]
struct Pairs {
    known: BTreeSet<(SitePath, usize, SitePath, usize)>,
    found: Vec<Diagnostic>,
}

impl Pairs {
    /// Compares words of one strength: of such neither would win.
    fn compare(&mut self, ways: &[Way], words: &[Placed]) {
        for way in ways {
            let mut said: BTreeMap<(String, Context), (Placed, String)> = BTreeMap::new();
            for placed in words {
                for term in placed.word.terms(way) {
                    let output = match term.output {
                        Output::Keep => term.source.clone(),
                        Output::Text(output) => output,
                    };
                    let key = (term.source, term.context);
                    match said.get(&key) {
                        Some((first, other)) if *other != output => {
                            self.report(way, *first, *placed, &key.0, [other, &output]);
                        }
                        Some(_) => {}
                        None => {
                            said.insert(key, (*placed, output));
                        }
                    }
                }
            }
        }
    }

    fn report(&mut self, way: &Way, first: Placed, second: Placed, word: &str, outputs: [&str; 2]) {
        let place = |placed: Placed| (placed.file.clone(), placed.word.span().start);
        let ((file, at), (other_file, other_at)) = (place(first), place(second));
        if !self.known.insert((file, at, other_file, other_at)) {
            return;
        }
        let ([one, other], target) = (outputs, &way.target);
        self.found.push(
            Diagnostic::new(
                &rules::CONTRADICTING_GLOSSARY,
                say!(
                    "`{word}` 在 {target} 里有两种写法：`{one}` 和 `{other}`",
                    "`{word}` is to become two things in {target}: `{one}` and `{other}`"
                ),
            )
            .at(second.file, second.word.span().clone())
            .related(first.file, Some(first.word.span().clone()), say!("另一条", "the other entry"))
            .help(second.word.help()),
        );
    }
}
