//! `huimeng --licenses`: what a binary must carry with it, for it travels without its repository.

use std::io::Write;

use super::Failure;

/// File names of the repository, and what these files say.
const TEXTS: [(&str, &str); 6] = [
    ("LICENSE", include_str!("../../LICENSE")),
    ("LICENSES/MIT.txt", include_str!("../../LICENSES/MIT.txt")),
    ("LICENSES/Apache-2.0.txt", include_str!("../../LICENSES/Apache-2.0.txt")),
    ("NOTICE", include_str!("../../NOTICE")),
    ("LICENSES/OpenCC-Apache-2.0.txt", include_str!("../../LICENSES/OpenCC-Apache-2.0.txt")),
    ("LICENSES/jieba-MIT.txt", include_str!("../../LICENSES/jieba-MIT.txt")),
];

pub(super) fn run() -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    for (name, text) in TEXTS {
        writeln!(out, "==== {name} ====\n\n{}\n", text.trim_end())?;
    }
    Ok(())
}
