//! The features of huimeng, tried through its binary as a user meets them, in temporary folders.

mod cli;
mod commands;
mod conversion;
mod diagnostics;
mod golden;
mod harness;
mod minify;
mod phrases;
mod proof;
mod site;
mod tidy;
