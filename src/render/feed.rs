//! Feeds: Atom (RFC 4287) and JSON Feed 1.1 from the same entries.

use serde_json::{Map, Value, json};

use super::xml::Xml;

/// A feed of one language, of the site or of one section.
#[derive(Debug, Clone)]
pub struct Feed<'a> {
    pub title: &'a str,
    pub subtitle: Option<&'a str>,
    /// BCP 47.
    pub language: &'a str,
    /// The page that the feed belongs to.
    pub home: &'a str,
    /// Where the Atom form is published: also the feed's permanent id.
    pub atom_url: &'a str,
    pub json_url: &'a str,
    /// RFC 3339: that of the newest entry, so that the bytes do not depend on when they were made.
    pub updated: &'a str,
    /// Who publishes the site: stands for entries without authors of their own.
    pub author: &'a str,
    pub icon: Option<&'a str>,
    /// Newest first.
    pub entries: Vec<Entry<'a>>,
}

/// One entry.
#[derive(Debug, Clone)]
pub struct Entry<'a> {
    /// The page: also the entry's permanent id.
    pub url: &'a str,
    pub title: &'a str,
    /// RFC 3339.
    pub published: &'a str,
    /// RFC 3339; the date of publication where nothing was changed since.
    pub updated: &'a str,
    /// Plain text.
    pub summary: Option<&'a str>,
    /// The body as HTML. Atom readers resolve its addresses against `url`; JSON Feed has no rule, so
    /// they should be absolute.
    pub content: Option<&'a str>,
    pub image: Option<&'a str>,
    pub authors: Vec<&'a str>,
    pub tags: Vec<&'a str>,
}

/// The Atom form.
pub fn atom(feed: &Feed) -> Vec<u8> {
    let mut xml = Xml::document();
    xml.open("feed", &[("xmlns", "http://www.w3.org/2005/Atom"), ("xml:lang", feed.language)]);
    xml.text("id", &[], feed.atom_url);
    xml.text("title", &[], feed.title);
    if let Some(subtitle) = feed.subtitle {
        xml.text("subtitle", &[], subtitle);
    }
    xml.text("updated", &[], feed.updated);
    xml.empty("link", &[("rel", "self"), ("type", "application/atom+xml"), ("href", feed.atom_url)]);
    xml.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("href", feed.home)]);
    author(&mut xml, feed.author);
    if let Some(icon) = feed.icon {
        xml.text("icon", &[], icon);
    }
    for entry in &feed.entries {
        atom_entry(&mut xml, entry);
    }
    xml.close("feed");
    xml.finish()
}

fn atom_entry(xml: &mut Xml, entry: &Entry) {
    xml.open("entry", &[]);
    xml.text("id", &[], entry.url);
    xml.text("title", &[], entry.title);
    xml.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("href", entry.url)]);
    xml.text("published", &[], entry.published);
    xml.text("updated", &[], entry.updated);
    for name in &entry.authors {
        author(xml, name);
    }
    for tag in &entry.tags {
        xml.empty("category", &[("term", tag)]);
    }
    if let Some(summary) = entry.summary {
        xml.text("summary", &[], summary);
    }
    if let Some(content) = entry.content {
        xml.text("content", &[("type", "html"), ("xml:base", entry.url)], content);
    }
    xml.close("entry");
}

fn author(xml: &mut Xml, name: &str) {
    xml.open("author", &[]);
    xml.text("name", &[], name);
    xml.close("author");
}

/// The JSON Feed form.
pub fn json_feed(feed: &Feed) -> Vec<u8> {
    let mut object = Map::new();
    object.insert("version".into(), "https://jsonfeed.org/version/1.1".into());
    object.insert("title".into(), feed.title.into());
    object.insert("home_page_url".into(), feed.home.into());
    object.insert("feed_url".into(), feed.json_url.into());
    insert(&mut object, "description", feed.subtitle);
    insert(&mut object, "icon", feed.icon);
    object.insert("authors".into(), names(&[feed.author]));
    object.insert("language".into(), feed.language.into());
    object.insert("items".into(), feed.entries.iter().map(json_item).collect());
    let mut bytes = Value::Object(object).to_string().into_bytes();
    bytes.push(b'\n');
    bytes
}

fn json_item(entry: &Entry) -> Value {
    let mut item = Map::new();
    item.insert("id".into(), entry.url.into());
    item.insert("url".into(), entry.url.into());
    item.insert("title".into(), entry.title.into());
    // One of the two contents is required.
    match entry.content {
        Some(content) => item.insert("content_html".into(), content.into()),
        None => item.insert("content_text".into(), entry.summary.unwrap_or(entry.title).into()),
    };
    insert(&mut item, "summary", entry.summary);
    insert(&mut item, "image", entry.image);
    item.insert("date_published".into(), entry.published.into());
    item.insert("date_modified".into(), entry.updated.into());
    if !entry.authors.is_empty() {
        item.insert("authors".into(), names(&entry.authors));
    }
    if !entry.tags.is_empty() {
        item.insert("tags".into(), entry.tags.as_slice().into());
    }
    Value::Object(item)
}

fn names(names: &[&str]) -> Value {
    names.iter().map(|name| json!({"name": name})).collect()
}

fn insert(object: &mut Map<String, Value>, key: &str, value: Option<&str>) {
    if let Some(value) = value {
        object.insert(key.into(), value.into());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect;
    use quick_xml::Reader;
    use quick_xml::events::Event;

    fn example() -> Feed<'static> {
        Feed {
            title: "明水产教联合体 <新闻>",
            subtitle: Some("\u{1}政行校企研 & 你"),
            language: "zh-Hans",
            home: "https://example.org/news/",
            atom_url: "https://example.org/news/atom.xml",
            json_url: "https://example.org/news/feed.json",
            updated: "2024-05-16T09:30:00+08:00",
            author: "明水产教联合体",
            icon: None,
            entries: vec![
                Entry {
                    url: "https://example.org/news/founding/",
                    title: "联合体成立",
                    published: "2024-05-16T09:30:00+08:00",
                    updated: "2024-05-16T09:30:00+08:00",
                    summary: Some("五月十六日\u{b}成立"),
                    content: Some("<p>a &lt; b &amp; \"c\" ]]></p>\r\n"),
                    image: Some("https://example.org/news/founding/photo.jpg"),
                    authors: vec!["宣传部"],
                    tags: vec!["成立", "a\"b<"],
                },
                Entry {
                    url: "https://example.org/news/plain/",
                    title: "只有标题",
                    published: "2024-05-01T00:00:00+08:00",
                    updated: "2024-05-02T00:00:00+08:00",
                    summary: None,
                    content: None,
                    image: None,
                    authors: vec![],
                    tags: vec![],
                },
            ],
        }
    }

    /// The text of the first element of this name, unescaped.
    fn text_of(xml: &[u8], name: &str) -> String {
        let mut reader = Reader::from_reader(xml);
        loop {
            match reader.read_event().unwrap() {
                Event::Start(start) if start.name().as_ref() == name => {
                    let raw = reader.read_text(start.name()).unwrap();
                    return quick_xml::escape::unescape(&raw).unwrap().into_owned();
                }
                Event::Eof => panic!("no {name}"),
                _ => {}
            }
        }
    }

    #[test]
    fn atom_reads_back() {
        let xml = atom(&example());
        assert_eq!(text_of(&xml, "content"), "<p>a &lt; b &amp; \"c\" ]]></p>\r\n");
        assert_eq!(text_of(&xml, "summary"), "五月十六日成立");
        expect![[r#"
            <?xml version="1.0" encoding="utf-8"?>
            <feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-Hans">
            <id>https://example.org/news/atom.xml</id>
            <title>明水产教联合体 &lt;新闻&gt;</title>
            <subtitle>政行校企研 &amp; 你</subtitle>
            <updated>2024-05-16T09:30:00+08:00</updated>
            <link rel="self" type="application/atom+xml" href="https://example.org/news/atom.xml"/>
            <link rel="alternate" type="text/html" href="https://example.org/news/"/>
            <author>
            <name>明水产教联合体</name>
            </author>
            <entry>
            <id>https://example.org/news/founding/</id>
            <title>联合体成立</title>
            <link rel="alternate" type="text/html" href="https://example.org/news/founding/"/>
            <published>2024-05-16T09:30:00+08:00</published>
            <updated>2024-05-16T09:30:00+08:00</updated>
            <author>
            <name>宣传部</name>
            </author>
            <category term="成立"/>
            <category term="a&quot;b&lt;"/>
            <summary>五月十六日成立</summary>
            <content type="html" xml:base="https://example.org/news/founding/">&lt;p&gt;a &amp;lt; b &amp;amp; &quot;c&quot; ]]&gt;&lt;/p&gt;&#13;
            </content>
            </entry>
            <entry>
            <id>https://example.org/news/plain/</id>
            <title>只有标题</title>
            <link rel="alternate" type="text/html" href="https://example.org/news/plain/"/>
            <published>2024-05-01T00:00:00+08:00</published>
            <updated>2024-05-02T00:00:00+08:00</updated>
            </entry>
            </feed>
        "#]].assert_eq(std::str::from_utf8(&xml).unwrap());
    }

    #[test]
    fn json_feed_reads_back() {
        let json: Value = serde_json::from_slice(&json_feed(&example())).unwrap();
        assert_eq!(json["items"][0]["content_html"], example().entries[0].content.unwrap());
        expect![[r#"
            {
              "version": "https://jsonfeed.org/version/1.1",
              "title": "明水产教联合体 <新闻>",
              "home_page_url": "https://example.org/news/",
              "feed_url": "https://example.org/news/feed.json",
              "description": "\u0001政行校企研 & 你",
              "authors": [
                {
                  "name": "明水产教联合体"
                }
              ],
              "language": "zh-Hans",
              "items": [
                {
                  "id": "https://example.org/news/founding/",
                  "url": "https://example.org/news/founding/",
                  "title": "联合体成立",
                  "content_html": "<p>a &lt; b &amp; \"c\" ]]></p>\r\n",
                  "summary": "五月十六日\u000b成立",
                  "image": "https://example.org/news/founding/photo.jpg",
                  "date_published": "2024-05-16T09:30:00+08:00",
                  "date_modified": "2024-05-16T09:30:00+08:00",
                  "authors": [
                    {
                      "name": "宣传部"
                    }
                  ],
                  "tags": [
                    "成立",
                    "a\"b<"
                  ]
                },
                {
                  "id": "https://example.org/news/plain/",
                  "url": "https://example.org/news/plain/",
                  "title": "只有标题",
                  "content_text": "只有标题",
                  "date_published": "2024-05-01T00:00:00+08:00",
                  "date_modified": "2024-05-02T00:00:00+08:00"
                }
              ]
            }"#]]
        .assert_eq(&serde_json::to_string_pretty(&json).unwrap());
    }
}
