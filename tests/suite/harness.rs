//! Sites in temporary folders and the program run on them. It knows nothing of what is tested.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// Embargo and expiry are decided as of this moment, unless a test is about them.
pub const NOW: &str = "2026-01-01T00:00:00Z";

/// The least `site.yaml`.
pub const LEAST: &str = "title: 明水\nbase_url: https://example.org/\n";

/// Files by path, with `/`.
pub type Files = BTreeMap<String, Vec<u8>>;

/// A site in a folder that goes when the value does.
pub struct Site {
    dir: TempDir,
}

impl Site {
    pub fn empty() -> Site {
        Site { dir: tempfile::tempdir().expect("a temporary folder") }
    }

    /// A site of these files; `site.yaml` is the least one unless it is among them.
    pub fn of(files: &[(&str, &str)]) -> Site {
        let site = Site::empty();
        site.write("site.yaml", LEAST);
        for (path, text) in files {
            site.write(path, text);
        }
        site
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.dir.path().join(path)
    }

    /// Writes a file of the site and the folders above it.
    pub fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        write(&self.path(path), content.as_ref());
    }

    pub fn read(&self, path: &str) -> String {
        let path = self.path(path);
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    /// The files of `public/`.
    pub fn output(&self) -> Files {
        files(&self.path("public"))
    }

    pub fn run(&self, arguments: &[&str]) -> Run {
        Run::of(&mut self.command(arguments))
    }

    /// `build` as of the tests' day.
    pub fn build(&self) -> Run {
        self.run(&["build", "--now", NOW])
    }

    /// Starts the program and does not wait.
    pub fn start(&self, arguments: &[&str]) -> Child {
        let mut command = self.command(arguments);
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        command.spawn().expect("the program starts")
    }

    /// The program in the site's folder, told nothing by the environment.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = program(arguments);
        command.current_dir(self.dir.path());
        command
    }
}

/// The program with an empty environment.
pub fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_huimeng"));
    command.env_clear().args(arguments).stdin(Stdio::null());
    command
}

/// What a run came to.
#[derive(Debug)]
pub struct Run {
    /// Exit code; none when a signal ended the program.
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl Run {
    pub fn of(command: &mut Command) -> Run {
        Run::from(command.output().expect("the program starts"))
    }

    /// Fails the test unless the program ended with this code, and never lets a panic pass.
    #[track_caller]
    pub fn expect(self, code: i32) -> Run {
        assert!(!self.stderr.contains("panicked at"), "{}", self.stderr);
        assert_eq!(self.code, Some(code), "stdout:\n{}\nstderr:\n{}", self.stdout, self.stderr);
        self
    }

    /// Fails the test unless the messages hold all of these.
    #[track_caller]
    pub fn says(self, parts: &[&str]) -> Run {
        for part in parts {
            assert!(self.stderr.contains(part), "`{part}` is not in the messages:\n{}", self.stderr);
        }
        self
    }

    /// The messages of `--message-format json`.
    pub fn findings(&self) -> Vec<Value> {
        let line = |line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
        self.stderr.lines().map(line).collect()
    }
}

impl From<Output> for Run {
    fn from(output: Output) -> Run {
        let text = |bytes| String::from_utf8(bytes).expect("the program writes UTF-8");
        Run { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
    }
}

/// Is what comes out to be written down as what is expected? `HUIMENG_UPDATE=1` says so.
#[expect(clippy::disallowed_methods, reason = "tests are told by the environment to update")]
pub fn expectations_change() -> bool {
    std::env::var_os("HUIMENG_UPDATE").is_some()
}

/// A file of the repository.
pub fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

pub fn write(path: &Path, content: &[u8]) {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).expect("a folder can be made");
    }
    fs::write(path, content).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
}

/// All files below a folder. The program's own list of what it wrote is no part of a site.
pub fn files(folder: &Path) -> Files {
    let mut files = Files::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(current) = folders.pop() {
        let entries = fs::read_dir(&current).unwrap_or_else(|error| panic!("{}: {error}", current.display()));
        for entry in entries.map(|entry| entry.expect("a folder can be listed")) {
            let path = entry.path();
            if entry.file_type().expect("a kind of file").is_dir() {
                folders.push(path);
            } else if path != folder.join(".huimeng-output") {
                let name = path.strip_prefix(folder).expect("a path below the folder");
                let name = name.to_str().expect("a name in Unicode").replace('\\', "/");
                files.insert(name, fs::read(&path).expect("a file can be read"));
            }
        }
    }
    files
}

/// Fails the test unless both hold the same files, and tells the names of those that differ.
#[track_caller]
pub fn assert_same(left: &Files, right: &Files) {
    let names: std::collections::BTreeSet<_> = left.keys().chain(right.keys()).collect();
    let differing: Vec<_> = names.into_iter().filter(|name| left.get(*name) != right.get(*name)).collect();
    assert!(differing.is_empty(), "{} files differ: {differing:?}", differing.len());
}
