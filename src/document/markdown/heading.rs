//! Headings: levels, ids, and the outline. The page has its own `<h1>`.

use std::collections::{HashMap, HashSet};

use super::writer::Writer;
use crate::diagnostic::{Diagnostic, SitePath, Span, rules};
use crate::document::body::{Heading, Piece};
use crate::document::html::push_attribute;
use crate::say;

/// A heading whose text is written and whose tags are not: levels and ids depend on all headings.
pub(super) struct OpenHeading {
    /// As written, 1 to 6.
    pub level: u8,
    pub explicit_id: Option<String>,
    pub classes: Vec<String>,
    pub text: String,
    /// What the id is made from: the text, with marks in their source form.
    pub slug: String,
    pub span: Span,
    /// Reserved pieces for the opening tag, the anchor before its label, and the end.
    pub pieces: [usize; 3],
}

/// Names of elements, by level. There is no level 0.
const NAMES: [&str; 7] = ["", "h1", "h2", "h3", "h4", "h5", "h6"];

/// Ids that are taken on a page, with the next number for each that was asked for.
#[derive(Default)]
pub(super) struct Ids {
    taken: HashSet<String>,
    next: HashMap<String, u32>,
}

impl Ids {
    /// `id` if it is free, else with `-2`, `-3`…
    fn unique(&mut self, id: &str) -> String {
        if self.taken.insert(id.to_string()) {
            return id.to_string();
        }
        let next = self.next.entry(id.to_string()).or_insert(2);
        loop {
            let numbered = format!("{id}-{next}");
            *next += 1;
            if self.taken.insert(numbered.clone()) {
                return numbered;
            }
        }
    }
}

/// Writes the tags of all headings. Where one is of level 1, all move down by one, so that their order is
/// kept below the page's own title.
pub(super) fn finish(
    open: Vec<OpenHeading>,
    ids: &mut Ids,
    nested: bool,
    file: &SitePath,
    out: &mut Writer,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Heading> {
    let shift = u8::from(open.iter().any(|heading| heading.level == 1));
    let mut explicit: HashMap<&str, Span> = HashMap::new();
    for heading in &open {
        let Some(id) = &heading.explicit_id else { continue };
        if !ids.taken.insert(id.clone()) {
            let mut finding = Diagnostic::new(
                &rules::DUPLICATE_ANCHOR,
                say!("锚点 `{id}` 在这一页重复", "the anchor `{id}` is given twice on this page"),
            )
            .at(file, heading.span.clone())
            .help(say!("给其中一个换个名字：`{{#{id}-2}}`", "give one of them another name: `{{#{id}-2}}`"));
            if let Some(first) = explicit.get(id.as_str()) {
                finding =
                    finding.related(file, Some(first.clone()), say!("第一次在这里", "first given here"));
            }
            diagnostics.push(finding);
        }
        explicit.entry(id).or_insert_with(|| heading.span.clone());
    }
    // The text inside a shortcode does not know the level around it.
    let mut above = (!nested).then_some(1);
    let mut headings = Vec::with_capacity(open.len());
    for heading in &open {
        let level = (heading.level + shift).min(6);
        if let Some(above) = above.filter(|above| level > above + 1) {
            let (signs, wanted) =
                ("#".repeat(heading.level.into()), "#".repeat((above + 1 - shift).max(1).into()));
            diagnostics.push(
                Diagnostic::new(
                    &rules::HEADING_LEVEL,
                    say!("标题级别从 {above} 跳到 {level}", "the heading level goes from {above} to {level}"),
                )
                .at(file, heading.span.clone())
                .help(say!("把 `{signs}` 改为 `{wanted}`", "write `{wanted}` in the place of `{signs}`")),
            );
        }
        above = Some(level);
        let id = match &heading.explicit_id {
            Some(id) => id.clone(),
            None => ids.unique(if heading.slug.is_empty() { "section" } else { &heading.slug }),
        };
        let mut attribute = String::new();
        push_attribute(&mut attribute, &id);
        let name = NAMES[usize::from(level)];
        let mut tag = ["<", name, " id=\"", &attribute, "\""].concat();
        if !heading.classes.is_empty() {
            tag.push_str(" class=\"");
            push_attribute(&mut tag, &heading.classes.join(" "));
            tag.push('"');
        }
        tag.push('>');
        let [first, anchor, end] = heading.pieces;
        out.pieces[first] = Piece::Html(out.append(&tag));
        // The href is a fragment: what an address may not hold is encoded by the browser.
        let link = ["<a class=\"anchor\" href=\"#", &attribute, "\" aria-label=\""].concat();
        out.pieces[anchor] = Piece::Html(out.append(&link));
        out.pieces[end] = Piece::Html(out.append(&["\">#</a></", name, ">\n"].concat()));
        headings.push(Heading { level, id, text: heading.text.clone(), span: heading.span.clone() });
    }
    headings
}
