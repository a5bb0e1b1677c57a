//! `huimeng diff`.

use std::fs;
use std::path::Path;

use serde::Deserialize;
use serde_json::json;

use crate::cli::{Diff, DiffFormat, Global};
use crate::config::{self, CacheRules, SiteConfig};
use crate::deploy::show::{self, Heading, summary_json};
use crate::deploy::summary::summary;
use crate::deploy::{self, DeployError, Files, Local};
use crate::output;
use crate::say;

use super::{Failure, Terminal};

pub(super) fn run(global: &Global, diff: &Diff, terminal: &Terminal) -> Result<(), Failure> {
    let (old, new) = (files(&diff.old)?, files(&diff.new)?);
    let changes = deploy::changes(&old, &new);
    let summary = summary(settings(global).as_ref(), &changes);
    match diff.format {
        DiffFormat::Human => {
            terminal.result(&show::totals(&summary));
            show::changes(&changes).for_each(|line| terminal.result(&line));
        }
        DiffFormat::Markdown => {
            let heading =
                Heading { from: diff.old.display().to_string(), to: diff.new.display().to_string() };
            let mut text = show::markdown(&heading, &summary, &changes);
            for text in [&mut text.zh, &mut text.en] {
                text.truncate(text.trim_end().len());
            }
            terminal.result(&text);
        }
        DiffFormat::Json => {
            let text = json!({ "summary": summary_json(&summary), "changes": changes }).to_string();
            terminal.result(&say!("{text}", "{text}"));
        }
    }
    Ok(())
}

/// What a plan, a release and a manifest have in common.
#[derive(Deserialize)]
struct WithFiles {
    files: Files,
}

fn files(path: &Path) -> Result<Files, Failure> {
    if path.is_dir() {
        let standing = output::standing(path).map_err(DeployError::Output)?;
        return Ok(Local::read(standing, &CacheRules::default())?.files);
    }
    if !path.exists() {
        let path = path.display();
        return Err(Failure::Misuse(say!(
            "没有文件夹或文件 {path}；先用 `huimeng build --out` 生成，或者核对路径",
            "there is no folder or file {path}: build it with `huimeng build --out`, or check the path"
        )));
    }
    let text = fs::read(path).map_err(|source| DeployError::Disk { path: path.to_owned(), source })?;
    let read: WithFiles = serde_json::from_slice(&text)
        .map_err(|error| DeployError::NoPlan { path: path.to_owned(), reason: error.to_string() })?;
    Ok(read.files)
}

/// site.yaml, if there is one that can be read: it tells which pages are records.
fn settings(global: &Global) -> Option<SiteConfig> {
    let text = fs::read_to_string(global.site.join("site.yaml")).ok()?;
    config::read::read(&"site.yaml".into(), &text).value
}
