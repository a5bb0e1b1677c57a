//! The program's entry: reads the command line and the environment, calls, exits.

use std::process::ExitCode;

use clap::Parser;

/// Many small strings on many threads: measured against the system's allocator on a large site.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    huimeng::commands::run(huimeng::cli::Cli::parse())
}
