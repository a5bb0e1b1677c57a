//! Texts of the front matter that YAML cuts short: what stands behind ` #` is a comment.

use crate::diagnostic::{Diagnostic, Located, SitePath, rules};
use crate::say;
use crate::schema::Field;
use crate::schema::texts::texts;
use crate::yaml::{Node, quoted};

/// The texts of a mapping whose end is lost in a comment. A comment that begins with a space, as comments are
/// written, is taken for one.
pub(super) fn in_texts(file: &SitePath, text: &str, node: &Node, fields: &[Field<'_>]) -> Vec<Diagnostic> {
    texts(node, fields).into_iter().filter_map(|field| cut_short(file, text, &field)).collect()
}

fn cut_short(file: &SitePath, text: &str, field: &Located<String>) -> Option<Diagnostic> {
    let written = &text[field.span.clone()];
    if written.starts_with(['"', '\'']) || written.contains('\n') {
        return None;
    }
    let line = text[field.span.end..].split(['\n', '\r']).next().unwrap_or_default().trim_end();
    let lost = line.trim_start();
    let behind = lost.strip_prefix('#')?.chars().next()?;
    if lost.len() == line.len() || behind.is_whitespace() || behind == '#' {
        return None;
    }
    let end = field.span.end + line.len();
    let whole = &text[field.span.start..end];
    let quoted = quoted(whole);
    let found = Diagnostic::new(
        &rules::COMMENT_IN_TEXT,
        say!(
            "` #` 后面的 `{lost}` 被当作注释，不会显示",
            "`{lost}` behind a space and `#` is a comment and is not shown"
        ),
    )
    .at(file, field.span.start..end)
    .help(say!(
        "属于文字就加引号：`{quoted}`；确是注释就在 `#` 后面加一个空格",
        "put the text in quotes if it belongs to it: `{quoted}`; write a space behind `#` if it is a comment"
    ));
    // A number is no remark.
    Some(if behind.is_ascii_digit() { found.replace_with(quoted) } else { found })
}
