//! What stands for bytes where only their being the same matters. Two things with one digest are taken for
//! equal: it is cut from BLAKE3, so nobody makes two of them.

mod values;

use std::fmt;
use std::io::{self, Write};

use serde::{Deserialize, Serialize};

/// 128 bits of a hash.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Digest([u8; Digest::LENGTH]);

impl Digest {
    /// In bytes.
    pub const LENGTH: usize = 16;

    pub fn of(bytes: &[u8]) -> Digest {
        Digest::cut(blake3::hash(bytes))
    }

    /// Of several parts: where one ends and the next begins counts.
    pub fn of_parts(parts: &[&[u8]]) -> Digest {
        // In one piece, which is hashed several times as fast.
        let mut all = Vec::with_capacity(parts.iter().map(|part| part.len() + 8).sum());
        for part in parts {
            all.extend_from_slice(&(part.len() as u64).to_le_bytes());
            all.extend_from_slice(part);
        }
        Digest::of(&all)
    }

    /// Of values that can be serialised; `None` of one that says it cannot.
    pub fn of_values(values: &impl Serialize) -> Option<Digest> {
        let mut bytes = Vec::with_capacity(1 << 13);
        values::write(values, &mut bytes).ok()?;
        Some(Digest::of(&bytes))
    }

    /// One that was told as bytes; `None` when they are not as many.
    pub fn from_bytes(bytes: &[u8]) -> Option<Digest> {
        bytes.try_into().ok().map(Digest)
    }

    /// One that was told as text.
    pub fn parse(text: &str) -> Option<Digest> {
        let value = |digit: u8| char::from(digit).to_digit(16);
        let digits: &[u8; 2 * Digest::LENGTH] = text.as_bytes().try_into().ok()?;
        let mut bytes = [0; Digest::LENGTH];
        for (byte, [high, low]) in bytes.iter_mut().zip(digits.as_chunks().0) {
            *byte = (value(*high)? << 4 | value(*low)?) as u8;
        }
        Some(Digest(bytes))
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

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Lists have one in each line: numbers of this length are written slowly.
        let mut digits = [0; 2 * Digest::LENGTH];
        for (byte, digits) in self.0.iter().zip(digits.as_chunks_mut().0) {
            *digits = [byte >> 4, byte & 15].map(|digit| b"0123456789abcdef"[usize::from(digit)]);
        }
        f.write_str(std::str::from_utf8(&digits).map_err(|_| fmt::Error)?)
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A writer that takes the digest of all that passes through it.
pub struct Digesting<W> {
    to: W,
    hasher: blake3::Hasher,
}

impl<W: Write> Digesting<W> {
    pub fn new(to: W) -> Digesting<W> {
        Digesting { to, hasher: blake3::Hasher::new() }
    }

    pub fn finish(self) -> (Digest, W) {
        (Digest::cut(self.hasher.finalize()), self.to)
    }
}

impl<W: Write> Write for Digesting<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.to.write(bytes)?;
        self.hasher.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}
