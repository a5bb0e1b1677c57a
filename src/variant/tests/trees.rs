//! Inline trees by chance, as pieces and as Markdown.

use super::*;

pub(super) enum Node {
    Text(String),
    Style(usize, Vec<Node>),
    Link(Vec<Node>),
    Code,
    /// `<span lang="ja">`
    Foreign,
    Break,
    Wall,
    Keep,
    Name,
}

/// Markdown's sign, and the element. Signs that need not nest, as of raw HTML, would make trees of their own.
const STYLES: &[(&str, &str)] = &[("**", "strong"), ("*", "em")];

/// Some words, cut anywhere, with elements round the parts and other things between them.
pub(super) fn tree(random: &mut Random, vocabulary: &[&str]) -> Vec<Node> {
    let words = (0..=random.below(4)).map(|_| vocabulary[random.below(vocabulary.len())]);
    let letters: Vec<char> = words.flat_map(str::chars).collect();
    nodes(random, &letters, 0)
}

fn nodes(random: &mut Random, letters: &[char], depth: usize) -> Vec<Node> {
    let (mut nodes, mut rest) = (Vec::new(), letters);
    while !rest.is_empty() {
        let (part, behind) = rest.split_at((1 + random.below(3 * (3 - depth))).min(rest.len()));
        rest = behind;
        nodes.push(match random.below(3) {
            0 if depth < 2 => Node::Style(random.below(STYLES.len()), self::nodes(random, part, depth + 1)),
            1 if depth < 2 => Node::Link(within_link(self::nodes(random, part, depth + 1))),
            _ => Node::Text(part.iter().collect()),
        });
        match random.below(if depth == 0 { 24 } else { 40 }) {
            0 => nodes.push(Node::Code),
            1 => nodes.push(Node::Foreign),
            2 | 3 => nodes.push(Node::Break),
            4 if depth == 0 => nodes.push(Node::Wall),
            5 if depth == 0 => nodes.push(Node::Keep),
            6 if depth == 0 => nodes.push(Node::Name),
            _ => {}
        }
    }
    nodes
}

/// A link has text and no link inside.
fn within_link(nodes: Vec<Node>) -> Vec<Node> {
    nodes
        .into_iter()
        .map(|node| match node {
            Node::Link(_) | Node::Name | Node::Break => Node::Text("件".into()),
            Node::Style(style, inner) => Node::Style(style, within_link(inner)),
            node => node,
        })
        .collect()
}

/// The tree as pieces.
pub(super) fn built(tree: &[Node]) -> Body {
    fn append(flow: &mut Flow, text: &str) -> Range<u32> {
        let start = flow.text.len() as u32;
        flow.text.push_str(text);
        start..flow.text.len() as u32
    }
    fn push(flow: &mut Flow, node: &Node) {
        let (element, open, inner, close) = match node {
            Node::Style(style, inner) => {
                let name = STYLES[*style].1;
                (Element::Style, format!("<{name}>"), inner, format!("</{name}>"))
            }
            Node::Link(inner) => (Element::Link, "<a>".to_owned(), inner, "</a>".to_owned()),
            leaf => {
                let piece = match leaf {
                    Node::Text(text) => Piece::Prose(append(flow, text)),
                    Node::Code | Node::Foreign => Piece::Verbatim(append(flow, "软件")),
                    Node::Break => Piece::Prose(append(flow, "\n")),
                    Node::Wall => Piece::Mark(append(flow, "-{}-")),
                    Node::Keep => Piece::Mark(append(flow, "-{软件}-")),
                    _ => Piece::Name(0),
                };
                flow.pieces.push(piece);
                return;
            }
        };
        let open = append(flow, &open);
        flow.pieces.push(Piece::Open(element, open));
        inner.iter().for_each(|node| push(flow, node));
        let close = append(flow, &close);
        flow.pieces.push(Piece::Close(element, close));
    }
    let mut flow = Flow::default();
    tree.iter().for_each(|node| push(&mut flow, node));
    flow.pieces.push(Piece::End);
    let mut body = Body::default();
    body.set_flow(flow);
    body
}

/// The tree as Markdown, compiled: what its signs mean there is the parser's business.
pub(super) fn parsed(tree: &[Node]) -> Body {
    fn push(text: &mut String, node: &Node) {
        match node {
            Node::Text(words) => text.push_str(&words.replace('<', "\\<").replace('&', "\\&")),
            Node::Style(style, inner) => {
                text.push_str(STYLES[*style].0);
                inner.iter().for_each(|node| push(text, node));
                text.push_str(STYLES[*style].0);
            }
            Node::Link(inner) => {
                text.push('[');
                inner.iter().for_each(|node| push(text, node));
                text.push_str("](/a/)");
            }
            Node::Code => text.push_str("`软件`"),
            Node::Foreign => text.push_str("<span lang=\"ja\">软件</span>"),
            Node::Break => text.push('\n'),
            Node::Wall => text.push_str("-{}-"),
            Node::Keep => text.push_str("-{软件}-"),
            Node::Name => text.push_str("[[a]]"),
        }
    }
    let mut text = String::new();
    tree.iter().for_each(|node| push(&mut text, node));
    compiled(&text)
}

/// SplitMix64: every seed is a sequence of its own.
pub(super) struct Random(pub u64);

impl Random {
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) % limit as u64) as usize
    }
}
