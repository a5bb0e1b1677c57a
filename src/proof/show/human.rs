//! For people: equal decisions together, each with its reason, and each place in its line of the text.

use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

use super::{Lines, Options, reason_text};
use crate::diagnostic::show::{Messages, Texts};
use crate::proof::{Group, Place, Report, Variant, groups};
use crate::say;
use crate::script::Risk;

pub(super) fn show(
    report: &Report,
    texts: &dyn Texts,
    options: &Options,
    out: &mut dyn Write,
) -> io::Result<()> {
    for one in groups(&report.places, |place| options.shows(place)) {
        group(&one, texts, options, out)?;
    }
    writeln!(out, "{}", closing(report, options.messages))
}

/// One decision with all its places.
pub fn group(group: &Group, texts: &dyn Texts, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    let count = group.places.len();
    let places = match options.messages {
        Messages::Zh => format!("{count} 处"),
        Messages::En if count == 1 => "1 place".to_owned(),
        Messages::En => format!("{count} places"),
    };
    let (bold, plain) = if options.color { ("\u{1b}[1m", "\u{1b}[0m") } else { ("", "") };
    for (number, (variant, tags)) in together(group.variants(), options).into_iter().enumerate() {
        let word = group.word();
        let output = &variant.output;
        let count = if number == 0 { format!("  {places}") } else { String::new() };
        writeln!(out, "{bold}{word} → {output}{plain}  {tags}{count}")?;
        let label = |zh, en| match options.messages {
            Messages::Zh => zh,
            Messages::En => en,
        };
        if !variant.others.is_empty() {
            writeln!(out, "  {}{}", label("也可以是  ", "others  "), variant.others.join("、"))?;
        }
        let reason = reason_text(variant);
        let risk = match (variant.read, variant.risk) {
            (true, _) => label("（已校对）", " (reviewed)"),
            (false, Risk::Ask) => "",
            (false, Risk::Calm) => label("（一般无误）", " (harmless)"),
            (false, Risk::Decided) => label("（已定）", " (decided)"),
        };
        writeln!(out, "  {}{}{risk}", label("依据  ", "why  "), options.messages.pick(&reason))?;
    }
    let mut lines = Lines::new(texts);
    for place in &group.places {
        line(place, &mut lines, options, out)?;
    }
    writeln!(out)
}

/// Variants with the same decision, each with its tags.
fn together<'a>(variants: &'a [Variant], options: &Options) -> Vec<(&'a Variant, String)> {
    let mut all: Vec<(&Variant, String)> = Vec::new();
    for variant in variants.iter().filter(|variant| options.shows_variant(variant)) {
        let is_same = |known: &Variant| {
            (&known.output, &known.others, known.reason, known.risk, known.read)
                == (&variant.output, &variant.others, variant.reason, variant.risk, variant.read)
        };
        match all.iter_mut().find(|(known, _)| is_same(known)) {
            Some((_, tags)) => {
                tags.push(' ');
                tags.push_str(variant.tag.as_str());
            }
            None => all.push((variant, variant.tag.to_string())),
        }
    }
    all
}

/// `path:line:column  text with the word marked  id`: underlined, and without colours by a line below.
fn line(place: &Place, lines: &mut Lines, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    let Some(located) = lines.locate(place) else { return Ok(()) };
    let head = format!("  {}{}:{}:{}  ", options.prefix, place.file, located.line, located.column);
    let (before, behind) = (shown(&located.before), shown(&located.behind));
    let word = shown(place.word());
    let id = &place.id;
    if options.color {
        return writeln!(out, "{head}{before}\u{1b}[1;4m{word}\u{1b}[0m{behind}  \u{1b}[2m{id}\u{1b}[0m");
    }
    writeln!(out, "{head}{before}{word}{behind}  {id}")?;
    let indent = " ".repeat(head.width() + before.width());
    writeln!(out, "{indent}{}", "^".repeat(word.width().max(1)))
}

/// Without characters that a terminal would obey.
fn shown(text: &str) -> String {
    text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect()
}

/// Each way that a group can be answered, best first: for every variant its text.
pub fn choices_of<'a>(group: &'a Group) -> Vec<Vec<&'a str>> {
    let most = group.variants().iter().map(|variant| variant.others.len()).max().unwrap_or(0);
    let other = |number: usize| {
        let text = |variant: &'a Variant| variant.others.get(number).unwrap_or(&variant.output).as_str();
        group.variants().iter().map(text).collect()
    };
    (0..most).map(other).collect()
}

/// How much was seen, how much is asked, and what to do.
fn closing(report: &Report, messages: Messages) -> String {
    let (places, questions, characters) = (report.places.len(), report.questions(), report.characters);
    let share = format!("{:.1}", questions as f64 * 1000.0 / characters.max(1) as f64);
    let say = match questions {
        1 => say!(
            "{characters} 字里有 {places} 处可以有别的写法，其中 1 处要看（每千字 {share} 处）\n\
             回答：huimeng zh --interactive\n\
             没有错：huimeng zh --accept　　要改：huimeng zh --accept=编号=文字",
            "{places} places with a choice in {characters} characters, 1 question ({share} per 1,000)\n\
             answer it: huimeng zh --interactive\n\
             it is right: huimeng zh --accept    change it: huimeng zh --accept=ID=TEXT"
        ),
        0 => say!(
            "{characters} 字里有 {places} 处可以有别的写法，没有要看的",
            "{places} places with a choice in {characters} characters, no questions"
        ),
        _ => say!(
            "{characters} 字里有 {places} 处可以有别的写法，其中 {questions} 处要看（每千字 {share} 处）\n\
             逐处回答：huimeng zh --interactive\n\
             都没有错：huimeng zh --accept　　改其中一处：huimeng zh --accept=编号=文字",
            "{places} places with a choice in {characters} characters, {questions} questions ({share} per 1,000)\n\
             answer one by one: huimeng zh --interactive\n\
             all are right: huimeng zh --accept    change one: huimeng zh --accept=ID=TEXT"
        ),
    };
    messages.pick(&say).to_owned()
}
