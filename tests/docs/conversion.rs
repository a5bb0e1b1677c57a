//! The manual of conversion shows what OpenCC makes of a text and what the program makes of it: both are asked.

use huimeng::script::{Converter, Depth, Script, Terms, exact};

use super::read;

const DOCUMENT: &str = "docs/conversion.md";
const HEAD: &str = "| 原文 | OpenCC `s2twp` | 会盟 | 规则 |";

#[test]
fn the_differences_are_those_shown() {
    let document = read(DOCUMENT);
    let table = document.split_once(HEAD).expect("the table of differences").1;
    let rows = table.lines().skip(2).take_while(|line| line.starts_with('|'));
    let converter = Converter::between(Script::Hans, Script::HantTw, Depth::Taiwan).expect("two scripts");
    let mut count = 0;
    for row in rows {
        let [source, theirs, ours, _] =
            row.trim_matches('|').split('|').map(str::trim).collect::<Vec<_>>()[..]
        else {
            panic!("{row}: not four cells")
        };
        assert_eq!(exact("s2twp", source).as_deref(), Some(theirs), "{source}");
        assert_eq!(converter.convert(source, &Terms::default()), ours, "{source}");
        count += 1;
    }
    assert!(count > 5, "{DOCUMENT}: {count} rows");
}
