//! Places as values; the report as a whole is tested through the program.

use super::*;
use crate::language::{Convert, Fallback, Language};
use expect_test::expect;

fn tag(text: &str) -> Tag {
    Tag::parse(text).unwrap()
}

fn words(target: &str) -> Words {
    let language = Language {
        tag: tag(target),
        path: String::new(),
        convert: Convert::Taiwan,
        fallback: Fallback::Omit,
        glyphs: Vec::new(),
    };
    Words::new(&language, &[], &[])
}

/// The places of one text that is a whole file.
fn places(source: &str, reviewed: &Reviewed) -> Vec<Place> {
    let (file, written) = ("content/a.md".into(), tag("zh-Hans"));
    let mut reader = Reader {
        reviewed,
        file: &file,
        source,
        front_matter: 0..0,
        finder: Finder::new(source, 0),
        written: &written,
        report: Report::default(),
    };
    let text = Text { text: source.replace("**", ""), manner: Manner::Prose, at: At::Body };
    let (tw, hk) = (words("zh-Hant-TW"), words("zh-Hant-HK"));
    reader.text(&text, [(&tw, false), (&hk, false)].into_iter());
    reader.report.places
}

fn questions(places: &[Place]) -> Vec<&str> {
    places.iter().filter(|place| place.is_question()).map(Place::word).collect()
}

#[test]
fn an_id_is_the_sentence_and_the_word_in_it() {
    let id = |text: &str, word: &str, number: usize| {
        let at = text.match_indices(word).nth(number).unwrap().0;
        identity::id(text, &(at..at + word.len()), &tag("zh-Hans"))
    };
    let first = id("先练后做，边练后做。", "后", 0);
    assert_eq!(first, id("另一句。先练后做，边练后做。又一句后。", "后", 0));
    assert_ne!(first, id("先练后做，边练后做。", "后", 1));
    assert_ne!(first, id("先练后做了，边练后做。", "后", 0));
    assert_eq!(first.len(), 10);
    assert!(first.bytes().all(|letter| letter.is_ascii_lowercase()));
}

#[test]
fn places_lead_to_the_file_across_markup() {
    let text = "他说余**海**田来了。里程碑在台州，崔常松说。";
    let places = places(text, &Reviewed::default());
    assert_eq!(questions(&places), ["余", "松"]);
    for place in &places {
        assert_eq!(text[place.span.clone()].replace("**", ""), place.word());
    }
}

#[test]
fn what_was_read_is_quiet_until_its_output_changes() {
    let text = "作者崔常松。";
    let mut reviewed = Reviewed::default();
    let found = places(text, &reviewed);
    assert_eq!(questions(&found), ["松"]);
    let place = found.iter().find(|place| place.is_question()).unwrap();
    reviewed.add(place, place.variants.iter().take(1));
    // Hong Kong's form was not read.
    assert_eq!(questions(&places(text, &reviewed)), ["松"]);
    reviewed.add(place, place.variants.iter());
    assert!(questions(&places(text, &reviewed)).is_empty());
    assert_eq!(questions(&places("记者崔常松。", &reviewed)), ["松"]);

    let other = Place {
        variants: place.variants.iter().map(|one| Variant { output: "鬆".into(), ..one.clone() }).collect(),
        ..place.clone()
    };
    reviewed.add(&other, other.variants.iter());
    assert_eq!(questions(&places(text, &reviewed)), ["松"]);
}

#[test]
fn the_list_of_what_was_read_reads_back() {
    let mut reviewed = Reviewed::default();
    for place in places("他说: “余得水”, 崔常松\"\\来了。", &reviewed.clone()) {
        reviewed.add(&place, place.variants.iter());
    }
    let text = reviewed.text();
    let read = reviewed::read(&reviewed::FILE.into(), &text);
    assert!(read.diagnostics.is_empty(), "{:?}", read.diagnostics);
    assert_eq!(read.value, reviewed);
    assert!(text.lines().filter(|line| !line.starts_with('#')).is_sorted());
    let broken = reviewed::read(&reviewed::FILE.into(), "abcdefghij: {word: 松, zh-Hant-TW: 松}\n");
    assert_eq!(broken.diagnostics.len(), 1);
}

#[test]
fn an_own_answer_is_an_entry_for_all_languages() {
    let mut report =
        Report { places: places("校长余得水来了。", &Reviewed::default()), characters: 8 };
    report.only(&[tag("zh-Hant-TW")]);
    let place = report.places.iter().find(|place| place.is_question()).unwrap();
    let line = entry::line(place, |_| Some("余".to_owned()), "content/a.md", "2026-11-22");
    // Hong Kong was not asked about and keeps what it had.
    expect![[r#"- {zh-Hans: 校长余得水, zh-Hant-TW: 校長余得水, zh-Hant-HK: 校長餘得水, note: "content/a.md", reviewed: 2026-11-22}"#]]
        .assert_eq(&line);
    let read = crate::document::glossary::read(&"content/glossary.yaml".into(), &line);
    assert!(read.diagnostics.is_empty(), "{:?}", read.diagnostics);
    assert_eq!(read.value.entries[0].forms.len(), 3);
}

#[test]
fn equal_decisions_are_one_group() {
    let places = places("作者崔常松。编辑李松。校长余得水。", &Reviewed::default());
    let groups = groups(&places, Place::is_question);
    let shown: Vec<(&str, usize)> = groups.iter().map(|group| (group.word(), group.places.len())).collect();
    assert_eq!(shown, [("松", 2), ("余", 1)]);
}
