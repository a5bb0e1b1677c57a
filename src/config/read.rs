//! Reads site.yaml: defaults, and what the description of the fields alone cannot tell.

use indexmap::IndexMap;
use jiff::tz::TimeZone;

use super::languages::{self, nearest_language};
use super::*;
use crate::diagnostic::{Checked, Diagnostic, RULES, SitePath, Span, nearest, rules};
use crate::say;
use crate::schema::site::FIELDS;
use crate::schema::{Fields, LocalizedText, Reader, Typed};
use crate::yaml;

const PAGINATE: usize = 20;
const SUMMARY_LENGTH: usize = 120;
const TIMEZONE: &str = "Asia/Shanghai";

/// Reads site.yaml. With errors the configuration is usable as far as it goes, so that the content can be
/// checked in the same run; `None` when the file cannot be read as fields at all.
pub fn read(file: &SitePath, text: &str) -> Checked<Option<SiteConfig>> {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let tree = yaml::read(file, text, start..text.len());
    let mut reader = Reader::new(file);
    let value = tree
        .value
        .and_then(|node| reader.read_map(&node, FIELDS))
        .map(|fields| Extract::new(&mut reader, fields).config());
    let mut diagnostics = tree.diagnostics;
    diagnostics.extend(reader.diagnostics);
    Checked { value, diagnostics }
}

/// Takes typed values out of the fields, with the languages known.
struct Extract<'a, 'f> {
    reader: &'a mut Reader<'f>,
    fields: Fields<'static>,
    languages: Languages,
    /// Where each language's path is given.
    places: Vec<Span>,
}

impl<'a, 'f> Extract<'a, 'f> {
    fn new(reader: &'a mut Reader<'f>, mut fields: Fields<'static>) -> Extract<'a, 'f> {
        let (languages, places) = languages::read(reader, fields.list("languages"));
        Extract { reader, fields, languages, places }
    }

    fn config(mut self) -> SiteConfig {
        let sections = self.sections();
        self.path_clashes(&sections);
        let menu = self.menu(&sections);
        let config = SiteConfig {
            title: self.localized("title").unwrap_or_default(),
            description: self.localized("description").unwrap_or_default(),
            base_url: self.base_url(),
            timezone: self.timezone(),
            theme: self.fields.text("theme").unwrap_or(Located { value: "default".to_owned(), span: 0..0 }),
            sections,
            menu,
            agreement_categories: self.labels("agreement_categories"),
            partner_kinds: self.labels("partner_kinds"),
            tags: self.terms("tags"),
            series: self.terms("series"),
            slugs: match self.fields.string("slugs").as_deref() {
                Some("unicode") => SlugStyle::Unicode,
                _ => SlugStyle::Pinyin,
            },
            paginate: self.count("paginate", PAGINATE),
            summary_length: self.count("summary_length", SUMMARY_LENGTH),
            footer: self.footer(),
            markdown: self.markdown(),
            images: self.images(),
            search: self.fields.bool("search").unwrap_or(true),
            check: self.levels(),
            deploy: self.fields.free_map("deploy"),
            languages: self.languages,
        };
        self.fields.finish();
        config
    }

    fn sections(&mut self) -> IndexMap<String, Section> {
        let Some(entries) = self.fields.map("sections") else {
            return DEFAULT_SECTIONS
                .iter()
                .map(|(folder, kind)| (folder.to_string(), default_section(folder, *kind)))
                .collect();
        };
        let mut sections = IndexMap::new();
        for (folder, typed) in entries {
            let Typed::Object(mut fields) = typed else { continue };
            let known = usual_kind(&folder.value);
            let kind =
                fields.string("kind").and_then(|name| kind_named(&name)).or(known).unwrap_or(Kind::Page);
            let usual = default_section(&folder.value, kind);
            let title = fields.localized("title").map(|text| self.resolve(text));
            let description = fields.localized("description").map(|text| self.resolve(text));
            fields.finish();
            let section = Section {
                kind,
                title: title.unwrap_or(usual.title),
                description: description.unwrap_or_default(),
            };
            sections.insert(folder.value, section);
        }
        sections
    }

    /// A language at the address of a section would hide it.
    fn path_clashes(&mut self, sections: &IndexMap<String, Section>) {
        for ((_, language), place) in self.languages.iter().zip(&self.places) {
            let path = &language.path;
            if sections.contains_key(path) {
                let diagnostic = Diagnostic::new(
                    &rules::BAD_VALUE,
                    say!(
                        "语言的网址前缀 `{path}` 与栏目 `{path}` 相同",
                        "the language path `{path}` is also the section `{path}`"
                    ),
                )
                .help(say!("给这种语言另写 `path`", "give the language another `path`"));
                self.reader.report(place.clone(), diagnostic);
            }
        }
    }

    fn menu(&mut self, sections: &IndexMap<String, Section>) -> Vec<MenuItem> {
        let items = self.fields.objects("menu");
        items.into_iter().filter_map(|fields| self.menu_item(fields, sections)).collect()
    }

    fn menu_item(
        &mut self,
        mut fields: Fields<'_>,
        sections: &IndexMap<String, Section>,
    ) -> Option<MenuItem> {
        let span = fields.span.clone();
        let named = ["section", "page", "url"].iter().filter(|name| fields.given.contains(name)).count();
        let section = fields.text("section").map(|text| text.map(MenuTarget::Section));
        let page = fields.text("page").map(|text| text.map(MenuTarget::Page));
        let url = fields.text("url").map(|text| text.map(MenuTarget::Url));
        let title = fields.localized("title").map(|text| self.resolve(text));
        fields.finish();
        if named != 1 {
            let diagnostic = Diagnostic::new(
                &rules::BAD_VALUE,
                say!(
                    "菜单的一项要有且只有 section、page、url 之一",
                    "an entry of the menu has exactly one of section, page and url"
                ),
            )
            .help(say!(
                "如 `{{section: news}}`、`{{page: about}}`",
                "for example `{{section: news}}` or `{{page: about}}`"
            ));
            self.reader.report(span, diagnostic);
            return None;
        }
        let target = section.or(page).or(url)?;
        match &target.value {
            MenuTarget::Section(folder) if !sections.contains_key(folder) => {
                self.reader.report(target.span.clone(), unknown_section(folder, sections));
                return None;
            }
            MenuTarget::Page(path) => {
                let tidy = path.trim_matches('/').trim_start_matches("content/").trim_end_matches(".md");
                let tidy = tidy.trim_end_matches("/index");
                if tidy != path {
                    let diagnostic = Diagnostic::new(
                        &rules::BAD_VALUE,
                        say!(
                            "页面路径 `{path}` 的写法不对",
                            "the page path `{path}` is not written as it should be"
                        ),
                    )
                    .help(say!(
                        "写 content/ 里的路径，不带 `.md` 和 `/index`：`{tidy}`",
                        "write the path in content/ without `.md` and `/index`: `{tidy}`"
                    ))
                    .replace_with(tidy);
                    self.reader.report(target.span.clone(), diagnostic);
                    return None;
                }
            }
            MenuTarget::Url(_) if title.is_none() => {
                let diagnostic = Diagnostic::new(
                    &rules::MISSING_FIELD,
                    say!("菜单里的网址要有名称（title）", "an address in the menu needs a `title`"),
                )
                .help(say!("加上 `title: 名称`", "add `title: …`"));
                self.reader.report(span, diagnostic);
                return None;
            }
            _ => {}
        }
        Some(MenuItem { target, title })
    }

    /// The address is not published when it is wrong: any will do for checking the rest.
    fn base_url(&mut self) -> BaseUrl {
        let nowhere = || BaseUrl { origin: "https://example.invalid".to_owned(), path: "/".to_owned() };
        let Some(text) = self.fields.text("base_url") else { return nowhere() };
        BaseUrl::parse(&text.value).unwrap_or_else(|fault| {
            let (value, zh, en) = (&text.value, fault.zh, fault.en);
            let diagnostic = Diagnostic::new(
                &rules::BAD_URL,
                say!("网址 `{value}` 不能用：{zh}", "the address `{value}` cannot be used: {en}"),
            )
            .help(say!(
                "写成 `https://example.org/` 或 `https://example.org/子路径/`",
                "write `https://example.org/` or `https://example.org/path/`"
            ));
            self.reader.report(text.span, diagnostic);
            nowhere()
        })
    }

    fn timezone(&mut self) -> TimeZone {
        let given = self.fields.text("timezone");
        let name = given.as_ref().map_or(TIMEZONE, |text| &text.value);
        TimeZone::get(name).unwrap_or_else(|_| {
            let known: Vec<String> = jiff::tz::db().available().map(|name| name.to_string()).collect();
            let meant = nearest(name, known.iter().map(String::as_str));
            let diagnostic = Diagnostic::new(
                &rules::BAD_TIMEZONE,
                say!("没有时区 `{name}`", "there is no time zone `{name}`"),
            )
            .help(say!(
                "写成 `Asia/Shanghai`、`Asia/Taipei` 这样的名称",
                "write a name such as `Asia/Shanghai` or `Asia/Taipei`"
            ));
            let diagnostic = match meant {
                Some(meant) => diagnostic.replace_with(meant),
                None => diagnostic,
            };
            let span = given.as_ref().map_or(0..0, |text| text.span.clone());
            self.reader.report(span, diagnostic);
            TimeZone::fixed(jiff::tz::offset(8))
        })
    }

    fn labels(&mut self, name: &str) -> IndexMap<String, Localized> {
        let entries = self.fields.map(name).unwrap_or_default();
        let mut labels = IndexMap::with_capacity(entries.len());
        for (id, label) in entries {
            if let Typed::Localized(text) = label {
                labels.insert(id.value, self.resolve(text));
            }
        }
        labels
    }

    fn terms(&mut self, name: &str) -> IndexMap<String, Term> {
        let entries = self.fields.map(name).unwrap_or_default();
        let mut terms = IndexMap::with_capacity(entries.len());
        for (id, term) in entries {
            let term = match term {
                Typed::Localized(text) => {
                    Term { title: self.resolve(text), description: Localized::default() }
                }
                Typed::Object(mut fields) => {
                    let (title, description) = (fields.localized("title"), fields.localized("description"));
                    fields.finish();
                    let mut resolve =
                        |text: Option<LocalizedText>| text.map(|text| self.resolve(text)).unwrap_or_default();
                    Term { title: resolve(title), description: resolve(description) }
                }
                _ => continue,
            };
            terms.insert(id.value, term);
        }
        terms
    }

    fn count(&mut self, name: &str, usual: usize) -> usize {
        self.fields.integer(name).and_then(|number| usize::try_from(number).ok()).unwrap_or(usual)
    }

    fn footer(&mut self) -> Footer {
        let Some(mut fields) = self.fields.object("footer") else { return Footer::default() };
        let mut take = |name| fields.localized(name).map(|text| self.resolve(text));
        let footer = Footer {
            organizer: take("organizer"),
            support: take("support"),
            icp: take("icp"),
            police: take("police"),
            copyright: take("copyright"),
            note: take("note"),
        };
        fields.finish();
        footer
    }

    fn markdown(&mut self) -> MarkdownOptions {
        let Some(mut fields) = self.fields.object("markdown") else { return MarkdownOptions::default() };
        let options = MarkdownOptions { raw_html: fields.bool("raw_html").unwrap_or(false) };
        fields.finish();
        options
    }

    fn images(&mut self) -> ImageOptions {
        let mut options = ImageOptions { widths: vec![480, 960, 1600], formats: vec![ImageFormat::WebP] };
        let Some(mut fields) = self.fields.object("images") else { return options };
        let widths = fields.list("widths").into_iter().filter_map(|width| match width {
            Typed::Integer(width) => u32::try_from(width.value).ok(),
            _ => None,
        });
        let mut widths: Vec<u32> = widths.collect();
        widths.sort_unstable();
        widths.dedup();
        if !widths.is_empty() {
            options.widths = widths;
        }
        if fields.given.contains(&"formats") {
            let named = fields.strings("formats").into_iter();
            options.formats = named
                .map(|name| if name == "avif" { ImageFormat::Avif } else { ImageFormat::WebP })
                .collect();
        }
        fields.finish();
        options
    }

    fn levels(&mut self) -> IndexMap<String, Option<Severity>> {
        let mut levels = IndexMap::new();
        for (name, level) in self.fields.map("check").unwrap_or_default() {
            let Some(level) = level.into_text() else { continue };
            let severity = match &*level.value {
                "off" => None,
                "warn" => Some(Severity::Warning),
                _ => Some(Severity::Error),
            };
            let rule = RULES.iter().find(|rule| rule.name == name.value);
            if rule.is_some_and(|rule| !rule.adjustable && severity != Some(rule.severity)) {
                let name = &name.value;
                let diagnostic = Diagnostic::new(
                    &rules::FIXED_RULE,
                    say!(
                        "规则 `{name}` 不能改：它防止做出错误的页面",
                        "the rule `{name}` cannot be changed: it keeps wrong pages from being made"
                    ),
                )
                .help(say!("删去这一行", "delete this line"));
                self.reader.report(level.span, diagnostic);
                continue;
            }
            levels.insert(name.value, severity);
        }
        levels
    }

    fn localized(&mut self, name: &str) -> Option<Localized> {
        self.fields.localized(name).map(|text| self.resolve(text))
    }

    /// A plain text stands under the default language; other languages must be configured.
    fn resolve(&mut self, text: LocalizedText) -> Localized {
        let default = || self.languages[Languages::DEFAULT].tag.clone();
        let forms = match text {
            LocalizedText::Plain(text) => return Localized { forms: vec![(default(), text)] },
            LocalizedText::ByLanguage(forms) => forms,
        };
        let mut known = Vec::with_capacity(forms.len());
        for (tag, text) in forms {
            if self.languages.find(&tag.value).is_some() {
                known.push((tag.value, text));
            } else {
                self.reader.report(tag.span, unknown_language(&tag.value, &self.languages));
            }
        }
        Localized { forms: known }
    }
}

/// The folders that a site has when it names none.
const DEFAULT_SECTIONS: [(&str, Kind); 3] =
    [("news", Kind::News), ("partners", Kind::Partner), ("signings", Kind::Signing)];

/// What kind a folder of a usual name holds.
fn usual_kind(folder: &str) -> Option<Kind> {
    let usual = DEFAULT_SECTIONS.iter().find(|(name, _)| *name == folder).map(|(_, kind)| *kind);
    usual.or((folder == "notices").then_some(Kind::News))
}

fn kind_named(name: &str) -> Option<Kind> {
    Kind::ALL.into_iter().find(|kind| kind.name() == name)
}

/// A section as it is when site.yaml says nothing more. A folder of pages is named by its own index page.
fn default_section(folder: &str, kind: Kind) -> Section {
    let titles = match (folder, kind) {
        ("notices", Kind::News) => Some(("通知公告", "Notices")),
        (_, Kind::News) => Some(("新闻动态", "News")),
        (_, Kind::Partner) => Some(("成员单位", "Members")),
        (_, Kind::Signing) => Some(("签约项目", "Signings")),
        (_, Kind::Page) => None,
    };
    let forms =
        titles.map(|(zh, en)| vec![(Tag::simplified(), zh.to_owned()), (Tag::english(), en.to_owned())]);
    Section { kind, title: Localized { forms: forms.unwrap_or_default() }, description: Localized::default() }
}

fn unknown_section(folder: &str, sections: &IndexMap<String, Section>) -> Diagnostic {
    let names = sections.keys().map(String::as_str).collect::<Vec<_>>();
    let (zh, en) = (names.join("、"), names.join(", "));
    let diagnostic =
        Diagnostic::new(&rules::UNKNOWN_ID, say!("没有栏目 `{folder}`", "there is no section `{folder}`"))
            .help(say!(
                "已有的栏目：{zh}；单个页面写成 `page: {folder}`",
                "the sections are {en}; write `page: {folder}` for a single page"
            ));
    match nearest(folder, names) {
        Some(meant) => diagnostic.replace_with(meant),
        None => diagnostic,
    }
}

fn unknown_language(tag: &Tag, languages: &Languages) -> Diagnostic {
    let names = languages.iter().map(|(_, language)| language.tag.as_str()).collect::<Vec<_>>();
    let (zh, en) = (names.join("、"), names.join(", "));
    let diagnostic = Diagnostic::new(
        &rules::BAD_LANGUAGE,
        say!("网站没有配置语言 `{tag}`", "the site has no language `{tag}`"),
    )
    .help(say!("已配置的语言：{zh}", "the languages are {en}"));
    match nearest_language(languages, tag) {
        Some(meant) => diagnostic.replace_with(meant),
        None => diagnostic,
    }
}

#[cfg(test)]
mod tests;
