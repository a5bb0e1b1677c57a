//! Escaping for HTML: the one place where text becomes markup. Knows no tag and no page.

use memchr::memchr3_iter;

/// Appends `text` as the content of an element: `&`, `<` and `>` are escaped, quotation marks are not.
pub fn push_text(out: &mut String, text: &str) {
    let mut copied = 0;
    for at in memchr3_iter(b'&', b'<', b'>', text.as_bytes()) {
        out.push_str(&text[copied..at]);
        out.push_str(entity(text.as_bytes()[at]));
        copied = at + 1;
    }
    out.push_str(&text[copied..]);
}

/// Appends `text` as the value of an attribute in double quotes.
pub fn push_attribute(out: &mut String, text: &str) {
    let mut parts = text.split('"');
    push_text(out, parts.next().unwrap_or_default());
    for part in parts {
        out.push_str(entity(b'"'));
        push_text(out, part);
    }
}

fn entity(byte: u8) -> &'static str {
    match byte {
        b'&' => "&amp;",
        b'<' => "&lt;",
        b'>' => "&gt;",
        _ => "&quot;",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_attributes_are_escaped_for_their_context() {
        let (mut text, mut attribute) = (String::new(), String::new());
        push_text(&mut text, "“甲” <b> & \"乙\"");
        push_attribute(&mut attribute, "“甲” <b> & \"乙\"");
        assert_eq!(text, "“甲” &lt;b&gt; &amp; \"乙\"");
        assert_eq!(attribute, "“甲” &lt;b&gt; &amp; &quot;乙&quot;");
    }
}
