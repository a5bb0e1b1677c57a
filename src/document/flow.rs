//! The text of a body from its beginning to its end.
//!
//! After an edit nearly all documents come from a former build, and nobody writes their pages: what they say about
//! themselves is enough. So their texts stay where they were stored until somebody reads them.

use std::fmt;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use serde::{Deserialize, Serialize};

use super::body::Piece;

/// What a body shows, in order.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Flow {
    /// All text that pieces refer to.
    pub text: String,
    pub pieces: Vec<Piece>,
}

impl Flow {
    /// The text of a piece.
    pub fn slice(&self, range: &Range<u32>) -> &str {
        &self.text[range.start as usize..range.end as usize]
    }

    /// Do all ranges lie in the text?
    pub(super) fn is_within_text(&self) -> bool {
        let is_there = |range: &Range<u32>| self.text.get(range.start as usize..range.end as usize).is_some();
        self.pieces.iter().filter_map(Piece::range).all(is_there)
    }
}

/// Where flows are stored.
pub trait Store: fmt::Debug + Send + Sync {
    /// A flow by its place; `None` when there is none, or no longer.
    fn flow(&self, place: &Range<u64>) -> Option<Flow>;
}

/// A flow that is at hand, or will be.
#[derive(Debug, Clone, Default)]
pub(super) struct Deferred {
    flow: OnceLock<Flow>,
    stored: Option<(Arc<dyn Store>, Range<u64>)>,
}

impl Deferred {
    pub(super) fn stored(store: Arc<dyn Store>, place: Range<u64>) -> Deferred {
        Deferred { flow: OnceLock::new(), stored: Some((store, place)) }
    }

    /// The flow; an empty one where that would not be sound: somebody tampered with the store.
    pub(super) fn get(&self, is_sound: impl FnOnce(&Flow) -> bool) -> &Flow {
        let read = || self.stored.as_ref().and_then(|(store, place)| store.flow(place));
        self.flow.get_or_init(|| read().filter(is_sound).unwrap_or_default())
    }
}

impl From<Flow> for Deferred {
    fn from(flow: Flow) -> Deferred {
        Deferred { flow: OnceLock::from(flow), stored: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug)]
    struct One(Flow);

    impl Store for One {
        fn flow(&self, place: &Range<u64>) -> Option<Flow> {
            (*place == (0..1)).then(|| self.0.clone())
        }
    }

    fn flow(prose: Range<u32>) -> Flow {
        Flow { text: "<p>正文".into(), pieces: vec![Piece::Html(0..3), Piece::Prose(prose), Piece::End] }
    }

    #[test]
    fn a_flow_is_read_when_it_is_asked_for() {
        let stored = |flow: Flow, place| Deferred::stored(Arc::new(One(flow)), place);
        let sound = flow(3..9);
        assert_eq!(sound.slice(&(3..9)), "正文");
        assert_eq!(stored(sound.clone(), 0..1).get(Flow::is_within_text), &sound);
        assert_eq!(Deferred::from(sound.clone()).get(Flow::is_within_text), &sound);
        for gone in [stored(sound, 1..2), stored(flow(3..10), 0..1), stored(flow(4..9), 0..1)] {
            assert_eq!(gone.get(Flow::is_within_text), &Flow::default());
        }
    }
}
