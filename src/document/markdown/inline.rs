//! Inline elements: text and its tokens, links, code, breaks and references to notes.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{Event, TagEnd};

use super::compile::{Compiler, Events, OpenLink, Paragraph};
use super::draft::{Part, restore};
use super::footnote::undefined_notes;
use super::link::read_address;
use super::token::{Token, TokenKind};
use crate::diagnostic::{Diagnostic, Rule, Span, rules};
use crate::document::body::{Argument, Call, Element, Hole, Link, PageTerm, Piece, Target};
use crate::language::Tag;
use crate::mark::{self, Fault, Mark, source_form, split_marks, without_marks};
use crate::say;

/// Stands for a record's name, whose characters are not known here, beside a soft break.
const NAME: char = '名';
/// Columns that a block may be indented by before its shortcode.
const MAX_INDENT: usize = 64;

impl<'c> Compiler<'c, '_> {
    pub fn text(&mut self, text: &str, range: Range<usize>, events: &mut Events<'c>) {
        if self.links.last().is_some_and(|link| link.is_address) {
            self.begin_inline(None);
            self.in_container = true;
            let address = self.original(text);
            self.out.verbatim(&address);
            self.note_verbatim(&address);
            self.last = None;
            return;
        }
        let draft = self.draft;
        // An entity is not what stands in the file.
        if draft.text.get(range.clone()) != Some(text) {
            return self.prose(text);
        }
        let ends_paragraph = matches!(events.peek(), Some((Event::End(TagEnd::Paragraph), _)));
        let mut parts = draft.parts(range).peekable();
        while let Some(part) = parts.next() {
            match part {
                Part::Text(text, at) => {
                    self.report_undefined_notes(at..at + text.len());
                    self.prose(text);
                }
                Part::Token(index) => {
                    let lone =
                        ends_paragraph && parts.peek().is_none() && self.paragraph == Paragraph::Waiting;
                    self.token(index, lone);
                }
            }
        }
    }

    /// Writes a token; `lone` when it is all there is in its paragraph.
    pub fn token(&mut self, index: usize, lone: bool) {
        let Some(token) = self.tokens.get(index) else { return };
        let base = self.base;
        let written = &base.text[token.range.clone()];
        match &token.kind {
            TokenKind::Mark(Mark::Page(forms)) => {
                self.page_term(forms.clone(), base.source(token.range.clone()));
            }
            TokenKind::Mark(mark) => self.mark(written, mark),
            TokenKind::Name { section, slug, fragment, text } => {
                let target = Target::Record { section: section.clone(), slug: slug.clone() };
                let span = base.source(token.range.clone());
                let link = self.push_link(Link { target, fragment: fragment.clone(), span });
                self.name(link, slug, text.as_deref());
            }
            TokenKind::Call { name, arguments, body, alone } => {
                let body = body.clone().map(|body| {
                    let columns = indent(&base.text, token.range.start);
                    let mut body = self.context.body(base.lines(body, columns), self.depth + 1);
                    self.body.has_code |= body.has_code;
                    self.body.page_terms.append(&mut body.page_terms);
                    Box::new(body)
                });
                arguments.iter().for_each(|(_, argument)| self.marks_in_argument(argument, token));
                let span = base.source(token.range.clone());
                self.body.calls.push(Call { name: name.clone(), arguments: arguments.clone(), body, span });
                self.call(*alone || lone);
            }
            TokenKind::Bad(rule, fault) => {
                self.report_fault(rule, fault);
                self.prose(written);
            }
        }
    }

    pub fn start_emphasis(&mut self, tag: &str, range: Range<usize>) {
        let next = self.first_char(range);
        self.begin_inline(next);
        self.emphasis += 1;
        self.open_element(Element::Style, tag);
    }

    pub fn end_emphasis(&mut self, tag: &str) {
        self.emphasis = self.emphasis.saturating_sub(1);
        self.close_element(tag);
    }

    pub fn start_link(&mut self, address: &str, title: &str, is_address: bool, range: Range<usize>) {
        let read = read_address(&self.original(address), self.context.folder);
        let written = match read {
            Err(finding) => {
                self.report(*finding, range);
                false
            }
            Ok((target, fragment)) => {
                let next = self.first_char(range.clone());
                self.begin_inline(next);
                let link = self.push_link(Link { target, fragment, span: self.draft.source(range) });
                self.open_element(Element::Link, "<a");
                self.out.push(Piece::Href(link));
                if !title.is_empty() {
                    let span = self.body.links[link as usize].span.clone();
                    let title = self.title(title, &span);
                    self.out.html(" title=\"");
                    self.out.attribute(&title);
                    self.out.html("\"");
                }
                self.out.html(">");
                true
            }
        };
        self.links.push(OpenLink { written, is_address });
    }

    pub fn end_link(&mut self) {
        if self.links.pop().is_some_and(|link| link.written) {
            self.close_element("</a>");
        }
    }

    pub fn code_span(&mut self, code: &str) {
        self.begin_inline(None);
        self.in_container = true;
        let code = self.original(code);
        self.out.html("<code>");
        self.out.verbatim(&code);
        self.out.html("</code>");
        self.note_verbatim(&code);
        self.last = None;
    }

    /// A line break ends what is seen as one phrase, but not the container.
    pub fn hard_break(&mut self) {
        self.broken = false;
        self.begin_inline(None);
        self.in_container = true;
        self.out.verbatim("");
        self.out.html("<br>");
        match self.heading {
            Some(_) => self.note_plain(" "),
            None => self.excerpt.end_paragraph(),
        }
        self.last = None;
    }

    pub fn note_reference(&mut self, label: &str) {
        self.begin_inline(self.last);
        let within = self.definitions.last().map(|(definition, _)| *definition);
        let piece = self.out.reserve();
        self.notes.refer(label, within, piece);
    }

    /// Text that the parser hands over in its own copy, with the tokens as they were written.
    pub fn original<'t>(&self, text: &'t str) -> Cow<'t, str>
    where
        'c: 't,
    {
        let (base, tokens) = (self.base, self.tokens);
        restore(text, move |index| tokens.get(index).map_or("", |token| &base.text[token.range.clone()]))
    }

    fn mark(&mut self, written: &str, mark: &Mark) {
        let source = source_form(mark);
        self.begin_inline(source.chars().next().or(self.last));
        self.in_container = true;
        self.out.mark(written);
        self.last = source.chars().next_back().or(self.last);
        if let Some(heading) = &mut self.heading {
            heading.text.push_str(written);
            heading.slug.push_str(source);
        } else if self.is_excerpted() {
            self.excerpt.push_mark(written);
        }
    }

    fn name(&mut self, link: u32, slug: &str, text: Option<&str>) {
        self.begin_inline(Some(text.and_then(|text| text.chars().next()).unwrap_or(NAME)));
        let inside_link = !self.links.is_empty();
        if !inside_link {
            self.open_element(Element::Link, "<a");
            self.out.push(Piece::Href(link));
            self.out.html(">");
        }
        match text {
            Some(text) => {
                let span = self.body.links[link as usize].span.clone();
                self.prose_with_marks(text, Some(&span));
            }
            None => {
                self.in_container = true;
                self.out.push(Piece::Name(link));
                if let Some(heading) = &mut self.heading {
                    heading.text.push_str(slug);
                    heading.slug.push_str(slug);
                } else if self.is_excerpted() {
                    self.excerpt.push_hole(Hole::Name(link));
                }
                self.last = Some(NAME);
            }
        }
        if !inside_link {
            self.close_element("</a>");
        }
    }

    /// Places the call that was noted last: between paragraphs where it stands alone on its lines.
    fn call(&mut self, alone: bool) {
        let call = self.body.calls.len() as u32 - 1;
        let piece = Piece::Call(call);
        if alone && self.paragraph != Paragraph::None && self.emphasis == 0 && self.links.is_empty() {
            self.close_container();
            if self.paragraph == Paragraph::Open {
                self.out.html("</p>\n");
                self.paragraph = Paragraph::Waiting;
            }
            self.out.push(piece);
            return;
        }
        self.begin_inline(None);
        self.in_container = true;
        self.out.push(piece);
        if self.heading.is_none() && self.is_excerpted() {
            self.excerpt.push_hole(Hole::Call(call));
        }
        self.last = None;
    }

    /// Plain text that may hold marks. Terms of the page stand at `span`, and what cannot be read is reported there,
    /// unless it was before.
    pub fn prose_with_marks(&mut self, text: &str, span: Option<&Span>) {
        for part in split_marks(text) {
            match part {
                mark::Part::Text(text) => self.prose(text),
                mark::Part::Mark(Mark::Page(forms), _) => {
                    if let Some(span) = span {
                        self.page_term(forms, span.clone());
                    }
                }
                mark::Part::Mark(mark, range) => self.mark(&text[range], &mark),
                mark::Part::Bad(written, fault) => {
                    if let Some(span) = span {
                        self.report_mark(&fault, span);
                    }
                    self.prose(written);
                }
            }
        }
    }

    /// A title with its marks as they were written. What cannot be read is reported at `span`.
    pub fn title(&mut self, title: &str, span: &Span) -> String {
        // What the parser shows of `\-{` must not look like a mark.
        let title = self.original(&without_marks(title)).into_owned();
        for part in split_marks(&title) {
            match part {
                mark::Part::Bad(_, fault) => self.report_mark(&fault, span),
                mark::Part::Mark(Mark::Page(forms), _) => self.page_term(forms, span.clone()),
                mark::Part::Mark(..) | mark::Part::Text(_) => {}
            }
        }
        title
    }

    /// Marks in the text arguments of a call: what cannot be read is reported in the call.
    fn marks_in_argument(&mut self, argument: &Argument, token: &Token) {
        let text = match argument {
            Argument::Text(text) => text,
            Argument::List(items) => {
                return items.iter().for_each(|item| self.marks_in_argument(item, token));
            }
            Argument::Integer(_) | Argument::Float(_) | Argument::Boolean(_) => return,
        };
        let base = self.base;
        for part in split_marks(text) {
            match part {
                mark::Part::Bad(written, fault) => {
                    let found = base.text[token.range.clone()].find(written).unwrap_or(0);
                    let start = token.range.start + found;
                    let span = base.source(start..start + written.len());
                    self.report_mark(&fault, &span);
                }
                mark::Part::Mark(Mark::Page(forms), _) => {
                    self.page_term(forms, base.source(token.range.clone()));
                }
                mark::Part::Mark(..) | mark::Part::Text(_) => {}
            }
        }
    }

    pub fn page_term(&mut self, forms: Vec<(Tag, String)>, span: Span) {
        self.body.page_terms.push(PageTerm { forms, span });
    }

    fn report_mark(&mut self, fault: &Fault, span: &Span) {
        self.context
            .diagnostics
            .push(fault.diagnostic(&rules::BAD_MARK).at(self.context.input.file, span.clone()));
    }

    /// The first character that an element shows, as far as its source tells.
    fn first_char(&self, range: Range<usize>) -> Option<char> {
        if !self.broken {
            return None;
        }
        self.draft.parts(range).find_map(|part| match part {
            Part::Text(text, _) => text.chars().find(|c| !matches!(c, '*' | '_' | '~' | '[' | '<')),
            Part::Token(index) => match &self.tokens.get(index)?.kind {
                TokenKind::Mark(mark) => source_form(mark).chars().next(),
                TokenKind::Name { text, .. } => {
                    text.as_deref().and_then(|text| text.chars().next()).or(Some(NAME))
                }
                TokenKind::Call { .. } | TokenKind::Bad(..) => None,
            },
        })
    }

    fn report_undefined_notes(&mut self, range: Range<usize>) {
        let draft = self.draft;
        for (label, place) in undefined_notes(&draft.text, range) {
            let finding = Diagnostic::new(
                &rules::UNDEFINED_FOOTNOTE,
                say!("脚注 `{label}` 没有内容", "the footnote `{label}` has no text"),
            )
            .help(say!(
                "在文末单独一行写 `[^{label}]: 内容`",
                "write `[^{label}]: text` on a line of its own"
            ));
            self.report(finding, place);
        }
    }

    fn push_link(&mut self, link: Link) -> u32 {
        self.body.links.push(link);
        self.body.links.len() as u32 - 1
    }

    pub fn report_fault(&mut self, rule: &'static Rule, fault: &Fault) {
        let span = self.base.source(fault.at.clone());
        self.context.diagnostics.push(fault.diagnostic(rule).at(self.context.input.file, span));
    }
}

/// How far the lines of a block shortcode's body are indented by the list or quote that it stands in: the
/// columns before its tag, if nothing but blanks and block marks stand there.
fn indent(text: &str, start: usize) -> usize {
    let before = text.as_bytes()[..start].iter().rev().take(MAX_INDENT + 1);
    let columns = before.clone().take_while(|byte| **byte != b'\n').count();
    let marks =
        |byte: &u8| matches!(byte, b' ' | b'\t' | b'>' | b'-' | b'*' | b'+' | b'.' | b')' | b'0'..=b'9');
    if columns <= MAX_INDENT && before.take(columns).all(marks) { columns } else { 0 }
}
