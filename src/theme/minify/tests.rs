//! What a reader sees is the same before and after, along every way through a template.

use expect_test::{Expect, expect};
use proptest::prelude::*;
use tera::{Context, Tera};

use super::*;

fn check(text: &str, expected: Expect) {
    expected.assert_eq(&squeezed(text).unwrap_or_else(|| "as it was".to_owned()));
}

#[test]
fn space_goes_at_edges_and_stays_between_words() {
    check("<ul>\n  <li> a  b </li>\n</ul>\n", expect!["<ul><li>a b</li></ul>"]);
    check(
        "<p>\n  <a href=\"x\">a</a>\n  <b>b</b> c\n</p>",
        expect!["<p><a href=\"x\">a</a>\n<b>b</b> c</p>"],
    );
    check("<title> {{ head.title }} </title>", expect!["<title>{{ head.title }}</title>"]);
}

#[test]
fn every_way_through_statements_counts() {
    check(
        "<li>a</li>\n{% if x %}\n<li>b</li>\n{% endif %}\n<li>",
        expect!["<li>a</li>{% if x %}<li>b</li>{% endif %}<li>"],
    );
    check("a {% if x %} <p>b</p> {% endif %} c", expect!["a {% if x %}<p>b</p>{% endif %}c"]);
    check(
        "<b>a</b>{% if x %} <p></p>{% else %} <i>b</i>{% endif %}",
        expect!["<b>a</b>{% if x %}<p></p>{% else %} <i>b</i>{% endif %}"],
    );
    check(
        "<ul> {% for x in y %} <li>{{ x }}</li> {% endfor %} </ul>",
        expect!["<ul>{% for x in y %}<li>{{ x }}</li>{% endfor %}</ul>"],
    );
    check(
        "<p>{% for x in y %} {{ x }} {% endfor %}</p>",
        expect!["<p>{% for x in y %} {{ x }} {% endfor %}</p>"],
    );
}

#[test]
fn what_is_to_the_letter_stays() {
    check("<pre>\n a\n  b </pre>\n<p>", expect!["<pre>\n a\n  b </pre><p>"]);
    check("<script>\n{{ json | safe }} \n</script>", expect!["<script>\n{{ json | safe }} \n</script>"]);
    check(
        "<option  {% if a > b %}selected{% endif %}\n value=\"a  >\"> x </option>",
        expect!["<option  {% if a > b %}selected{% endif %}\n value=\"a  >\">x</option>"],
    );
    check("<p>{{ \"}}  \" }}  　 a", expect!["<p>{{ \"}}  \" }} 　 a"]);
}

#[test]
fn an_unknown_statement_keeps_the_template() {
    check("{% set a %}  x  {% endset %}", expect!["as it was"]);
    check("{% raw %}  {{ x }}  {% endraw %}", expect!["as it was"]);
    check("<pre>{% if a %}</pre>  {% endif %}", expect!["as it was"]);
    check("{% if a %}  <p>", expect!["as it was"]);
}

/// Templates of the theme in the binary, by path.
fn default_theme() -> Vec<(String, String)> {
    let mut folders =
        vec![std::path::PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/themes/default/templates"))];
    let mut templates = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => folders.push(path),
                false => {
                    let text = std::fs::read_to_string(&path).unwrap();
                    templates.push((path.display().to_string(), text));
                }
            }
        }
    }
    templates
}

#[test]
fn every_template_of_the_default_theme_shrinks() {
    let templates = default_theme();
    assert!(templates.len() > 30);
    for (path, text) in templates {
        let small = squeezed(&text).unwrap_or_else(|| panic!("{path} is not understood"));
        let edges = text.trim().contains(">\n<");
        assert!(!edges || small.len() < text.len(), "{path}");
        assert_eq!(dense(&small), dense(&text), "{path}");
        assert_eq!(squeezed(&small).as_deref(), Some(small.as_str()), "{path}: twice is once");
    }
}

fn dense(text: &str) -> String {
    text.split_ascii_whitespace().collect()
}

/// HTML as a reader sees it: runs are one space, none at the edges of lines.
fn seen(html: &str) -> String {
    let mut text = html.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
    for start in [" ", "\n"] {
        if html.starts_with(start) {
            text.insert(0, ' ');
        }
        if html.ends_with(start) {
            text.push(' ');
        }
    }
    for edge in ["<p>", "</p>", "<br>"] {
        text = text.replace(&format!(" {edge}"), edge).replace(&format!("{edge} "), edge);
    }
    text
}

fn pieces() -> impl Strategy<Value = String> {
    let leaf = prop::sample::select(vec![
        " ",
        "\n",
        "  \n ",
        "a",
        "文",
        "<p>",
        "</p>",
        "<br>",
        "<b>",
        "</b>",
        "{{ n }}",
        "{# c #}",
        "{% set z = 1 %}",
    ]);
    let leaves = prop::collection::vec(leaf, 0..6).prop_map(|parts| parts.concat());
    leaves.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("{a}{b}")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("{{% if x %}}{a}{{% endif %}}{b}")),
            (inner.clone(), inner.clone(), inner.clone()).prop_map(|(a, b, c)| format!(
                "{a}{{% if x %}}{b}{{% elif y %}}{c}{{% else %}}{a}{{% endif %}}"
            )),
            (inner.clone(), inner.clone())
                .prop_map(|(a, b)| format!("{a}{{% for i in n %}}{b}{{% endfor %}}")),
            (inner.clone(), inner)
                .prop_map(|(a, b)| format!("{{% for i in n %}}{a}{{% else %}}{b}{{% endfor %}}")),
        ]
    })
}

proptest! {
    #[test]
    fn readers_see_the_same(text in pieces(), x in any::<bool>(), y in any::<bool>(), items in 0usize..4) {
        let small = squeezed(&text).unwrap();
        prop_assert!(small.len() <= text.len());
        let mut context = Context::new();
        context.insert("x", &x);
        context.insert("y", &y);
        context.insert("n", &vec!["w"; items]);
        let render = |template: &str| Tera::one_off(template, &context, true).unwrap();
        prop_assert_eq!(seen(&format!("¦{}¦", render(&small))), seen(&format!("¦{}¦", render(&text))), "{}", small);
    }
}
