//! One page: its view, its template, its bytes.

use serde::Serialize;
use tera::Value;

use crate::diagnostic::{Diagnostic, Say, nearest, rules};
use crate::kind::Kind;
use crate::language::LangId;
use crate::route::{PageKey, Route};
use crate::say;
use crate::site::EntryId;
use crate::view::context::Context;
use crate::view::{entry, head, listing, shell};

use super::body::{self, Shared};

/// The values that all pages of a language share, serialised once.
pub fn shared(context: &Context, lang: LangId) -> Shared {
    Shared {
        site: Value::from_serializable(&context.common(lang).site),
        lang: Value::from_serializable(&context.common(lang).lang),
    }
}

/// Renders the page of a route. With findings the text may be missing or incomplete.
pub fn html(context: &Context, shared: &Shared, route: &Route) -> (String, Vec<Diagnostic>) {
    let mut page = Page { context, shared, route, values: tera::Context::new(), diagnostics: Vec::new() };
    page.values.insert_value("site", shared.site.clone());
    page.values.insert_value("lang", shared.lang.clone());
    let html = match route.key {
        PageKey::Home => page.home(),
        PageKey::Entry(id) => page.entry(id),
        PageKey::NotFound => page.not_found(),
        _ => page.list(),
    };
    (html, page.diagnostics)
}

/// A page that sends its reader on to the page of a route.
pub fn redirect(context: &Context, route: &Route) -> Result<String, Box<Diagnostic>> {
    let target = context.permalink(&route.path);
    let mut values = tera::Context::new();
    values.insert_value("target", Value::normal_string(&target));
    values.insert_value("lang", Value::from_serializable(&context.common(route.lang).lang));
    values.insert_value("head", Value::from_serializable(&head::redirect(context, route, &target)));
    context.theme.render(route.lang, "redirect.html", &values)
}

struct Page<'a> {
    context: &'a Context<'a>,
    shared: &'a Shared,
    route: &'a Route,
    values: tera::Context,
    diagnostics: Vec<Diagnostic>,
}

impl Page<'_> {
    fn home(&mut self) -> String {
        let (context, lang) = (self.context, self.route.lang);
        let home = listing::home(context, lang);
        self.insert("home", &home);
        let text = context.site.home.and_then(|id| {
            context.read(id, lang)?;
            let body = self.body(id);
            entry::material(context, id, lang, body)
        });
        let bare = entry::BareHome::new(context, self.route);
        let view = match &text {
            Some(material) => entry::page(context, material),
            None => bare.view(),
        };
        let head = head::home(context, self.route, &view);
        self.insert("page", &view);
        self.finish("home.html", view.title, &head)
    }

    fn entry(&mut self, id: EntryId) -> String {
        let (context, lang) = (self.context, self.route.lang);
        let body = self.body(id);
        let Some(material) = entry::material(context, id, lang, body) else { return String::new() };
        let view = entry::page(context, &material);
        let head = head::entry(context, self.route, &view);
        let template = self.template_of(id);
        self.insert("page", &view);
        self.finish(&template, view.title, &head)
    }

    fn list(&mut self) -> String {
        let context = self.context;
        let body = match self.route.key {
            PageKey::Section { section, number: 1 } => {
                context.site.section_texts[section].map(|id| self.body(id)).unwrap_or_default()
            }
            _ => String::new(),
        };
        let Some(texts) = listing::texts(context, self.route, body) else { return String::new() };
        let view = listing::list(context, self.route, &texts);
        let head = head::list(context, self.route, &view);
        self.insert("list", &view);
        // A list's kind is its template's name.
        self.finish(&format!("{}.html", view.kind), view.title, &head)
    }

    fn not_found(&mut self) -> String {
        let title = self.context.theme.label(self.route.lang, "not_found.title");
        let head = head::not_found(self.context, self.route, &title);
        self.finish("404.html", &title, &head)
    }

    fn body(&mut self, id: EntryId) -> String {
        let Some(reading) = self.context.read(id, self.route.lang) else { return String::new() };
        let (html, found) = body::html(self.context, self.shared, &reading);
        self.diagnostics.extend(found);
        html
    }

    /// The record's own template, if it names one, else that of its kind.
    fn template_of(&mut self, id: EntryId) -> String {
        let (context, lang) = (self.context, self.route.lang);
        let kind = match context.site[id].kind {
            Kind::News => "news.html",
            Kind::Partner => "partner.html",
            Kind::Signing => "signing.html",
            Kind::Page => "page.html",
        };
        let Some(reading) = context.read(id, lang) else { return kind.to_owned() };
        let Some(named) = reading.record.template.as_ref().or(reading.original.template.as_ref()) else {
            return kind.to_owned();
        };
        let name = match named.value.ends_with(".html") {
            true => named.value.clone(),
            false => format!("{}.html", named.value),
        };
        if context.theme.has_template(&name) {
            return name;
        }
        let file = &context.site.document(context.site[id].original).file;
        let found = Diagnostic::new(
            &rules::MISSING_TEMPLATE,
            say!("没有模板 `{name}`", "there is no template `{name}`"),
        )
        .at(file, named.span.clone());
        self.diagnostics.push(match nearest(&name, context.theme.template_names()) {
            Some(near) => found.help(Say::did_you_mean(near)),
            None => {
                found.help(say!("模板放在 templates/{name}", "templates are looked for as templates/{name}"))
            }
        });
        kind.to_owned()
    }

    fn insert(&mut self, name: &'static str, value: &impl Serialize) {
        self.values.insert_value(name, Value::from_serializable(value));
    }

    fn finish(&mut self, template: &str, title: &str, head: &crate::view::site::HeadView) -> String {
        let (context, route) = (self.context, self.route);
        self.insert("head", head);
        self.insert("menu", &shell::menu(context, route));
        self.insert("alternates", &shell::alternates(context, route));
        self.insert("trail", &shell::trail(context, route, title));
        match context.theme.render(route.lang, template, &self.values) {
            Ok(html) => html,
            Err(found) => {
                self.diagnostics.push(self.while_rendering(*found));
                String::new()
            }
        }
    }

    /// Adds the page that was being rendered.
    fn while_rendering(&self, found: Diagnostic) -> Diagnostic {
        let path = format!("/{}", self.route.path);
        let message = say!("渲染这一页时出错：{path}", "while rendering {path}");
        let file = match self.route.key {
            PageKey::Entry(id) => self.context.site.document(self.context.site[id].original).file.clone(),
            _ => "site.yaml".into(),
        };
        found.related(&file, None, message)
    }
}
