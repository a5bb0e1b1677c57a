//! What glossaries, official names and marks say to the engine, for one way from script to language.

use crate::document::record::{GlossaryEntry, TermKind};
use crate::language::{ChineseScript, Language, Tag};
use crate::script::{Context, Converter, Depth, Glyphs, Output, Priority, Term, Terms};

use super::words::OfficialName;
use super::{depth, form_for, script};

/// From one script into one language of the site.
#[derive(Debug, Clone)]
pub struct Way {
    pub source: ChineseScript,
    pub target: Tag,
    pub converter: Converter,
}

impl Way {
    /// `None` where there is nothing to convert.
    pub fn between(source: ChineseScript, language: &Language) -> Option<Way> {
        let target = language.tag.chinese()?;
        let converter = Converter::between(script(source), script(target), depth(language.convert))?;
        // A preference that cannot be used was reported with site.yaml.
        let glyphs = Glyphs::preferring(language.glyphs.iter().copied()).unwrap_or_default();
        let converter = converter.with_glyphs(&glyphs);
        Some(Way { source, target: language.tag.clone(), converter })
    }

    fn by_characters(&self, word: &str) -> String {
        self.converter.characters_only().convert(word, &Terms::default()).into_owned()
    }
}

/// The source script's words of a glossary's entry and what becomes of them; the kept word in all its scripts.
pub fn of_entry(entry: &GlossaryEntry, way: &Way, priority: Priority) -> Vec<Term> {
    let term = |word: &str, output| {
        let context = context(entry, way.source);
        Term { source: word.to_owned(), output, priority, context }
    };
    if entry.keep {
        return entry.forms.iter().map(|(_, form)| term(form, Output::Keep)).collect();
    }
    let Some(word) = word(&entry.forms, way.source) else { return Vec::new() };
    let output = match (form_for(&entry.forms, &way.target), entry.kind) {
        (Some(form), _) => Some(form.to_owned()),
        (None, TermKind::Name | TermKind::Place) => Some(way.by_characters(word)),
        (None, TermKind::Term) => None,
    };
    output.map(|output| term(word, Output::Text(output))).into_iter().collect()
}

/// `-{H|…}-`
pub fn of_mark(forms: &[(Tag, String)], way: &Way) -> Option<Term> {
    let output = Output::Text(form_for(forms, &way.target)?.to_owned());
    let source = word(forms, way.source)?.to_owned();
    Some(Term { source, output, priority: Priority::Page, context: Context::default() })
}

/// An official name in prose: the given form, else by characters.
pub fn of_name(name: &OfficialName, way: &Way) -> Option<Term> {
    let word = word(&name.forms, way.source)?;
    let output = form_for(&name.forms, &way.target).map_or_else(|| way.by_characters(word), str::to_owned);
    let (source, output) = (word.to_owned(), Output::Text(output));
    Some(Term { source, output, priority: Priority::Name, context: Context::default() })
}

fn word(forms: &[(Tag, String)], source: ChineseScript) -> Option<&str> {
    forms.iter().find(|(tag, _)| tag.chinese() == Some(source)).map(|(_, word)| word.as_str())
}

/// The context in the script of the source: as it is written, and brought there from the script of the entry's
/// first word.
pub fn context(entry: &GlossaryEntry, source: ChineseScript) -> Context {
    let first = entry.forms.iter().find_map(|(tag, _)| tag.chinese());
    let converter =
        first.and_then(|first| Converter::between(script(first), script(source), Depth::Characters));
    let in_script = |words: &[String]| -> Vec<String> {
        let converted = words
            .iter()
            .filter_map(|word| Some(converter.as_ref()?.convert(word, &Terms::default()).into_owned()));
        words.iter().cloned().chain(converted).collect()
    };
    Context { before: in_script(&entry.context.before), after: in_script(&entry.context.after) }
}
