//! Shortcodes: `{{ name(arg="…") }}` and `{% name(arg="…") %}…{% end %}`, as in Zola. This reads one tag
//! and its arguments. Which names exist, and what they need, is not known here.

use super::reader::Reader;
use crate::document::body::Argument;
use crate::mark::Fault;
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

impl Reader<'_> {
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

    /// The end of a tag that cannot be read: its closing braces on the line of the fault, else that line's end.
    fn recover(&self) -> usize {
        let rest = self.rest();
        let line = memchr::memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len());
        self.at + rest[..line].find(self.close).map_or(line, |at| at + self.close.len())
    }
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
