//! What can be wrong with a site's folder and its files, as it is told.

use std::fs;
use std::io;
use std::path::Path;

use super::TEXT_LIMIT;
use crate::diagnostic::{Diagnostic, Say, Severity, SitePath, reason, rules};
use crate::say;

pub(super) fn config_missing(root: &Path) -> Diagnostic {
    let folder = std::path::absolute(root).unwrap_or_else(|_| root.to_owned());
    let shown = folder.display();
    let other = ["site.yml", "Site.yaml", "site.yaml.txt", "config.yaml"]
        .into_iter()
        .find(|name| root.join(name).is_file());
    let above = folder.ancestors().skip(1).find(|above| above.join("site.yaml").is_file());
    let message = if root.is_dir() {
        say!("`{shown}` 里没有 site.yaml", "there is no site.yaml in `{shown}`")
    } else {
        say!("没有文件夹 `{shown}`", "there is no folder `{shown}`")
    };
    let help = if let Some(other) = other {
        say!("把 `{other}` 改名为 `site.yaml`", "rename `{other}` to `site.yaml`")
    } else if let Some(above) = above {
        let above = above.display();
        say!(
            "上层文件夹有一个站点：加上 `--site {above}`",
            "a folder above holds a site: add `--site {above}`"
        )
    } else {
        say!(
            "用 `--site 文件夹` 指明站点所在，或用 `huimeng init` 新建一个",
            "tell where the site is with `--site DIR`, or make one with `huimeng init`"
        )
    };
    Diagnostic::new(&rules::CONFIG_MISSING, message).help(help)
}

pub(super) fn unreadable(path: &SitePath, error: &io::Error) -> Diagnostic {
    let Say { zh, en } = reason(error);
    let message = say!("读不了 `{path}`：{zh}", "cannot read `{path}`: {en}");
    let help = say!("检查文件和它的权限", "check the file and its permissions");
    Diagnostic::new(&rules::UNREADABLE, message).in_file(path).help(help)
}

pub(super) fn too_large(path: &SitePath) -> Diagnostic {
    let limit = TEXT_LIMIT >> 20;
    let message = say!("`{path}` 超过 {limit} MiB", "`{path}` is larger than {limit} MiB");
    let help = say!("把它分成几个文件；附件请放进 static/", "split it; put attachments in static/");
    Diagnostic::new(&rules::FILE_TOO_LARGE, message).in_file(path).help(help)
}

pub(super) fn link_not_followed(path: &SitePath, link: &Path) -> Diagnostic {
    let target = fs::read_link(link).unwrap_or_default();
    let target = target.display();
    let message = say!(
        "符号链接 `{path}` 指向 `{target}`，没有跟随",
        "the symbolic link `{path}` leads to `{target}` and was not followed"
    );
    let help = say!(
        "把文件复制到站点里；只跟随指向站点内普通文件的链接",
        "copy the files into the site; only links to regular files of the site are followed"
    );
    skipped(path, message, help)
}

/// Something that is left out though nothing is wrong with the site's own files.
pub(super) fn skipped(path: &SitePath, message: Say, help: Say) -> Diagnostic {
    let mut finding = Diagnostic::new(&rules::UNREADABLE, message).in_file(path).help(help);
    finding.severity = Severity::Warning;
    finding
}
