//! The short forms in which one record appears on the page of another: cards, dates, images, links.

use std::sync::Arc;

use serde::Serialize;

use super::shown::Shown;

/// A date as a page shows it. Every text is already in the page's language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DateView {
    /// For `<time datetime>`: `2024-05-16`, or RFC 3339 with offset when the source gives a time of day.
    pub iso: String,
    /// As a reader writes it: `2024年5月16日`, `16 May 2024`.
    pub text: String,
    /// Without the year: `05-16`, `16 May`.
    pub short: String,
    pub year: i16,
    pub month: i8,
    pub day: i8,
}

/// A picture with all that `<img>` needs. `width` and `height` are in pixels, absent for SVG without a size.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ImageView {
    pub url: String,
    pub alt: String,
    pub width: Option<u32>,
    pub height: Option<u32>,
    pub caption: Option<String>,
    pub credit: Option<String>,
}

/// A text with an address: a tag, a category, a breadcrumb, a section.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LinkView {
    pub title: String,
    /// Absent for the page itself (the last breadcrumb) and for what has no page in this language.
    pub url: Option<String>,
    /// BCP 47 tag of the title, present only where it differs from the page's language: set it as `lang`.
    pub lang: Option<String>,
}

/// A stable id with its label in the page's language: a partner kind, an agreement category, a role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LabelView {
    pub id: String,
    pub label: String,
}

/// One record in a list. Fields that a kind does not have are absent.
#[derive(Debug, Clone, Serialize)]
pub struct Card {
    /// `news`, `partner`, `signing` or `page`.
    pub kind: &'static str,
    pub title: String,
    pub url: String,
    /// BCP 47 tag of the title and summary, present only where it differs from the page's language
    /// (a record without a version in this language, shown in the default one): set it as `lang`.
    pub lang: Option<String>,
    pub date: Option<DateView>,
    pub summary: String,
    pub cover: Option<Box<ImageView>>,
    pub pinned: bool,
    pub draft: bool,
    pub section: Option<Arc<Shown<LinkView>>>,
    /// News: where a reprint comes from.
    pub source: Option<String>,
    /// Partner: the short name, the kind, the role, the region; how many agreements it signed.
    pub short_name: Option<String>,
    pub partner_kind: Option<LabelView>,
    pub role: Option<LabelView>,
    pub region: Option<String>,
    pub logo: Option<Box<ImageView>>,
    pub agreement_count: Option<usize>,
    /// Signing: where it was held.
    pub venue: Option<String>,
}

/// Names of all fields of what is made once and shown on many pages: a card, the views in it, an entry of the menu.
pub const NAMES: [&str; 34] = [
    "active",
    "agreement_count",
    "alt",
    "caption",
    "cover",
    "credit",
    "current",
    "date",
    "day",
    "draft",
    "external",
    "height",
    "id",
    "iso",
    "kind",
    "label",
    "lang",
    "logo",
    "month",
    "partner_kind",
    "pinned",
    "region",
    "role",
    "section",
    "short",
    "short_name",
    "source",
    "summary",
    "text",
    "title",
    "url",
    "venue",
    "width",
    "year",
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::Value;

    use super::super::site::MenuView;
    use super::*;
    use crate::theme::Fields;

    fn names(value: &Value, found: &mut BTreeSet<String>) {
        if let Value::Object(fields) = value {
            found.extend(fields.keys().cloned());
            fields.values().for_each(|value| names(value, found));
        }
    }

    #[test]
    fn the_names_are_those_of_a_card_with_everything_and_of_the_menu() {
        let text = || Some(String::new());
        let image = || ImageView {
            url: String::new(),
            alt: String::new(),
            width: Some(1),
            height: Some(1),
            caption: text(),
            credit: text(),
        };
        let link = LinkView { title: String::new(), url: text(), lang: text() };
        let label = || LabelView { id: String::new(), label: String::new() };
        let card = Card {
            kind: "news",
            title: String::new(),
            url: String::new(),
            lang: text(),
            date: Some(DateView {
                iso: String::new(),
                text: String::new(),
                short: String::new(),
                year: 2024,
                month: 5,
                day: 16,
            }),
            summary: String::new(),
            cover: Some(Box::new(image())),
            pinned: false,
            draft: false,
            section: Some(Arc::new(Shown::new(link, &Fields::all()))),
            source: text(),
            short_name: text(),
            partner_kind: Some(label()),
            role: Some(label()),
            region: text(),
            logo: Some(Box::new(image())),
            agreement_count: Some(1),
            venue: text(),
        };
        let entry = MenuView {
            title: String::new(),
            url: String::new(),
            current: false,
            active: false,
            external: false,
        };
        let mut found = BTreeSet::new();
        names(&serde_json::to_value(&card).unwrap(), &mut found);
        names(&serde_json::to_value(&entry).unwrap(), &mut found);
        assert_eq!(found.iter().map(String::as_str).collect::<Vec<_>>(), NAMES);
    }
}
