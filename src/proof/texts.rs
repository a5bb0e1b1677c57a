//! Everything of a record and of the settings that is converted, and where to look for it in the file.

use std::collections::{BTreeMap, BTreeSet};

use crate::config::{Localized, SiteConfig};
use crate::diagnostic::{Located, Span};
use crate::document::Document;
use crate::document::body::{Argument, Body};
use crate::document::record::{Detail, Party, Picture};
use crate::variant::choices::{self, Manner};

/// A text that is converted as one.
pub(super) struct Text {
    pub text: String,
    pub manner: Manner,
    pub at: At,
}

/// Where a text stands.
pub(super) enum At {
    /// The value of a field.
    Field(Span),
    FrontMatter,
    Body,
}

/// Every text of a document, front matter first.
pub(super) fn of_document(
    document: &Document,
    config: &SiteConfig,
    prose_arguments: &BTreeMap<String, BTreeSet<String>>,
) -> Vec<Text> {
    let record = &document.record;
    let mut all = Collector { texts: Vec::new() };
    match &record.detail {
        Detail::Partner(_) => all.located(Manner::Name, &record.title),
        _ => all.located(Manner::Prose, &record.title),
    }
    all.located(Manner::Prose, &record.summary);
    for tag in record.tags.iter().filter(|tag| !config.tags.contains_key(&tag.value)) {
        all.push(Manner::Prose, &tag.value, At::Field(tag.span.clone()));
    }
    all.picture(record.cover.as_ref());
    all.detail(&record.detail);
    all.body(&document.body, prose_arguments);
    all.texts
}

/// Every text of site.yaml that has a form for each language.
pub(super) fn of_settings(config: &SiteConfig) -> Vec<&Localized> {
    let footer = &config.footer;
    let footer =
        [&footer.organizer, &footer.support, &footer.icp, &footer.police, &footer.copyright, &footer.note];
    let sections = config.sections.values().flat_map(|section| [&section.title, &section.description]);
    let terms = config.tags.values().chain(config.series.values());
    [&config.title, &config.description]
        .into_iter()
        .chain(sections)
        .chain(config.menu.iter().filter_map(|item| item.title.as_ref()))
        .chain(config.agreement_categories.values())
        .chain(config.partner_kinds.values())
        .chain(terms.flat_map(|term| [&term.title, &term.description]))
        .chain(footer.into_iter().flatten())
        .collect()
}

struct Collector {
    texts: Vec<Text>,
}

impl Collector {
    fn push(&mut self, manner: Manner, text: &str, at: At) {
        if !text.is_empty() {
            self.texts.push(Text { text: text.to_owned(), manner, at });
        }
    }

    fn located(&mut self, manner: Manner, field: &Option<Located<String>>) {
        if let Some(field) = field {
            self.push(manner, &field.value, At::Field(field.span.clone()));
        }
    }

    fn prose<'a>(&mut self, texts: impl IntoIterator<Item = &'a String>) {
        for text in texts {
            self.push(Manner::Prose, text, At::FrontMatter);
        }
    }

    fn names<'a>(&mut self, texts: impl IntoIterator<Item = &'a String>) {
        for text in texts {
            self.push(Manner::Name, text, At::FrontMatter);
        }
    }

    fn people<'a>(&mut self, texts: impl IntoIterator<Item = &'a String>) {
        for text in texts {
            self.push(Manner::Person, text, At::FrontMatter);
        }
    }

    fn picture(&mut self, picture: Option<&Picture>) {
        if let Some(picture) = picture {
            self.prose([&picture.alt, &picture.caption].into_iter().flatten());
            self.people(&picture.credit);
        }
    }

    fn detail(&mut self, detail: &Detail) {
        match detail {
            Detail::News(news) => {
                self.prose(&news.subtitle);
                self.people(news.authors.iter().chain(&news.editor).chain(&news.photographers));
                self.names(news.source.iter().map(|source| &source.name));
                self.located(Manner::Name, &news.original_title);
                let review = &news.review;
                self.people([&review.first, &review.second, &review.r#final].into_iter().flatten());
            }
            Detail::Partner(partner) => {
                self.names(partner.short_name.iter().chain(&partner.region));
                self.prose(partner.contact.iter().flat_map(|(label, value)| [label, value]));
                self.picture(partner.logo.as_ref());
            }
            Detail::Signing(signing) => {
                self.names(&signing.venue);
                if let Some(host) = signing.host.as_ref().filter(|host| !host.value.is_ascii()) {
                    self.push(Manner::Name, &host.value, At::Field(host.span.clone()));
                }
                self.prose(&signing.occasion);
                for agreement in &signing.agreements {
                    self.prose(agreement.title.iter().chain(&agreement.term));
                    for party in &agreement.parties {
                        if let Party::Outsider { name, .. } = &party.value {
                            self.push(Manner::Name, name, At::Field(party.span.clone()));
                        }
                    }
                }
                for guest in &signing.guests {
                    self.people([&guest.name]);
                    self.names(&guest.title);
                }
                for photo in &signing.photos {
                    self.picture(Some(photo));
                }
            }
            Detail::Page(page) => self.prose(&page.menu_title),
        }
    }

    fn body(&mut self, body: &Body, prose_arguments: &BTreeMap<String, BTreeSet<String>>) {
        for text in choices::texts(body) {
            self.push(Manner::Prose, &text, At::Body);
        }
        for image in &body.images {
            for text in std::iter::once(&image.alt).chain(&image.title) {
                self.push(Manner::Prose, text, At::Field(image.span.clone()));
            }
        }
        for call in &body.calls {
            let prose = prose_arguments.get(&call.name);
            for (name, argument) in &call.arguments {
                if prose.is_some_and(|names| names.contains(name)) {
                    self.argument(argument, &call.span);
                }
            }
            if let Some(body) = &call.body {
                self.body(body, prose_arguments);
            }
        }
    }

    fn argument(&mut self, argument: &Argument, call: &Span) {
        match argument {
            Argument::Text(text) => self.push(Manner::Prose, text, At::Field(call.clone())),
            Argument::List(items) => items.iter().for_each(|item| self.argument(item, call)),
            Argument::Integer(_) | Argument::Float(_) | Argument::Boolean(_) => {}
        }
    }
}
