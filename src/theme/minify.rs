//! Templates lose the white space that no reader sees once, when they are loaded: minifying every page
//! when it is written costs several times its rendering.
//!
//! Nothing but white space changes. Of a run one character stays, a line break where there was one; at
//! the edge of an element that makes its own line (`<p>`, `<li>`, `<div>`) none stays. Which edge a run
//! lies at is asked along every way that statements can take, so a template may hold any piece of a
//! page. Attributes, `<pre>`, `<textarea>`, `<script>` and `<style>` stay as they are, and so does a
//! template with a statement that is not known here.

/// The template without needless white space, or as it was.
pub(super) fn template(name: &str, text: &str) -> String {
    if !name.ends_with(".html") {
        return text.to_owned();
    }
    squeezed(text).unwrap_or_else(|| text.to_owned())
}

fn squeezed(text: &str) -> Option<String> {
    let mut reader = Reader { rest: text };
    let (mut nodes, end) = reader.nodes()?;
    if !end.is_empty() {
        return None;
    }
    look_ahead(&mut nodes, false);
    let mut out = String::with_capacity(text.len());
    write(&nodes, false, &mut out);
    Some(out)
}

/// A template in pieces.
enum Node<'a> {
    /// White space, and whether every way on from it begins at the edge of a line of its own.
    Space { text: &'a str, edge_follows: bool },
    /// A tag whose edge lets white space vanish, or one that stands in a line like a word.
    Tag { text: &'a str, is_edge: bool },
    /// Words, and what may print anything: expressions, includes, blocks.
    Visible(&'a str),
    /// Prints nothing: comments, assignments.
    Silent(&'a str),
    /// `if … elif … else … endif`: each branch after its statement.
    If { branches: Vec<Branch<'a>>, has_else: bool, end: &'a str },
    /// `for … endfor`.
    For { open: &'a str, body: Vec<Node<'a>>, otherwise: Option<Branch<'a>>, end: &'a str },
}

struct Branch<'a> {
    statement: &'a str,
    nodes: Vec<Node<'a>>,
}

/// Elements at whose edges white space is not shown, whatever stands beside them.
const EDGES: &[&str] = &[
    "!doctype",
    "address",
    "article",
    "aside",
    "base",
    "blockquote",
    "body",
    "br",
    "caption",
    "col",
    "colgroup",
    "dd",
    "details",
    "dialog",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hgroup",
    "hr",
    "html",
    "legend",
    "li",
    "link",
    "main",
    "menu",
    "meta",
    "nav",
    "ol",
    "optgroup",
    "option",
    "p",
    "pre",
    "search",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "title",
    "tr",
    "ul",
];

/// Elements whose content is kept to the letter.
const VERBATIM: &[&str] = &["pre", "script", "style", "textarea"];

struct Reader<'a> {
    rest: &'a str,
}

impl<'a> Reader<'a> {
    /// Everything up to a statement that ends or divides what is open, and that statement; it is empty
    /// at the end of the template.
    fn nodes(&mut self) -> Option<(Vec<Node<'a>>, &'a str)> {
        let mut nodes = Vec::new();
        while !self.rest.is_empty() {
            if let Some(statement) = self.delimited("{%", "%}")? {
                match keyword(statement) {
                    "elif" | "else" | "endif" | "endfor" => return Some((nodes, statement)),
                    "if" => nodes.push(self.branches(statement)?),
                    "for" => nodes.push(self.repeated(statement)?),
                    "set" | "set_global" if statement.contains('=') => nodes.push(Node::Silent(statement)),
                    "include" | "extends" | "block" | "endblock" => nodes.push(Node::Visible(statement)),
                    _ => return None,
                }
            } else if let Some(comment) = self.delimited("{#", "#}")? {
                nodes.push(Node::Silent(comment));
            } else if let Some(expression) = self.delimited("{{", "}}")? {
                nodes.push(Node::Visible(expression));
            } else if opens_tag(self.rest) {
                nodes.push(self.tag()?);
            } else {
                nodes.push(self.text());
            }
        }
        Some((nodes, ""))
    }

    fn branches(&mut self, open: &'a str) -> Option<Node<'a>> {
        let mut branches = Vec::new();
        let (mut statement, mut has_else) = (open, false);
        loop {
            let (nodes, next) = self.nodes()?;
            branches.push(Branch { statement, nodes });
            match keyword(next) {
                "elif" | "else" if !has_else => {
                    has_else = keyword(next) == "else";
                    statement = next;
                }
                "endif" => return Some(Node::If { branches, has_else, end: next }),
                _ => return None,
            }
        }
    }

    fn repeated(&mut self, open: &'a str) -> Option<Node<'a>> {
        let (body, mut end) = self.nodes()?;
        let mut otherwise = None;
        if keyword(end) == "else" {
            let (nodes, next) = self.nodes()?;
            otherwise = Some(Branch { statement: end, nodes });
            end = next;
        }
        (keyword(end) == "endfor").then_some(Node::For { open, body, otherwise, end })
    }

    /// A piece of the template language, if one begins here. `None` outside when it never ends.
    fn delimited(&mut self, open: &str, close: &str) -> Option<Option<&'a str>> {
        if !self.rest.starts_with(open) {
            return Some(None);
        }
        let end = if open == "{#" { self.rest.find(close)? + close.len() } else { end_of(self.rest, close)? };
        Some(Some(self.take(end)))
    }

    /// A tag with its attributes; with its content where that is kept to the letter.
    fn tag(&mut self) -> Option<Node<'a>> {
        if self.rest.starts_with("<!--") {
            let end = self.rest.find("-->")? + "-->".len();
            return Some(Node::Tag { text: self.take(end), is_edge: false });
        }
        let name = tag_name(self.rest);
        let mut end = end_of(self.rest, ">")?;
        if VERBATIM.contains(&name.as_str()) && !self.rest.starts_with("</") {
            let close = format!("</{name}");
            end += self.rest[end..].to_ascii_lowercase().find(&close)?;
            end += end_of(&self.rest[end..], ">")?;
        }
        Some(Node::Tag { text: self.take(end), is_edge: EDGES.contains(&name.as_str()) })
    }

    /// A run of white space, or words up to the next one.
    fn text(&mut self) -> Node<'a> {
        let blank = |letter: char| letter.is_ascii_whitespace();
        let spaces = self.rest.find(|letter| !blank(letter)).unwrap_or(self.rest.len());
        if spaces > 0 {
            return Node::Space { text: self.take(spaces), edge_follows: false };
        }
        let stops = |(at, letter): (usize, char)| {
            let rest = &self.rest[at..];
            let special = ["{{", "{%", "{#"].iter().any(|open| rest.starts_with(open)) || opens_tag(rest);
            at > 0 && (blank(letter) || special)
        };
        let end = self.rest.char_indices().find(|place| stops(*place)).map_or(self.rest.len(), |(at, _)| at);
        Node::Visible(self.take(end))
    }

    fn take(&mut self, end: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at(end);
        self.rest = rest;
        taken
    }
}

/// Where the tag or expression that begins here ends: at `close`, outside quotes; in a tag also outside
/// expressions.
fn end_of(text: &str, close: &str) -> Option<usize> {
    let mut quote = None;
    let mut at = 1;
    while at < text.len() {
        let rest = &text[at..];
        if close == ">" && (rest.starts_with("{{") || rest.starts_with("{%")) {
            at += end_of(rest, if rest.starts_with("{{") { "}}" } else { "%}" })?;
            continue;
        }
        let letter = rest.chars().next()?;
        match quote {
            None if rest.starts_with(close) => return Some(at + close.len()),
            None if matches!(letter, '"' | '\'' | '`') => quote = Some(letter),
            Some(open) if open == letter => quote = None,
            _ => {}
        }
        at += letter.len_utf8();
    }
    None
}

/// `if` of `{%- if page.date %}`.
fn keyword(statement: &str) -> &str {
    let inner = statement.trim_start_matches("{%").trim_start_matches('-').trim_start();
    let end = inner.find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_');
    &inner[..end.unwrap_or(inner.len())]
}

fn opens_tag(text: &str) -> bool {
    let name = text.strip_prefix('<').map(|rest| rest.strip_prefix('/').unwrap_or(rest));
    name.is_some_and(|name| name.starts_with(|letter: char| letter.is_ascii_alphabetic() || letter == '!'))
}

fn tag_name(tag: &str) -> String {
    let name = tag.trim_start_matches(['<', '/']);
    let end = name.find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '!');
    name[..end.unwrap_or(name.len())].to_ascii_lowercase()
}

/// Notes at each run of white space whether an edge follows it on every way; `edge` is what follows
/// these nodes. Returns what goes before them.
fn look_ahead(nodes: &mut [Node], mut edge: bool) -> bool {
    for node in nodes.iter_mut().rev() {
        edge = match node {
            Node::Space { edge_follows, .. } => {
                *edge_follows = edge;
                edge
            }
            Node::Tag { is_edge, .. } => *is_edge,
            Node::Visible(_) => false,
            Node::Silent(_) => edge,
            Node::If { branches, has_else, .. } => {
                let all = branches.iter_mut().map(|branch| look_ahead(&mut branch.nodes, edge));
                all.fold(*has_else || edge, |before, branch| before & branch)
            }
            Node::For { body, otherwise, .. } => {
                let none = otherwise.as_mut().map_or(edge, |branch| look_ahead(&mut branch.nodes, edge));
                // After the last item follows `edge`, after the others the body again.
                look_ahead(body, false) && none
            }
        }
    }
    edge
}

/// Writes the nodes. `bare`: every way here ends at an edge or in white space, after which more of it
/// is not shown. Returns the same of the end.
fn write(nodes: &[Node], mut bare: bool, out: &mut String) -> bool {
    for node in nodes {
        bare = match node {
            Node::Space { edge_follows: true, .. } => bare,
            Node::Space { text, .. } => {
                if !bare {
                    out.push(if text.contains('\n') { '\n' } else { ' ' });
                }
                true
            }
            Node::Tag { text, is_edge } => {
                out.push_str(text);
                *is_edge
            }
            Node::Visible(text) => {
                out.push_str(text);
                false
            }
            Node::Silent(text) => {
                out.push_str(text);
                bare
            }
            Node::If { branches, has_else, end } => {
                let mut after = *has_else || bare;
                for branch in branches {
                    out.push_str(branch.statement);
                    after &= write(&branch.nodes, bare, out);
                }
                out.push_str(end);
                after
            }
            Node::For { open, body, otherwise, end } => {
                out.push_str(open);
                // Before the first item stands what was before, before the others the body's end.
                let mut after = write(body, false, out);
                after &= match otherwise {
                    Some(branch) => {
                        out.push_str(branch.statement);
                        write(&branch.nodes, bare, out)
                    }
                    None => bare,
                };
                out.push_str(end);
                after
            }
        }
    }
    bare
}

#[cfg(test)]
mod tests;
