//! Reads the signs, names and values inside a shortcode's tag, and says what is wrong with them.

use crate::document::body::Argument;
use crate::mark::Fault;
use crate::say;

/// A place in a text.
pub(super) struct Reader<'t> {
    pub text: &'t str,
    pub at: usize,
    /// The braces that end the tag.
    pub close: &'static str,
}

impl<'t> Reader<'t> {
    pub fn value(&mut self, start: usize, depth: usize) -> Result<Argument, Box<Fault>> {
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
    pub fn unexpected(&self, start: usize) -> Box<Fault> {
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

    pub fn wide_sign(&self) -> Box<Fault> {
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

    pub fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    pub fn eat(&mut self, sign: &str) -> bool {
        let found = self.rest().starts_with(sign);
        self.at += if found { sign.len() } else { 0 };
        found
    }

    /// Blanks and line breaks, but no blank line: a call does not reach across paragraphs.
    pub fn skip_space(&mut self) {
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

    pub fn name(&mut self) -> Option<&'t str> {
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
