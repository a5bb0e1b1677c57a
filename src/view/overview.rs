//! What pages tell of other pages, made once for all of them: the cards of all records, what a language's pages
//! have in common, who stands where in which list.

use std::sync::Arc;

use crate::site::EntryId;

use super::card::Card;
use super::cards;
use super::common::Common;
use super::context::Context;

/// The parts of views that more than one page shows.
#[derive(Debug, Clone, Default)]
pub struct Overview {
    /// Cards of all records, `[lang][entry]`: none where a record has no page in a language.
    pub cards: Vec<Vec<Option<Arc<Card>>>>,
    /// By language.
    pub commons: Arc<Vec<Common>>,
    /// Where a record stands in its section's list, `[lang][entry]`.
    pub places: Arc<Vec<Vec<Option<u32>>>>,
}

impl Overview {
    /// Makes all of it. The context's own overview is not asked for.
    pub fn of(context: &Context) -> Overview {
        let mut overview = Overview { places: Arc::new(places(context)), ..Overview::default() };
        let languages = || context.config.languages.ids();
        let bare = Context { overview: &overview, ..*context };
        let commons = languages().map(|lang| Common::new(&bare, lang)).collect();
        overview.commons = Arc::new(commons);
        let with_commons = Context { overview: &overview, ..*context };
        overview.cards = cards::all(&with_commons);
        overview
    }

    /// Makes the cards of one record anew; the context's own overview is the one before.
    pub fn renew(&mut self, context: &Context, id: EntryId) {
        for lang in context.config.languages.ids() {
            self.cards[lang.index()][id.0 as usize] = cards::of(context, id, lang);
        }
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
