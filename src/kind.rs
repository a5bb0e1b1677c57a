//! The kinds of records.

use serde::Serialize;

/// The built-in kinds of records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub enum Kind {
    News,
    Partner,
    Signing,
    Page,
}

impl Kind {
    pub const ALL: [Kind; 4] = [Kind::News, Kind::Partner, Kind::Signing, Kind::Page];

    /// As site.yaml and templates write it.
    pub fn name(self) -> &'static str {
        match self {
            Kind::News => "news",
            Kind::Partner => "partner",
            Kind::Signing => "signing",
            Kind::Page => "page",
        }
    }
}
