//! `huimeng completions`.

use clap::CommandFactory;

use crate::cli::{Cli, Completions};

use super::Failure;

pub(super) fn run(options: &Completions) -> Result<(), Failure> {
    clap_complete::generate(options.shell, &mut Cli::command(), "huimeng", &mut std::io::stdout());
    Ok(())
}
