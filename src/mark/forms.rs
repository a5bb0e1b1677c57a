//! The texts of a conversion mark by variant: `zh-Hans:信息;zh-Hant-TW:資訊`.

use std::ops::Range;

use super::{Fault, without_nested};
use crate::language::Tag;
use crate::say;

/// `tag:text;tag:text`, or `None` where the text does not begin with a Chinese tag. `offset` is where
/// `text` begins in the mark.
pub(super) fn read_forms(text: &str, offset: usize) -> Result<Option<Vec<(Tag, String)>>, Box<Fault>> {
    let mut forms: Vec<(Tag, String)> = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        if rest.trim().is_empty() {
            break;
        }
        let place = |range: Range<usize>| offset + at + range.start..offset + at + range.end;
        let Some(name) = tag_name(rest) else {
            return match forms.is_empty() {
                true => Ok(None),
                false => Err(bad_form(place(0..rest.trim_end().len()))),
            };
        };
        let colon = rest[name.end..].chars().next().map_or(0, char::len_utf8);
        if colon != 1 {
            let fault = Fault::new(
                place(name.end..name.end + colon),
                say!("变体标签后是全角冒号", "a full-width colon after a variant's tag"),
                say!("改用半角冒号 `:`", "use the ASCII colon `:`"),
            );
            return Err(fault.replace_with(":"));
        }
        let Some(tag) = chinese_tag(&rest[name.clone()]) else {
            return Err(bad_form(place(name)));
        };
        let value = &rest[name.end + colon..];
        let length = value_length(value);
        if let Some(wide) = value[..length].find('；').filter(|wide| tag_name(&value[wide + 3..]).is_some())
        {
            let at = name.end + colon + wide;
            let fault = Fault::new(
                place(at..at + 3),
                say!("变体之间是全角分号", "a full-width semicolon between variants"),
                say!("改用半角分号 `;`", "use the ASCII semicolon `;`"),
            );
            return Err(fault.replace_with(";"));
        }
        if forms.iter().any(|(known, _)| *known == tag) {
            return Err(Fault::new(
                place(name),
                say!("变体 `{tag}` 写了两次", "the variant `{tag}` is given twice"),
                say!("每个变体只写一次", "give each variant once"),
            ));
        }
        forms.push((tag, without_nested(value[..length].trim())));
        at += name.end + colon + length + 1;
    }
    Ok((!forms.is_empty()).then_some(forms))
}

fn bad_form(at: Range<usize>) -> Box<Fault> {
    Fault::new(
        at,
        say!("转换标记里的变体无法识别", "a variant in the conversion mark cannot be read"),
        say!(
            "写成 `-{{zh-Hans:信息;zh-Hant-TW:資訊}}-`；可用 zh-Hans、zh-Hant、zh-Hant-TW、zh-Hant-HK、zh-CN、zh-TW、zh-HK",
            "write `-{{zh-Hans:信息;zh-Hant-TW:資訊}}-`; known are zh-Hans, zh-Hant, zh-Hant-TW, zh-Hant-HK, zh-CN, zh-TW, zh-HK"
        ),
    )
}

/// Where a `zh…` name that a colon follows stands at the beginning of a text.
fn tag_name(text: &str) -> Option<Range<usize>> {
    let start = text.len() - text.trim_start().len();
    let length = text[start..]
        .bytes()
        .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
        .count();
    let name = &text[start..start + length];
    let chinese = name.get(..2).is_some_and(|two| two.eq_ignore_ascii_case("zh"))
        && matches!(name.as_bytes().get(2), None | Some(b'-' | b'_'));
    (chinese && text[start + length..].starts_with([':', '：'])).then_some(start..start + length)
}

/// A value goes on to the semicolon before the next tag: other semicolons are its own.
fn value_length(text: &str) -> usize {
    memchr::memchr_iter(b';', text.as_bytes())
        .find(|at| {
            let rest = &text[at + 1..];
            tag_name(rest).is_some() || rest.trim().is_empty()
        })
        .unwrap_or(text.len())
}

/// MediaWiki's codes and ours: a script, a region, or both.
fn chinese_tag(name: &str) -> Option<Tag> {
    let known = |part: &str| {
        ["hans", "hant", "cn", "sg", "my", "tw", "hk", "mo"]
            .iter()
            .any(|known| part.eq_ignore_ascii_case(known))
    };
    let mut parts = name.split(['-', '_']).skip(1);
    (parts.clone().count() <= 2 && parts.all(known)).then(|| Tag::parse(name)).flatten()
}
