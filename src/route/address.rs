//! One address, one thing: pages, redirects, static files, files beside records, feeds. And the other
//! way round: a link to an address of the site needs something there.

use std::collections::HashSet;
use std::collections::hash_map::Entry;

use crate::config::SiteConfig;
use crate::diagnostic::{Diagnostic, Located, SitePath, Span, nearest, rules};
use crate::document::Document;
use crate::document::body::{Body, Target};
use crate::kind::Kind;
use crate::say;
use crate::site::Site;
use crate::site::files::Files;
use crate::site::relative;
use crate::text::quick::QuickMap;

use super::{PageKey, Redirect, Route, Routes};

/// Who asks for an address.
#[derive(Clone, Copy)]
enum Claim<'a> {
    Program,
    Page(&'a Route),
    Redirect(&'a Redirect),
    /// By its folder, with the slash, and its path below that.
    File(&'static str, &'a str),
}

/// The same for a message: made for the few who do not get what they ask for.
struct Owner {
    /// The same in every language: pages that clash in one mostly clash in all.
    id: String,
    file: Option<SitePath>,
    /// Where the file asks for the address.
    span: Option<Span>,
    zh: String,
    en: String,
}

/// Reports every address that two things want, and links from the root that lead nowhere.
pub(super) fn check(
    config: &SiteConfig,
    site: &Site,
    files: &Files<'_>,
    routes: &Routes,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut owners: QuickMap<String, Claim> = QuickMap::default();
    owners.reserve(routes.pages.len());
    let mut told: HashSet<(String, String)> = HashSet::new();
    for (file, claim) in claims(config, files, routes) {
        // Two names that differ in case only are one file on many systems.
        let key = file.to_lowercase();
        match owners.entry(key) {
            Entry::Occupied(first) => {
                let (first, second) = (first.get().owner(config, site), claim.owner(config, site));
                let news = told.insert((first.id.clone(), second.id.clone()));
                if news && !is_consequence(&first, &second) {
                    diagnostics.push(taken(&file, &first, &second));
                }
            }
            Entry::Vacant(free) => {
                free.insert(claim);
            }
        }
    }
    for document in &site.documents {
        check_root_links(document, &document.body, &owners, site, diagnostics);
    }
}

/// Feeds clash because their lists do; a language's home page and a section clash because site.yaml gives
/// them one path, which is told there.
fn is_consequence(first: &Owner, second: &Owner) -> bool {
    let ids = [first.id.as_str(), second.id.as_str()];
    ids == [PROGRAM, PROGRAM] || (ids.contains(&HOME) && first.file.is_none() && second.file.is_none())
}

const PROGRAM: &str = "program";
const HOME: &str = "Home";

/// Every file of the site and who makes it, the firmest claim first.
fn claims<'a>(
    config: &'a SiteConfig,
    files: &'a Files<'_>,
    routes: &'a Routes,
) -> impl Iterator<Item = (String, Claim<'a>)> + 'a {
    let fixed = ["robots.txt", "sitemap.xml"].into_iter().chain(config.hosting.paths());
    let fixed = fixed.map(|file| (file.to_owned(), Claim::Program));
    let feeds = config.languages.iter().flat_map(move |(lang, language)| {
        let root = if language.path.is_empty() { String::new() } else { format!("{}/", language.path) };
        let sections = config
            .sections
            .iter()
            .enumerate()
            .filter(move |(section, (_, settings))| {
                let key = PageKey::Section { section: *section, number: 1 };
                settings.kind == Kind::News && routes.find(key, lang).is_some()
            })
            .map(|(_, (folder, _))| format!("{folder}/"));
        std::iter::once(String::new()).chain(sections).flat_map(move |folder| {
            ["atom.xml", "feed.json"].map(|name| (format!("{root}{folder}{name}"), Claim::Program))
        })
    });
    let pages = routes.pages.iter().map(|route| (route.file(), Claim::Page(route)));
    let redirects = routes.redirects.iter();
    let redirects = redirects.map(|redirect| (redirect.file.clone(), Claim::Redirect(redirect)));
    let statics = files.fixed.keys().map(|path| ((*path).to_owned(), Claim::File("static/", path)));
    let content = files.content.keys().map(|path| ((*path).to_owned(), Claim::File("content/", path)));
    fixed.chain(feeds).chain(pages).chain(redirects).chain(statics).chain(content)
}

impl Claim<'_> {
    fn owner(self, config: &SiteConfig, site: &Site) -> Owner {
        let (id, file, span, (zh, en)) = match self {
            Claim::Program => {
                let what = ("程序自己写的文件".to_owned(), "a file that the program writes".to_owned());
                (PROGRAM.to_owned(), None, None, what)
            }
            Claim::Page(&Route { key: PageKey::Entry(id), lang, .. }) => {
                let version = site.version(&config.languages, id, lang);
                let document = site.document(version.map_or(site[id].original, |version| version.document));
                let file = document.file.clone();
                let what = (format!("{file} 的页面"), format!("the page of {file}"));
                (site[id].key.clone(), Some(file), None, what)
            }
            Claim::Page(Route { key, .. }) => (format!("{key:?}"), None, None, list_name(config, *key)),
            Claim::Redirect(Redirect { file, source, span, .. }) => {
                let what = (format!("{source} 的旧网址"), format!("an alias of {source}"));
                (format!("{source} {file}"), Some(source.clone()), Some(span.clone()), what)
            }
            Claim::File(folder, path) => {
                let path = format!("{folder}{path}");
                let what = (format!("文件 {path}"), format!("the file {path}"));
                (path.clone(), Some(path.into()), None, what)
            }
        };
        Owner { id, file, span, zh, en }
    }
}

/// What a page is that no file makes.
fn list_name(config: &SiteConfig, key: PageKey) -> (String, String) {
    let (zh, en) = match key {
        PageKey::Home | PageKey::Entry(_) => ("首页", "the home page"),
        PageKey::Section { section, .. } => {
            let folder = config.sections.get_index(section).map_or("", |(folder, _)| folder);
            return (format!("栏目 `{folder}` 的列表页"), format!("the list of the section `{folder}`"));
        }
        PageKey::Tags | PageKey::Tag { .. } => ("标签页", "the pages of tags"),
        PageKey::SeriesIndex | PageKey::Series { .. } => ("系列页", "the pages of series"),
        PageKey::Archive | PageKey::Year(_) => ("归档页", "the archive"),
        PageKey::Agreements => ("协议汇总页", "the overview of agreements"),
        PageKey::NotFound => ("404 页", "the 404 page"),
    };
    (zh.to_owned(), en.to_owned())
}

fn taken(file: &str, first: &Owner, second: &Owner) -> Diagnostic {
    let address = file.strip_suffix("index.html").unwrap_or(file);
    let ((zh1, en1), (zh2, en2)) = ((&first.zh, &first.en), (&second.zh, &second.en));
    let found = Diagnostic::new(
        &rules::ADDRESS_TAKEN,
        say!(
            "网址 /{address} 有两个来源：{zh1}，{zh2}",
            "two things have the address /{address}: {en1}, {en2}"
        ),
    )
    .help(match &second.span {
        Some(_) => say!("删去这个旧网址", "delete this alias"),
        None if first.file.is_none() && second.file.is_none() => {
            say!("给栏目换一个文件夹名", "give the section another folder")
        }
        None => say!(
            "给其中一个写不同的 `slug:`，或给文件改名",
            "give one of them another `slug:`, or rename the file"
        ),
    });
    let found = match (second.file.as_ref().or(first.file.as_ref()), &second.span) {
        (Some(place), Some(span)) => found.at(place, span.clone()),
        (Some(place), None) => found.in_file(place),
        (None, _) => found.in_file(&"site.yaml".into()),
    };
    match (&first.file, &second.file) {
        (Some(other), Some(_)) => found.related(other, None, say!("另一个来源", "the other one")),
        _ => found,
    }
}

/// The finding for an alias that names no address.
pub(super) fn bad_alias(document: &Document, alias: &Located<String>) -> Diagnostic {
    Diagnostic::new(
        &rules::BAD_ALIAS,
        say!("旧网址不能是网站的首页", "an alias cannot be the site's home page"),
    )
    .at(&document.file, alias.span.clone())
    .help(say!("写成 `/旧路径/`", "write it as `/old/path/`"))
}

fn check_root_links(
    document: &Document,
    body: &Body,
    owners: &QuickMap<String, Claim>,
    site: &Site,
    diagnostics: &mut Vec<Diagnostic>,
) {
    for link in &body.links {
        let Target::Root(path) = &link.target else { continue };
        let written = path.split('?').next().unwrap_or_default().trim_start_matches('/');
        let path = written.to_lowercase();
        let page = format!("{}/index.html", path.trim_end_matches('/'));
        let exists = owners.contains_key(&path)
            || owners.contains_key(page.trim_start_matches('/'))
            || owners.contains_key(&format!("{path}index.html"));
        if exists {
            continue;
        }
        let found = Diagnostic::new(
            &rules::BROKEN_LINK,
            say!("网站里没有 /{written}", "the site has nothing at /{written}"),
        )
        .at(&document.file, link.span.clone());
        // The path in the repository, as editors copy it.
        let source = written.strip_prefix("content/").filter(|_| is_source(site, written));
        if let Some(source) = source {
            let near = relative(document.file.strip_prefix("content/").unwrap_or(&document.file), source);
            diagnostics.push(found.help(say!("改成 `{near}`", "write `{near}`")));
            continue;
        }
        let mut known: Vec<&str> =
            owners.keys().map(|file| file.strip_suffix("index.html").unwrap_or(file)).collect();
        known.sort_unstable();
        diagnostics.push(match nearest(&path, known) {
            Some(near) => found.help(say!("是否想写 `/{near}`？", "did you mean `/{near}`?")),
            None => found.help(say!(
                "链接到本站的记录，写源文件的路径（`../partners/foo.md`）或 `[[slug]]` 更稳妥",
                "to link to a record, the source file's path (`../partners/foo.md`) or `[[slug]]` is safer"
            )),
        });
    }
    for call in &body.calls {
        if let Some(body) = &call.body {
            check_root_links(document, body, owners, site, diagnostics);
        }
    }
}

/// Is there a record with this path from the site's folder?
fn is_source(site: &Site, path: &str) -> bool {
    site.documents.binary_search_by(|document| (*document.file).cmp(path)).is_ok()
}
