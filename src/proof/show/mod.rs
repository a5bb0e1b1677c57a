//! A report for people and for programs. Every form tells the same places in the same order.

mod csv;
mod human;
mod json;

use std::io::{self, Write};

use super::{Place, Report, Variant};
use crate::diagnostic::position::LineIndex;
use crate::diagnostic::show::{Messages, Texts};
use crate::diagnostic::{Say, SitePath};
use crate::say;
use crate::script::{Priority, Risk, WALL, Why};
use crate::variant::choices::Reason;

pub use human::{choices_of, group as show_group};

/// The form of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Equal decisions together, each place in its line.
    Human,
    /// One object a line for each place.
    Json,
    /// One row for each place and language, for spreadsheets.
    Csv,
}

/// How to show.
#[derive(Debug, Clone)]
pub struct Options {
    pub format: Format,
    pub messages: Messages,
    pub color: bool,
    /// What is decided too, not the questions alone.
    pub all: bool,
    /// What stands before each path for people.
    pub prefix: String,
}

impl Options {
    /// Is the place shown?
    pub fn shows(&self, place: &Place) -> bool {
        self.all || place.is_question()
    }

    /// Is what it became in this language shown?
    fn shows_variant(&self, variant: &Variant) -> bool {
        variant.wanted && (self.all || !variant.read)
    }
}

/// Writes the report. An error is the stream's.
pub fn show(report: &Report, texts: &dyn Texts, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    match options.format {
        Format::Human => human::show(report, texts, options, out),
        Format::Json => json::show(report, texts, options, out),
        Format::Csv => csv::show(report, texts, options, out),
    }
}

/// Characters of the text around a place in reports.
const CONTEXT: usize = 8;

/// A place in the file, and what stands around it.
struct Located {
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    /// Of the text, without markup.
    before: String,
    behind: String,
}

/// The lines of the file that was asked for last: reports go file by file.
struct Lines<'t> {
    texts: &'t dyn Texts,
    current: Option<(SitePath, LineIndex<'t>)>,
}

impl<'t> Lines<'t> {
    fn new(texts: &'t dyn Texts) -> Lines<'t> {
        Lines { texts, current: None }
    }

    fn locate(&mut self, place: &Place) -> Option<Located> {
        if self.current.as_ref().is_none_or(|(file, _)| *file != place.file) {
            self.current = Some((place.file.clone(), LineIndex::new(self.texts.text(&place.file)?)));
        }
        let (_, index) = self.current.as_ref()?;
        let (from, to) = (index.position(place.span.start), index.position(place.span.end));
        let before: Vec<char> = place.text[..place.source.start].chars().rev().take(CONTEXT).collect();
        let before: String = before.into_iter().rev().collect();
        let behind: String = place.text[place.source.end..].chars().take(CONTEXT).collect();
        Some(Located {
            line: from.line,
            column: from.column,
            end_line: to.line,
            end_column: to.column,
            before: before.replace(WALL, "…"),
            behind: behind.replace(WALL, "…"),
        })
    }
}

/// The name of a reason in machine formats.
pub(super) fn reason_name(reason: Reason) -> &'static str {
    match reason {
        Reason::Mark => "mark",
        Reason::Script(Why::Term(Priority::Page)) => "page-glossary",
        Reason::Script(Why::Term(Priority::Topic)) => "topic-glossary",
        Reason::Script(Why::Term(Priority::Name)) => "official-name",
        Reason::Script(Why::Term(Priority::Site)) => "site-glossary",
        Reason::Script(Why::Person) => "person",
        Reason::Script(Why::Word) => "vocabulary",
        Reason::Script(Why::Body) => "body",
        Reason::Script(Why::Phrase) => "phrase",
        Reason::Script(Why::Accident) => "accident",
        Reason::Script(Why::Doubtful) => "doubtful",
        Reason::Script(Why::Character) => "character",
    }
}

/// What decided, in a clause.
fn reason_text(variant: &Variant) -> Say {
    let reason = match variant.reason {
        Reason::Mark => say!("文中的转换标记", "a mark in the text"),
        Reason::Script(Why::Term(Priority::Page)) => say!("本页的词表", "the page's glossary"),
        Reason::Script(Why::Term(Priority::Topic)) => {
            say!("本页选用的词表", "a glossary that the page chooses")
        }
        Reason::Script(Why::Term(Priority::Name)) => say!("单位的正式名称", "an official name"),
        Reason::Script(Why::Term(Priority::Site)) => say!("网站的词表", "the site's glossary"),
        Reason::Script(Why::Person) if variant.risk == Risk::Ask => {
            say!("看来是人名，按人名的写法", "likely the name of a person, written as such")
        }
        Reason::Script(Why::Person) => say!("人名", "the name of a person"),
        Reason::Script(Why::Word) if variant.risk == Risk::Ask => {
            say!(
                "地区用词；后面像是单位名称，名称里不换用词",
                "regional vocabulary, perhaps in the name of a body, which keeps its own"
            )
        }
        Reason::Script(Why::Word) => say!("地区用词", "regional vocabulary"),
        Reason::Script(Why::Body) => {
            say!("单位名称的一部分，不换用词", "part of a body's name: characters only")
        }
        Reason::Script(Why::Phrase) if variant.risk == Risk::Ask => {
            say!(
                "词典里这个词有几种写法，取第一种",
                "the dictionary has several forms of the phrase: the first"
            )
        }
        Reason::Script(Why::Phrase) => say!("词典里的词", "a phrase of the dictionary"),
        Reason::Script(Why::Accident) => {
            say!("两个词相邻碰成的词，已分开", "a phrase that arose between two words, taken apart")
        }
        Reason::Script(Why::Doubtful) => {
            say!(
                "可能是两个词相邻碰成的，按词典里的词转换",
                "converted as a phrase that may have arisen between two words"
            )
        }
        Reason::Script(Why::Character) => {
            say!("单字，前后没有词典里的词，取常用写法", "a character in no phrase: its most frequent form")
        }
    };
    match variant.remark {
        ["", _] | [_, ""] => reason,
        [zh, en] => Say { zh: format!("{}；{zh}", reason.zh), en: format!("{}; {en}", reason.en) },
    }
}

fn risk_name(risk: Risk) -> &'static str {
    match risk {
        Risk::Ask => "ask",
        Risk::Calm => "harmless",
        Risk::Decided => "decided",
    }
}
