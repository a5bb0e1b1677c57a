//! What templates refer to and nobody has: the engine tells all such errors at once, as one text in its
//! own layout, which is taken apart here.

use crate::diagnostic::{Diagnostic, Rule, Say, rules};
use crate::say;

/// One error of the text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Missing<'a> {
    message: &'a str,
    /// The engine's name of the template.
    pub(super) template: &'a str,
    /// From 1.
    pub(super) line: usize,
    /// In characters, from 1.
    pub(super) column: usize,
    /// In characters.
    pub(super) width: usize,
}

/// The errors of the text in its order; none when it is no such text.
///
/// ```text
/// error: Unknown filter `x`
///  --> builtin/home.html:2:10
///   |
/// 2 | {{ page | x }}
///   |           ^
/// ```
pub(super) fn missing(text: &str) -> Vec<Missing<'_>> {
    text.split("\n\n").filter_map(one).collect()
}

fn one(report: &str) -> Option<Missing<'_>> {
    let mut lines = report.lines();
    let message = lines.next()?.strip_prefix("error: ")?;
    let (_, place) = lines.next()?.split_once("--> ")?;
    let (place, column) = place.rsplit_once(':')?;
    let (template, line) = place.rsplit_once(':')?;
    let width = lines.next_back()?.matches('^').count();
    Some(Missing { message, template, line: line.parse().ok()?, column: column.parse().ok()?, width })
}

impl Missing<'_> {
    /// Is it no more than the consequence of another template's error? A template that cannot be compiled
    /// gives its children no blocks and others no components.
    pub(super) fn follows(&self) -> bool {
        self.message.starts_with("Block ") || self.message.starts_with("Unknown component ")
    }

    /// The finding, without its place.
    pub(super) fn diagnostic(&self) -> Diagnostic {
        let (rule, message) = self.explained();
        Diagnostic::new(rule, message)
    }

    fn explained(&self) -> (&'static Rule, Say) {
        let Some((before, name, _)) = quoted(self.message) else {
            let message = self.message;
            return (&rules::TEMPLATE_SYNTAX, say!("模板出错：{message}", "{message}"));
        };
        match before {
            "Unknown template " => {
                (&rules::MISSING_TEMPLATE, say!("没有模板 `{name}`", "there is no template `{name}`"))
            }
            "Unknown filter " => {
                (&rules::TEMPLATE_SYNTAX, say!("没有过滤器 `{name}`", "there is no filter `{name}`"))
            }
            "Unknown test " => {
                (&rules::TEMPLATE_SYNTAX, say!("没有判断 `{name}`", "there is no test `{name}`"))
            }
            "Unknown function " => {
                (&rules::TEMPLATE_SYNTAX, say!("没有函数 `{name}`", "there is no function `{name}`"))
            }
            "Unknown component " => {
                (&rules::TEMPLATE_SYNTAX, say!("没有组件 `{name}`", "there is no component `{name}`"))
            }
            "Block " => (
                &rules::TEMPLATE_SYNTAX,
                say!(
                    "所扩展的模板里没有 `{name}` 这一块",
                    "no template that this one extends has the block `{name}`"
                ),
            ),
            _ => {
                let message = self.message;
                (&rules::TEMPLATE_SYNTAX, say!("模板出错：{message}", "{message}"))
            }
        }
    }
}

/// The text before, in and after the first pair of backticks.
fn quoted(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('`')?;
    let (name, after) = rest.split_once('`')?;
    Some((before, name, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_layout_of_the_engine_is_read() {
        let mut engine = tera::Tera::default();
        let templates = [
            ("base.html", "{% block a %}{% endblock %}"),
            ("x.html", "{% extends \"base.html\" %}\n{% block b %}中{{ 1 | none }}{% endblock %}"),
            ("y.html", "{% include \"gone.html\" %}{{ gone() }}{% if 1 is gone %}{% endif %}"),
        ];
        let error = engine.add_raw_templates(templates).unwrap_err().to_string();
        let told: Vec<_> = missing(&error)
            .iter()
            .map(|found| {
                let Missing { template, line, column, width, .. } = found;
                format!("{template}:{line}:{column}+{width} {}", found.explained().1.en)
            })
            .collect();
        assert_eq!(
            told,
            [
                "x.html:2:10+1 no template that this one extends has the block `b`",
                "x.html:2:22+4 there is no filter `none`",
                "y.html:1:12+11 there is no template `gone.html`",
                "y.html:1:29+6 there is no function `gone`",
                "y.html:1:49+4 there is no test `gone`",
            ]
        );
        assert!(missing("something else").is_empty());
    }
}
