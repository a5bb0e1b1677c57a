//! `huimeng deploy`.

mod report;
mod settings;

use std::fs;
use std::io::{self, IsTerminal};
use std::path::Path;
use std::time::Instant;

use anyhow::Context as _;
use serde_json::json;

use crate::cli::{Deploy, Global};
use crate::config::{DeployTarget, SiteConfig};
use crate::deploy::after::{self, Patience, Stamp};
use crate::deploy::show::{self, Heading, PlanFile};
use crate::deploy::summary::{Summary, summary};
use crate::deploy::{self, Changes, DeployError, Environment, Live, Local, Plan, Session, Verified, Visit};
use crate::output;
use crate::say;

use super::{Failure, Terminal};
use report::Report;

pub(super) fn run(global: &Global, options: &Deploy, terminal: &Terminal) -> Result<(), Failure> {
    let config = settings::config(global, terminal)?;
    let (name, target) = settings::target(options, &config)?;
    let environment = |name: &str| {
        #[expect(clippy::disallowed_methods, reason = "the edge where the environment comes in")]
        std::env::var(name).ok()
    };
    #[expect(clippy::disallowed_methods, reason = "the edge where the clock comes in")]
    let clock = jiff::Timestamp::now;
    let report = Report::new(terminal);
    let session = Session::open(Visit {
        name,
        target,
        site: &global.site,
        environment: &environment,
        holder: settings::holder(&environment),
        clock,
        teller: report.teller(),
    })?;
    let environment = &environment;
    let run = Run { global, options, terminal, config: &config, name, target, environment, session, report };
    if options.list {
        return run.list();
    }
    if options.prune {
        run.session.prune()?;
        let none = say!("没有到期的文件了", "nothing that is due is left");
        run.report.end(&none, &json!({ "event": "end" }));
        return Ok(());
    }
    match &options.rollback {
        Some(id) => run.roll_back(id.as_deref()),
        None => run.publish(clock()),
    }
}

impl From<DeployError> for Failure {
    fn from(error: DeployError) -> Failure {
        Failure::Deploy(error)
    }
}

/// One run of the command.
struct Run<'r> {
    global: &'r Global,
    options: &'r Deploy,
    terminal: &'r Terminal,
    config: &'r SiteConfig,
    name: &'r str,
    target: &'r DeployTarget,
    environment: Environment<'r>,
    session: Session,
    report: Report,
}

impl Run<'_> {
    fn publish(&self, now: jiff::Timestamp) -> Result<(), Failure> {
        let out = self.options.out.clone().unwrap_or_else(|| self.global.site.join("public"));
        let standing = output::standing(&out).map_err(DeployError::Output)?;
        let mut local = Local::read(standing, &self.target.cache)?;
        let mut live = self.session.live()?;
        local.compress(&self.target.precompressed, &live)?;
        let verified = self.options.verify.then(|| self.verify(&mut live)).transpose()?;
        let base_url = format!("{}{}", self.config.base_url.origin, self.config.base_url.path);
        let release = deploy::release(local.files.clone(), &base_url, now);
        let plan = self.session.plan(&live, release, verified.as_ref(), self.options.adopt)?;
        let summary = self.show(&plan)?;
        let limit = self.options.max_delete.unwrap_or(self.target.max_delete);
        deploy::guard(&live, &plan, limit)?;
        self.carry_out(&live, &plan, &summary, Some(local))
    }

    fn roll_back(&self, id: Option<&str>) -> Result<(), Failure> {
        let live = self.session.live()?;
        let plan = self.session.rollback(&live, id)?;
        let summary = self.show(&plan)?;
        self.carry_out(&live, &plan, &summary, None)
    }

    fn verify(&self, live: &mut Live) -> Result<Verified, Failure> {
        let found = self.session.verify(live)?;
        self.report.verified(&found);
        Ok(found)
    }

    /// Shows a plan, and writes it where it is asked for.
    fn show(&self, plan: &Plan) -> Result<Summary, Failure> {
        let summary = summary(Some(self.config), &plan.changes);
        self.report.plan(self.name, plan, &summary);
        if let Some(path) = &self.options.summary {
            let from = plan.base.clone().unwrap_or_else(|| "∅".to_owned());
            let heading = Heading { from, to: plan.release.id.clone() };
            let text = show::markdown(&heading, &summary, &plan.changes);
            write(path, self.terminal.text(&text))?;
        }
        Ok(summary)
    }

    fn carry_out(
        &self,
        live: &Live,
        plan: &Plan,
        summary: &Summary,
        local: Option<Local>,
    ) -> Result<(), Failure> {
        let changes = Changes { base_url: self.config.base_url.clone(), files: plan.changes.clone() };
        if let Some(path) = &self.options.changed_urls {
            let addresses: String =
                after::changed(&changes).into_iter().map(|address| address + "\n").collect();
            write(path, &addresses)?;
        }
        let file = PlanFile::new(self.name, plan, summary);
        if let Some(path) = &self.options.plan {
            let text = serde_json::to_string_pretty(&file).context("the plan")?;
            return write(path, &(text + "\n"));
        }
        if let Some(path) = &self.options.apply {
            let why = read_plan(path)?.fault(self.name, &file);
            if let Some(why) = why {
                return Err(DeployError::PlanStale { why }.into());
            }
        }
        if self.options.dry_run {
            return Ok(());
        }
        let release = after::Release { target: self.name, id: &plan.release.id };
        let changes = Changes { files: self.session.to_tell(&plan.changes)?, ..changes };
        let calls = after::calls(&self.target.after, &changes, release, self.environment)?;
        let release = &plan.release.id;
        if plan.is_empty() && changes.files.is_empty() && !self.session.is_due(live) {
            self.report.end(
                &say!("没有改动，仍是 {release}", "nothing changed, readers have {release}"),
                &json!({ "event": "end", "release": release, "changed": false }),
            );
            return Ok(());
        }
        if !plan.is_empty() && !self.options.yes && io::stdin().is_terminal() && io::stderr().is_terminal() {
            let question = say!("发布吗？[y/N] ", "publish? [y/N] ");
            if !self.terminal.asks(&question)? {
                return Ok(());
            }
        }
        let start = Instant::now();
        let (done_zh, done_en) = match local {
            Some(_) => ("已发布", "published"),
            None => ("已退回到", "gone back to"),
        };
        self.report.start(plan);
        let applied = self.session.apply(plan, local);
        self.report.clear();
        applied?;
        let told =
            after::tell(&calls, Patience::default(), &stamp, |call, told| self.report.told(call, told));
        if told.is_ok() {
            self.session.told()?;
        }
        let (cost, seconds) = (self.session.cost(), start.elapsed().as_secs_f64());
        let (requests, retries, sent) = (cost.requests, cost.retries, show::size(cost.sent));
        let at = self.config.base_url.origin.clone() + &self.config.base_url.path;
        self.report.end(
            &say!(
                "{done_zh} {release} → {at}（{requests} 次请求，重试 {retries} 次，上传 {sent}，{seconds:.1} 秒）",
                "{done_en} {release} → {at} ({requests} requests, {retries} retries, {sent} sent, {seconds:.1} s)"
            ),
            &json!({
                "event": "end",
                "release": release,
                "changed": true,
                "requests": requests,
                "retries": retries,
                "bytes": cost.sent,
                "seconds": seconds,
            }),
        );
        Ok(told?)
    }

    fn list(&self) -> Result<(), Failure> {
        let live = self.session.live()?;
        let manifest = live.manifest.ok_or(DeployError::NeverDeployed)?;
        for release in manifest.releases.iter().rev() {
            self.report.release(release, release.id == manifest.current.id);
        }
        Ok(())
    }
}

fn read_plan(path: &Path) -> Result<PlanFile, Failure> {
    let none = |reason: String| DeployError::NoPlan { path: path.to_owned(), reason };
    let text = fs::read(path).map_err(|error| none(error.to_string()))?;
    Ok(serde_json::from_slice(&text).map_err(|error| none(error.to_string()))?)
}

/// A stamp for one attempt to tell a service.
fn stamp() -> Stamp {
    #[expect(clippy::disallowed_methods, reason = "the edge where the clock comes in")]
    let now = jiff::Timestamp::now();
    let mut random = [0; 16];
    // Without chance a service may refuse the same request twice, and says so.
    let _ = getrandom::fill(&mut random);
    Stamp { now, nonce: random.iter().map(|byte| format!("{byte:02x}")).collect() }
}

fn write(path: &Path, text: &str) -> Result<(), Failure> {
    fs::write(path, text).map_err(|source| DeployError::Disk { path: path.to_owned(), source }.into())
}
