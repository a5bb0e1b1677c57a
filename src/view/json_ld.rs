//! Structured data for search engines: schema.org types as JSON-LD.
//!
//! Each builder gives one object; [`script`] puts those of a page into the text of its `<script>`.

use serde_json::{Map, Value, json};

/// A news item.
#[derive(Debug, Clone, Default)]
pub struct NewsArticle<'a> {
    pub url: &'a str,
    pub headline: &'a str,
    pub description: Option<&'a str>,
    /// RFC 3339.
    pub published: &'a str,
    pub modified: Option<&'a str>,
    /// BCP 47.
    pub language: &'a str,
    pub images: Vec<&'a str>,
    /// Who wrote it: people, and offices.
    pub authors: Vec<Author<'a>>,
    /// Name and address of the home page of the site.
    pub publisher: (&'a str, &'a str),
    /// The section's title.
    pub section: Option<&'a str>,
    pub keywords: Vec<&'a str>,
    /// Where a reprint comes from: an address, else a name.
    pub based_on: Option<&'a str>,
}

/// Whoever a text is by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Author<'a> {
    Person(&'a str),
    Body(&'a str),
}

impl<'a> Author<'a> {
    /// A name whose kind nobody declared: the site's own, or one that ends as offices, media and schools do.
    pub fn named(name: &'a str, publisher: &str) -> Author<'a> {
        const ENDINGS: &str = "部 室 局 厅 廳 署 中心 学院 學院 大学 大學 学校 學校 公司 集团 集團 联盟 聯盟 \
            联合体 聯合體 协会 協會 学会 學會 商会 商會 委员会 委員會 管委会 管委會 日报 日報 晚报 晚報 时报 時報 \
            电视台 電視台 電視臺 通讯社 通訊社 新华社 新華社 新闻网 新聞網 Office Bureau Department Committee Council \
            Centre Center University College School Association Consortium Alliance Group Ltd. Daily Agency";
        // A person has at least a surname and a character more.
        let ends = |ending: &str| name.ends_with(ending) && name.chars().count() > 2;
        match name == publisher || ENDINGS.split_whitespace().any(ends) {
            true => Author::Body(name),
            false => Author::Person(name),
        }
    }
}

/// A partner, or the alliance itself.
#[derive(Debug, Clone, Default)]
pub struct Organization<'a> {
    /// The page about it on this site.
    pub url: &'a str,
    pub name: &'a str,
    /// Short names, and official names in other languages.
    pub other_names: Vec<&'a str>,
    pub description: Option<&'a str>,
    pub logo: Option<&'a str>,
    /// Its own web site.
    pub website: Option<&'a str>,
    /// Name and address of the alliance that it belongs to.
    pub member_of: Option<(&'a str, &'a str)>,
}

/// A signing ceremony.
#[derive(Debug, Clone, Default)]
pub struct SigningEvent<'a> {
    pub url: &'a str,
    pub name: &'a str,
    pub description: Option<&'a str>,
    /// RFC 3339, or a date alone.
    pub start: &'a str,
    pub language: &'a str,
    pub venue: Option<&'a str>,
    pub organizer: Option<&'a str>,
    /// The signing parties.
    pub parties: Vec<&'a str>,
    pub images: Vec<&'a str>,
}

/// The site, on its home page.
#[derive(Debug, Clone, Default)]
pub struct WebSite<'a> {
    pub url: &'a str,
    pub name: &'a str,
    pub description: Option<&'a str>,
    pub language: &'a str,
}

pub fn news_article(news: &NewsArticle) -> Value {
    let mut object = thing("NewsArticle", news.url);
    object.text("headline", Some(news.headline));
    object.text("description", news.description);
    object.text("datePublished", Some(news.published));
    object.text("dateModified", news.modified);
    object.text("inLanguage", Some(news.language));
    object.list("image", news.images.iter().map(|image| json!(image)));
    object.list(
        "author",
        news.authors.iter().map(|author| match author {
            Author::Person(name) => json!({"@type": "Person", "name": name}),
            Author::Body(name) => json!({"@type": "Organization", "name": name}),
        }),
    );
    object.set("publisher", organization_link(news.publisher));
    object.text("articleSection", news.section);
    object.list("keywords", news.keywords.iter().map(|word| json!(word)));
    object.text("isBasedOn", news.based_on);
    object.set("mainEntityOfPage", json!(news.url));
    Value::Object(object.0)
}

pub fn organization(organization: &Organization) -> Value {
    let mut object = thing("Organization", organization.url);
    object.text("name", Some(organization.name));
    let mut names: Vec<&str> = Vec::with_capacity(organization.other_names.len());
    for name in &organization.other_names {
        if *name != organization.name && !names.contains(name) {
            names.push(name);
        }
    }
    object.list("alternateName", names.iter().map(|name| json!(name)));
    object.text("description", organization.description);
    object.text("logo", organization.logo);
    object.text("sameAs", organization.website);
    if let Some(alliance) = organization.member_of {
        object.set("memberOf", organization_link(alliance));
    }
    Value::Object(object.0)
}

pub fn event(event: &SigningEvent) -> Value {
    let mut object = thing("Event", event.url);
    object.text("name", Some(event.name));
    object.text("description", event.description);
    object.text("startDate", Some(event.start));
    object.text("inLanguage", Some(event.language));
    if let Some(venue) = event.venue {
        object.set("location", json!({"@type": "Place", "name": venue, "address": venue}));
    }
    if let Some(organizer) = event.organizer {
        object.set("organizer", json!({"@type": "Organization", "name": organizer}));
    }
    object.list("performer", event.parties.iter().map(|name| json!({"@type": "Organization", "name": name})));
    object.list("image", event.images.iter().map(|image| json!(image)));
    Value::Object(object.0)
}

pub fn web_site(site: &WebSite) -> Value {
    let mut object = thing("WebSite", site.url);
    object.text("name", Some(site.name));
    object.text("description", site.description);
    object.text("inLanguage", Some(site.language));
    Value::Object(object.0)
}

/// Breadcrumbs from the home page to the page itself: name and absolute address, which the last one
/// does without.
pub fn breadcrumb_list(trail: &[(&str, Option<&str>)]) -> Value {
    let items = trail.iter().enumerate().map(|(index, (name, url))| {
        let mut item = json!({"@type": "ListItem", "position": index + 1, "name": name});
        if let Some(url) = url {
            item["item"] = json!(url);
        }
        item
    });
    json!({"@type": "BreadcrumbList", "itemListElement": items.collect::<Vec<_>>()})
}

/// The text of one `<script type="application/ld+json">`: nothing in it can end the element or start a
/// comment, so templates print it as it is. Empty when there are no objects.
pub fn script(objects: &[Value]) -> String {
    if objects.is_empty() {
        return String::new();
    }
    let json = json!({"@context": "https://schema.org", "@graph": objects}).to_string();
    let mut safe = String::with_capacity(json.len() + 16);
    for c in json.chars() {
        // These stand only inside strings of JSON, where an escape means the same.
        match c {
            '<' => safe.push_str("\\u003c"),
            '>' => safe.push_str("\\u003e"),
            '&' => safe.push_str("\\u0026"),
            '\u{2028}' => safe.push_str("\\u2028"),
            '\u{2029}' => safe.push_str("\\u2029"),
            _ => safe.push(c),
        }
    }
    safe
}

/// An object whose absent values are left out.
struct Object(Map<String, Value>);

fn thing(kind: &str, url: &str) -> Object {
    let mut object = Object(Map::new());
    object.set("@type", json!(kind));
    object.set("url", json!(url));
    object
}

impl Object {
    fn set(&mut self, key: &str, value: Value) {
        self.0.insert(key.to_owned(), value);
    }

    fn text(&mut self, key: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.set(key, json!(value));
        }
    }

    fn list(&mut self, key: &str, values: impl Iterator<Item = Value>) {
        let values: Vec<_> = values.collect();
        if !values.is_empty() {
            self.set(key, json!(values));
        }
    }
}

fn organization_link((name, url): (&str, &str)) -> Value {
    json!({"@type": "Organization", "name": name, "url": url})
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect;

    const ALLIANCE: (&str, &str) = ("明水产教联合体", "https://example.org/");

    #[test]
    fn a_page_of_each_kind() {
        let objects = [
            news_article(&NewsArticle {
                url: "https://example.org/news/founding/",
                headline: "联合体成立",
                published: "2024-05-16T09:30:00+08:00",
                language: "zh-Hans",
                images: vec!["https://example.org/photo.jpg"],
                authors: vec![Author::named("宣传部", ALLIANCE.0), Author::named("李建", ALLIANCE.0)],
                publisher: ALLIANCE,
                section: Some("新闻动态"),
                keywords: vec!["成立"],
                ..NewsArticle::default()
            }),
            organization(&Organization {
                url: "https://example.org/partners/qingyuan/",
                name: "清源职业技术学院",
                other_names: vec!["清源", "清源职业技术学院", "Qingyuan Polytechnic", "清源"],
                website: Some("https://qingyuan.example/"),
                member_of: Some(ALLIANCE),
                ..Organization::default()
            }),
            event(&SigningEvent {
                url: "https://example.org/signings/first/",
                name: "首批项目签约",
                start: "2024-05-16",
                language: "zh-Hans",
                venue: Some("明水会议中心"),
                organizer: Some(ALLIANCE.0),
                parties: vec!["清源职业技术学院", "文创集团"],
                ..SigningEvent::default()
            }),
            breadcrumb_list(&[("首页", Some("https://example.org/")), ("新闻动态", None)]),
            web_site(&WebSite {
                url: ALLIANCE.1,
                name: ALLIANCE.0,
                language: "zh-Hans",
                ..WebSite::default()
            }),
        ];
        let json: Value = serde_json::from_str(&script(&objects)).unwrap();
        assert_eq!(json["@graph"].as_array().unwrap(), &objects);
        expect![[r#"
            {
              "@context": "https://schema.org",
              "@graph": [
                {
                  "@type": "NewsArticle",
                  "url": "https://example.org/news/founding/",
                  "headline": "联合体成立",
                  "datePublished": "2024-05-16T09:30:00+08:00",
                  "inLanguage": "zh-Hans",
                  "image": [
                    "https://example.org/photo.jpg"
                  ],
                  "author": [
                    {
                      "@type": "Organization",
                      "name": "宣传部"
                    },
                    {
                      "@type": "Person",
                      "name": "李建"
                    }
                  ],
                  "publisher": {
                    "@type": "Organization",
                    "name": "明水产教联合体",
                    "url": "https://example.org/"
                  },
                  "articleSection": "新闻动态",
                  "keywords": [
                    "成立"
                  ],
                  "mainEntityOfPage": "https://example.org/news/founding/"
                },
                {
                  "@type": "Organization",
                  "url": "https://example.org/partners/qingyuan/",
                  "name": "清源职业技术学院",
                  "alternateName": [
                    "清源",
                    "Qingyuan Polytechnic"
                  ],
                  "sameAs": "https://qingyuan.example/",
                  "memberOf": {
                    "@type": "Organization",
                    "name": "明水产教联合体",
                    "url": "https://example.org/"
                  }
                },
                {
                  "@type": "Event",
                  "url": "https://example.org/signings/first/",
                  "name": "首批项目签约",
                  "startDate": "2024-05-16",
                  "inLanguage": "zh-Hans",
                  "location": {
                    "@type": "Place",
                    "name": "明水会议中心",
                    "address": "明水会议中心"
                  },
                  "organizer": {
                    "@type": "Organization",
                    "name": "明水产教联合体"
                  },
                  "performer": [
                    {
                      "@type": "Organization",
                      "name": "清源职业技术学院"
                    },
                    {
                      "@type": "Organization",
                      "name": "文创集团"
                    }
                  ]
                },
                {
                  "@type": "BreadcrumbList",
                  "itemListElement": [
                    {
                      "@type": "ListItem",
                      "position": 1,
                      "name": "首页",
                      "item": "https://example.org/"
                    },
                    {
                      "@type": "ListItem",
                      "position": 2,
                      "name": "新闻动态"
                    }
                  ]
                },
                {
                  "@type": "WebSite",
                  "url": "https://example.org/",
                  "name": "明水产教联合体",
                  "inLanguage": "zh-Hans"
                }
              ]
            }"#]]
        .assert_eq(&serde_json::to_string_pretty(&json).unwrap());
    }

    #[test]
    fn nothing_ends_the_script_element() {
        let hostile = "</script><!--<script>&amp;\u{2028}\u{2029}\\\"\u{0}";
        let site = web_site(&WebSite { name: hostile, ..WebSite::default() });
        let text = script(std::slice::from_ref(&site));
        assert!(!text.contains(['<', '>', '&', '\u{2028}', '\u{2029}']));
        let back: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(back["@graph"][0]["name"], hostile);
        assert_eq!(script(&[]), "");
    }
}
