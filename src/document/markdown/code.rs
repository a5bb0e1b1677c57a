//! Blocks of code: their language, their colours, and the indented prose that became code by mistake.

use super::cjk::is_han;
#[cfg(feature = "highlight")]
use super::highlight::push_coloured;
use super::writer::Writer;
use crate::diagnostic::{Diagnostic, rules};
use crate::document::html::{push_attribute, push_text};
use crate::say;

/// Writes a block. The findings have no place yet; `true` when the code was coloured.
pub(super) fn write_block(out: &mut Writer, info: Option<&str>, code: &str) -> (bool, Option<Diagnostic>) {
    // ```python {linenos=true}
    let language = info.map_or("", |info| info.split([' ', '\t', ',', '{']).next().unwrap_or("")).trim();
    let mut markup = String::with_capacity(code.len() + 64);
    markup.push_str("<pre class=\"code\" tabindex=\"0\"");
    if !language.is_empty() {
        markup.push_str(" data-lang=\"");
        push_attribute(&mut markup, &language.to_lowercase());
        markup.push('"');
    }
    markup.push_str("><code>");
    let (coloured, finding) = match language {
        "" if info.is_none() => (false, indented_prose(code)),
        "" => (false, None),
        _ => push_coloured(&mut markup, language, code),
    };
    if !coloured {
        push_text(&mut markup, code);
    }
    markup.push_str("</code></pre>\n");
    out.html(&markup);
    (coloured, finding)
}

/// Without colours every language is known.
#[cfg(not(feature = "highlight"))]
fn push_coloured(_: &mut String, _: &str, _: &str) -> (bool, Option<Diagnostic>) {
    (false, None)
}

/// Editors indent paragraphs as on paper: four blanks make them code.
fn indented_prose(code: &str) -> Option<Diagnostic> {
    let letters = code.chars().filter(|c| c.is_alphanumeric()).count();
    let han = code.chars().filter(|c| is_han(*c)).count();
    (han > 0 && han * 2 >= letters).then(|| {
        Diagnostic::new(
            &rules::INDENTED_PROSE,
            say!("缩进四格的正文会显示为代码", "prose that is indented by four blanks is shown as code"),
        )
        .help(say!(
            "删去行首的空格；段首缩进由主题负责。确实是代码时用 ``` 围起来",
            "remove the blanks, paragraphs are indented by the theme; put ``` round it if it is code"
        ))
    })
}
