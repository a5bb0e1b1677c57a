//! Images: their alternative text, and what they are when they stand alone.

use std::ops::Range;

use pulldown_cmark::{Event, TagEnd};

use super::cjk::joins;
use super::compile::{Compiler, Events, Paragraph};
use super::draft::Part;
use super::link::read_address;
use super::token::TokenKind;
use crate::diagnostic::{Diagnostic, rules};
use crate::document::body::{Image, Piece};
use crate::mark::{Mark, without_marks};
use crate::say;

impl<'c> Compiler<'c, '_> {
    /// Reads an image up to its end. Alone in its paragraph it is a figure if it has a title.
    pub fn image(&mut self, address: &str, title: &str, range: Range<usize>, events: &mut Events<'c>) {
        let alt = self.alternative_text(events);
        let read = read_address(&self.original(address), self.context.folder);
        let (target, _) = match read {
            Ok(read) => read,
            Err(finding) => {
                self.report(*finding, range);
                return self.prose(&alt);
            }
        };
        if alt.trim().is_empty() {
            let finding = Diagnostic::new(
                &rules::MISSING_ALT,
                say!("图片没有替代文字", "the image has no alternative text"),
            )
            .help(say!(
                "在方括号里写出图上有什么：`![签约现场](…)`",
                "say in the brackets what the picture shows: `![the signing](…)`"
            ));
            self.report(finding, range.clone());
        }
        let lone = self.paragraph == Paragraph::Waiting
            && self.links.is_empty()
            && self.emphasis == 0
            && matches!(events.peek(), Some((Event::End(TagEnd::Paragraph), _)));
        let span = self.draft.source(range);
        let title = self.title(title, &span);
        let figure = lone && !title.is_empty();
        let piece = Piece::Image(self.body.images.len() as u32);
        self.body.images.push(Image {
            target,
            alt,
            title: (!figure && !title.is_empty()).then(|| title.clone()),
            span,
        });
        if figure {
            self.out.html("<figure class=\"figure\">");
            self.out.push(piece);
            self.out.html("<figcaption>");
            // The caption is no paragraph, and no part of the excerpt.
            self.paragraph = Paragraph::None;
            self.prose_with_marks(&title, None);
            self.close_container();
            self.out.html("</figcaption></figure>\n");
            return;
        }
        if lone {
            self.out.html("<p class=\"image\">");
            self.paragraph = Paragraph::Open;
        }
        self.begin_inline(None);
        self.in_container = true;
        self.out.push(piece);
        self.last = None;
    }

    fn alternative_text(&mut self, events: &mut Events<'c>) -> String {
        let draft = self.draft;
        let mut alt = String::new();
        let (mut depth, mut broken) = (1, false);
        for (event, range) in events.by_ref() {
            let text = match event {
                Event::Start(_) => {
                    depth += 1;
                    continue;
                }
                Event::End(_) => {
                    depth -= 1;
                    if depth == 0 {
                        break;
                    }
                    continue;
                }
                Event::SoftBreak | Event::HardBreak => {
                    broken = true;
                    continue;
                }
                Event::Text(text) if draft.text.get(range.clone()) == Some(&*text) => self.plain(range),
                Event::Text(text) | Event::Code(text) => without_marks(&self.original(&text)).into_owned(),
                _ => continue,
            };
            if std::mem::take(&mut broken)
                && let (Some(last), Some(first)) = (alt.chars().next_back(), text.chars().next())
                && !joins(last, first)
            {
                alt.push(' ');
            }
            alt.push_str(&text);
        }
        alt
    }

    /// The text of a range where there can be no markup: marks stay as written, shortcodes say nothing.
    fn plain(&mut self, range: Range<usize>) -> String {
        let (draft, base, tokens) = (self.draft, self.base, self.tokens);
        let mut plain = String::new();
        for part in draft.parts(range) {
            let token = match part {
                Part::Text(text, _) => {
                    plain.push_str(&without_marks(text));
                    continue;
                }
                Part::Token(index) => tokens.get(index),
            };
            let Some(token) = token else { continue };
            match &token.kind {
                TokenKind::Mark(Mark::Page(forms)) => {
                    self.page_term(forms.clone(), base.source(token.range.clone()));
                }
                TokenKind::Mark(_) => plain.push_str(&base.text[token.range.clone()]),
                TokenKind::Name { slug, text, .. } => plain.push_str(text.as_deref().unwrap_or(slug)),
                TokenKind::Call { .. } => {}
                TokenKind::Bad(rule, fault) => {
                    self.report_fault(rule, fault);
                    plain.push_str(&base.text[token.range.clone()]);
                }
            }
        }
        plain
    }
}
