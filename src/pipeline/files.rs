//! All files of a site that are not pages of their own: feeds, sitemap, robots, redirects, assets, and
//! what is copied as it is.

use rayon::prelude::*;

use crate::digest::Digest;
use crate::document::record::Moment;
use crate::hosting::{self, Hosting, Moved, Uses};
use crate::kind::Kind;
use crate::language::LangId;
use crate::output::{Artifact, OutputError};
use crate::render::body::{self, Shared};
use crate::render::feed::{Entry, Feed, atom, json_feed};
use crate::render::page;
use crate::render::robots::robots;
use crate::render::sitemap::{SitemapEntry, SitemapUrl, sitemap};
use crate::route::{PageKey, Route};
use crate::site::{EntryId, Origin};
use crate::source::{BinaryFile, SourceTree};
use crate::view::card::Card;
use crate::view::context::{Context, iso, rfc3339};
use crate::view::head;

use super::bundles::Bundles;
use super::{Prepared, Run, Sink};

/// Records in a feed.
const FEED_LENGTH: usize = 20;

/// Entries of a sitemap that are made together, on all cores.
const SITEMAP_BATCH: usize = 2048;

/// Hands on what is there before any page is: the theme's assets, and files that are only copied.
pub fn publish_fixed(prepared: &Prepared, tree: &SourceTree, sink: &impl Sink) -> Result<(), OutputError> {
    let assets = prepared.ready.iter().flat_map(|ready| ready.context().theme.assets.values());
    let assets: Vec<_> = assets.collect();
    assets
        .into_par_iter()
        .try_for_each(|asset| sink.write(Artifact::new(&asset.path, asset.bytes.clone())))?;
    copies(tree).into_par_iter().try_for_each(|(path, from)| sink.copy(path, from))
}

/// Makes everything but pages and what is fixed, also without a sink: so faults are found. `uses` are those of the
/// pages, when somebody wants to know them.
pub(super) fn publish(
    run: &mut Run,
    bundles: &Bundles<'_, impl Sink>,
    tree: &SourceTree,
    uses: Option<Uses>,
) -> Result<Option<Hosting>, OutputError> {
    let context = &bundles.context;
    let mut artifacts = feeds(bundles)?;
    artifacts.extend(sitemaps(bundles)?);
    artifacts.push(Artifact::new("robots.txt", robots(&context.permalink("sitemap.xml"))));
    for redirect in &context.routes.redirects {
        let target = &context.routes.pages[redirect.target];
        match page::redirect(context, target) {
            Ok(html) => artifacts.push(Artifact::new(&redirect.file, html)),
            Err(found) => run.diagnostics.push(*found),
        }
    }
    let copies = copies(tree);
    let hosting = uses.map(|uses| hosting_of(context, uses, &artifacts, &copies));
    if let Some(hosting) = &hosting {
        artifacts.extend(rules(context, hosting));
    }
    let (kept, kept_bytes) = bundles.kept();
    let assets = context.theme.assets.values().map(|asset| asset.bytes.len() as u64);
    run.summary.files += kept + artifacts.len() + assets.len() + copies.len();
    run.summary.bytes +=
        kept_bytes + artifacts.iter().map(|artifact| artifact.bytes.len() as u64).chain(assets).sum::<u64>();
    let Some(sink) = bundles.sink else { return Ok(hosting) };
    artifacts.into_par_iter().try_for_each(|artifact| sink.write(artifact))?;
    Ok(hosting)
}

/// What a server has to know; `uses` are those of the pages. Files that nobody can read now fail where they are copied.
fn hosting_of(
    context: &Context,
    mut uses: Uses,
    artifacts: &[Artifact],
    copies: &[(&str, &BinaryFile)],
) -> Hosting {
    let origin = &context.config.base_url.origin;
    let mut add = |path: &str, bytes: &[u8]| {
        let text = String::from_utf8_lossy(bytes);
        match extension(path) {
            "html" | "htm" => uses.merge(&Uses::of_html(&text, origin)),
            "css" => uses.merge(&Uses::of_css(&text, origin)),
            "js" | "mjs" => uses.merge(&Uses::of_script(&text)),
            _ => {}
        }
    };
    for artifact in artifacts {
        add(&artifact.path, &artifact.bytes);
    }
    for asset in context.theme.assets.values() {
        add(&asset.path, &asset.bytes);
    }
    for (path, from) in copies {
        if matches!(extension(path), "html" | "htm" | "css" | "js" | "mjs")
            && let Ok(bytes) = std::fs::read(&from.disk)
        {
            add(path, &bytes);
        }
    }
    let routes = context.routes;
    let moved = routes.redirects.iter().map(|redirect| Moved {
        file: redirect.file.clone(),
        to: routes.pages[redirect.target].path.clone(),
    });
    let not_found = routes.pages.iter().filter(|route| route.key == PageKey::NotFound).map(Route::file);
    Hosting {
        base_url: context.config.base_url.clone(),
        uses,
        redirects: moved.collect(),
        not_found: not_found.collect(),
        fingerprinted: context.theme.assets.values().map(|asset| asset.path.clone()).collect(),
        assets_are_mixed: copies.iter().any(|(path, _)| path.starts_with("assets/")),
    }
}

/// Files for hosts that site.yaml asks for.
fn rules(context: &Context, hosting: &Hosting) -> Vec<Artifact> {
    let wanted = context.config.hosting;
    let headers = wanted.headers.then(|| Artifact::new("_headers", hosting::headers(hosting)));
    let redirects = wanted.redirects.then(|| Artifact::new("_redirects", hosting::redirects(hosting)));
    headers.into_iter().chain(redirects).collect()
}

fn extension(path: &str) -> &str {
    path.rsplit_once('.').map_or("", |(_, extension)| extension)
}

/// Files of `static/` and those beside records, by their path on the site.
fn copies(tree: &SourceTree) -> Vec<(&str, &BinaryFile)> {
    ["static/", "content/"]
        .into_iter()
        .flat_map(|folder| tree.binaries_under(folder).iter().map(move |file| (folder, file)))
        .filter_map(|(folder, file)| Some((file.path.strip_prefix(folder)?, file)))
        .collect()
}

/// One pair of feeds for each language, and for each of its news sections.
fn feeds(bundles: &Bundles<'_, impl Sink>) -> Result<Vec<Artifact>, OutputError> {
    let context = &bundles.context;
    let mut wanted: Vec<(LangId, Option<usize>)> = Vec::new();
    for lang in context.config.languages.ids() {
        wanted.push((lang, None));
        let sections = context.sections_of(Kind::News).map(|(section, _)| section);
        let listed = sections.filter(|section| {
            context.route(PageKey::Section { section: *section, number: 1 }, lang).is_some()
        });
        wanted.extend(listed.map(|section| (lang, Some(section))));
    }
    let made = wanted.into_par_iter().map(|(lang, section)| {
        let name = format!("feed {} {section:?}", context.config.languages[lang].tag);
        bundles.make(&name, |context| feed(context, lang, section))
    });
    Ok(made.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
}

/// What a feed's entry borrows.
struct FeedItem<'a> {
    card: &'a Card,
    url: String,
    published: String,
    updated: String,
    content: String,
    image: Option<String>,
    authors: Vec<String>,
    tags: Vec<String>,
}

fn feed(context: &Context, lang: LangId, section: Option<usize>) -> Vec<Artifact> {
    let lists = &context.routes.lists.sections[lang.index()];
    let mut ids: Vec<EntryId> = match section {
        Some(section) => lists[section].clone(),
        None => {
            context.sections_of(Kind::News).flat_map(|(section, _)| lists[section].iter().copied()).collect()
        }
    };
    ids.retain(|id| {
        let version = context.site.version(&context.config.languages, *id, lang);
        version.is_some_and(|version| version.origin != Origin::Fallback)
    });
    ids.sort_by_cached_key(|id| {
        let entry = &context.site[*id];
        (std::cmp::Reverse(entry.date.as_ref().map(|date| date.at.timestamp())), entry.key.clone())
    });
    ids.truncate(FEED_LENGTH);
    let shared = page::shared(context, lang);
    let items: Vec<FeedItem> = ids.iter().filter_map(|id| item(context, &shared, *id, lang)).collect();

    let site = &context.common(lang).site;
    let home_path = context.route(PageKey::Home, lang).map_or("", |route| &route.path);
    let (title, page_path) = match section {
        Some(section) => {
            let path =
                &context.route(PageKey::Section { section, number: 1 }, lang).map_or("", |route| &route.path);
            (format!("{} - {}", context.common(lang).sections[section].title, site.title), (*path).to_owned())
        }
        None => (site.title.clone(), home_path.to_owned()),
    };
    let (atom_path, json_path) = (format!("{page_path}atom.xml"), format!("{page_path}feed.json"));
    let urls = [&page_path, &atom_path, &json_path].map(|path| context.permalink(path));
    let updated = items.iter().map(|item| item.updated.as_str()).max().unwrap_or("1970-01-01T00:00:00Z");
    let feed = Feed {
        title: &title,
        subtitle: (!site.description.is_empty()).then_some(site.description.as_str()),
        language: context.config.languages[lang].tag.as_str(),
        home: &urls[0],
        atom_url: &urls[1],
        json_url: &urls[2],
        updated,
        author: &site.title,
        icon: None,
        entries: items.iter().map(entry).collect(),
    };
    let (atom, json) = (atom(&feed), json_feed(&feed));
    vec![Artifact::new(atom_path, atom), Artifact::new(json_path, json)]
}

fn item<'a>(context: &'a Context, shared: &Shared, id: EntryId, lang: LangId) -> Option<FeedItem<'a>> {
    let reading = context.read(id, lang)?;
    let card = context.card(id, lang)?;
    let stamp = |moment: &Moment| rfc3339(moment);
    let published = context.site[id].date.as_ref().map(stamp)?;
    let updated = reading.record.updated.as_ref().or(reading.original.updated.as_ref());
    let html = body::fill(context, shared, reading).html();
    let authors = match &reading.record.detail {
        crate::document::record::Detail::News(news) => {
            news.authors.iter().map(|name| reading.name(name)).collect()
        }
        _ => Vec::new(),
    };
    let tags = context.site.tags.of_entry.get(&id).into_iter().flatten().copied();
    Some(FeedItem {
        card,
        url: format!("{}{}", context.config.base_url.origin, card.url),
        updated: updated.map_or_else(|| published.clone(), |date| stamp(&date.value)),
        published,
        content: with_host(&html, &context.config.base_url.origin),
        image: card.cover.as_ref().map(|cover| head::absolute(context, &cover.url)),
        authors,
        tags: tags.map(|term| context.common(lang).tags[term].title.clone()).collect(),
    })
}

fn entry<'a>(item: &'a FeedItem) -> Entry<'a> {
    Entry {
        url: &item.url,
        title: &item.card.title,
        published: &item.published,
        updated: &item.updated,
        summary: (!item.card.summary.is_empty()).then_some(item.card.summary.as_str()),
        content: Some(&item.content),
        image: item.image.as_deref(),
        authors: item.authors.iter().map(String::as_str).collect(),
        tags: item.tags.iter().map(String::as_str).collect(),
    }
}

/// Addresses from the host's root become absolute. Bodies write attributes in one way only; in text the
/// quotation mark is escaped.
fn with_host(html: &str, origin: &str) -> String {
    html.replace(" href=\"/", &format!(" href=\"{origin}/")).replace(" src=\"/", &format!(" src=\"{origin}/"))
}

/// All pages that search engines should know, with their versions.
fn sitemaps(bundles: &Bundles<'_, impl Sink>) -> Result<Vec<Artifact>, OutputError> {
    let context = &bundles.context;
    let listed: Vec<Listed> =
        context.routes.pages.par_iter().filter_map(|route| Listed::of(context, route)).collect();
    let make = || {
        let entries = |some: &[Listed]| -> Vec<SitemapEntry> {
            some.par_iter().map(|listed| listed.entry(context)).collect()
        };
        let files = sitemap(&context.permalink(""), listed.chunks(SITEMAP_BATCH).map(entries));
        files.into_iter().map(|(path, bytes)| Artifact::new(path, bytes)).collect()
    };
    let facts: Vec<_> = listed.iter().map(|listed| (&listed.route.path, listed.changed)).collect();
    match Digest::of_values(&facts) {
        Some(facts) => bundles.make_of("sitemap", facts, make),
        None => Ok(make()),
    }
}

/// A page in the sitemap.
struct Listed<'a> {
    route: &'a Route,
    changed: Option<&'a Moment>,
}

impl<'a> Listed<'a> {
    fn of(context: &Context<'a>, route: &'a Route) -> Option<Listed<'a>> {
        if route.key == PageKey::NotFound || context.is_fallback(route.key, route.lang) {
            return None;
        }
        let PageKey::Entry(id) = route.key else { return Some(Listed { route, changed: None }) };
        let reading = context.read(id, route.lang)?;
        if reading.record.noindex || reading.original.noindex || reading.original.draft {
            return None;
        }
        let updated = reading.record.updated.as_ref().or(reading.original.updated.as_ref());
        let changed = updated.map(|date| &date.value).or(context.site[id].date.as_ref());
        Some(Listed { route, changed })
    }

    fn entry(&self, context: &Context) -> SitemapEntry {
        let Listed { route, changed } = self;
        let changed = changed.map(iso);
        let versions = head::hreflang(context, route.key);
        let alternates = versions.iter().map(|version| (&*version.hreflang, &*version.href));
        let url = SitemapUrl {
            loc: &context.permalink(&route.path),
            lastmod: changed.as_deref(),
            alternates: alternates.collect(),
        };
        url.entry()
    }
}
