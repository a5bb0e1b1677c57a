//! A hundred thousand inline trees, made from a seed: conversion moves text between elements and loses none
//! of it, no link, and leaves no element without text. proptest tries too few for that.

mod trees;

use std::collections::BTreeMap;
use std::ops::Range;

use super::body::{Holes, write};
use super::form_for;
use super::words::Words;
use crate::diagnostic::SitePath;
use crate::document::body::{Body, Element, Label, Piece};
use crate::document::flow::Flow;
use crate::document::html::push_text;
use crate::document::markdown::{Input, compile};
use crate::document::record::{Beside, GlossaryEntry, TermKind};
use crate::language::{Convert, Fallback, Language, Tag};
use crate::mark::parse_mark;
use crate::script::{Segments, WALL};
use trees::{Random, built, parsed, tree};

const TREES: u64 = 100_000;
/// What a hole shows.
const HOLE: char = '\u{E000}';

/// Words whose conversions are longer or shorter than they are, and such that are cut by accident.
const HANS: &[&str] = &[
    "发",
    "展",
    "打印",
    "机",
    "软件",
    "件",
    "人工智能",
    "“",
    "”",
    "‘",
    "皇后",
    "a",
    "<",
    "&",
    "。",
    "信息",
    "U盘",
    "互联网",
    "程序员",
    "短词表项",
    "长词",
    "只里",
];
const HANT: &[&str] = &[
    "發展",
    "網際網路",
    "隨身碟",
    "軟體",
    "程式設計師",
    "「",
    "」",
    "『",
    "後",
    "資料庫",
    "數位",
    "b",
    "，",
    "短詞",
];

#[test]
fn a_language_without_a_form_takes_its_sisters() {
    let reads = |forms: &[&str], tag: &str| {
        let forms: Vec<(Tag, String)> =
            forms.iter().map(|form| (Tag::parse(form).unwrap(), (*form).to_owned())).collect();
        form_for(&forms, &Tag::parse(tag).unwrap()).map(str::to_owned)
    };
    let check = |forms: &[&str], tag, expected: &str| {
        assert_eq!(reads(forms, tag).as_deref(), Some(expected), "{tag} of {forms:?}");
    };
    let all = ["zh-CN", "zh-Hant", "zh-TW", "zh-HK"];
    check(&all, "zh-Hans", "zh-CN");
    check(&all, "zh-Hant-HK", "zh-HK");
    check(&all, "zh-Hant-TW", "zh-TW");
    check(&["zh-TW", "zh-Hant"], "zh-Hant-HK", "zh-Hant");
    check(&["zh-Hans", "zh-TW"], "zh-Hant-HK", "zh-TW");
    check(&["zh-HK", "zh-Hant"], "zh-Hant-TW", "zh-Hant");
    check(&["zh-HK", "zh-Hans"], "zh-Hant-TW", "zh-HK");
    check(&["zh-HK", "zh-TW"], "zh-Hant", "zh-TW");
    assert_eq!(reads(&["zh-Hant", "zh-TW"], "zh-Hans"), None);
    assert_eq!(reads(&["zh-Hans"], "en"), None);
}

#[track_caller]
fn check_page(markdown: &str, expected: &str) {
    let words = words("zh-Hant-TW", Convert::Taiwan);
    assert_eq!(html(&compiled(markdown), &tag("zh-Hans"), &words).trim_end(), expected);
}

#[test]
fn elements_keep_their_text_or_go_with_it() {
    check_page("软[件](/a/)与**发**展", "<p>軟<a>體</a>與<strong>發</strong>展</p>");
    check_page("U**盘**和*U*盘", "<p>隨身碟和<em>隨身碟</em></p>");
    check_page("U[盘](/a/)和U[**盘**](/a/)", "<p>隨身<a>碟</a>和隨身<a><strong>碟</strong></a></p>");
    check_page(
        "U **`盘`** 和 U **-{}-盘**",
        "<p>U <strong><code>盘</code></strong> 和 U <strong>盤</strong></p>",
    );
    // One character cannot be in two links: then each is converted by itself.
    check_page("[件](/a/)[软](/b/)", "<p><a>件</a><a>軟</a></p>");
}

#[test]
fn a_quotation_of_several_paragraphs_opens_each_of_them() {
    check_page(
        "“发‘展’。\n\n“软**件**。\n\n“机器。”",
        "<p>「發『展』。</p>\n<p>「軟<strong>體</strong>。</p>\n<p>「機器。」</p>",
    );
    check_page("“发展。\n\n机器", "<p>“發展。</p>\n<p>機器</p>");
}

#[test]
fn raw_html_is_converted_but_for_code_and_other_languages() {
    check_page(
        "软<b>件</b>、<span lang=\"ja\">软件<b>发展</b></span>、<code>软件</code>发展",
        "<p>軟<b>體</b>、<span lang=\"ja\">软件<b>发展</b></span>、<code>软件</code>發展</p>",
    );
    check_page(
        "<div lang=ja>\n\n软件\n\n</div>\n\n软件\n\n<table><tr><td>软<i>件</i>&nbsp;发展</td><td title='发'>发</td></tr></table>",
        "<div lang=ja>\n<p>软件</p>\n</div>\n<p>軟體</p>\n<table><tr><td>軟<i>體</i>&nbsp;發展</td><td title='发'>發</td></tr></table>",
    );
    check_page(
        "<p>U<b>盘</b><a href='x'>发</a>\n<script>'发'</script>",
        "<p>隨身碟<a href='x'>發</a>\n<script>'发'</script>",
    );
    // What is not closed ends with its paragraph; what closes nothing is no end.
    check_page(
        "甲<span lang=ja>发\n\n发</span>、**<b>发**</b>",
        "<p>甲<span lang=ja>发</p>\n<p>發</span>、<strong><b>發</strong></b></p>",
    );
}

#[test]
fn trees_convert_like_their_text() {
    let (to_hant, to_hans) = (words("zh-Hant-TW", Convert::Taiwan), words("zh-Hans", Convert::Taiwan));
    let (hans, hant) = (tag("zh-Hans"), tag("zh-Hant-TW"));
    let mut tight = 0;
    for seed in 0..TREES {
        let mut random = Random(seed);
        let (words, own, from, vocabulary) = match random.below(3) {
            0 => (&to_hans, &to_hant, &hant, HANT),
            _ => (&to_hant, &to_hans, &hans, HANS),
        };
        let tree = tree(&mut random, vocabulary);
        let body = match seed % 2 {
            0 => built(&tree),
            _ => parsed(&tree),
        };
        tight += usize::from(!check(&body, from, words, own, seed));
    }
    assert!(tight < TREES as usize / 1000, "{tight}");
}

/// Checks one body; `false` where a phrase has too few characters for the links that it lies in.
fn check(body: &Body, from: &Tag, words: &Words, own: &Words, seed: u64) -> bool {
    let source = html(body, from, own);
    let shown = html(body, from, words);
    let (before, after) = (elements(&source), elements(&shown));
    assert_eq!(before.links, after.links, "{seed}: {source} -> {shown}");
    assert_eq!(before.empty, after.empty, "{seed}: {source} -> {shown}");
    let (expected, enough) = expected(body, from, words);
    if enough {
        assert_eq!(after.text, expected, "{seed}: {source} -> {shown}");
    }
    enough
}

/// The text of all containers, converted as one text each (quotations of several paragraphs apart), and whether all links can have a part of it.
fn expected(body: &Body, from: &Tag, words: &Words) -> (String, bool) {
    let (converter, terms) = words.converter(from).unwrap();
    let (mut out, mut enough) = (String::new(), true);
    let flow = body.flow();
    for pieces in flow.pieces.split(|piece| *piece == Piece::End) {
        let mut plain = String::new();
        let mut walls: Vec<String> = Vec::new();
        // Where each link begins and ends.
        let mut links: Vec<Range<usize>> = Vec::new();
        for piece in pieces {
            let text = |range: &Range<u32>| flow.slice(range);
            let wall = match piece {
                Piece::Prose(range) => {
                    plain.push_str(text(range));
                    continue;
                }
                Piece::Open(Element::Link, _) => {
                    links.push(plain.len()..plain.len());
                    continue;
                }
                Piece::Close(Element::Link, _) => {
                    links.last_mut().unwrap().end = plain.len();
                    continue;
                }
                Piece::Verbatim(range) => text(range).to_owned(),
                Piece::Mark(range) => words.mark(&parse_mark(text(range)).unwrap(), from).to_owned(),
                Piece::Name(_) => HOLE.to_string(),
                _ => continue,
            };
            plain.push(WALL);
            walls.push(wall);
        }
        let mut segments = Segments::default();
        converter.segments(&plain, terms, &mut segments);
        for segment in segments.iter() {
            let inside = |link: &&Range<usize>| {
                !link.is_empty() && link.start < segment.source.end && segment.source.start < link.end
            };
            enough &= links.iter().filter(inside).count() <= segment.output.chars().count();
        }
        let mut walls = walls.iter();
        for letter in segments.text().chars() {
            match letter {
                WALL => out.push_str(walls.next().unwrap()),
                letter => out.push(letter),
            }
        }
    }
    // Markup has line ends of its own.
    out.retain(|letter| letter != '\n');
    let mut escaped = String::new();
    push_text(&mut escaped, &out);
    (escaped, enough)
}

fn html(body: &Body, from: &Tag, words: &Words) -> String {
    let mut out = String::new();
    write(body, from, words, &mut Visible, &mut out);
    out
}

/// What a page holds: its text in one line, its links, and its elements without text.
struct Elements {
    text: String,
    links: usize,
    empty: BTreeMap<String, usize>,
}

fn elements(html: &str) -> Elements {
    let mut found = Elements { text: String::new(), links: 0, empty: BTreeMap::new() };
    let mut open: Vec<(&str, usize)> = Vec::new();
    let mut rest = html;
    while let Some((text, after)) = rest.split_once('<') {
        found.text.push_str(text);
        let (tag, behind) = after.split_once('>').unwrap();
        rest = behind;
        match tag.strip_prefix('/') {
            Some(name) => {
                let (opened, length) = open.pop().unwrap();
                assert_eq!(opened, name, "{html}");
                if length == found.text.len() {
                    *found.empty.entry(name.to_owned()).or_default() += 1;
                }
            }
            None => {
                let name = tag.split(' ').next().unwrap();
                found.links += usize::from(name == "a");
                if !matches!(name, "br" | "hr") {
                    open.push((name, found.text.len()));
                }
            }
        }
    }
    found.text.push_str(rest);
    found.text.retain(|letter| letter != '\n');
    assert!(open.is_empty(), "{html}");
    found
}

fn compiled(text: &str) -> Body {
    let file: SitePath = "content/a.md".into();
    let input = Input { file: &file, text, start: 0, raw_html: true, slug: str::to_owned };
    compile(&input).value
}

/// Leaves holes visible as one private character each.
struct Visible;

impl Holes for Visible {
    fn label(&mut self, _label: Label, _out: &mut String) {}
    fn href(&mut self, _link: u32, _out: &mut String) {}
    fn name(&mut self, _link: u32, out: &mut String) {
        out.push(HOLE);
    }
    fn image(&mut self, _image: u32, _out: &mut String) {}
    fn call(&mut self, _call: u32, _out: &mut String) {}
}

fn tag(text: &str) -> Tag {
    Tag::parse(text).unwrap()
}

fn words(target: &str, convert: Convert) -> Words {
    let entry = |hans: &str, hant: &str| {
        let forms = vec![(tag("zh-Hans"), hans.to_owned()), (tag("zh-Hant-TW"), hant.to_owned())];
        let (kind, context) = (TermKind::Term, Beside::default());
        GlossaryEntry { forms, keep: false, kind, context, is_reviewed: false, span: 0..0 }
    };
    let glossary = [entry("短词表项", "短詞"), entry("长词", "很長的詞"), entry("件软", "項")];
    let language = Language {
        tag: tag(target),
        path: String::new(),
        convert,
        glyphs: Vec::new(),
        fallback: Fallback::Omit,
    };
    Words::new(&language, &glossary, &[])
}
