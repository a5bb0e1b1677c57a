//! Tells the program what it was made from: another text of it may make another site of the same sources, and
//! then nothing that an earlier one remembered counts. And links it at a fixed address.

use std::env;
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
    if may_have_fixed_address() {
        println!("cargo::rustc-link-arg-bins=-no-pie");
    }
}

/// minify-html brings nine megabytes of constants with a pointer in every 500 bytes. In a program that can be loaded
/// anywhere, each start writes them all to suit the place: 2,500 page faults, three quarters of the time that
/// `--version` takes, and ten megabytes of memory. Libraries, stack and heap still lie elsewhere each time.
#[expect(clippy::disallowed_methods, reason = "it is how cargo tells a build script of the target")]
fn may_have_fixed_address() -> bool {
    let is = |name: &str, value: &str| env::var(name).is_ok_and(|set| set.split(',').any(|one| one == value));
    is("CARGO_CFG_TARGET_OS", "linux")
        && is("CARGO_CFG_TARGET_ENV", "gnu")
        && !is("CARGO_CFG_TARGET_FEATURE", "crt-static")
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
