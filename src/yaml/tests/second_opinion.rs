//! The files of the example site, read by another YAML library: both must find the same trees.

use std::path::{Path, PathBuf};

use serde_yaml::Value as Other;

use super::*;

#[test]
fn another_reader_finds_the_same_trees() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = vec![root.join("site.yaml"), root.join("content/glossary.yaml")];
    files.extend(records(&root.join("content")));
    assert!(files.len() > 50, "the example site has records");
    for path in files {
        let text = std::fs::read_to_string(&path).unwrap();
        let range = match path.extension().is_some_and(|extension| extension == "md") {
            true => {
                let start = "---\n".len();
                start..start + text[start..].find("\n---").unwrap()
            }
            false => 0..text.len(),
        };
        let other: Other = serde_yaml::from_str(&text[range.clone()]).unwrap();
        let ours = read(&file(), &text, range);
        assert_eq!(ours.diagnostics, [], "{}", path.display());
        assert!(same(&ours.value.unwrap().value, &other), "{}", path.display());
    }
}

fn records(folder: &Path) -> Vec<PathBuf> {
    let all = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().map(Result::unwrap);
    all.map(|entry| entry.into_path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .collect()
}

/// Plain scalars keep their spelling with us; the other reader makes numbers and truth values of some.
fn same(ours: &Value, other: &Other) -> bool {
    match (ours, other) {
        (Value::Null, Other::Null) => true,
        (Value::Scalar { text, .. }, Other::String(other)) => text == other,
        (Value::Scalar { text, quoted: false }, Other::Number(number)) => *text == number.to_string(),
        (Value::Scalar { text, quoted: false }, Other::Bool(flag)) => *text == flag.to_string(),
        (Value::List(items), Other::Sequence(others)) => {
            items.len() == others.len() && items.iter().zip(others).all(|(a, b)| same(&a.value, b))
        }
        (Value::Map(entries), Other::Mapping(others)) => {
            entries.len() == others.len()
                && entries.iter().zip(others).all(|((key, a), (other, b))| {
                    same(&Value::Scalar { text: key.value.clone(), quoted: false }, other)
                        && same(&a.value, b)
                })
        }
        _ => false,
    }
}
