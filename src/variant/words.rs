//! The words of one language: converters from each Chinese script into it, with glossary and names.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

use crate::config::Localized;
use crate::digest::Digest;
use crate::document::record::GlossaryEntry;
use crate::language::{ChineseScript, Language, Tag};
use crate::mark::{Mark, Part, may_have_marks, split_marks};
use crate::script::{Converter, KnownNames, Priority, Term, Terms};

use super::page_words::{Given, PageWords, is_vocabulary, vocabulary};
use super::terms::{Way, of_entry, of_name};
use super::{SCRIPTS, form_for};

/// Turns texts into one language of the site.
#[derive(Debug, Clone)]
pub struct Words {
    pub tag: Tag,
    /// By source script, in the order of `SCRIPTS`; none where nothing is to convert.
    directions: [Option<Arc<Direction>>; 4],
}

#[derive(Debug, Clone)]
struct Direction {
    way: Way,
    /// As given, for pages that add words of their own.
    given: Given,
    terms: Arc<Terms>,
    /// Those that count in names and titles of others too.
    names: Arc<Terms>,
    /// The words that do not: such a word counts there only where it is all of the text.
    vocabulary: Arc<BTreeSet<String>>,
    /// Stands for the way and the terms.
    digest: Digest,
}

/// The official names of one body by language; the first is as its record's title gives it.
#[derive(Debug, Clone)]
pub struct OfficialName {
    pub forms: Vec<(Tag, String)>,
}

impl Words {
    pub fn new(language: &Language, glossary: &[GlossaryEntry], names: &[OfficialName]) -> Words {
        let directions = SCRIPTS.map(|source| {
            let way = Way::between(source, language)?;
            let terms = |counts: fn(&GlossaryEntry) -> bool| -> Arc<[Term]> {
                let entries = glossary.iter().filter(|entry| counts(entry));
                let entries = entries.flat_map(|entry| of_entry(entry, &way, Priority::Site));
                entries.chain(names.iter().filter_map(|name| of_name(name, &way))).collect()
            };
            let given = Given { all: terms(|_| true), names: terms(|entry| !is_vocabulary(entry)) };
            let Language { tag, convert, glyphs, .. } = language;
            let to = format!("{source:?} {tag} {convert:?} {glyphs:?}");
            let digest = Digest::of_values(&(to, &given)).unwrap_or_default();
            Some(Arc::new(Direction {
                way,
                terms: Arc::new(Terms::new(given.all.iter().cloned())),
                names: Arc::new(Terms::new(given.names.iter().cloned())),
                vocabulary: Arc::new(vocabulary(glossary.iter()).collect()),
                given,
                digest,
            }))
        });
        Words { tag: language.tag.clone(), directions }
    }

    /// The same with the words of one page, which count before the site's, and with the people that it names; none
    /// when it brings none.
    pub fn with_page(&self, page: &PageWords) -> Option<Words> {
        let own = (!page.has_no_terms()).then(|| self.with_terms(page));
        own.as_ref().unwrap_or(self).with_people(page.people).or(own)
    }

    /// The same with the words of one page alone. They are compiled anew with the site's.
    pub fn with_terms(&self, page: &PageWords) -> Words {
        let mut words = self.clone();
        for direction in words.directions.iter_mut().flatten().map(Arc::make_mut) {
            let own = page.terms(&direction.way);
            direction.digest = Digest::of_values(&(direction.digest, &own)).unwrap_or_default();
            let joined = |own: &[Term], site: &[Term]| Arc::new(Terms::new([own, site].concat()));
            direction.terms = joined(&own.all, &direction.given.all);
            direction.names = joined(&own.names, &direction.given.names);
            Arc::make_mut(&mut direction.vocabulary).extend(vocabulary(page.entries()));
        }
        words
    }

    /// The same for a page that names these people: next to nothing is copied. Only simplified text asks for names;
    /// none where no such text is converted.
    pub fn with_people(&self, people: &Arc<KnownNames>) -> Option<Words> {
        if people.is_empty() {
            return None;
        }
        let mut words = self.clone();
        let mut directions = words.directions.iter_mut().flatten();
        let direction = directions.find(|direction| direction.way.source == ChineseScript::Hans)?;
        let direction = Arc::make_mut(direction);
        let names = Digest::of_values(people).unwrap_or_default();
        direction.way.converter = direction.way.converter.with_people(people);
        direction.digest = Digest::of_parts(&[direction.digest.bytes(), names.bytes()]);
        Some(words)
    }

    /// Stands for all that decides what becomes of texts that are written in `from`.
    pub fn digest(&self, from: &Tag) -> Digest {
        let way = self.direction(from).map(|direction| direction.digest);
        let way = way.as_ref().map_or(&[][..], Digest::bytes);
        Digest::of_parts(&[from.as_str().as_bytes(), self.tag.as_str().as_bytes(), way])
    }

    /// Stands for all that decides what becomes of any text.
    pub fn digest_of_all(&self) -> Digest {
        let ways = self.directions.iter().map(|way| way.as_ref().map_or(&[][..], |way| way.digest.bytes()));
        let parts: Vec<&[u8]> = std::iter::once(self.tag.as_str().as_bytes()).chain(ways).collect();
        Digest::of_parts(&parts)
    }

    /// Prose: titles, summaries, captions, the text between marks.
    pub fn prose<'a>(&self, from: &Tag, text: &'a str) -> Cow<'a, str> {
        self.field(from, text, |direction, text| direction.way.converter.convert(text, &direction.terms))
    }

    /// Names of bodies and places, original titles: by characters only, never by vocabulary, be it the program's or
    /// the glossary's.
    pub fn name<'a>(&self, from: &Tag, text: &'a str) -> Cow<'a, str> {
        self.field(from, text, |direction, text| {
            direction.way.converter.characters_only().convert(text, direction.words_of_name(text))
        })
    }

    /// Names of people alone, as in bylines: by the forms that characters have in names.
    pub fn person<'a>(&self, from: &Tag, text: &'a str) -> Cow<'a, str> {
        self.field(from, text, |direction, text| direction.way.converter.person(text, &direction.terms))
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
        match self.convertible(text).or_else(|| text.forms.first()) {
            Some((tag, form)) => self.prose(tag, form),
            None => Cow::Borrowed(""),
        }
    }

    /// The form that [`Words::localized`] converts; `None` where one stands as it is.
    pub fn converted<'a>(&self, text: &'a Localized) -> Option<&'a (Tag, String)> {
        self.convertible(text).filter(|_| form_for(&text.forms, &self.tag).is_none())
    }

    fn convertible<'a>(&self, text: &'a Localized) -> Option<&'a (Tag, String)> {
        text.forms.iter().find(|(tag, _)| self.direction(tag).is_some())
    }

    /// The converter and words for a source language.
    pub(super) fn converter(&self, from: &Tag) -> Option<(&Converter, &Terms)> {
        self.direction(from).map(|direction| (&direction.way.converter, &*direction.terms))
    }

    /// The same for a text that is a name.
    pub(super) fn converter_of_name(&self, from: &Tag, text: &str) -> Option<(Converter, &Terms)> {
        let direction = self.direction(from)?;
        Some((direction.way.converter.characters_only(), direction.words_of_name(text)))
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
        self.directions[index].as_deref()
    }

    fn field<'a>(
        &self,
        from: &Tag,
        text: &'a str,
        convert: impl for<'t> Fn(&Direction, &'t str) -> Cow<'t, str>,
    ) -> Cow<'a, str> {
        let direction = self.direction(from);
        if !may_have_marks(text) {
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

impl Direction {
    fn words_of_name(&self, text: &str) -> &Terms {
        if self.vocabulary.contains(text.trim()) { &self.terms } else { &self.names }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::body::PageTerm;
    use crate::document::glossary::Glossary;
    use crate::document::record::{Beside, TermKind};
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

    fn entry(pairs: &[(&str, &str)]) -> GlossaryEntry {
        let (keep, is_reviewed) = (false, false);
        let (kind, context) = (TermKind::Term, Beside::default());
        GlossaryEntry { forms: forms(pairs), keep, kind, context, is_reviewed, span: 0..0 }
    }

    #[test]
    fn glossary_names_and_marks_come_before_conversion() {
        let entry = |keep, pairs: &[(&str, &str)]| GlossaryEntry { keep, ..entry(pairs) };
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
    fn the_nearer_glossary_counts() {
        let site = [entry(&[("zh-Hans", "甲"), ("zh-Hant-TW", "site")])];
        let names = [OfficialName { forms: forms(&[("zh-Hans", "甲"), ("zh-Hant-TW", "name")]) }];
        let topic = [entry(&[("zh-Hans", "甲"), ("zh-Hant-TW", "topic")])];
        let page = [entry(&[("zh-Hans", "甲"), ("zh-Hant-TW", "page")])];
        let marks = [PageTerm { forms: forms(&[("zh-Hans", "甲"), ("zh-Hant-TW", "mark")]), span: 0..0 }];
        let topic = Glossary { file: "content/glossary/a.yaml".into(), entries: topic.to_vec() };
        let hans = tag("zh-Hans");
        let shown = |words: &Words| words.prose(&hans, "甲").into_owned();
        assert_eq!(shown(&words("zh-Hant-TW", &site, &[])), "site");
        let words = words("zh-Hant-TW", &site, &names);
        assert_eq!(shown(&words), "name");
        let people = Arc::default();
        let on_page =
            |marks, own, chosen| words.with_page(&PageWords { marks, own, chosen, people: &people }).unwrap();
        assert_eq!(shown(&on_page(&[], &[], vec![&topic])), "topic");
        assert_eq!(shown(&on_page(&[], &page, vec![&topic])), "page");
        assert_eq!(shown(&on_page(&marks, &page, vec![&topic])), "mark");
    }

    #[test]
    fn names_convert_by_characters_and_words_in_their_context_only() {
        let name = GlossaryEntry { kind: TermKind::Name, ..entry(&[("zh-Hans", "信息网络公司")]) };
        let context = Beside { before: Vec::new(), after: vec!["额".into()] };
        let balance = GlossaryEntry { context, ..entry(&[("zh-Hans", "余"), ("zh-Hant-TW", "剩")]) };
        let glossary = [name, balance];
        let words = |tag| words(tag, &glossary, &[]);
        let hans = tag("zh-Hans");
        assert_eq!(words("zh-Hant-TW").prose(&hans, "信息网络公司的信息"), "信息網絡公司的資訊");
        assert_eq!(words("zh-Hant-TW").prose(&hans, "余额和余下"), "剩額和餘下");
        // The context is written in the script of the entry's first word.
        assert_eq!(words("zh-Hans").prose(&tag("zh-Hant-TW"), "剩額和剩下"), "余额和剩下");
    }

    #[test]
    fn titles_of_others_take_no_vocabulary_of_the_glossary() {
        let kept = GlossaryEntry { keep: true, ..entry(&[("zh-Hans", "吉林匠谷")]) };
        let glossary = [entry(&[("zh-Hans", "数字人才"), ("zh-Hant-TW", "數位人才")]), kept];
        let names = [OfficialName { forms: forms(&[("zh-Hans", "甲网"), ("zh-Hant-TW", "甲網站")]) }];
        let words = words("zh-Hant-TW", &glossary, &names);
        let hans = tag("zh-Hans");
        assert_eq!(words.prose(&hans, "培育数字人才"), "培育數位人才");
        assert_eq!(words.name(&hans, "培育数字人才"), "培育數字人才");
        assert_eq!(words.name(&hans, "数字人才"), "數位人才");
        assert_eq!(words.name(&hans, "甲网与吉林匠谷"), "甲網站與吉林匠谷");
        assert_eq!(words.name(&hans, "培育-{zh-Hans:数字;zh-Hant-TW:數位}-人才"), "培育數位人才");
    }

    #[test]
    fn the_source_language_shows_its_own_form_of_a_mark() {
        let words = words("zh-Hans", &[], &[]);
        assert_eq!(words.prose(&tag("zh-Hans"), "-{zh-Hans:信息;zh-Hant-TW:資訊}-发展"), "信息发展");
    }
}
