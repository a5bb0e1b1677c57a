//! Templates lose their needless white space once, when they are loaded, instead of every page when it
//! is written: minifying a page costs several times its rendering.
//!
//! A template is not HTML, so its expressions are replaced by words that the minifier carries along and
//! quotes. Where an expression stands in a place that is no text and no attribute value, or where
//! anything is lost on the way, the template stays as it is.

/// Marks round the number of an expression. Private use characters stand in no template; the space
/// keeps quotes round an attribute value that is nothing but an expression.
const OPEN: char = '\u{E0F0}';
const CLOSE: char = '\u{E0F1}';

/// The template without needless white space, or as it was.
#[cfg(feature = "minify")]
pub(super) fn template(name: &str, text: &str) -> String {
    if !name.ends_with(".html") {
        return text.to_owned();
    }
    minified(text).unwrap_or_else(|| text.to_owned())
}

#[cfg(not(feature = "minify"))]
pub(super) fn template(_name: &str, text: &str) -> String {
    text.to_owned()
}

#[cfg(feature = "minify")]
fn minified(text: &str) -> Option<String> {
    let (masked, expressions) = mask(text)?;
    // Closing tags stay, since a template may hold one half of an element; CSS and scripts are not its own.
    let options = minify_html::Cfg {
        keep_closing_tags: true,
        keep_html_and_head_opening_tags: true,
        keep_comments: true,
        keep_input_type_text_attr: true,
        ..minify_html::Cfg::default()
    };
    let bytes = std::panic::catch_unwind(|| minify_html::minify(masked.as_bytes(), &options)).ok()?;
    unmask(&String::from_utf8(bytes).ok()?, &expressions)
}

/// Replaces each expression, statement and comment of the template language by its number. `None` when
/// one stands inside a tag but outside a quoted value, where the minifier would take it for an attribute.
fn mask(text: &str) -> Option<(String, Vec<&str>)> {
    let mut masked = String::with_capacity(text.len());
    let mut expressions = Vec::new();
    let mut rest = text;
    let mut place = Place::Text;
    while let Some(start) = rest.find(['{', '<', '>', '"', '\'']) {
        masked.push_str(&rest[..start]);
        rest = &rest[start..];
        let end = ["{{", "{%", "{#"].iter().zip(["}}", "%}", "#}"]).find_map(|(open, close)| {
            rest.starts_with(open).then(|| rest.find(close).map(|at| at + close.len()))
        });
        let Some(end) = end else {
            let letter = rest.chars().next()?;
            place = place.after(letter, rest);
            masked.push(letter);
            rest = &rest[letter.len_utf8()..];
            continue;
        };
        if place == Place::Tag {
            return None;
        }
        let end = end?;
        masked.push(OPEN);
        masked.push_str(&format!("{} ", expressions.len()));
        masked.push(CLOSE);
        expressions.push(&rest[..end]);
        rest = &rest[end..];
    }
    masked.push_str(rest);
    (place == Place::Text).then_some((masked, expressions))
}

/// Puts the expressions back; `None` unless each comes back exactly once and in order.
fn unmask(masked: &str, expressions: &[&str]) -> Option<String> {
    let mut text = String::with_capacity(masked.len());
    let mut rest = masked;
    for (number, expression) in expressions.iter().enumerate() {
        let (before, after) = rest.split_once(&format!("{OPEN}{number} {CLOSE}"))?;
        text.push_str(before);
        text.push_str(expression);
        rest = after;
    }
    text.push_str(rest);
    (!text.contains(OPEN)).then_some(text)
}

/// Where in the markup a character stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Text,
    Tag,
    /// In an attribute value with this quote.
    Value(char),
}

impl Place {
    fn after(self, letter: char, rest: &str) -> Place {
        let opens =
            rest[1..].starts_with(|next: char| next.is_ascii_alphabetic() || next == '/' || next == '!');
        match (self, letter) {
            (Place::Text, '<') if opens => Place::Tag,
            (Place::Tag, '>') => Place::Text,
            (Place::Tag, '"' | '\'') => Place::Value(letter),
            (Place::Value(quote), _) if quote == letter => Place::Tag,
            _ => self,
        }
    }
}

#[cfg(all(test, feature = "minify"))]
mod tests {
    use super::*;

    #[test]
    fn expressions_survive_and_values_stay_quoted() {
        let text = "<p>\n  <a class=\"x\" href=\"{{url}}\">{{ title }}</a>\n</p>\n{% if a %}\n<b>{# note #}</b>\n{% endif %}";
        let small = template("a.html", text);
        assert!(small.contains("href=\"{{url}}\""), "{small}");
        assert!(small.len() < text.len(), "{small}");
        for part in ["{{ title }}", "{% if a %}", "{# note #}", "{% endif %}"] {
            assert!(small.contains(part), "{small}");
        }
    }

    #[test]
    fn a_template_with_statements_between_attributes_stays_as_it_is() {
        let text = "<option {% if a %}selected{% endif %}>  x  </option>";
        assert_eq!(template("a.html", text), text);
    }
}
