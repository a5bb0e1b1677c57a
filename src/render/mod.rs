//! From views to the bytes of files. Nothing here decides what a page shows or where it lies.

pub mod body;
pub mod feed;
pub mod minify;
pub mod page;
pub mod robots;
pub mod sitemap;
mod xml;
