//! The features of huimeng, tried through its binary as a user meets them, in temporary folders.

mod again;
mod cli;
mod commands;
mod conversion;
mod diagnostics;
mod golden;
mod harness;
mod incremental;
mod minify;
mod people;
mod phrases;
#[cfg(feature = "serve")]
mod preview;
mod proof;
#[cfg(feature = "serve")]
mod serve;
mod site;
mod tidy;
