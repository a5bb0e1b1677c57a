//! The sitemap (sitemaps.org 0.9) with the same page in other languages as `xhtml:link`.

use super::xml::{Xml, escaped};

/// The protocol's limits for one file.
const LIMITS: Limits = Limits { urls: 50_000, bytes: 50 << 20 };

struct Limits {
    urls: usize,
    bytes: usize,
}

/// One page in one language.
#[derive(Debug, Clone)]
pub struct SitemapUrl<'a> {
    /// Absolute.
    pub loc: &'a str,
    /// RFC 3339, or a date alone.
    pub lastmod: Option<&'a str>,
    /// Language tag (or `x-default`) and absolute address of every version, this one included; empty
    /// for a page in one language.
    pub alternates: Vec<(&'a str, &'a str)>,
}

/// What a sitemap says of one page.
#[derive(Debug)]
pub struct SitemapEntry(String);

impl SitemapUrl<'_> {
    /// Written by itself, so that entries can be made on all cores. A site has as many as pages: plain text, an
    /// element a line.
    pub fn entry(&self) -> SitemapEntry {
        let lengths = self.alternates.iter().map(|(language, href)| language.len() + href.len());
        let mut xml =
            String::with_capacity(self.loc.len() + lengths.map(|length| length + 64).sum::<usize>() + 80);
        let mut push = |parts: &[&str]| parts.iter().for_each(|part| xml.push_str(part));
        push(&["<url>\n<loc>", &escaped(self.loc), "</loc>\n"]);
        if let Some(lastmod) = self.lastmod {
            push(&["<lastmod>", &escaped(lastmod), "</lastmod>\n"]);
        }
        for (language, href) in &self.alternates {
            let (language, href) = (escaped(language), escaped(href));
            push(&["<xhtml:link rel=\"alternate\" hreflang=\"", &language, "\" href=\"", &href, "\"/>\n"]);
        }
        push(&["</url>\n"]);
        SitemapEntry(xml)
    }
}

/// The files, by name: `sitemap.xml` alone, or as an index of `sitemap-1.xml` and so on for large sites.
/// `base` is the absolute address of the folder that they will be in, with a closing slash. Entries come in batches,
/// so that they need not all be there beside the files.
pub fn sitemap(base: &str, batches: impl Iterator<Item = Vec<SitemapEntry>>) -> Vec<(String, Vec<u8>)> {
    split(base, batches, &LIMITS)
}

fn split(
    base: &str,
    mut batches: impl Iterator<Item = Vec<SitemapEntry>>,
    limits: &Limits,
) -> Vec<(String, Vec<u8>)> {
    let (head, tail) = url_set();
    let mut parts = vec![head.clone()];
    let mut count = 0;
    while let Some(batch) = batches.next() {
        // What follows is taken for as long as this: a part that grows piece by piece is copied again and again.
        let bytes = batch.iter().map(|SitemapEntry(entry)| entry.len()).sum::<usize>();
        let expected = bytes * (batches.size_hint().0 + 1) + tail.len();
        for SitemapEntry(entry) in batch {
            let full = |part: &Vec<u8>| part.len() + entry.len() + tail.len() > limits.bytes;
            if count == limits.urls || (count > 0 && parts.last().is_some_and(full)) {
                parts.push(head.clone());
                count = 0;
            }
            if let Some(part) = parts.last_mut() {
                if part.capacity() - part.len() < entry.len() {
                    part.reserve(expected.min(limits.bytes));
                }
                part.extend_from_slice(entry.as_bytes());
            }
            count += 1;
        }
    }
    for part in &mut parts {
        part.extend_from_slice(&tail);
    }
    if parts.len() == 1 {
        return parts.into_iter().map(|part| ("sitemap.xml".to_owned(), part)).collect();
    }
    let names: Vec<_> = (1..=parts.len()).map(|number| format!("sitemap-{number}.xml")).collect();
    let index = ("sitemap.xml".to_owned(), index(base, &names));
    std::iter::once(index).chain(names.into_iter().zip(parts)).collect()
}

/// What stands before and after the entries of one file.
fn url_set() -> (Vec<u8>, Vec<u8>) {
    let mut xml = Xml::document();
    xml.open(
        "urlset",
        &[
            ("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9"),
            ("xmlns:xhtml", "http://www.w3.org/1999/xhtml"),
        ],
    );
    (xml.finish(), b"</urlset>\n".to_vec())
}

fn index(base: &str, names: &[String]) -> Vec<u8> {
    let mut xml = Xml::document();
    xml.open("sitemapindex", &[("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9")]);
    for name in names {
        xml.open("sitemap", &[]);
        xml.text("loc", &[], &format!("{base}{name}"));
        xml.close("sitemap");
    }
    xml.close("sitemapindex");
    xml.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect;

    fn locations(xml: &[u8]) -> Vec<String> {
        use quick_xml::events::Event;
        let mut reader = quick_xml::Reader::from_reader(xml);
        let mut found = Vec::new();
        loop {
            match reader.read_event().unwrap() {
                Event::Start(start) if start.name().as_ref() == "loc" => {
                    let raw = reader.read_text(start.name()).unwrap();
                    found.push(quick_xml::escape::unescape(&raw).unwrap().into_owned());
                }
                Event::Eof => return found,
                _ => {}
            }
        }
    }

    fn plain(loc: &str) -> SitemapUrl<'_> {
        SitemapUrl { loc, lastmod: None, alternates: Vec::new() }
    }

    #[test]
    fn one_file_with_alternates() {
        let urls = [
            SitemapUrl {
                loc: "https://example.org/news/founding/",
                lastmod: Some("2024-05-16"),
                alternates: vec![
                    ("zh-Hans", "https://example.org/news/founding/"),
                    ("zh-Hant-TW", "https://example.org/tw/news/founding/"),
                    ("x-default", "https://example.org/news/founding/"),
                ],
            },
            plain("https://example.org/a&b/"),
        ];
        let files =
            sitemap("https://example.org/", std::iter::once(urls.iter().map(SitemapUrl::entry).collect()));
        let [(name, bytes)] = &*files else { panic!("{} files", files.len()) };
        assert_eq!(name, "sitemap.xml");
        assert_eq!(locations(bytes), urls.map(|url| url.loc));
        expect![[r#"
            <?xml version="1.0" encoding="utf-8"?>
            <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">
            <url>
            <loc>https://example.org/news/founding/</loc>
            <lastmod>2024-05-16</lastmod>
            <xhtml:link rel="alternate" hreflang="zh-Hans" href="https://example.org/news/founding/"/>
            <xhtml:link rel="alternate" hreflang="zh-Hant-TW" href="https://example.org/tw/news/founding/"/>
            <xhtml:link rel="alternate" hreflang="x-default" href="https://example.org/news/founding/"/>
            </url>
            <url>
            <loc>https://example.org/a&amp;b/</loc>
            </url>
            </urlset>
        "#]].assert_eq(std::str::from_utf8(bytes).unwrap());
    }

    #[test]
    fn a_large_site_gets_an_index() {
        let addresses: Vec<_> = (0..7).map(|number| format!("https://example.org/{number}/")).collect();
        let entries =
            || addresses.chunks(2).map(|some| some.iter().map(|address| plain(address).entry()).collect());
        for limits in [Limits { urls: 3, bytes: 1 << 20 }, Limits { urls: 100, bytes: 300 }] {
            let files = split("https://example.org/sub/", entries(), &limits);
            let (index, parts) = files.split_first().unwrap();
            assert!(parts.len() >= 3);
            let names: Vec<_> =
                parts.iter().map(|(name, _)| format!("https://example.org/sub/{name}")).collect();
            assert_eq!((&*index.0, locations(&index.1)), ("sitemap.xml", names));
            let all: Vec<_> = parts.iter().flat_map(|(_, bytes)| locations(bytes)).collect();
            assert_eq!(all, addresses);
            assert!(parts.iter().all(|(_, bytes)| bytes.len() <= limits.bytes));
            assert!(parts.iter().all(|(_, bytes)| locations(bytes).len() <= limits.urls));
        }
    }

    #[test]
    fn an_empty_site_has_an_empty_sitemap() {
        let files = sitemap("https://example.org/", std::iter::empty());
        assert_eq!((files.len(), locations(&files[0].1)), (1, vec![]));
    }
}
