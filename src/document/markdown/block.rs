//! Blocks: their opening and closing markup.

use std::ops::Range;

use pulldown_cmark::{
    Alignment, BlockQuoteKind, CodeBlockKind, CowStr, Event, HeadingLevel, LinkType, Tag, TagEnd,
};

use super::code::write_block;
use super::compile::{Compiler, Events, Paragraph};
use super::heading::OpenHeading;
use crate::document::body::{Label, Piece};

impl<'c> Compiler<'c, '_> {
    pub fn start(&mut self, tag: Tag<'c>, range: Range<usize>, events: &mut Events<'c>) {
        match tag {
            Tag::Emphasis => return self.start_emphasis("<em>", range),
            Tag::Strong => return self.start_emphasis("<strong>", range),
            Tag::Strikethrough => return self.start_emphasis("<del>", range),
            Tag::Link { link_type, dest_url, title, .. } => {
                let is_address = matches!(link_type, LinkType::Autolink | LinkType::Email);
                let mail = (link_type == LinkType::Email).then(|| format!("mailto:{dest_url}"));
                return self.start_link(mail.as_deref().unwrap_or(&dest_url), &title, is_address, range);
            }
            Tag::Image { dest_url, title, .. } => return self.image(&dest_url, &title, range, events),
            _ => self.close_container(),
        }
        match tag {
            Tag::Paragraph => self.paragraph = Paragraph::Waiting,
            Tag::Heading { level, id, classes, .. } => self.start_heading(level, id, classes, range),
            Tag::BlockQuote(None) => self.out.html("<blockquote>"),
            Tag::BlockQuote(Some(kind)) => self.start_alert(kind),
            Tag::CodeBlock(kind) => self.code_block(&kind, range, events),
            Tag::HtmlBlock => self.html_block(range, events),
            Tag::List(start) => {
                self.asides += 1;
                match start {
                    None => self.out.html("<ul>"),
                    Some(1) => self.out.html("<ol>"),
                    Some(start) => self.out.html(&format!("<ol start=\"{start}\">")),
                }
            }
            Tag::Item => self.out.html("<li>"),
            Tag::FootnoteDefinition(label) => {
                let definition = self.notes.define(&label);
                self.definitions.push((definition, std::mem::take(&mut self.out.pieces)));
            }
            Tag::DefinitionList => self.out.html("<dl>"),
            Tag::DefinitionListTitle => self.out.html("<dt>"),
            Tag::DefinitionListDefinition => self.out.html("<dd>"),
            Tag::Table(alignments) => {
                self.alignments = alignments;
                self.in_rows = false;
                self.out.html("<div class=\"table-scroll\" role=\"region\" tabindex=\"0\" aria-label=\"");
                self.out.push(Piece::Label(Label::TableRegion));
                // Each region of a page wants a name of its own.
                self.tables += 1;
                match self.tables {
                    1 => self.out.html("\"><table>"),
                    number => self.out.html(&format!(" {number}\"><table>")),
                }
            }
            Tag::TableHead => {
                (self.column, self.in_head) = (0, true);
                self.out.html("<thead><tr>");
            }
            Tag::TableRow => {
                self.column = 0;
                self.out.html(if self.in_rows { "<tr>" } else { "<tbody><tr>" });
                self.in_rows = true;
            }
            Tag::TableCell => self.start_cell(),
            // Inline elements were handled above; the others are not enabled.
            _ => {}
        }
    }

    pub fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Emphasis => return self.end_emphasis("</em>"),
            TagEnd::Strong => return self.end_emphasis("</strong>"),
            TagEnd::Strikethrough => return self.end_emphasis("</del>"),
            TagEnd::Link => return self.end_link(),
            _ => self.close_container(),
        }
        match tag {
            TagEnd::Paragraph => {
                if self.paragraph == Paragraph::Open {
                    self.out.html("</p>\n");
                }
                self.paragraph = Paragraph::None;
                self.excerpt.end_paragraph();
            }
            TagEnd::Heading(level) => self.end_heading(level),
            TagEnd::BlockQuote(None) => self.out.html("</blockquote>\n"),
            TagEnd::BlockQuote(Some(_)) => {
                self.asides = self.asides.saturating_sub(1);
                self.out.html("</div>\n");
            }
            TagEnd::List(ordered) => {
                self.asides = self.asides.saturating_sub(1);
                self.out.html(if ordered { "</ol>\n" } else { "</ul>\n" });
            }
            TagEnd::Item => self.out.html("</li>"),
            TagEnd::FootnoteDefinition => {
                if let Some((definition, around)) = self.definitions.pop() {
                    let pieces = std::mem::replace(&mut self.out.pieces, around);
                    self.notes.end_definition(definition, pieces);
                }
            }
            TagEnd::DefinitionList => self.out.html("</dl>\n"),
            TagEnd::DefinitionListTitle => self.out.html("</dt>"),
            TagEnd::DefinitionListDefinition => self.out.html("</dd>"),
            TagEnd::Table => {
                self.out.html(if self.in_rows { "</tbody></table></div>\n" } else { "</table></div>\n" })
            }
            TagEnd::TableHead => {
                self.in_head = false;
                self.out.html("</tr></thead>");
            }
            TagEnd::TableRow => self.out.html("</tr>"),
            TagEnd::TableCell => self.out.html(if self.in_head { "</th>" } else { "</td>" }),
            _ => {}
        }
    }

    /// A task's text labels its box.
    pub fn task_marker(&mut self, done: bool) {
        if self.out.ends_with("<li>") {
            self.out.take_back(1);
            self.out.html(" class=\"task\">");
        }
        self.begin_inline(None);
        let checked = if done { " checked" } else { "" };
        self.out.html(&format!("<label><input type=\"checkbox\" disabled{checked}> "));
        self.in_label = true;
    }

    fn start_heading(
        &mut self,
        level: HeadingLevel,
        id: Option<CowStr>,
        classes: Vec<CowStr>,
        range: Range<usize>,
    ) {
        let level = level as u8;
        // A heading in a note is none of the page's: the note may be moved or left out.
        if !self.definitions.is_empty() {
            return self.out.html(&format!("<h{level}>"));
        }
        let own = |text: CowStr| self.original(&text).into_owned();
        let (explicit_id, classes) = (id.map(own), classes.into_iter().map(own).collect());
        let span = self.draft.source(range);
        let written = self.context.input.text.get(span.clone()).unwrap_or("");
        let span = span.start..span.start + written.trim_end().len();
        let pieces = [self.out.reserve(), 0, 0];
        let (text, slug) = (String::new(), String::new());
        self.heading = Some(OpenHeading { level, explicit_id, classes, text, slug, span, pieces });
    }

    fn end_heading(&mut self, level: HeadingLevel) {
        let Some(mut heading) = self.heading.take() else {
            return self.out.html(&format!("</h{}>\n", level as u8));
        };
        heading.pieces[1] = self.out.reserve();
        self.out.push(Piece::Label(Label::HeadingAnchor));
        heading.pieces[2] = self.out.reserve();
        heading.text = heading.text.trim().to_string();
        heading.slug = (self.context.input.slug)(&heading.slug);
        self.headings.push(heading);
    }

    fn start_alert(&mut self, kind: BlockQuoteKind) {
        let (class, label) = match kind {
            BlockQuoteKind::Note => ("note", Label::Note),
            BlockQuoteKind::Tip => ("tip", Label::Tip),
            BlockQuoteKind::Important => ("important", Label::Important),
            BlockQuoteKind::Warning => ("warning", Label::Warning),
            BlockQuoteKind::Caution => ("caution", Label::Caution),
        };
        self.asides += 1;
        self.out.html(&format!("<div class=\"alert alert-{class}\" role=\"note\"><p class=\"alert-title\">"));
        self.out.push(Piece::Label(label));
        self.out.html("</p>");
    }

    fn start_cell(&mut self) {
        let class = match self.alignments.get(self.column) {
            Some(Alignment::Left) => " class=\"ta-l\"",
            Some(Alignment::Center) => " class=\"ta-c\"",
            Some(Alignment::Right) => " class=\"ta-r\"",
            Some(Alignment::None) | None => "",
        };
        self.column += 1;
        self.out.html(if self.in_head { "<th scope=\"col\"" } else { "<td" });
        self.out.html(class);
        self.out.html(">");
    }

    fn code_block(&mut self, kind: &CodeBlockKind, range: Range<usize>, events: &mut Events<'c>) {
        let mut code = String::new();
        for (event, _) in events.by_ref() {
            match event {
                Event::Text(text) => code.push_str(&self.original(&text)),
                Event::End(TagEnd::CodeBlock) => break,
                _ => {}
            }
        }
        let info = match kind {
            CodeBlockKind::Fenced(info) => Some(self.original(info)),
            CodeBlockKind::Indented => None,
        };
        let (coloured, finding) = write_block(&mut self.out, info.as_deref(), &code);
        self.body.has_code |= coloured;
        if let Some(finding) = finding {
            // A fence is reported at its first line, which names the language.
            let block = &self.draft.text[range.clone()];
            let length = match info {
                Some(_) => block.lines().next().unwrap_or("").len(),
                None => block.trim_end().len(),
            };
            self.report(finding, range.start..range.start + length);
        }
    }
}
