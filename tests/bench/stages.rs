//! How quick each stage is on the example site: `cargo bench --bench stages`.
//!
//! One thread. Conversion has a file of its own. A page is measured from its view to its HTML, conversion included.

use std::path::Path;
use std::sync::LazyLock;

use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};
use huimeng::document::{front_matter, markdown};
use huimeng::kind::Kind;
use huimeng::output::{Artifact, Stage};
use huimeng::pipeline::{Memo, Options, Ready, prepare};
use huimeng::render::minify;
use huimeng::source::{self, SourceFile, SourceTree};
use huimeng::text::pinyin;

static TREE: LazyLock<SourceTree> =
    LazyLock::new(|| source::load(Path::new(env!("CARGO_MANIFEST_DIR"))).value);
static READY: LazyLock<Ready> = LazyLock::new(|| {
    let prepared = prepare(&TREE, &options(), Vec::new(), &mut Memo::default());
    prepared.ready.as_deref().expect("the example site is whole").clone()
});

fn main() {
    rayon::ThreadPoolBuilder::new().num_threads(1).build_global().expect("no pool yet");
    divan::main();
}

#[divan::bench]
fn load(bencher: Bencher) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    bencher.counter(ItemsCount::new(TREE.files().len())).bench_local(|| black_box(source::load(root)));
}

#[divan::bench]
fn front_matter_of_records(bencher: Bencher) {
    let zone = jiff::tz::TimeZone::UTC;
    bencher.counter(ItemsCount::new(records().count())).bench_local(|| {
        for file in records() {
            black_box(front_matter::read(&file.path, &file.text, Kind::Page, &zone));
        }
    });
}

#[divan::bench]
fn markdown_of_records(bencher: Bencher) {
    let bytes: usize = records().map(|file| file.text.len()).sum();
    bencher.counter(BytesCount::new(bytes)).bench_local(|| {
        for file in records() {
            let (text, start, slug) = (&*file.text, body_of(&file.text), pinyin::slug as fn(&str) -> String);
            let input = markdown::Input { file: &file.path, text, start, raw_html: true, slug };
            black_box(markdown::compile(&input));
        }
    });
}

/// Reading, linking, planning, and what pages share.
#[divan::bench]
fn prepare_site(bencher: Bencher) {
    bencher
        .counter(ItemsCount::new(records().count()))
        .bench_local(|| black_box(prepare(&TREE, &options(), Vec::new(), &mut Memo::default())));
}

#[divan::bench]
fn pages(bencher: Bencher) {
    bencher.counter(ItemsCount::new(READY.routes.pages.len())).bench_local(|| {
        for route in &READY.routes.pages {
            black_box(READY.page(route));
        }
    });
}

#[divan::bench]
fn minify_pages(bencher: Bencher) {
    let pages = rendered();
    let bytes: usize = pages.iter().map(|(_, page)| page.len()).sum();
    bencher.counter(BytesCount::new(bytes)).bench_local(|| {
        for (_, page) in &pages {
            black_box(minify::page(page.clone()));
        }
    });
}

#[divan::bench]
fn write_files(bencher: Bencher) {
    let pages = rendered();
    let folder = tempfile::tempdir().expect("a folder");
    let target = folder.path().join("public");
    bencher.counter(ItemsCount::new(pages.len())).bench_local(|| {
        let stage = Stage::open(&target, None).expect("a stage");
        for (path, page) in &pages {
            stage.write(&Artifact::new(path, page.clone())).expect("room on the disk");
        }
        stage.commit().expect("the stage takes its place")
    });
}

fn options() -> Options {
    Options { future: true, ..Options::at(jiff::Timestamp::UNIX_EPOCH) }
}

fn records() -> impl Iterator<Item = &'static SourceFile> {
    TREE.files_under("content/").iter().filter(|file| file.path.ends_with(".md"))
}

/// The byte behind the front matter.
fn body_of(text: &str) -> usize {
    text.match_indices("\n---\n").next().map_or(0, |(at, line)| at + line.len())
}

fn rendered() -> Vec<(String, Vec<u8>)> {
    let pages = READY.routes.pages.iter();
    pages.filter_map(|route| Some((route.file(), READY.page(route)?.into_bytes()))).collect()
}
