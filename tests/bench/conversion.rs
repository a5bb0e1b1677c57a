//! How quick conversion between scripts is, on one core: `cargo bench`.
//!
//! Whole: one text of some megabytes. By line: as a site does it, block by block. With terms: beside a site's own
//! thousand words. `compare_conversion.py` measures the same text beside other programs.

use std::path::Path;
use std::sync::LazyLock;

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use huimeng::script::{Context, Converter, Depth, Output, Priority, Script, Term, Terms};

mod text;

/// In bytes. A run that only shows that the measurements work, and is not optimised, is content with little.
const LENGTH: usize = if cfg!(debug_assertions) { 40_000 } else { 4_000_000 };
const TERMS: usize = 1_000;

/// OpenCC's names of the directions.
const CONFIGURATIONS: [&str; 4] = ["s2tw", "s2twp", "s2hk", "tw2s"];

static SIMPLIFIED: LazyLock<String> = LazyLock::new(|| text::simplified(repository(), LENGTH));
static TAIWAN: LazyLock<String> =
    LazyLock::new(|| converter("s2tw").convert(&SIMPLIFIED, &Terms::default()).into_owned());

fn main() {
    divan::main();
}

#[divan::bench(args = CONFIGURATIONS)]
fn whole(bencher: Bencher, configuration: &str) {
    measure(bencher, configuration, &Terms::default(), |text| vec![text]);
}

#[divan::bench(args = CONFIGURATIONS)]
fn by_line(bencher: Bencher, configuration: &str) {
    measure(bencher, configuration, &Terms::default(), |text| text.lines().collect());
}

#[divan::bench(args = CONFIGURATIONS)]
fn whole_with_terms(bencher: Bencher, configuration: &str) {
    measure(bencher, configuration, &terms(), |text| vec![text]);
}

#[divan::bench(args = CONFIGURATIONS)]
fn by_line_with_terms(bencher: Bencher, configuration: &str) {
    measure(bencher, configuration, &terms(), |text| text.lines().collect());
}

fn measure(
    bencher: Bencher,
    configuration: &str,
    terms: &Terms,
    pieces: fn(&'static str) -> Vec<&'static str>,
) {
    let text: &'static str = if configuration.starts_with("tw") { &TAIWAN } else { &SIMPLIFIED };
    let converter = converter(configuration);
    let pieces = pieces(text);
    bencher.counter(BytesCount::of_str(text)).bench_local(|| {
        for piece in &pieces {
            black_box(converter.convert(black_box(piece), terms));
        }
    });
}

fn converter(configuration: &str) -> Converter {
    let (from, to, depth) = match configuration {
        "s2twp" => (Script::Hans, Script::HantTw, Depth::Taiwan),
        "s2hk" => (Script::Hans, Script::HantHk, Depth::Characters),
        "tw2s" => (Script::HantTw, Script::Hans, Depth::Characters),
        _ => (Script::Hans, Script::HantTw, Depth::Characters),
    };
    Converter::between(from, to, depth).expect("two scripts")
}

/// Words as long as names are, from all parts of the text; half of them are kept.
fn terms() -> Terms {
    let lines = text::lines(repository());
    let from = |place: usize| {
        let line = &lines[place * 7 % lines.len()];
        let characters = line.chars().filter(|character| character.is_alphabetic());
        characters.take(3 + place % 4).collect::<String>()
    };
    Terms::new((0..TERMS).map(|place| Term {
        source: from(place),
        output: if place % 2 == 0 { Output::Keep } else { Output::Text(from(place + 1)) },
        priority: Priority::Site,
        context: Context::default(),
    }))
}

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
