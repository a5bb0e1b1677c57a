//! huimeng (会盟): a static site generator for the publicity sites of Chinese alliances.

#![forbid(unsafe_code)]

pub mod config;
pub mod diagnostic;
pub mod document;
pub mod language;
pub mod output;
pub mod render;
pub mod source;
pub mod view;
