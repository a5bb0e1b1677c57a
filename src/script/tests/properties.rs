//! What holds for every text.

use std::borrow::Cow;

use proptest::prelude::*;

use super::*;
use crate::script::{Origin, Output, Priority, Segments, Term, WALL};

/// Texts of characters that meet in phrases, with all that may stand between them.
const TEXT: &str = "[发展里后干面台于着软件信息网络化部相系统历书“”‘’「」説裡軟體資訊\u{F9E9}\u{2FF0}\u{20BB7}A 1，\u{FFFC}\n]{0,24}";

fn any_converter() -> impl Strategy<Value = Converter> {
    let script = prop::sample::select(vec![Hans, Hant, HantTw, HantHk]);
    let depth = prop::sample::select(vec![Characters, Taiwan, HongKong]);
    (script.clone(), script, depth, any::<bool>())
        .prop_filter_map("the same script", |(from, to, depth, quotes)| {
            Some(Converter::between(from, to, depth)?.with_quotes(quotes))
        })
}

fn any_terms() -> impl Strategy<Value = Terms> {
    let output = prop_oneof![Just(Output::Keep), "[甲乙丙]{0,3}".prop_map(Output::Text)];
    let priority = prop::sample::select(vec![Priority::Page, Priority::Name, Priority::Site]);
    let term = ("[发展里后软件信息网A]{0,3}", output, priority);
    let term = term.prop_map(|(source, output, priority)| Term { source, output, priority });
    prop::collection::vec(term, 0..4).prop_map(Terms::new)
}

proptest! {
    #[test]
    fn segments_cover_the_source_and_join_to_the_converted_text(
        converter in any_converter(),
        terms in any_terms(),
        text in TEXT,
    ) {
        let mut segments = Segments::default();
        converter.segments("什么都没有", &terms, &mut segments);
        converter.segments(&text, &terms, &mut segments);
        let mut end = 0;
        for segment in segments.iter() {
            prop_assert_eq!(segment.source.start, end);
            prop_assert!(!segment.source.is_empty());
            end = segment.source.end;
            let source = &text[segment.source.clone()];
            if segment.origin == Origin::Copy {
                let lengths = |text: &str| text.chars().map(char::len_utf8).collect::<Vec<_>>();
                prop_assert_eq!(lengths(source), lengths(segment.output));
            }
        }
        prop_assert_eq!(end, text.len());
        let joined: String = segments.iter().map(|segment| segment.output).collect();
        prop_assert_eq!(&joined, segments.text());
        prop_assert_eq!(&joined, &converter.convert(&text, &terms));
    }

    /// What stands on both sides of a wall is converted as if it stood alone.
    #[test]
    fn nothing_is_seen_across_a_wall(
        converter in any_converter(),
        terms in any_terms(),
        left in TEXT,
        right in TEXT,
    ) {
        // A pair of quotation marks does stretch across walls: it is a matter of the block.
        let converter = converter.with_quotes(false);
        // Compatibility ideographs in a description sequence stay only if there are none outside.
        let either = |letter| left.contains(letter) || right.contains(letter);
        prop_assume!(!(either('\u{2FF0}') && either('\u{F9E9}')));
        let joined = format!("{left}{WALL}{right}");
        let apart = format!("{}{WALL}{}", converter.convert(&left, &terms), converter.convert(&right, &terms));
        prop_assert_eq!(converter.convert(&joined, &terms), apart);
    }

    #[test]
    fn text_without_han_is_borrowed(converter in any_converter(), text in "[ -~é—…·\u{FFFC}，。０-９ア한\u{1F600}]{0,24}") {
        prop_assert!(matches!(converter.convert(&text, &Terms::default()), Cow::Borrowed(same) if same == text));
    }

    #[test]
    fn a_kept_word_is_kept(converter in any_converter(), left in TEXT, word in "[发展里后软件信息网络系统]{1,4}", right in TEXT) {
        let text = format!("{left}{word}{right}");
        // Elsewhere in the text the word could overlap itself, and the first one counts.
        prop_assume!(text.matches(&word).count() == 1 && text.find(&word) == Some(left.len()));
        prop_assume!(!left.contains(['\u{2FF0}', '\u{F9E9}']) && !right.contains('\u{F9E9}'));
        let terms = Terms::new([Term { source: word.clone(), output: Output::Keep, priority: Priority::Site }]);
        let mut segments = Segments::default();
        converter.segments(&text, &terms, &mut segments);
        let kept = segments.iter().find(|segment| segment.origin == Origin::Term(Priority::Site)).unwrap();
        prop_assert_eq!(kept.source, left.len()..left.len() + word.len());
        prop_assert_eq!(kept.output, word);
    }
}
