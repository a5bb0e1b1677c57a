//! What templates see. A view holds everything that its template can show, so that two equal views
//! are the same page: nothing here reads the disk, the clock or another page.
//!
//! The structs are the theme author's interface: every field is documented where it is declared.

pub mod agreement;
pub mod card;
pub mod cards;
pub mod common;
pub mod context;
pub mod entry;
pub mod head;
pub mod home;
pub mod json_ld;
pub mod list;
pub mod listing;
pub mod news;
pub mod overview;
pub mod own_words;
pub mod page;
pub mod partner;
pub mod seen;
pub mod shell;
pub mod shown;
pub mod signing;
pub mod site;
