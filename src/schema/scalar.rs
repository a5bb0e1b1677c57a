//! Single values: each type from its text, with what is wrong with it.

use std::time::Duration;

use super::fields::Typed;
use super::read::Reader;
use super::report::{self, Subject};
use super::slug::{alias_fault, slug_fault};
use super::{Choice, FieldType};
use crate::date;
use crate::diagnostic::{Diagnostic, Located, Say, Span, rules};
use crate::language::Tag;
use crate::say;
use crate::yaml::Node;

impl Reader<'_> {
    pub(super) fn scalar<'s>(
        &mut self,
        text: &str,
        quoted: bool,
        node: &Node,
        ty: &FieldType<'s>,
        subject: Subject<'_>,
    ) -> Option<Typed<'s>> {
        let span = node.span.clone();
        let fault = match *ty {
            FieldType::Text | FieldType::Name | FieldType::Plain | FieldType::Secret => None,
            FieldType::Reference(_) | FieldType::Id(_) => None,
            FieldType::Slug => slug_fault(text).map(|fault| report::bad_slug(text, fault)),
            FieldType::Alias => alias_fault(text).map(|fault| bad_alias(text, fault)),
            FieldType::Url => url_fault(text, subject),
            FieldType::Link => link_fault(text, subject),
            FieldType::Path => path_fault(text, subject),
            FieldType::Choice(choices) => choice_fault(text, choices, subject),
            FieldType::Date => return self.date(text, span, subject).map(Typed::Date),
            FieldType::Tag => return self.tag(text, span).map(Typed::Tag),
            FieldType::Bool if !quoted && matches!(text, "true" | "false") => {
                return Some(Typed::Bool(text == "true"));
            }
            FieldType::Duration => match duration(text) {
                Some(value) => return Some(Typed::Duration(Located { value, span })),
                None => Some(report::wrong_type(node, ty, subject)),
            },
            FieldType::Integer { min, max } => match text.parse::<i64>() {
                Ok(value) if !quoted && (min..=max).contains(&value) => {
                    return Some(Typed::Integer(Located { value, span }));
                }
                Ok(value) if !quoted => Some(report::out_of_range(value, min, max, subject)),
                _ => Some(report::wrong_type(node, ty, subject)),
            },
            _ => Some(report::wrong_type(node, ty, subject)),
        };
        let text = text.trim_end();
        let fault = fault.or_else(|| text.is_empty().then(|| report::empty(subject)));
        match fault {
            Some(fault) => {
                self.report(span, fault);
                None
            }
            None => {
                if matches!(ty, FieldType::Text | FieldType::Name) {
                    self.check_marks(text, node);
                }
                Some(Typed::Text(Located { value: text.to_owned(), span }))
            }
        }
    }

    fn date(&mut self, text: &str, span: Span, subject: Subject<'_>) -> Option<Located<date::Written>> {
        match date::parse(text) {
            Ok(written) => {
                if !written.usual {
                    let (zh, en) = subject.names();
                    let usual = written.usual_form();
                    let diagnostic = Diagnostic::new(
                        &rules::UNUSUAL_DATE,
                        say!("{zh}的写法不规范：`{text}`", "{en} is written in an unusual form: `{text}`"),
                    )
                    .help(say!("统一写成 `{usual}`", "write `{usual}`"))
                    .replace_with(usual);
                    self.report(span.clone(), diagnostic);
                }
                Some(Located { value: written, span })
            }
            Err(reason) => {
                let (zh, en) = subject.names();
                let (why_zh, why_en) = (reason.zh, reason.en);
                let diagnostic = Diagnostic::new(
                    &rules::BAD_DATE,
                    say!("{zh}不是日期：`{text}`，{why_zh}", "{en} is no date: `{text}`, {why_en}"),
                )
                .help(say!(
                    "日期写成 `2024-05-16`，带时间写成 `2024-05-16 09:30`",
                    "write a date like `2024-05-16`, with a time `2024-05-16 09:30`"
                ));
                let diagnostic = match date::meant(text) {
                    Some(meant) => diagnostic.label(Say::did_you_mean(&meant)).replace_with(meant),
                    None => diagnostic,
                };
                self.report(span, diagnostic);
                None
            }
        }
    }

    fn tag(&mut self, text: &str, span: Span) -> Option<Located<Tag>> {
        let tag = Tag::parse(text);
        if tag.is_none() {
            self.report(span.clone(), report::bad_language(text));
        }
        tag.map(|value| Located { value, span })
    }
}

/// `0`, or a whole number of seconds, minutes, hours or days.
fn duration(text: &str) -> Option<Duration> {
    if text == "0" {
        return Some(Duration::ZERO);
    }
    let unit = match text.chars().next_back()? {
        's' => 1,
        'm' => 60,
        'h' => 3_600,
        'd' => 86_400,
        _ => return None,
    };
    let count: u32 = text[..text.len() - 1].parse().ok()?;
    Some(Duration::from_secs(u64::from(count) * unit))
}

fn bad_alias(text: &str, fault: crate::diagnostic::Say) -> Diagnostic {
    let (zh, en, text) = (fault.zh, fault.en, text.escape_debug());
    Diagnostic::new(
        &rules::BAD_ALIAS,
        say!("旧网址 `{text}` 不能用：{zh}", "the former address `{text}` cannot be used: {en}"),
    )
    .help(say!(
        "写成从网站根开始的路径，如 `/2023/founding.html`",
        "write a path from the site's root, such as `/2023/founding.html`"
    ))
}

/// A host at least; spaces and control characters never.
fn url_fault(text: &str, subject: Subject<'_>) -> Option<Diagnostic> {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let host = rest.map(|rest| rest.split(['/', '?', '#']).next().unwrap_or_default());
    let whole = !text.contains(|c: char| c.is_whitespace() || c.is_control());
    if whole && host.is_some_and(|host| !host.is_empty() && !host.starts_with(':')) {
        return None;
    }
    let (zh, en) = subject.names();
    let diagnostic = Diagnostic::new(
        &rules::BAD_URL,
        say!("{zh}不是完整的网址：`{text}`", "{en} is no complete address: `{text}`"),
    )
    .help(say!(
        "网址以 `https://` 或 `http://` 开头，中间没有空格",
        "an address begins with `https://` or `http://` and has no spaces"
    ));
    let bare_host = whole && !text.contains(':') && !text.starts_with('/') && text.contains('.');
    Some(if bare_host { diagnostic.replace_with(format!("https://{text}")) } else { diagnostic })
}

fn link_fault(text: &str, subject: Subject<'_>) -> Option<Diagnostic> {
    let other = text.starts_with("mailto:") || text.starts_with("tel:");
    let local = text.starts_with('/') && !text.starts_with("//") && !text.contains('\\');
    let whole = !text.contains(|c: char| c.is_whitespace() || c.is_control());
    if whole && (other || local) { None } else { url_fault(text, subject) }
}

fn path_fault(text: &str, subject: Subject<'_>) -> Option<Diagnostic> {
    let (zh, en) = subject.names();
    let bad = |reason_zh: &str, reason_en: &str| {
        Diagnostic::new(&rules::BAD_VALUE, say!("{zh}{reason_zh}：`{text}`", "{en} {reason_en}: `{text}`")).help(say!(
            "写相对于本文件的路径，如 `photo.jpg`；放在 static/ 里的以 `/` 开头",
            "write a path relative to this file, such as `photo.jpg`; begin with `/` for a file in static/"
        ))
    };
    if text.contains("://") || text.starts_with("//") || text.starts_with("data:") {
        Some(bad("是网址，这里要用网站自己的文件", "is an address; a file of the site is wanted"))
    } else if text.contains('\\') {
        Some(bad("用了反斜杠", "uses backslashes").replace_with(text.replace('\\', "/")))
    } else if text.chars().any(char::is_control) {
        Some(bad("含有控制字符", "contains control characters"))
    } else {
        None
    }
}

fn choice_fault(text: &str, choices: &[Choice<'_>], subject: Subject<'_>) -> Option<Diagnostic> {
    if choices.iter().any(|choice| choice.value == text) {
        None
    } else {
        Some(report::no_choice(text, choices, subject))
    }
}
