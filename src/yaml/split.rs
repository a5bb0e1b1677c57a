//! Where the front matter of a source begins and ends.

use std::ops::Range;

use super::lines::lines;
use crate::diagnostic::{Checked, Diagnostic, SitePath, rules};
use crate::say;

/// The two parts of a source, in bytes of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrontMatter {
    /// Between the lines `---`.
    pub yaml: Range<usize>,
    pub body_start: usize,
}

/// Finds the YAML between two lines `---` at the start of a file. A byte order mark, any line end and
/// spaces behind the dashes are accepted.
pub fn split(file: &SitePath, text: &str) -> Checked<Option<FrontMatter>> {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut rest = lines(&text[start..]).map(|line| line.start + start..line.end + start);
    let refuse = |diagnostic| Checked { value: None, diagnostics: vec![diagnostic] };

    let first = rest.next().unwrap_or(start..start);
    if !is_fence(&text[first.clone()]) {
        return refuse(missing(file, text, first));
    }
    let yaml_start = after(text, first.end);
    match rest.find(|line| is_fence(&text[line.clone()])) {
        Some(end) => {
            let front = FrontMatter { yaml: yaml_start..end.start, body_start: after(text, end.end) };
            Checked { value: Some(front), diagnostics: Vec::new() }
        }
        None => refuse(open(file, text, first, yaml_start)),
    }
}

fn is_fence(line: &str) -> bool {
    line.trim_end() == "---"
}

/// The start of the line behind the one that ends at `end`.
fn after(text: &str, end: usize) -> usize {
    let rest = &text.as_bytes()[end..];
    end + if rest.starts_with(b"\r\n") { 2 } else { usize::from(!rest.is_empty()) }
}

fn missing(file: &SitePath, text: &str, first: Range<usize>) -> Diagnostic {
    let diagnostic = Diagnostic::new(
        &rules::FRONT_MATTER_MISSING,
        say!("文件开头没有文件头（front matter）", "the file does not begin with front matter"),
    )
    .at(file, first.clone());
    let line = text[first].trim();
    let dashes = line.chars().count() >= 2 && line.chars().all(|c| "-—－–−".contains(c));
    if dashes {
        diagnostic
            .label(say!("应为三个半角减号 `---`", "three ASCII hyphens `---` belong here"))
            .help(say!("把这一行改成 `---`", "write `---` on this line"))
            .replace_with("---")
    } else if line == "+++" {
        diagnostic.label(say!("这是 TOML 的写法", "this is TOML")).help(say!(
            "改用 YAML：前后各一行 `---`，每行写成 `字段名: 值`",
            "use YAML: a line `---` before and after, and `name: value` on each line"
        ))
    } else {
        diagnostic.label(say!("第一行应为 `---`", "the first line must be `---`")).help(say!(
            "在最前面加上：一行 `---`，一行 `title: 标题`，再一行 `---`",
            "put before everything: a line `---`, a line `title: …`, and another line `---`"
        ))
    }
}

/// Points behind the last line that still looks like a field: there the end is most likely missing.
fn open(file: &SitePath, text: &str, first: Range<usize>, yaml_start: usize) -> Diagnostic {
    let fields = lines(&text[yaml_start..])
        .map(|line| line.start + yaml_start..line.end + yaml_start)
        .take_while(|line| looks_like_field(&text[line.clone()]));
    let last = fields.last().unwrap_or_else(|| first.clone());
    Diagnostic::new(&rules::FRONT_MATTER_OPEN, say!("文件头没有结束", "the front matter does not end"))
        .at(file, last)
        .label(say!("这一行之后应有一行 `---`", "a line `---` belongs behind this line"))
        .help(say!("在正文之前加一行 `---`", "put a line `---` before the text"))
        .related(file, Some(first), say!("文件头从这里开始", "the front matter begins here"))
}

fn looks_like_field(line: &str) -> bool {
    let content = line.trim();
    !content.is_empty()
        && (line.starts_with([' ', '\t'])
            || content.starts_with("- ")
            || content.split([':', '：']).next().is_some_and(|name| {
                name.len() < content.len()
                    && !name.is_empty()
                    && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-".contains(&b))
            }))
}
