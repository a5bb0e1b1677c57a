//! `huimeng check`: all stages but writing, and the advice that a build keeps to itself.

use crate::cli::{Check, Global};
use crate::diagnostic::Say;
use crate::pipeline::{self, Memo, Options, Outcome};
use crate::say;
use crate::source::{self, SourceTree};

use super::{Failure, Terminal, fix, options};

/// A correction can bring the next slip to light; more rounds than this only a fault of ours would need.
const ROUNDS: usize = 8;

pub(super) fn run(global: &Global, check: &Check, terminal: &Terminal) -> Result<(), Failure> {
    let options = options(&check.content, check.strict, true)?;
    let mut memo = Memo::default();
    let (mut tree, mut outcome) = examine(global, &options, &mut memo);
    let mut fixed: Vec<Say> = Vec::new();
    for _ in 0..if check.fix { ROUNDS } else { 0 } {
        let told = fix::apply(&tree, &outcome.diagnostics)?;
        if told.is_empty() {
            break;
        }
        fixed.extend(told);
        (tree, outcome) = examine(global, &options, &mut memo);
    }
    terminal.show(&outcome.diagnostics, &tree)?;
    for correction in &fixed {
        terminal.result(correction);
    }
    let count = fixed.len();
    if count > 0 {
        terminal.result(&say!("改正了 {count} 处", "{count} places corrected"));
    }
    if outcome.has_errors() {
        return Err(Failure::Content);
    }
    let sources = outcome.summary.sources;
    terminal.result(&say!("检查了 {sources} 个源文件", "{sources} sources checked"));
    Ok(())
}

fn examine(global: &Global, options: &Options, memo: &mut Memo) -> (SourceTree, Outcome) {
    let tree = source::load(&global.site);
    let (outcome, _) = pipeline::run(&tree.value, options, tree.diagnostics, memo, || Ok(pipeline::Nowhere));
    (tree.value, outcome)
}
