//! Without Chinese text, pages are those of the parser's own renderer, apart from our wrappers.

use pulldown_cmark::{Parser, html::push_html};

use super::{compile_text, render};

const EXAMPLES: &[&str] = &[
    "foo ***bar* baz** *x **y** z*\n",
    "*foo**bar**baz* **foo*** ***foo**\n",
    "a * b\\* c_d_e __f__ _g_\n",
    "foo\nbar  \nbaz\\\nqux\n",
    "- a\n- b\n\n  c\n- d\n    1. e\n    2. f\n",
    "3. a\n4. b\n\n* c\n",
    "> a\n> > b\nc\n\n---\n***\n",
    "`a & b` `` c`d `` &amp; &lt; &copy; < > \" '\n",
    "    code <x>\n\n\ttab\n\ntext\n",
    "```\n<a>\n\n b\n```\n~~~~\nc\n~~~\n~~~~\n",
    "[a](/b \"c & d\") [e](</f g>) [h] [i][h] <https://x.org/?a=1&b=2> <m@x.org>\n\n[h]: /j 'k'\n",
    "[a *b `c`*](#d) [e [f](/g)](/h) [x](\n",
    "term\n: definition\n: other\n\n  more\n",
    "~~a~~ ~b~ ~~~c~~\n",
    "a | b\n--|--\nc | `d`\n*e*\n",
    "1) a\n\n   b\n2) c\n",
    "* a\n\n * b\n\n\n  * c\n- d\n",
    "\\* \\\\ \\a [\\]](/x) &#35; &#x22;\n",
    "> - a\n>   b\n> c\n\n1. > d\n",
    "**a\nb** c\n===\n".split_at(8).0,
];

#[test]
fn latin_text_is_rendered_as_by_the_parser() {
    for text in EXAMPLES {
        let checked = compile_text(text, false);
        assert!(checked.diagnostics.is_empty(), "{text}\n{:?}", checked.diagnostics);
        let mut expected = String::new();
        push_html(&mut expected, Parser::new_ext(text, super::super::OPTIONS));
        assert_eq!(plain(&render(&checked.value)), plain(&expected), "{text}");
    }
}

/// Without line ends between tags, and with our spelling of each tag.
fn plain(html: &str) -> String {
    let spelled = [
        ("<br />\n", "<br>"),
        ("<hr />", "<hr>"),
        ("<pre class=\"code\" tabindex=\"0\">", "<pre>"),
        (
            "<div class=\"table-scroll\" role=\"region\" tabindex=\"0\" aria-label=\"[table.region]\"><table>",
            "<table>",
        ),
        ("</table></div>", "</table>"),
        (" scope=\"col\"", ""),
        ("%20", " "),
        (">\n", ">"),
        ("\n<", "<"),
    ];
    spelled.iter().fold(html.to_string(), |html, (from, to)| html.replace(from, to))
}
