//! A walk along a text, character by character, for whoever looks for a few of them.

/// What `look` answers for the characters from the byte `from` on, in order, given the place and the number of each.
#[inline]
pub(super) fn characters<T>(
    text: &str,
    from: usize,
    mut look: impl FnMut(usize, u32) -> Option<T>,
) -> impl Iterator<Item = T> {
    let mut next = from;
    std::iter::from_fn(move || {
        loop {
            // Nearly all of Chinese takes three bytes.
            for [first, second, third] in text.as_bytes()[next..].as_chunks::<3>().0 {
                if first & 0xF0 != 0xE0 {
                    break;
                }
                let at = next;
                next += 3;
                let [first, second, third] = [first, second, third].map(|byte| u32::from(*byte) & 0x3F);
                let found = look(at, (first & 0xF) << 12 | second << 6 | third);
                if found.is_some() {
                    return found;
                }
            }
            let at = next;
            let letter = text[at..].chars().next()?;
            next += letter.len_utf8();
            let found = look(at, letter as u32);
            if found.is_some() {
                return found;
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::characters;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn it_meets_every_character(text in "[一三aé\u{FFFC}𠀀]{0,24}", skipped in 0_usize..4) {
            let from = text.char_indices().nth(skipped).map_or(text.len(), |(at, _)| at);
            let expected = text.char_indices().skip(skipped).map(|(at, letter)| (at, letter as u32));
            prop_assert!(characters(&text, from, |at, number| Some((at, number))).eq(expected.clone()));
            let han = |number: u32| number == u32::from('一');
            let found = characters(&text, from, |at, number| han(number).then_some(at));
            prop_assert!(found.eq(expected.filter(|(_, number)| han(*number)).map(|(at, _)| at)));
        }
    }
}
