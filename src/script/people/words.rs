//! Words of the lexicon in and beside a place that would be a name.

use crate::script::Script;
use crate::script::table::Lexicon;

/// Does a word begin with the last character before `end` and go on behind it?
pub(super) fn reaches_out(text: &str, given: usize, end: usize) -> bool {
    let Some(lexicon) = Lexicon::of(Script::Hans) else { return false };
    let last = text[given..end].char_indices().next_back().map_or(given, |(at, _)| given + at);
    let mut found = false;
    lexicon.words(text.as_bytes(), last, text.len(), |word, _| found |= word > end);
    found
}

/// Is it a word of more than one character?
pub(super) fn is_word(text: &str) -> bool {
    let Some(lexicon) = Lexicon::of(Script::Hans) else { return false };
    let mut found = false;
    lexicon.words(text.as_bytes(), 0, text.len(), |end, _| found |= end == text.len());
    found && text.chars().count() > 1
}

/// Neither the surname with the first character of the given name nor the two of the given name are a word: what
/// else should they be than a name?
pub(super) fn is_of_no_words(text: &str, start: usize, given: usize, end: usize) -> bool {
    let first = text[given..end].chars().next().map_or(given, |first| given + first.len_utf8());
    !is_word(&text[start..first]) && !is_word(&text[given..end])
}
