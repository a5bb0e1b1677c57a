//! `huimeng build`.

mod cache;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::Context as _;
use indicatif::ProgressBar;
use serde_json::json;

use crate::cli::{Build, Global, Minify};
use crate::diagnostic::Checked;
use crate::digest::Digest;
use crate::output::{Artifact, OutputError, Stage};
use crate::pipeline::{self, Last, Memo, Outcome, Sink, Summary, Template};
use crate::render::minify;
use crate::say;
use crate::source::{self, BinaryFile, SourceTree};

use super::{Failure, Terminal, options};
use cache::Cache;

pub(super) fn run(global: &Global, build: &Build, terminal: &Terminal) -> Result<(), Failure> {
    let mut options = options(&build.content, build.strict, false)?;
    options.minify_pages = minifies(build.minify)?;
    let out = build.out.clone().unwrap_or_else(|| global.site.join("public"));
    let mut clock = Clock::start();
    let mut cache = Cache::of(&global.site, build.cache.as_deref(), terminal)?;
    let last = if build.clean { None } else { cache.last() };
    let mut tree = source::load_unknown(&global.site, &|path| last.as_ref()?.file(path));
    clock.stage("load");
    let unchanged = last.and_then(|last| last.outcome(&tree.value, &tree.diagnostics, &options, &out));
    clock.stage("compare");
    if let Some(mut outcome) = unchanged {
        outcome.summary.timings.stages = clock.stages;
        terminal.show(&outcome.diagnostics, &tree.value)?;
        return finish(build, terminal, &outcome, 0, &out);
    }
    let mut memo = cache.memo(build.clean, terminal);
    clock.stage("recall");
    let found = tree.diagnostics.clone();
    let open = || {
        let spare = cache.spare(&global.site, &out).filter(|_| !build.clean);
        let stage = Stage::open(&out, spare.as_deref())?;
        Ok(Watched { stage, progress: terminal.progress() })
    };
    let make = |tree: &mut Checked<SourceTree>, memo: &mut Memo| {
        let found = std::mem::take(&mut tree.diagnostics);
        pipeline::run_once(&mut tree.value, &options, found, memo, open)
    };
    let (mut outcome, mut sink) = make(&mut tree, &mut memo);
    if memo.failed() {
        drop(sink);
        memo = cache.give_up(terminal);
        tree = source::load(&global.site);
        (outcome, sink) = make(&mut tree, &mut memo);
    }
    clock.stages.append(&mut outcome.summary.timings.stages);
    clock.begun = Instant::now();
    terminal.show(&outcome.diagnostics, &tree.value)?;
    if outcome.failure.is_some() || outcome.has_errors() {
        // A folder without a site.yaml is no site, and nothing is left in it.
        if tree.value.file("site.yaml").is_some() {
            cache.keep(&memo, terminal);
        }
        outcome.summary.timings.stages = clock.stages;
        tell(build, terminal, &outcome, 0)?;
        return Err(outcome.failure.map_or(Failure::Content, Failure::Output));
    }
    let Some(Watched { stage, progress }) = sink else { return Err(Failure::Content) };
    progress.finish_and_clear();
    let published = stage.commit().map_err(Failure::Output)?;
    clock.stage("exchange");
    cache.keep(&memo, terminal);
    if outcome.summary.parsed > 0 {
        cache.share(terminal);
    }
    if let Some(last) = Last::of(&tree.value, &found, &options, &outcome, &memo, published.listing) {
        // Without it the next build only finds out by itself that nothing changed.
        let _ = cache.keep_last(&last);
    }
    clock.stage("remember");
    outcome.summary.timings.stages = clock.stages;
    let told = finish(build, terminal, &outcome, published.written, &out);
    // The process ends here, and the system takes its memory back quicker than it is freed piece by piece.
    std::mem::forget((tree.value, memo, outcome));
    told
}

/// Are finished pages minified? Not every huimeng can.
pub(super) fn minifies(how: Minify) -> Result<bool, Failure> {
    if how == Minify::Full && !minify::AVAILABLE {
        return Err(Failure::Misuse(say!(
            "这个 huimeng 编译时没有带上 `minify`，不能用 --minify full",
            "this huimeng was built without `minify`: --minify full is not available"
        )));
    }
    Ok(how == Minify::Full)
}

/// Tells what was built; `written` counts the files that were not there already.
fn finish(
    build: &Build,
    terminal: &Terminal,
    outcome: &Outcome,
    written: usize,
    out: &Path,
) -> Result<(), Failure> {
    tell(build, terminal, outcome, written)?;
    let Summary { pages, languages, sources, .. } = outcome.summary;
    let out = out.display();
    terminal.result(&say!(
        "{sources} 个源文件，{languages} 种语言，{pages} 个页面 → {out}",
        "{sources} sources, {languages} languages, {pages} pages → {out}"
    ));
    Ok(())
}

/// The time by stage.
struct Clock {
    stages: Vec<(&'static str, Duration)>,
    /// When the stage that is not over began.
    begun: Instant,
}

impl Clock {
    fn start() -> Clock {
        Clock { stages: Vec::new(), begun: Instant::now() }
    }

    fn stage(&mut self, name: &'static str) {
        self.stages.push((name, self.begun.elapsed()));
        self.begun = Instant::now();
    }
}

/// Tells whoever asked where the time went, and writes the report that was asked for.
fn tell(build: &Build, terminal: &Terminal, outcome: &Outcome, written: usize) -> Result<(), Failure> {
    let timings = &outcome.summary.timings;
    if build.timings || terminal.verbose {
        for (stage, time) in &timings.stages {
            let millis = time.as_millis();
            terminal.tell(&say!("{stage:>8} {millis} 毫秒", "{stage:>8} {millis} ms"));
        }
    }
    if build.timings {
        for (name, Template { pages, time }) in timings.slowest_templates() {
            let millis = time.as_millis();
            terminal.tell(&say!(
                "{millis:>8} 毫秒 模板 {name}（{pages} 个页面）",
                "{millis:>8} ms template {name} ({pages} pages)"
            ));
        }
        for (path, time) in timings.slowest_pages() {
            let micros = time.as_micros();
            terminal.tell(&say!("{micros:>8} 微秒 页面 /{path}", "{micros:>8} us page /{path}"));
        }
    }
    match &build.report {
        Some(report) => write_report(report, outcome, written),
        None => Ok(()),
    }
}

/// The stage, with a count of files for whoever waits at a terminal.
struct Watched {
    stage: Stage,
    progress: ProgressBar,
}

impl Sink for Watched {
    fn write(&self, artifact: Artifact) -> Result<(), OutputError> {
        self.progress.inc(1);
        self.stage.write(&artifact)
    }

    fn keep(&self, path: &str, made_from: &Digest) -> Result<Option<u64>, OutputError> {
        self.stage.keep(path, made_from)
    }

    fn copy(&self, path: &str, from: &BinaryFile) -> Result<(), OutputError> {
        self.progress.inc(1);
        self.stage.copy(path, &from.disk, from.digest())
    }
}

fn write_report(path: &PathBuf, outcome: &Outcome, written: usize) -> Result<(), Failure> {
    let summary = &outcome.summary;
    let mut by_code = std::collections::BTreeMap::<&str, usize>::new();
    for found in &outcome.diagnostics {
        *by_code.entry(found.rule.code).or_default() += 1;
    }
    let micros = |time: &Duration| json!(time.as_micros() as u64);
    let timings = &summary.timings;
    let stages = timings.stages.iter().map(|(name, time)| ((*name).to_owned(), micros(time)));
    let stages: serde_json::Map<String, serde_json::Value> = stages.collect();
    let templates = timings.slowest_templates().into_iter().map(
        |(name, Template { pages, time })| json!({"template": name, "pages": pages, "us": micros(&time)}),
    );
    let pages = timings.slowest_pages().iter().map(|(path, time)| json!({"path": path, "us": micros(time)}));
    let report = json!({
        "sources": summary.sources,
        "languages": summary.languages,
        "pages": summary.pages,
        "files": summary.files,
        "bytes": summary.bytes,
        "parsed": summary.parsed,
        "converted": summary.converted,
        "rendered": summary.rendered,
        "written": written,
        "findings": by_code,
        "stages_us": stages,
        "slowest_templates": templates.collect::<Vec<_>>(),
        "slowest_pages": pages.collect::<Vec<_>>(),
    });
    let text = serde_json::to_string_pretty(&report).context("the report")?;
    fs::write(path, text + "\n").with_context(|| path.display().to_string())?;
    Ok(())
}
