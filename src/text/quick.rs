//! A quick hash for tables whose keys nobody chooses to make them collide: words of the program and of themes.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// Builds [`Quick`] for tables of the standard library.
pub type BuildQuick = BuildHasherDefault<Quick>;

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
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.add(u64::from_le_bytes(word));
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
