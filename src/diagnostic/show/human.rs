//! For people: in the manner of rustc, with Chinese words where messages are Chinese.

use std::io::{self, Write};

use annotate_snippets::{
    AnnotationKind, Group, Level, Origin, Patch, Renderer, Snippet, normalize_untrusted_str,
};

use super::excerpt::{Excerpt, excerpt};
use super::{Messages, Places, ShowOptions};
use crate::diagnostic::position::Position;
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::say;

/// Screen columns up to which a line is shown around a place. Behind them only the place is told.
const LONG_LINE: usize = 20_000;

pub(super) fn show(
    diagnostics: &[Diagnostic],
    places: &mut Places,
    options: &ShowOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    for finding in diagnostics {
        writeln!(out, "{}\n", one(finding, places, options))?;
    }
    match summary(diagnostics, options.messages) {
        Some(summary) => writeln!(out, "{summary}"),
        None => Ok(()),
    }
}

/// One finding, without a line end behind it.
pub(super) fn one(finding: &Diagnostic, places: &mut Places, options: &ShowOptions) -> String {
    let renderer = if options.color { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.term_width(options.width);
    render(finding, places, options, &renderer).trim_end().to_owned()
}

fn render(finding: &Diagnostic, places: &mut Places, options: &ShowOptions, renderer: &Renderer) -> String {
    let messages = options.messages;
    let title = level(finding.severity, messages)
        .primary_title(messages.pick(&finding.message))
        .id(finding.rule.code);
    let label = finding.label.as_ref().map(|label| messages.pick(label));
    let mut groups = vec![located(
        Group::with_title(title),
        finding.place.as_ref(),
        AnnotationKind::Primary,
        label,
        places,
        options,
    )];
    for related in &finding.related {
        let title = normalize_untrusted_str(messages.pick(&related.message));
        let title = Level::NOTE.with_name(name(messages, "参见", "note")).secondary_title(title);
        let group = Group::with_title(title);
        groups.push(located(group, Some(&related.place), AnnotationKind::Context, None, places, options));
    }
    groups.extend(help(finding, places, options));
    renderer.render(&groups)
}

/// Adds the place to a group: the path, and the line where there is one to show.
fn located<'a>(
    group: Group<'a>,
    place: Option<&Place>,
    kind: AnnotationKind,
    label: Option<&'a str>,
    places: &mut Places,
    options: &ShowOptions,
) -> Group<'a> {
    let Some(place) = place else { return group };
    let path = format!("{}{}", options.prefix, place.file);
    let Some(region) = places.region(place) else { return group.element(Origin::path(path)) };
    // The renderer cuts lines itself, and tells the column; it only has to be kept from very long ones.
    match cut(place, places, LONG_LINE) {
        Some(excerpt) if !excerpt.cut_left => {
            let annotation = kind.span(excerpt.span).label(label);
            let snippet = Snippet::source(excerpt.source).path(path).line_start(excerpt.first_line);
            group.element(snippet.annotation(annotation))
        }
        _ => {
            let Position { line, column } = region.start;
            group.element(Origin::path(path).line(line).char_column(column))
        }
    }
}

fn help<'a>(finding: &'a Diagnostic, places: &mut Places, options: &ShowOptions) -> Option<Group<'a>> {
    let messages = options.messages;
    let patch = finding.replacement.as_ref().zip(finding.place.as_ref()).and_then(|(text, place)| {
        // The renderer does not cut lines that it patches.
        let Excerpt { source, span, first_line, .. } = cut(place, places, options.width)?;
        Some(Snippet::source(source).line_start(first_line).patch(Patch::new(span, text.as_str())))
    });
    let title = match (&finding.help, &patch) {
        (Some(help), _) => messages.pick(help),
        (None, Some(_)) => name(messages, "改成这样", "write this"),
        (None, None) => return None,
    };
    let title =
        Level::HELP.with_name(name(messages, "帮助", "help")).secondary_title(normalize_untrusted_str(title));
    let group = Group::with_title(title);
    Some(match patch {
        Some(patch) => group.element(patch),
        None => group,
    })
}

fn cut(place: &Place, places: &mut Places, width: usize) -> Option<Excerpt> {
    let span = place.span.as_ref()?;
    Some(excerpt(places.index(&place.file)?, span, width))
}

fn level(severity: Severity, messages: Messages) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR.with_name(name(messages, "错误", "error")),
        Severity::Warning => Level::WARNING.with_name(name(messages, "警告", "warning")),
        Severity::Note => Level::NOTE.with_name(name(messages, "提示", "note")),
    }
}

fn name(messages: Messages, zh: &'static str, en: &'static str) -> &'static str {
    match messages {
        Messages::Zh => zh,
        Messages::En => en,
    }
}

/// How many there are of each severity; nothing when there are none at all.
pub(super) fn summary(diagnostics: &[Diagnostic], messages: Messages) -> Option<String> {
    let count = |severity| diagnostics.iter().filter(|finding| finding.severity == severity).count();
    let say = |count: usize, zh: &str, en: &str| {
        let plural = if count == 1 { "" } else { "s" };
        (count > 0).then(|| say!("{count} 个{zh}", "{count} {en}{plural}"))
    };
    let parts: Vec<_> = [
        say(count(Severity::Error), "错误", "error"),
        say(count(Severity::Warning), "警告", "warning"),
        say(count(Severity::Note), "提示", "note"),
    ]
    .into_iter()
    .flatten()
    .collect();
    let parts: Vec<_> = parts.iter().map(|part| messages.pick(part)).collect();
    (!parts.is_empty()).then(|| match messages {
        Messages::Zh => format!("发现 {}", parts.join("、")),
        Messages::En => parts.join(", "),
    })
}
