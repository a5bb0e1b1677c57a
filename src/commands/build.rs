//! `huimeng build`.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use indicatif::ProgressBar;
use serde_json::json;

use crate::cli::{Build, Global, Minify};
use crate::digest::{Digest, Digesting};
use crate::output::{Artifact, OutputError, Stage};
use crate::pipeline::{self, Memo, Outcome, Sink, Summary};
use crate::render::minify;
use crate::say;
use crate::source;

use super::{Failure, Terminal, options};

pub(super) fn run(global: &Global, build: &Build, terminal: &Terminal) -> Result<(), Failure> {
    let mut options = options(&build.content, build.strict, false)?;
    options.minify_pages = minifies(build.minify)?;
    let out = build.out.clone().unwrap_or_else(|| global.site.join("public"));
    let tree = source::load(&global.site);
    let cache = Cache::of(&global.site);
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
    finish(build, terminal, &outcome, published.written, &out)
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

/// `.huimeng/` in the site: what one build leaves for the next. Without it everything works, only slower.
struct Cache {
    folder: PathBuf,
    /// Stands for this program; none when its file cannot be read: then nothing is remembered.
    program: Option<Digest>,
}

impl Cache {
    fn of(site: &Path) -> Cache {
        Cache { folder: site.join(".huimeng"), program: program() }
    }

    fn memo(&self, clean: bool, terminal: &Terminal) -> Memo {
        let Some(program) = self.program else { return Memo::default() };
        if clean {
            return Memo::new(program);
        }
        let (memo, discarded) = pipeline::load(&self.folder.join(MEMO), program);
        if let Some(discarded) = discarded {
            terminal.note(&discarded.message());
        }
        memo
    }

    fn keep(&self, memo: &Memo, terminal: &Terminal) {
        if self.program.is_none() {
            return;
        }
        let kept =
            fs::create_dir_all(&self.folder).and_then(|()| pipeline::save(memo, &self.folder.join(MEMO)));
        if let Err(error) = kept {
            terminal.note(&say!(
                "缓存没有写成，下一次从头生成：{error}",
                "the cache was not written, the next build makes everything anew: {error}"
            ));
        }
    }

    /// Where the replaced site is kept, so that the next build rewrites only what differs. Only for the
    /// site's own output folder: it must be on the same disk.
    fn spare(&self, site: &Path, out: &Path) -> Option<PathBuf> {
        let is_ours = out.parent() == Some(site) && fs::create_dir_all(&self.folder).is_ok();
        is_ours.then(|| self.folder.join("spare"))
    }
}

/// The memo's file in the cache.
const MEMO: &str = "memo";

/// The digest of the program's own file: any change of it may change what it makes.
fn program() -> Option<Digest> {
    let mut digesting = Digesting::new(io::sink());
    io::copy(&mut File::open(std::env::current_exe().ok()?).ok()?, &mut digesting).ok()?;
    Some(digesting.finish().0)
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
