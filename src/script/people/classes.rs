//! What is known of a character beside names: a bit for each thing.

/// What a character may be, a bit each.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Classes(u32);

impl Classes {
    /// A surname of one character.
    pub const SURNAME: Classes = Classes(1);
    /// A surname whose conversion depends on its being one.
    pub const ASKED: Classes = Classes(1 << 1);
    /// A surname that is also a particle between a title and any noun (于).
    pub const PARTICLE: Classes = Classes(1 << 2);
    /// A surname that is rarer than the word.
    pub const SELDOM: Classes = Classes(1 << 3);
    /// A surname that is known by a title alone (于校长).
    pub const HONOURED: Classes = Classes(1 << 4);
    /// Common in given names.
    pub const GIVEN: Classes = Classes(1 << 5);
    /// Hardly met outside of given names.
    pub const DISTINCT: Classes = Classes(1 << 6);
    /// Possible in given names, but more often a word.
    pub const RARE: Classes = Classes(1 << 7);
    /// In given names, of a form that depends on it.
    pub const SPOILED: Classes = Classes(1 << 8);
    /// The first character of a surname of two.
    pub const COMPOUND: Classes = Classes(1 << 9);
    /// The last character of a title before a name.
    pub const ENDS_TITLE: Classes = Classes(1 << 10);
    /// The first character of a title or verb after a name.
    pub const BEGINS_SEQUEL: Classes = Classes(1 << 11);
    /// Goes on after nearly anything (在).
    pub const WEAK: Classes = Classes(1 << 12);
    /// All of these: what a character has that stands in words and names of the lists.
    pub const IN_WORDS: Classes = Classes((1 << 13) - 1);
    /// The second character of a surname of two.
    pub const ENDS_COMPOUND: Classes = Classes(1 << 13);
    /// The first character of a title that may follow a surname alone.
    pub const BEGINS_HONOUR: Classes = Classes(1 << 14);
    /// Stands before names, as a word by itself.
    pub const LEADS: Classes = Classes(1 << 15);

    /// Hardly a word by itself: 楚, but not 这.
    pub const NO_WORD: Classes = Classes(1 << 16);
    /// As a word it is met nearly never in texts.
    pub const NEVER_WORD: Classes = Classes(1 << 17);

    /// Is it one of these?
    #[inline]
    pub fn any(self, classes: Classes) -> bool {
        self.0 & classes.0 != 0
    }

    #[cfg(test)]
    pub fn each() -> impl Iterator<Item = Classes> {
        (0..18).map(|bit| Classes(1 << bit))
    }

    pub const fn or(self, other: Classes) -> Classes {
        Classes(self.0 | other.0)
    }

    /// May it stand in a given name?
    pub fn may_be_given(self) -> bool {
        self.any(Classes::GIVEN.or(Classes::RARE))
    }
}
