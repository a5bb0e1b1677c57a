//! The plain beginning of a text, for summaries.

use super::cjk::joins;
use crate::document::body::Hole;

/// Characters that are kept where the author did not say where to stop.
const LIMIT: usize = 400;

/// Collects the prose of paragraphs.
#[derive(Default)]
pub(super) struct Excerpt {
    pub text: String,
    /// What is not known here: the position where it belongs, and what it is.
    pub holes: Vec<(u32, Hole)>,
    characters: usize,
    /// Where the text is cut unless the author says where to stop.
    limit: Option<usize>,
    /// `<!-- more -->` was met.
    pub is_whole: bool,
    /// A paragraph ended: what follows is another.
    border: bool,
    holes_at_limit: usize,
    /// Could `<!-- more -->` still come? Then all is kept until it is known.
    may_be_stopped: bool,
}

impl Excerpt {
    pub fn of(text: &str) -> Excerpt {
        Excerpt { may_be_stopped: text.contains("<!--"), ..Excerpt::default() }
    }

    pub fn push(&mut self, text: &str) {
        if self.is_full() || text.is_empty() {
            return;
        }
        self.begin(text);
        if self.limit.is_none() {
            match text.char_indices().nth(LIMIT.saturating_sub(self.characters)) {
                Some((at, _)) => self.cut_at(self.text.len() + at),
                None => self.characters += text.chars().count(),
            }
        }
        self.text.push_str(text);
    }

    /// A mark, which is never cut.
    pub fn push_mark(&mut self, text: &str) {
        if self.is_full() {
            return;
        }
        self.begin("字");
        self.text.push_str(text);
        self.characters += text.chars().count();
        if self.limit.is_none() && self.characters >= LIMIT {
            self.cut_at(self.text.len());
        }
    }

    pub fn push_hole(&mut self, hole: Hole) {
        if !self.is_full() {
            self.begin("字");
            self.holes.push((self.text.len() as u32, hole));
        }
    }

    pub fn end_paragraph(&mut self) {
        self.border = true;
    }

    /// `<!-- more -->`
    pub fn stop(&mut self) {
        self.is_whole = true;
    }

    /// Cuts what the author did not end.
    pub fn finish(mut self) -> Excerpt {
        if let Some(limit) = self.limit.filter(|_| !self.is_whole) {
            self.text.truncate(limit);
            self.holes.truncate(self.holes_at_limit);
        }
        self
    }

    fn is_full(&self) -> bool {
        self.is_whole || self.limit.is_some() && !self.may_be_stopped
    }

    fn cut_at(&mut self, limit: usize) {
        self.limit = Some(limit);
        self.holes_at_limit = self.holes.len();
    }

    /// A space between paragraphs whose ends do not join.
    fn begin(&mut self, text: &str) {
        // Of a mark the text inside it is what stands beside the next paragraph.
        let before = self.text.strip_suffix("}-").unwrap_or(&self.text);
        if std::mem::take(&mut self.border)
            && let (Some(last), Some(first)) = (before.chars().next_back(), text.chars().next())
            && !joins(last, first)
        {
            self.text.push(' ');
            self.characters += 1;
        }
    }
}
