//! The slips that Chinese input methods and word processors make, and what is said of each. They are
//! looked for in [`super::scan`].

use crate::diagnostic::{Diagnostic, Rule, Say, SitePath, Span, rules};
use crate::say;

/// One slip, with the text that should stand there.
pub struct Trap {
    pub slip: Slip,
    /// In bytes of the YAML text.
    pub span: Span,
    pub replacement: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Slip {
    WideColon,
    WideComma,
    BareColon,
    TightColon,
    /// An ideographic space behind a colon.
    WideSpace,
    /// `title 来访`
    NoColon,
    /// `-甲`
    TightDash,
    OpenQuote,
    OpenBracket,
    /// A text that begins with a bracket or a quotation mark, and goes on behind its pair.
    Unquoted,
    Tab,
    /// A field or dash that begins beside those of its level.
    Misaligned,
    /// A line of a longer text that is not indented.
    Shallow,
}

/// The findings of all slips; `base` is where the YAML begins in `text`, the whole file.
pub fn diagnostics(traps: &[Trap], file: &SitePath, text: &str, base: usize) -> Vec<Diagnostic> {
    let same_line = |a: &Trap, b: &Trap| !text[a.span.end + base..b.span.start + base].contains(['\n', '\r']);
    let mut found = Vec::with_capacity(traps.len());
    for line_traps in traps.chunk_by(same_line) {
        let line = corrected_line(text, base, line_traps);
        found.extend(line_traps.iter().map(|trap| trap.diagnostic(file, &line, base)));
    }
    found
}

impl Trap {
    /// True for a slip after which the depth of the following lines is a guess.
    pub fn is_tab(&self) -> bool {
        self.slip == Slip::Tab
    }

    fn diagnostic(&self, file: &SitePath, line: &str, base: usize) -> Diagnostic {
        let span = self.span.start + base..self.span.end + base;
        let (rule, message, label, help) = self.slip.explain(line);
        Diagnostic::new(rule, message).at(file, span).label(label).help(help).replace_with(&*self.replacement)
    }
}

impl Slip {
    fn explain(self, line: &str) -> (&'static Rule, Say, Say, Say) {
        match self {
            Slip::WideColon => (
                &rules::FULLWIDTH_COLON,
                say!("字段名后面是全角冒号“：”", "a full-width colon `：` follows the name of a field"),
                say!("应为半角冒号加空格", "an ASCII colon and a space belong here"),
                say!("改成 `{line}`", "write `{line}`"),
            ),
            Slip::WideComma => (
                &rules::FULLWIDTH_COMMA,
                say!(
                    "列表的各项之间是全角逗号“，”",
                    "a full-width comma `，` stands between the entries of a list"
                ),
                say!("应为半角逗号", "an ASCII comma belongs here"),
                say!(
                    "改成 `{line}`；逗号若属于文字，给这一项加上引号",
                    "write `{line}`; if the comma belongs to the text, put the entry in quotes"
                ),
            ),
            Slip::BareColon => (
                &rules::BARE_COLON,
                say!("文字里有冒号加空格，需要加引号", "a text that holds a colon and a space needs quotes"),
                say!("给这段文字加引号", "put this text in quotes"),
                say!("改成 `{line}`", "write `{line}`"),
            ),
            Slip::TightColon => (
                &rules::YAML_SYNTAX,
                say!("冒号后面缺少空格", "a space is missing after the colon"),
                say!("这里要有一个空格", "a space belongs here"),
                say!("改成 `{line}`", "write `{line}`"),
            ),
            Slip::WideSpace => (
                &rules::YAML_SYNTAX,
                say!("冒号后面是全角空格", "a full-width space follows the colon"),
                say!("应为半角空格", "an ASCII space belongs here"),
                say!("改成 `{line}`", "write `{line}`"),
            ),
            Slip::NoColon => (
                &rules::YAML_SYNTAX,
                say!("字段名后面缺少冒号", "the colon behind the name of a field is missing"),
                say!("这里要有半角冒号和空格", "an ASCII colon and a space belong here"),
                say!("改成 `{line}`", "write `{line}`"),
            ),
            Slip::TightDash => (
                &rules::YAML_SYNTAX,
                say!("`-` 后面缺少空格", "a space is missing after `-`"),
                say!("这里要有一个空格", "a space belongs here"),
                say!("改成 `{line}`", "write `{line}`"),
            ),
            Slip::OpenQuote => (
                &rules::YAML_SYNTAX,
                say!("引号没有结束", "a quotation mark is not closed"),
                say!("这里缺少结束的引号", "the closing mark is missing here"),
                say!("改成 `{line}`", "write `{line}`"),
            ),
            Slip::OpenBracket => (
                &rules::YAML_SYNTAX,
                say!("括号没有结束", "a bracket is not closed"),
                say!("这里缺少结束的括号", "the closing bracket is missing here"),
                say!("改成 `{line}`", "write `{line}`"),
            ),
            Slip::Unquoted => (
                &rules::YAML_SYNTAX,
                say!(
                    "以括号或引号开头的文字需要整段加引号",
                    "a text that begins with a bracket or a quotation mark needs quotes around all of it"
                ),
                say!("给整段文字加引号", "put all of this in quotes"),
                say!("改成 `{line}`", "write `{line}`"),
            ),
            Slip::Tab => (
                &rules::TAB_INDENT,
                say!("这一行用制表符（Tab）缩进", "this line is indented with a tab"),
                say!("应为空格", "spaces belong here"),
                say!("缩进只能用空格，每层两个", "indent with spaces only, two for each level"),
            ),
            Slip::Misaligned => (
                &rules::YAML_SYNTAX,
                say!("这一行的缩进没有对齐", "this line is not aligned with those of its level"),
                say!("缩进多了或少了", "too many spaces, or too few"),
                say!(
                    "同一层的字段和 `-` 从同一列开始；最外层的字段前面没有空格",
                    "begin the fields and dashes of one level in the same column, the outermost without spaces"
                ),
            ),
            Slip::Shallow => (
                &rules::YAML_SYNTAX,
                say!(
                    "这一行没有缩进，不属于上面的文字，也不是字段",
                    "this line is not indented: it is no part of the text above, and no field"
                ),
                say!("前面缺少空格", "spaces are missing here"),
                say!(
                    "属于上面的文字就缩进两格；是新的字段就写成 `字段名: 值`",
                    "indent it by two spaces if it belongs to the text above; a new field is `name: value`"
                ),
            ),
        }
    }
}

/// A line as it should read, cut where it is too long to be read in a message.
fn corrected_line(text: &str, base: usize, traps: &[Trap]) -> String {
    const SHOWN: usize = 80;
    let (Some(first), Some(last)) = (traps.first(), traps.last()) else { return String::new() };
    let (first, last) = (first.span.start + base, last.span.end + base);
    let start = text[..first].rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let end = text[last..].find(['\n', '\r']).map_or(text.len(), |at| last + at);
    let mut line = String::new();
    let mut done = start;
    for trap in traps {
        line.push_str(&text[done..trap.span.start + base]);
        line.push_str(&trap.replacement);
        done = trap.span.end + base;
    }
    line.push_str(&text[done..end]);
    let line = line.trim();
    match line.char_indices().nth(SHOWN) {
        Some((cut, _)) => format!("{}…", &line[..cut]),
        None => line.to_owned(),
    }
}
