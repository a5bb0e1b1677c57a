//! Files of the site that machines read: feeds, the sitemap, robots.txt and structured data.
//!
//! Pure functions from small structs to bytes. Addresses come in absolute and dates as RFC 3339; nothing
//! here knows records, languages or templates.

pub mod feed;
pub mod json_ld;
pub mod robots;
pub mod sitemap;
mod xml;
