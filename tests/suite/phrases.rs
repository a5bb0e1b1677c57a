//! Script conversion on phrases of alliance news, class by class: `tests/phrases/*.tsv`.
//!
//! The lists were written without a look at the tables, by people's rules for what a careful editor in the
//! region writes. Each list has its least share of phrases that are right; the phrases that fail are printed.

use std::collections::BTreeMap;
use std::io::Write;
use std::process::Stdio;

use crate::harness::program;

/// A line of a list.
struct Case<'a> {
    input: &'a str,
    accepted: Vec<&'a str>,
}

/// OpenCC's names of directions, as arguments of `huimeng zh --text`.
fn arguments(configuration: &str) -> [&'static str; 6] {
    let (from, to, convert) = match configuration {
        "s2tw" => ("zh-Hans", "zh-Hant-TW", "characters"),
        "s2twp" => ("zh-Hans", "zh-Hant-TW", "taiwan"),
        "s2hk" => ("zh-Hans", "zh-Hant-HK", "characters"),
        "s2hkp" => ("zh-Hans", "zh-Hant-HK", "hong-kong"),
        "t2s" => ("zh-Hant", "zh-Hans", "characters"),
        "tw2s" => ("zh-Hant-TW", "zh-Hans", "characters"),
        "tw2sp" => ("zh-Hant-TW", "zh-Hans", "taiwan"),
        "hk2s" => ("zh-Hant-HK", "zh-Hans", "characters"),
        _ => panic!("{configuration} is no direction of these lists"),
    };
    ["--from", from, "--to", to, "--convert", convert]
}

fn convert(configuration: &str, cases: &[Case]) -> Vec<String> {
    let mut command = program(&["zh", "--text"]);
    let mut child =
        command.args(arguments(configuration)).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let lines: String = cases.iter().map(|case| format!("{}\n", case.input)).collect();
    let mut input = child.stdin.take().unwrap();
    // The program answers line by line: writing all before reading could fill both pipes.
    let writer = std::thread::spawn(move || input.write_all(lines.as_bytes()).unwrap());
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect()
}

/// How many lines of a list come out as accepted, and those that do not.
fn check(list: &str) -> (usize, Vec<String>) {
    let mut by_configuration: BTreeMap<&str, Vec<Case>> = BTreeMap::new();
    for line in list.lines().filter(|line| !line.starts_with('#')) {
        let [configuration, input, accepted, _class] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("not four columns: {line}")
        };
        let case = Case { input, accepted: accepted.split('|').collect() };
        by_configuration.entry(configuration).or_default().push(case);
    }
    let mut failed = Vec::new();
    let mut passed = 0;
    for (configuration, cases) in &by_configuration {
        let outputs = convert(configuration, cases);
        assert_eq!(outputs.len(), cases.len());
        for (case, output) in cases.iter().zip(outputs) {
            if case.accepted.contains(&output.as_str()) {
                passed += 1;
            } else {
                failed.push(format!(
                    "{configuration} {} → {output}, not {}",
                    case.input,
                    case.accepted.join("|")
                ));
            }
        }
    }
    (passed, failed)
}

/// `known`: the phrases that are known to fail, so that a list cannot get worse unnoticed, nor better.
fn expect(list: &str, passes: usize, known: &[&str]) {
    let (passed, failed) = check(list);
    assert_eq!((passed, failed), (passes, known.iter().map(|line| (*line).to_owned()).collect()));
}

#[test]
fn names_of_people() {
    expect(include_str!("../phrases/names.tsv"), 85, &[]);
}

#[test]
fn characters_places_and_quotation_marks() {
    expect(include_str!("../phrases/characters.tsv"), 464, &[]);
}

#[test]
fn vocabulary_official_names_and_titles() {
    expect(include_str!("../phrases/vocabulary.tsv"), 410, &[]);
}

#[test]
fn traps_of_the_vocabulary() {
    expect(include_str!("../phrases/traps.tsv"), 395, &[]);
}

#[test]
fn sentences() {
    expect(
        include_str!("../phrases/sentences.tsv"),
        398,
        &["s2tw 一出反映扶贫的话剧感人至深 → 一出反映扶貧的話劇感人至深, not 一齣反映扶貧的話劇感人至深"],
    );
}

#[test]
fn sentences_with_words() {
    expect(include_str!("../phrases/sentences-with-words.tsv"), 398, &[]);
}

#[test]
fn short_phrases_of_all_classes() {
    expect(
        include_str!("../phrases/short.tsv"),
        685,
        &[
            "s2tw 副院长谷雨晴 → 副院長穀雨晴, not 副院長谷雨晴",
            "s2twp 于得水院士 → 於得水院士, not 于得水院士",
        ],
    );
}

/// Unlike the others these were written with the program at hand.
#[test]
fn phrases_of_kinds_that_real_texts_showed_to_be_wrong() {
    expect(include_str!("../phrases/found.tsv"), 141, &[]);
}

/// So were these.
#[test]
fn terms_of_trades_and_what_only_looks_like_them() {
    expect(include_str!("../phrases/trades.tsv"), 90, &[]);
}
