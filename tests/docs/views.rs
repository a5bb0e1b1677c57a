//! docs/themes.md tells of every field that a template sees, and of none that it does not.

use std::collections::BTreeSet;

use super::{read, repository};

/// The modules whose structs are the theme author's interface.
const MODULES: [&str; 4] = ["card", "list", "page", "site"];

#[test]
fn every_view_is_documented_field_by_field() {
    let document = read("docs/themes.md");
    let mut structs = 0;
    let mut stale = Vec::new();
    for module in MODULES {
        for (name, fields) in views(&read(&format!("src/view/{module}.rs"))) {
            let documented = rows(&document, &name);
            stale
                .extend(fields.difference(&documented).map(|field| format!("{name}.{field} is not told of")));
            stale
                .extend(documented.difference(&fields).map(|field| format!("{name}.{field} does not exist")));
            structs += 1;
        }
    }
    assert!(stale.is_empty(), "docs/themes.md:\n{}", stale.join("\n"));
    assert!(structs > 20, "the structs of src/view are found by their `pub struct`: {structs}");
}

#[test]
fn every_template_of_the_default_theme_is_named() {
    let document = read("docs/themes.md");
    let templates = repository().join("themes/default/templates");
    for folder in [templates.clone(), templates.join("shortcodes")] {
        for file in std::fs::read_dir(folder).expect("the default theme is in the repository") {
            let path = file.expect("an entry").path();
            let Some(name) = path.file_name().and_then(|name| name.to_str()) else { continue };
            if path.is_file() {
                assert!(document.contains(&format!("`{name}`")), "docs/themes.md does not name `{name}`");
            }
        }
    }
}

/// Structs of a module with their public fields, in order of declaration.
fn views(source: &str) -> Vec<(String, BTreeSet<String>)> {
    let mut found: Vec<(String, BTreeSet<String>)> = Vec::new();
    for line in source.lines() {
        if let Some(rest) = line.strip_prefix("pub struct ") {
            let name = rest.split(['<', ' ']).next().unwrap_or(rest);
            found.push((name.to_owned(), BTreeSet::new()));
        } else if let (Some(rest), Some((_, fields))) = (line.strip_prefix("    pub "), found.last_mut())
            && let Some((field, _)) = rest.split_once(':')
        {
            fields.insert(field.trim_start_matches("r#").to_owned());
        }
    }
    found
}

/// First column of the table below `<!-- view: Name -->`.
fn rows(document: &str, name: &str) -> BTreeSet<String> {
    let mark = format!("<!-- view: {name} -->");
    let (_, table) = document.split_once(&mark).unwrap_or_else(|| panic!("docs/themes.md has no `{mark}`"));
    let table =
        table.lines().skip_while(|line| !line.starts_with('|')).take_while(|line| line.starts_with('|'));
    let names = table.skip(2).flat_map(|row| {
        let cell = row.split('|').nth(1).unwrap_or("");
        cell.split('、').map(|name| name.trim().trim_matches('`').to_owned())
    });
    names.collect()
}
