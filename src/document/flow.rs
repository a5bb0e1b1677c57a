//! The text of a body from its beginning to its end.
//!
//! After an edit nearly all documents come from a former build, and nobody writes their pages: what they say about
//! themselves is enough. So their texts stay where they were stored until somebody reads them. A build that made them
//! all itself stores them too, and puts each down when its last page is written.

use std::fmt;
use std::ops::Range;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

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
#[derive(Debug, Default)]
pub(super) struct Deferred {
    flow: Mutex<Option<Arc<Flow>>>,
    stored: OnceLock<(Arc<dyn Store>, Range<u64>)>,
}

impl Deferred {
    /// The flow; an empty one where that would not be sound: somebody tampered with the store.
    pub(super) fn get(&self, is_sound: impl FnOnce(&Flow) -> bool) -> Arc<Flow> {
        let read = || self.stored.get().and_then(|(store, place)| store.flow(place));
        let mut flow = self.at_hand();
        flow.get_or_insert_with(|| Arc::new(read().filter(is_sound).unwrap_or_default())).clone()
    }

    /// From now on the flow can also be read from there.
    pub(super) fn store(&self, store: Arc<dyn Store>, place: Range<u64>) {
        // Where it was stored before, it still is.
        let _ = self.stored.set((store, place));
    }

    /// Frees a flow that can be read again.
    pub(super) fn put_down(&self) {
        if self.stored.get().is_some() {
            self.at_hand().take();
        }
    }

    fn at_hand(&self) -> MutexGuard<'_, Option<Arc<Flow>>> {
        self.flow.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl From<Flow> for Deferred {
    fn from(flow: Flow) -> Deferred {
        Deferred { flow: Mutex::new(Some(Arc::new(flow))), stored: OnceLock::new() }
    }
}

impl Clone for Deferred {
    fn clone(&self) -> Deferred {
        Deferred { flow: Mutex::new(self.at_hand().clone()), stored: self.stored.clone() }
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
        let stored = |flow: Flow, place| {
            let deferred = Deferred::default();
            deferred.store(Arc::new(One(flow)), place);
            deferred
        };
        let sound = flow(3..9);
        assert_eq!(sound.slice(&(3..9)), "正文");
        assert_eq!(*stored(sound.clone(), 0..1).get(Flow::is_within_text), sound);
        assert_eq!(*Deferred::from(sound.clone()).get(Flow::is_within_text), sound);
        for gone in [stored(sound, 1..2), stored(flow(3..10), 0..1), stored(flow(4..9), 0..1)] {
            assert_eq!(*gone.get(Flow::is_within_text), Flow::default());
        }
    }

    #[test]
    fn a_flow_is_put_down_only_when_it_is_stored() {
        let (first, second) = (flow(3..9), flow(3..6));
        let deferred = Deferred::from(first.clone());
        deferred.put_down();
        assert_eq!(*deferred.get(Flow::is_within_text), first);
        // Another one, to tell them apart.
        deferred.store(Arc::new(One(second.clone())), 0..1);
        assert_eq!(*deferred.get(Flow::is_within_text), first);
        deferred.put_down();
        assert_eq!(*deferred.get(Flow::is_within_text), second);
    }
}
