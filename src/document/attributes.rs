//! The attributes of an HTML tag as browsers cut them (HTML, 13.2.5.32 and following), and where raw text ends. Knows no
//! element and no attribute; entities in values stay as they are written.

/// Attributes of a tag, each with its value or nothing, up to the `>` that ends the tag.
pub struct Attributes<'h> {
    html: &'h str,
    at: usize,
}

impl<'h> Attributes<'h> {
    /// `at` is behind the tag's name.
    pub fn new(html: &'h str, at: usize) -> Attributes<'h> {
        Attributes { html, at }
    }

    /// Behind what was read so far.
    pub fn at(&self) -> usize {
        self.at
    }
}

impl<'h> Iterator for Attributes<'h> {
    type Item = (&'h str, &'h str);

    fn next(&mut self) -> Option<(&'h str, &'h str)> {
        let is_border = |c: char| c.is_ascii_whitespace() || c == '/';
        let html = self.html;
        let rest = html[self.at..].trim_start_matches(is_border);
        self.at = html.len() - rest.len();
        // A name may begin with this sign, and has none behind.
        let sign = usize::from(rest.starts_with('='));
        let ends = |c: char| is_border(c) || matches!(c, '=' | '>');
        let length = rest[sign..].find(ends).map_or(rest.len(), |at| sign + at);
        let name = &rest[..length];
        if name.is_empty() {
            return None;
        }
        self.at += length;
        let Some(value) = html[self.at..].trim_start().strip_prefix('=') else { return Some((name, "")) };
        let value = value.trim_start();
        let start = html.len() - value.len();
        let (value, end) = match value.as_bytes().first() {
            Some(quote @ (b'"' | b'\'')) => {
                let length = value[1..].find(char::from(*quote)).unwrap_or(value.len() - 1);
                (&value[1..1 + length], (start + length + 2).min(html.len()))
            }
            _ => {
                let length = value.find(|c: char| c.is_ascii_whitespace() || c == '>').unwrap_or(value.len());
                (&value[..length], start + length)
            }
        };
        self.at = end;
        Some((name, value))
    }
}

/// Bytes before the closing tag of that name; all where there is none.
pub fn end_of_raw_text(html: &str, name: &str) -> usize {
    let closes = |at: &usize| {
        html.as_bytes()
            .get(at + 2..at + 2 + name.len())
            .is_some_and(|n| n.eq_ignore_ascii_case(name.as_bytes()))
    };
    html.match_indices("</").map(|(at, _)| at).find(closes).unwrap_or(html.len())
}
