//! What is added to a page on its way to the browser, and what is compared between two states of it. The files
//! of the site themselves are never touched.

use hyper::body::Bytes;

/// Everything of the preview is below this path.
pub(super) const ROOT: &str = "/_huimeng/";

/// The page with the preview's script. It comes from the server as a file, so that a policy of the page which
/// allows its own host's scripts allows it too.
pub(super) fn script(page: &[u8], etag: &str) -> Bytes {
    let tag = format!("<script type=\"module\" src=\"{ROOT}preview.js?state={etag}\"></script>");
    let at = last(page, b"</body>").unwrap_or(page.len());
    let mut whole = Vec::with_capacity(page.len() + tag.len());
    whole.extend_from_slice(&page[..at]);
    whole.extend_from_slice(tag.as_bytes());
    whole.extend_from_slice(&page[at..]);
    whole.into()
}

/// Do two states of a page differ in the style sheets that they link, and in nothing else?
pub(super) fn same_but_styles(a: &[u8], b: &[u8]) -> bool {
    a != b && !a.is_empty() && without_styles(a) == without_styles(b)
}

/// A page without the elements that link style sheets.
fn without_styles(page: &[u8]) -> Vec<u8> {
    let mut kept = Vec::with_capacity(page.len());
    let mut rest = page;
    while let Some(at) = first(rest, b"<link") {
        let end = first(&rest[at..], b">").map_or(rest.len(), |end| at + end + 1);
        let is_style = first(&rest[at..end], b"stylesheet").is_some();
        kept.extend_from_slice(&rest[..if is_style { at } else { end }]);
        rest = &rest[end..];
    }
    kept.extend_from_slice(rest);
    kept
}

fn first(text: &[u8], word: &[u8]) -> Option<usize> {
    memchr::memmem::find(text, word)
}

fn last(text: &[u8], word: &[u8]) -> Option<usize> {
    memchr::memmem::rfind(text, word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_stands_at_the_end_of_the_page() {
        let tag = "<script type=\"module\" src=\"/_huimeng/preview.js?state=e\"></script>";
        let text = |page: &str| String::from_utf8(script(page.as_bytes(), "e").to_vec()).unwrap();
        assert_eq!(text("<p>甲</p></body></html>"), format!("<p>甲</p>{tag}</body></html>"));
        assert_eq!(text("<p>甲"), format!("<p>甲{tag}"));
        assert_eq!(text("</body></body>"), format!("</body>{tag}</body>"));
    }

    #[test]
    fn style_sheets_are_told_from_the_rest() {
        let page = |css: &str, rest: &str| {
            format!("<link rel=\"icon\" href=\"i\"><link rel=\"stylesheet\" href=\"{css}\"><p>{rest}</p>")
                .into_bytes()
        };
        assert!(same_but_styles(&page("a", "x"), &page("b", "x")));
        assert!(!same_but_styles(&page("a", "x"), &page("a", "x")));
        assert!(!same_but_styles(&page("a", "x"), &page("b", "y")));
        assert!(!same_but_styles(b"", &page("b", "y")));
        assert!(!same_but_styles(b"<link rel=icon href=a>", b"<link rel=icon href=b>"));
        assert!(
            same_but_styles(b"<link rel=stylesheet href=a", b""),
            "an element that does not end is all the rest"
        );
    }
}
