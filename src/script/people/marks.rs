//! Characters beside names: marks, and words of one character.

use crate::script::WALL;

/// Characters before a name that are words by themselves.
pub(super) const LEADS: &str = "有与和及对向请由据让给为的是命聘荐访如像跟同";

/// Of these, and others, those that make a word with a particle.
pub(super) fn joins(letter: char) -> bool {
    matches!(letter, '由' | '对' | '位' | '处' | '属' | '等' | '基' | '关')
}

/// Of these, what is said of people too.
pub(super) fn is_preposition(letter: char) -> bool {
    matches!(letter, '由' | '对' | '关')
}

/// Between a title or label and its name.
pub(super) fn follows_title(letter: char) -> bool {
    matches!(letter, ' ' | '\u{3000}' | '：' | ':' | '“' | '/' | '／' | '|' | '｜')
}

pub(super) fn pauses(letter: char) -> bool {
    matches!(letter, '、' | '，' | ',')
}

/// Neither a letter nor a digit.
pub(super) fn is_mark(letter: char) -> bool {
    // Nearly all that is asked about is this.
    !matches!(letter, '\u{4E00}'..='\u{9FFF}') && !letter.is_alphanumeric()
}

/// Between the names of a list.
pub(super) fn lists_names(letter: char) -> bool {
    matches!(letter, '、' | ' ' | '\u{3000}' | '和' | '与' | '及' | '/' | '，')
}

/// After these a new clause begins.
pub(super) fn ends_clause(letter: char) -> bool {
    matches!(letter, '。' | '；' | '！' | '？' | '“' | '（' | '：' | '—' | '·' | '【' | WALL | '｜')
        || matches!(letter, '\n' | '(' | ':' | ';' | '!' | '|')
}

pub(super) fn ends_sentence(letter: char) -> bool {
    matches!(letter, '。' | '！' | '？' | '”' | '…' | '\n')
}

/// Last characters of bodies and places; and 的.
pub(super) fn may_end_body(letter: char) -> bool {
    matches!(letter, '的' | '院' | '社' | '局' | '厅' | '处' | '部' | '委' | '司' | '办' | '站' | '所')
        || matches!(letter, '队' | '市' | '县' | '区' | '省' | '村' | '镇' | '校' | '会')
}
