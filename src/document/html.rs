//! Escaping for HTML: the one place where text becomes markup. Knows no tag and no page.

/// Appends `text` as the content of an element: `&`, `<` and `>` are escaped, quotation marks are not.
pub fn push_text(out: &mut String, text: &str) {
    push_escaped(out, text, |byte| match byte {
        b'&' => Some("&amp;"),
        b'<' => Some("&lt;"),
        b'>' => Some("&gt;"),
        _ => None,
    });
}

/// Appends `text` as the value of an attribute in double quotes.
pub fn push_attribute(out: &mut String, text: &str) {
    push_escaped(out, text, |byte| match byte {
        b'&' => Some("&amp;"),
        b'<' => Some("&lt;"),
        b'>' => Some("&gt;"),
        b'"' => Some("&quot;"),
        _ => None,
    });
}

fn push_escaped(out: &mut String, text: &str, escape: impl Fn(u8) -> Option<&'static str>) {
    let mut copied = 0;
    for (at, byte) in text.bytes().enumerate() {
        // Only ASCII bytes are escaped, so `at` is always a character's border.
        if let Some(entity) = escape(byte) {
            out.push_str(&text[copied..at]);
            out.push_str(entity);
            copied = at + 1;
        }
    }
    out.push_str(&text[copied..]);
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
