//! Raw HTML: comments disappear, `<!-- more -->` is heard. Knows neither Markdown nor what is shown.

use std::ops::Range;

/// What is left of raw HTML without its comments.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Uncommented {
    /// The parts outside comments, without those that are blank.
    pub parts: Vec<Range<usize>>,
    /// One of the comments was `<!-- more -->`.
    pub has_more: bool,
    /// Where a comment begins that does not end: it would swallow the rest of the page.
    pub endless: Option<usize>,
}

pub(super) fn without_comments(html: &str) -> Uncommented {
    let mut found = Uncommented::default();
    let mut at = 0;
    while let Some(start) = html[at..].find("<!--").map(|start| at + start) {
        let Some(length) = html[start + 4..].find("-->") else {
            found.endless = Some(start);
            break;
        };
        push(&mut found.parts, html, at..start);
        found.has_more |= html[start + 4..start + 4 + length].trim() == "more";
        at = start + 4 + length + 3;
    }
    push(&mut found.parts, html, at..html.len());
    found
}

fn push(parts: &mut Vec<Range<usize>>, html: &str, range: Range<usize>) {
    if !html[range.clone()].trim().is_empty() {
        parts.push(range);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_are_taken_out() {
        let found = without_comments("<!--more --> <b>甲</b><!-- x --><!---->\n");
        assert!(found.has_more && found.parts.iter().eq([&(12..23)]));
        assert_eq!(without_comments("a<!-- x").endless, Some(1));
        assert!(!without_comments("<!-- Read more -->").has_more);
    }
}
