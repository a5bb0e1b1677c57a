//! Markdown that is not quite written: it is shown as it was typed.
//!
//! Looks at what readers see, so that whatever the parser took for markup is gone already. Only what can hardly be
//! meant is told.

use super::passage::Passages;
use super::wording::located;
use crate::diagnostic::{Diagnostic, rules};
use crate::document::Document;
use crate::say;
use crate::text::han::is_han;

pub(super) fn advice(document: &Document, passages: &Passages) -> Vec<Diagnostic> {
    let slips: Vec<(usize, (usize, Slip))> = passages
        .iter()
        .enumerate()
        .flat_map(|(passage, text)| {
            let found = if passage < passages.fields() { in_field(text) } else { in_text(text) };
            found.into_iter().map(move |slip| (passage, slip))
        })
        .collect();
    let places = passages.places(slips.iter().map(|(passage, (at, _))| (*passage, *at)));
    slips.iter().zip(places).map(|((_, (_, slip)), place)| located(slip.report(), document, place)).collect()
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Slip {
    /// `[文字]（a.md）`, `【文字】(a.md)`
    Link,
    /// `【【slug】】`
    Name,
    /// `##标题`, `＃ 标题`
    Heading,
    /// `**文字` and no second pair of stars.
    Strong,
    /// `＊＊文字＊＊`
    WideStrong,
    /// A backtick without its pair.
    Code,
    /// `[文字](a.md` without the closing bracket.
    OpenLink,
    /// `[[slug` without the closing brackets.
    OpenName,
    /// `｛｛ count() ｝｝`
    WideCall,
    /// Markdown in a field, which is no Markdown.
    Field,
}

impl Slip {
    fn report(self) -> Diagnostic {
        let (message, help) = match self {
            Slip::Link => (
                say!(
                    "链接用了全角括号，显示为普通文字",
                    "a link with full-width brackets is shown as plain text"
                ),
                say!("写成 `[文字](路径)`，括号都用半角", "write `[text](path)` with ASCII brackets"),
            ),
            Slip::Name => (
                say!(
                    "`【【…】】` 不是链接，显示为普通文字",
                    "`【【…】】` is no link and is shown as plain text"
                ),
                say!("写成 `[[slug]]`，括号用半角", "write `[[slug]]` with ASCII brackets"),
            ),
            Slip::Heading => (
                say!(
                    "`#` 是全角的，或者后面没有空格，不会成为标题",
                    "a full-width `＃`, or one without a space behind it, makes no heading"
                ),
                say!("写成 `## 标题`", "write `## heading`"),
            ),
            Slip::Strong => (
                say!("`**` 没有成对，显示为星号", "`**` has no pair and is shown as it is"),
                say!(
                    "写成 `**文字**`，星号紧贴文字，都在同一段里；要显示星号就写 `\\*`",
                    "write `**text**`, the stars close to the text and in one paragraph; `\\*` shows a star"
                ),
            ),
            Slip::WideStrong => (
                say!("`＊＊` 是全角的，不会成为粗体", "`＊＊` is full-width and makes nothing bold"),
                say!("写成 `**文字**`，星号用半角", "write `**text**` with ASCII stars"),
            ),
            Slip::Code => (
                say!("反引号没有成对，显示为普通文字", "a backtick has no pair and is shown as it is"),
                say!(
                    "写成 `` `代码` ``；要显示反引号就在前面加 `\\`",
                    "write `` `code` ``; put `\\` before a backtick that is to be shown"
                ),
            ),
            Slip::OpenLink => (
                say!("链接没有写完，显示为普通文字", "a link is not complete and is shown as plain text"),
                say!(
                    "写成 `[文字](路径)`，不要少了右括号；路径里的空格写成 `%20`",
                    "write `[text](path)` with its closing bracket; a space in the path is `%20`"
                ),
            ),
            Slip::OpenName => (
                say!("`[[` 没有结束，显示为普通文字", "`[[` does not end and is shown as plain text"),
                say!("写成 `[[slug]]`", "write `[[slug]]`"),
            ),
            Slip::WideCall => (
                say!(
                    "`｛｛` 是全角的，不是短代码，显示为普通文字",
                    "`｛｛` is full-width: it is no shortcode and is shown as plain text"
                ),
                say!("写成 `{{{{ 名称() }}}}`，括号用半角", "write `{{{{ name() }}}}` with ASCII brackets"),
            ),
            Slip::Field => (
                say!(
                    "文件头里不用 Markdown 和短代码，照原样显示",
                    "fields of the front matter are no Markdown: this is shown as it is"
                ),
                say!(
                    "去掉 `**`、`[[ ]]`、`{{{{ }}}}`，写成普通文字",
                    "write plain text, without `**`, `[[ ]]` and `{{{{ }}}}`"
                ),
            ),
        };
        Diagnostic::new(&rules::MARKUP_SLIP, message).help(help)
    }
}

/// In order.
fn in_text(text: &str) -> Vec<(usize, Slip)> {
    let mut found = Vec::new();
    // A path in brackets behind brackets can be nothing else.
    for (at, _) in text.match_indices(['（', '(']) {
        let wide = text[at..].starts_with('（');
        let before = &text[..at];
        let inner = text[at..].trim_start_matches(['（', '(']);
        if before.ends_with(['］', '】']) || (wide && before.ends_with(']')) {
            let target = inner.split(['）', ')']).next().unwrap_or_default();
            if is_path(target) && !target.contains(char::is_whitespace) {
                found.push((at, Slip::Link));
            }
        } else if before.ends_with(']') && inner.split([')', ' ']).next().is_some_and(is_path) {
            found.push((at, Slip::OpenLink));
        }
    }
    found.extend(text.match_indices("【【").map(|(at, _)| (at, Slip::Name)));
    found.extend(text.match_indices("｛｛").map(|(at, _)| (at, Slip::WideCall)));
    found.extend(first_pair(text, '＊').map(|at| (at, Slip::WideStrong)));
    found.extend(first_pair(text, '*').filter(|at| beside_word(text, *at)).map(|at| (at, Slip::Strong)));
    let ticks = text.matches('`').count();
    found.extend(text.find('`').filter(|_| ticks == 1).map(|at| (at, Slip::Code)));
    found.extend(text.rfind("[[").filter(|at| !text[*at..].contains(']')).map(|at| (at, Slip::OpenName)));
    if is_heading(text) {
        found.push((0, Slip::Heading));
    }
    found.sort_by_key(|(at, _)| *at);
    found
}

/// In a field every complete form is a slip too.
fn in_field(text: &str) -> Vec<(usize, Slip)> {
    let name = text.find("[[").filter(|at| text[*at..].contains("]]"));
    let call = text.find("{{").filter(|at| text[*at..].contains("}}"));
    let strong = first_pair(text, '*').filter(|at| beside_word(text, *at));
    [name, call, strong].into_iter().flatten().min().map(|at| (at, Slip::Field)).into_iter().collect()
}

fn is_path(target: &str) -> bool {
    target.contains(['/', '.']) && !target.contains(is_han)
}

/// Where a mark stands exactly twice: more of them are a rule, or hide a number (`138****5678`).
fn first_pair(text: &str, mark: char) -> Option<usize> {
    let mut from = 0;
    while let Some(at) = text[from..].find(mark).map(|at| from + at) {
        let rest = text[at..].trim_start_matches(mark);
        let end = text.len() - rest.len();
        if end - at == 2 * mark.len_utf8() {
            return Some(at);
        }
        from = end;
    }
    None
}

/// Stars beside Chinese: `2**3` is none.
fn beside_word(text: &str, at: usize) -> bool {
    let is_word = |c: char| is_han(c) || "，。；：、！？“”《》（）".contains(c);
    text[..at].chars().next_back().is_some_and(is_word)
        || text[at..].trim_start_matches('*').chars().next().is_some_and(is_word)
}

/// `##标题`, `＃ 标题`, `＃＃标题`: one ASCII mark without a space may be a topic.
fn is_heading(text: &str) -> bool {
    let marks = text.bytes().take_while(|byte| *byte == b'#').count();
    let behind = |marks: usize| text[marks..].chars().next().is_some_and(|c| c.is_alphanumeric());
    let wide = text.chars().take_while(|c| *c == '＃').count();
    let rest = text.trim_start_matches('＃');
    ((2..=6).contains(&marks) && behind(marks))
        || ((1..=6).contains(&wide)
            && (wide > 1 || rest.starts_with(char::is_whitespace))
            && !rest.contains('＃'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_that_is_not_quite_written() {
        let kinds = |text: &str| in_text(text).into_iter().map(|(_, slip)| slip).collect::<Vec<_>>();
        assert_eq!(
            kinds("见[名录]（../a.md），［甲］(a.md)，［乙］（https://a.b/），【丙】(c.md)"),
            [Slip::Link; 4]
        );
        assert_eq!(in_text("见【【yilaite】】"), [(3, Slip::Name)]);
        assert_eq!(in_text("##标题"), [(0, Slip::Heading)]);
        assert_eq!(kinds("＃ 标题"), [Slip::Heading]);
        assert_eq!(kinds("他说**很好"), [Slip::Strong]);
        assert_eq!(kinds("＊＊很好＊＊"), [Slip::WideStrong]);
        assert_eq!(kinds("运行 `build"), [Slip::Code]);
        assert_eq!(kinds("见[名录](https://a.b/c"), [Slip::OpenLink]);
        assert_eq!(kinds("见[[yilaite"), [Slip::OpenName]);
        assert_eq!(kinds("共 ｛｛ count() ｝｝ 家"), [Slip::WideCall]);
    }

    #[test]
    fn what_only_looks_like_it() {
        for text in [
            "文献[1]（见附录），［甲］（乙 1.0 版），#话题#，C##",
            "＃话题＃ 甲，电话 138****5678，2**3，甲***乙，3*4",
            "【通知】（2024 年）甲，【甲】(乙)",
            "数组[[1, 2], [3]]，区间[0](见 1.2 节)，``x''",
        ] {
            assert_eq!(in_text(text), [], "{text}");
        }
        assert_eq!(in_field("138****5678 [1] {x}"), []);
    }

    #[test]
    fn fields_hold_no_markdown() {
        assert_eq!(in_field("走进[[yilaite]]"), [(6, Slip::Field)]);
        assert_eq!(in_field("**重磅**来访"), [(0, Slip::Field)]);
        assert_eq!(in_field("共 {{ count(of=\"partners\") }} 家"), [(4, Slip::Field)]);
    }
}
