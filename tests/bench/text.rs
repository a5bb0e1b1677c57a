//! The text that conversion is measured on, made of this repository: the simplified articles of the example site and
//! the simplified phrases of `tests/phrases`.
//!
//! The lines come again and again until the text is long enough, each time in another order, so that no processor
//! learns them by heart.

use std::fs;
use std::path::{Path, PathBuf};

const LISTS: [&str; 6] = ["characters", "names", "sentences", "sentences-with-words", "traps", "vocabulary"];
/// Strides through the lines, primes.
const STRIDES: [usize; 8] = [1, 1009, 313, 2003, 97, 1511, 599, 1201];

/// At least so many bytes of simplified text, or a little more; whole lines.
pub fn simplified(repository: &Path, bytes: usize) -> String {
    let lines = lines(repository);
    let mut text = String::with_capacity(bytes + bytes / 8);
    for stride in
        STRIDES.into_iter().filter(|stride| !lines.len().is_multiple_of(*stride) || *stride == 1).cycle()
    {
        for place in 0..lines.len() {
            if text.len() >= bytes {
                return text;
            }
            text.push_str(&lines[place * stride % lines.len()]);
            text.push('\n');
        }
    }
    text
}

/// The lines that the text is made of, each one once; none is empty.
pub fn lines(repository: &Path) -> Vec<String> {
    let mut lines = Vec::new();
    for article in articles(&repository.join("content")) {
        lines.extend(read(&article).lines().filter(|line| !line.is_empty()).map(str::to_owned));
    }
    for list in LISTS {
        let list = read(&repository.join(format!("tests/phrases/{list}.tsv")));
        let phrases = list.lines().filter(|line| line.starts_with("s2"));
        lines.extend(phrases.filter_map(|line| line.split('\t').nth(1)).map(str::to_owned));
    }
    lines
}

/// The articles of a folder that are no translations, sorted by path.
fn articles(folder: &Path) -> Vec<PathBuf> {
    let entries =
        fs::read_dir(folder).expect("a folder of articles").map(|entry| entry.expect("an entry").path());
    let mut found: Vec<PathBuf> = entries
        .flat_map(|path| if path.is_dir() { articles(&path) } else { vec![path] })
        .filter(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            name.ends_with(".md") && name.matches('.').count() == 1
        })
        .collect();
    found.sort();
    found
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
