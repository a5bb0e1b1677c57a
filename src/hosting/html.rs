//! What an HTML page loads, runs and sends to.

use std::borrow::Cow;

use super::uses::{Directive, OWN, Uses};
use crate::document::attributes::{Attributes, end_of_raw_text};

impl Uses {
    /// Uses of a page as it is published, byte for byte, on the site at `origin`.
    pub fn of_html(html: &str, origin: &str) -> Uses {
        let mut uses = Uses::default();
        let mut at = 0;
        let mut within_media = false;
        while let Some(found) = memchr::memchr(b'<', &html.as_bytes()[at..]) {
            let start = at + found + 1;
            if html[start..].starts_with("!--") {
                at = html[start..].find("-->").map_or(html.len(), |end| start + end + 3);
                continue;
            }
            let length = html[start..]
                .bytes()
                .take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'-')
                .count();
            let name = html[start..start + length].to_ascii_lowercase();
            if name.is_empty() {
                within_media &= !is_end_of_media(&html[start..]);
                at = start;
                continue;
            }
            let mut attributes = Attributes::new(html, start + length);
            let tag = Tag { name: &name, attributes: attributes.by_ref().collect(), origin, within_media };
            at = html[attributes.at()..].find('>').map_or(html.len(), |end| attributes.at() + end + 1);
            within_media |= matches!(tag.name, "audio" | "video");
            if matches!(tag.name, "script" | "style" | "textarea" | "title") {
                let text = &html[at..at + end_of_raw_text(&html[at..], tag.name)];
                tag.raw_text(text, &mut uses);
                at += text.len();
            }
            tag.add(&mut uses);
        }
        uses
    }
}

/// `</video>`, `</audio>`, seen behind the `<`.
fn is_end_of_media(rest: &str) -> bool {
    let closes = |name: &str| rest.get(1..1 + name.len()).is_some_and(|end| end.eq_ignore_ascii_case(name));
    rest.starts_with('/') && (closes("video") || closes("audio"))
}

/// An opening tag.
struct Tag<'h> {
    /// In lower case.
    name: &'h str,
    attributes: Vec<(&'h str, &'h str)>,
    origin: &'h str,
    /// Does it stand inside of `<video>` or `<audio>`?
    within_media: bool,
}

impl Tag<'_> {
    fn add(&self, uses: &mut Uses) {
        for (name, value) in &self.attributes {
            let name = name.to_ascii_lowercase();
            let value = decoded(value);
            match &*name {
                "style" => {
                    uses.add_attribute(Directive::Style, &value);
                    uses.add_css(&value, self.origin);
                }
                _ if name.starts_with("on") && name.len() > 2 => {
                    uses.add_attribute(Directive::Script, &value)
                }
                _ => self.add_address(&name, &value, uses),
            }
        }
        // Without an address a form goes to its own page.
        if self.name == "form" && self.value("action").is_none() {
            uses.add(Directive::Form, OWN);
        }
    }

    fn add_address(&self, attribute: &str, value: &str, uses: &mut Uses) {
        let directive = match (self.name, attribute) {
            ("script", "src") => Directive::Script,
            ("img" | "input", "src")
            | ("video", "poster")
            | ("image" | "use" | "feimage", "href" | "xlink:href") => Directive::Image,
            ("img" | "source", "srcset") | ("link", "imagesrcset") => {
                for candidate in value.split(',') {
                    let url = candidate.split_ascii_whitespace().next().unwrap_or_default();
                    uses.add_url(Directive::Image, url, self.origin);
                }
                return;
            }
            ("audio" | "video" | "track", "src") => Directive::Media,
            ("source", "src") if self.within_media => Directive::Media,
            ("source", "src") => Directive::Image,
            ("iframe" | "frame", "src") => Directive::Frame,
            ("object", "data") | ("embed", "src") => Directive::Object,
            ("base", "href") => Directive::Base,
            ("form", "action") | ("button" | "input", "formaction") => Directive::Form,
            ("link", "href") => {
                for directive in self.linked() {
                    uses.add_url(directive, value, self.origin);
                }
                return;
            }
            _ => return,
        };
        uses.add_url(directive, value, self.origin);
    }

    /// What a `<link>` loads; most load nothing.
    fn linked(&self) -> Vec<Directive> {
        let relations = self.value("rel").unwrap_or_default().to_ascii_lowercase();
        let kind = self.value("as").unwrap_or_default().to_ascii_lowercase();
        let directive = |relation: &str| match (relation, &*kind) {
            ("stylesheet", _) | ("preload" | "prefetch", "style") => Some(Directive::Style),
            ("icon" | "apple-touch-icon" | "mask-icon", _) | ("preload" | "prefetch", "image") => {
                Some(Directive::Image)
            }
            ("manifest", _) => Some(Directive::Manifest),
            ("modulepreload", _) | ("preload" | "prefetch", "script") => Some(Directive::Script),
            ("preload" | "prefetch", "font") => Some(Directive::Font),
            ("preload" | "prefetch", "audio" | "video" | "track") => Some(Directive::Media),
            ("preload" | "prefetch", "fetch") => Some(Directive::Connect),
            _ => None,
        };
        relations.split_ascii_whitespace().filter_map(directive).collect()
    }

    /// Code between an opening tag and its end, hashed as it stands.
    fn raw_text(&self, text: &str, uses: &mut Uses) {
        match self.name {
            "style" => {
                uses.add_inline(Directive::Style, text);
                uses.add_css(text, self.origin);
            }
            "script" if self.runs() && self.value("src").is_none() => {
                uses.add_inline(Directive::Script, text);
                uses.merge(&Uses::of_script(text));
            }
            _ => {}
        }
    }

    /// Does a browser run it, or does it hold data as JSON-LD does (HTML, 4.12.1)?
    fn runs(&self) -> bool {
        let kind = self.value("type").unwrap_or_default().trim().to_ascii_lowercase();
        matches!(&*kind, "" | "module" | "importmap" | "speculationrules")
            || kind.ends_with("/javascript")
            || kind.ends_with("/ecmascript")
            || kind.ends_with("/x-javascript")
    }

    fn value(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| *value)
    }
}

/// Entities that stand in attributes of addresses and code, as characters. Others are left: they are letters, which
/// no address in a page of ours is written with.
fn decoded(value: &str) -> Cow<'_, str> {
    if !value.contains('&') {
        return Cow::Borrowed(value);
    }
    let mut out = String::with_capacity(value.len());
    let mut rest = value;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let character = after.split_once(';').and_then(|(name, after)| Some((entity(name)?, after)));
        rest = match character {
            Some((character, after)) => {
                out.push(character);
                after
            }
            None => {
                out.push('&');
                after
            }
        };
    }
    out.push_str(rest);
    Cow::Owned(out)
}

fn entity(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some('\u{a0}'),
        _ => {
            let number = name.strip_prefix('#')?;
            let number = match number.strip_prefix(['x', 'X']) {
                Some(digits) => u32::from_str_radix(digits, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(number)
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    fn check(html: &str, expected: Expect) {
        let uses = Uses::of_html(html, "https://example.org");
        let mut told = String::new();
        for directive in Directive::ALL {
            let sources: Vec<_> = uses.sources(directive).collect();
            if !sources.is_empty() {
                told.push_str(&format!("{} {}\n", directive.name(), sources.join(" ")));
            }
        }
        expected.assert_eq(&told);
    }

    #[test]
    fn a_page_of_text_uses_styles_and_pictures() {
        check(
            "<!doctype html><link rel=\"alternate\" href=\"https://other.org/\"><link rel=stylesheet href=/a.css>\
             <link rel='shortcut icon' href='data:,'><script type=\"application/ld+json\">{\"a\":1}</script>\
             <!-- <img src=https://no.example.com/> --><a href=https://no.example.com/>a</a> 1 < 2 <br>\
             <picture><source srcset=\"/a.webp 480w, https://img.example.com/b.webp 960w\"><img src=/a.jpg></picture>",
            expect![[r#"
                style-src 'self'
                img-src 'self' data: https://img.example.com
            "#]],
        );
    }

    #[test]
    fn inline_code_is_hashed_as_it_stands() {
        check(
            "<script>fetch('/a&amp;b')</script><script src=/a.js>ignored</script><style>a{background:url(b.png)}</style>\
             <p style=\"color:&quot;red&quot;\" onclick=\"f(1 &lt; 2)\"><title>&lt;<img src=no:></title><script>a</SCRIPT>",
            expect![[r#"
                script-src 'self' 'sha256-HWwishLjv+5/4t21GJZ8HYLBw5+ZPn8EPFAUgbuv9os=' 'sha256-xOdVyhyIvx6fjVKhORCqsveSQLAu9XrZwOtRW0/ef6c=' 'sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=' 'unsafe-hashes'
                style-src 'sha256-SkhGaXvJ+4hQy76U72eCF3GP8c6oHUE1R6FPe6FUues=' 'sha256-fj0XRr5nPKwWfae7UHZ41/hyxnUDKBNQ/AhpUCDvyRo=' 'unsafe-hashes'
                img-src 'self'
                connect-src 'self'
            "#]],
        );
    }

    #[test]
    fn media_frames_and_forms_have_their_own_rules() {
        check(
            "<video src=/a.mp4 poster=https://img.example.com/p.jpg><source src=//cdn.example.com/a.webm></video>\
             <source src=/b.webm><iframe src=\"https://player.example.com/?a=1&amp;b=2\"></iframe><form method=post></form>\
             <form action=https://forms.example.com/x></form><object data=a.pdf></object><base href=/><link rel=manifest href=/m>\
             <link rel=preload as=font href=/a.woff2><svg><use href=\"#a\"/><image xlink:href='/i.png'/></svg>",
            expect![[r#"
                img-src 'self' https://img.example.com
                font-src 'self'
                media-src 'self' cdn.example.com
                frame-src https://player.example.com
                object-src 'self'
                manifest-src 'self'
                base-uri 'self'
                form-action 'self' https://forms.example.com
            "#]],
        );
    }

    #[test]
    fn what_breaks_off_is_read_as_far_as_it_goes() {
        check(
            "<img src='/a.png",
            expect![[r#"
            img-src 'self'
        "#]],
        );
        check(
            "<script>f(",
            expect![[r#"
            script-src 'sha256-qNv1EadtCNrloxiu9HisoR0iYhHy5vyq3+Mr9fO6CUM='
        "#]],
        );
        check("<!-- <script>", expect![[""]]);
        check("text <", expect![[""]]);
    }
}
