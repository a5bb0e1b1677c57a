//! The words of one language: converters from each Chinese script into it, with glossary and names.

use std::borrow::Cow;

use crate::config::Localized;
use crate::document::record::GlossaryEntry;
use crate::language::{ChineseScript, Language, Tag};
use crate::mark::{Mark, Part, split_marks};
use crate::script::{Converter, Glyphs, Output, Priority, Term, Terms};

use super::{depth, form_for, script};

const SCRIPTS: [ChineseScript; 4] =
    [ChineseScript::Hans, ChineseScript::Hant, ChineseScript::HantTw, ChineseScript::HantHk];

/// Turns texts into one language of the site.
#[derive(Debug, Clone)]
pub struct Words {
    pub tag: Tag,
    /// By source script, in the order of [`SCRIPTS`]; none where nothing is to convert.
    directions: [Option<Direction>; 4],
}

#[derive(Debug, Clone)]
struct Direction {
    converter: Converter,
    /// As given, for pages that add words of their own.
    given: Vec<Term>,
    terms: Terms,
}

/// The official names of one body by language; the first is as its record's title gives it.
#[derive(Debug, Clone)]
pub struct OfficialName {
    pub forms: Vec<(Tag, String)>,
}

impl Words {
    pub fn new(language: &Language, glossary: &[GlossaryEntry], names: &[OfficialName]) -> Words {
        let directions = SCRIPTS.map(|source| {
            let target = language.tag.chinese()?;
            let converter = Converter::between(script(source), script(target), depth(language.convert))?;
            // A preference that cannot be used was reported with site.yaml.
            let glyphs = Glyphs::preferring(language.glyphs.iter().copied()).unwrap_or_default();
            let converter = converter.with_glyphs(&glyphs);
            let given: Vec<Term> = glossary
                .iter()
                .flat_map(|entry| glossary_terms(entry, source, &language.tag, Priority::Site))
                .chain(names.iter().filter_map(|name| name_term(name, source, &language.tag, &converter)))
                .collect();
            Some(Direction { converter, terms: Terms::new(given.iter().cloned()), given })
        });
        Words { tag: language.tag.clone(), directions }
    }

    /// The same with the words of one page, which count before the site's; none when it brings none.
    pub fn with_page(&self, page: &[GlossaryEntry], page_terms: &[Vec<(Tag, String)>]) -> Option<Words> {
        if page.is_empty() && page_terms.is_empty() {
            return None;
        }
        let mut words = self.clone();
        for (direction, source) in words.directions.iter_mut().zip(SCRIPTS) {
            let Some(direction) = direction else { continue };
            let entries =
                page.iter().flat_map(|entry| glossary_terms(entry, source, &self.tag, Priority::Page));
            let marks = page_terms.iter().filter_map(|forms| term(forms, source, &self.tag, Priority::Page));
            let given = entries.chain(marks).chain(direction.given.iter().cloned());
            direction.terms = Terms::new(given);
        }
        Some(words)
    }

    /// Prose: titles, summaries, captions, the text between marks.
    pub fn prose<'a>(&self, from: &Tag, text: &'a str) -> Cow<'a, str> {
        self.field(from, text, |direction, text| direction.converter.convert(text, &direction.terms))
    }

    /// Names of bodies and places, original titles: by characters only, never by vocabulary.
    pub fn name<'a>(&self, from: &Tag, text: &'a str) -> Cow<'a, str> {
        self.field(from, text, |direction, text| {
            direction.converter.characters_only().convert(text, &direction.terms)
        })
    }

    /// Names of people alone, as in bylines: by the forms that characters have in names.
    pub fn person<'a>(&self, from: &Tag, text: &'a str) -> Cow<'a, str> {
        self.field(from, text, |direction, text| direction.converter.person(text, &direction.terms))
    }

    /// Are words written in `from` words of this language, if need be in its script?
    pub fn speaks(&self, from: &Tag) -> bool {
        let primary = |tag: &Tag| tag.as_str().split('-').next().map(str::to_owned);
        primary(from) == primary(&self.tag)
    }

    /// The language that [`Words::localized`] answers in where it is not this one.
    pub fn foreign<'a>(&self, text: &'a Localized) -> Option<&'a Tag> {
        let own = text.forms.iter().any(|(tag, _)| self.speaks(tag));
        text.forms.first().map(|(tag, _)| tag).filter(|_| !own)
    }

    /// A text of site.yaml or of the interface: its form for this language, else converted from another
    /// Chinese script, else the first given.
    pub fn localized<'a>(&self, text: &'a Localized) -> Cow<'a, str> {
        if let Some(form) = form_for(&text.forms, &self.tag) {
            return self.field(&self.tag, form, |_, text| Cow::Borrowed(text));
        }
        let convertible = text.forms.iter().find(|(tag, _)| self.direction(tag).is_some());
        match convertible.or_else(|| text.forms.first()) {
            Some((tag, form)) => self.prose(tag, form),
            None => Cow::Borrowed(""),
        }
    }

    /// The converter and words for a source language.
    pub(super) fn converter(&self, from: &Tag) -> Option<(&Converter, &Terms)> {
        self.direction(from).map(|direction| (&direction.converter, &direction.terms))
    }

    /// What a mark shows in this language, given the language of the text round it.
    pub(super) fn mark<'a>(&self, mark: &'a Mark, from: &Tag) -> &'a str {
        match mark {
            Mark::Keep(text) => text,
            Mark::Forms(forms) => form_for(forms, &self.tag)
                .or_else(|| form_for(forms, from))
                .or_else(|| forms.first().map(|(_, form)| form.as_str()))
                .unwrap_or_default(),
            Mark::Wall | Mark::Page(_) => "",
        }
    }

    fn direction(&self, from: &Tag) -> Option<&Direction> {
        let source = from.chinese()?;
        let index = SCRIPTS.iter().position(|script| *script == source)?;
        self.directions[index].as_ref()
    }

    fn field<'a>(
        &self,
        from: &Tag,
        text: &'a str,
        convert: impl for<'t> Fn(&Direction, &'t str) -> Cow<'t, str>,
    ) -> Cow<'a, str> {
        let direction = self.direction(from);
        if !text.contains("-{") {
            return direction.map_or(Cow::Borrowed(text), |direction| convert(direction, text));
        }
        let mut out = String::with_capacity(text.len());
        for part in split_marks(text) {
            match part {
                Part::Text(text) => match direction {
                    Some(direction) => out.push_str(&convert(direction, text)),
                    None => out.push_str(text),
                },
                Part::Mark(mark, _) => out.push_str(self.mark(&mark, from)),
                // Reported when the file was read.
                Part::Bad(text, _) => out.push_str(text),
            }
        }
        Cow::Owned(out)
    }
}

/// The source script's words of a glossary entry and what becomes of them; the kept word in all its scripts.
fn glossary_terms(
    entry: &GlossaryEntry,
    source: ChineseScript,
    target: &Tag,
    priority: Priority,
) -> impl Iterator<Item = Term> {
    let kept = entry.forms.iter().filter(|_| entry.keep).map(move |(_, form)| Term {
        source: form.clone(),
        output: Output::Keep,
        priority,
    });
    let converted = (!entry.keep).then(|| term(&entry.forms, source, target, priority)).flatten();
    kept.chain(converted)
}

fn term(forms: &[(Tag, String)], source: ChineseScript, target: &Tag, priority: Priority) -> Option<Term> {
    let (_, word) = forms.iter().find(|(tag, _)| tag.chinese() == Some(source))?;
    let output = form_for(forms, target)?;
    Some(Term { source: word.clone(), output: Output::Text(output.to_owned()), priority })
}

/// An official name in prose: the given form, else by characters.
fn name_term(
    name: &OfficialName,
    source: ChineseScript,
    target: &Tag,
    converter: &Converter,
) -> Option<Term> {
    let (_, word) = name.forms.iter().find(|(tag, _)| tag.chinese() == Some(source))?;
    let output = match form_for(&name.forms, target) {
        Some(form) => form.to_owned(),
        None => converter.characters_only().convert(word, &Terms::default()).into_owned(),
    };
    Some(Term { source: word.clone(), output: Output::Text(output), priority: Priority::Name })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::{Convert, Fallback};

    fn tag(text: &str) -> Tag {
        Tag::parse(text).unwrap()
    }

    fn words(tag_text: &str, glossary: &[GlossaryEntry], names: &[OfficialName]) -> Words {
        let language = Language {
            tag: tag(tag_text),
            path: String::new(),
            convert: Convert::Taiwan,
            glyphs: Vec::new(),
            fallback: Fallback::Omit,
        };
        Words::new(&language, glossary, names)
    }

    fn forms(pairs: &[(&str, &str)]) -> Vec<(Tag, String)> {
        pairs.iter().map(|(language, text)| (tag(language), (*text).to_owned())).collect()
    }

    #[test]
    fn glossary_names_and_marks_come_before_conversion() {
        let entry = |keep, pairs: &[(&str, &str)]| GlossaryEntry { forms: forms(pairs), keep, span: 0..0 };
        let glossary = [
            entry(true, &[("zh-Hans", "吉林匠谷")]),
            entry(false, &[("zh-Hans", "软件园"), ("zh-Hant-TW", "軟體園區")]),
        ];
        let names = [OfficialName { forms: forms(&[("zh-Hans", "济南信息网络公司")]) }];
        let words = words("zh-Hant-TW", &glossary, &names);
        let hans = tag("zh-Hans");
        assert_eq!(words.prose(&hans, "软件园与吉林匠谷发展"), "軟體園區與吉林匠谷發展");
        assert_eq!(words.prose(&hans, "济南信息网络公司的信息网络"), "濟南信息網絡公司的資訊網路");
        assert_eq!(words.prose(&hans, "-{发}-展-{zh-Hans:甲;zh-Hant-TW:乙}-"), "发展乙");
        assert_eq!(words.prose(&tag("en"), "plain"), "plain");
    }

    #[test]
    fn the_source_language_shows_its_own_form_of_a_mark() {
        let words = words("zh-Hans", &[], &[]);
        assert_eq!(words.prose(&tag("zh-Hans"), "-{zh-Hans:信息;zh-Hant-TW:資訊}-发展"), "信息发展");
    }
}
