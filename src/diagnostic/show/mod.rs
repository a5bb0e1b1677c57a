//! Findings as text for people and for machines.

/// Where the texts that findings point into come from.
pub trait Texts {
    /// The text of a file by its site path, exactly as it stands on disk; `None` when it cannot be shown.
    fn text(&self, file: &str) -> Option<&str>;
}
