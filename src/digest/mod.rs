//! What stands for bytes where only their being the same matters. Two things with one digest are taken for equal.
//!
//! What a build keeps for itself has the digest that costs least, XXH3: by chance two do not meet, and whoever
//! could write a text for it to meet another one's may change the site anyway. What went through other hands, a file
//! on a server, has one that nobody makes two of: BLAKE3.

mod values;

use std::fmt;
use std::io::{self, Write};

use serde::de::{self, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use xxhash_rust::xxh3::{Xxh3, xxh3_128};

/// 128 bits of a hash.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest([u8; Digest::LENGTH]);

/// In one piece: a view holds many, and as an array each byte would be a value.
impl Serialize for Digest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.0)
    }
}

impl<'de> Deserialize<'de> for Digest {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Digest, D::Error> {
        struct Bytes;

        impl Visitor<'_> for Bytes {
            type Value = Digest;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{} bytes", Digest::LENGTH)
            }

            fn visit_bytes<E: de::Error>(self, bytes: &[u8]) -> Result<Digest, E> {
                Digest::from_bytes(bytes).ok_or_else(|| E::invalid_length(bytes.len(), &self))
            }
        }

        deserializer.deserialize_bytes(Bytes)
    }
}

impl Digest {
    /// In bytes.
    pub const LENGTH: usize = 16;

    /// By XXH3 of 128 bits.
    pub fn of(bytes: &[u8]) -> Digest {
        Digest(xxh3_128(bytes).to_be_bytes())
    }

    /// By BLAKE3, cut to 128 bits.
    #[cfg(feature = "deploy")]
    pub fn of_published(bytes: &[u8]) -> Digest {
        let mut digest = [0; Digest::LENGTH];
        digest.copy_from_slice(&blake3::hash(bytes).as_bytes()[..Digest::LENGTH]);
        Digest(digest)
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
        let mut bytes = values::Bytes::new();
        values::write(values, &mut bytes).ok()?;
        Some(Digest(bytes.hash().to_be_bytes()))
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

/// A writer that takes the digest of all that passes through it: [`Digest::of`] the whole.
pub struct Digesting<W> {
    to: W,
    hasher: Box<Xxh3>,
}

impl<W: Write> Digesting<W> {
    pub fn new(to: W) -> Digesting<W> {
        Digesting { to, hasher: Box::default() }
    }

    pub fn finish(self) -> (Digest, W) {
        (Digest(self.hasher.digest128().to_be_bytes()), self.to)
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

#[cfg(test)]
mod tests {
    use super::*;

    /// The value that the hash's authors give.
    #[test]
    fn a_digest_is_that_of_xxh3() {
        assert_eq!(Digest::of(b"").to_string(), "99aa06d3014798d86001c324468d497f");
    }

    #[cfg(feature = "deploy")]
    #[test]
    fn a_published_file_has_the_digest_of_blake3() {
        assert_eq!(Digest::of_published(b"").to_string(), "af1349b9f5f9a1a6a0404dea36dcc949");
    }

    #[test]
    fn what_passes_in_pieces_has_the_digest_of_the_whole() {
        let bytes: Vec<u8> = (0..5000_u32).map(|number| number as u8).collect();
        let mut digesting = Digesting::new(io::sink());
        bytes.chunks(333).for_each(|piece| digesting.write_all(piece).unwrap());
        assert_eq!(digesting.finish().0, Digest::of(&bytes));
    }
}
