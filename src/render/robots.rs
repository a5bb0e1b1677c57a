//! robots.txt (RFC 9309).

/// All may be read by all, and the sitemap is here. `sitemap` is its absolute address: a line end in it
/// would start a rule of its own, so nothing behind one is taken.
pub fn robots(sitemap: &str) -> String {
    let sitemap = sitemap.lines().next().unwrap_or("");
    format!("User-agent: *\nDisallow:\n\nSitemap: {sitemap}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_the_sitemap() {
        assert_eq!(
            robots("https://example.org/sub/sitemap.xml\nDisallow: /"),
            "User-agent: *\nDisallow:\n\nSitemap: https://example.org/sub/sitemap.xml\n"
        );
    }
}
