//! One page: its view, its template, its bytes.

use std::time::{Duration, Instant};

use serde::Serialize;
use tera::Value;

use crate::diagnostic::{Diagnostic, Say, nearest, rules};
use crate::digest::Digest;
use crate::kind::Kind;
use crate::language::LangId;
use crate::route::{PageKey, Route};
use crate::say;
use crate::site::EntryId;
use crate::theme::{Fields, Named};
use crate::view::context::Context;
use crate::view::list::{HomeView, ListView};
use crate::view::page::PageView;
use crate::view::shown::Shown;
use crate::view::site::{AlternateView, HeadView, MenuView, Trail};
use crate::view::{entry, head, home, listing, shell};

use super::body::{self, Shared};

/// Somebody who may have pages and bodies already.
pub trait Known {
    /// The digest of the HTML of a body that was made from this.
    fn body(&self, made_from: &Digest) -> Option<Digest>;
    /// A body's HTML was made, without findings.
    fn learn_body(&self, made_from: Digest, html: Digest);
    /// Is there a page that was made from this?
    fn page(&self, made_from: &Digest) -> bool;
    /// A template made a page of its values, in so much time.
    fn rendered(&self, template: &str, time: Duration);
}

/// What became of a page.
pub enum Made {
    /// It was known.
    Known,
    Html {
        html: Vec<u8>,
        made_from: Option<Digest>,
    },
    /// Made with findings: the text may be missing or incomplete.
    Faulty {
        html: Vec<u8>,
        diagnostics: Vec<Diagnostic>,
    },
}

/// The values that all pages of a language share, serialised once.
pub fn shared(context: &Context, lang: LangId) -> Shared {
    let common = context.common(lang);
    Shared {
        site: Value::from_serializable(&common.site),
        lang: Value::from_serializable(&common.lang),
        digest: Digest::of_values(&(&common.site, &common.lang, context.theme.digest(lang))),
    }
}

/// Renders the page of a route, unless it is known.
pub fn make(context: &Context, shared: &Shared, route: &Route, known: &impl Known) -> Made {
    let page = |everything| Page { context, shared, route, everything, diagnostics: Vec::new() };
    match page(None).make(known) {
        // Its template failed. The finding lists what there is, and that is more than the template names.
        Made::Faulty { html, .. } if html.is_empty() => page(Some(&Fields::all())).make(known),
        made => made,
    }
}

/// A page that sends its reader on to the page of a route.
pub fn redirect(context: &Context, route: &Route) -> Result<String, Box<Diagnostic>> {
    let target = context.permalink(&route.path);
    let fields = context.theme.fields("redirect.html");
    let mut values = tera::Context::new();
    values.insert_value("target", Value::normal_string(&target));
    values.insert_value("lang", Value::from_serializable(&context.common(route.lang).lang));
    values.insert_value("head", Value::from_serializable(&head::redirect(context, route, &target, fields)));
    context.theme.render(route.lang, "redirect.html", &values)
}

/// Bytes that most pages have beside their body.
const AROUND_BODY: usize = 6 << 10;

struct Page<'a> {
    context: &'a Context<'a>,
    shared: &'a Shared,
    route: &'a Route,
    /// Every field, where a template is to see more than it names.
    everything: Option<&'a Fields>,
    diagnostics: Vec<Diagnostic>,
}

/// All that the template of a page sees, beside what pages of its language share.
#[derive(Serialize)]
struct Values<'a> {
    home: Option<HomeView<'a>>,
    page: Option<PageView<'a>>,
    list: Option<ListView<'a>>,
    head: HeadView,
    menu: Vec<&'a Shown<MenuView>>,
    alternates: Vec<AlternateView<'a>>,
    trail: Trail,
}

impl<'a> Page<'a> {
    fn make(self, known: &impl Known) -> Made {
        match self.route.key {
            PageKey::Home => self.home(known),
            PageKey::Entry(id) => self.entry(id, known),
            PageKey::NotFound => self.not_found(known),
            _ => self.list(known),
        }
    }

    fn fields(&self, template: &str) -> &'a Fields {
        self.everything.unwrap_or_else(|| self.context.theme.fields(template))
    }

    fn home(mut self, known: &impl Known) -> Made {
        let (context, lang) = (self.context, self.route.lang);
        let text = context.site.home.filter(|id| context.read(*id, lang).is_some());
        let material = text.and_then(|id| entry::material(context, id, lang));
        let bare = entry::BareHome::new(context, self.route);
        let template = "home.html";
        let fields = self.fields(template);
        let view = match &material {
            Some(material) => entry::page(context, material, fields),
            None => bare.view(),
        };
        let head = head::home(context, self.route, &view, fields);
        let home = home::view(context, lang);
        let values = Values { home: Some(home), ..self.values(view.title, head) };
        self.finish(template, Values { page: Some(view), ..values }, text, known)
    }

    fn entry(mut self, id: EntryId, known: &impl Known) -> Made {
        let (context, lang) = (self.context, self.route.lang);
        let Some(material) = entry::material(context, id, lang) else { return self.nothing() };
        let template = self.template_of(id);
        let fields = self.fields(&template);
        let view = entry::page(context, &material, fields);
        let head = head::entry(context, self.route, &view, fields);
        let values = self.values(view.title, head);
        self.finish(&template, Values { page: Some(view), ..values }, Some(id), known)
    }

    fn list(mut self, known: &impl Known) -> Made {
        let context = self.context;
        let text = match self.route.key {
            PageKey::Section { section, number: 1 } => context.site.section_texts[section],
            _ => None,
        };
        let Some(texts) = listing::texts(context, self.route) else { return self.nothing() };
        let template = format!("{}.html", texts.kind);
        let fields = self.fields(&template);
        let view = listing::list(context, self.route, &texts, fields);
        let head = head::list(context, self.route, &view, fields);
        let values = self.values(view.title, head);
        self.finish(&template, Values { list: Some(view), ..values }, text, known)
    }

    fn not_found(mut self, known: &impl Known) -> Made {
        let title = self.context.theme.label(self.route.lang, "not_found.title");
        let template = "404.html";
        let head = head::not_found(self.context, self.route, &title, self.fields(template));
        let values = self.values(&title, head);
        self.finish(template, values, None, known)
    }

    /// A route that leads to no page: nothing of the kind is planned.
    fn nothing(self) -> Made {
        Made::Faulty { html: Vec::new(), diagnostics: self.diagnostics }
    }

    fn values(&self, title: &str, head: HeadView) -> Values<'a> {
        let (context, route) = (self.context, self.route);
        Values {
            home: None,
            page: None,
            list: None,
            head,
            menu: shell::menu(context, route),
            alternates: shell::alternates(context, route),
            trail: shell::trail(context, route, title),
        }
    }

    /// Fills the body of the entry `text` into the view and renders, unless there is a page made from the same.
    fn finish(&mut self, template: &str, values: Values, text: Option<EntryId>, known: &impl Known) -> Made {
        let (context, route) = (self.context, self.route);
        let reading = text.and_then(|id| context.read(id, route.lang));
        let mut filled = reading.map(|reading| body::fill(context, self.shared, reading));
        if let Some(filled) = &mut filled {
            self.diagnostics.append(&mut filled.diagnostics);
        }
        let is_clean = self.diagnostics.is_empty();
        let mut html = None;
        let body = filled.as_ref().map(|filled| {
            let made_from = filled.digest(self.shared).filter(|_| is_clean);
            made_from.and_then(|made_from| known.body(&made_from)).unwrap_or_else(|| {
                let made = html.insert(filled.html());
                let digest = Digest::of(made.as_bytes());
                if let Some(made_from) = made_from {
                    known.learn_body(made_from, digest);
                }
                digest
            })
        });
        let fields = self.fields(template);
        let inputs = self.shared.digest.map(|shared| (template, shared, body, Named::new(&values, fields)));
        let made_from = inputs.and_then(|inputs| Digest::of_values(&inputs)).filter(|_| is_clean);
        if made_from.is_some_and(|made_from| known.page(&made_from)) {
            return Made::Known;
        }
        let body = html.or_else(|| filled.map(|filled| filled.html())).unwrap_or_default();
        let values = values.with_body(&body).into_context(self.shared, fields);
        let length = body.len() + AROUND_BODY;
        let begun = Instant::now();
        let rendered = context.theme.render_page(route.lang, template, &values, length);
        known.rendered(template, begun.elapsed());
        let html = match rendered {
            Ok(html) if is_clean => return Made::Html { html, made_from },
            Ok(html) => html,
            Err(found) => {
                self.diagnostics.push(self.while_rendering(*found));
                Vec::new()
            }
        };
        Made::Faulty { html, diagnostics: std::mem::take(&mut self.diagnostics) }
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
        let file = &context.document(context.site[id].original).file;
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

    /// Adds the page that was being rendered.
    fn while_rendering(&self, found: Diagnostic) -> Diagnostic {
        let path = format!("/{}", self.route.path);
        let message = say!("渲染这一页时出错：{path}", "while rendering {path}");
        let file = match self.route.key {
            PageKey::Entry(id) => self.context.document(self.context.site[id].original).file.clone(),
            _ => "site.yaml".into(),
        };
        found.related(&file, None, message)
    }
}

impl<'a> Values<'a> {
    fn with_body(mut self, body: &'a str) -> Values<'a> {
        if let Some(page) = &mut self.page {
            page.body = body;
        }
        if let Some(list) = &mut self.list {
            list.body = body;
        }
        self
    }

    fn into_context(self, shared: &Shared, fields: &Fields) -> tera::Context {
        let Values { home, page, list, head, menu, alternates, trail } = self;
        let mut context = tera::Context::new();
        context.insert_value("site", shared.site.clone());
        context.insert_value("lang", shared.lang.clone());
        let mut insert = Insert { context: &mut context, fields };
        if let Some(home) = home {
            insert.value("home", &home);
        }
        if let Some(page) = page {
            insert.value("page", &page);
        }
        if let Some(list) = list {
            insert.value("list", &list);
        }
        insert.value("head", &head);
        insert.value("menu", &menu);
        insert.value("alternates", &alternates);
        insert.value("trail", &trail);
        context
    }
}

/// Hands values to a template, as far as it can read them.
struct Insert<'a> {
    context: &'a mut tera::Context,
    fields: &'a Fields,
}

impl Insert<'_> {
    fn value(&mut self, name: &'static str, value: &impl Serialize) {
        if self.fields.has(name) {
            self.context.insert_value(name, Value::from_serializable(&Named::new(value, self.fields)));
        }
    }
}
