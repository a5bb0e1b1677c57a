//! Shortcodes: `{{ name(arg="…") }}` and `{% name(arg="…") %}…{% end %}`, as in Zola. This reads one tag
//! and its arguments. Which names exist, and what they need, is not known here.

use super::fault::Fault;
use crate::document::body::Argument;
use crate::say;

/// One tag of a shortcode.
#[derive(Debug)]
pub(super) struct ShortcodeTag {
    pub kind: ShortcodeKind,
    pub name: String,
    pub arguments: Result<Vec<(String, Argument)>, Box<Fault>>,
    pub end: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ShortcodeKind {
    /// `{{ name() }}`
    Call,
    /// `{% name() %}`
    Open,
    /// `{% end %}`
    End,
}

/// Reads the tag at `start`, where `{{` or `{%` stands. `None`: what follows is no call and plain text.
/// Places of faults are those of `text`.
pub(super) fn read_tag(text: &str, start: usize) -> Option<ShortcodeTag> {
    let call = text[start..].starts_with("{{");
    let mut reader = Reader { text, at: start + 2, close: if call { "}}" } else { "%}" } };
    reader.skip_space();
    let name = reader.name()?.to_string();
    reader.skip_space();
    if !call && name == "end" && reader.eat(reader.close) {
        return Some(ShortcodeTag {
            kind: ShortcodeKind::End,
            name,
            arguments: Ok(Vec::new()),
            end: reader.at,
        });
    }
    if !reader.rest().starts_with(['(', '（']) {
        return None;
    }
    let kind = if call { ShortcodeKind::Call } else { ShortcodeKind::Open };
    let arguments = reader.arguments(start);
    let end = match arguments {
        Ok(_) => reader.at,
        Err(_) => reader.recover(),
    };
    Some(ShortcodeTag { kind, name, arguments, end })
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    close: &'static str,
}

impl<'t> Reader<'t> {
    /// From the parenthesis to the closing braces.
    fn arguments(&mut self, start: usize) -> Result<Vec<(String, Argument)>, Box<Fault>> {
        if !self.eat("(") {
            return Err(self.wide_sign());
        }
        let mut arguments: Vec<(String, Argument)> = Vec::new();
        loop {
            self.skip_space();
            if self.eat(")") {
                break;
            }
            let from = self.at;
            let Some(name) = self.name() else { return Err(self.unexpected(start)) };
            let place = from..self.at;
            self.skip_space();
            if !self.eat("=") {
                return Err(self.unexpected(start));
            }
            self.skip_space();
            let value = self.value(start, 0)?;
            if arguments.iter().any(|(known, _)| known == name) {
                return Err(Fault::new(
                    place,
                    say!("参数 `{name}` 写了两次", "the argument `{name}` is given twice"),
                    say!("删去其中一个", "remove one of them"),
                ));
            }
            arguments.push((name.to_string(), value));
            self.skip_space();
            if !self.eat(",") && !self.rest().starts_with(')') {
                return Err(self.unexpected(start));
            }
        }
        self.skip_space();
        match self.eat(self.close) {
            true => Ok(arguments),
            false => Err(self.unexpected(start)),
        }
    }

    fn value(&mut self, start: usize, depth: usize) -> Result<Argument, Box<Fault>> {
        let rest = self.rest();
        if let Some(quote) = rest.chars().next().filter(|c| matches!(c, '"' | '\'' | '`')) {
            return self.string(quote).map(Argument::Text);
        }
        // A list of lists has no use: the limit keeps hostile text from the stack.
        if depth < 2 && self.eat("[") {
            let mut list = Vec::new();
            loop {
                self.skip_space();
                if self.eat("]") {
                    return Ok(Argument::List(list));
                }
                list.push(self.value(start, depth + 1)?);
                self.skip_space();
                if !self.eat(",") && !self.rest().starts_with(']') {
                    return Err(self.unexpected(start));
                }
            }
        }
        let length = rest
            .bytes()
            .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'+' | b'_'))
            .count();
        let word = &rest[..length];
        let value = match word {
            "true" => Some(Argument::Boolean(true)),
            "false" => Some(Argument::Boolean(false)),
            _ => number(word),
        };
        if let Some(value) = value {
            self.at += length;
            return Ok(value);
        }
        if word.is_empty() {
            return Err(self.unexpected(start));
        }
        Err(Fault::new(
            self.at..self.at + length,
            say!("`{word}` 不是参数的值", "`{word}` is not a value"),
            say!(
                "文字要加半角引号：\"{word}\"；此外可写数字、true、false 或 [\"甲\", \"乙\"]",
                "put text in quotation marks: \"{word}\"; else a number, true, false or [\"a\", \"b\"]"
            ),
        ))
    }

    /// A string ends on its line. `\"` and `\\` stand for the second character.
    fn string(&mut self, quote: char) -> Result<String, Box<Fault>> {
        let mut value = String::new();
        let mut chars = self.rest().char_indices().skip(1);
        while let Some((at, c)) = chars.next() {
            match c {
                _ if c == quote => {
                    self.at += at + 1;
                    return Ok(value);
                }
                '\n' => break,
                '\\' => match chars.next() {
                    Some((_, next)) if next == quote || next == '\\' => value.push(next),
                    Some((_, '\n')) | None => break,
                    Some((_, next)) => value.extend(['\\', next]),
                },
                _ => value.push(c),
            }
        }
        Err(Fault::new(
            self.at..self.at + 1,
            say!("引号没有结束", "the quotation mark does not end"),
            say!("在同一行补上 {quote}", "add {quote} on the same line"),
        ))
    }

    /// What stands where something else is needed.
    fn unexpected(&self, start: usize) -> Box<Fault> {
        let close = self.close;
        let Some(next) = self.rest().chars().next() else {
            return Fault::new(
                start..start + 2,
                say!("短代码没有结束", "the shortcode does not end"),
                say!("用 `) {close}` 结束", "end it with `) {close}`"),
            );
        };
        if matches!(next, '“' | '”' | '„' | '‘' | '’' | '「' | '」' | '『' | '』' | '＂' | '＇')
        {
            let fault = Fault::new(
                self.at..self.at + next.len_utf8(),
                say!("短代码里是中文引号 {next}", "a full-width quotation mark {next} in a shortcode"),
                say!("改用半角引号 \"", "use the ASCII quotation mark \""),
            );
            return fault.replace_with("\"");
        }
        if matches!(next, '，' | '、' | '；' | '＝' | '（' | '）' | '：' | '［' | '］' | '【' | '】')
        {
            return self.wide_sign();
        }
        let message = match next {
            '\n' => say!(
                "短代码写法不对：这一行没有写完",
                "the shortcode cannot be read: the line is not complete"
            ),
            _ => say!(
                "短代码写法不对：没有想到这里是 `{next}`",
                "the shortcode cannot be read: unexpected `{next}`"
            ),
        };
        Fault::new(
            self.at..self.at + next.len_utf8(),
            message,
            say!(
                "写法：`{{{{ 名称(参数=\"文字\", 数=3) }}}}`",
                "the form is `{{{{ name(argument=\"text\", number=3) }}}}`"
            ),
        )
    }

    fn wide_sign(&self) -> Box<Fault> {
        let sign = self.rest().chars().next().unwrap_or('（');
        let ascii = match sign {
            '，' | '、' | '；' => ",",
            '＝' | '：' => "=",
            '（' => "(",
            '）' => ")",
            '［' | '【' => "[",
            _ => "]",
        };
        let fault = Fault::new(
            self.at..self.at + sign.len_utf8(),
            say!("短代码里是全角符号 {sign}", "a full-width {sign} in a shortcode"),
            say!("改用半角 `{ascii}`", "use the ASCII `{ascii}`"),
        );
        fault.replace_with(ascii)
    }

    /// The end of a tag that cannot be read: its closing braces on the line of the fault, else that line's end.
    fn recover(&self) -> usize {
        let rest = self.rest();
        let line = memchr::memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len());
        self.at + rest[..line].find(self.close).map_or(line, |at| at + self.close.len())
    }

    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn eat(&mut self, sign: &str) -> bool {
        let found = self.rest().starts_with(sign);
        self.at += if found { sign.len() } else { 0 };
        found
    }

    /// Blanks and line breaks, but no blank line: a call does not reach across paragraphs.
    fn skip_space(&mut self) {
        let mut broken = false;
        for byte in self.rest().bytes() {
            match byte {
                b' ' | b'\t' => {}
                b'\n' if !broken => broken = true,
                _ => break,
            }
            self.at += 1;
        }
    }

    fn name(&mut self) -> Option<&'t str> {
        let rest = self.rest();
        let length = rest
            .bytes()
            .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
            .count();
        let name = &rest[..length];
        let starts = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
        self.at += if starts { length } else { 0 };
        starts.then_some(name)
    }
}

fn number(word: &str) -> Option<Argument> {
    if !word.ends_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    if let Ok(integer) = word.parse() {
        return Some(Argument::Integer(integer));
    }
    let digits = word.strip_prefix(['-', '+']).unwrap_or(word);
    let plain = digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
        && digits.starts_with(|c: char| c.is_ascii_digit());
    plain.then(|| word.parse().ok()).flatten().map(Argument::Float)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arguments(text: &str) -> Vec<(String, Argument)> {
        read_tag(text, 0).unwrap().arguments.unwrap()
    }

    fn fault(text: &str) -> (String, &str) {
        let fault = read_tag(text, 0).unwrap().arguments.unwrap_err();
        (fault.message.en, &text[fault.at])
    }

    #[test]
    fn arguments_have_types() {
        let text = r#"{{ figure(src="a \"b\".jpg", n=-3, x=1.5, wide=true, list=["甲", 'b',],) }}"#;
        assert_eq!(
            arguments(text),
            [
                ("src".to_string(), Argument::Text("a \"b\".jpg".into())),
                ("n".to_string(), Argument::Integer(-3)),
                ("x".to_string(), Argument::Float(1.5)),
                ("wide".to_string(), Argument::Boolean(true)),
                (
                    "list".to_string(),
                    Argument::List(vec![Argument::Text("甲".into()), Argument::Text("b".into())])
                ),
            ]
        );
        assert_eq!(arguments("{{gallery(\n  a=\"x\",\n  b=2\n)}}").len(), 2);
        assert_eq!(read_tag("{% end %}", 0).unwrap().kind, ShortcodeKind::End);
    }

    #[test]
    fn braces_that_are_no_call_are_text() {
        assert!(read_tag("{{ name }}", 0).is_none());
        assert!(read_tag("{{", 0).is_none());
        assert!(read_tag("{% if x %}", 0).is_none());
        assert!(read_tag("{{ 名称() }}", 0).is_none());
    }

    #[test]
    fn faults_name_the_sign() {
        assert_eq!(fault("{{ f(a=“甲”) }}"), ("a full-width quotation mark “ in a shortcode".into(), "“"));
        assert_eq!(fault("{{ f(a=\"甲\"，b=1) }}"), ("a full-width ， in a shortcode".into(), "，"));
        assert_eq!(fault("{{ f（a=1） }}"), ("a full-width （ in a shortcode".into(), "（"));
        assert_eq!(fault("{{ f(a=\"甲) }}"), ("the quotation mark does not end".into(), "\""));
        assert_eq!(fault("{{ f(a=1, a=2) }}"), ("the argument `a` is given twice".into(), "a"));
        assert_eq!(fault("{{ f(a=yes) }}"), ("`yes` is not a value".into(), "yes"));
        assert_eq!(fault("{{ f(a=1"), ("the shortcode does not end".into(), "{{"));
        assert_eq!(fault("{{ f(a=1) %}"), ("the shortcode cannot be read: unexpected `%`".into(), "%"));
    }
}
