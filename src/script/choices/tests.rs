use expect_test::{Expect, expect};

use super::*;
use crate::script::{Depth, Output, Term};

/// Each choice in a line: the risk, what decided, the words, what they became, and the others.
fn check(text: &str, expected: Expect) {
    let converter = Converter::between(Script::Hans, Script::HantTw, Depth::Taiwan).unwrap();
    let output = Output::Text("匠谷園".to_owned());
    let term =
        Term {
            source: "匠谷园".to_owned(), output, priority: Priority::Site, context: Default::default()
        };
    let choices = converter.choices(text, &Terms::new([term]));
    let line = |choice: &Choice| {
        let Choice { source, output, others, why, risk, .. } = choice;
        format!("{risk:?} {why:?} {} → {output} ({})\n", &text[source.clone()], others.join(" "))
    };
    expected.assert_eq(&choices.iter().map(line).collect::<String>());
}

#[test]
fn characters_without_a_phrase_are_asked_about_unless_they_are_harmless() {
    check(
        "校长于会后到范家村",
        expect![[r#"
            Ask Character 于 → 於 (于)
            Decided Phrase 会后 → 會後 ()
            Decided Phrase 范家 → 范家 ()
        "#]],
    );
    check(
        "三个班，100余户，只有五只",
        expect![[r#"
        Decided Phrase 三个 → 三個 ()
        Decided Phrase 余户 → 餘戶 ()
        Decided Phrase 只有 → 只有 ()
        Decided Phrase 五只 → 五隻 ()
    "#]],
    );
    check(
        "车间里",
        expect![[r#"
            Calm Character 里 → 裡 (里 哩)
        "#]],
    );
}

#[test]
fn what_stays_as_it_is_had_a_choice_too() {
    check(
        "里程碑在台州，崔常松",
        expect![[r#"
            Decided Phrase 里程碑 → 里程碑 ()
            Decided Phrase 在台州 → 在台州 ()
            Ask Character 松 → 松 (鬆)
        "#]],
    );
}

#[test]
fn words_names_and_terms_have_decided() {
    check(
        "软件在匠谷园，信息产业园发展",
        expect![[r#"
        Decided Word 软件 → 軟體 (軟件)
        Decided Term(Site) 匠谷园 → 匠谷園 ()
        Decided Body 信息产业园 → 信息產業園 ()
        Decided Phrase 发展 → 發展 ()
    "#]],
    );
}

#[test]
fn vocabulary_before_the_name_of_a_body_is_asked_about() {
    check(
        "发挥信息园公司作用，软件的公司",
        expect![[r#"
        Decided Phrase 发挥 → 發揮 ()
        Ask Word 信息 → 資訊 (信息)
        Decided Word 软件 → 軟體 (軟件)
    "#]],
    );
}

#[test]
fn accidents_are_told() {
    check(
        "讲会上副校长胡彬",
        expect![[r#"
            Calm Character 胡 → 胡 (鬍 衚)
        "#]],
    );
    check(
        "全国海关系统",
        expect![[r#"
        Decided Accident 关系统 → 關系統 (關係統)
    "#]],
    );
    check(
        "不准入内",
        expect![[r#"
            Ask Doubtful 不准 → 不准 (不準)
        "#]],
    );
}

#[test]
fn names_of_people_are_decided_unless_they_are_guesses() {
    check(
        "校长于会后表示，涂志强强调，余晓兰介绍情况，书记马志勇说",
        expect![[r#"
            Ask Character 于 → 於 (于)
            Decided Phrase 会后 → 會後 ()
            Decided Phrase 表示 → 表示 ()
            Decided Person 涂志强 → 涂志強 (塗志強)
            Decided Person 余晓兰 → 余曉蘭 (餘曉蘭)
            Ask Character 志 → 志 (誌)
        "#]],
    );
}

#[test]
fn traditional_text_has_few_choices() {
    let converter = Converter::between(Script::HantTw, Script::Hans, Depth::Taiwan).unwrap();
    let text = "乾坤與著作，企業著力、晾乾後發展";
    let choices = converter.choices(text, &Terms::default());
    let asked: Vec<&str> = choices
        .iter()
        .filter(|choice| choice.risk == Risk::Ask)
        .map(|choice| &text[choice.source.clone()])
        .collect();
    expect![[r#"["乾"]"#]].assert_eq(&format!("{asked:?}"));
}

#[test]
fn a_compatibility_ideograph_keeps_places_true() {
    let text = "\u{F9DD}会后".replace('会', "成");
    let converter = Converter::between(Script::Hans, Script::HantTw, Depth::Taiwan).unwrap();
    let choices = converter.choices(&text, &Terms::default());
    let words: Vec<&str> = choices.iter().map(|choice| &text[choice.source.clone()]).collect();
    expect![[r#"["后"]"#]].assert_eq(&format!("{words:?}"));
}
