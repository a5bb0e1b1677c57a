//! A `report=PATH` block shows what `huimeng zh` says about that file of the examples.

use super::blocks::blocks;
use super::examples::site;
use super::{huimeng, read, settle, writing};

const DOCUMENT: &str = "docs/editors.md";

#[test]
fn reports_are_those_of_the_program() {
    let _guard = writing();
    let written = read(DOCUMENT);
    let site = site(&written);
    let mut wanted = String::new();
    let (mut at, mut count) = (0, 0);
    for block in blocks(&written) {
        let Some(path) = block.word("report") else { continue };
        let output =
            huimeng().args(["zh", path]).current_dir(site.path()).output().expect("the program runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        wanted += &written[at..block.range.start];
        wanted += &String::from_utf8(output.stdout).expect("reports are UTF-8");
        at = block.range.end;
        count += 1;
    }
    wanted += &written[at..];
    assert!(count > 0, "{DOCUMENT} shows a report");
    settle(DOCUMENT, &written, &wanted);
}
