//! Ideographic description sequences (⿰木目): OpenCC copies them whole, so that no component is converted.

/// Limits of OpenCC's own parser (`UTF8Util::NextIdeographicDescriptionSequenceLength`).
const DEEPEST: usize = 16;
const MOST_CHARACTERS: usize = 64;

/// The length in bytes of the complete description that `text` begins with; `None` if it begins with none.
pub(in crate::script) fn sequence_length(text: &str) -> Option<usize> {
    operands(text.chars().next()?)?;
    let mut rest = text.chars();
    let mut characters = 0;
    consume(&mut rest, DEEPEST, &mut characters)?;
    Some(text.len() - rest.as_str().len())
}

fn consume(rest: &mut std::str::Chars<'_>, depth_left: usize, characters: &mut usize) -> Option<()> {
    let character = rest.next()?;
    if depth_left == 0 || *characters >= MOST_CHARACTERS {
        return None;
    }
    *characters += 1;
    for _ in 0..operands(character).unwrap_or(0) {
        consume(rest, depth_left - 1, characters)?;
    }
    Some(())
}

/// How many operands a description character takes; `None` for every other character.
fn operands(character: char) -> Option<usize> {
    match character {
        '\u{2FF2}' | '\u{2FF3}' => Some(3),
        '\u{2FFE}' | '\u{2FFF}' => Some(1),
        '\u{2FF0}'..='\u{2FFD}' => Some(2),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::sequence_length;

    #[test]
    fn a_sequence_is_measured_only_when_complete() {
        assert_eq!(sequence_length("⿰木目后"), Some("⿰木目".len()));
        assert_eq!(sequence_length("⿱⿰木目心"), Some("⿱⿰木目心".len()));
        assert_eq!(sequence_length("⿰木"), None);
        assert_eq!(sequence_length("木⿰"), None);
    }
}
