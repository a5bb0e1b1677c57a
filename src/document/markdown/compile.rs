//! The walk over the parser's events, and what all kinds of blocks and inline elements share.

use std::iter::Peekable;
use std::ops::Range;

use pulldown_cmark::{Alignment, Event, OffsetIter, Parser};

use super::cjk::{emphasis_gaps, joins};
use super::draft::Draft;
use super::element::OpenElement;
use super::excerpt::Excerpt;
use super::footnote::Notes;
use super::heading::{self, Ids, OpenHeading};
use super::token::{Token, find_tokens};
use super::writer::Writer;
use super::{Input, OPTIONS};
use crate::diagnostic::{Checked, Diagnostic, rules};
use crate::document::body::{Body, Piece};
use crate::document::flow::Flow;
use crate::mark::{Mark, parse_mark, without_marks};
use crate::say;

/// Above this the text is refused: pieces count bytes in 32 bits, and markup is larger than its source.
const MAX_BYTES: usize = 32 << 20;
/// How many times the source the markup may grow, and what small texts may use in any case: a table of
/// many columns and many short rows grows with the square.
const MAX_GROWTH: usize = 50;
const FREE_GROWTH: usize = 1 << 16;

pub(super) type Events<'e> = Peekable<OffsetIter<'e>>;

/// What the body of a file and the bodies of its shortcodes share.
pub(super) struct Context<'i> {
    pub input: &'i Input<'i>,
    /// Of the file in `content/`: `news/first-lesson`.
    pub folder: &'i str,
    pub diagnostics: Vec<Diagnostic>,
    ids: Ids,
    /// Bodies of shortcodes so far, to keep the ids of their notes apart.
    nested: usize,
}

/// See [`super::compile`].
pub(super) fn compile(input: &Input) -> Checked<Body> {
    let path = input.file.strip_prefix("content/").unwrap_or(input.file);
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut context = Context { input, folder, diagnostics: Vec::new(), ids: Ids::default(), nested: 0 };
    if input.text.len() > MAX_BYTES {
        let message = say!("正文超过 32 MB", "the text is larger than 32 MB");
        let help = say!("把它分成几个文件", "split it into several files");
        let finding = Diagnostic::new(&rules::FILE_TOO_LARGE, message).help(help).in_file(input.file);
        return Checked { value: Body::default(), diagnostics: vec![finding] };
    }
    let value = context.body(Draft::of_file(input.text, input.start), 0);
    let start = |finding: &Diagnostic| {
        finding.place.as_ref().and_then(|place| place.span.clone()).map(|span| span.start)
    };
    context.diagnostics.sort_by_key(start);
    Checked { value, diagnostics: context.diagnostics }
}

impl Context<'_> {
    /// Compiles a text that stands in `depth` block shortcodes.
    pub fn body(&mut self, base: Draft, depth: usize) -> Body {
        let tokens = find_tokens(&base.text, depth);
        let with_placeholders =
            (!tokens.is_empty()).then(|| base.with_placeholders(tokens.iter().map(|token| &token.range)));
        let draft = with_placeholders.as_ref().unwrap_or(&base);
        let gaps = emphasis_gaps(&draft.text);
        let with_gaps = (!gaps.is_empty()).then(|| draft.with_gaps(&gaps));
        let draft = with_gaps.as_ref().unwrap_or(draft);
        let prefix = match depth {
            0 => String::new(),
            _ => {
                self.nested += 1;
                format!("s{}-", self.nested)
            }
        };
        let compiler = Compiler {
            context: self,
            base: &base,
            draft,
            tokens: &tokens,
            depth,
            out: Writer::default(),
            body: Body::default(),
            excerpt: Excerpt::of(&base.text),
            notes: Notes::default(),
            definitions: Vec::new(),
            headings: Vec::new(),
            heading: None,
            paragraph: Paragraph::None,
            in_container: false,
            in_label: false,
            broken: false,
            last: None,
            emphasis: 0,
            elements: Vec::new(),
            links: Vec::new(),
            asides: 0,
            alignments: Vec::new(),
            column: 0,
            in_head: false,
            in_rows: false,
            tables: 0,
            html_warned: false,
        };
        compiler.run(&prefix)
    }
}

/// One body in the making.
pub(super) struct Compiler<'c, 'i> {
    pub context: &'c mut Context<'i>,
    /// The text before placeholders; ranges of tokens count in it.
    pub base: &'c Draft<'c>,
    /// What the parser reads; ranges of events count in it.
    pub draft: &'c Draft<'c>,
    pub tokens: &'c [Token],
    pub depth: usize,
    pub out: Writer,
    pub body: Body,
    pub excerpt: Excerpt,
    pub notes: Notes,
    /// Definitions of notes that are open, with the pieces of the text around them.
    pub definitions: Vec<(usize, Vec<Piece>)>,
    pub headings: Vec<OpenHeading>,
    pub heading: Option<OpenHeading>,
    pub paragraph: Paragraph,
    /// Inline content was written that no `End` has followed.
    pub in_container: bool,
    /// `<label>` of a task is open.
    pub in_label: bool,
    /// A soft break was met; what it becomes depends on what follows.
    pub broken: bool,
    /// The last character of the container, for soft breaks.
    pub last: Option<char>,
    /// Open `<em>`, `<strong>` and `<del>`.
    pub emphasis: usize,
    /// Open inline elements, with the raw HTML around them.
    pub elements: Vec<OpenElement>,
    pub links: Vec<OpenLink>,
    /// Open lists, alerts and raw HTML, whose text is no part of the excerpt.
    pub asides: usize,
    pub alignments: Vec<Alignment>,
    pub column: usize,
    pub in_head: bool,
    pub in_rows: bool,
    /// Tables so far.
    pub tables: u32,
    /// Raw HTML was reported in this block.
    pub html_warned: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Paragraph {
    None,
    /// Begun, and nothing written yet: a lone image or shortcode has no `<p>`.
    Waiting,
    Open,
}

pub(super) struct OpenLink {
    /// Was `<a>` written? A refused link is its text alone.
    pub written: bool,
    /// `<https://…>`: the text is the address.
    pub is_address: bool,
}

impl<'c> Compiler<'c, '_> {
    fn run(mut self, prefix: &str) -> Body {
        let draft = self.draft;
        let limit = self.base.text.len() * MAX_GROWTH + FREE_GROWTH;
        let mut events: Events<'c> = Parser::new_ext(&draft.text, OPTIONS).into_offset_iter().peekable();
        while let Some((event, range)) = events.next() {
            if self.out.text.len() > limit {
                let message = say!("这里的内容展开后过大", "the text grows too large here");
                let help = say!("减少表格的空列", "reduce the empty columns of the table");
                self.report(Diagnostic::new(&rules::FILE_TOO_LARGE, message).help(help), range);
                return Body::default();
            }
            match event {
                Event::Start(tag) => self.start(tag, range, &mut events),
                Event::End(tag) => self.end(tag),
                Event::Text(text) => self.text(&text, range, &mut events),
                Event::Code(text) => self.code_span(&text),
                Event::Html(html) | Event::InlineHtml(html) => self.inline_html(&html, range),
                Event::FootnoteReference(label) => self.note_reference(&label),
                Event::SoftBreak => self.broken = true,
                Event::HardBreak => self.hard_break(),
                Event::Rule => {
                    self.close_container();
                    self.out.html("<hr>\n");
                }
                Event::TaskListMarker(done) => self.task_marker(done),
                // Mathematics is not enabled.
                Event::InlineMath(_) | Event::DisplayMath(_) => {}
            }
        }
        self.finish(prefix)
    }

    fn finish(mut self, prefix: &str) -> Body {
        self.close_container();
        let Context { input, diagnostics, ids, .. } = self.context;
        let nested = self.depth > 0;
        self.body.headings =
            heading::finish(self.headings, ids, nested, input.file, &mut self.out, diagnostics);
        self.notes.finish(&mut self.out, prefix);
        let excerpt = self.excerpt.finish();
        let mut body = self.body;
        // Kept as long as the site, without the room that growing left.
        body.set_flow(Flow { text: self.out.text.as_str().to_owned(), pieces: self.out.pieces.to_vec() });
        body.excerpt = excerpt.text.as_str().to_owned();
        body.excerpt_holes = excerpt.holes;
        body.excerpt_is_whole = excerpt.is_whole;
        (body.han, body.words) = super::count::count(&body);
        body
    }

    /// Adds a finding at a range of the draft.
    pub fn report(&mut self, finding: Diagnostic, range: Range<usize>) {
        let span = self.draft.source(range);
        self.context.diagnostics.push(finding.at(self.context.input.file, span));
    }

    /// Before inline content that begins with `next`: decides about a soft break, and opens the paragraph.
    pub fn begin_inline(&mut self, next: Option<char>) {
        if std::mem::take(&mut self.broken) && self.in_container {
            let joined = self.last.zip(next).is_some_and(|(last, next)| joins(last, next));
            if !joined {
                self.out.prose("\n");
                self.note_plain(" ");
                self.last = Some('\n');
            }
        }
        if self.paragraph == Paragraph::Waiting {
            self.out.html("<p>");
            self.paragraph = Paragraph::Open;
        }
    }

    /// Writes prose into the current container.
    pub fn prose(&mut self, text: &str) {
        let Some(first) = text.chars().next() else { return };
        self.begin_inline(Some(first));
        self.in_container = true;
        self.last = text.chars().next_back();
        if self.is_foreign() {
            self.out.verbatim(text);
            self.note_verbatim(text);
        } else {
            self.out.prose(text);
            self.note_plain(text);
        }
    }

    /// Keeps plain text for the heading and the excerpt that it belongs to.
    pub fn note_plain(&mut self, text: &str) {
        if let Some(heading) = &mut self.heading {
            heading.text.push_str(&without_marks(text));
            heading.slug.push_str(text);
        } else if self.is_excerpted() {
            self.excerpt.push(&without_marks(text));
        }
    }

    /// The same for what is never converted: there it stands as a mark that keeps it.
    pub fn note_verbatim(&mut self, text: &str) {
        let kept = format!("-{{{text}}}-");
        let is_kept =
            !text.is_ascii() && parse_mark(&kept).is_ok_and(|mark| mark == Mark::Keep(text.to_owned()));
        if !is_kept {
            return self.note_plain(text);
        }
        if let Some(heading) = &mut self.heading {
            heading.text.push_str(&kept);
            heading.slug.push_str(text);
        } else if self.is_excerpted() {
            self.excerpt.push_mark(&kept);
        }
    }

    /// Paragraphs of the text itself are excerpted: not lists, alerts, notes, tables or headings.
    pub fn is_excerpted(&self) -> bool {
        self.paragraph != Paragraph::None && self.asides == 0 && self.definitions.is_empty()
    }

    /// Ends the inline container, if there is one, before a block begins or ends.
    pub fn close_container(&mut self) {
        if std::mem::take(&mut self.in_container) {
            self.out.push(Piece::End);
        }
        if std::mem::take(&mut self.in_label) {
            self.out.html("</label>");
        }
        self.end_elements();
        self.broken = false;
        self.last = None;
        self.html_warned = false;
    }
}
