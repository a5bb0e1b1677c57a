//! Shortcodes that ask the site for something: what their arguments mean, and the answer.
//!
//! The built-in ones are described here; any other name is right when a template has it.

use serde::Serialize;

use crate::diagnostic::{Diagnostic, Located, Say, nearest, rules};
use crate::document::body::{Argument, Call};
use crate::document::record::Detail;
use crate::kind::Kind;
use crate::say;

use super::link::{ResolvedImage, Resolver};
use super::{AgreementId, EntryId, PartyRef, Role};

/// What a shortcode's template gets beside its arguments.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub enum CallData {
    /// A template of a theme or site: its arguments are all there is.
    #[default]
    Free,
    /// It cannot be shown, which was reported.
    Broken,
    /// `figure`: one picture.
    Picture(Option<ResolvedImage>),
    /// `gallery`: pictures with their names' order.
    Pictures(Vec<ResolvedImage>),
    /// `video`: addresses of the film and its poster.
    Video { src: Option<String>, poster: Option<ResolvedImage> },
    /// `partner`.
    Partner(Option<EntryId>),
    /// `agreements`.
    Agreements(Vec<AgreementId>),
    /// `count`.
    Count(usize),
}

/// The arguments of the built-in shortcodes; the first is required where the flag says so.
const BUILT_IN: &[(&str, bool, &[&str])] = &[
    ("figure", true, &["src", "alt", "caption", "credit"]),
    ("gallery", false, &["images", "alts", "caption", "credit"]),
    ("video", true, &["src", "poster", "title"]),
    ("partner", true, &["slug"]),
    ("agreements", false, &["signing", "partner", "category", "year"]),
    ("count", true, &["of", "kind", "role", "region", "category", "year"]),
];

/// What `count(of=…)` can count.
const COUNTABLE: &[&str] = &["partners", "agreements", "signings", "news"];

pub(super) fn resolve(resolver: &mut Resolver, call: &Call) -> CallData {
    let before = resolver.diagnostics.len();
    let data = data(resolver, call);
    // What would make a wrong page leaves the template nothing to show.
    match resolver.diagnostics[before..].iter().any(|found| !found.rule.adjustable) {
        true => CallData::Broken,
        false => data,
    }
}

fn data(resolver: &mut Resolver, call: &Call) -> CallData {
    if !resolver.site.shortcodes.contains(&call.name) {
        resolver.diagnostics.push(unknown(resolver, call));
        return CallData::Broken;
    }
    let Some((_, first_required, names)) = BUILT_IN.iter().find(|(name, ..)| *name == call.name) else {
        return CallData::Free;
    };
    check_arguments(resolver, call, *first_required, names);
    match call.name.as_str() {
        "figure" => CallData::Picture(picture(resolver, call, "src")),
        "gallery" => CallData::Pictures(gallery(resolver, call)),
        "video" => CallData::Video {
            src: text(call, "src").map(|src| video_path(resolver, call, src)),
            poster: picture(resolver, call, "poster"),
        },
        "partner" => CallData::Partner(record(resolver, call, "slug", Kind::Partner)),
        "agreements" => CallData::Agreements(agreements(resolver, call)),
        _ => CallData::Count(count(resolver, call)),
    }
}

fn unknown(resolver: &Resolver, call: &Call) -> Diagnostic {
    let name = &call.name;
    let known = &resolver.site.shortcodes;
    let all = known.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" ");
    let found = Diagnostic::new(
        &rules::UNKNOWN_SHORTCODE,
        say!("没有名为 `{name}` 的短代码", "there is no shortcode `{name}`"),
    )
    .at(&resolver.document.file, call.span.clone());
    match nearest(name, known.iter().map(String::as_str)) {
        Some(near) => found.help(Say::did_you_mean(near)),
        None => found.help(say!(
            "可用的有：{all}；新的短代码写在 templates/shortcodes/{name}.html",
            "there are: {all}; a new one is templates/shortcodes/{name}.html"
        )),
    }
}

fn check_arguments(resolver: &mut Resolver, call: &Call, first_required: bool, names: &[&str]) {
    let (file, name) = (&resolver.document.file, &call.name);
    let first = names[0];
    let mut first_misspelt = false;
    for (argument, _) in &call.arguments {
        if names.contains(&argument.as_str()) {
            continue;
        }
        let all = names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" ");
        let found = Diagnostic::new(
            &rules::BAD_SHORTCODE,
            say!(
                "短代码 `{name}` 没有参数 `{argument}`",
                "the shortcode `{name}` has no argument `{argument}`"
            ),
        )
        .at(file, call.span.clone());
        let near = nearest(argument, names.iter().copied());
        first_misspelt |= near == Some(first);
        resolver.diagnostics.push(match near {
            Some(near) => found.help(Say::did_you_mean(near)),
            None => found.help(say!("可用的参数：{all}", "its arguments are: {all}")),
        });
    }
    if first_required && !first_misspelt && value(call, first).is_none() {
        resolver.diagnostics.push(
            Diagnostic::new(
                &rules::BAD_SHORTCODE,
                say!(
                    "短代码 `{name}` 缺少参数 `{first}`",
                    "the shortcode `{name}` needs the argument `{first}`"
                ),
            )
            .at(file, call.span.clone())
            .help(say!("写成 `{name}({first}=\"…\")`", "write `{name}({first}=\"…\")`")),
        );
    }
}

fn value<'a>(call: &'a Call, name: &str) -> Option<&'a Argument> {
    call.arguments.iter().find(|(key, _)| key == name).map(|(_, value)| value)
}

fn text<'a>(call: &'a Call, name: &str) -> Option<&'a str> {
    match value(call, name) {
        Some(Argument::Text(text)) => Some(text),
        _ => None,
    }
}

fn picture(resolver: &mut Resolver, call: &Call, name: &str) -> Option<ResolvedImage> {
    let src = text(call, name)?;
    resolver.picture(&Located { value: src.to_owned(), span: call.span.clone() })
}

/// A film is an address or a file like a picture, but its size is its own.
fn video_path(resolver: &mut Resolver, call: &Call, src: &str) -> String {
    if src.contains("://") {
        return src.to_owned();
    }
    let found = resolver.picture(&Located { value: src.to_owned(), span: call.span.clone() });
    found.map(|file| file.path).unwrap_or_default()
}

/// The pictures named, or all pictures of the bundle's folder.
fn gallery(resolver: &mut Resolver, call: &Call) -> Vec<ResolvedImage> {
    let names: Vec<String> = match value(call, "images") {
        Some(Argument::Text(names)) => names
            .split([',', '，'])
            .map(|name| name.trim().to_owned())
            .filter(|name| !name.is_empty())
            .collect(),
        Some(Argument::List(items)) => items
            .iter()
            .filter_map(|item| match item {
                Argument::Text(name) => Some(name.clone()),
                _ => None,
            })
            .collect(),
        _ => {
            let file = resolver.document.file.strip_prefix("content/").unwrap_or(&resolver.document.file);
            let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
            let pictures = resolver.site.files.pictures_in(folder);
            pictures.iter().map(|path| path[folder.len() + 1..].to_owned()).collect()
        }
    };
    names
        .into_iter()
        .filter_map(|value| resolver.picture(&Located { value, span: call.span.clone() }))
        .collect()
}

fn record(resolver: &mut Resolver, call: &Call, name: &str, kind: Kind) -> Option<EntryId> {
    let value = text(call, name)?.to_owned();
    let reference = Located { value, span: call.span.clone() };
    resolver.site.index.resolve_inside(&resolver.document.file, &reference, Some(kind), resolver.diagnostics)
}

/// Agreements that fit all the conditions, newest signing first.
fn agreements(resolver: &mut Resolver, call: &Call) -> Vec<AgreementId> {
    let signing = text(call, "signing").map(|_| record(resolver, call, "signing", Kind::Signing));
    let partner = text(call, "partner").map(|_| record(resolver, call, "partner", Kind::Partner));
    let category = category(resolver, call);
    let year = year(call);
    let site = resolver.site;
    let relations = site.relations;
    let mut found: Vec<AgreementId> = (0..relations.agreements.len() as u32)
        .map(AgreementId)
        .filter(|id| {
            let agreement = &relations.agreements[id.0 as usize];
            let date = site.entries[agreement.signing.0 as usize].date.as_ref();
            signing.is_none_or(|signing| signing == Some(agreement.signing))
                && partner.is_none_or(|partner| {
                    partner.is_some_and(|partner| agreement.parties.contains(&PartyRef::Partner(partner)))
                })
                && category.is_none_or(|category| category == Some(agreement.category))
                && year.is_none_or(|year| date.is_some_and(|date| i64::from(date.at.year()) == year))
        })
        .collect();
    found.sort_by_key(|id| {
        let signing = relations.agreements[id.0 as usize].signing;
        let date = site.entries[signing.0 as usize].date.as_ref().map(|date| date.at.timestamp());
        (std::cmp::Reverse(date), *id)
    });
    found
}

/// `Some(None)` for a category that does not exist, which is reported.
fn category(resolver: &mut Resolver, call: &Call) -> Option<Option<usize>> {
    let value = text(call, "category")?.to_owned();
    let categories = &resolver.site.config.agreement_categories;
    let id = Located { value, span: call.span.clone() };
    super::relation::check_id(
        &resolver.document.file,
        &id,
        "agreement_categories",
        categories,
        resolver.diagnostics,
    );
    Some(categories.get_index_of(&id.value))
}

fn year(call: &Call) -> Option<i64> {
    match value(call, "year") {
        Some(Argument::Integer(year)) => Some(*year),
        Some(Argument::Text(year)) => year.parse().ok(),
        _ => None,
    }
}

/// How many published records there are; the same in every language of the site.
fn count(resolver: &mut Resolver, call: &Call) -> usize {
    let Some(of) = text(call, "of") else { return 0 };
    if !COUNTABLE.contains(&of) {
        let all = COUNTABLE.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" ");
        resolver.diagnostics.push(
            Diagnostic::new(
                &rules::BAD_SHORTCODE,
                say!("`count` 不能数 `{of}`", "`count` cannot count `{of}`"),
            )
            .at(&resolver.document.file, call.span.clone())
            .help(say!("可以数的有：{all}", "it can count: {all}")),
        );
        return 0;
    }
    if of == "agreements" {
        return agreements(resolver, call).len();
    }
    if let Some(value) = text(call, "kind") {
        let id = Located { value: value.to_owned(), span: call.span.clone() };
        let kinds = &resolver.site.config.partner_kinds;
        super::relation::check_id(&resolver.document.file, &id, "partner_kinds", kinds, resolver.diagnostics);
    }
    let wanted = match of {
        "partners" => Kind::Partner,
        "signings" => Kind::Signing,
        _ => Kind::News,
    };
    let category = category(resolver, call);
    let year = year(call);
    let site = resolver.site;
    let records = site
        .entries
        .iter()
        .filter(|entry| entry.published && entry.kind == wanted && entry.role == Role::Record);
    records
        .filter(|entry| {
            let record = &site.documents[entry.original.0 as usize].record;
            let date = entry.date.as_ref();
            let fits_detail = match &record.detail {
                Detail::Partner(partner) => {
                    text(call, "kind")
                        .is_none_or(|kind| partner.kind.as_ref().is_some_and(|k| k.value == kind))
                        && text(call, "role")
                            .is_none_or(|role| partner.role.is_some_and(|r| r.name() == role))
                        && text(call, "region").is_none_or(|region| partner.region.as_deref() == Some(region))
                }
                Detail::Signing(signing) => category.is_none_or(|category| {
                    let categories = &site.config.agreement_categories;
                    signing
                        .agreements
                        .iter()
                        .any(|agreement| categories.get_index_of(&agreement.category.value) == category)
                }),
                _ => true,
            };
            fits_detail && year.is_none_or(|year| date.is_some_and(|date| i64::from(date.at.year()) == year))
        })
        .count()
}
