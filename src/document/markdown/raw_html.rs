//! Raw HTML: copied where site.yaml allows it, else shown as text. Comments disappear in any case, and
//! `<!-- more -->` is heard.

use std::ops::Range;

use pulldown_cmark::{Event, TagEnd};

use super::compile::{Compiler, Events, Paragraph};
use super::draft::{Part, placeholders};
use super::tag::{Stretch, stretches};
use crate::diagnostic::{Diagnostic, rules};
use crate::say;

impl<'c> Compiler<'c, '_> {
    pub fn html_block(&mut self, range: Range<usize>, events: &mut Events<'c>) {
        let mut html = String::new();
        for (event, _) in events.by_ref() {
            match event {
                Event::Html(line) | Event::Text(line) => html.push_str(&line),
                Event::End(TagEnd::HtmlBlock) => break,
                _ => {}
            }
        }
        let found = without_comments(&html);
        if found.has_more {
            self.stop_excerpt();
        }
        if found.parts.is_empty() {
            return;
        }
        // A comment without end would hide the rest of the page.
        let shown = found.endless.is_some() || !self.context.input.raw_html;
        if shown {
            self.warn_html(&html, found.endless.is_some(), range);
            self.paragraph = Paragraph::Waiting;
        }
        for part in found.parts {
            self.write_html(&html[part], shown, true);
        }
        match shown {
            true => self.end(TagEnd::Paragraph),
            false => self.close_container(),
        }
    }

    /// A tag inside a paragraph, or a comment.
    pub fn inline_html(&mut self, html: &str, range: Range<usize>) {
        let found = without_comments(html);
        if found.has_more {
            self.stop_excerpt();
        }
        let shown = !self.context.input.raw_html;
        if shown && !found.parts.is_empty() && !self.html_warned {
            self.html_warned = true;
            self.warn_html(html, false, range);
        }
        for part in found.parts {
            if !shown {
                self.begin_inline(None);
            }
            self.write_html(&html[part], shown, false);
        }
    }

    fn write_html(&mut self, html: &str, shown: bool, in_block: bool) {
        // Tags say nothing in a summary.
        self.asides += 1;
        // A shortcode stands in the middle of a tag: `<a href="{{ … }}">`.
        let mut in_tag = false;
        for part in placeholders(html) {
            match part {
                Part::Text(text, _) if shown => self.prose(text.trim_end_matches('\n')),
                Part::Text(text, _) => {
                    let begin = match in_tag {
                        true => text.find('>').map_or(text.len(), |end| end + 1),
                        false => 0,
                    };
                    self.out.html(&text[..begin]);
                    in_tag &= !text[..begin].ends_with('>');
                    match stretches(&text[begin..]) {
                        Some(stretches) => self.raw_stretches(&text[begin..], stretches, in_block),
                        None => {
                            self.out.html(&text[begin..]);
                            in_tag = true;
                        }
                    }
                }
                Part::Token(index) => self.token(index, false),
            }
        }
        self.asides -= 1;
    }

    fn raw_stretches(&mut self, html: &str, stretches: Vec<Stretch>, in_block: bool) {
        for stretch in stretches {
            let markup = &html[stretch.range()];
            match stretch {
                Stretch::Open(_, tag) => self.raw_open(tag, markup, in_block),
                Stretch::Close(_, name) => self.raw_close(&name, markup, in_block),
                Stretch::Text(_) if !markup.trim().is_empty() => self.prose(markup),
                Stretch::Text(_) | Stretch::Other(_) => self.out.html(markup),
            }
        }
    }

    fn stop_excerpt(&mut self) {
        if self.definitions.is_empty() {
            self.excerpt.stop();
        }
    }

    fn warn_html(&mut self, html: &str, endless: bool, range: Range<usize>) {
        let tag: String = html.trim_start().chars().take_while(|c| *c != '\n').take(24).collect();
        let tag = self.original(&tag).into_owned();
        let line_break = tag.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("<br"));
        let (message, help) = match () {
            () if endless => (
                say!(
                    "注释 `<!--` 没有结束，按文字显示",
                    "the comment `<!--` does not end and is shown as text"
                ),
                say!("用 `-->` 结束注释", "end the comment with `-->`"),
            ),
            () if line_break => (
                say!("正文里的 `{tag}` 按文字显示", "`{tag}` in the text is shown as text"),
                say!("换行写作行末两个空格或 `\\`", "for a line break end the line with two blanks or `\\`"),
            ),
            () => (
                say!("正文里的 HTML 按文字显示：`{tag}`", "HTML in the text is shown as text: `{tag}`"),
                say!(
                    "改用 Markdown 或短代码；确实需要时在 site.yaml 写 `markdown: {{raw_html: true}}`",
                    "use Markdown or a shortcode; where HTML is needed, write `markdown: {{raw_html: true}}` in site.yaml"
                ),
            ),
        };
        let block = self.draft.text[range.clone()].trim_end().len();
        self.report(Diagnostic::new(&rules::RAW_HTML, message).help(help), range.start..range.start + block);
    }
}

/// What is left of raw HTML without its comments.
#[derive(Debug, Default, PartialEq, Eq)]
struct Uncommented {
    /// The parts outside comments, without those that are blank.
    parts: Vec<Range<usize>>,
    /// One of the comments was `<!-- more -->`.
    has_more: bool,
    /// Where a comment begins that does not end: it would swallow the rest of the page.
    endless: Option<usize>,
}

fn without_comments(html: &str) -> Uncommented {
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
