//! Looks for slips line by line before parsing: one wrong character would otherwise turn half a file
//! into a text, and hide what comes after it.
//!
//! Each is an error of YAML or certainly not what was meant; nothing inside quotes, block texts or
//! continued lines is looked at.

use super::line::{
    bare_colon, begins_with_key, is_block_text, is_loose_text, key, quoted, spaced_key, tight_dash,
    without_colon, without_comment, word,
};
use super::lines::lines;
use super::trap::{Slip, Trap};
use crate::diagnostic::Span;

/// What a level is indented by.
const INDENT: usize = 2;
/// Nobody reads more of one file; the rest is found when these are corrected.
const MAX_TRAPS: usize = 1000;

/// All slips of a text, in order, not overlapping.
pub fn find(yaml: &str) -> Vec<Trap> {
    let mut scan = Scan {
        yaml,
        traps: Vec::new(),
        state: State::Plain { deeper_than: None },
        is_map: lines(yaml).any(|line| begins_with_key(&yaml[line])),
        is_begun: false,
        dashes: Vec::new(),
    };
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
    /// `indent` is that of its first line.
    Block { deeper_than: usize, indent: Option<usize> },
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
    /// Fields begin in the first column: lines there are fields, or belong to the one above.
    is_map: bool,
    /// A line that is no comment was met.
    is_begun: bool,
    /// Where the dashes of the open lists stand, the outermost first.
    dashes: Vec<usize>,
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
        let is_first = !content.starts_with('#') && !std::mem::replace(&mut self.is_begun, true);
        let (is_map, in_list) = (self.is_map, !self.dashes.is_empty());
        let goes_on = matches!(self.state, State::Plain { deeper_than: Some(_) });
        match &mut self.state {
            State::Block { deeper_than, indent } if spaces > *deeper_than => {
                indent.get_or_insert(spaces);
                return;
            }
            State::Block { deeper_than, indent } if is_block_text(content) => {
                let indent = *indent.get_or_insert(*deeper_than + INDENT);
                self.trap(Slip::Shallow, line.start..start, " ".repeat(indent));
                return;
            }
            State::Plain { deeper_than: Some(key) }
                if spaces == *key + 1 && !in_list && spaced_key(content) =>
            {
                let key = *key;
                self.close();
                self.trap(Slip::Misaligned, line.start..start, " ".repeat(key));
                return self.entry(start..line.end, key);
            }
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
        } else if let Some(aligned) = self.aligned(content, indent, is_first, goes_on) {
            self.trap(Slip::Misaligned, line.start..start, " ".repeat(aligned));
            indent = aligned;
        } else if is_map && goes_on && indent == 0 && is_loose_text(content) {
            self.trap(Slip::Shallow, start..start, " ".repeat(INDENT));
            self.state = State::Plain { deeper_than: Some(0) };
            return;
        }
        self.entry(start..line.end, indent);
    }

    /// Where a line should begin that can only be meant to begin elsewhere; notes the lists that it leaves open.
    fn aligned(&mut self, content: &str, indent: usize, is_first: bool, goes_on: bool) -> Option<usize> {
        if !content.starts_with("- ") {
            self.dashes.truncate(self.dashes.partition_point(|dash| *dash < indent));
            return (is_first && self.is_map && indent > 0 && begins_with_key(content)).then_some(0);
        }
        let left = self.dashes.partition_point(|dash| *dash <= indent);
        let closed = self.dashes.get(left).copied();
        self.dashes.truncate(left);
        let open = self.dashes.last().copied();
        let aligned = match open {
            Some(dash) if dash == indent => None,
            // A text cannot hold a list: it would swallow this line.
            Some(dash) if closed.is_none() && goes_on => Some(dash),
            _ => closed,
        };
        let mut column = aligned.unwrap_or(indent);
        let mut rest = content;
        while let Some(behind) = rest.strip_prefix("- ") {
            if self.dashes.last().is_none_or(|last| *last < column) {
                self.dashes.push(column);
            }
            let inner = behind.trim_start_matches(' ');
            column += rest.len() - inner.len();
            rest = inner;
        }
        aligned
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
        if !is_item && tight_dash(&self.yaml[range.clone()]) {
            let after = range.start + 1;
            self.trap(Slip::TightDash, after..after, " ".to_owned());
            return self.value(after..range.end, indent + 2);
        }
        let text = &self.yaml[range.clone()];
        if !is_item
            && indent == 0
            && self.is_map
            && let Some((name, value)) = without_colon(text)
        {
            self.trap(Slip::NoColon, range.start + name..range.start + value, ": ".to_owned());
            return self.value(range.start + value..range.end, indent);
        }
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
            Some(Slip::WideSpace) => {
                let rest = &self.yaml[after..range.end];
                let wide = rest.len() - rest.trim_start().len();
                self.trap(Slip::WideSpace, after..after + wide, " ".to_owned());
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
            Some(b'|' | b'>') => self.state = State::Block { deeper_than: indent, indent: None },
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
