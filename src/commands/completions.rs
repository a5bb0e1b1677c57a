//! `huimeng completions`.

use std::io::Write as _;

use clap::CommandFactory;

use crate::cli::{Cli, Completions};

use super::Failure;

pub(super) fn run(options: &Completions) -> Result<(), Failure> {
    // Written in one go: the generator panics when nobody reads to the end.
    let mut script = Vec::new();
    clap_complete::generate(options.shell, &mut Cli::command(), "huimeng", &mut script);
    Ok(std::io::stdout().write_all(&script)?)
}
