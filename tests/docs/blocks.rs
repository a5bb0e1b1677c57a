//! Fenced code of a document.

use std::ops::Range;

/// One fenced block. Its info string says what it is: a language, then `name=value` words.
pub struct Block<'a> {
    pub language: &'a str,
    words: Vec<(&'a str, &'a str)>,
    pub text: &'a str,
    /// Bytes of `text` in the document.
    pub range: Range<usize>,
    /// Line of the opening fence, from 1.
    pub line: usize,
}

impl<'a> Block<'a> {
    pub fn word(&self, name: &str) -> Option<&'a str> {
        self.words.iter().find(|(word, _)| *word == name).map(|(_, value)| *value)
    }
}

/// All blocks in order. A fence of four backticks may hold fences of three.
pub fn blocks(document: &str) -> Vec<Block<'_>> {
    let mut found = Vec::new();
    let mut open: Option<(&str, &str, usize, usize)> = None;
    let mut at = 0;
    for (number, line) in document.split_inclusive('\n').enumerate() {
        let start = at;
        at += line.len();
        let fence = &line[..line.len() - line.trim_start_matches('`').len()];
        match open {
            None if fence.len() >= 3 => open = Some((fence, line[fence.len()..].trim(), at, number + 1)),
            Some((opening, info, from, opened)) if fence == opening && line.trim() == fence => {
                let mut words = info.split_whitespace();
                let language = words.next().unwrap_or("");
                let words = words.filter_map(|word| word.split_once('=')).collect();
                let range = from..start;
                found.push(Block { language, words, text: &document[range.clone()], range, line: opened });
                open = None;
            }
            _ => {}
        }
    }
    assert!(open.is_none(), "a fence does not end");
    found
}

#[test]
fn blocks_know_their_words_and_places() {
    let document = "a\n````markdown file=content/a.md\n```\nx\n```\n````\n\n```sh\nls\n```\n";
    let found = blocks(document);
    assert_eq!(found.len(), 2);
    assert_eq!((found[0].language, found[0].word("file")), ("markdown", Some("content/a.md")));
    assert_eq!(found[0].text, "```\nx\n```\n");
    assert_eq!((found[1].language, found[1].text, found[1].line), ("sh", "ls\n", 8));
    assert_eq!(&document[found[1].range.clone()], "ls\n");
}
