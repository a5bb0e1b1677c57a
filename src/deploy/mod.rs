//! Bringing the built site to where its readers are: object storage, or a folder of a server.
//!
//! ```text
//! output folder ─local→ Local ─┐
//!                              ├─plan→ Plan ─apply→ target
//! target ─live→ Live ──────────┘
//! ```
//!
//! [`Session`] is one visit to a target. Planning is a function of values; only `store` speaks to the target, and
//! only `operator` knows the providers apart. Nothing here builds pages or knows what a record says: a site is
//! files with a class each.

pub mod after;
mod apply;
pub mod cache;
mod change;
mod class;
mod compress;
mod credentials;
mod each;
mod entry;
mod error;
mod fault;
mod listing;
mod live;
mod local;
mod lock;
mod manifest;
mod news;
mod operator;
mod plan;
mod prune;
mod session;
pub mod show;
mod store;
pub mod summary;
mod verify;
mod webdav;

pub use change::{Change, Changed, Changes, Listing};
pub use class::Class;
pub use credentials::Environment;
pub use entry::Entry;
pub use error::{DeployError, Fault};
pub use live::{Content, Live};
pub use local::Local;
pub use lock::{Clock, Holder};
pub use manifest::{FOLDER, Files, Kept, Manifest, Release, Retired};
pub use news::{News, Teller};
pub use plan::{From, Plan, Write, changes, digest, guard, release};
pub use session::{Cost, Session, Visit};
pub use verify::Verified;
