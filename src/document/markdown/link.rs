//! Reads the address of a link or an image: what it points at, before the site is known.

use std::borrow::Cow;

use crate::diagnostic::{Diagnostic, Rule, rules};
use crate::document::body::Target;
use crate::say;

/// Schemes that a page may link to. Anything else could run code or leads nowhere in a browser.
const SCHEMES: &[&str] = &["http", "https", "mailto", "tel", "sms", "ftp"];
/// Schemes that are refused in any disguise.
const DANGEROUS: &[&str] = &["javascript", "data", "vbscript"];

/// What an address points at, and the fragment behind it. `folder` is that of the linking file in
/// `content/`, without slashes at its ends: `news/first-lesson`. Addresses with a scheme keep their fragment.
///
/// # Errors
/// A finding without a place, where the link must not be written.
pub(super) fn read_address(address: &str, folder: &str) -> Result<(Target, Option<String>), Box<Diagnostic>> {
    let address: Cow<str> = match address.contains(char::is_control) {
        true => Cow::Owned(address.chars().filter(|c| !c.is_control()).collect()),
        false => Cow::Borrowed(address),
    };
    let address = address.trim();
    if address.is_empty() {
        return Err(refused(
            &rules::BROKEN_LINK,
            say!("链接没有网址", "the link has no address"),
            say!("在括号里写上网址，或去掉链接", "write an address into the parentheses, or remove the link"),
        ));
    }
    let decoded = percent_decode(address);
    let bare: String = decoded.chars().filter(|c| !c.is_control() && !c.is_whitespace()).take(32).collect();
    let hidden =
        scheme(&bare).filter(|scheme| DANGEROUS.iter().any(|known| known.eq_ignore_ascii_case(scheme)));
    match (hidden, scheme(address)) {
        (None, Some(name)) if SCHEMES.iter().any(|known| known.eq_ignore_ascii_case(name)) => {
            return Ok((Target::Url(address.to_string()), None));
        }
        // `C:` is a drive.
        (_, Some(name)) if name.len() == 1 || name.eq_ignore_ascii_case("file") => {
            return Err(refused(
                &rules::UNSAFE_LINK,
                say!(
                    "这是自己电脑上的路径，读者打不开",
                    "this is a path on one's own computer: readers cannot open it"
                ),
                say!(
                    "把文件复制到本文件旁边，这里只写文件名",
                    "copy the file beside this one, and write its name alone"
                ),
            ));
        }
        (Some(name), _) | (None, Some(name)) => {
            let known = SCHEMES.join(", ");
            return Err(refused(
                &rules::UNSAFE_LINK,
                say!("不允许 `{name}:` 链接", "links with `{name}:` are not allowed"),
                say!("可用的有 {known} 和站内路径", "allowed are {known} and paths of the site"),
            ));
        }
        (None, None) => {}
    }
    if address.starts_with("//") {
        return Ok((Target::Url(address.to_string()), None));
    }
    if let Some((name, rest)) = address.split_once('：').filter(|(name, _)| SCHEMES.contains(name)) {
        return Err(refused(
            &rules::BROKEN_LINK,
            say!("网址里是全角冒号", "a full-width colon in an address"),
            say!("写成 `{name}:{rest}`", "write `{name}:{rest}`"),
        ));
    }
    let (path, fragment) = match address.split_once('#') {
        Some((path, fragment)) => (path, Some(percent_decode(fragment).into_owned())),
        None => (address, None),
    };
    if path.is_empty() {
        return Ok((Target::Here, fragment));
    }
    if path.starts_with('/') {
        return Ok((Target::Root(percent_decode(path).into_owned()), fragment));
    }
    let path = percent_decode(path.split('?').next().unwrap_or(path));
    let Some(path) = join(folder, &path) else {
        return Err(refused(
            &rules::BROKEN_LINK,
            say!("链接 `{path}` 走出了 content/", "the link `{path}` leaves content/"),
            say!(
                "`..` 太多；站点根目录的文件以 `/` 开头",
                "it has too many `..`; files from the site's root begin with `/`"
            ),
        ));
    };
    let source = path.rsplit_once('.').is_some_and(|(_, extension)| extension.eq_ignore_ascii_case("md"));
    Ok((if source { Target::Source(path) } else { Target::File(path) }, fragment))
}

fn refused(
    rule: &'static Rule,
    message: crate::diagnostic::Say,
    help: crate::diagnostic::Say,
) -> Box<Diagnostic> {
    Box::new(Diagnostic::new(rule, message).help(help))
}

/// RFC 3986, section 3.1.
fn scheme(address: &str) -> Option<&str> {
    let (scheme, _) = address.split_once(':')?;
    let mut bytes = scheme.bytes();
    let valid = bytes.next().is_some_and(|first| first.is_ascii_alphabetic())
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'));
    valid.then_some(scheme)
}

/// The path with its `.` and `..` resolved; `None` when it leaves the root.
fn join(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// Percent-encoded UTF-8 as text; what is not UTF-8 stays as it is written.
fn percent_decode(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return Cow::Borrowed(text);
    }
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = |at: usize| bytes.get(at).and_then(|byte| (*byte as char).to_digit(16));
        match (bytes[at], hex(at + 1), hex(at + 2)) {
            (b'%', Some(high), Some(low)) => {
                out.push((high * 16 + low) as u8);
                at += 3;
            }
            (byte, ..) => {
                out.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8(out).map_or(Cow::Borrowed(text), Cow::Owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(address: &str) -> (Target, Option<String>) {
        read_address(address, "news/first").unwrap()
    }

    fn code(address: &str) -> &'static str {
        read_address(address, "news").unwrap_err().rule.name
    }

    #[test]
    fn addresses_are_told_apart() {
        let some = |text: &str| Some(text.to_string());
        assert_eq!(read("../../partners/a.md#历史"), (Target::Source("partners/a.md".into()), some("历史")));
        assert_eq!(read("./b.MD#%E5%8E%86"), (Target::Source("news/first/b.MD".into()), some("历")));
        assert_eq!(read("%E7%85%A7%E7%89%87.jpg?v=1"), (Target::File("news/first/照片.jpg".into()), None));
        assert_eq!(read("/news/a/?q=1#x"), (Target::Root("/news/a/?q=1".into()), some("x")));
        assert_eq!(read("#x"), (Target::Here, some("x")));
        assert_eq!(read("HTTPS://example.org/#x"), (Target::Url("HTTPS://example.org/#x".into()), None));
        assert_eq!(read("//example.org"), (Target::Url("//example.org".into()), None));
        assert_eq!(read("a%3Ab.pdf"), (Target::File("news/first/a:b.pdf".into()), None));
        assert_eq!(read("100%.pdf"), (Target::File("news/first/100%.pdf".into()), None));
    }

    #[test]
    fn what_must_not_be_written_is_refused() {
        for address in [
            "javascript:x",
            "JavaScript:x",
            " java\nscript:x",
            "javascript%3Ax",
            "\u{1}data:x",
            "vbscript :x",
            "file:///etc",
        ] {
            assert_eq!(code(address), "unsafe-link", "{address:?}");
        }
        assert_eq!(code("../../a.md"), "broken-link");
        assert_eq!(code(" "), "broken-link");
        assert_eq!(code("https：//example.org"), "broken-link");
    }
}
