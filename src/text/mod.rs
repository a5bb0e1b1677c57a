//! What can be said of a plain text by looking at its characters: kinds, counts, readings, slugs, order, summary.
//!
//! Everything here is a pure function of the text. Nothing knows of records, sites, Markdown or files.

pub mod collate;
pub mod count;
pub mod han;
pub mod pinyin;
pub mod quick;
mod reading;
mod slug;
pub mod summary;

pub use reading::folded;
pub use slug::unicode_slug;
