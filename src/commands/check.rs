//! `huimeng check`: all stages but writing, and the advice that a build keeps to itself.

use crate::cli::{Check, Global};
use crate::diagnostic::Severity;
use crate::pipeline;
use crate::say;
use crate::source;

use super::{Failure, Terminal, fix, options};

pub(super) fn run(global: &Global, check: &Check, terminal: &Terminal) -> Result<(), Failure> {
    let options = options(&check.content, check.strict, true)?;
    let tree = source::load(&global.site);
    let (outcome, _) = pipeline::run(&tree.value, &options, tree.diagnostics, || Ok(pipeline::Nowhere));
    let (fixed, left) = match check.fix {
        true => fix::apply(&tree.value, outcome.diagnostics)?,
        false => (0, outcome.diagnostics),
    };
    terminal.show(&left, &tree.value)?;
    if fixed > 0 {
        terminal.result(&say!("改正了 {fixed} 处", "{fixed} places corrected"));
    }
    if left.iter().any(|found| found.severity == Severity::Error) {
        return Err(Failure::Content);
    }
    let sources = outcome.summary.sources;
    terminal.result(&say!("检查了 {sources} 个源文件", "{sources} sources checked"));
    Ok(())
}
