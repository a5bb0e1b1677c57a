//! What pages tell of other pages, made once for all of them: the cards of records, what a language's pages
//! have in common, who stands where in which list.

use std::sync::{Arc, OnceLock};

use crate::language::LangId;
use crate::site::{DocId, EntryId};

use super::card::Card;
use super::cards;
use super::common::Common;
use super::context::Context;
use super::seen::Seen;
use super::shown::Shown;

/// The parts of views that more than one page shows.
#[derive(Debug, Clone, Default)]
pub struct Overview {
    /// Of all records, `[lang][entry]`, each made when it is first asked for.
    cards: Vec<Vec<OnceLock<Arc<MadeCard>>>>,
    /// By language.
    pub commons: Arc<Vec<Common>>,
    /// What they were made from.
    pub commons_seen: Arc<Vec<DocId>>,
    /// Where a record stands in its section's list, `[lang][entry]`.
    pub places: Arc<Vec<Vec<Option<u32>>>>,
}

/// The card of a record in a language.
#[derive(Debug)]
pub(super) struct MadeCard {
    /// None where the record has no page in the language.
    pub(super) card: Option<Shown<Card>>,
    /// What it was made from.
    pub(super) seen: Vec<DocId>,
}

impl Overview {
    /// Makes all of it. The context's own overview is not asked for.
    pub fn of(context: &Context) -> Overview {
        let languages = || context.config.languages.ids();
        let unmade = || vec![OnceLock::new(); context.site.entries.len()];
        let cards = languages().map(|_| unmade()).collect();
        let mut overview = Overview { cards, places: Arc::new(places(context)), ..Overview::default() };
        let seen = Seen::default();
        let bare = context.with(&overview).noting(&seen);
        let commons = languages().map(|lang| Common::new(&bare, lang)).collect();
        (overview.commons, overview.commons_seen) = (Arc::new(commons), Arc::new(seen.into_documents()));
        overview
    }

    /// The cards of a record are no longer right.
    pub fn forget(&mut self, id: EntryId) {
        for cards in &mut self.cards {
            cards[id.0 as usize] = OnceLock::new();
        }
    }

    pub(super) fn card(&self, context: &Context, id: EntryId, lang: LangId) -> &MadeCard {
        self.cards[lang.index()][id.0 as usize].get_or_init(|| {
            let seen = Seen::default();
            let card = cards::of(&context.noting(&seen), id, lang);
            Arc::new(MadeCard { card, seen: seen.into_documents() })
        })
    }
}

fn places(context: &Context) -> Vec<Vec<Option<u32>>> {
    let places = context.routes.lists.sections.iter().map(|sections| {
        let mut places = vec![None; context.site.entries.len()];
        for list in sections {
            for (place, id) in list.iter().enumerate() {
                places[id.0 as usize] = Some(place as u32);
            }
        }
        places
    });
    places.collect()
}
