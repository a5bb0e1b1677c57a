//! `build --minify full`: the HTML minifier over finished pages. Templates are made small when they are
//! loaded and bodies are written without waste, so this saves quotes, optional attributes and little else, at
//! several times the cost of rendering: it is asked for, never done by itself.

/// The page as small as it gets without leaving the standard; unchanged where the minifier fails.
#[cfg(feature = "minify")]
pub fn page(html: Vec<u8>) -> Vec<u8> {
    // Share crawlers and old web views want closing tags. CSS and scripts are not the page's own, and
    // the minifier's ideas of them are too modern for old phones.
    let options = minify_html::Cfg {
        keep_closing_tags: true,
        keep_html_and_head_opening_tags: true,
        ..minify_html::Cfg::default()
    };
    std::panic::catch_unwind(|| minify_html::minify(&html, &options)).unwrap_or(html)
}

/// Is the minifier part of this build of the program?
pub const AVAILABLE: bool = cfg!(feature = "minify");

#[cfg(not(feature = "minify"))]
pub fn page(html: Vec<u8>) -> Vec<u8> {
    html
}

#[cfg(all(test, feature = "minify"))]
mod tests {
    use super::*;

    #[test]
    fn text_stays_and_the_page_shrinks() {
        let html = "<!doctype html><html lang=\"zh-Hans\"><head><title>甲</title></head><body><p class=\"a\">产教　融合 ok</p>\n<pre>a\n  b</pre></body></html>";
        let small = String::from_utf8(page(html.as_bytes().to_vec())).unwrap();
        assert!(small.len() < html.len());
        assert!(
            small.contains("产教　融合 ok") && small.contains("a\n  b") && small.contains("</body>"),
            "{small}"
        );
    }
}
