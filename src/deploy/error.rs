//! Why a site was not published, or not wholly.

use std::io;
use std::path::PathBuf;

use crate::diagnostic::{Diagnostic, Say, reason, rules};
use crate::output::OutputError;
use crate::say;

/// Readers have the former release, or the new one, in every case; what an apply had begun is gone on with by the
/// next one.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.message().en)]
pub enum DeployError {
    /// There is no built site.
    Output(OutputError),
    /// A file of this machine.
    Disk { path: PathBuf, source: io::Error },
    /// A file of the built site has another content than a moment ago.
    Changed { path: String },
    /// The site has a file where the target keeps its own.
    Reserved { path: String },
    /// This program was built without what the target needs.
    NoService { service: &'static str, feature: &'static str },
    /// No credentials in the environment; its variables are named.
    NoCredentials { service: &'static str, variables: String },
    /// The target refused, or could not be reached. `doing` names the file.
    Storage { doing: Say, kind: Fault, detail: Say },
    /// Another deploy is at work.
    Locked { holder: String, seconds: i64 },
    /// Another deploy has taken over, since this one was silent for too long.
    LockLost { holder: String },
    /// The lock is not there any more, or was not renewed in time.
    LockGone,
    /// Files that huimeng did not write stand where the site wants to go; at most five are named.
    Foreign { files: Vec<String>, count: usize },
    /// More of the site would vanish than is allowed.
    TooManyRemoved { removed: usize, of: usize, limit: u8 },
    /// What the target remembers is of another version, or damaged.
    Unreadable { path: String, reason: String },
    /// The plan that was asked for is not what would be done now.
    PlanStale { why: Say },
    /// The file is no plan.
    NoPlan { path: PathBuf, reason: String },
    /// Nothing was published there yet.
    NeverDeployed,
    /// There is no earlier release to go back to.
    NoEarlier,
    /// Copies that the release needs are not in the target any more; at most five files are named.
    Incomplete { id: String, files: Vec<String>, count: usize },
    /// Whoever is told of a release wants credentials that the environment does not have.
    Unset { variables: Vec<String> },
    /// The release is live, and these were not told: each service with the reason.
    NotTold { services: Vec<(&'static str, String)> },
    /// The release is live, and what it left behind could not be deleted.
    NotTidied { release: String, why: Box<DeployError> },
    /// No such release is kept.
    NoRelease { id: String, kept: Vec<String> },
}

/// What kind of trouble a target is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Who we are is not known there, or may not do this.
    Permission,
    /// The address, the bucket or the file is not there.
    NotFound,
    /// The settings cannot be used.
    Settings,
    /// The network, or the service itself.
    Network,
    /// A server of SSH that was never seen.
    Host,
}

impl DeployError {
    /// Is it for the editors or the settings to mend, rather than for the network?
    pub fn is_refusal(&self) -> bool {
        match self {
            DeployError::Output(error) => {
                matches!(error, OutputError::Foreign { .. } | OutputError::Changed { .. })
            }
            DeployError::Changed { .. }
            | DeployError::Reserved { .. }
            | DeployError::Foreign { .. }
            | DeployError::TooManyRemoved { .. }
            | DeployError::PlanStale { .. }
            | DeployError::NeverDeployed
            | DeployError::NoEarlier
            | DeployError::Incomplete { .. }
            | DeployError::NoRelease { .. } => true,
            _ => false,
        }
    }

    /// The error as a finding, with the way out.
    pub fn diagnostic(&self) -> Diagnostic {
        if let DeployError::Output(error) = self {
            return error.diagnostic();
        }
        let rule = if self.is_refusal() { &rules::DEPLOY_REFUSED } else { &rules::DEPLOY_FAILED };
        Diagnostic::new(rule, self.message()).help(self.help())
    }

    fn message(&self) -> Say {
        match self {
            DeployError::Output(error) => error.diagnostic().message,
            DeployError::Disk { path, source } => {
                let (path, Say { zh, en }) = (path.display(), reason(source));
                say!("`{path}` 读写出错：{zh}", "`{path}` failed: {en}")
            }
            DeployError::Changed { path } => say!(
                "发布的时候，输出目录里的 `{path}` 被改了",
                "`{path}` in the output folder was changed while it was being published"
            ),
            DeployError::Reserved { path } => say!(
                "网站里不能有 `{path}`：`.huimeng/` 是发布目标记录自己状态的地方",
                "the site must not have `{path}`: in `.huimeng/` the target keeps its own state"
            ),
            DeployError::NoService { service, feature } => say!(
                "这个 huimeng 编译时没有带上 `{feature}`，不能发布到 `{service}`",
                "this huimeng was built without `{feature}`, which a target of `{service}` needs"
            ),
            DeployError::NoCredentials { service, .. } => {
                say!("没有 `{service}` 的密钥", "there are no credentials for `{service}`")
            }
            DeployError::Storage { doing: Say { zh, en }, detail, .. } => {
                let (why_zh, why_en) = (&detail.zh, &detail.en);
                say!("{zh} 失败：{why_zh}", "{en} failed: {why_en}")
            }
            DeployError::Locked { holder, .. } => {
                say!("另一次发布正在进行：{holder}", "another deploy is under way: {holder}")
            }
            DeployError::LockGone => say!(
                "这次发布的锁失效了：中途停顿太久，或者有人删了它",
                "the lock of this deploy is gone: it was halted for too long, or somebody deleted it"
            ),
            DeployError::LockLost { holder } => say!(
                "另一次发布接管了这个目标：{holder}",
                "another deploy has taken over this target: {holder}"
            ),
            DeployError::Foreign { files, count } => {
                let files = files.join(", ");
                say!(
                    "目标里有 {count} 个不是 huimeng 写的文件，占着网站要用的位置：{files}",
                    "{count} files that huimeng did not write stand where the site has files: {files}"
                )
            }
            DeployError::TooManyRemoved { removed, of, limit } => say!(
                "这次发布要从网站上去掉 {of} 个文件中的 {removed} 个，超过 {limit}%",
                "this release takes away {removed} of {of} files, more than {limit} %"
            ),
            DeployError::Unreadable { path, reason } => say!(
                "发布目标里的 `{path}` 读不了：{reason}",
                "`{path}` in the target cannot be read: {reason}"
            ),
            DeployError::PlanStale { why: Say { zh, en } } => {
                say!("计划已经过时：{zh}", "the plan is out of date: {en}")
            }
            DeployError::NoPlan { path, reason } => {
                let path = path.display();
                say!("`{path}` 不是发布计划：{reason}", "`{path}` is no plan of a deploy: {reason}")
            }
            DeployError::NeverDeployed => {
                say!("这个目标还没有发布过", "nothing was published to this target yet")
            }
            DeployError::NoEarlier => {
                say!("没有更早的发布可以退回", "there is no earlier release to go back to")
            }
            DeployError::Incomplete { id, files, count } => {
                let files = files.join(", ");
                say!(
                    "发布 {id} 有 {count} 个文件的副本不在了：{files}",
                    "copies of {count} files of release {id} are gone: {files}"
                )
            }
            DeployError::Unset { variables } => {
                let variables = variables.join(", ");
                say!(
                    "发布后要通知的服务缺少密钥：{variables}",
                    "services that are told of a release want credentials: {variables}"
                )
            }
            DeployError::NotTold { services } => {
                let told: Vec<String> =
                    services.iter().map(|(service, why)| format!("{service}: {why}")).collect();
                let told = told.join("; ");
                say!("已经发布，但没有通知到 {told}", "published, but these were not told: {told}")
            }
            DeployError::NotTidied { release, why } => {
                let Say { zh, en } = why.message();
                say!(
                    "已经发布 {release}，但没有收拾好：{zh}",
                    "published {release}, but tidying up failed: {en}"
                )
            }
            DeployError::NoRelease { id, .. } => {
                say!("没有保留发布 `{id}`", "the release `{id}` is not kept")
            }
        }
    }

    fn help(&self) -> Say {
        match self {
            DeployError::Output(error) => error.diagnostic().help.unwrap_or(say!("", "")),
            DeployError::Disk { .. } => {
                say!("检查它的权限和磁盘空间", "check its permissions and the space on the disk")
            }
            DeployError::Changed { .. } => say!(
                "等构建结束，再发布一次：会接着没有完成的地方继续",
                "wait for the build to end and deploy again: it goes on where it stopped"
            ),
            DeployError::Reserved { .. } => say!("改掉 static/ 里的文件夹名", "rename the folder in static/"),
            DeployError::NoService { feature, .. } => {
                say!("编译时加上 `--features {feature}`", "build it with `--features {feature}`")
            }
            DeployError::Unset { .. } => say!(
                "设置这些环境变量，或从 site.yaml 的 `after:` 里删去用不着的",
                "set these environment variables, or take out of `after:` in site.yaml what is not needed"
            ),
            DeployError::NotTold { .. } => say!(
                "读者看到的可能还是缓存里的旧页面；用 `--changed-urls` 写出的网址可以在服务商的控制台里刷新",
                "caches may still show the former pages; the provider's console takes the addresses that `--changed-urls` writes"
            ),
            DeployError::NotTidied { .. } => say!(
                "读者看到的已经是它，不必再退回或再发布；下一次发布或 `huimeng deploy --prune` 会收拾，也会补上通知",
                "readers have it: there is no need to go back or to deploy again; the next deploy or `huimeng deploy --prune` tidies up, and tells whoever was not told"
            ),
            DeployError::NoCredentials { variables, .. } => {
                say!("设置环境变量 {variables}", "set the environment variables {variables}")
            }
            DeployError::Storage { kind, .. } => kind.help(),
            DeployError::Locked { seconds, .. } => say!(
                "等它结束。如果它已经不在了，{seconds} 秒后它的锁自动失效",
                "wait for it to end. If it is gone already, its lock lapses in {seconds} s"
            ),
            DeployError::LockGone => say!(
                "没有提交；再发布一次：会接着没有完成的地方继续",
                "nothing was committed; deploy again: it goes on where it stopped"
            ),
            DeployError::LockLost { .. } => say!(
                "没有提交；等那次发布结束，用 `--verify` 再发布一次：两次可能写了同一些文件",
                "nothing was committed; deploy again with `--verify` when the other one has ended: both may have written the same files"
            ),
            DeployError::Foreign { .. } => say!(
                "确认 `bucket`、`prefix`、`path` 没有写错；要让网站代替它们，加上 `--adopt`",
                "make sure that `bucket`, `prefix` and `path` are right; with `--adopt` the site takes their place"
            ),
            DeployError::TooManyRemoved { removed, of, .. } => {
                let percent = (removed * 100).div_ceil((*of).max(1));
                say!(
                    "看看生成的网站是否完整；确实要去掉这些，加上 `--max-delete {percent}`",
                    "see whether the built site is complete; if all this is to go, add `--max-delete {percent}`"
                )
            }
            DeployError::Unreadable { .. } => say!(
                "用写它的那个版本的 huimeng 发布；文件损坏时，删去它，再用 `--adopt` 发布",
                "deploy with the version of huimeng that wrote it; when it is damaged, delete it and deploy with `--adopt`"
            ),
            DeployError::PlanStale { .. } => {
                say!("用 `--plan` 重新做一份", "make a new one with `--plan`")
            }
            DeployError::NoPlan { .. } => {
                say!("用 `huimeng deploy --plan FILE` 做一份", "make one with `huimeng deploy --plan FILE`")
            }
            DeployError::NeverDeployed => say!("先运行 `huimeng deploy`", "run `huimeng deploy` first"),
            DeployError::NoEarlier => {
                say!(
                    "`huimeng deploy --list` 列出保留的发布",
                    "`huimeng deploy --list` shows the releases kept"
                )
            }
            DeployError::Incomplete { .. } => say!(
                "从 git 里取出那时的内容，重新生成再发布",
                "check out the content of that time from git, build it and deploy it"
            ),
            DeployError::NoRelease { kept, .. } => {
                let (zh, en) = (kept.join("、"), kept.join(", "));
                say!("保留的有：{zh}", "there are: {en}")
            }
        }
    }
}

impl Fault {
    fn help(self) -> Say {
        match self {
            Fault::Permission => say!(
                "检查密钥是否正确、是否过期，以及它对这个存储桶或文件夹有没有读写权限",
                "check that the credentials are right and not expired, and that they may read and write there"
            ),
            Fault::NotFound => say!(
                "检查 site.yaml 里的 `endpoint`、`bucket`、`path`：没有这个地方",
                "check `endpoint`, `bucket` and `path` in site.yaml: there is no such place"
            ),
            Fault::Settings => {
                say!("检查 site.yaml 里这个发布目标的设置", "check the settings of the target in site.yaml")
            }
            Fault::Host => say!(
                "先用 `ssh` 连接一次，核对它的指纹；在持续集成里，把它写进 known_hosts",
                "connect once with `ssh` and compare its fingerprint; in CI, write it into known_hosts"
            ),
            Fault::Network => say!(
                "检查网络和 `endpoint`，再发布一次：会接着没有完成的地方继续",
                "check the network and `endpoint` and deploy again: it goes on where it stopped"
            ),
        }
    }
}

impl From<OutputError> for DeployError {
    fn from(error: OutputError) -> DeployError {
        DeployError::Output(error)
    }
}
