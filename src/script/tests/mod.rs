//! What the module promises as a whole; single parts are tested beside their code.

mod agreement;
mod properties;
mod vocabulary;
mod words;

use super::Depth::{self, *};
use super::Script::{self, *};
use super::{Converter, Terms};

pub(super) fn converter(from: Script, to: Script, depth: Depth) -> Converter {
    Converter::between(from, to, depth).unwrap()
}

pub(super) fn convert(from: Script, to: Script, depth: Depth, text: &str) -> String {
    converter(from, to, depth).convert(text, &Terms::default()).into_owned()
}

#[test]
fn a_script_and_itself_need_no_converter() {
    for script in [Hans, Hant, HantTw, HantHk] {
        assert!(Converter::between(script, script, Characters).is_none());
    }
    assert!(Converter::between(HantTw, Hant, Taiwan).is_none());
    assert!(Converter::between(Hans, Hans, Taiwan).is_none());
}

#[test]
fn depth_chooses_the_vocabulary_of_the_region() {
    let text = "软件里的群众";
    assert_eq!(convert(Hans, Hant, Characters, text), "軟件裏的羣衆");
    assert_eq!(convert(Hans, HantTw, Characters, text), "軟件裡的群眾");
    assert_eq!(convert(Hans, HantTw, Taiwan, text), "軟體裡的群眾");
    assert_eq!(convert(Hans, HantHk, Characters, text), "軟件裏的群眾");
    assert_eq!(convert(Hans, HantHk, HongKong, "软件里的信息"), "軟件裏的資訊");
    // The region's own characters are there without its vocabulary when the depth names the other region.
    assert_eq!(convert(Hans, HantTw, HongKong, text), "軟件裡的群眾");
    // A target without a region takes the depth's.
    assert_eq!(convert(Hans, Hant, Taiwan, text), "軟體裡的群眾");
    assert_eq!(convert(HantTw, Hans, Taiwan, "軟體裡的資訊"), "软件里的信息");
    assert_eq!(convert(HantTw, Hans, Characters, "軟體裡的資訊"), "软体里的资讯");
    assert_eq!(convert(HantTw, HantHk, HongKong, "軟體與晶片、計程車"), "軟件與晶片、的士");
}

#[test]
fn names_are_converted_by_characters_only() {
    let words = converter(Hans, HantTw, Taiwan);
    let names = words.characters_only();
    let none = Terms::default();
    assert_eq!(words.convert("“软件”", &none), "「軟體」");
    assert_eq!(names.convert("“软件”", &none), "「軟件」");
    assert_eq!(names.with_quotes(false).convert("“软件”", &none), "“軟件”");
}

#[test]
fn compatibility_ideographs_become_plain_ones_before_phrases_are_looked_up() {
    // U+F9E9 stands for 里; the phrase 里程碑 keeps 里, a lone 里 becomes 裡.
    let converter = converter(Hans, HantTw, Characters);
    let text = "会场\u{F9E9}，\u{F9E9}程碑A\u{F9E9}";
    assert_eq!(converter.convert(text, &Terms::default()), "會場裡，里程碑A裡");
    let mut segments = super::Segments::default();
    converter.segments(text, &Terms::default(), &mut segments);
    let sources: Vec<(&str, &str)> = segments.iter().map(|one| (&text[one.source], one.output)).collect();
    let expected = [
        ("会", "會"),
        ("场", "場"),
        ("\u{F9E9}", "裡"),
        ("，", "，"),
        ("\u{F9E9}", "里"),
        ("程碑A", "程碑A"),
        ("\u{F9E9}", "裡"),
    ];
    assert_eq!(sources, expected);
}

#[test]
fn a_compatibility_ideograph_stands_for_its_plain_form_before_any_character() {
    let converter = converter(Hans, Hant, Characters);
    let shown = |text: &str| converter.convert(text, &Terms::default()).into_owned();
    for next in '\u{4E00}'..='\u{9FFF}' {
        // U+F90A stands for 金.
        assert_eq!(shown(&format!("\u{F90A}{next}")), shown(&format!("金{next}")));
    }
}

#[test]
fn description_sequences_and_variation_selectors_are_left_alone() {
    assert_eq!(convert(Hans, HantTw, Characters, "⿰讠发发展"), "⿰讠发發展");
    assert_eq!(convert(Hans, HantTw, Characters, "葛\u{E0100}发\u{FE00}"), "葛\u{E0100}發\u{FE00}");
}
