//! One file becomes one document: front matter and compiled Markdown. Nothing here knows another file.

pub mod body;
pub mod html;
pub mod markdown;
pub mod record;
