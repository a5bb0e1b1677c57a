//! What builds leave to later ones: in the site's `.huimeng/`, and where machines share it.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

#[cfg(feature = "deploy")]
use crate::deploy::{DeployError, cache::SharedCache};
use crate::diagnostic::Say;
use crate::digest::Digest;
use crate::pipeline::{self, Last, Memo};
use crate::render::minify;
use crate::say;

use super::super::{Failure, Terminal};

/// `.huimeng/` in the site, and what machines share. Without it everything works, only slower.
pub(super) struct Cache {
    folder: PathBuf,
    program: Digest,
    shared: Option<SharedCache>,
}

impl Cache {
    /// `shared` is the address of what machines share.
    pub(super) fn of(site: &Path, shared: Option<&str>, terminal: &Terminal) -> Result<Cache, Failure> {
        let shared = shared.map(|address| open(address, site, terminal)).transpose()?.flatten();
        Ok(Cache { folder: site.join(".huimeng"), program: program(), shared })
    }

    /// The site that was published last.
    pub(super) fn last(&self) -> Option<Last> {
        Last::load(&self.folder.join(LAST), self.program)
    }

    pub(super) fn keep_last(&self, last: &Last) -> io::Result<()> {
        last.save(&self.folder.join(LAST), self.program)
    }

    /// What builds before this one remember: on this machine, else on others. Others are asked no more after a fault.
    pub(super) fn memo(&mut self, clean: bool, terminal: &Terminal) -> Memo {
        let memo = if clean { Memo::new(self.program) } else { self.remembered(terminal) };
        self.at_home(memo)
    }

    /// The memo, which knows where it will be kept.
    fn at_home(&self, mut memo: Memo) -> Memo {
        memo.will_be_in(&self.folder);
        memo
    }

    fn remembered(&mut self, terminal: &Terminal) -> Memo {
        let program = self.program;
        let place = self.folder.join(MEMO);
        let load = || {
            let (memo, discarded) = pipeline::load(&place, program);
            if let Some(discarded) = &discarded {
                terminal.note(&discarded.message());
            }
            (memo, discarded)
        };
        let (memo, discarded) = load();
        let is_there = discarded.is_none() && place.exists();
        let Some(shared) = self.shared.as_ref().filter(|_| !is_there) else { return memo };
        match shared.get(&name(program)) {
            Ok(Some(bytes)) => match pipeline::unpack(&bytes, &self.folder.join(MEMO)) {
                Ok(()) => load().0,
                Err(_) => {
                    terminal.note(&pipeline::Discarded::Damaged.message());
                    memo
                }
            },
            Ok(None) => memo,
            Err(error) => {
                terminal.note(&not_shared(&error));
                self.shared = None;
                memo
            }
        }
    }

    /// A memo without what was found to be damaged, of which the user is told.
    pub(super) fn give_up(&self, terminal: &Terminal) -> Memo {
        terminal.note(&pipeline::Discarded::Damaged.message());
        self.at_home(Memo::new(self.program))
    }

    /// Leaves what this build remembers to other machines.
    pub(super) fn share(&self, terminal: &Terminal) {
        let Some(shared) = &self.shared else { return };
        let Ok(bytes) = pipeline::pack(&self.folder.join(MEMO)) else { return };
        if let Err(error) = shared.put(&name(self.program), bytes) {
            terminal.note(&not_shared(&error));
        }
    }

    pub(super) fn keep(&self, memo: &Memo, terminal: &Terminal) {
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
    pub(super) fn spare(&self, site: &Path, out: &Path) -> Option<PathBuf> {
        let is_ours = out.parent() == Some(site) && fs::create_dir_all(&self.folder).is_ok();
        is_ours.then(|| self.folder.join("spare"))
    }
}

/// The memo's file in the cache.
const MEMO: &str = "memo";

/// The file of the site that was published last.
const LAST: &str = "last";

/// Another program's memo is another object.
fn name(program: Digest) -> String {
    format!("huimeng-memo-{program}")
}

#[cfg(feature = "deploy")]
fn open(address: &str, site: &Path, terminal: &Terminal) -> Result<Option<SharedCache>, Failure> {
    let place = crate::deploy::cache::place(address).map_err(|_| {
        Failure::Misuse(say!(
            "--cache 的地址 `{address}` 不能用：写一个文件夹，或 s3://桶/目录?endpoint=…（oss、cos、obs 也可以）；密钥放在环境变量里",
            "--cache: the address `{address}` cannot be used: give a folder, or s3://BUCKET/FOLDER?endpoint=… (or oss, cos, obs); keys belong in the environment"
        ))
    })?;
    #[expect(clippy::disallowed_methods, reason = "the edge where the environment comes in")]
    let environment = |name: &str| std::env::var(name).ok();
    match SharedCache::open(&place, site, &environment) {
        Ok(shared) => Ok(Some(shared)),
        // Builds of those who may not have the keys, as from a fork, are builds all the same.
        Err(error @ DeployError::NoCredentials { .. }) => {
            terminal.note(&not_shared(&error));
            Ok(None)
        }
        Err(error) => Err(error.into()),
    }
}

#[cfg(feature = "deploy")]
fn not_shared(error: &DeployError) -> Say {
    let told = error.diagnostic();
    let Say { zh, en } = told.message;
    let help = told.help.map(|help| (format!("；{}", help.zh), format!("; {}", help.en)));
    let (help_zh, help_en) = help.unwrap_or_default();
    say!(
        "共用的缓存不能用，照常生成：{zh}{help_zh}",
        "the shared cache cannot be used, the build goes on without: {en}{help_en}"
    )
}

/// There is none: what would speak to object storage is not part of this program.
#[cfg(not(feature = "deploy"))]
enum SharedCache {}

#[cfg(not(feature = "deploy"))]
impl SharedCache {
    fn get(&self, _name: &str) -> Result<Option<Vec<u8>>, std::convert::Infallible> {
        match *self {}
    }

    fn put(&self, _name: &str, _bytes: Vec<u8>) -> Result<(), std::convert::Infallible> {
        match *self {}
    }
}

#[cfg(not(feature = "deploy"))]
fn open(_address: &str, _site: &Path, _terminal: &Terminal) -> Result<Option<SharedCache>, Failure> {
    Err(Failure::Misuse(say!(
        "这个 huimeng 编译时没有带上 `deploy`，不能用 --cache",
        "this huimeng was built without `deploy`: --cache is not available"
    )))
}

#[cfg(not(feature = "deploy"))]
fn not_shared(error: &std::convert::Infallible) -> Say {
    match *error {}
}

/// Stands for the program: any change of its sources may change what it makes.
fn program() -> Digest {
    let features = [minify::AVAILABLE, cfg!(feature = "highlight")];
    Digest::of(format!("{} {features:?}", env!("HUIMENG_SOURCES")).as_bytes())
}
