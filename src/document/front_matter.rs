//! The front matter of one file as a typed record. References and ids are not resolved here: that needs
//! the whole site.

use std::borrow::Cow;

use jiff::tz::TimeZone;

use super::comment;
use super::glossary;
use super::record::*;
use crate::date::Written;
use crate::diagnostic::{Checked, Diagnostic, Located, Say, SitePath, Span};
use crate::kind::Kind;
use crate::say;
use crate::schema::{self, Fields, Reader, Required, Typed};
use crate::yaml;

/// Reads the front matter of a source of a kind, and tells where its text begins.
///
/// Dates without an offset are in `timezone`. `None` when there is no front matter to speak of; everything
/// that is wrong with it is found in one go.
pub fn read(
    file: &SitePath,
    text: &str,
    kind: Kind,
    timezone: &TimeZone,
) -> Checked<Option<(Record, usize)>> {
    let split = yaml::split(file, text);
    let Some(parts) = split.value else {
        return Checked { value: None, diagnostics: split.diagnostics };
    };
    let tree = yaml::read(file, text, parts.yaml.clone());
    let mut diagnostics = tree.diagnostics;
    let mut reader = Reader::new(file);
    if let Some(node) = tree.value.as_ref().filter(|_| text[parts.yaml.clone()].contains(" #")) {
        diagnostics.extend(comment::in_texts(file, text, node, schema::record::fields(kind)));
    }
    let fields = tree.value.and_then(|node| reader.read_map(&node, schema::record::fields(kind)));
    let record = fields.map(|fields| {
        let mut extract = Extract { reader: &mut reader, timezone };
        (extract.record(fields, kind, parts.yaml), parts.body_start)
    });
    diagnostics.extend(reader.diagnostics);
    Checked { value: record, diagnostics }
}

/// What an original lacks, although a translation of it may leave it out. `dated_by_name` tells that the
/// file name begins with a date.
pub fn missing_in_original(
    file: &SitePath,
    kind: Kind,
    record: &Record,
    dated_by_name: bool,
) -> Vec<Diagnostic> {
    schema::record::fields(kind)
        .iter()
        .filter(|field| {
            field.required == Required::InOriginal && !record.given.iter().any(|given| given == field.name)
        })
        .filter(|field| !(dated_by_name && field.name == "date"))
        .map(|field| {
            let found = schema::missing_field(field).at(file, record.span.start..record.span.start);
            if field.name == "date" { found.help(undated(file)) } else { found }
        })
        .collect()
}

/// An example of a date would be published as it is: only its form is told.
fn undated(file: &SitePath) -> Say {
    let mut folders = file.rsplit('/');
    let name = match folders.next() {
        Some("index.md") => folders.next().map(|folder| format!("{folder}/")),
        name => name.map(str::to_owned),
    };
    let name = name.unwrap_or_default();
    say!(
        "文件名以日期开头就不用写：`年-月-日-{name}`，月和日两位；也可以加上 `date: 年-月-日`",
        "begin the file's name with the date: `YYYY-MM-DD-{name}`; or add `date: YYYY-MM-DD`"
    )
}

/// Takes typed values out of checked fields.
struct Extract<'a, 'f> {
    reader: &'a mut Reader<'f>,
    timezone: &'a TimeZone,
}

impl Extract<'_, '_> {
    fn record(&mut self, mut fields: Fields<'static>, kind: Kind, span: Span) -> Record {
        let (reviews, rounds) = self.reviews(&mut fields);
        let detail = match kind {
            Kind::News => Detail::News(self.news(&mut fields, rounds)),
            Kind::Partner => Detail::Partner(self.partner(&mut fields)),
            Kind::Signing => Detail::Signing(self.signing(&mut fields)),
            Kind::Page => Detail::Page(Page { menu_title: fields.string("menu_title") }),
        };
        let (glossaries, glossary) = glossary::chosen_and_own(self.reader, fields.list("glossary"));
        // Read so that it is checked like every field; published it is never.
        fields.take("note");
        let record = Record {
            span,
            given: fields.given.drain(..).map(Cow::Borrowed).collect(),
            title: fields.text("title"),
            date: self.located_moment(fields.date("date")),
            updated: self.located_moment(fields.date("updated")),
            slug: fields.text("slug"),
            lang: fields.tag("lang"),
            summary: fields.text("summary"),
            tags: fields.texts("tags"),
            cover: fields.take("cover").and_then(picture),
            draft: fields.bool("draft").unwrap_or(false),
            publish_at: self.located_moment(fields.date("publish_at")),
            expires_at: self.located_moment(fields.date("expires_at")),
            aliases: fields.texts("aliases"),
            pinned: fields.bool("pinned").unwrap_or(false),
            weight: fields.integer("weight"),
            noindex: fields.bool("noindex").unwrap_or(false),
            reviews,
            glossary,
            glossaries,
            template: fields.text("template"),
            extra: serde_json::Value::Object(fields.free_map("extra")),
            detail,
        };
        fields.finish();
        record
    }

    fn news(&mut self, fields: &mut Fields<'_>, review: Review) -> News {
        News {
            subtitle: fields.string("subtitle"),
            authors: fields.strings("authors"),
            editor: fields.string("editor"),
            photographers: fields.strings("photographers"),
            source: fields.take("source").and_then(|source| self.source(source)),
            original_title: fields.text("original_title"),
            series: fields.text("series"),
            partners: fields.texts("partners"),
            signings: fields.texts("signings"),
            review,
        }
    }

    /// Who read the conversions; and the three rounds of a news item, which stand beside them.
    fn reviews(&mut self, fields: &mut Fields<'_>) -> (Vec<VariantReview>, Review) {
        let Some(Typed::ByLanguage(values, rounds)) = fields.take("review") else {
            return (Vec::new(), Review::default());
        };
        let review = |(tag, value)| {
            let (by, date) = match value {
                Typed::Object(mut fields) => {
                    let read = (fields.string("by"), self.moment(fields.date("date")));
                    fields.finish();
                    read
                }
                name => (name.into_text().map(|name| name.value), None),
            };
            Some(VariantReview { tag, by: by?, date })
        };
        (values.into_iter().filter_map(review).collect(), rounds_of(rounds))
    }

    fn source(&mut self, source: Typed<'_>) -> Option<Source> {
        let Typed::Object(mut fields) = source else {
            return Some(Source { name: source.into_text()?.value, url: None, date: None });
        };
        let (name, url) = (fields.string("name"), fields.string("url"));
        let date = self.moment(fields.date("date"));
        fields.finish();
        Some(Source { name: name?, url, date })
    }

    fn partner(&mut self, fields: &mut Fields<'_>) -> Partner {
        let contact = fields.map("contact").unwrap_or_default();
        Partner {
            short_name: fields.string("short_name"),
            names: fields.forms("names"),
            kind: fields.text("kind"),
            role: fields.string("role").and_then(|role| role_named(&role)),
            region: fields.string("region"),
            joined: self.located_moment(fields.date("joined")),
            left: self.located_moment(fields.date("left")),
            website: fields.string("website"),
            logo: fields.take("logo").and_then(picture),
            contact: contact
                .into_iter()
                .filter_map(|(label, text)| Some((label.value, text.into_text()?.value)))
                .collect(),
        }
    }

    fn signing(&mut self, fields: &mut Fields<'_>) -> Signing {
        Signing {
            venue: fields.string("venue"),
            host: fields.text("host"),
            occasion: fields.string("occasion"),
            agreements: fields.objects("agreements").into_iter().filter_map(agreement).collect(),
            guests: fields.objects("guests").into_iter().filter_map(guest).collect(),
            news: fields.texts("news"),
            photos: fields.list("photos").into_iter().filter_map(picture).collect(),
        }
    }

    fn moment(&self, date: Option<Located<Written>>) -> Option<Moment> {
        date?.value.at(self.timezone)
    }

    fn located_moment(&self, date: Option<Located<Written>>) -> Option<Located<Moment>> {
        let Located { value, span } = date?;
        Some(Located { value: value.at(self.timezone)?, span })
    }
}

fn picture(picture: Typed<'_>) -> Option<Picture> {
    let Typed::Object(mut fields) = picture else {
        return Some(Picture { src: picture.into_text()?, alt: None, caption: None, credit: None });
    };
    let src = fields.text("src");
    let (alt, caption, credit) = (fields.string("alt"), fields.string("caption"), fields.string("credit"));
    fields.finish();
    Some(Picture { src: src?, alt, caption, credit })
}

fn rounds_of(mut fields: Fields<'_>) -> Review {
    let review = Review {
        first: fields.string("first"),
        second: fields.string("second"),
        r#final: fields.string("final"),
    };
    fields.finish();
    review
}

fn role_named(name: &str) -> Option<Role> {
    match name {
        "lead" => Some(Role::Lead),
        "council" => Some(Role::Council),
        "member" => Some(Role::Member),
        _ => None,
    }
}

/// `None` without a category, which has been reported.
fn agreement(mut fields: Fields<'_>) -> Option<Agreement> {
    let category = fields.text("category");
    let parties = fields.list("parties").into_iter().filter_map(party).collect();
    let (title, term) = (fields.string("title"), fields.string("term"));
    fields.take("note");
    let span = fields.span.clone();
    fields.finish();
    Some(Agreement { category: category?, parties, title, term, span })
}

fn party(party: Typed<'_>) -> Option<Located<Party>> {
    let Typed::Object(mut fields) = party else {
        let slug = party.into_text()?;
        return Some(Located { value: Party::Partner(slug.value), span: slug.span });
    };
    let (name, kind) = (fields.string("name"), fields.text("kind"));
    let span = fields.span.clone();
    fields.finish();
    Some(Located { value: Party::Outsider { name: name?, kind }, span })
}

fn guest(mut fields: Fields<'_>) -> Option<Guest> {
    let (name, title) = (fields.string("name"), fields.string("title"));
    fields.finish();
    Some(Guest { name: name?, title })
}

#[cfg(test)]
mod tests;
