//! The order of the source code, which nobody should have to keep in mind.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;
use std::sync::LazyLock;

use crate::harness::{files, repository};

/// What a module may build on: the floors below it and itself. Modules of one floor do not see each other.
const FLOORS: &[&[&str]] = &[
    &["diagnostic", "digest", "kind", "language", "script", "text"],
    &["date", "mark", "source", "yaml"],
    &["schema"],
    &["config", "document"],
    &["site"],
    &["route"],
    &["variant"],
    &["advice", "theme"],
    &["proof", "view"],
    &["hosting", "render"],
    &["output"],
    &["deploy", "pipeline"],
    &["cli", "preview"],
    &["commands"],
];

/// Most lines of a file of code. Past this, look for the second idea inside.
const MOST_LINES: usize = 400;

/// The Rust files of `src/` by path.
fn sources() -> BTreeMap<String, String> {
    let sources = files(&repository("src")).into_iter().filter(|(path, _)| path.ends_with(".rs"));
    sources.map(|(path, text)| (path, String::from_utf8(text).unwrap())).collect()
}

/// Is it a file of tests, or below a module that is compiled for tests only?
fn is_test(path: &str) -> bool {
    static MODULES: LazyLock<Vec<String>> = LazyLock::new(test_modules);
    let below = |module: &String| {
        path.strip_prefix(module.as_str()).is_some_and(|rest| rest == ".rs" || rest.starts_with('/'))
    };
    MODULES.iter().any(below)
}

/// Paths of the modules behind `#[cfg(test)]`, without their ending.
fn test_modules() -> Vec<String> {
    let mut modules = Vec::new();
    for (path, text) in sources() {
        let stem = path.trim_end_matches(".rs");
        let folder = stem.strip_suffix("/mod").unwrap_or(stem);
        for after in text.split("#[cfg(test)]\n").skip(1) {
            let line = after.lines().next().unwrap_or_default().trim_start_matches("pub ");
            if let Some(name) = line.strip_prefix("mod ").and_then(|rest| rest.strip_suffix(';')) {
                modules.push(format!("{folder}/{name}"));
            }
        }
    }
    modules
}

/// The text before the tests at the end of a file.
fn code(text: &str) -> &str {
    let marks = [
        "#[cfg(test)]\nmod tests",
        "#[cfg(test)]\npub(super) mod tests",
        "#[cfg(test)]\nfn ",
        "#[cfg(all(test",
    ];
    let end = marks.iter().filter_map(|mark| text.find(mark)).min();
    &text[..end.unwrap_or(text.len())]
}

/// The lines of the code that are no comments, with their numbers.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    code(text)
        .lines()
        .zip(1..)
        .map(|(line, number)| (number, line))
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
}

#[track_caller]
fn none(found: Vec<String>) {
    assert!(found.is_empty(), "{} found:\n{}", found.len(), found.join("\n"));
}

#[test]
fn modules_build_on_lower_floors_only() {
    let floor_of = |module: &str| FLOORS.iter().position(|floor| floor.contains(&module));
    let mut found = Vec::new();
    for (path, text) in sources().iter().filter(|(path, _)| !is_test(path)) {
        let module = path.split('/').next().unwrap().trim_end_matches(".rs");
        if ["lib", "main"].contains(&module) {
            continue;
        }
        let Some(floor) = floor_of(module) else {
            found.push(format!("{path}: the module `{module}` has no floor in tests/suite/tidy.rs"));
            continue;
        };
        for (number, line) in lines(text) {
            for path_to in line.split("crate::").skip(1) {
                let name = path_to.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap();
                let is_macro = path_to[name.len()..].starts_with('!') || name == "say";
                if name == module || is_macro {
                    continue;
                }
                match floor_of(name) {
                    Some(below) if below < floor => {}
                    Some(_) => found.push(format!("{path}:{number}: `{module}` climbs to `{name}`")),
                    None => found.push(format!("{path}:{number}: no module `{name}`")),
                }
            }
        }
    }
    none(found);
}

#[test]
fn every_module_has_a_floor() {
    let lib = &sources()["lib.rs"];
    let modules: BTreeSet<&str> = lib
        .lines()
        .filter_map(|line| line.trim_start_matches("pub ").strip_prefix("mod ")?.strip_suffix(';'))
        .collect();
    let floors: BTreeSet<&str> = FLOORS.iter().copied().flatten().copied().collect();
    assert_eq!(modules, floors);
}

#[test]
fn the_floors_are_drawn_in_lib_rs() {
    let drawn: Vec<Vec<String>> = sources()["lib.rs"]
        .lines()
        .filter_map(|line| line.strip_prefix("//! | ")?.split(" | ").nth(1).map(str::to_owned))
        .filter(|cell| cell.starts_with('['))
        .map(|cell| cell.split(' ').map(|name| name.trim_matches(['[', '`', ']']).to_owned()).collect())
        .collect();
    assert_eq!(drawn, FLOORS);
}

#[test]
fn files_are_short_and_say_what_they_are() {
    let mut found = Vec::new();
    let suite = files(&repository("tests/suite")).into_iter();
    let suite = suite.map(|(path, text)| (format!("tests/suite/{path}"), String::from_utf8(text).unwrap()));
    for (path, text) in sources().into_iter().chain(suite) {
        let long = code(&text).lines().count();
        if long > MOST_LINES && !is_test(&path) && !path.starts_with("tests/") {
            found.push(format!("{path}: {long} lines"));
        }
        if !text.starts_with("//!") && !is_test(&path) {
            found.push(format!("{path}: does not begin with `//!`"));
        }
    }
    none(found);
}

#[test]
fn nothing_is_left_for_later_and_nothing_panics_by_design() {
    let marks = [concat!("TO", "DO"), concat!("FIX", "ME"), "todo!", "unimplemented!", "dbg!("];
    let mut found = Vec::new();
    for (path, text) in sources() {
        for (line, number) in text.lines().zip(1..) {
            if marks.iter().any(|mark| line.contains(mark)) {
                found.push(format!("{path}:{number}: {}", line.trim()));
            }
        }
        for (number, line) in lines(&text).filter(|_| !is_test(&path)) {
            if line.contains(".unwrap()") {
                found.push(format!("{path}:{number}: {}", line.trim()));
            }
        }
    }
    none(found);
}

/// The names of all files in the repository.
fn listed() -> Vec<String> {
    let listed = Command::new("git").args(["ls-files", "-z"]).current_dir(repository("")).output().unwrap();
    assert!(listed.status.success(), "{}", String::from_utf8_lossy(&listed.stderr));
    let names = String::from_utf8(listed.stdout).unwrap();
    names.split_terminator('\0').map(str::to_owned).collect()
}

/// What a tool left in the folder that it was called in is not taken along.
#[test]
fn the_top_level_holds_nothing_unknown() {
    let known = [
        ".ci",
        ".gitattributes",
        ".gitignore",
        "CHANGELOG.md",
        "Cargo.lock",
        "Cargo.toml",
        "LICENSE",
        "LICENSES",
        "NOTICE",
        "README.md",
        "build.rs",
        "clippy.toml",
        "content",
        "deny.toml",
        "docs",
        "rustfmt.toml",
        "site.yaml",
        "src",
        "tests",
        "themes",
    ];
    let top = |name: &String| name.split('/').next().unwrap().to_owned();
    let tops: BTreeSet<String> = listed().iter().map(top).collect();
    assert_eq!(tops, BTreeSet::from(known.map(str::to_owned)));
}

/// The repository names no mirror of a package registry and no folder of a machine that it was made on.
#[test]
fn the_repository_names_no_machine() {
    let forbidden = [
        concat!("/wo", "rk/"),
        concat!("/ro", "ot/"),
        concat!("/ho", "me/"),
        concat!("regis", "try.npm"),
        concat!("static.", "crates.io"),
        concat!("index.", "crates.io"),
        concat!("rsp", "roxy"),
        concat!("artif", "actory"),
        concat!("pypi.", "org/simple"),
    ];
    let mut found = Vec::new();
    for name in listed().iter().filter(|name| *name != "Cargo.lock") {
        let Ok(bytes) = std::fs::read(repository(name)) else { continue };
        let Ok(text) = String::from_utf8(bytes) else { continue };
        for (line, number) in text.lines().zip(1..) {
            if let Some(word) = forbidden.iter().find(|word| line.contains(**word)) {
                found.push(format!("{name}:{number}: {word}"));
            }
        }
    }
    none(found);
}
