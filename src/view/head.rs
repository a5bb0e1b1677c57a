//! What stands in `<head>`: title, canonical address, alternates, feeds, Open Graph, structured data.

use crate::language::{LangId, Languages};
use crate::route::{PageKey, Route};
use crate::theme::Fields;

use super::card::{DateView, ImageView, LinkView};
use super::context::{Context, Reading};
use super::json_ld::{
    NewsArticle, Organization, SigningEvent, WebSite, breadcrumb_list, event, news_article, organization,
    script, web_site,
};
use super::list::ListView;
use super::page::PageView;
use super::shell;
use super::site::{FeedLink, HeadView, HreflangView, MetaView};

pub fn home(context: &Context, route: &Route, page: &PageView, fields: &Fields) -> HeadView {
    let site = &context.common(route.lang).site;
    let tag = context.config.languages[route.lang].tag.as_str();
    let permalink = context.permalink(&route.path);
    let description = first_filled(&[&site.description, page.summary]);
    let described = (!description.is_empty()).then_some(description);
    let mut head = base(context, route, fields, &site.title, description, "website", page.cover);
    head.title = match page.title == site.title || page.title.is_empty() {
        true => site.title.clone(),
        false => format!("{} - {}", site.title, page.title),
    };
    head.noindex = page.noindex;
    if fields.has("json_ld") {
        let data = [
            web_site(&WebSite { url: &permalink, name: &site.title, description: described, language: tag }),
            organization(&Organization {
                url: &permalink,
                name: &site.title,
                description: described,
                ..Organization::default()
            }),
        ];
        head.json_ld = script(&data);
    }
    head
}

pub fn entry(context: &Context, route: &Route, page: &PageView, fields: &Fields) -> HeadView {
    let kind = if page.kind == "news" { "article" } else { "website" };
    let mut head = base(context, route, fields, page.title, page.summary, kind, page.cover);
    head.noindex = page.noindex || page.draft || page.provenance.state == "fallback";
    if page.kind == "news" && fields.has("open_graph") {
        let date = |date: &DateView| date.iso.clone();
        push(&mut head, "article:published_time", page.date.map(date));
        push(&mut head, "article:modified_time", page.updated.as_ref().map(date));
        push(&mut head, "article:section", page.section.as_ref().map(|section| section.title.clone()));
        for tag in &page.tags {
            push(&mut head, "article:tag", Some(tag.title.clone()));
        }
    }
    if fields.has("json_ld") {
        head.json_ld = entry_data(context, route, page);
    }
    // What is shown in another language for want of a translation is that language's page.
    if let PageKey::Entry(id) = route.key
        && page.provenance.state == "fallback"
    {
        let shown = context.read(id, route.lang).map(|reading: Reading| reading.version.language);
        let source = shown.and_then(|lang| context.route(route.key, lang));
        head.canonical = source.map(|source| context.permalink(&source.path)).or(head.canonical);
    }
    head
}

pub fn list(context: &Context, route: &Route, list: &ListView, fields: &Fields) -> HeadView {
    let numbered = list.pager.as_ref().filter(|pager| pager.number > 1).map(|pager| {
        let number = context.theme.label_with(route.lang, "list.page", "n", &pager.number.to_string());
        format!("{} - {number}", list.title)
    });
    let title = numbered.as_deref().unwrap_or(list.title);
    let mut head = base(context, route, fields, title, list.description, "website", None);
    if let Some(pager) = &list.pager {
        head.previous = pager.previous.clone();
        head.next = pager.next.clone();
    }
    if fields.has("json_ld") {
        head.json_ld = script(&[breadcrumbs(context, route, list.title)]);
    }
    head
}

pub fn not_found(context: &Context, route: &Route, title: &str, fields: &Fields) -> HeadView {
    let mut head = base(context, route, fields, title, "", "website", None);
    head.canonical = None;
    head.hreflang.clear();
    head.open_graph.clear();
    head.noindex = true;
    head
}

/// The head of a page that only sends its reader on to `target`, an absolute address.
pub fn redirect(context: &Context, route: &Route, target: &str, fields: &Fields) -> HeadView {
    let title = shell::title_of(context, route.key, route.lang);
    let mut head = base(context, route, fields, &title, "", "website", None);
    head.canonical = Some(target.to_owned());
    head.hreflang.clear();
    head.noindex = true;
    head
}

fn base(
    context: &Context,
    route: &Route,
    fields: &Fields,
    title: &str,
    description: &str,
    kind: &str,
    image: Option<&ImageView>,
) -> HeadView {
    let lang = route.lang;
    let site = &context.common(lang).site;
    let mut head = HeadView {
        title: format!("{title} - {}", site.title),
        description: description.to_owned(),
        canonical: Some(context.permalink(&route.path)),
        noindex: false,
        hreflang: if fields.has("hreflang") { hreflang(context, route.key) } else { Vec::new() },
        feeds: if fields.has("feeds") { feeds(context, route, site) } else { Vec::new() },
        open_graph: Vec::new(),
        json_ld: String::new(),
        previous: None,
        next: None,
    };
    if fields.has("open_graph") {
        open_graph(context, route, &mut head, title, kind, image);
    }
    head
}

/// What social networks show of a page.
fn open_graph(
    context: &Context,
    route: &Route,
    head: &mut HeadView,
    title: &str,
    kind: &str,
    image: Option<&ImageView>,
) {
    let lang = route.lang;
    let (site, language) = (&context.common(lang).site, &context.common(lang).lang);
    let (description, permalink) = (head.description.clone(), head.canonical.clone());
    push(head, "og:type", Some(kind.to_owned()));
    push(head, "og:title", Some(title.to_owned()));
    push(head, "og:description", Some(description));
    push(head, "og:url", permalink);
    push(head, "og:site_name", Some(site.title.clone()));
    push(head, "og:locale", Some(language.locale.clone()));
    for (other, _) in context.languages_of(route.key).filter(|(other, _)| *other != lang) {
        if !context.is_fallback(route.key, other) && route.key != PageKey::NotFound {
            push(head, "og:locale:alternate", Some(context.config.languages[other].tag.open_graph_locale()));
        }
    }
    if let Some(image) = image {
        push(head, "og:image", Some(absolute(context, &image.url)));
        push(head, "og:image:alt", (!image.alt.is_empty()).then(|| image.alt.clone()));
        push(head, "og:image:width", image.width.map(|width| width.to_string()));
        push(head, "og:image:height", image.height.map(|height| height.to_string()));
    }
}

/// All versions of a page, this one included, and `x-default`; nothing when there is one version only.
/// A fallback is no version.
pub fn hreflang(context: &Context, key: PageKey) -> Vec<HreflangView> {
    let versions: Vec<(LangId, String)> = context
        .languages_of(key)
        .filter(|(lang, _)| !context.is_fallback(key, *lang))
        .map(|(lang, route)| (lang, context.permalink(&route.path)))
        .collect();
    if versions.len() < 2 {
        return Vec::new();
    }
    let default = versions
        .iter()
        .find(|(lang, _)| *lang == Languages::DEFAULT)
        .map(|(_, href)| HreflangView { hreflang: "x-default".to_owned(), href: href.clone() });
    let tagged = versions.iter().map(|(lang, href)| HreflangView {
        hreflang: context.config.languages[*lang].tag.to_string(),
        href: href.clone(),
    });
    tagged.chain(default).collect()
}

/// The language's feeds, and those of the section that the page belongs to.
fn feeds(context: &Context, route: &Route, site: &super::site::SiteView) -> Vec<FeedLink> {
    let lang = route.lang;
    let pair = |title: &str, folder: &str| {
        [("application/atom+xml", "atom.xml"), ("application/feed+json", "feed.json")]
            .map(|(mime, name)| FeedLink { mime, title: title.to_owned(), href: format!("{folder}{name}") })
    };
    let mut links = Vec::from(pair(&site.title, &site.home));
    let section = match route.key {
        PageKey::Entry(id) => context.site[id].section,
        PageKey::Section { section, .. } => Some(section),
        _ => None,
    };
    let news = section.filter(|section| context.config.sections[*section].kind == crate::kind::Kind::News);
    if let Some(section) = news
        && let LinkView { title, url: Some(url), .. } = &**context.common(lang).sections[section]
    {
        let title = format!("{title} - {}", site.title);
        links.extend(pair(&title, url));
    }
    links
}

fn entry_data(context: &Context, route: &Route, page: &PageView) -> String {
    let tag = context.config.languages[route.lang].tag.as_str();
    let site = &context.common(route.lang).site;
    let home = context.permalink(context.route(PageKey::Home, route.lang).map_or("", |route| &route.path));
    let description = (!page.summary.is_empty()).then_some(page.summary);
    let image = page.cover.map(|cover| absolute(context, &cover.url));
    let mut objects = Vec::new();
    if let (Some(news), Some(date)) = (&page.news, page.date) {
        let based_on = news.source.as_ref().map(|source| source.url.as_deref().unwrap_or(&source.name));
        objects.push(news_article(&NewsArticle {
            url: page.permalink,
            headline: page.title,
            description,
            published: &date.iso,
            modified: page.updated.as_ref().map(|date| date.iso.as_str()),
            language: tag,
            images: image.iter().map(String::as_str).collect(),
            authors: news.authors.iter().map(String::as_str).collect(),
            publisher: (&site.title, &home),
            section: page.section.as_ref().map(|section| section.title.as_str()),
            keywords: page.tags.iter().map(|tag| tag.title.as_str()).collect(),
            based_on,
        }));
    }
    if let Some(partner) = &page.partner {
        let short = partner.short_name.into_iter();
        let logo = partner.logo.map(|logo| absolute(context, &logo.url));
        objects.push(organization(&Organization {
            url: page.permalink,
            name: page.title,
            other_names: short.chain(partner.other_names.iter().map(|name| name.name.as_str())).collect(),
            description,
            logo: logo.as_deref(),
            website: partner.website,
            member_of: partner.role.as_ref().map(|_| (site.title.as_str(), home.as_str())),
        }));
    }
    if let (Some(signing), Some(date)) = (&page.signing, page.date) {
        objects.push(event(&SigningEvent {
            url: page.permalink,
            name: page.title,
            description,
            start: &date.iso,
            language: tag,
            venue: signing.venue,
            organizer: signing.host.as_ref().map(|host| host.name.as_str()),
            parties: signing.parties.iter().map(|party| party.name.as_str()).collect(),
            images: image.iter().map(String::as_str).collect(),
        }));
    }
    objects.push(breadcrumbs(context, route, page.title));
    script(&objects)
}

fn breadcrumbs(context: &Context, route: &Route, title: &str) -> serde_json::Value {
    let trail = shell::trail(context, route, title);
    let absolute: Vec<(String, Option<String>)> = trail
        .into_iter()
        .map(|link| (link.title, link.url.map(|url| format!("{}{url}", context.config.base_url.origin))))
        .collect();
    let borrowed: Vec<(&str, Option<&str>)> =
        absolute.iter().map(|(title, url)| (title.as_str(), url.as_deref())).collect();
    breadcrumb_list(&borrowed)
}

/// A picture's address with scheme and host.
pub fn absolute(context: &Context, url: &str) -> String {
    match url.starts_with('/') {
        true => format!("{}{url}", context.config.base_url.origin),
        false => url.to_owned(),
    }
}

fn push(head: &mut HeadView, property: &'static str, content: Option<String>) {
    if let Some(content) = content.filter(|content| !content.is_empty()) {
        head.open_graph.push(MetaView { property, content });
    }
}

fn first_filled<'a>(texts: &[&'a str]) -> &'a str {
    texts.iter().find(|text| !text.is_empty()).copied().unwrap_or_default()
}
