//! What a stylesheet loads.

use super::uses::{Directive, Uses};

impl Uses {
    /// Uses of CSS in a page or file of the site at `origin`: pictures, fonts, other stylesheets.
    pub fn of_css(css: &str, origin: &str) -> Uses {
        let mut uses = Uses::default();
        uses.add_css(css, origin);
        uses
    }

    pub(super) fn add_css(&mut self, css: &str, origin: &str) {
        let css = without_comments(css);
        let lower = css.to_ascii_lowercase();
        for (at, mark) in lower.match_indices("url(") {
            let inside = &css[at + mark.len()..];
            let url = inside[..inside.find(')').unwrap_or(inside.len())].trim().trim_matches(['"', '\'']);
            // An address in quotes may hold a bracket; what is before it tells the host.
            self.add_url(directive(&lower[..at]), url, origin);
        }
        for (at, mark) in lower.match_indices("@import") {
            let rest = css[at + mark.len()..].trim_start();
            if let Some(quote @ ('"' | '\'')) = rest.chars().next()
                && let Some(url) = rest[1..].split(quote).next()
            {
                self.add_url(Directive::Style, url, origin);
            }
        }
    }
}

/// What an address is for, told by the text before it.
fn directive(before: &str) -> Directive {
    let statement = before.rsplit([';', '}', '{']).next().unwrap_or_default();
    if statement.trim_start().starts_with("@import") {
        return Directive::Style;
    }
    let block = before.rfind('{').map_or("", |open| {
        let prelude = &before[..open];
        &prelude[prelude.rfind(['{', '}', ';']).map_or(0, |end| end + 1)..]
    });
    match block.trim_start().starts_with("@font-face") {
        true => Directive::Font,
        false => Directive::Image,
    }
}

fn without_comments(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some((before, after)) = rest.split_once("/*") {
        out.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_told_by_their_place() {
        let css = "@import 'a.css'; @import url(https://fonts.example.com/b.css);\n\
                   /* url(https://no.example.com) */\n\
                   @font-face { font-family: A; src: url(\"https://cdn.example.com/a.woff2\") format('woff2') }\n\
                   @media print { .a { background: URL( data:image/svg+xml,%3Csvg%3E ); color: red } }\n\
                   .b { mask-image: url(b.svg) }";
        let uses = Uses::of_css(css, "https://example.org");
        let sources = |directive| uses.sources(directive).collect::<Vec<_>>();
        assert_eq!(sources(Directive::Style), ["'self'", "https://fonts.example.com"]);
        assert_eq!(sources(Directive::Font), ["https://cdn.example.com"]);
        assert_eq!(sources(Directive::Image), ["'self'", "data:"]);
        assert_eq!(Uses::of_css("a { color: red } @import", "https://example.org"), Uses::default());
    }
}
