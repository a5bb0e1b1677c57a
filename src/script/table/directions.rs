//! Which directions there are, and in which file each has its values.

use crate::script::Script::{self, *};

/// A direction of conversion that there is a table for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::script) struct Direction {
    pub from: Script,
    pub to: Script,
    /// With regional vocabulary, not only characters.
    pub words: bool,
    pub forms: Forms,
}

/// What becomes of characters that the target's region writes in more than one way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::script) enum Forms {
    /// The region's usual form.
    Usual,
    /// The standard form, for a site that chooses for itself.
    Open,
}

const fn characters(from: Script, to: Script) -> Direction {
    Direction { from, to, words: false, forms: Forms::Usual }
}

const fn words(from: Script, to: Script) -> Direction {
    Direction { from, to, words: true, forms: Forms::Usual }
}

const fn open(way: Direction) -> Direction {
    Direction { from: way.from, to: way.to, words: way.words, forms: Forms::Open }
}

/// The directions with values in `tables/hans.bin`, in the order in which they stand there.
pub(super) const FROM_HANS: [Direction; 9] = [
    characters(Hans, Hant),
    characters(Hans, HantTw),
    characters(Hans, HantHk),
    words(Hans, HantTw),
    words(Hans, HantHk),
    open(characters(Hans, HantTw)),
    open(characters(Hans, HantHk)),
    open(words(Hans, HantTw)),
    open(words(Hans, HantHk)),
];

/// The directions with values in `tables/hant.bin`, in the order in which they stand there.
pub(super) const FROM_HANT: [Direction; 19] = [
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
    open(characters(Hant, HantTw)),
    open(characters(Hant, HantHk)),
    open(characters(HantTw, HantHk)),
    open(words(HantTw, HantHk)),
    open(characters(HantHk, HantTw)),
    open(words(HantHk, HantTw)),
];

/// How many there are.
pub(super) const COUNT: usize = FROM_HANS.len() + FROM_HANT.len();

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

    /// The same way with characters that the site chooses about left in their standard form; `None` where
    /// the target has no such choice.
    pub fn open(self) -> Option<Direction> {
        let open = Direction { forms: Forms::Open, ..self };
        FROM_HANS.into_iter().chain(FROM_HANT).find(|way| *way == open)
    }

    /// Its place among all directions.
    pub(super) fn number(self) -> usize {
        let before = if self.from == Hans { 0 } else { FROM_HANS.len() };
        before + self.position_in_file()
    }

    pub(super) fn position_in_file(self) -> usize {
        let listed: &[Direction] = if self.from == Hans { &FROM_HANS } else { &FROM_HANT };
        listed.iter().position(|way| *way == self).expect("a direction comes from the lists above")
    }
}

/// The table file of a direction and the pool of output text that belongs to it.
pub(super) fn file(direction: Direction) -> (&'static [u8], &'static str) {
    file_from(direction.from)
}

/// The same for all directions from a script.
pub(super) fn file_from(script: Script) -> (&'static [u8], &'static str) {
    if script == Hans {
        (include_bytes!("../tables/hans.bin"), include_str!("../tables/hans.txt"))
    } else {
        (include_bytes!("../tables/hant.bin"), include_str!("../tables/hant.txt"))
    }
}
