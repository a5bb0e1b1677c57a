//! The program's entry: reads the command line and the environment, calls, exits.

use std::process::ExitCode;

use clap::Parser;

/// Many small strings on many threads: measured against the system's allocator on a large site.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    match huimeng::cli::Cli::try_parse() {
        Ok(cli) => huimeng::commands::run(cli),
        Err(error) => huimeng::commands::refuse(&error),
    }
}
