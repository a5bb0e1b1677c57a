//! Looks for slips line by line before parsing: one wrong character would otherwise turn half a file
//! into a text, and hide what comes after it.
//!
//! Each is an error of YAML or certainly not what was meant; nothing inside quotes, block texts or
//! continued lines is looked at.

use super::lines::lines;
use super::trap::{Slip, Trap};
use crate::diagnostic::Span;

/// Nobody reads more of one file; the rest is found when these are corrected.
const MAX_TRAPS: usize = 1000;

/// All slips of a text, in order, not overlapping.
pub fn find(yaml: &str) -> Vec<Trap> {
    let mut scan = Scan { yaml, traps: Vec::new(), state: State::Plain { deeper_than: None } };
    for line in lines(yaml) {
        if scan.traps.len() >= MAX_TRAPS {
            break;
        }
        scan.line(line);
    }
    scan.close();
    scan.traps
}

/// What the line before has left open.
enum State {
    /// Nothing, or a plain text that goes on in lines deeper than its key.
    Plain { deeper_than: Option<usize> },
    /// A block text (`|`, `>`): all lines deeper than its key.
    Block { deeper_than: usize },
    /// Quotes or brackets; `indent` is that of their key, `end` where the last line of them ends.
    Open { flow: Flow, indent: usize, end: usize },
}

/// Where a scan is inside brackets and quotes.
#[derive(Default)]
struct Flow {
    brackets: Vec<char>,
    quote: Option<char>,
    /// An entry may begin here.
    entry_start: bool,
}

struct Scan<'a> {
    yaml: &'a str,
    traps: Vec<Trap>,
    state: State,
}

impl Scan<'_> {
    fn line(&mut self, line: Span) {
        let text = &self.yaml[line.clone()];
        let content = text.trim_start_matches([' ', '\t']);
        if content.is_empty() {
            return;
        }
        let white = &text[..text.len() - content.len()];
        let spaces = white.find('\t').unwrap_or(white.len());
        let start = line.end - content.len();
        match &mut self.state {
            State::Block { deeper_than } if spaces > *deeper_than => return,
            State::Plain { deeper_than: Some(key) } if spaces > *key => return,
            State::Open { flow, indent, .. } if spaces > *indent || !begins_with_key(content) => {
                let (flow, indent) = (std::mem::take(flow), *indent);
                self.flow(start..line.end, flow, indent);
                return;
            }
            _ => self.close(),
        }
        if content.starts_with('#') {
            return;
        }
        let mut indent = white.len();
        if spaces < white.len() {
            let replacement = white.replace('\t', "  ");
            indent = replacement.len();
            self.trap(Slip::Tab, line.start..start, replacement);
        }
        self.entry(start..line.end, indent);
    }

    /// A line behind its indentation: dashes, a key, a value.
    fn entry(&mut self, mut range: Span, mut indent: usize) {
        let mut is_item = false;
        while let Some(rest) = self.yaml[range.clone()].strip_prefix('-') {
            let content = rest.trim_start_matches(' ');
            if content.len() == rest.len() && !rest.is_empty() {
                break;
            }
            is_item = true;
            let after = range.end - content.len();
            indent += after - range.start;
            range.start = after;
        }
        let text = &self.yaml[range.clone()];
        let Some(key) = key(text, is_item) else {
            return self.value(range, indent);
        };
        let after = range.start + key.end;
        match key.slip {
            Some(Slip::WideColon) => {
                let tight = !self.yaml[after..range.end].starts_with([' ', '\t']) && after < range.end;
                let replacement = if tight { ": " } else { ":" };
                self.trap(Slip::WideColon, after - '：'.len_utf8()..after, replacement.to_owned());
            }
            Some(_) => self.trap(Slip::TightColon, after..after, " ".to_owned()),
            None => {}
        }
        let value = self.yaml[after..range.end].trim_start();
        let start = range.end - value.len();
        if let Some(bare) = bare_colon(value) {
            self.trap(Slip::BareColon, start..start + bare.len(), quoted(bare));
            self.state = State::Plain { deeper_than: Some(indent) };
        } else if !value.is_empty() {
            self.value(start..range.end, indent);
        }
    }

    /// A value that begins on this line, under a key or a dash at `indent`.
    fn value(&mut self, range: Span, indent: usize) {
        let text = &self.yaml[range.clone()];
        match text.as_bytes().first() {
            None | Some(b'#') => {}
            Some(b'|' | b'>') => self.state = State::Block { deeper_than: indent },
            Some(b'[' | b'{' | b'"' | b'\'') => {
                let first = self.traps.len();
                let open = Flow { entry_start: true, ..Flow::default() };
                if let Some(end) = self.flow(range.clone(), open, indent) {
                    self.text_behind(range, end, first);
                }
            }
            Some(_) => self.state = State::Plain { deeper_than: Some(indent) },
        }
    }

    /// Brackets and quotes from here to the end of the line; what stays open goes on in the next. Returns
    /// where the last of them closes.
    fn flow(&mut self, range: Span, mut flow: Flow, indent: usize) -> Option<usize> {
        let text = &self.yaml[range.clone()];
        let mut chars = text.char_indices().peekable();
        let mut before = ' ';
        let mut end = range.start + text.trim_end().len();
        while let Some((at, c)) = chars.next() {
            let place = range.start + at;
            if let Some(quote) = flow.quote {
                let doubled = quote == '\'' && chars.peek().is_some_and(|(_, next)| *next == '\'');
                match c {
                    '\\' if quote == '"' => drop(chars.next()),
                    '\'' if quote == '\'' && doubled => drop(chars.next()),
                    _ if c == quote => flow.quote = None,
                    _ => {}
                }
            } else {
                let starts = flow.entry_start;
                flow.entry_start = match c {
                    ' ' | '\t' => starts,
                    '[' | '{' | ',' => true,
                    ':' => flow.brackets.last() == Some(&'{'),
                    _ => false,
                };
                match c {
                    '"' | '\'' if starts => flow.quote = Some(c),
                    '[' | '{' => flow.brackets.push(c),
                    ']' | '}' => drop(flow.brackets.pop()),
                    '#' if before.is_whitespace() => {
                        end = range.start + text[..at].trim_end().len();
                        break;
                    }
                    '，' if flow.brackets.last() == Some(&'[') || self.key_follows(place + c.len_utf8()) => {
                        self.wide_comma(place, range.end);
                        flow.entry_start = true;
                    }
                    '：' if flow.brackets.last() == Some(&'{') && self.ends_flow_key(place) => {
                        self.trap(Slip::WideColon, place..place + c.len_utf8(), ": ".to_owned());
                        flow.entry_start = true;
                    }
                    _ => {}
                }
            }
            before = c;
            if flow.brackets.is_empty() && flow.quote.is_none() {
                self.state = State::Plain { deeper_than: None };
                return Some(place + c.len_utf8());
            }
        }
        self.state = State::Open { flow, indent, end };
        None
    }

    /// `[重磅] 标题`, `"甲"与乙`: text behind what closes at `end` belongs to the value. Slips found inside,
    /// from the `first` on, are its characters.
    fn text_behind(&mut self, range: Span, end: usize, first: usize) {
        let rest = without_comment(&self.yaml[end..range.end]);
        if rest.is_empty() || rest.trim_start().starts_with(['#', ':', ',', ']', '}']) {
            return;
        }
        self.traps.truncate(first);
        let whole = range.start..end + rest.len();
        let replacement = quoted(&self.yaml[whole.clone()]);
        self.trap(Slip::Unquoted, whole, replacement);
    }

    /// The next field begins, or nothing follows: what is still open should have ended before.
    fn close(&mut self) {
        let state = std::mem::replace(&mut self.state, State::Plain { deeper_than: None });
        let State::Open { flow, end, .. } = state else { return };
        match (flow.quote, flow.brackets.as_slice()) {
            (Some(quote), []) => self.trap(Slip::OpenQuote, end..end, quote.to_string()),
            (None, [bracket]) => {
                let closing = if *bracket == '[' { "]" } else { "}" };
                self.trap(Slip::OpenBracket, end..end, closing.to_owned());
            }
            // Several levels are open: the parser says where.
            _ => {}
        }
    }

    fn wide_comma(&mut self, at: usize, line_end: usize) {
        let end = at + '，'.len_utf8();
        let spaced = self.yaml[end..line_end].starts_with([' ', ']']) || end == line_end;
        self.trap(Slip::WideComma, at..end, if spaced { "," } else { ", " }.to_owned());
    }

    /// `，name:` inside braces: the comma can only be meant to separate.
    fn key_follows(&self, at: usize) -> bool {
        let rest = self.yaml[at..].trim_start_matches(' ');
        let name = word(rest);
        !name.is_empty() && rest[name.len()..].starts_with([':', '：'])
    }

    /// `{name：` or `, name：`: what stands before is nothing but a key.
    fn ends_flow_key(&self, at: usize) -> bool {
        let before =
            self.yaml[..at].trim_end_matches(|c: char| c.is_ascii_alphanumeric() || "-_".contains(c));
        before.len() < at && before.trim_end_matches([' ', '\t']).ends_with(['{', ',', '，'])
    }

    fn trap(&mut self, slip: Slip, span: Span, replacement: String) {
        self.traps.push(Trap { slip, span, replacement });
    }
}

/// The key of a line: where its colon ends, and what is wrong with that colon.
struct Key {
    end: usize,
    slip: Option<Slip>,
}

fn key(text: &str, is_item: bool) -> Option<Key> {
    if text.starts_with(['[', '{', '#', '|', '>', '&', '*', '!', '@', '`', '%', '?']) {
        return None;
    }
    if text.starts_with(['"', '\'']) {
        let close = text[1..].find(&text[..1])? + 2;
        return text[close..].starts_with(':').then_some(Key { end: close + 1, slip: None });
    }
    let colon = spaced_colon(text);
    let wide = text.find('：').filter(|wide| colon.is_none_or(|colon| *wide < colon));
    if let Some(wide) = wide {
        let name = text[..wide].trim_end();
        let plausible =
            if is_item || colon.is_some() { word(name).len() == name.len() } else { name_like(name) };
        if plausible && !name.is_empty() {
            return Some(Key { end: wide + '：'.len_utf8(), slip: Some(Slip::WideColon) });
        }
    }
    if let Some(colon) = colon {
        return Some(Key { end: colon + 1, slip: None });
    }
    let name = word(text);
    let rest = text[name.len()..].strip_prefix(':')?;
    let tight = !is_item && !name.is_empty() && !rest.starts_with("//");
    tight.then_some(Key { end: name.len() + 1, slip: Some(Slip::TightColon) })
}

/// The first colon that YAML takes for the end of a key: a space or the line's end follows it.
fn spaced_colon(text: &str) -> Option<usize> {
    let text = without_comment(text);
    memchr::memchr_iter(b':', text.as_bytes())
        .find(|at| text[at + 1..].is_empty() || text[at + 1..].starts_with([' ', '\t']))
}

/// A plain value with a colon that YAML would take for the end of a key; without its comment.
fn bare_colon(value: &str) -> Option<&str> {
    if value.starts_with(['"', '\'', '[', '{', '|', '>', '#', '&', '*', '!', '@', '`', '%']) {
        return None;
    }
    let plain = without_comment(value);
    spaced_colon(plain).map(|_| plain)
}

fn without_comment(text: &str) -> &str {
    let comment = text.match_indices('#').map(|(at, _)| at).find(|at| text[..*at].ends_with([' ', '\t']));
    text[..comment.unwrap_or(text.len())].trim_end()
}

/// In the quotes that need the fewest changes.
fn quoted(text: &str) -> String {
    match text.contains(['"', '\\']) {
        false => format!("\"{text}\""),
        true => format!("'{}'", text.replace('\'', "''")),
    }
}

/// The ASCII word at the start: a field's name, a language tag, an id.
fn word(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '-').unwrap_or(text.len());
    if text.starts_with(|c: char| c.is_ascii_alphabetic()) { &text[..end] } else { "" }
}

/// One short word of any script.
fn name_like(text: &str) -> bool {
    text.chars().count() <= 16
        && !text.contains(|c: char| c.is_whitespace() || "，。；、？！“”（）".contains(c))
}

fn begins_with_key(content: &str) -> bool {
    let name = word(content);
    !name.is_empty() && content[name.len()..].starts_with([':', '：'])
}
