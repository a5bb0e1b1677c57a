//! Which directions there are, and in which file each has its values.

use crate::script::Script::{self, *};

/// A direction of conversion that there is a table for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::script) struct Direction {
    pub from: Script,
    pub to: Script,
    /// With regional vocabulary, not only characters.
    pub words: bool,
}

const fn characters(from: Script, to: Script) -> Direction {
    Direction { from, to, words: false }
}

const fn words(from: Script, to: Script) -> Direction {
    Direction { from, to, words: true }
}

/// The directions with values in `tables/hans.bin`, in the order in which they stand there.
pub(super) const FROM_HANS: [Direction; 5] = [
    characters(Hans, Hant),
    characters(Hans, HantTw),
    characters(Hans, HantHk),
    words(Hans, HantTw),
    words(Hans, HantHk),
];

/// The directions with values in `tables/hant.bin`, in the order in which they stand there.
pub(super) const FROM_HANT: [Direction; 13] = [
    characters(Hant, Hans),
    characters(HantTw, Hans),
    words(HantTw, Hans),
    characters(HantHk, Hans),
    words(HantHk, Hans),
    characters(Hant, HantTw),
    characters(Hant, HantHk),
    characters(HantTw, Hant),
    characters(HantHk, Hant),
    characters(HantTw, HantHk),
    words(HantTw, HantHk),
    characters(HantHk, HantTw),
    words(HantHk, HantTw),
];

impl Direction {
    /// The direction between two scripts; with vocabulary if it is wanted and there is any between the two.
    /// `None` for a script and itself.
    pub fn between(from: Script, to: Script, words: bool) -> Option<Direction> {
        let directions =
            || FROM_HANS.into_iter().chain(FROM_HANT).filter(|way| way.from == from && way.to == to);
        directions().find(|way| way.words == words).or_else(|| directions().next())
    }

    /// The same way without vocabulary.
    pub fn characters_only(self) -> Direction {
        Direction { words: false, ..self }
    }

    pub(super) fn position_in_file(self) -> usize {
        let listed: &[Direction] = if self.from == Hans { &FROM_HANS } else { &FROM_HANT };
        listed.iter().position(|way| *way == self).expect("a direction comes from the lists above")
    }
}

/// The table file of a direction and the pool of output text that belongs to it.
pub(super) fn file(direction: Direction) -> (&'static [u8], &'static str) {
    if direction.from == Hans {
        (include_bytes!("../tables/hans.bin"), include_str!("../tables/hans.txt"))
    } else {
        (include_bytes!("../tables/hant.bin"), include_str!("../tables/hant.txt"))
    }
}
