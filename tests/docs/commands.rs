//! Documents speak only of commands and options that exist.

use std::collections::BTreeSet;

use clap::CommandFactory;
use huimeng::cli::Cli;

use super::{DOCUMENTS, read};

#[test]
fn every_command_line_is_one_that_the_program_takes() {
    let mut cli = Cli::command();
    cli.build();
    for document in DOCUMENTS {
        for call in calls(&read(document)) {
            let mut words = call.split_whitespace().skip(1).peekable();
            let first = words.peek().filter(|word| !word.starts_with('-')).copied();
            let command = match first {
                Some(name) => {
                    let command = cli.find_subcommand(name);
                    command.unwrap_or_else(|| panic!("{document}: `{call}`: there is no command `{name}`"))
                }
                None => &cli,
            };
            let known: BTreeSet<&str> = command.get_arguments().filter_map(|arg| arg.get_long()).collect();
            for option in words.filter_map(|word| word.strip_prefix("--")?.split('=').next()) {
                assert!(known.contains(option), "{document}: `{call}`: there is no option `--{option}`");
            }
        }
    }
}

/// What stands after `huimeng` up to the end of its line or code span.
fn calls(document: &str) -> Vec<&str> {
    let is_call = |&(at, name): &(usize, &str)| {
        let before = document[..at].trim_end_matches(['.', '/']);
        let begins = ["", "`", "\n", "$ ", "target/debug"].iter().any(|start| match *start {
            "" => before.is_empty(),
            start => before.ends_with(start),
        });
        let after = &document[at + name.len()..];
        begins && after.starts_with(|first: char| first.is_ascii_lowercase() || first == '-')
    };
    let end = |text: &str| text.find(['`', '\n', '#', '；', '>', '|']).unwrap_or(text.len());
    document
        .match_indices("huimeng ")
        .filter(is_call)
        .map(|(at, _)| &document[at..][..end(&document[at..])])
        .collect()
}
