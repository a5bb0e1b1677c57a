//! Why a site could not be written.

use std::io;
use std::path::PathBuf;

use crate::diagnostic::{Diagnostic, Say, reason, rules};
use crate::say;

/// The former site stands untouched in every case.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.message().en)]
pub enum OutputError {
    /// The target holds files that huimeng did not write; at most five are named.
    Foreign { target: PathBuf, files: Vec<String> },
    /// The target was written by a version whose list of files this one cannot read.
    OtherVersion { target: PathBuf },
    /// The target cannot be a site: a file, or a folder without a name of its own.
    BadTarget { target: PathBuf },
    /// Another build holds the target and did not finish in time.
    Locked { target: PathBuf },
    /// The path of an artifact leaves the output folder or cannot be a file name.
    BadPath { path: String },
    /// Two artifacts have one path, or paths that this disk takes for one.
    Twice { path: String },
    /// There is no site that huimeng built.
    NotBuilt { target: PathBuf },
    /// Files differ from what was built; at most five are named.
    Changed { target: PathBuf, files: Vec<String> },
    /// The system refused something.
    Disk { path: PathBuf, source: io::Error },
}

impl OutputError {
    /// The error as a finding, with the way out.
    pub fn diagnostic(&self) -> Diagnostic {
        let rule = match self {
            OutputError::Foreign { .. } | OutputError::OtherVersion { .. } => &rules::OUTPUT_FOREIGN,
            _ => &rules::OUTPUT_FAILED,
        };
        Diagnostic::new(rule, self.message()).help(self.help())
    }

    fn message(&self) -> Say {
        match self {
            OutputError::Foreign { target, files } => {
                let (target, files) = (target.display(), files.join(", "));
                say!(
                    "输出目录 `{target}` 里有不是本程序写的文件：{files}",
                    "the output folder `{target}` holds files that huimeng did not write: {files}"
                )
            }
            OutputError::OtherVersion { target } => {
                let target = target.display();
                say!(
                    "输出目录 `{target}` 是另一个版本的 huimeng 写的",
                    "the output folder `{target}` was written by another version of huimeng"
                )
            }
            OutputError::BadTarget { target } => {
                let target = target.display();
                say!("`{target}` 不能作输出目录", "`{target}` cannot be an output folder")
            }
            OutputError::Locked { target } => {
                let target = target.display();
                say!("另一次构建正在写 `{target}`", "another build is writing `{target}`")
            }
            OutputError::BadPath { path } => {
                let path = path.escape_debug();
                say!("`{path}` 不能作文件路径", "`{path}` cannot be the path of a file")
            }
            OutputError::Twice { path } => {
                say!("`{path}` 写了两次", "`{path}` is written twice")
            }
            OutputError::NotBuilt { target } => {
                let target = target.display();
                say!("`{target}` 里没有生成好的网站", "there is no built site in `{target}`")
            }
            OutputError::Changed { target, files } => {
                let (target, files) = (target.display(), files.join(", "));
                say!(
                    "输出目录 `{target}` 里的文件在生成之后被改过：{files}",
                    "files of the output folder `{target}` were changed after the build: {files}"
                )
            }
            OutputError::Disk { path, source } => {
                let (path, Say { zh, en }) = (path.display(), reason(source));
                say!("写网站时 `{path}` 出错：{zh}", "writing the site failed at `{path}`: {en}")
            }
        }
    }

    fn help(&self) -> Say {
        match self {
            OutputError::Foreign { .. } => say!(
                "把它们移走（要发布的文件放进 static/），或用 `--out` 另选一个空文件夹",
                "move them away (what is to be published belongs in static/), or choose an empty folder with `--out`"
            ),
            OutputError::OtherVersion { .. } => {
                say!(
                    "确认后自己删去这个文件夹，再构建一次",
                    "make sure, delete the folder yourself and build again"
                )
            }
            OutputError::BadTarget { .. } => {
                say!("用 `--out` 指明一个文件夹", "name a folder with `--out`")
            }
            OutputError::Locked { .. } => say!(
                "等它结束再试，或用 `--out` 另选文件夹",
                "try again when it has finished, or choose another folder with `--out`"
            ),
            OutputError::BadPath { .. } => {
                say!("改掉产生它的文件名或 slug", "change the file name or slug it comes from")
            }
            OutputError::Twice { .. } => {
                say!("改掉其中一个的网址", "change the address of one of the two")
            }
            OutputError::NotBuilt { .. } => say!(
                "先运行 `huimeng build`，或用 `--out` 指明输出目录",
                "run `huimeng build` first, or name the output folder with `--out`"
            ),
            OutputError::Changed { .. } => say!(
                "重新运行 `huimeng build`；要改的内容改在 content/ 里",
                "run `huimeng build` again; what is to be changed belongs in content/"
            ),
            OutputError::Disk { source, .. } => disk_help(source.kind()),
        }
    }
}

fn disk_help(kind: io::ErrorKind) -> Say {
    match kind {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => say!(
            "腾出空间再构建：新旧两份网站要同时放得下",
            "free some space: the old site and the new one must fit at the same time"
        ),
        io::ErrorKind::ResourceBusy | io::ErrorKind::CrossesDevices => say!(
            "输出目录本身是挂载点：用 `--out` 选它里面的一个文件夹",
            "the output folder is a mount point: choose a folder inside it with `--out`"
        ),
        _ => say!(
            "检查输出目录及其上层文件夹的权限，或用 `--out` 另选一个",
            "check the permissions of the output folder and of the one above it, or choose another with `--out`"
        ),
    }
}
