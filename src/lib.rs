//! huimeng (会盟): a static site generator for the publicity sites of Chinese alliances.

pub mod advice;
pub mod cli;
pub mod commands;
pub mod config;
pub mod date;
pub mod diagnostic;
pub mod document;
pub mod kind;
pub mod language;
pub mod mark;
pub mod output;
pub mod pipeline;
pub mod render;
pub mod route;
pub mod schema;
pub mod script;
pub mod site;
pub mod source;
pub mod text;
pub mod theme;
pub mod variant;
pub mod view;
pub mod yaml;
