//! Converts with each of the crates, or measures one: the hands of `compare_conversion.py`.
//!
//! ```text
//! peers text BYTES                      the text that is measured on
//! peers convert NAME CONFIGURATION      stdin to stdout, line by line
//! peers measure NAME CONFIGURATION FILE seconds of CPU to the first result, then for the file, as one text
//! ```
//!
//! A configuration that a crate does not have ends with exit code 3.

use std::io::{self, BufRead, Write};
use std::path::Path;
use std::process::ExitCode;

use rustix::time::{ClockId, clock_gettime};

mod engines;
// The engine alone, from the program's own files: building the whole program would take minutes and change nothing.
#[path = "../../../../src/script/mod.rs"]
pub mod script;
#[path = "../../text.rs"]
mod text;

/// The quickest of so many passes counts: a machine with other work to do is rarely itself.
const PASSES: usize = 12;
/// In seconds of CPU; whoever is slow need not run all passes.
const PATIENCE: f64 = 2.5;
const NOT_THERE: u8 = 3;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["text", bytes] => {
            let repository = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../.."));
            print!("{}", text::simplified(repository, bytes.parse().expect("a number of bytes")));
            ExitCode::SUCCESS
        }
        ["convert", name, configuration] => match engines::engine(name, configuration) {
            Some(convert) => {
                let mut output = io::BufWriter::new(io::stdout().lock());
                for line in io::stdin().lock().lines() {
                    writeln!(output, "{}", convert(&line.expect("UTF-8"))).expect("somebody reads");
                }
                ExitCode::SUCCESS
            }
            None => ExitCode::from(NOT_THERE),
        },
        ["measure", name, configuration, file] => measure(name, configuration, Path::new(file)),
        _ => {
            eprintln!("peers text BYTES | convert NAME CONFIGURATION | measure NAME CONFIGURATION FILE");
            ExitCode::from(2)
        }
    }
}

/// Prints the seconds of CPU of all threads: those until a first short text was converted, and those of the quickest
/// pass over the file.
fn measure(name: &str, configuration: &str, file: &Path) -> ExitCode {
    let text = std::fs::read_to_string(file).expect("a file of UTF-8");
    let start = seconds();
    let Some(convert) = engines::engine(name, configuration) else { return ExitCode::from(NOT_THERE) };
    std::hint::black_box(convert("发展"));
    let ready = seconds() - start;
    let (begun, mut best) = (seconds(), f64::INFINITY);
    for pass in 0..PASSES {
        let start = seconds();
        std::hint::black_box(convert(std::hint::black_box(&text)));
        best = best.min(seconds() - start);
        if pass > 0 && seconds() - begun > PATIENCE {
            break;
        }
    }
    println!("{ready} {best}");
    ExitCode::SUCCESS
}

fn seconds() -> f64 {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}
