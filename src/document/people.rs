//! Which people a document names: in its prose, and in the fields that hold names.

use super::body::{Argument, Body, Call};
use super::passage::{passages, without_marks};
use super::record::{Detail, News, Partner, Picture, Record, Signing};
use crate::language::{ChineseScript, Tag};
use crate::script::KnownNames;

/// The names that a document knows. Only simplified text asks for them.
pub fn known(tag: &Tag, record: &Record, body: &Body) -> KnownNames {
    if tag.chinese() != Some(ChineseScript::Hans) {
        return KnownNames::default();
    }
    let mut texts = Texts { prose: passages(body), bylines: Vec::new() };
    texts.record(record);
    texts.calls(body);
    KnownNames::of(texts.prose.iter().map(String::as_str), texts.bylines)
}

struct Texts<'a> {
    prose: Vec<String>,
    bylines: Vec<&'a str>,
}

impl<'a> Texts<'a> {
    fn record(&mut self, record: &'a Record) {
        let texts = [&record.title, &record.summary].into_iter().flatten();
        self.prose.extend(texts.map(|text| without_marks(&text.value)));
        self.pictures(record.cover.as_slice());
        match &record.detail {
            Detail::News(news) => self.news(news),
            Detail::Signing(signing) => self.signing(signing),
            Detail::Partner(partner) => self.partner(partner),
            Detail::Page(_) => {}
        }
    }

    fn news(&mut self, news: &'a News) {
        let review = [&news.review.first, &news.review.second, &news.review.r#final];
        let others = [&news.editor].into_iter().chain(review).flatten();
        let names = news.authors.iter().chain(&news.photographers).chain(others);
        self.bylines.extend(names.map(String::as_str));
        self.prose.extend(news.subtitle.as_deref().map(without_marks));
    }

    fn signing(&mut self, signing: &'a Signing) {
        self.bylines.extend(signing.guests.iter().map(|guest| guest.name.as_str()));
        let titles = signing.agreements.iter().filter_map(|agreement| agreement.title.as_ref());
        self.prose.extend(signing.occasion.iter().chain(titles).map(|text| without_marks(text)));
        self.pictures(&signing.photos);
    }

    /// A label says what a name is: 联系人：于晓东.
    fn partner(&mut self, partner: &Partner) {
        let lines = partner.contact.iter();
        self.prose.extend(lines.map(|(label, text)| without_marks(&format!("{label}：{text}"))));
    }

    fn pictures(&mut self, pictures: &'a [Picture]) {
        for picture in pictures {
            let texts = [&picture.alt, &picture.caption].into_iter().flatten();
            self.prose.extend(texts.map(|text| without_marks(text)));
            self.bylines.extend(picture.credit.as_deref());
        }
    }

    /// What shortcodes are given: a credit holds names, whatever else holds prose may name somebody.
    fn calls(&mut self, body: &'a Body) {
        for Call { arguments, body, .. } in &body.calls {
            for (name, argument) in arguments {
                self.argument(argument, name == "credit");
            }
            if let Some(body) = body {
                self.calls(body);
            }
        }
    }

    fn argument(&mut self, argument: &'a Argument, is_byline: bool) {
        match argument {
            Argument::Text(text) if is_byline => self.bylines.push(text),
            Argument::Text(text) => self.prose.push(without_marks(text)),
            Argument::List(items) => items.iter().for_each(|item| self.argument(item, is_byline)),
            Argument::Integer(_) | Argument::Float(_) | Argument::Boolean(_) => {}
        }
    }
}
