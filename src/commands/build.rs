//! `huimeng build`.

mod cache;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use indicatif::ProgressBar;
use serde_json::json;

use crate::cli::{Build, Global, Minify};
use crate::digest::Digest;
use crate::output::{Artifact, OutputError, Stage};
use crate::pipeline::{self, Outcome, Sink, Summary};
use crate::render::minify;
use crate::say;
use crate::source;

use super::{Failure, Terminal, options};
use cache::Cache;

pub(super) fn run(global: &Global, build: &Build, terminal: &Terminal) -> Result<(), Failure> {
    let mut options = options(&build.content, build.strict, false)?;
    options.minify_pages = build.minify == Minify::Full;
    if options.minify_pages && !minify::AVAILABLE {
        return Err(Failure::Misuse(say!(
            "这个 huimeng 编译时没有带上 `minify`，不能用 --minify full",
            "this huimeng was built without `minify`: --minify full is not available"
        )));
    }
    let out = build.out.clone().unwrap_or_else(|| global.site.join("public"));
    let tree = source::load(&global.site);
    let cache = Cache::of(&global.site, build.cache.as_deref())?;
    let mut memo = cache.memo(build.clean, terminal);
    if let Some(outcome) = memo.unchanged(&tree.value, &tree.diagnostics, &options, &out) {
        terminal.show(&outcome.diagnostics, &tree.value)?;
        return finish(build, terminal, &outcome, 0, &out);
    }
    let found = tree.diagnostics.clone();
    let (outcome, sink) = pipeline::run(&tree.value, &options, tree.diagnostics, &mut memo, || {
        let spare = cache.spare(&global.site, &out).filter(|_| !build.clean);
        let stage = Stage::open(&out, spare.as_deref())?;
        Ok(Watched { stage, progress: terminal.progress() })
    });
    terminal.show(&outcome.diagnostics, &tree.value)?;
    if terminal.verbose {
        for (stage, time) in &outcome.summary.stages {
            let millis = time.as_millis();
            terminal.tell(&say!("{stage:>8} {millis} 毫秒", "{stage:>8} {millis} ms"));
        }
    }
    if outcome.failure.is_some() || outcome.has_errors() {
        // A folder without a site.yaml is no site, and nothing is left in it.
        if tree.value.file("site.yaml").is_some() {
            cache.keep(&memo, terminal);
        }
        if let Some(report) = &build.report {
            write_report(report, &outcome, 0)?;
        }
        return Err(outcome.failure.map_or(Failure::Content, Failure::Output));
    }
    let Some(Watched { stage, progress }) = sink else { return Err(Failure::Content) };
    progress.finish_and_clear();
    let published = stage.commit().map_err(Failure::Output)?;
    memo.set_published(&tree.value, &found, &options, &outcome, published.listing);
    cache.keep(&memo, terminal);
    if outcome.summary.parsed > 0 {
        cache.share(terminal);
    }
    finish(build, terminal, &outcome, published.written, &out)
}

/// Tells what was built; `written` counts the files that were not there already.
fn finish(
    build: &Build,
    terminal: &Terminal,
    outcome: &Outcome,
    written: usize,
    out: &Path,
) -> Result<(), Failure> {
    if let Some(report) = &build.report {
        write_report(report, outcome, written)?;
    }
    let Summary { pages, languages, sources, .. } = outcome.summary;
    let out = out.display();
    terminal.result(&say!(
        "{sources} 个源文件，{languages} 种语言，{pages} 个页面 → {out}",
        "{sources} sources, {languages} languages, {pages} pages → {out}"
    ));
    Ok(())
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

    fn copy(&self, path: &str, from: &Path) -> Result<(), OutputError> {
        self.progress.inc(1);
        self.stage.copy(path, from)
    }
}

fn write_report(path: &PathBuf, outcome: &Outcome, written: usize) -> Result<(), Failure> {
    let summary = &outcome.summary;
    let mut by_code = std::collections::BTreeMap::<&str, usize>::new();
    for found in &outcome.diagnostics {
        *by_code.entry(found.rule.code).or_default() += 1;
    }
    let stages: serde_json::Map<String, serde_json::Value> = summary
        .stages
        .iter()
        .map(|(name, time)| ((*name).to_owned(), json!(time.as_micros() as u64)))
        .collect();
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
    });
    let text = serde_json::to_string_pretty(&report).context("the report")?;
    fs::write(path, text + "\n").with_context(|| path.display().to_string())?;
    Ok(())
}
