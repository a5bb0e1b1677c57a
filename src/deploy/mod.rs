//! Bringing the built site to where its readers are: object storage, or a folder of a server.
//!
//! Nothing here builds pages or knows what a record says: a site is files with a class each.

pub mod after;
mod change;
mod class;

pub use change::{Change, Changed, Changes};
pub use class::Class;
