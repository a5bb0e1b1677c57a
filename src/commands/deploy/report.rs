//! What a deploy tells while it is at work: lines and a bar for people, events for programs.

use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget};
use serde_json::{Value, json};

use crate::commands::Terminal;
use crate::deploy::after::{Call, SendError};
use crate::deploy::show::{changes, lines, size, summary_json};
use crate::deploy::summary::Summary;
use crate::deploy::{Change, Kept, News, Plan, Teller, Verified};
use crate::diagnostic::Say;
use crate::diagnostic::show::{Format, Messages};
use crate::say;

/// Where a run of the command is told of.
#[derive(Clone)]
pub(super) struct Report(Arc<Inner>);

struct Inner {
    /// One JSON object a line on stdout, instead of words.
    events: bool,
    quiet: bool,
    verbose: bool,
    messages: Messages,
    watched: bool,
    bar: ProgressBar,
    /// When retries were last told of.
    told: Mutex<Option<Instant>>,
}

/// Retries are told of at most so often.
const RETRIES_TOLD: Duration = Duration::from_secs(5);

impl Report {
    pub(super) fn new(terminal: &Terminal) -> Report {
        Report(Arc::new(Inner {
            events: terminal.options.format == Format::Json,
            quiet: terminal.quiet,
            verbose: terminal.verbose,
            messages: terminal.options.messages,
            watched: terminal.is_watched(),
            bar: Terminal::bar(),
            told: Mutex::default(),
        }))
    }

    pub(super) fn teller(&self) -> Teller {
        let report = self.clone();
        Teller::new(move |news| report.news(news))
    }

    pub(super) fn plan(&self, name: &str, plan: &Plan, summary: &Summary) {
        if self.0.events {
            let removed = plan.changes.iter().filter(|changed| changed.change == Change::Removed).count();
            self.event(&json!({
                "event": "plan",
                "target": name,
                "base": plan.base,
                "release": plan.release.id,
                "interrupted": plan.interrupted,
                "writes": plan.writes.len(),
                "bytes": plan.bytes(),
                "removed": removed,
                "summary": summary_json(summary),
            }));
            return;
        }
        for line in lines(plan, summary) {
            self.line(&line);
        }
        if self.0.verbose {
            changes(&plan.changes).for_each(|line| self.line(&line));
        }
    }

    pub(super) fn verified(&self, found: &Verified) {
        let Verified { intact, missing, altered, foreign } = found;
        let doubtful: Vec<(&str, &String)> = missing
            .iter()
            .map(|path| ("missing", path))
            .chain(altered.iter().map(|path| ("altered", path)))
            .collect();
        if self.0.events {
            self.event(&json!({
                "event": "verify",
                "intact": intact,
                "missing": missing,
                "altered": altered,
                "foreign": foreign.len(),
            }));
            return;
        }
        let (gone, other, strange) = (missing.len(), altered.len(), foreign.len());
        self.line(&say!(
            "核对：{intact} 个文件完好，缺 {gone} 个，{other} 个内容不对，另有 {strange} 个不是 huimeng 写的",
            "verified: {intact} files intact, {gone} missing, {other} altered; {strange} others that huimeng did not write"
        ));
        for (fate, path) in doubtful {
            self.line(&match fate {
                "missing" => say!("  缺 {path}", "  missing {path}"),
                _ => say!("  内容不对 {path}", "  altered {path}"),
            });
        }
        if self.0.verbose {
            for path in foreign {
                self.line(&say!("  别的文件 {path}", "  not ours {path}"));
            }
        }
    }

    pub(super) fn release(&self, release: &Kept, is_current: bool) {
        if self.0.events {
            self.event(&json!({
                "event": "release",
                "release": release.id,
                "created": release.created,
                "files": release.files,
                "bytes": release.bytes,
                "current": is_current,
                "withdrawn": release.withdrawn,
            }));
            return;
        }
        let Kept { id, files, bytes, withdrawn, .. } = release;
        let (mark, bytes) = (if is_current { '*' } else { ' ' }, size(*bytes));
        let (note_zh, note_en) = if *withdrawn { ("（退回过）", " (gone back from)") } else { ("", "") };
        self.line(&say!(
            "{mark} {id}  {files} 个文件，{bytes}{note_zh}",
            "{mark} {id}  {files} files, {bytes}{note_en}"
        ));
    }

    /// Begins to count.
    pub(super) fn start(&self, plan: &Plan) {
        if self.0.watched {
            self.0.bar.set_length((plan.backups.len() + plan.writes.len()) as u64);
            self.0.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
    }

    pub(super) fn clear(&self) {
        self.0.bar.finish_and_clear();
    }

    /// Somebody was told of the release, or was not.
    pub(super) fn told(&self, call: &Call, told: &Result<(), SendError>) {
        let (service, (count, directories)) = (call.service(), call.count());
        if self.0.events {
            let error = told.as_ref().err().map(ToString::to_string);
            self.event(&json!({
                "event": "told",
                "service": service,
                "addresses": count,
                "directories": directories,
                "error": error,
            }));
        } else if told.is_ok() {
            self.line(&match directories {
                true => say!("已通知 {service}：{count} 个目录", "told {service}: {count} directories"),
                false => say!("已通知 {service}：{count} 个网址", "told {service}: {count} addresses"),
            });
        }
    }

    /// The result.
    pub(super) fn end(&self, text: &Say, event: &Value) {
        match self.0.events {
            true => self.event(event),
            false => self.line(text),
        }
    }

    fn news(&self, news: News) {
        match &news {
            News::Kept { .. } | News::Written { .. } => self.0.bar.inc(1),
            News::Gone { path } if !self.0.events => {
                let text = say!(
                    "目标里的 `{path}` 已经不在了，以后退回到现在这次发布时少这一个文件",
                    "`{path}` is gone from the target: going back to the present release will lack it"
                );
                let _ = writeln!(io::stderr(), "{}", self.text(&text));
            }
            News::Retry { attempt, reason } if !self.0.events => {
                // Sixteen requests may fail at the same time, and the first pauses are short.
                let mut told = self.0.told.lock().unwrap_or_else(PoisonError::into_inner);
                if *attempt < 3 || told.is_some_and(|told| told.elapsed() < RETRIES_TOLD) || self.0.quiet {
                    return;
                }
                *told = Some(Instant::now());
                let text = say!("还在重试（{attempt}）：{reason}", "still trying ({attempt}): {reason}");
                self.0.bar.suspend(|| {
                    let _ = writeln!(io::stderr(), "{}", self.text(&text));
                });
            }
            News::StaleLock { holder } if !self.0.events => {
                let text = say!(
                    "上一次发布没有结束就停了（{holder}），接管它的锁",
                    "an earlier deploy stopped before its end ({holder}): its lock is taken over"
                );
                let _ = writeln!(io::stderr(), "{}", self.text(&text));
            }
            News::Deleted { files, releases } if !self.0.events && files + releases > 0 => {
                self.line(&say!(
                    "删除了到期的 {files} 个文件、{releases} 次旧发布",
                    "deleted {files} files that were due and {releases} old releases"
                ));
            }
            _ => {}
        }
        if self.0.events {
            self.event(&match news {
                News::Retry { attempt, reason } => {
                    json!({ "event": "retry", "attempt": attempt, "reason": reason })
                }
                News::StaleLock { holder } => json!({ "event": "stale-lock", "holder": holder }),
                News::Keeping { files } => json!({ "event": "keep", "files": files }),
                News::Gone { path } => json!({ "event": "gone", "path": path }),
                News::Kept { path } => json!({ "event": "kept", "path": path }),
                News::Stage { class, files } => json!({ "event": "stage", "class": class, "files": files }),
                News::Written { path, bytes, class } => {
                    json!({ "event": "written", "path": path, "bytes": bytes, "class": class })
                }
                News::Committed { release } => json!({ "event": "commit", "release": release }),
                News::Deleting { files } => json!({ "event": "delete", "files": files }),
                News::Deleted { files, releases } => {
                    json!({ "event": "deleted", "files": files, "releases": releases })
                }
            });
        }
    }

    fn event(&self, event: &Value) {
        let _ = writeln!(io::stdout(), "{event}");
    }

    fn line(&self, text: &Say) {
        if !self.0.quiet {
            let text = self.text(text);
            self.0.bar.suspend(|| {
                let _ = writeln!(io::stdout(), "{text}");
            });
        }
    }

    fn text<'t>(&self, text: &'t Say) -> &'t str {
        match self.0.messages {
            Messages::Zh => &text.zh,
            Messages::En => &text.en,
        }
    }
}
