//! Conversion between the scripts of Chinese: text in, text or aligned segments out.
//!
//! ```text
//! data/opencc-1.4.2/*.txt, corrections, ─┐
//! vocabulary, glyphs, words (data/*.tsv) ┴─ table/build (tests only) ─→ tables/*.bin ─→ Table, Lexicon ─┐
//!                                                               a site's own words ─→ Terms ────────────┤
//!                              names of people, of bodies, borders of words ─→ people, bodies, border ──┼─ scan ─→ text
//!                                                               “” ↔ 「」 ─→ quotes ─────────────────────┘    or Segments
//! exact: OpenCC's own chains, step by step; what the tables are made from and measured by
//! ```
//!
//! A [`Converter`] knows plain text only: no Markdown, no pages, no language tags. A caller that has a tree
//! of inline runs joins them to one text, puts U+FFFC ([`WALL`]) where something must not be touched or
//! read across, and places the [`Segments`] back.
//!
//! Order of authority: the site's words that are kept, then its other words, then names of people (`people`; a page's
//! [`KnownNames`] are its names wherever they stand in it), then official names of the vocabulary, corrections,
//! vocabulary, OpenCC's phrases, characters; the longest match counts (see [`Terms`]). A short phrase gives way where
//! it is an accident of two words (`border`), vocabulary gives way in titles and in names of bodies (`bodies`).
//!
//! For an editor's review, [`Converter::choices`] tells where there was a choice (`choices`): the same scan, told
//! to another sink.

mod bodies;
mod border;
mod choices;
mod compatibility;
mod detect;
mod exact;
mod glyphs;
mod openings;
mod people;
mod prefixes;
pub mod quotes;
mod scan;
mod segments;
mod sink;
mod table;
mod terms;
mod titles;
mod walk;

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

pub use choices::{Choice, Risk, Why};
pub use detect::foreign;
pub use exact::{CONFIGURATIONS, exact};
pub use glyphs::{GlyphFault, Glyphs};
pub use people::KnownNames;
pub use segments::{Origin, Segment, Segments};
pub use terms::{Context, Output, Priority, Term, Terms};

use sink::Sink;
use table::{Direction, Lexicon, Plain, Table};

/// Which script, with which regional forms of characters, a Chinese text is written or shown in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Script {
    /// Simplified.
    Hans,
    /// Traditional as in Taiwan.
    HantTw,
    /// Traditional as in Hong Kong.
    HantHk,
    /// Traditional without a region: OpenCC's standard forms.
    Hant,
}

/// How far conversion goes: the setting `convert` of a language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Depth {
    /// Characters of the target script only.
    Characters,
    /// Also Taiwan's vocabulary.
    Taiwan,
    /// Also Hong Kong's vocabulary.
    HongKong,
}

/// U+FFFC, the place of something that is not text: copied, and no word or phrase is seen across it.
pub const WALL: char = '\u{FFFC}';

/// One direction of conversion, ready to use: cloning it copies a few slices of static tables.
#[derive(Clone)]
pub struct Converter {
    direction: Direction,
    tables: Tables,
    quotes: bool,
}

/// The tables of a direction.
#[derive(Clone)]
struct Tables {
    from: Script,
    /// For prose.
    words: Table,
    /// By characters: for titles and names inside prose. The same where no vocabulary is wanted.
    characters: Table,
    /// The words of the source, where there is a list of them.
    lexicon: Option<&'static Lexicon>,
    /// The names that the page knows.
    people: Arc<KnownNames>,
}

impl Converter {
    /// The converter from one script to another; `None` if they are the same, so that there is nothing to
    /// convert.
    ///
    /// A depth with a region asks for the vocabulary of that region when it is the target's, and when the
    /// target is simplified for turning the source's regional vocabulary back. It also gives its region to
    /// a target that names none (`Hant`). Between scripts that have no vocabulary list it changes nothing.
    pub fn between(from: Script, to: Script, depth: Depth) -> Option<Converter> {
        let region = match depth {
            Depth::Characters => None,
            Depth::Taiwan => Some(Script::HantTw),
            Depth::HongKong => Some(Script::HantHk),
        };
        let to = if to == Script::Hant { region.unwrap_or(to) } else { to };
        let words = region.is_some_and(|region| region == to || to == Script::Hans);
        let direction = Direction::between(from, to, words)?;
        Some(Converter { direction, tables: Tables::of(direction), quotes: true })
    }

    /// The same with the forms that a site prefers, where the target's region has more than one.
    pub fn with_glyphs(&self, glyphs: &Glyphs) -> Converter {
        let Some(open) = self.direction.open().filter(|way| !glyphs.are_usual(way.to)) else {
            return self.clone();
        };
        let mut tables = Tables { people: Arc::clone(&self.tables.people), ..Tables::of(open) };
        let pool: Arc<str> = glyphs.apply(tables.words.pool(), open.to).into();
        tables.words.replace_pool(Arc::clone(&pool));
        tables.characters.replace_pool(pool);
        Converter { direction: open, tables, ..*self }
    }

    /// For the texts of a page that knows these names: they are names wherever they stand in it.
    pub fn with_people(&self, people: &Arc<KnownNames>) -> Converter {
        Converter { tables: Tables { people: Arc::clone(people), ..self.tables.clone() }, ..*self }
    }

    /// For names of people and bodies and for original titles: characters only, never vocabulary.
    pub fn characters_only(&self) -> Converter {
        let direction = self.direction.characters_only();
        let words = self.tables.characters.clone();
        Converter { direction, tables: Tables { words, ..self.tables.clone() }, ..*self }
    }

    /// Whether paired quotation marks follow the variant too, as prose wants it (see [`quotes`]). On at
    /// first.
    pub fn with_quotes(&self, quotes: bool) -> Converter {
        Converter { quotes, ..self.clone() }
    }

    /// Converts a text: one block of prose, or one field. Borrows it if nothing changes.
    pub fn convert<'a>(&self, text: &'a str, terms: &Terms) -> Cow<'a, str> {
        let shown = self.shown(text);
        let mut sink = Joined { shown: &shown, output: None };
        self.scan(text, terms, &mut sink);
        match sink.output {
            Some(output) => Cow::Owned(output),
            None => shown,
        }
    }

    /// A field that holds names of people, as bylines do (于晓东、范建军, 本报记者余秋里): each name character by
    /// character in the forms of names, the rest by characters. Where a word of the site begins inside a name,
    /// it counts.
    pub fn person<'a>(&self, text: &'a str, terms: &Terms) -> Cow<'a, str> {
        let converter = self.characters_only();
        if self.direction.to == Script::Hans {
            return converter.convert(text, terms);
        }
        let names = match self.direction.from {
            Script::Hans => people::byline::names(text),
            _ => Vec::new(),
        };
        let shown = converter.shown(text);
        let inner = converter.with_quotes(false);
        let (mut output, mut at) = (String::with_capacity(text.len()), 0);
        for name in names {
            if terms.next(text, at).is_some_and(|term| term.range.start < name.range.end) {
                continue;
            }
            output.push_str(&inner.convert(&shown[at..name.range.start], terms));
            name.spell(text, name.range.start, &inner.tables.characters, &mut output);
            at = name.range.end;
        }
        output.push_str(&inner.convert(&shown[at..], terms));
        if output == text { Cow::Borrowed(text) } else { Cow::Owned(output) }
    }

    /// The same as aligned segments, in order and covering the whole text; `out` is overwritten.
    pub fn segments(&self, text: &str, terms: &Terms, out: &mut Segments) {
        out.clear();
        let shown = self.shown(text);
        self.scan(text, terms, &mut segments::Collector { shown: &shown, segments: out });
    }

    /// The source with its quotation marks in the target's form: every byte else is at its place, so that
    /// scanning reads the source and copying takes this.
    fn shown<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let (from_hans, to_hans) = (self.direction.from == Script::Hans, self.direction.to == Script::Hans);
        if self.quotes && from_hans != to_hans {
            quotes::convert(text, !to_hans)
        } else {
            Cow::Borrowed(text)
        }
    }

    fn scan(&self, text: &str, terms: &Terms, sink: &mut impl Sink) {
        if scan::scan(&self.tables, text, terms, sink).is_err() {
            compatibility::scan(&self.tables, text, terms, sink);
        }
    }
}

impl Tables {
    fn of(direction: Direction) -> Tables {
        Tables {
            from: direction.from,
            words: Table::of(direction),
            characters: Table::of(direction.characters_only()),
            lexicon: Lexicon::of(direction.from),
            people: Arc::default(),
        }
    }
}

impl std::fmt::Debug for Converter {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Converter")
            .field("direction", &self.direction)
            .field("quotes", &self.quotes)
            .finish()
    }
}

/// Joins the output to one text; holds none before the first change.
struct Joined<'a> {
    /// Owned if it differs from the source.
    shown: &'a Cow<'a, str>,
    output: Option<String>,
}

impl Joined<'_> {
    #[inline]
    fn started(&mut self) -> &mut String {
        // Output is rarely longer than the source, and then by a little.
        self.output
            .get_or_insert_with(|| String::with_capacity(self.shown.len() + self.shown.len() / 32 + 16))
    }
}

impl Sink for Joined<'_> {
    fn restart(&mut self) {
        self.output = None;
    }

    #[inline]
    fn copy(&mut self, range: Range<usize>) {
        // A copy of everything needs no output of its own.
        if range.len() < self.shown.len() {
            let copied = &self.shown[range];
            self.started().push_str(copied);
        }
    }

    #[inline]
    fn put(&mut self, _: Range<usize>, output: &str, _: Origin) {
        self.started().push_str(output);
    }

    // To write all of a run is quicker than to tell what changes from what stays.
    #[inline]
    fn put_run(&mut self, stays_from: usize, run: &Plain<'_>) -> usize {
        if stays_from < run.range.start {
            self.copy(stays_from..run.range.start);
        }
        match self.shown {
            Cow::Borrowed(_) => run.write(self.started()),
            Cow::Owned(shown) => run.write_beside(&shown[run.range.clone()], self.started()),
        }
        run.range.end
    }
}

#[cfg(test)]
mod tests;
