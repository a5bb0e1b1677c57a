//! A site's words against the tables.

use super::*;
use crate::script::{Context, Output, Priority, Term};

fn check(words: &[(&str, Option<&str>)], text: &str, expected: &str) {
    let term = |(source, output): &(&str, Option<&str>)| Term {
        source: (*source).to_owned(),
        output: output.map_or(Output::Keep, |output| Output::Text(output.to_owned())),
        priority: Priority::Site,
        context: Context::default(),
    };
    let terms = Terms::new(words.iter().map(term));
    assert_eq!(converter(Hans, HantTw, Taiwan).convert(text, &terms), expected);
}

#[test]
fn the_sites_words_count_before_vocabulary_and_phrases() {
    check(&[("软件", Some("軟件"))], "软件系统与应用软件", "軟件系統與應用軟件");
    check(&[("吉林匠谷", None)], "在吉林匠谷里", "在吉林匠谷裡");
    check(
        &[("“双高”", Some("『雙高』")), ("5G", Some("第五代"))],
        "“双高”与5G，“一般”",
        "『雙高』與第五代，「一般」",
    );
}

#[test]
fn a_longer_word_of_the_site_cuts_a_phrase_that_reaches_into_it() {
    check(&[("于晓东", Some("于曉東"))], "对于晓东的报道", "對于曉東的報道");
    check(&[("于晓", None)], "对于晓东的报道", "對于晓東的報道");
}

#[test]
fn phrases_keep_a_word_from_arising_across_their_end() {
    check(&[("信息", Some("訊息"))], "相信息息相关的信息", "相信息息相關的訊息");
    check(&[("信息", None)], "相信息息相关", "相信息息相關");
}

#[test]
fn protected_names_keep_shorter_words_out() {
    check(&[("信息", Some("訊息"))], "信息化部的信息", "信息化部的訊息");
    check(&[("信息化", Some("訊息化"))], "工业和信息化部", "工業和信息化部");
    check(&[("工业和信息化部", Some("工信部"))], "工业和信息化部", "工信部");
}

#[test]
fn a_wall_keeps_a_word_apart() {
    check(
        &[("软件", Some("軟件")), ("\u{FFFC}", Some("x"))],
        "软\u{FFFC}件里\u{FFFC}程碑",
        "軟\u{FFFC}件裡\u{FFFC}程碑",
    );
}
