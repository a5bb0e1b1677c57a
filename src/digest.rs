//! What stands for bytes where only their being the same matters. Two things with one digest are taken for
//! equal: it is cut from BLAKE3, so nobody makes two of them.

use std::fmt;

/// 128 bits of a hash.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest([u8; Digest::LENGTH]);

impl Digest {
    /// In bytes.
    pub const LENGTH: usize = 16;

    pub fn of(bytes: &[u8]) -> Digest {
        Digest::cut(blake3::hash(bytes))
    }

    /// Of several parts: where one ends and the next begins counts.
    pub fn of_parts(parts: &[&[u8]]) -> Digest {
        let mut hasher = blake3::Hasher::new();
        for part in parts {
            hasher.update(&(part.len() as u64).to_le_bytes());
            hasher.update(part);
        }
        Digest::cut(hasher.finalize())
    }

    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    fn cut(hash: blake3::Hash) -> Digest {
        let mut bytes = [0; Digest::LENGTH];
        bytes.copy_from_slice(&hash.as_bytes()[..Digest::LENGTH]);
        Digest(bytes)
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}
