//! `huimeng deploy`.

use std::fs;
use std::io::{self, IsTerminal};

use crate::cli::{Deploy, Global};
use crate::config::{self, DeployTarget, SiteConfig};
use crate::deploy::{self, DeployError, Holder, Local, News, Plan, Session, Teller, Visit};
use crate::diagnostic::show::Texts;
use crate::diagnostic::{Diagnostic, Severity, nearest, rules};
use crate::output;
use crate::say;

use super::{Failure, Terminal};

pub(super) fn run(global: &Global, deploy: &Deploy, terminal: &Terminal) -> Result<(), Failure> {
    let config = settings(global, terminal)?;
    let (name, target) = target(deploy, &config)?;
    let environment = |name: &str| {
        #[expect(clippy::disallowed_methods, reason = "the edge where the environment comes in")]
        std::env::var(name).ok()
    };
    #[expect(clippy::disallowed_methods, reason = "the edge where the clock comes in")]
    let clock = jiff::Timestamp::now;
    let session = Session::open(Visit {
        name,
        target,
        site: &global.site,
        environment: &environment,
        holder: holder(&environment),
        clock,
        teller: Teller::new(|_: News| {}),
    })?;
    let out = deploy.out.clone().unwrap_or_else(|| global.site.join("public"));
    let standing = output::standing(&out).map_err(DeployError::Output)?;
    let local = Local::read(standing, target)?;
    let live = session.live()?;
    let base_url = format!("{}{}", config.base_url.origin, config.base_url.path);
    let release = deploy::release(local.files.clone(), &base_url, clock());
    let plan = session.plan(&live, release, deploy.adopt)?;
    show(terminal, &plan);
    if deploy.dry_run {
        return Ok(());
    }
    if io::stdin().is_terminal()
        && !deploy.yes
        && !terminal.asks(&say!("发布吗？[y/N] ", "publish? [y/N] "))?
    {
        return Ok(());
    }
    session.apply(&plan, Some(local))?;
    let id = &plan.release.id;
    terminal.result(&say!("已发布 {id}", "published {id}"));
    Ok(())
}

fn show(terminal: &Terminal, plan: &Plan) {
    let (writes, bytes, removed) = (plan.writes.len(), plan.bytes(), plan.changes.len());
    terminal.result(&say!(
        "写 {writes} 个文件，{bytes} 字节；{removed} 处改动",
        "{writes} files to write, {bytes} bytes; {removed} changes"
    ));
}

impl From<DeployError> for Failure {
    fn from(error: DeployError) -> Failure {
        Failure::Deploy(error)
    }
}

/// site.yaml alone: nothing else of the site is needed.
fn settings(global: &Global, terminal: &Terminal) -> Result<SiteConfig, Failure> {
    let path = global.site.join("site.yaml");
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let missing =
                Diagnostic::new(&rules::CONFIG_MISSING, say!("没有 site.yaml", "there is no site.yaml"))
                    .help(say!(
                        "在网站的文件夹里运行，或用 `--site` 指明它",
                        "run it in the site's folder, or name that with `--site`"
                    ));
            terminal.show(&[missing], &super::NoTexts)?;
            return Err(Failure::Content);
        }
        Err(error) => return Err(DeployError::Disk { path, source: error }.into()),
    };
    let read = config::read::read(&"site.yaml".into(), &text);
    terminal.show(&read.diagnostics, &Settings(&text))?;
    let has_errors = read.diagnostics.iter().any(|found| found.severity == Severity::Error);
    read.value.filter(|_| !has_errors).ok_or(Failure::Content)
}

/// The text of site.yaml, for findings in it.
struct Settings<'t>(&'t str);

impl Texts for Settings<'_> {
    fn text(&self, file: &str) -> Option<&str> {
        (file == "site.yaml").then_some(self.0)
    }
}

/// The target that is meant.
fn target<'c>(deploy: &'c Deploy, config: &'c SiteConfig) -> Result<(&'c str, &'c DeployTarget), Failure> {
    let names = || config.deploy.keys().map(String::as_str);
    let (zh, en) = (names().collect::<Vec<_>>().join("、"), names().collect::<Vec<_>>().join(", "));
    match (&deploy.name, config.deploy.len()) {
        (_, 0) => Err(Failure::Misuse(say!(
            "site.yaml 里没有发布目标；写上 `deploy: {{production: {{to: oss, …}}}}`，见发布手册",
            "site.yaml has no target; write `deploy: {{production: {{to: oss, …}}}}`, see the manual of deploy"
        ))),
        (None, 1) => Ok(config.deploy.first().map(|(name, target)| (name.as_str(), target)))
            .and_then(|first| first.ok_or(Failure::Content)),
        (None, _) => Err(Failure::Misuse(say!(
            "site.yaml 里有几个发布目标，写明发布到哪一个：{zh}",
            "site.yaml has several targets, name one of them: {en}"
        ))),
        (Some(name), _) => match config.deploy.get(name) {
            Some(target) => Ok((name, target)),
            None => {
                let meant = nearest(name, names());
                let (meant_zh, meant_en) = meant.map_or((String::new(), String::new()), |meant| {
                    (format!("是否想写 `{meant}`？"), format!("did you mean `{meant}`? "))
                });
                Err(Failure::Misuse(say!(
                    "site.yaml 里没有发布目标 `{name}`；{meant_zh}已有的：{zh}",
                    "site.yaml has no target `{name}`; {meant_en}the targets are {en}"
                )))
            }
        },
    }
}

/// Who we are, for those who find our lock.
fn holder(environment: &dyn Fn(&str) -> Option<String>) -> Holder {
    let first = |names: &[&str]| names.iter().find_map(|name| environment(name)).unwrap_or_default();
    let host = fs::read_to_string("/proc/sys/kernel/hostname")
        .map(|host| host.trim().to_owned())
        .unwrap_or_else(|_| first(&["HOSTNAME", "COMPUTERNAME"]));
    // In CI the job says more than the user that it runs as.
    let user = first(&["GITLAB_USER_LOGIN", "GITHUB_ACTOR", "USER", "USERNAME"]);
    let name = if user.is_empty() { host.clone() } else { format!("{user}@{host}") };
    Holder { name, host, process: std::process::id() }
}
