use super::*;
use crate::script::Script::{self, *};
use crate::script::table::Direction;
use proptest::prelude::*;

#[test]
fn places_come_in_their_order() {
    assert_eq!(places_of(1 | 1 << 9 | 1 << 63).collect::<Vec<_>>(), [0, 9, 63]);
}

#[test]
fn a_phrase_is_looked_for_where_it_keeps_another_from_beginning() {
    let table = Table::of(Direction::between(Hans, HantTw, false).unwrap());
    let asked = |text: &str| {
        let (source, mut ahead) =
            (Source { table: &table, lexicon: None, text: text.as_bytes() }, Ahead::new());
        ahead.read(&source, 0, text.len());
        places_of(ahead.asking).map(|place| text.chars().nth(place).unwrap()).collect::<String>()
    };
    // 发展 (發展) says what its characters say, 发布 (發佈) does not; 会发 does, and keeps 发布 from beginning.
    assert_eq!(asked("产业发展"), "");
    assert_eq!(asked("产业发布"), "发");
    assert_eq!(asked("产业会发布"), "会发");
}

const WAYS: [(Script, Script, bool); 4] =
    [(Hans, HantTw, true), (Hans, HantHk, false), (HantTw, Hans, true), (HantHk, HantTw, false)];

proptest! {
    /// The longest match again and again, with the runs and without: the outputs are one.
    #[test]
    fn runs_say_what_the_trie_says(
        (from, to, words) in prop::sample::select(WAYS.to_vec()),
        text in "[发展里后干面台于着软件信息网络化部相系统关海历说裡軟體資訊著復后复鉴戏卜龟\u{20BB7}A：，《\n]{0,80}",
    ) {
        let table = Table::of(Direction::between(from, to, words).unwrap());
        let bytes = text.as_bytes();
        let whole = |at: usize| table.longest(bytes, table.letter(bytes, at), bytes.len());
        let shown = |at: usize, (value, end): (Value, usize)| table.text_of(value).unwrap_or(&text[at..end]);
        let (mut expected, mut at) = (String::new(), 0);
        while at < text.len() {
            let found = whole(at);
            expected.push_str(shown(at, found));
            at = found.1;
        }
        let source = Source { table: &table, lexicon: Lexicon::of(from), text: bytes };
        let (mut output, mut at, mut ahead) = (String::new(), 0, Ahead::new());
        while at < text.len() {
            if !ahead.covers(at) {
                ahead.read(&source, at, text.len());
            }
            let is_in_run = ahead.covers(at);
            if is_in_run {
                let run = ahead.plain(at);
                run.write(&mut output);
                at = run.range.end;
            }
            if ahead.covers(at) || !is_in_run {
                let found = ahead.longest(bytes, at).unwrap_or_else(|| whole(at));
                output.push_str(shown(at, found));
                at = found.1;
            }
        }
        prop_assert_eq!(output, expected);
    }
}
