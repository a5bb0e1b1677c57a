//! Bodies with their holes filled: links, pictures and shortcodes in the page's language.

use serde::Serialize;
use tera::Value;

use crate::diagnostic::Diagnostic;
use crate::digest::Digest;
use crate::document::Document;
use crate::document::body::{Argument, Body, Call, Label, Target};
use crate::document::html::{push_attribute, push_text};
use crate::language::LangId;
use crate::site::{BodyLinks, CallData, EntryId, Resolved, ResolvedCall, ResolvedImage};
use crate::variant::body::{Holes, write};
use crate::variant::words::Words;
use crate::view::agreement;
use crate::view::card::ImageView;
use crate::view::context::{Context, Reading};

/// The shared values that every template sees.
#[derive(Debug)]
pub struct Shared {
    pub site: Value,
    pub lang: Value,
    /// Stands for both, and for all that templates take from the theme.
    pub digest: Option<Digest>,
}

/// The body of a record in a language with all that goes into its holes.
pub struct Filled<'a> {
    context: &'a Context<'a>,
    reading: Reading<'a>,
    holes: Contents,
    /// What went wrong in shortcodes' templates.
    pub diagnostics: Vec<Diagnostic>,
}

/// HTML for holes, by the positions of what they show in the lists of the body.
#[derive(Debug, Default, Serialize)]
struct Contents {
    hrefs: Vec<String>,
    /// Empty for links that have a text of their own.
    names: Vec<String>,
    images: Vec<String>,
    calls: Vec<String>,
}

/// Fills the holes of a record's body in a language.
pub fn fill<'a>(context: &'a Context<'a>, shared: &Shared, reading: Reading<'a>) -> Filled<'a> {
    let document = context.document(reading.version.document);
    let mut filler = Filler {
        context,
        shared,
        lang: reading.lang,
        document,
        words: reading.words,
        body: &document.body,
        links: context.links(reading.version.document),
        diagnostics: Vec::new(),
    };
    let holes = filler.contents();
    Filled { context, reading, holes, diagnostics: filler.diagnostics }
}

impl Filled<'_> {
    /// Stands for all that the HTML is made from: the document, the words that convert it, and what is in the
    /// holes. The texts of the interface are the theme's.
    pub fn digest(&self, shared: &Shared) -> Option<Digest> {
        let document = self.context.document(self.reading.version.document);
        let words = self.reading.words.digest(&document.tag);
        Digest::of_values(&(document.digest, words, shared.digest?, &self.holes))
    }

    /// The body as HTML.
    pub fn html(&self) -> String {
        let Reading { version, words, lang, .. } = self.reading;
        let document = self.context.document(version.document);
        let mut out = String::with_capacity(document.body.flow().text.len() * 3 / 2);
        let mut holes = Poured { context: self.context, lang, contents: &self.holes };
        write(&document.body, &document.tag, words, &mut holes, &mut out);
        out
    }
}

/// Copies what is in the holes.
struct Poured<'a> {
    context: &'a Context<'a>,
    lang: LangId,
    contents: &'a Contents,
}

impl Holes for Poured<'_> {
    fn label(&mut self, label: Label, out: &mut String) {
        out.push_str(self.context.common(self.lang).label(label));
    }

    fn href(&mut self, link: u32, out: &mut String) {
        out.push_str(&self.contents.hrefs[link as usize]);
    }

    fn name(&mut self, link: u32, out: &mut String) {
        out.push_str(&self.contents.names[link as usize]);
    }

    fn image(&mut self, image: u32, out: &mut String) {
        out.push_str(&self.contents.images[image as usize]);
    }

    fn call(&mut self, call: u32, out: &mut String) {
        out.push_str(&self.contents.calls[call as usize]);
    }
}

struct Filler<'a> {
    context: &'a Context<'a>,
    shared: &'a Shared,
    lang: LangId,
    document: &'a Document,
    words: &'a Words,
    body: &'a Body,
    links: &'a BodyLinks,
    diagnostics: Vec<Diagnostic>,
}

impl Filler<'_> {
    fn contents(&mut self) -> Contents {
        let Body { links, images, calls, .. } = self.body;
        let mut contents = Contents::default();
        for (number, link) in (0..).zip(links) {
            contents.hrefs.push(filled(|out| self.href(number, out)));
            contents.names.push(match link.target {
                Target::Record { .. } => filled(|out| self.name(number, out)),
                _ => String::new(),
            });
        }
        contents.images =
            (0..images.len() as u32).map(|image| filled(|out| self.image(image, out))).collect();
        for call in 0..calls.len() as u32 {
            contents.calls.push(filled(|out| self.call(call, out)));
        }
        contents
    }

    fn href(&self, link: u32, out: &mut String) {
        let fragment = self.body.links[link as usize].fragment.as_deref();
        let (url, attributes) = match &self.links.links[link as usize] {
            Resolved::External(url) => {
                let leaves = url.starts_with("http") || url.starts_with("//");
                (url.clone(), if leaves { r#" rel="external""#.to_owned() } else { String::new() })
            }
            Resolved::Entry(id) => self.entry(*id),
            Resolved::Path(path) => (self.context.picture_url(path), String::new()),
            Resolved::Here => (String::new(), String::new()),
            // A link without `href` is a text, and is read as one.
            Resolved::Broken => return,
        };
        out.push_str(" href=\"");
        push_attribute(out, &url);
        if let Some(fragment) = fragment {
            out.push('#');
            push_attribute(out, &crate::site::encode_path(fragment));
        }
        out.push('"');
        out.push_str(&attributes);
    }

    fn name(&self, link: u32, out: &mut String) {
        match &self.links.links[link as usize] {
            Resolved::Entry(id) => {
                let (name, foreign) = agreement::name_of(self.context, *id, self.lang);
                if let Some(tag) = &foreign {
                    out.push_str(&format!(r#"<span lang="{tag}">"#));
                }
                push_text(out, &name);
                if foreign.is_some() {
                    out.push_str("</span>");
                }
            }
            _ => {
                if let Target::Record { slug, .. } = &self.body.links[link as usize].target {
                    push_text(out, slug);
                }
            }
        }
    }

    fn image(&self, image: u32, out: &mut String) {
        let Some(found) = &self.links.images[image as usize] else { return };
        let alt = self.words.prose(&self.document.tag, &self.body.images[image as usize].alt);
        out.push_str("<img src=\"");
        push_attribute(out, &self.context.picture_url(&found.path));
        out.push_str("\" alt=\"");
        push_attribute(out, &alt);
        out.push('"');
        if let Some((width, height)) = found.dimensions {
            out.push_str(&format!(r#" width="{width}" height="{height}""#));
        }
        out.push_str(r#" loading="lazy" decoding="async">"#);
    }

    fn call(&mut self, call: u32, out: &mut String) {
        let (call, resolved) = (&self.body.calls[call as usize], &self.links.calls[call as usize]);
        // Of a record that is missing, which was reported, there is nothing to show.
        if matches!(resolved.data, CallData::Partner(None) | CallData::Broken) {
            return;
        }
        match self.shortcode(call, resolved) {
            Ok(html) => out.push_str(html.trim_end()),
            Err(found) => self.diagnostics.push(found.related(
                &self.document.file,
                Some(call.span.clone()),
                crate::say!("这个短代码用到它", "used by this shortcode"),
            )),
        }
    }
}

impl Filler<'_> {
    /// The record's page in this language; where it has none, that of its original, marked as such.
    fn entry(&self, id: EntryId) -> (String, String) {
        let context = self.context;
        let key = context.key_of(id);
        if let Some(url) = context.url_of(key, self.lang) {
            return (url, String::new());
        }
        let other = context.languages_of(key).next();
        match other {
            Some((lang, route)) => {
                let tag = &context.config.languages[lang].tag;
                (context.url(&route.path), format!(r#" hreflang="{tag}""#))
            }
            None => (context.url(""), String::new()),
        }
    }

    fn shortcode(&mut self, call: &Call, resolved: &ResolvedCall) -> Result<String, Box<Diagnostic>> {
        let mut values = tera::Context::new();
        values.insert_value("site", self.shared.site.clone());
        values.insert_value("lang", self.shared.lang.clone());
        values.insert_value("args", self.arguments(call));
        if let (Some(body), Some(links)) = (&call.body, &resolved.body) {
            let mut filler = Filler {
                context: self.context,
                shared: self.shared,
                lang: self.lang,
                document: self.document,
                words: self.words,
                body,
                links,
                diagnostics: Vec::new(),
            };
            let contents = filler.contents();
            self.diagnostics.append(&mut filler.diagnostics);
            let mut holes = Poured { context: self.context, lang: self.lang, contents: &contents };
            let mut inner = String::new();
            write(body, &self.document.tag, self.words, &mut holes, &mut inner);
            values.insert_value("body", Value::safe_string(&inner));
        }
        self.add_data(call, &resolved.data, &mut values);
        let template = format!("shortcodes/{}.html", call.name);
        self.context.theme.render(self.lang, &template, &values)
    }

    /// The arguments by name; those that the theme declares as prose are converted.
    fn arguments(&self, call: &Call) -> Value {
        let prose = self.context.theme.prose_arguments.get(&call.name);
        let arguments = call.arguments.iter().map(|(name, argument)| {
            let is_prose = prose.is_some_and(|names| names.contains(name));
            (name.clone(), self.argument(argument, is_prose))
        });
        let map: serde_json::Map<String, serde_json::Value> = arguments.collect();
        Value::from_serializable(&map)
    }

    fn argument(&self, argument: &Argument, is_prose: bool) -> serde_json::Value {
        match argument {
            Argument::Text(text) if is_prose => self.words.prose(&self.document.tag, text).into(),
            Argument::Text(text) => text.as_str().into(),
            Argument::Integer(number) => (*number).into(),
            Argument::Float(number) => (*number).into(),
            Argument::Boolean(flag) => (*flag).into(),
            Argument::List(items) => items.iter().map(|item| self.argument(item, is_prose)).collect(),
        }
    }

    fn add_data(&self, call: &Call, data: &CallData, values: &mut tera::Context) {
        let (context, lang) = (self.context, self.lang);
        match data {
            CallData::Free | CallData::Broken | CallData::Partner(None) => {}
            CallData::Picture(image) => {
                insert(values, "image", &image.as_ref().map(|image| self.picture(image, call)))
            }
            CallData::Pictures(images) => {
                let alts = match argument(call, "alts") {
                    Some(Argument::List(alts)) => alts.as_slice(),
                    _ => &[],
                };
                let views = images.iter().enumerate().map(|(index, image)| {
                    let view = self.picture(image, call);
                    match alts.get(index) {
                        Some(Argument::Text(alt)) => ImageView { alt: self.prose(alt), ..view },
                        _ => view,
                    }
                });
                let views: Vec<ImageView> = views.collect();
                insert(values, "images", &views);
            }
            CallData::Video { src, poster } => {
                let url = src.as_deref().map(|src| context.picture_url(src));
                insert(values, "src", &url);
                insert(values, "poster", &poster.as_ref().map(|image| self.picture(image, call)));
            }
            CallData::Partner(Some(id)) => {
                insert(values, "partner", &context.card(*id, lang));
                insert(values, "party", &agreement::partner(context, *id, lang, false));
            }
            CallData::Agreements(ids) => {
                insert(values, "agreements", &agreement::views(context, ids, lang, None));
                insert(values, "categories", &agreement::by_category(context, ids, lang));
            }
            CallData::Count(number) => insert(values, "value", number),
        }
    }

    /// A picture of a shortcode takes its texts from the call's arguments.
    fn picture(&self, image: &ResolvedImage, call: &Call) -> ImageView {
        let text = |name: &str| match argument(call, name) {
            Some(Argument::Text(text)) => Some(self.prose(text)),
            _ => None,
        };
        let caption = text("caption");
        ImageView {
            url: self.context.picture_url(&image.path),
            alt: text("alt").or_else(|| caption.clone()).unwrap_or_default(),
            width: image.dimensions.map(|(width, _)| width),
            height: image.dimensions.map(|(_, height)| height),
            caption,
            credit: text("credit"),
        }
    }

    fn prose(&self, text: &str) -> String {
        self.words.prose(&self.document.tag, text).into_owned()
    }
}

fn filled(fill: impl FnOnce(&mut String)) -> String {
    let mut out = String::new();
    fill(&mut out);
    out
}

fn argument<'a>(call: &'a Call, name: &str) -> Option<&'a Argument> {
    call.arguments.iter().find(|(key, _)| key == name).map(|(_, value)| value)
}

fn insert(values: &mut tera::Context, name: &'static str, value: &impl Serialize) {
    values.insert_value(name, Value::from_serializable(value));
}
