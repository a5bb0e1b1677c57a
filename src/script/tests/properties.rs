//! What holds for every text.

use std::borrow::Cow;
use std::ops::Range;

use proptest::prelude::*;

use super::*;
use crate::script::sink::Sink;
use crate::script::{Context, Glyphs, Origin, Output, Priority, Segments, Term, WALL};

/// Texts of characters that meet in phrases, with what may stand between them.
const PLAIN: &str = "[发展里后干面台群启温说于着软件信息网络化部相系统历书“”‘’「」説裡軟體資訊\u{20BB7}A 1，\u{FFFC}\n]{0,24}";
/// With compatibility ideographs.
const COMPATIBLE: &str = "[发展里后面着软件信息“”裡軟體\u{F9E9}\u{F90A}A，\u{FFFC}]{0,16}";
/// With description sequences.
const DESCRIBING: &str = "[发展里后面着软件信息“”裡軟體\u{2FF0}\u{2FF2}A，\u{FFFC}]{0,16}";
/// With both, which OpenCC normalizes by other rules when they meet.
const ANY: &str = "[发展里后面着软件信息“”裡軟體\u{F9E9}\u{F90A}\u{2FF0}\u{2FF2}A，\u{FFFC}]{0,16}";

/// Two texts of the same kind.
fn two_texts() -> impl Strategy<Value = (String, String)> {
    prop_oneof![(PLAIN, PLAIN), (COMPATIBLE, COMPATIBLE), (DESCRIBING, DESCRIBING)]
}

fn any_converter() -> impl Strategy<Value = Converter> {
    let script = prop::sample::select(vec![Hans, Hant, HantTw, HantHk]);
    let depth = prop::sample::select(vec![Characters, Taiwan, HongKong]);
    let forms: Vec<char> = Glyphs::choices().flatten().copied().collect();
    let form = prop::option::of(prop::sample::select(forms));
    (script.clone(), script, depth, any::<bool>(), form).prop_filter_map(
        "the same script",
        |(from, to, depth, quotes, form)| {
            let glyphs = Glyphs::preferring(form).ok()?;
            Some(Converter::between(from, to, depth)?.with_quotes(quotes).with_glyphs(&glyphs))
        },
    )
}

fn any_terms() -> impl Strategy<Value = Terms> {
    let output = prop_oneof![Just(Output::Keep), "[甲乙丙]{0,3}".prop_map(Output::Text)];
    let priority = prop::sample::select(vec![Priority::Page, Priority::Name, Priority::Site]);
    let term = ("[发展里后软件信息网A]{0,3}", output, priority);
    let term = term.prop_map(|(source, output, priority)| Term {
        source,
        output,
        priority,
        context: Context::default(),
    });
    prop::collection::vec(term, 0..4).prop_map(Terms::new)
}

/// Joins what a thorough scan tells.
struct Told<'a> {
    source: &'a str,
    output: String,
}

impl Sink for Told<'_> {
    const THOROUGH: bool = true;

    fn restart(&mut self) {
        self.output.clear();
    }

    fn copy(&mut self, range: Range<usize>) {
        self.output.push_str(&self.source[range]);
    }

    fn put(&mut self, _: Range<usize>, output: &str, _: Origin) {
        self.output.push_str(output);
    }
}

proptest! {
    #[test]
    fn segments_cover_the_source_and_join_to_the_converted_text(
        converter in any_converter(),
        terms in any_terms(),
        text in prop_oneof![PLAIN, ANY],
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
            if matches!(segment.origin, Origin::Copy | Origin::Characters) {
                let lengths = |text: &str| text.chars().map(char::len_utf8).collect::<Vec<_>>();
                prop_assert_eq!(lengths(source), lengths(segment.output));
            }
        }
        prop_assert_eq!(end, text.len());
        let joined: String = segments.iter().map(|segment| segment.output).collect();
        prop_assert_eq!(&joined, segments.text());
        prop_assert_eq!(&joined, &converter.convert(&text, &terms));
    }

    /// A review, which is told character by character, reads the same text.
    #[test]
    fn whoever_is_told_everything_is_told_the_same(
        converter in any_converter(),
        terms in any_terms(),
        text in prop_oneof![PLAIN, ANY],
    ) {
        let converter = converter.with_quotes(false);
        let mut told = Told { source: &text, output: String::new() };
        converter.scan(&text, &terms, &mut told);
        prop_assert_eq!(told.output, converter.convert(&text, &terms));
    }

    /// What stands on both sides of a wall is converted as if it stood alone.
    #[test]
    fn nothing_is_seen_across_a_wall(
        converter in any_converter(),
        terms in any_terms(),
        (left, right) in two_texts(),
    ) {
        // A pair of quotation marks does stretch across walls: it is a matter of the block.
        let converter = converter.with_quotes(false);
        let joined = format!("{left}{WALL}{right}");
        let (left, right) = (converter.convert(&left, &terms), converter.convert(&right, &terms));
        prop_assert_eq!(converter.convert(&joined, &terms), format!("{left}{WALL}{right}"));
    }

    #[test]
    fn text_without_han_is_borrowed(
        converter in any_converter(),
        text in "[ -~é—…·\u{FFFC}，。０-９ア한\u{1F600}]{0,24}",
    ) {
        let output = converter.convert(&text, &Terms::default());
        prop_assert!(matches!(output, Cow::Borrowed(same) if same == text));
    }

    #[test]
    fn a_kept_word_is_kept(
        converter in any_converter(),
        left in PLAIN,
        word in "[发展里后软件信息网络系统]{1,4}",
        right in PLAIN,
    ) {
        let text = format!("{left}{word}{right}");
        // Elsewhere in the text the word could overlap itself, and the first one counts.
        prop_assume!(text.matches(&word).count() == 1 && text.find(&word) == Some(left.len()));
        let term = Term { source: word.clone(), output: Output::Keep, priority: Priority::Site, context: Context::default() };
        let terms = Terms::new([term]);
        let mut segments = Segments::default();
        converter.segments(&text, &terms, &mut segments);
        let kept = segments.iter().find(|segment| segment.origin == Origin::Term(Priority::Site)).unwrap();
        prop_assert_eq!(kept.source, left.len()..left.len() + word.len());
        prop_assert_eq!(kept.output, word);
    }
}
