//! What the bar and the overlay of a page show, as JSON for the preview's script.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::Settings;
use super::address;
use super::snapshot::{Published, Snapshot, Told};
use crate::diagnostic::show::Messages;
use crate::diagnostic::{Severity, SitePath};
use crate::document::record::Record;
use crate::route::{PageKey, Route};
use crate::site::{EntryId, Origin, encode_path};

/// What the texts of the preview need beside a snapshot.
pub(super) struct Teller<'a> {
    pub(super) settings: &'a Settings,
    /// The site's folder, for links that open a file in the editor; none where the browser may be on another
    /// machine.
    pub(super) root: Option<String>,
    /// The present, also for the site of another day.
    pub(super) now: Timestamp,
}

impl Teller<'_> {
    /// The state of the page that a browser shows.
    pub(super) fn state(&self, snapshot: &Snapshot, raw_page: &str) -> Value {
        let page = address::read(raw_page).unwrap_or_default();
        let published = snapshot.published.as_ref();
        json!({
            "version": snapshot.version,
            "language": match self.settings.show.messages { Messages::Zh => "zh", Messages::En => "en" },
            "date": snapshot.date.map(|date| date.to_string()),
            "today": published.map(|published| {
                self.now.to_zoned(published.known.config.timezone.clone()).date().to_string()
            }),
            "partial": published.is_none_or(|published| published.partial),
            "errors": snapshot.count(Severity::Error),
            "warnings": snapshot.count(Severity::Warning),
            "summary": snapshot.summary,
            "findings": snapshot.findings.iter().map(|told| self.finding(told)).collect::<Vec<_>>(),
            "page": published.and_then(|published| Some(self.page(published, published.route(&page)?))),
            "marks": published.map(|published| self.marks(published)),
        })
    }

    fn finding(&self, told: &Told) -> Value {
        let severity = match told.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        };
        let open = told.file.as_ref().and_then(|file| self.open(file, told.place.unwrap_or((1, 1))));
        json!({ "severity": severity, "file": told.file, "open": open, "text": told.text })
    }

    fn page(&self, published: &Published, route: &Route) -> Value {
        let known = &published.known;
        let languages = &known.config.languages;
        let entry = published.entry(route.key);
        let version = |lang| known.site.version(languages, entry?, lang);
        let versions = languages.iter().filter_map(|(lang, language)| {
            let there = known.routes.find(route.key, lang)?;
            let version = version(lang);
            let shown = version.map(|version| known.site.document(version.document));
            let reviewed =
                shown.filter(|_| version.is_some_and(|version| version.origin == Origin::Converted));
            let review = reviewed.and_then(|document| {
                document.record.reviews.iter().find(|review| review.tag.value == language.tag)
            });
            Some(json!({
                "tag": language.tag.to_string(),
                "name": language.tag.own_name(),
                "url": format!("{}{}", published.base(), encode_path(&there.path)),
                "current": lang == route.lang,
                "origin": version.map(|version| origin(version.origin)),
                "reviewed": review.map(|review| &review.by),
                "file": shown.map(|document| &document.file),
            }))
        });
        let shown = version(route.lang).map(|version| known.site.document(version.document));
        let source = shown.map(|document| {
            json!({
                "file": document.file,
                "open": self.open(&document.file, (1, 1)),
            })
        });
        let ribbons =
            entry.map(|id| self.ribbons(known.site.original(id), shown.map(|document| &document.record)));
        json!({
            "source": source,
            "versions": versions.collect::<Vec<_>>(),
            "ribbons": ribbons.unwrap_or_default(),
        })
    }

    /// Why a record is not, or no longer, for everybody.
    fn ribbons(&self, original: &Record, shown: Option<&Record>) -> Vec<Value> {
        let zone =
            |moment: &crate::document::record::Moment| moment.at.strftime("%Y-%m-%d %H:%M").to_string();
        let mut ribbons = Vec::new();
        if original.draft || shown.is_some_and(|record| record.draft) {
            ribbons.push(json!({ "kind": "draft" }));
        }
        if let Some(moment) = &original.publish_at
            && moment.value.at.timestamp() > self.now
        {
            ribbons.push(json!({ "kind": "embargo", "date": zone(&moment.value) }));
        }
        if let Some(moment) = &original.expires_at
            && moment.value.at.timestamp() <= self.now
        {
            ribbons.push(json!({ "kind": "expired", "date": zone(&moment.value) }));
        }
        ribbons
    }

    /// The addresses of all such pages, so that links to them can show it.
    fn marks(&self, published: &Published) -> serde_json::Map<String, Value> {
        let known = &published.known;
        let mut marks = serde_json::Map::new();
        for id in known.site.ids().filter(|id| known.site[*id].published) {
            let ribbons = self.ribbons(known.site.original(id), None);
            let Some(kind) = ribbons.first().and_then(|ribbon| ribbon.get("kind")) else { continue };
            for lang in known.config.languages.ids() {
                if let Some(route) = known.routes.find(PageKey::of(&known.site, id), lang) {
                    marks.insert(format!("{}{}", published.base(), encode_path(&route.path)), kind.clone());
                }
            }
        }
        marks
    }

    /// The address that opens a file at a place.
    pub(super) fn open(&self, file: &SitePath, (line, column): (usize, usize)) -> Option<String> {
        let (root, editor) = (self.root.as_ref()?, self.settings.editor.as_ref()?);
        let path = format!("{root}/{file}");
        // Editors know absolute paths from the root's slash, on Windows from the drive's letter.
        let path = encode_path(path.trim_start_matches('/'));
        let filled = editor.replace("{path}", &path).replace("{line}", &line.to_string());
        Some(filled.replace("{column}", &column.to_string()))
    }
}

/// The page to go to after an edit: in the language of the page that is shown, else in the first one that the
/// record has. None when the page shows the record already.
pub(super) fn edited_page(snapshot: &Snapshot, raw_page: &str) -> Option<String> {
    let published = snapshot.published.as_ref()?;
    let known = &published.known;
    let here = address::read(raw_page).and_then(|page| published.route(&page));
    let of_edit = |id: &EntryId| {
        let versions = known.site[*id].versions.iter().flatten().chain([&known.site[*id].original]);
        versions.into_iter().any(|id| snapshot.edited.contains(&known.site.document(*id).file))
    };
    let edited: Vec<EntryId> = known.site.ids().filter(of_edit).collect();
    let key = |id: &EntryId| PageKey::of(&known.site, *id);
    if here.is_some_and(|here| edited.iter().any(|id| key(id) == here.key)) {
        return None;
    }
    let languages = here.map(|here| here.lang).into_iter().chain(known.config.languages.ids());
    let route = languages
        .into_iter()
        .find_map(|lang| edited.iter().find_map(|id| known.routes.find(key(id), lang)))?;
    Some(format!("{}{}", published.base(), encode_path(&route.path)))
}

fn origin(origin: Origin) -> &'static str {
    match origin {
        Origin::Source => "source",
        Origin::Translated => "written",
        Origin::Converted => "converted",
        Origin::Fallback => "fallback",
    }
}
