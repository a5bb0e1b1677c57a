//! Tells the program what it was made from: another text of it may make another site of the same sources, and
//! then nothing that an earlier one remembered counts.

use std::fs;
use std::path::Path;

fn main() {
    let mut hash = Hash(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d);
    for path in ["Cargo.toml", "Cargo.lock", "build.rs", "src", "themes/default"] {
        // The default theme is compiled into the binary.
        println!("cargo::rerun-if-changed={path}");
        hash.add_path(Path::new(path));
    }
    println!("cargo::rustc-env=HUIMENG_SOURCES={:032x}", hash.0);
}

/// FNV-1a with 128 bits: the sources are the project's own.
struct Hash(u128);

impl Hash {
    fn add_path(&mut self, path: &Path) {
        self.add(path.to_string_lossy().replace('\\', "/").as_bytes());
        if path.is_dir() {
            let mut inside: Vec<_> = fs::read_dir(path).into_iter().flatten().flatten().collect();
            inside.sort_by_key(fs::DirEntry::file_name);
            inside.iter().for_each(|entry| self.add_path(&entry.path()));
        } else {
            self.add(&fs::read(path).unwrap_or_default());
        }
    }

    fn add(&mut self, bytes: &[u8]) {
        for byte in bytes.iter().chain(&(bytes.len() as u64).to_le_bytes()) {
            self.0 = (self.0 ^ u128::from(*byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b);
        }
    }
}
