//! From views to the bytes of files. Nothing here decides what a page shows or where it lies.

pub mod body;
pub mod page;
