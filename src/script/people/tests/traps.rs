//! Places that look like names and are none.

use crate::script::tests::convert;
use crate::script::{Depth, Script};

/// Titles with their traditional form.
const TITLES: [(&str, &str); 5] = [
    ("校长", "校長"),
    ("主任", "主任"),
    ("董事长", "董事長"),
    ("党委书记", "黨委書記"),
    ("学生代表", "學生代表"),
];

/// What follows a title and is no name. Traditional form as Taiwan's.
const SEQUELS: &str = include_str!("traps.tsv");

#[test]
fn words_behind_titles_are_no_names() {
    let mut failed = Vec::new();
    let mut count = 0;
    for line in SEQUELS.lines().filter(|line| !line.starts_with('#')) {
        let (sequel, sequel_form) = line.split_once('\t').unwrap();
        for (title, title_form) in TITLES {
            let text = format!("{title}{sequel}");
            let output = convert(Script::Hans, Script::HantTw, Depth::Characters, &text);
            count += 1;
            if output != format!("{title_form}{sequel_form}") {
                failed.push(format!("{text} → {output}"));
            }
        }
    }
    assert_eq!((count, failed), (635, Vec::new()));
}
