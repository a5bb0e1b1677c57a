//! From Markdown to a [`Body`]: markup with holes for all that differs between the variants of a page.
//!
//! ```text
//! file ─draft→ text without line-end signs ─token→ shortcodes, marks, [[links]] become placeholders
//!      ─cjk→ empty punctuation beside `**` where Chinese needs it ─parser→ events ─compile→ pieces
//! ```
//!
//! The text is parsed once to be compiled; once more before that only where it holds tokens, and once more
//! where emphasis touches Chinese punctuation. Nothing here knows other files, the site, languages or
//! templates: it says what a link points at, never whether that exists.

mod block;
mod cjk;
mod code;
mod compile;
mod count;
mod draft;
mod element;
mod excerpt;
mod footnote;
mod guard;
mod heading;
#[cfg(feature = "highlight")]
mod highlight;
mod image;
mod inline;
mod link;
mod raw_html;
mod reader;
mod shortcode;
mod tag;
#[cfg(test)]
mod tests;
mod token;
mod writer;

use pulldown_cmark::Options;

use super::body::Body;
use crate::diagnostic::{Checked, SitePath};

/// CommonMark, and the extensions that editors are promised. Smart punctuation stays off: it breaks
/// Chinese quotation marks.
const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_HEADING_ATTRIBUTES)
    .union(Options::ENABLE_GFM)
    .union(Options::ENABLE_DEFINITION_LIST);

/// What is compiled.
pub struct Input<'a> {
    /// `content/news/a.md`
    pub file: &'a SitePath,
    /// The whole file as it stands on disk.
    pub text: &'a str,
    /// The byte where the Markdown begins.
    pub start: usize,
    /// Is HTML in the text copied? Otherwise it is shown as text, with a warning.
    pub raw_html: bool,
    /// Makes the id of a heading from its text; an empty answer becomes `section`.
    pub slug: fn(&str) -> String,
}

/// Compiles the Markdown of one file. The body is complete also where there are findings; their places
/// are bytes of the file.
pub fn compile(input: &Input) -> Checked<Body> {
    guard::compile(input)
}

/// Frees what colouring code has built up. For whoever has compiled many texts and will hardly compile more.
pub fn forget_syntaxes() {
    #[cfg(feature = "highlight")]
    highlight::forget_syntaxes();
}
