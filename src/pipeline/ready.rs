//! A site that is ready to be rendered: what the stages before made, kept together and shared, so that any page
//! can be made at any time.

use std::sync::Arc;
use std::time::Duration;

use rayon::prelude::*;

use crate::config::SiteConfig;
use crate::digest::Digest;
use crate::document::Document;
use crate::render::body::Shared;
use crate::render::page::{self, Known, Made};
use crate::route::{Route, Routes};
use crate::site::{DocId, Site};
use crate::theme::Theme;
use crate::variant::words::Words;
use crate::view::card;
use crate::view::context::Context;
use crate::view::overview::Overview;
use crate::view::own_words::OwnWords;

use super::memo::Grounds;

/// Everything that pages are made from. A copy shares it.
#[derive(Debug, Clone)]
pub struct Ready {
    pub config: Arc<SiteConfig>,
    pub site: Arc<Site>,
    pub routes: Arc<Routes>,
    words: Arc<Vec<Words>>,
    own_words: Arc<OwnWords>,
    theme: Arc<Theme>,
    overview: Arc<Overview>,
    /// By language.
    shared: Arc<Vec<Shared>>,
    surroundings: Digest,
}

impl Ready {
    /// Makes what pages tell of each other. `surroundings` stand for what the site was made from, but for its
    /// documents.
    pub(super) fn new(
        config: Arc<SiteConfig>,
        site: Site,
        routes: Routes,
        words: Vec<Words>,
        own_words: OwnWords,
        theme: Theme,
        surroundings: Digest,
    ) -> Ready {
        let mut ready = Ready {
            config,
            site: Arc::new(site),
            routes: Arc::new(routes),
            words: Arc::new(words),
            own_words: Arc::new(own_words),
            theme: Arc::new(theme),
            overview: Arc::default(),
            shared: Arc::default(),
            surroundings,
        };
        ready.overview = Arc::new(Overview::of(&ready.context()));
        ready.share();
        ready
    }

    /// The same site with other texts; none when more than their own pages and cards may change with them.
    pub(super) fn with_texts(&self, texts: Vec<Arc<Document>>) -> Option<Ready> {
        let mut ready = self.clone();
        let mut overview = Overview::clone(&self.overview);
        let mut site = None;
        let mut touched = Vec::new();
        for text in texts {
            let (other, entry) = site.as_ref().unwrap_or(&*self.site).with_text(text)?;
            site = Some(other);
            touched.push(entry);
        }
        ready.site = Arc::new(site?);
        touched.into_iter().for_each(|entry| overview.forget(entry));
        ready.overview = Arc::new(overview);
        Some(ready)
    }

    /// The same site in another look, whose texts of the interface are the same.
    pub(super) fn with_theme(&self, theme: Theme, surroundings: Digest) -> Ready {
        // A word more in a template may be a field of cards that none of them named before.
        let has_same_cards = theme.all_fields().agree(self.theme.all_fields(), &card::NAMES);
        let mut ready = Ready { theme: Arc::new(theme), surroundings, ..self.clone() };
        if !has_same_cards {
            ready.overview = Arc::new(Overview::of(&ready.context()));
        }
        ready.share();
        ready
    }

    /// What all pages of a language share, as templates take it.
    fn share(&mut self) {
        let context = self.context();
        let shared = self.config.languages.ids().map(|lang| page::shared(&context, lang)).collect();
        self.shared = Arc::new(shared);
    }

    pub(super) fn context(&self) -> Context<'_> {
        let words = (&**self.words, &*self.own_words);
        Context::new(&self.config, &self.site, &self.routes, words, &self.theme, &self.overview)
    }

    /// What all pages are made from; `None` when there is something that has no serial form.
    pub(super) fn grounds(&self) -> Option<Grounds> {
        let documents = (0..self.site.documents.len() as u32).into_par_iter();
        let documents: Vec<Digest> =
            documents.map(|id| self.site.digest(DocId(id))).collect::<Option<_>>()?;
        let themes: Vec<Digest> = self.config.languages.ids().map(|lang| self.theme.digest(lang)).collect();
        let words: Vec<Digest> = self.words.iter().map(Words::digest_of_all).collect();
        let in_commons: Vec<Digest> =
            self.overview.commons_seen.iter().map(|DocId(id)| documents[*id as usize]).collect();
        let Routes { pages, lists, .. } = &*self.routes;
        let common = (self.surroundings, themes, words, in_commons, pages, lists, &*self.site.structure);
        Some(Grounds { common: Digest::of_values(&common)?, documents })
    }

    pub(super) fn shared(&self) -> &[Shared] {
        &self.shared
    }

    /// Brings a text of the site into one of its languages.
    pub(super) fn words(&self) -> &[Words] {
        &self.words
    }

    /// The page of a route as HTML; none when it cannot be made without findings.
    pub fn page(&self, route: &Route) -> Option<String> {
        match page::make(&self.context(), &self.shared[route.lang.index()], route, &Nobody) {
            Made::Html { html, .. } => String::from_utf8(html).ok(),
            Made::Known | Made::Faulty { .. } => None,
        }
    }
}

/// Knows no page: all are made.
struct Nobody;

impl Known for Nobody {
    fn body(&self, _made_from: &Digest) -> Option<Digest> {
        None
    }

    fn learn_body(&self, _made_from: Digest, _html: Digest) {}

    fn rendered(&self, _template: &str, _time: Duration) {}

    fn page(&self, _made_from: &Digest) -> bool {
        false
    }
}
