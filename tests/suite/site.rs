//! The example site, which is the repository itself, built once with the default theme and read as a
//! browser, a feed reader and a search engine would.

use std::cell::Ref;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use html5ever::driver::ParseOpts;
use html5ever::parse_document;
use html5ever::tendril::TendrilSink as _;
use markup5ever_rcdom::{Handle, NodeData, RcDom};
use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::Value;
use sha2::{Digest as _, Sha384};

use crate::harness::{Files, NOW, Run, Site, files, program, repository};

const ORIGIN: &str = "https://example.org";

static BUILT: LazyLock<Built> = LazyLock::new(Built::new);

struct Built {
    output: Files,
    /// By path; redirects apart.
    pages: BTreeMap<String, Page>,
    redirects: BTreeMap<String, Page>,
}

/// One HTML file, flat.
struct Page {
    errors: Vec<String>,
    elements: Vec<Element>,
}

struct Element {
    name: String,
    attributes: BTreeMap<String, String>,
    /// All text inside, descendants' included.
    text: String,
    /// Names of the elements round it, outermost first.
    inside: Vec<String>,
    /// `lang` of the element itself or of the nearest one round it.
    lang: String,
    /// The text directly inside.
    own_text: String,
}

impl Built {
    fn new() -> Built {
        let target = Site::empty();
        let (root, out) = (repository(""), target.path("public"));
        let arguments =
            ["build", "--now", NOW, "--site", root.to_str().unwrap(), "--out", out.to_str().unwrap()];
        Run::of(&mut program(&arguments)).expect(0);
        let output = files(&out);
        let html = output.iter().filter(|(path, _)| path.ends_with(".html"));
        let all = html.map(|(path, bytes)| (path.clone(), Page::parse(std::str::from_utf8(bytes).unwrap())));
        let (redirects, pages) = all.partition(|(_, page): &(_, Page)| page.is_redirect());
        Built { output, pages, redirects }
    }

    /// The path of the file that a browser gets for an address of the site; none for other hosts.
    fn file_of(&self, page: &str, address: &str) -> Option<(String, Option<String>)> {
        let address = address.strip_prefix(ORIGIN).unwrap_or(address);
        if address.contains(':') || address.starts_with("//") {
            return None;
        }
        let (path, fragment) = match address.split_once('#') {
            Some((path, fragment)) => (path, Some(decode(fragment))),
            None => (address, None),
        };
        let path = path.split('?').next().unwrap_or_default();
        let file = match path.strip_prefix('/') {
            Some(path) if path.is_empty() || path.ends_with('/') => format!("{}index.html", decode(path)),
            Some(path) => decode(path),
            None if path.is_empty() => page.to_owned(),
            None => panic!("{page}: a relative address: {address}"),
        };
        Some((file, fragment))
    }
}

impl Page {
    fn parse(text: &str) -> Page {
        let dom = parse_document(RcDom::default(), ParseOpts::default()).one(text);
        let errors: Ref<'_, _> = dom.errors.borrow();
        let mut page =
            Page { errors: errors.iter().map(|error| error.to_string()).collect(), elements: Vec::new() };
        walk(&dom.document, &mut Vec::new(), "", &mut page.elements);
        page
    }

    fn is_redirect(&self) -> bool {
        self.named("meta").any(|meta| meta.attribute("http-equiv") == Some("refresh"))
    }

    fn named(&self, name: &'static str) -> impl Iterator<Item = &Element> {
        self.elements.iter().filter(move |element| element.name == name)
    }

    fn links(&self, rel: &'static str) -> impl Iterator<Item = &Element> {
        self.named("link").filter(move |link| link.attribute("rel") == Some(rel))
    }

    fn canonical(&self) -> Option<&str> {
        self.links("canonical").next()?.attribute("href")
    }

    fn has_id(&self, id: &str) -> bool {
        self.elements.iter().any(|element| element.attribute("id") == Some(id))
    }
}

impl Element {
    fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.get(name).map(String::as_str)
    }
}

/// Adds the elements below a node and returns their text.
fn walk(node: &Handle, inside: &mut Vec<String>, lang: &str, elements: &mut Vec<Element>) -> String {
    let mut text = String::new();
    for child in node.children.borrow().iter() {
        match &child.data {
            NodeData::Text { contents } => text.push_str(&contents.borrow()),
            NodeData::Element { name, attrs, .. } => {
                let attributes: BTreeMap<String, String> = attrs
                    .borrow()
                    .iter()
                    .map(|attribute| (attribute.name.local.to_string(), attribute.value.to_string()))
                    .collect();
                let lang = attributes.get("lang").map_or(lang, String::as_str).to_owned();
                let own = child.children.borrow();
                let own_text = own.iter().filter_map(|node| match &node.data {
                    NodeData::Text { contents } => Some(contents.borrow().to_string()),
                    _ => None,
                });
                let name = name.local.to_string();
                let place = elements.len();
                elements.push(Element {
                    name: name.clone(),
                    attributes,
                    text: String::new(),
                    inside: inside.clone(),
                    lang: lang.clone(),
                    own_text: own_text.collect(),
                });
                inside.push(name);
                let inner = walk(child, inside, &lang, elements);
                inside.pop();
                text.push_str(&inner);
                elements[place].text = inner;
            }
            _ => {}
        }
    }
    text
}

fn decode(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let code =
            after.get(..2).and_then(|code| u8::from_str_radix(std::str::from_utf8(code).ok()?, 16).ok());
        match (first, code) {
            (b'%', Some(code)) => {
                bytes.push(code);
                rest = &after[2..];
            }
            _ => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).unwrap()
}

/// Fails the test and shows all that was found.
#[track_caller]
fn none(found: Vec<String>) {
    assert!(found.is_empty(), "{} found:\n{}", found.len(), found[..found.len().min(40)].join("\n"));
}

#[test]
fn pages_are_valid() {
    let mut found = Vec::new();
    for (path, page) in BUILT.pages.iter().chain(&BUILT.redirects) {
        found.extend(page.errors.iter().map(|error| format!("{path}: {error}")));
        let mut ids = BTreeSet::new();
        for id in page.elements.iter().filter_map(|element| element.attribute("id")) {
            if id.is_empty() || id.contains(char::is_whitespace) || !ids.insert(id) {
                found.push(format!("{path}: id {id:?}"));
            }
        }
        for name in ["aria-labelledby", "aria-describedby", "aria-controls", "for"] {
            for list in page.elements.iter().filter_map(|element| element.attribute(name)) {
                let missing = list.split_whitespace().filter(|id| !ids.contains(id));
                found.extend(missing.map(|id| format!("{path}: {name}={id}")));
            }
        }
    }
    none(found);
}

#[test]
fn pages_say_their_language_and_have_one_heading() {
    let mut found = Vec::new();
    for (path, page) in &BUILT.pages {
        let lang = page.named("html").next().and_then(|html| html.attribute("lang")).unwrap_or_default();
        let expected = match path.split('/').next() {
            Some("tw") => "zh-Hant-TW",
            Some("hk") => "zh-Hant-HK",
            Some("en") => "en",
            _ => "zh-Hans",
        };
        if lang != expected {
            found.push(format!("{path}: lang {lang:?}"));
        }
        let headings = page.named("h1").count();
        if headings != 1 {
            found.push(format!("{path}: {headings} h1"));
        }
        for name in ["title", "main"] {
            if page.named(name).filter(|element| !element.text.trim().is_empty()).count() != 1 {
                found.push(format!("{path}: {name}"));
            }
        }
        let mut level = 0;
        for heading in page.elements.iter().filter(|e| e.name.len() == 2 && e.name.starts_with('h')) {
            let Ok(next) = heading.name[1..].parse::<u8>() else { continue };
            if next > level + 1 {
                found.push(format!("{path}: h{level} is followed by h{next} {}", heading.text));
            }
            level = next;
        }
    }
    none(found);
}

#[test]
fn every_link_leads_somewhere() {
    let mut found = Vec::new();
    for (path, page) in BUILT.pages.iter().chain(&BUILT.redirects) {
        for element in &page.elements {
            let mut addresses: Vec<&str> =
                ["href", "src", "poster"].iter().filter_map(|name| element.attribute(name)).collect();
            if let Some(set) = element.attribute("srcset") {
                addresses.extend(set.split(',').filter_map(|entry| entry.split_whitespace().next()));
            }
            for address in addresses {
                let Some((file, fragment)) = BUILT.file_of(path, address) else { continue };
                if !BUILT.output.contains_key(&file) {
                    found.push(format!("{path}: {} {address}", element.name));
                } else if let Some(fragment) = fragment
                    && !BUILT.pages.get(&file).is_some_and(|target| target.has_id(&fragment))
                {
                    found.push(format!("{path}: no anchor {address}"));
                }
            }
        }
    }
    none(found);
}

/// Content-Security-Policy `default-src 'self'` holds: nothing is asked of other hosts, and nothing is
/// written into the page that would run.
#[test]
fn pages_ask_no_other_host_and_run_nothing() {
    let mut found = Vec::new();
    let foreign = |address: &str| address.contains(':') || address.starts_with("//");
    let loads = ["stylesheet", "icon", "preload", "modulepreload", "manifest", "preconnect", "dns-prefetch"];
    for (path, page) in &BUILT.pages {
        for element in &page.elements {
            let name = element.name.as_str();
            let rel = element.attribute("rel").unwrap_or_default();
            let is_loaded = match name {
                "link" => rel.split(' ').any(|rel| loads.contains(&rel)),
                "script" | "img" | "source" | "iframe" | "video" | "audio" | "object" | "embed" => true,
                _ => false,
            };
            let addresses = ["href", "src", "srcset", "data", "poster"].map(|name| element.attribute(name));
            for address in addresses.into_iter().flatten().filter(|_| is_loaded) {
                if foreign(address) {
                    found.push(format!("{path}: {name} {address}"));
                }
            }
            let is_data = element.attribute("type") == Some("application/ld+json");
            if name == "script" && element.attribute("src").is_none() && !is_data {
                found.push(format!("{path}: a script in the page"));
            }
            if name == "style" || element.attribute("style").is_some() {
                found.push(format!("{path}: a style in the page: {name}"));
            }
            found.extend(
                element
                    .attributes
                    .keys()
                    .filter(|name| name.starts_with("on"))
                    .map(|on| format!("{path}: {on}")),
            );
        }
    }
    none(found);
}

#[test]
fn versions_know_one_another() {
    let mut found = Vec::new();
    let mut sets: BTreeMap<&str, BTreeMap<&str, &str>> = BTreeMap::new();
    for (path, page) in &BUILT.pages {
        let Some(canonical) = page.canonical() else {
            if !path.ends_with("404.html") {
                found.push(format!("{path}: no canonical"));
            }
            continue;
        };
        let own = format!("{ORIGIN}/{}", path.strip_suffix("index.html").unwrap_or(path));
        if decode(canonical) != own {
            found.push(format!("{path}: canonical {canonical}"));
        }
        let set: BTreeMap<&str, &str> = page
            .links("alternate")
            .filter_map(|link| Some((link.attribute("hreflang")?, link.attribute("href")?)))
            .collect();
        sets.insert(canonical, set);
    }
    for (canonical, set) in &sets {
        if set.is_empty() {
            continue;
        }
        if !set.values().any(|href| href == canonical) {
            found.push(format!("{canonical}: not in its own set"));
        }
        if !set.contains_key("x-default") {
            found.push(format!("{canonical}: no x-default"));
        }
        for href in set.values() {
            if sets.get(href) != Some(set) {
                found.push(format!("{canonical}: {href} has another set"));
            }
        }
    }
    // Complete: every traditional page has its simplified one and is in its set.
    for path in BUILT.pages.keys().filter(|path| path.starts_with("tw/") && !path.ends_with("404.html")) {
        let plain = format!("{ORIGIN}/{}", path.trim_start_matches("tw/").trim_end_matches("index.html"));
        let set = sets.get(plain.as_str()).unwrap_or_else(|| panic!("{plain}"));
        if !set.contains_key("zh-Hant-TW") || !set.contains_key("zh-Hant-HK") {
            found.push(format!("{plain}: {set:?}"));
        }
    }
    none(found);
}

#[test]
fn feeds_can_be_read() {
    let json: Vec<_> = BUILT.output.iter().filter(|(path, _)| path.ends_with("feed.json")).collect();
    // All news, news and notices, in four languages; there are no notices in English.
    assert_eq!(json.len(), 3 + 3 + 3 + 2);
    for (path, bytes) in json {
        let feed: Value = serde_json::from_slice(bytes).unwrap();
        assert_eq!(feed["version"], "https://jsonfeed.org/version/1.1", "{path}");
        assert_eq!(feed["feed_url"], format!("{ORIGIN}/{path}"), "{path}");
        let items = feed["items"].as_array().unwrap();
        assert!(!items.is_empty(), "{path}");
        for item in items {
            let url = item["url"].as_str().unwrap();
            let (file, _) = BUILT.file_of(path, url).unwrap();
            assert!(url.starts_with(ORIGIN) && BUILT.pages.contains_key(&file), "{path}: {url}");
            let content = item["content_html"].as_str().unwrap();
            for attribute in [" href=\"", " src=\""] {
                for address in content.split(attribute).skip(1) {
                    let address = address.split('"').next().unwrap();
                    assert!(address.contains(':') || address.starts_with('#'), "{path}: {address}");
                }
            }
        }
        let atom = path.replace("feed.json", "atom.xml");
        let texts = xml(&BUILT.output[&atom]);
        let links: Vec<&String> =
            texts.iter().filter(|(name, _)| name == "link@href").map(|(_, v)| v).collect();
        assert!(links.len() > items.len(), "{atom}");
        assert!(links.iter().all(|link| link.starts_with(ORIGIN)), "{atom}: {links:?}");
        assert_eq!(texts.iter().filter(|(name, _)| name == "entry").count(), items.len(), "{atom}");
    }
}

#[test]
fn the_sitemap_lists_every_page_and_no_other() {
    let texts = xml(&BUILT.output["sitemap.xml"]);
    let listed: BTreeSet<&str> =
        texts.iter().filter(|(name, _)| name == "loc").map(|(_, text)| text.as_str()).collect();
    let is_indexed = |page: &Page| {
        !page.named("meta").any(|meta| {
            meta.attribute("name") == Some("robots")
                && meta.attribute("content").is_some_and(|c| c.contains("noindex"))
        })
    };
    let pages: BTreeSet<&str> =
        BUILT.pages.values().filter(|page| is_indexed(page)).filter_map(Page::canonical).collect();
    let differing: Vec<_> = listed.symmetric_difference(&pages).map(|url| (*url).to_owned()).collect();
    none(differing);
    for (_, href) in texts.iter().filter(|(name, _)| name == "xhtml:link@href") {
        assert!(listed.contains(href.as_str()), "{href}");
    }
    let robots = String::from_utf8(BUILT.output["robots.txt"].clone()).unwrap();
    assert!(robots.contains(&format!("Sitemap: {ORIGIN}/sitemap.xml")), "{robots}");
}

/// Elements by name, each with its text, and their attributes as `element@attribute`.
fn xml(bytes: &[u8]) -> Vec<(String, String)> {
    let mut reader = Reader::from_str(std::str::from_utf8(bytes).unwrap());
    let mut found: Vec<(String, String)> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    loop {
        let event = reader.read_event().unwrap();
        let (start, is_empty) = match &event {
            Event::Start(start) => (Some(start), false),
            Event::Empty(start) => (Some(start), true),
            _ => (None, false),
        };
        if let Some(start) = start {
            let name = start.name().as_ref().to_owned();
            if !is_empty {
                open.push(found.len());
            }
            found.push((name.clone(), String::new()));
            for attribute in start.attributes().map(Result::unwrap) {
                let key = attribute.key.as_ref().to_owned();
                found.push((format!("{name}@{key}"), attribute.value.to_string()));
            }
        }
        match event {
            Event::Text(text) => {
                if let Some(element) = open.last() {
                    found[*element].1.push_str(text.as_ref());
                }
            }
            Event::End(_) => _ = open.pop(),
            Event::Eof => break,
            _ => {}
        }
    }
    assert!(open.is_empty());
    found
}

#[test]
fn structured_data_can_be_read() {
    let mut kinds = BTreeSet::new();
    for (path, page) in &BUILT.pages {
        for script in page.named("script").filter(|s| s.attribute("type") == Some("application/ld+json")) {
            let data: Value =
                serde_json::from_str(&script.text).unwrap_or_else(|error| panic!("{path}: {error}"));
            assert_eq!(data["@context"], "https://schema.org", "{path}");
            for node in data["@graph"].as_array().unwrap() {
                kinds.insert(node["@type"].as_str().unwrap().to_owned());
                if let Some(url) = node["url"].as_str() {
                    assert!(url.starts_with("http"), "{path}: {url}");
                }
            }
        }
    }
    for kind in ["NewsArticle", "Organization", "Event", "BreadcrumbList"] {
        assert!(kinds.contains(kind), "{kind} is not among {kinds:?}");
    }
}

#[test]
fn assets_are_what_pages_say() {
    let mut checked = BTreeSet::new();
    for (path, page) in &BUILT.pages {
        for element in page.elements.iter().filter(|element| element.attribute("integrity").is_some()) {
            let address = element.attribute("href").or(element.attribute("src")).unwrap();
            let (file, _) = BUILT.file_of(path, address).unwrap();
            let hash = format!("sha384-{}", STANDARD.encode(Sha384::digest(&BUILT.output[&file])));
            assert_eq!(element.attribute("integrity"), Some(hash.as_str()), "{path}: {address}");
            checked.insert(file);
        }
    }
    assert!(checked.len() >= 2, "{checked:?}");
}

#[test]
fn the_signing_page_shows_the_eleven_agreements() {
    let expected = [
        ("现场工程师培养", 2),
        ("订单班培养", 2),
        ("共建产业学院", 2),
        ("职工培训", 2),
        ("技术服务", 1),
        ("实训室共建", 2),
    ];
    let page = &BUILT.pages["signings/founding/index.html"];
    let main = page.named("main").next().unwrap();
    let places: Vec<usize> = expected
        .iter()
        .map(|(label, _)| {
            let headings = page.elements.iter().filter(|e| e.name.starts_with('h') && e.name.len() == 2);
            let mut places =
                headings.filter(|h| h.text.contains(label)).map(|h| main.text.find(&h.text).unwrap());
            places.next().unwrap_or_else(|| panic!("{label}"))
        })
        .collect();
    for (number, (label, count)) in expected.iter().enumerate() {
        let end = places.get(number + 1).copied().unwrap_or(main.text.len());
        let text = &main.text[places[number]..end];
        assert_eq!(text.matches("合作协议").count(), *count, "{label}: {text}");
    }
}

/// A partner's page links the ceremony and names its counterpart, for every agreement of the example.
#[test]
fn partners_show_what_they_signed() {
    let pairs = [
        ("jinan-first-machine-tool", "jinan-engineering-vocational"),
        ("shandong-technician-college", "yilaite"),
        ("shandong-tourism-vocational", "baidu-zhixing"),
        ("shandong-judicial-police", "lanhai-linghang"),
        ("xunfeng-electronics", "jinan-engineering-vocational"),
        ("shandong-electronics-vocational", "zhiqun-it"),
        ("zhangqiu-secondary-vocational", "wolong-jinan"),
        ("qilu-institute-of-technology", "jingyou-biotech"),
        ("boke-holding", "jinan-engineering-vocational"),
        ("shandong-engineering-vocational-university", "jinan-talent-base"),
        ("qilu-normal-university", "haoyue-materials"),
    ];
    for (one, other) in pairs.into_iter().chain(pairs.map(|(one, other)| (other, one))) {
        for prefix in ["", "tw/", "hk/"] {
            let page = &BUILT.pages[&format!("{prefix}partners/{one}/index.html")];
            let links: BTreeSet<&str> = page.named("a").filter_map(|a| a.attribute("href")).collect();
            assert!(links.contains(format!("/{prefix}partners/{other}/").as_str()), "{prefix}{one}: {other}");
            assert!(links.contains(format!("/{prefix}signings/founding/").as_str()), "{prefix}{one}");
        }
    }
}

/// Characters that only one script writes.
const HANS_ONLY: &str = "这们个为产业联发会时说对开关东车马鸟鱼书长门问间见贝风飞饭饮语请该认论设许证识译试诗话详诚误谁调谈谢让记训议讲";
const HANT_ONLY: &str = "這們個為產業聯發會時說對開關東車馬鳥魚書長門問間見貝風飛飯飲語請該認論設許證識譯試詩話詳誠誤誰調談謝讓記訓議講";

#[test]
fn pages_are_in_their_script() {
    let mut found = Vec::new();
    for (path, page) in &BUILT.pages {
        let lang = page.named("html").next().and_then(|html| html.attribute("lang")).unwrap_or_default();
        let wrong = match lang {
            "zh-Hans" => HANT_ONLY,
            "zh-Hant-TW" | "zh-Hant-HK" => HANS_ONLY,
            _ => continue,
        };
        for element in page.elements.iter().filter(|element| element.lang == lang) {
            let is_verbatim = |name: &String| ["code", "pre", "script"].contains(&name.as_str());
            if is_verbatim(&element.name) || element.inside.iter().any(is_verbatim) {
                continue;
            }
            let attributes = ["alt", "title", "aria-label", "content"].map(|name| element.attribute(name));
            for text in attributes.into_iter().flatten().chain([element.own_text.as_str()]) {
                if let Some(letter) = text.chars().find(|letter| wrong.contains(*letter)) {
                    found.push(format!("{path}: {letter} in <{}>: {}", element.name, text.trim()));
                }
            }
        }
    }
    none(found);
}

#[test]
fn drafts_and_scheduled_records_are_absent() {
    for name in ["2025-03-01-member-stories-draft", "2025-03-05-scheduled-item"] {
        let source = std::fs::read_to_string(repository(&format!("content/news/{name}.md"))).unwrap();
        let title = source.lines().find_map(|line| line.strip_prefix("title: ")).unwrap();
        let slug = &name["2025-03-01-".len()..];
        for (path, bytes) in &BUILT.output {
            let text = String::from_utf8_lossy(bytes);
            assert!(!text.contains(title) && !text.contains(slug) && !path.contains(slug), "{path}: {name}");
        }
    }
}

/// The reading above finds what it looks for: a test of the tests.
#[test]
fn faults_are_seen() {
    let page = Page::parse(
        "<!doctype html><html lang=zh-Hant-TW><p id=a><a href=/gone/>这</p></div><script>x</script>",
    );
    assert!(!page.errors.is_empty());
    assert!(page.has_id("a") && !page.has_id("b"));
    let link = page.named("a").next().unwrap();
    assert_eq!(
        (link.attribute("href"), link.own_text.as_str(), link.lang.as_str()),
        (Some("/gone/"), "这", "zh-Hant-TW")
    );
    let file = |address| BUILT.file_of("tw/index.html", address);
    assert_eq!(file("/a%20b/#%E4%B8%80"), Some(("a b/index.html".to_owned(), Some("一".to_owned()))));
    assert_eq!(file("https://example.org/x.css?v=1"), Some(("x.css".to_owned(), None)));
    assert_eq!(file("https://example.com/"), None);
    assert!(BUILT.pages.len() > 300 && !BUILT.redirects.is_empty());
}
