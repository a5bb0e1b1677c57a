//! What the parser refused, in words that an editor understands.

use super::lines;
use super::mend::Mended;
use super::trap::Trap;
use super::tree::{Refusal, Refused};
use crate::diagnostic::{Diagnostic, Say, SitePath, Span, rules};
use crate::say;

/// The finding for a text that cannot be parsed; `base` is where the YAML begins in the file.
///
/// `None` when the place is next to a slip that is reported already: then it is most likely its consequence.
pub fn explain(
    file: &SitePath,
    mended: &Mended<'_>,
    base: usize,
    traps: &[Trap],
    refused: &Refused,
) -> Option<Diagnostic> {
    let text = &*mended.text;
    let line = refused.line;
    let start = lines::offset(text, line, refused.column);
    let end = start + text[start..].chars().next().filter(|c| !c.is_control()).map_or(0, char::len_utf8);
    let span = mended.original(start..end);
    let around = neighbours(text, mended, line);
    let near = |trap: &Trap| around.start <= trap.span.start && trap.span.end <= around.end;
    if traps.iter().any(|trap| trap.is_tab() || near(trap)) {
        return None;
    }
    let (message, help) = words(&refused.why);
    let diagnostic = Diagnostic::new(&rules::YAML_SYNTAX, message);
    Some(diagnostic.at(file, span.start + base..span.end + base).help(help))
}

/// The line and those beside it, in the original. The corrected text has the same lines.
fn neighbours(text: &str, mended: &Mended<'_>, line: usize) -> Span {
    let from = lines::offset(text, line.saturating_sub(1).max(1), 1);
    let to = lines::lines(text).nth(line).map_or(text.len(), |range| range.end);
    mended.original(from..to)
}

/// What is said of a refusal, and what to do about it.
fn words(why: &Refusal) -> (Say, Say) {
    match why {
        Refusal::Anchor => (
            say!(
                "这里不能用 YAML 的锚点与别名（`&`、`*`）",
                "anchors and aliases of YAML (`&`, `*`) are not allowed here"
            ),
            say!(
                "文字以 `*` 或 `&` 开头时加引号；重复的内容照写一遍",
                "put a text that begins with `*` or `&` in quotes; write repeated values out"
            ),
        ),
        Refusal::Tag => (
            say!("不支持 YAML 标签（`!…`）", "tags of YAML (`!…`) are not supported"),
            say!("文字以 `!` 开头时加引号", "put a text that begins with `!` in quotes"),
        ),
        Refusal::Depth => (
            say!("嵌套太深", "values are nested too deeply"),
            say!(
                "最多二十来层；检查括号与缩进",
                "about twenty levels are allowed; check brackets and indentation"
            ),
        ),
        Refusal::Size => (
            say!("YAML 内容过大", "there is too much YAML"),
            say!("把内容分到几个文件里", "divide it among several files"),
        ),
        Refusal::Documents => (
            say!("这里有第二个 YAML 文档", "a second YAML document begins here"),
            say!("只保留一个，删去多余的 `---` 或 `...`", "keep one and delete the other `---` or `...`"),
        ),
        Refusal::Syntax(text) => of_syntax(text),
    }
}

/// The same for what is no YAML. The parser's own words end every unknown one.
fn of_syntax(text: &str) -> (Say, Say) {
    let known = |parts: &[&str]| parts.iter().any(|part| text.contains(part));
    if known(&["unclosed quote", "quoted scalar, found unexpected document", "end of stream"]) {
        (
            say!("引号没有结束", "a quotation mark is not closed"),
            say!(
                "在文字末尾补上同样的引号；文字里要用引号时，外面换一种",
                "close the text with the same mark; use the other kind outside when the text holds one"
            ),
        )
    } else if known(&["unclosed bracket", "flow sequence", "flow mapping"]) {
        (
            say!(
                "括号没有结束，或者各项之间缺少逗号",
                "a bracket is not closed, or a comma is missing between entries"
            ),
            say!(
                "检查 `[ ]` 与 `{{ }}` 是否成对，各项用半角逗号分开",
                "pair `[ ]` and `{{ }}`, and separate entries with ASCII commas"
            ),
        )
    } else if known(&["misplaced bracket"]) {
        (
            say!("多了一个括号", "a bracket too many"),
            say!("删去它，或者给这段文字加引号", "delete it, or put the text in quotes"),
        )
    } else if known(&["anchor", "alias"]) {
        words(&Refusal::Anchor)
    } else if known(&["recursion limit", "nesting"]) {
        words(&Refusal::Depth)
    } else if known(&["tag"]) {
        words(&Refusal::Tag)
    } else if known(&["mapping values are not allowed"]) {
        (
            say!(
                "这里不该有冒号，或者上一行没有写完",
                "a colon is not expected here, or the line before is not complete"
            ),
            say!(
                "文字里有冒号时给它加引号；检查缩进是否对齐",
                "put a text with a colon in quotes; check that the indentation is aligned"
            ),
        )
    } else if known(&["simple key", "could not find expected ':'"]) {
        (
            say!(
                "这里或上一行缺少冒号，或者没有缩进",
                "a colon or the indentation is missing, here or on the line before"
            ),
            say!(
                "字段写成 `字段名: 值`；多行文字每行缩进两格",
                "write fields as `name: value`, and indent every line of a longer text by two spaces"
            ),
        )
    } else if known(&[
        "did not find expected key",
        "did not find expected '-'",
        "not allowed in this context",
        "indent",
    ]) {
        (
            say!("缩进没有对齐", "the indentation is not aligned"),
            say!(
                "同一层的字段和 `-` 从同一列开始",
                "begin the fields and dashes of one level in the same column"
            ),
        )
    } else if known(&["trailing content"]) {
        (
            say!("引号后面还有文字", "text follows the closing quotation mark"),
            say!(
                "把整段文字放进引号里，或者另换一种引号",
                "put the whole text in quotes, or use the other kind of mark"
            ),
        )
    } else if known(&["escape", "surrogate", "hexadecimal"]) {
        (
            say!("双引号里的反斜杠写法不对", "a backslash inside double quotes is not understood"),
            say!("反斜杠写两个，或者改用单引号", "write the backslash twice, or use single quotes"),
        )
    } else if known(&["unexpected character", "cannot start with"]) {
        (
            say!("文字不能以这个字符开头", "a text cannot begin with this character"),
            say!("给这段文字加引号", "put the text in quotes"),
        )
    } else if known(&["tab"]) {
        (say!("这里不能用制表符（Tab）", "a tab is not allowed here"), say!("改用空格", "use spaces"))
    } else {
        (
            say!("YAML 语法错误：{text}", "YAML syntax: {text}"),
            say!(
                "检查缩进、引号、括号和冒号后的空格",
                "check indentation, quotes, brackets and the space after colons"
            ),
        )
    }
}
