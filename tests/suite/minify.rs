//! Templates lose white space when they are loaded. A reader must not be able to tell: the example with
//! the default theme is compared with the same theme written so that its templates stay as they are.

use html5ever::driver::ParseOpts;
use html5ever::parse_document;
use html5ever::tendril::TendrilSink as _;
use markup5ever_rcdom::{Handle, NodeData, RcDom};

use crate::harness::{NOW, Site, files, repository};

/// A template with a statement that the reader of templates does not know is taken as it is.
const UNKNOWN: &str = "{% raw %}{% endraw %}";

#[test]
fn readers_see_what_the_templates_say() {
    let build = |theme: &str, change: &dyn Fn(String) -> String, minify: &str| {
        let site = Site::empty();
        for (path, bytes) in files(&repository("content")) {
            site.write(&format!("content/{path}"), bytes);
        }
        let config = std::fs::read_to_string(repository("site.yaml")).unwrap();
        site.write("site.yaml", config.replace("theme: default", &format!("theme: {theme}")));
        for (path, bytes) in files(&repository("themes/default")) {
            let bytes = match path.ends_with(".html") {
                true => change(String::from_utf8(bytes).unwrap()).into_bytes(),
                false => bytes,
            };
            site.write(&format!("themes/{theme}/{path}"), bytes);
        }
        site.run(&["build", "--now", NOW, "--minify", minify]).expect(0);
        site.output()
    };
    let plain = build("plain", &|text| text + UNKNOWN, "templates");
    let small = build("small", &|text| text, "templates");
    let (mut before, mut after) = (0, 0);
    for (path, bytes) in plain.iter().filter(|(path, _)| path.ends_with(".html")) {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        let (long, short) = (text(bytes), text(&small[path]));
        assert_eq!(seen(&long), seen(&short), "{path}");
        before += long.len();
        after += short.len();
    }
    assert!(after * 20 < before * 19, "{before} bytes became {after}");
}

/// A page as it is seen: elements with their attributes, a line for each that makes one of its own, and
/// runs of white space as one space.
fn seen(html: &str) -> String {
    let dom = parse_document(RcDom::default(), ParseOpts::default()).one(html);
    let mut out = String::new();
    walk(&dom.document, false, &mut out);
    out
}

/// Elements that stand in a line like words.
const IN_LINES: &[&str] = &[
    "a", "abbr", "b", "bdi", "button", "cite", "code", "del", "em", "i", "img", "input", "ins", "kbd",
    "label", "mark", "q", "s", "select", "small", "span", "strong", "sub", "sup", "svg", "time", "u", "var",
    "wbr",
];

fn walk(node: &Handle, to_the_letter: bool, out: &mut String) {
    for child in node.children.borrow().iter() {
        match &child.data {
            NodeData::Text { contents } if to_the_letter => out.push_str(&contents.borrow()),
            NodeData::Text { contents } => {
                for letter in contents.borrow().chars() {
                    match letter.is_ascii_whitespace() {
                        true if out.ends_with([' ', '\n']) => {}
                        true => out.push(' '),
                        false => out.push(letter),
                    }
                }
            }
            NodeData::Element { name, attrs, .. } => {
                let name = &*name.local;
                let in_line = IN_LINES.contains(&name);
                edge(in_line, out);
                // An element that is not seen must not come between two spaces.
                let space = out.ends_with(' ') && in_line;
                if space {
                    out.pop();
                }
                out.push_str(&format!("<{name}"));
                for attribute in attrs.borrow().iter() {
                    out.push_str(&format!(" {}={:?}", &*attribute.name.local, &*attribute.value));
                }
                out.push('>');
                if space {
                    out.push(' ');
                }
                edge(in_line, out);
                walk(child, to_the_letter || ["pre", "textarea", "script"].contains(&name), out);
                edge(in_line, out);
            }
            _ => {}
        }
    }
}

fn edge(in_line: bool, out: &mut String) {
    if !in_line {
        out.truncate(out.trim_end_matches(' ').len());
        if !out.ends_with('\n') {
            out.push('\n');
        }
    }
}
