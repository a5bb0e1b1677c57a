//! Reads site.yaml: defaults, and what the description of the fields alone cannot tell.

use indexmap::IndexMap;
use jiff::tz::TimeZone;

use super::*;
use crate::diagnostic::{Checked, Diagnostic, RULES, SitePath, Span, nearest, rules};
use crate::say;
use crate::schema::site::FIELDS;
use crate::schema::{Fields, LocalizedText, Reader, Typed};
use crate::yaml::{self, Value};

const PAGINATE: usize = 20;
const SUMMARY_LENGTH: usize = 120;
const TIMEZONE: &str = "Asia/Shanghai";
/// Cities whose names people expect to be zones: all of them keep the time of Shanghai.
const CHINESE_CITIES: &[&str] =
    &["Asia/Beijing", "Asia/Peking", "Asia/Guangzhou", "Asia/Shenzhen", "Beijing", "China"];

/// Reads site.yaml. With errors the configuration is usable as far as it goes, so that the content can be
/// checked in the same run; `None` when the file cannot be read as fields at all.
pub fn read(file: &SitePath, text: &str) -> Checked<Option<SiteConfig>> {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let tree = yaml::read(file, text, start..text.len());
    let mut reader = Reader::new(file);
    let node = tree.value.filter(|node| {
        // All that is missing from an empty file would be said of the content too.
        let is_empty = node.value == Value::Null;
        if is_empty {
            reader.report(start..start, empty());
        }
        !is_empty
    });
    let value = node
        .and_then(|node| reader.read_map(&node, FIELDS))
        .map(|fields| Extract::new(&mut reader, fields).config());
    let mut diagnostics = tree.diagnostics;
    diagnostics.extend(reader.diagnostics);
    Checked { value, diagnostics }
}

fn empty() -> Diagnostic {
    Diagnostic::new(&rules::CONFIG_MISSING, say!("site.yaml 是空的", "site.yaml is empty")).help(say!(
        "至少写上 `title: 站名` 和 `base_url: https://example.org/`",
        "write at least `title: …` and `base_url: https://example.org/`"
    ))
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
        let (reader, languages) = (&mut *self.reader, &self.languages);
        let sections = sections::read(reader, languages, self.fields.map("sections"));
        sections::path_clashes(reader, languages, &self.places, &sections);
        let items = self.fields.objects("menu").into_iter();
        let menu = items.filter_map(|fields| menu::item(reader, languages, &sections, fields)).collect();
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
            conversion_note: self.fields.bool("conversion_note").unwrap_or(true),
            check: self.levels(),
            hosting: self.hosting(),
            deploy: deploy::read(self.reader, self.fields.map("deploy").unwrap_or_default()),
            languages: self.languages,
        };
        self.fields.finish();
        config
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
            let meant = match CHINESE_CITIES.contains(&name) {
                true => Some(TIMEZONE),
                false => nearest(name, known.iter().map(String::as_str)),
            };
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

    fn hosting(&mut self) -> HostingFiles {
        let named = self.fields.strings("hosting");
        let wanted = |name: &str| named.iter().any(|named| named == name);
        HostingFiles { headers: wanted("headers"), redirects: wanted("redirects") }
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

    fn resolve(&mut self, text: LocalizedText) -> Localized {
        languages::resolve(self.reader, &self.languages, text)
    }
}

#[cfg(test)]
mod tests;
