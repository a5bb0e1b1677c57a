//! A quick hash for tables whose keys nobody chooses to make them collide: words of the program and of themes.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// Builds [`Quick`] for tables of the standard library.
type BuildQuick = BuildHasherDefault<Quick>;

/// A map with a quick hash.
pub type QuickMap<K, V> = HashMap<K, V, BuildQuick>;

/// Multiplies what comes in, eight bytes at a time.
#[derive(Debug, Clone, Copy, Default)]
pub struct Quick(u64);

impl Quick {
    fn add(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}

impl Hasher for Quick {
    fn write(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks::<8>();
        for word in words {
            self.add(u64::from_le_bytes(*word));
        }
        // The rest as two halves that overlap, or as three bytes that do: no loop, no copy.
        match (rest.first_chunk::<4>(), rest.last_chunk::<4>()) {
            (Some(first), Some(last)) => {
                let (first, last) = (u32::from_le_bytes(*first), u32::from_le_bytes(*last));
                self.add(u64::from(first) << 32 | u64::from(last));
            }
            _ => {
                if let (Some(first), Some(last)) = (rest.first(), rest.last()) {
                    self.add(u64::from_le_bytes([*first, rest[rest.len() / 2], *last, 0, 0, 0, 0, 0]));
                }
            }
        }
    }

    fn write_u8(&mut self, byte: u8) {
        self.add(byte.into());
    }

    fn write_u32(&mut self, number: u32) {
        self.add(number.into());
    }

    fn write_u64(&mut self, number: u64) {
        self.add(number);
    }

    fn write_usize(&mut self, number: usize) {
        self.add(number as u64);
    }

    fn finish(&self) -> u64 {
        self.0.rotate_left(26)
    }
}
