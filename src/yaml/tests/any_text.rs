//! Whatever is read, places are inside the text, and line ends make no difference.

use super::*;

/// Text with everything that YAML finds special, and more than one byte a character.
fn yamlish() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("title"),
        Just("："),
        Just(": "),
        Just(":"),
        Just("，"),
        Just(", "),
        Just("- "),
        Just("\n"),
        Just("\r\n"),
        Just("\r"),
        Just("\n  "),
        Just("\t"),
        Just("["),
        Just("]"),
        Just("{"),
        Just("}"),
        Just("\""),
        Just("'"),
        Just("|\n"),
        Just(">-\n"),
        Just("#"),
        Just(" "),
        Just("𠮷"),
        Just("喜报"),
        Just("&a"),
        Just("*a"),
        Just("!x"),
        Just("---\n"),
        Just("...\n"),
        Just("? "),
        Just("\u{feff}"),
        Just("\\"),
        Just("2024-05-16"),
        Just("<<"),
        Just("~"),
        Just("%"),
        Just("\u{85}"),
        Just("\u{2028}"),
        Just("\u{a0}"),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

fn spans_hold(text: &str, node: &Node) {
    assert!(text.get(node.span.clone()).is_some(), "{:?} in {text:?}", node.span);
    match &node.value {
        Value::Null | Value::Scalar { .. } => {}
        Value::List(items) => items.iter().for_each(|item| spans_hold(text, item)),
        Value::Map(entries) => {
            for (key, value) in entries {
                assert!(text.get(key.span.clone()).is_some());
                spans_hold(text, value);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn any_text_is_read_with_places_inside_it(text in yamlish(), before in "[a-z甲]{0,3}") {
        let whole = format!("{before}{text}");
        let read = read(&file(), &whole, before.len()..whole.len());
        brief(&whole, &read.diagnostics);
        if let Some(node) = &read.value {
            spans_hold(&whole, node);
        }
        brief(&text, &split(&file(), &text).diagnostics);
    }

    #[test]
    fn line_ends_do_not_matter(text in yamlish()) {
        let lf = text.replace("\r\n", "\n").replace('\r', "\n");
        let crlf = lf.replace('\n', "\r\n");
        let read_lf = read(&file(), &lf, 0..lf.len());
        let read_crlf = read(&file(), &crlf, 0..crlf.len());
        prop_assert_eq!(read_lf.value.as_ref().map(values), read_crlf.value.as_ref().map(values));
        prop_assert_eq!(brief(&lf, &read_lf.diagnostics), brief(&crlf, &read_crlf.diagnostics));
    }
}
