//! What holds for every text.

use proptest::prelude::*;

use super::{compile_text, render};
use crate::document::body::{Body, Piece};

/// Pieces of text that Markdown and our additions react to.
fn fragment() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "*",
        "**",
        "~~",
        "_",
        "`",
        "``",
        "```\n",
        "[",
        "]",
        "(",
        ")",
        "[[",
        "]]",
        "|",
        "!",
        "<",
        ">",
        "<b>",
        "<!--",
        "-->",
        "<!-- more -->",
        "{{",
        "}}",
        "{% a() %}",
        "{% end %}",
        "{{ a(b=\"",
        "\") }}",
        "-{",
        "}-",
        "H|",
        "zh-Hans:",
        ";",
        "#",
        "## ",
        "\n",
        "\n\n",
        "\r\n",
        "\r",
        "> ",
        "- ",
        "1. ",
        "- [ ] ",
        "    ",
        "\t",
        "[^a]",
        "[^a]: ",
        "|-|\n",
        "\n: ",
        "{#a}",
        "\\",
        "&amp;",
        "&#xFDD0;",
        "\u{FDD0}",
        "\u{FDD1}",
        "\0",
        "。",
        "，",
        "“",
        "”",
        "《",
        "》",
        "甲",
        "乙",
        "𠮷",
        "a",
        "b ",
        "é",
        "\u{2058}",
        "\u{FE00}",
        "https://x.org",
        "/a.md",
        "---\n",
        "===\n",
        "[!NOTE]\n",
        "　",
        "\u{FEFF}",
    ])
}

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(fragment(), 0..40).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn bodies_are_sound(text in text(), raw_html in any::<bool>()) {
        let checked = compile_text(&text, raw_html);
        check_body(&checked.value, text.contains('\u{2058}'));
        for finding in checked.diagnostics {
            let span = finding.place.and_then(|place| place.span).unwrap();
            prop_assert!(text.get(span.clone()).is_some(), "{span:?}");
        }
        for span in checked.value.links.iter().map(|link| &link.span).chain(checked.value.headings.iter().map(|heading| &heading.span)) {
            prop_assert!(text.get(span.clone()).is_some(), "{span:?}");
        }
        if !raw_html {
            check_tags(&render(&checked.value));
        }
    }

    #[test]
    fn line_ends_make_no_difference(text in text()) {
        let lf = text.replace(['\r', '\u{FEFF}'], "");
        let (unix, windows) = (compile_text(&lf, false).value, compile_text(&lf.replace('\n', "\r\n"), false).value);
        prop_assert_eq!(unix.flow(), windows.flow());
    }
}

fn check_body(body: &Body, may_hold_gaps: bool) {
    let mut inside = false;
    let flow = body.flow();
    for piece in &flow.pieces {
        match piece {
            Piece::Html(range) | Piece::Open(_, range) | Piece::Close(_, range) | Piece::Attribute(range) => {
                assert!(flow.text.get(range.start as usize..range.end as usize).is_some());
            }
            Piece::Prose(range) | Piece::Verbatim(range) | Piece::Mark(range) => {
                let text = flow.text.get(range.start as usize..range.end as usize).unwrap();
                assert!(may_hold_gaps || !text.contains('\u{2058}'), "{text:?}");
                inside = true;
            }
            Piece::End => inside = false,
            Piece::Href(link) => assert!((*link as usize) < body.links.len()),
            Piece::Name(link) => assert!((*link as usize) < body.links.len()),
            Piece::Image(image) => assert!((*image as usize) < body.images.len()),
            Piece::Call(call) => assert!((*call as usize) < body.calls.len()),
            Piece::Label(_) => {}
        }
    }
    assert!(!inside, "a container is open at the end: {:?}", flow.pieces);
    for image in &body.images {
        assert!(may_hold_gaps || !image.alt.contains('\u{2058}'));
    }
    for (at, _) in &body.excerpt_holes {
        assert!(body.excerpt.is_char_boundary(*at as usize));
    }
    for nested in body.calls.iter().filter_map(|call| call.body.as_ref()) {
        check_body(nested, may_hold_gaps);
    }
}

/// All tags are closed in their order, and no text holds a bare `<`.
fn check_tags(html: &str) {
    let mut open = Vec::new();
    for part in html.split('<').skip(1) {
        let (tag, _) = part.split_once('>').unwrap_or_else(|| panic!("{html}"));
        let name = tag.split(' ').next().unwrap_or("");
        match name.strip_prefix('/') {
            Some(name) => assert_eq!(open.pop(), Some(name), "{html}"),
            None if ["br", "hr", "img", "input"].contains(&name) => {}
            None => open.push(name),
        }
    }
    assert!(open.is_empty(), "{html}");
}

#[test]
fn hostile_texts_stay_small() {
    let n = 50_000;
    let mut texts: Vec<String> = [
        ">",
        "[",
        "*",
        "**",
        "_",
        "~~",
        "- ",
        "`",
        "![",
        "<",
        "[[",
        "-{",
        "{{",
        "{{ a(",
        "{% a() %}",
        "{% end %}",
        "[^",
        "甲**。**",
        "**“甲",
        "\\",
        "<!--",
        "{% a() %}{% end %}",
        "-{甲",
        "}-",
        "|",
        "[[a]]",
        "# a\n",
        "# a {#a}\n",
        "[^a]",
        "[a](",
        "&amp;",
        "> - ",
        "甲\n",
        "<b>",
        "***",
        "*a_",
        "[^a]: b\n\n",
    ]
    .iter()
    .map(|unit| unit.repeat(n / unit.len().max(1)))
    .collect();
    texts.push(format!("{}{}", "[".repeat(n), "]".repeat(n)));
    texts.push(format!("{}{}", "{% a() %}".repeat(2000), "{% end %}".repeat(2000)));
    texts.push(format!("{}\n{}\n{}", "|a".repeat(5000), "|-".repeat(5000), "|\n".repeat(5000)));
    for text in texts {
        let checked = compile_text(&text, false);
        assert!(checked.value.flow().text.len() <= 60 * text.len() + (1 << 17), "{}", &text[..20]);
    }
}
