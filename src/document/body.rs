//! A compiled Markdown text: markup that is the same in every variant, with holes for all that is not.
//!
//! Texts that are no pieces (titles, the excerpt, headings in the outline) hold `-{…}-` marks as written; what
//! only looks like one is escaped as `\-{`. They are read with
//! [`split_marks`](crate::mark::split_marks).
//!
//! Markdown is parsed once per source. A variant of the page is made by walking the pieces: prose is
//! converted container by container, addresses and shortcodes are filled in. Nothing here knows the
//! site, a language or a template.

use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::flow::{Deferred, Flow, Store};
use crate::diagnostic::Span;
use crate::language::Tag;

/// The text of one source. Its flow is no part of its serial form: it is stored apart.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Body {
    #[serde(skip)]
    flow: Deferred,
    pub links: Vec<Link>,
    pub images: Vec<Image>,
    pub calls: Vec<Call>,
    /// Headings in order of appearance.
    pub headings: Vec<Heading>,
    pub page_terms: Vec<PageTerm>,
    /// Plain prose of the paragraphs from the start of the text, without lists, tables, captions and
    /// shortcodes between them; soft breaks and paragraphs are joined by nothing between Chinese characters, else by
    /// a space; `-{…}-` marks as written. All of it up to `<!-- more -->`, else the first 400 characters.
    pub excerpt: String,
    /// What belongs into the excerpt, ascending: the byte, and what is not known here.
    pub excerpt_holes: Vec<(u32, Hole)>,
    /// True when `<!-- more -->` ended it: then it is not cut further.
    pub excerpt_is_whole: bool,
    /// Han characters and words of other scripts in the prose, with the bodies of shortcodes.
    pub han: u32,
    pub words: u32,
    /// True when fenced code was coloured.
    pub has_code: bool,
}

impl Body {
    /// What it shows.
    pub fn flow(&self) -> Arc<Flow> {
        self.flow.get(|flow| self.fits(flow))
    }

    pub fn set_flow(&mut self, flow: Flow) {
        self.flow = flow.into();
    }

    /// What it shows can be read from there when it is asked for.
    pub fn store_flow(&self, store: Arc<dyn Store>, place: Range<u64>) {
        self.flow.store(store, place);
    }

    /// Frees what it shows, where that can be read again.
    pub fn put_down_flow(&self) {
        self.flow.put_down();
    }

    /// Does the excerpt show what is there, and what bodies of shortcodes show? A flow that is stored and does not is
    /// empty.
    pub fn is_sound(&self) -> bool {
        let mut before = 0;
        let holes_fit = self.excerpt_holes.iter().all(|(at, hole)| {
            let ascends = before <= *at;
            before = *at;
            let is_there = match hole {
                Hole::Name(link) => is_in(*link, &self.links),
                Hole::Call(call) => is_in(*call, &self.calls),
            };
            ascends && is_there && self.excerpt.is_char_boundary(*at as usize)
        });
        let inner = self.calls.iter().filter_map(|call| call.body.as_deref());
        let is_sound = |body: &Body| body.is_sound() && body.fits(&body.flow());
        holes_fit && inner.into_iter().all(is_sound)
    }

    /// Does all that a flow points at exist?
    fn fits(&self, flow: &Flow) -> bool {
        flow.is_within_text() && self.has_all(&flow.pieces)
    }

    fn has_all(&self, pieces: &[Piece]) -> bool {
        pieces.iter().all(|piece| match piece {
            Piece::Href(link) | Piece::Name(link) => is_in(*link, &self.links),
            Piece::Image(image) => is_in(*image, &self.images),
            Piece::Call(call) => is_in(*call, &self.calls),
            _ => true,
        })
    }
}

fn is_in<T>(index: u32, list: &[T]) -> bool {
    (index as usize) < list.len()
}

impl Body {
    /// Do both point at the same, and have the same anchors and words for their page? Places in the file may
    /// differ.
    pub(super) fn is_alike_outside(&self, other: &Body) -> bool {
        alike(&self.links, &other.links, |a, b| (&a.target, &a.fragment) == (&b.target, &b.fragment))
            && alike(&self.images, &other.images, |a, b| a.target == b.target)
            && alike(&self.headings, &other.headings, |a, b| a.id == b.id)
            && alike(&self.calls, &other.calls, Call::is_alike_outside)
            && alike(&self.page_terms, &other.page_terms, |a, b| a.forms == b.forms)
    }
}

/// `-{H|…}-`: a term of the whole page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageTerm {
    /// Its text by variant, in the order written.
    pub forms: Vec<(Tag, String)>,
    /// Where it stands in the file.
    pub span: Span,
}

fn alike<T>(some: &[T], others: &[T], alike: impl Fn(&T, &T) -> bool) -> bool {
    some.len() == others.len() && some.iter().zip(others).all(|(one, other)| alike(one, other))
}

/// A stretch of a body. Ranges point into [`Flow::text`]; indexes into the lists of the body.
///
/// An inline container (a paragraph, a heading, a cell, a caption) is the run of pieces up to
/// [`Piece::End`]; every container that holds anything but `Html` has its `End`. Conversion sees the prose
/// of one container as one text: markup inside it (`<strong>`, `<a …>`) is transparent, what shows something
/// else is a wall that no phrase crosses. Ranges need not ascend.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Piece {
    /// Markup, copied as it is. Transparent inside a container.
    Html(Range<u32>),
    /// Begins an element of a container: `<strong>`, or `<a` with its attributes behind. Transparent. Each has
    /// its [`Piece::Close`] in the same container, and they nest.
    Open(Element, Range<u32>),
    /// `</strong>`, `</a>`
    Close(Element, Range<u32>),
    /// Text as the author wrote it (entities resolved): converted, then escaped.
    Prose(Range<u32>),
    /// Text that is never converted (code spans, bare addresses): escaped. A wall. Empty before `<br>`:
    /// a wall alone.
    Verbatim(Range<u32>),
    /// `-{…}-` as written, with the marks. A wall.
    Mark(Range<u32>),
    /// End of an inline container.
    End,
    /// Prose in an attribute value, a container by itself: converted, escaped for double quotes. May hold
    /// `-{…}-` marks as written.
    Attribute(Range<u32>),
    /// A text of the interface, escaped.
    Label(Label),
    /// The value of `href`, and further attributes that the target asks for, after `<a`:
    /// ` href="/news/founding/" hreflang="zh-Hans"`.
    Href(u32),
    /// The name of the record that a link leads to (`[[slug]]`). A wall.
    Name(u32),
    /// A complete `<img …>`.
    Image(u32),
    /// The output of a shortcode. A wall; between blocks, where the call stands alone, no `End` follows.
    Call(u32),
}

/// What stands within the text of an excerpt, by its place in the lists of the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Hole {
    /// The name of the record that a link leads to: `[[slug]]` without a text.
    Name(u32),
    /// A shortcode in a line of text.
    Call(u32),
}

/// What becomes of an inline element when conversion moves all of its text to its neighbours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Element {
    /// `<strong>`, `<em>`, `<mark>`: it goes with its text.
    Style,
    /// `<a>`: it always keeps a part of its text.
    Link,
}

/// A text of the interface that bodies hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Label {
    TableRegion,
    HeadingAnchor,
    Footnotes,
    FootnoteBack,
    Note,
    Tip,
    Important,
    Warning,
    Caution,
}

impl Label {
    pub const ALL: [Label; 9] = [
        Label::TableRegion,
        Label::HeadingAnchor,
        Label::Footnotes,
        Label::FootnoteBack,
        Label::Note,
        Label::Tip,
        Label::Important,
        Label::Warning,
        Label::Caution,
    ];

    /// The key of the text.
    pub fn key(self) -> &'static str {
        match self {
            Label::TableRegion => "table.region",
            Label::HeadingAnchor => "heading.anchor",
            Label::Footnotes => "footnotes",
            Label::FootnoteBack => "footnote.back",
            Label::Note => "alert.note",
            Label::Tip => "alert.tip",
            Label::Important => "alert.important",
            Label::Warning => "alert.warning",
            Label::Caution => "alert.caution",
        }
    }
}

impl Piece {
    /// The text that it shows as it is, or converted.
    pub(super) fn range(&self) -> Option<&Range<u32>> {
        match self {
            Piece::Html(range)
            | Piece::Open(_, range)
            | Piece::Close(_, range)
            | Piece::Prose(range)
            | Piece::Verbatim(range)
            | Piece::Mark(range)
            | Piece::Attribute(range) => Some(range),
            Piece::End
            | Piece::Label(_)
            | Piece::Href(_)
            | Piece::Name(_)
            | Piece::Image(_)
            | Piece::Call(_) => None,
        }
    }

    /// Does it show something in the line that is no prose? No word is recognised across it.
    pub fn is_wall(&self) -> bool {
        match self {
            Piece::Verbatim(_) | Piece::Mark(_) | Piece::Name(_) | Piece::Image(_) | Piece::Call(_) => true,
            Piece::Html(_)
            | Piece::Open(..)
            | Piece::Close(..)
            | Piece::Prose(_)
            | Piece::End
            | Piece::Attribute(_)
            | Piece::Label(_)
            | Piece::Href(_) => false,
        }
    }
}

/// A link as written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Link {
    pub target: Target,
    /// `#…` behind the target, decoded, without the mark. Part of the address for [`Target::Url`].
    pub fragment: Option<String>,
    /// The link's place in the file.
    pub span: Span,
}

/// What a link or an image points at, before the site is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Target {
    /// An address with a scheme, or `mailto:`, or `//host/…`.
    Url(String),
    /// A source file by its path in `content/`, resolved against the linking file: `partners/foo.md`.
    Source(String),
    /// Any other file by its path in `content/`: `news/first-lesson/photo.jpg`.
    File(String),
    /// A path from the site's root, `/files/a.pdf`, or a page's address, `/news/founding/`.
    Root(String),
    /// `[[slug]]` or `[[section/slug]]`.
    Record { section: Option<String>, slug: String },
    /// Only a fragment: an anchor on the same page.
    Here,
}

/// An image as written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Image {
    pub target: Target,
    /// Plain text; `-{…}-` marks as written.
    pub alt: String,
    /// A title that is no caption, with marks as written. Captions are among the pieces.
    pub title: Option<String>,
    pub span: Span,
}

/// A heading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heading {
    /// 2 to 6, as shown: where the text uses level 1, all of its headings are one lower than written.
    pub level: u8,
    /// Made from the source text, so that it is the same in every variant.
    pub id: String,
    /// Plain text; `-{…}-` marks as written.
    pub text: String,
    pub span: Span,
}

/// A call of a shortcode.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Call {
    pub name: String,
    /// In order; names are unique.
    pub arguments: Vec<(String, Argument)>,
    /// `{% name() %}…{% end %}`: what stands between, compiled.
    #[serde(with = "whole")]
    pub body: Option<Box<Body>>,
    pub span: Span,
}

/// The body of a call with its flow, in which nobody would look for it.
mod whole {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::{Body, Flow};

    pub fn serialize<S: Serializer>(body: &Option<Box<Body>>, serializer: S) -> Result<S::Ok, S::Error> {
        body.as_ref().map(|body| (body, body.flow())).serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Box<Body>>, D::Error> {
        let whole = Option::<(Box<Body>, Flow)>::deserialize(deserializer)?;
        Ok(whole.map(|(mut body, flow)| {
            body.set_flow(flow);
            body
        }))
    }
}

impl Call {
    fn is_alike_outside(&self, other: &Call) -> bool {
        let bodies = match (&self.body, &other.body) {
            (Some(body), Some(other)) => body.is_alike_outside(other),
            (None, None) => true,
            _ => false,
        };
        bodies && (&self.name, &self.arguments) == (&other.name, &other.arguments)
    }
}

/// The value of an argument.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Argument {
    Text(String),
    Integer(i64),
    Float(f64),
    Boolean(bool),
    List(Vec<Argument>),
}
