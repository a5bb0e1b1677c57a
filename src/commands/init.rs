//! `huimeng init`: a small site that builds.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use include_dir::{Dir, include_dir};

use crate::cli::Global;
use crate::say;

use super::{Failure, Terminal};

static STARTER: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/commands/starter");

/// Writes the starter into the site's folder. Nothing that exists is touched: one file in the way, and
/// nothing is written.
pub(super) fn run(global: &Global, terminal: &Terminal) -> Result<(), Failure> {
    let site = &global.site;
    let files = files(&STARTER);
    let taken: Vec<&PathBuf> =
        files.iter().map(|(path, _)| path).filter(|path| site.join(path).exists()).collect();
    if let Some(first) = taken.first() {
        let path = first.display();
        return Err(Failure::Misuse(say!(
            "{path} 已经存在；请在空文件夹里运行，或用 --site 指定一个新文件夹",
            "{path} exists already: run this in an empty folder, or name a new one with --site"
        )));
    }
    for (path, bytes) in &files {
        write(&site.join(path), bytes)?;
    }
    let (folder, count) = (site.display(), files.len());
    terminal.result(&say!(
        "写了 {count} 个文件。下一步：huimeng build --site {folder}",
        "{count} files written. Next: huimeng build --site {folder}"
    ));
    Ok(())
}

/// All files of the starter by path, in order.
fn files(folder: &'static Dir) -> Vec<(PathBuf, &'static [u8])> {
    let own = folder.files().map(|file| (name(file.path()), file.contents()));
    let mut files: Vec<_> = own.chain(folder.dirs().flat_map(files)).collect();
    files.sort();
    files
}

/// A file that begins with a dot would be lost on the way into a package.
fn name(path: &Path) -> PathBuf {
    match path.to_str() {
        Some("gitignore") => PathBuf::from(".gitignore"),
        _ => path.to_owned(),
    }
}

fn write(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let shown = || path.display().to_string();
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(shown)?;
    }
    fs::write(path, bytes).with_context(shown)
}
