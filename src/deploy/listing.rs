//! Does a page ask search engines to leave it out? Told by the page itself, as they tell it.

use crate::document::attributes::Attributes;

/// Has the page `noindex`, or does it only lead elsewhere? Such pages are no news to search engines. What stands in
/// comments counts too: at worst nobody is told of a page that they find by themselves.
pub(super) fn is_unlisted(html: &str) -> bool {
    let head = html.find("<body").map_or(html, |end| &html[..end]);
    head.match_indices("<meta").any(|(at, name)| is_no(Attributes::new(head, at + name.len())))
}

/// `<meta name="robots" content="noindex, nofollow">`, `<meta http-equiv="refresh" …>`.
fn is_no(attributes: Attributes<'_>) -> bool {
    let (mut is_for_robots, mut refuses) = (false, false);
    for (name, value) in attributes {
        let is = |other: &str| value.trim().eq_ignore_ascii_case(other);
        match &*name.to_ascii_lowercase() {
            "http-equiv" if is("refresh") => return true,
            "name" => is_for_robots = is("robots"),
            "content" => {
                let word = |word: &str| matches!(&*word.trim().to_ascii_lowercase(), "noindex" | "none");
                refuses = value.split(',').any(word);
            }
            _ => {}
        }
    }
    is_for_robots && refuses
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_says_it_in_its_head() {
        for (head, expected) in [
            ("<meta name=\"robots\" content=\"noindex\">", true),
            ("<meta content='NoFollow, NoIndex' name=robots>", true),
            ("<meta name=robots content=none>", true),
            ("<meta http-equiv=refresh content=\"0; url=/a/\">", true),
            ("<meta name=robots content=nofollow>", false),
            ("<meta name=description content=noindex><meta name=robots content=all>", false),
            ("<meta charset=utf-8><title>noindex</title>", false),
        ] {
            assert_eq!(is_unlisted(&format!("<html><head>{head}</head><body>")), expected, "{head}");
        }
        assert!(!is_unlisted("<head></head><body><meta name=robots content=noindex>"));
    }
}
