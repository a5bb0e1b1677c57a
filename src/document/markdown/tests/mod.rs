//! Tests of the compiler as a whole: bodies are shown as HTML with their holes filled by plain signs.

mod blocks;
mod commonmark;
mod emphasis;
mod findings;
mod property;
mod tokens;

use std::fmt::Write;

use expect_test::Expect;

use super::{Input, compile};
use crate::diagnostic::{Checked, SitePath};
use crate::document::body::{Body, Piece, Target};
use crate::document::html::{push_attribute, push_text};

/// Lower-case letters and digits of any script, joined by hyphens.
fn slug(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-").to_lowercase()
}

fn compile_text(text: &str, raw_html: bool) -> Checked<Body> {
    let file: SitePath = "content/news/a.md".into();
    compile(&Input { file: &file, text, start: 0, raw_html, slug })
}

/// The HTML of a text that has no findings.
fn check(text: &str, expected: Expect) {
    let Checked { value, diagnostics } = compile_text(text, false);
    assert!(diagnostics.is_empty(), "{diagnostics:#?}");
    expected.assert_eq(&render(&value));
}

/// The findings of a text, one a line: `BAD_MARK "-{" message`.
fn check_findings(text: &str, expected: Expect) {
    let mut shown = String::new();
    for finding in compile_text(text, false).diagnostics {
        let span = finding.place.and_then(|place| place.span).unwrap_or(0..0);
        writeln!(
            shown,
            "{} {}..{} {:?}: {}",
            finding.rule.name,
            span.start,
            span.end,
            &text[span.clone()],
            finding.message.en
        )
        .unwrap();
    }
    expected.assert_eq(&shown);
}

fn render(body: &Body) -> String {
    let mut out = String::new();
    let flow = body.flow();
    for piece in &flow.pieces {
        let text = |range: &std::ops::Range<u32>| flow.slice(range);
        match piece {
            Piece::Html(range) | Piece::Open(_, range) | Piece::Close(_, range) => out.push_str(text(range)),
            Piece::Prose(range) | Piece::Verbatim(range) | Piece::Mark(range) => {
                push_text(&mut out, text(range))
            }
            Piece::End => {}
            Piece::Attribute(range) => push_attribute(&mut out, text(range)),
            Piece::Label(label) => write!(out, "[{}]", label.key()).unwrap(),
            Piece::Href(link) => {
                let link = &body.links[*link as usize];
                let fragment =
                    link.fragment.as_ref().map_or(String::new(), |fragment| format!("#{fragment}"));
                out.push_str(" href=\"");
                push_attribute(&mut out, &format!("{}{fragment}", address(&link.target)));
                out.push('"');
            }
            Piece::Name(link) => write!(out, "[{}]", address(&body.links[*link as usize].target)).unwrap(),
            Piece::Image(image) => {
                let image = &body.images[*image as usize];
                let mut alt = String::new();
                push_attribute(&mut alt, &image.alt);
                write!(out, "<img src=\"{}\" alt=\"{alt}\">", address(&image.target)).unwrap();
            }
            Piece::Call(call) => {
                let call = &body.calls[*call as usize];
                write!(out, "[{}]", call.name).unwrap();
                if let Some(body) = &call.body {
                    write!(out, "{}[/{}]", render(body), call.name).unwrap();
                }
            }
        }
    }
    out
}

fn address(target: &Target) -> String {
    match target {
        Target::Url(address) | Target::Source(address) | Target::File(address) | Target::Root(address) => {
            address.clone()
        }
        Target::Record { section: Some(section), slug } => format!("{section}/{slug}"),
        Target::Record { section: None, slug } => slug.clone(),
        Target::Here => String::new(),
    }
}
