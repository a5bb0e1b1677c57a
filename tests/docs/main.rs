//! The documentation keeps its word: its tables are those of the program, its examples build, the messages
//! that it shows are the ones that appear.
//!
//! `HUIMENG_UPDATE=1 cargo test --test docs` writes what the program makes into the documents.

mod blocks;
mod commands;
mod conversion;
mod examples;
mod generated;
mod licenses;
mod messages;
mod report;
mod views;

use std::path::PathBuf;
use std::process::Command;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Every document with examples, relative to the repository.
const DOCUMENTS: [&str; 6] = [
    "README.md",
    "docs/conversion.md",
    "docs/editors.md",
    "docs/messages.md",
    "docs/speed.md",
    "docs/themes.md",
];

fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn read(document: &str) -> String {
    let path = repository().join(document);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The program with Chinese messages, whatever the machine's language.
fn huimeng() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_huimeng"));
    command.args(["--messages", "zh", "--color", "never"]);
    command
}

/// Held by tests that may write a document, so that none writes over what another wrote.
fn writing() -> MutexGuard<'static, ()> {
    static WRITING: Mutex<()> = Mutex::new(());
    WRITING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Compares a document with what it ought to be, or writes it when an update was asked for.
fn settle(document: &str, written: &str, wanted: &str) {
    #[expect(clippy::disallowed_methods, reason = "tests are told by the environment to update")]
    let update = std::env::var_os("HUIMENG_UPDATE").is_some();
    match update {
        true if written != wanted => {
            std::fs::write(repository().join(document), wanted).expect("the document can be written");
        }
        true => {}
        false => assert!(
            written == wanted,
            "{document} is behind the program: HUIMENG_UPDATE=1 cargo test --test docs\n{}",
            first_difference(written, wanted)
        ),
    }
}

fn first_difference(written: &str, wanted: &str) -> String {
    let pair = written.lines().zip(wanted.lines()).enumerate().find(|(_, (a, b))| a != b);
    match pair {
        Some((number, (a, b))) => format!("line {}\n  document: {a}\n  program:  {b}", number + 1),
        None => "one of them ends earlier".to_owned(),
    }
}
