//! A `wrong=PATH` block is followed by the message that its file leads to.

use super::blocks::blocks;
use super::examples::{site, write};
use super::{huimeng, read, settle, writing};

const DOCUMENT: &str = "docs/editors.md";

#[test]
fn wrong_examples_lead_to_the_messages_shown() {
    let _guard = writing();
    let written = read(DOCUMENT);
    let site = site(&written);
    let all = blocks(&written);
    let mut wanted = String::new();
    let (mut at, mut count) = (0, 0);
    for pair in all.windows(2) {
        let Some(path) = pair[0].word("wrong") else { continue };
        write(site.path(), path, pair[0].text);
        let output = huimeng()
            .args(["build", "--now", "2025-03-01T00:00:00Z"])
            .current_dir(site.path())
            .output()
            .expect("the program runs");
        std::fs::remove_file(site.path().join(path)).expect("the wrong file is there");
        assert_eq!(output.status.code(), Some(1), "line {}: this is not wrong", pair[0].line);
        let message = String::from_utf8(output.stderr).expect("messages are UTF-8");
        wanted += &written[at..pair[1].range.start];
        wanted += message.trim();
        wanted.push('\n');
        at = pair[1].range.end;
        count += 1;
    }
    wanted += &written[at..];
    assert!(count > 0, "{DOCUMENT} shows messages");
    settle(DOCUMENT, &written, &wanted);
}
