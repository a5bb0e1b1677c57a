//! What a deploy is told by site.yaml and by the machine.

use std::fs;
use std::io;

use crate::cli::{Deploy, Global};
use crate::commands::{Failure, NoTexts, Terminal};
use crate::config::{self, DeployTarget, SiteConfig};
use crate::deploy::{DeployError, Holder};
use crate::diagnostic::show::Texts;
use crate::diagnostic::{Diagnostic, Severity, nearest, rules};
use crate::say;

/// site.yaml alone: nothing else of the site is needed.
pub(super) fn config(global: &Global, terminal: &Terminal) -> Result<SiteConfig, Failure> {
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
            terminal.show(&[missing], &NoTexts)?;
            return Err(Failure::Content);
        }
        Err(source) => return Err(DeployError::Disk { path, source }.into()),
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
pub(super) fn target<'c>(
    deploy: &'c Deploy,
    config: &'c SiteConfig,
) -> Result<(&'c str, &'c DeployTarget), Failure> {
    let names: Vec<&str> = config.deploy.keys().map(String::as_str).collect();
    let (zh, en) = (names.join("、"), names.join(", "));
    let found = match &deploy.name {
        Some(name) => config.deploy.get_key_value(name),
        None => config.deploy.first().filter(|_| names.len() == 1),
    };
    if let Some((name, target)) = found {
        return Ok((name, target));
    }
    Err(Failure::Misuse(match &deploy.name {
        _ if names.is_empty() => say!(
            "site.yaml 里没有发布目标：加上 `deploy: {{production: {{to: oss, …}}}}`，写法见发布手册",
            "site.yaml has no target: add `deploy: {{production: {{to: oss, …}}}}`, as the manual of deploy tells"
        ),
        None => say!(
            "site.yaml 里有几个发布目标，要写明发布到哪一个：{zh}",
            "site.yaml has several targets, name the one that is meant: {en}"
        ),
        Some(name) => match nearest(name, names.iter().copied()) {
            Some(meant) => say!(
                "site.yaml 里没有发布目标 `{name}`，是否想写 `{meant}`？已有的：{zh}",
                "site.yaml has no target `{name}`, did you mean `{meant}`? the targets are {en}"
            ),
            None => say!(
                "site.yaml 里没有发布目标 `{name}`，已有的：{zh}",
                "site.yaml has no target `{name}`, the targets are {en}"
            ),
        },
    }))
}

/// Who we are, for those who find our lock.
pub(super) fn holder(environment: &dyn Fn(&str) -> Option<String>) -> Holder {
    let first = |names: &[&str]| names.iter().find_map(|name| environment(name)).unwrap_or_default();
    let host = fs::read_to_string("/proc/sys/kernel/hostname")
        .map(|host| host.trim().to_owned())
        .unwrap_or_else(|_| first(&["HOSTNAME", "COMPUTERNAME"]));
    // In CI the one who started the job says more than the user that it runs as.
    let user = first(&["GITLAB_USER_LOGIN", "GITHUB_ACTOR", "USER", "USERNAME"]);
    let name = if user.is_empty() { host.clone() } else { format!("{user}@{host}") };
    Holder { name, host, process: std::process::id() }
}
