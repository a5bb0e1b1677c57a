//! From bytes to text: UTF-8 or a finding that names the encoding and the way to convert it.

use std::sync::Arc;

use chardetng::EncodingDetector;
use encoding_rs::{Encoding, UTF_8};

use crate::diagnostic::{Diagnostic, SitePath, rules};
use crate::say;

/// A text that cannot be used: what is known of it, and why.
pub(super) struct Undecodable {
    /// All before the first bad byte, for showing.
    pub(super) prefix: String,
    pub(super) finding: Diagnostic,
}

/// Takes the bytes as UTF-8, with or without a byte order mark. Nothing is ever replaced.
pub(super) fn decode(path: &SitePath, bytes: &[u8]) -> Result<Arc<str>, Box<Undecodable>> {
    if let Some(encoding) = wide_by_mark(bytes) {
        let message = say!("文件是 {encoding} 编码，不是 UTF-8", "the file is {encoding}, not UTF-8");
        let finding = Diagnostic::new(&rules::NOT_UTF8, message).in_file(path).help(convert(encoding, path));
        return Err(Box::new(Undecodable { prefix: String::new(), finding }));
    }
    // Several times as quick on Chinese as the standard library, which tells where the fault is.
    let bad = match UTF_8.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(text) => match memchr::memchr(0, text.as_bytes()) {
            None => return Ok(Arc::from(&*text)),
            zero => zero,
        },
        None => std::str::from_utf8(bytes).err().map(|error| error.valid_up_to()),
    };
    Err(undecodable(path, bytes, bad.unwrap_or_default()))
}

/// UTF-16 and UTF-32 by their byte order marks. The mark of UTF-32LE starts with that of UTF-16LE.
fn wide_by_mark(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xFF, 0xFE, 0, 0, ..] | [0, 0, 0xFE, 0xFF, ..] => Some("UTF-32"),
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => Some("UTF-16"),
        _ => None,
    }
}

/// The finding for a text whose first bad byte is at `at`.
fn undecodable(path: &SitePath, bytes: &[u8], at: usize) -> Box<Undecodable> {
    let (byte, value) = (at + 1, bytes[at]);
    let line = 1 + memchr::memchr_iter(b'\n', &bytes[..at]).count();
    let (message, help) = match cause(bytes, at) {
        Cause::Zeros => (
            say!(
                "第 {line} 行（第 {byte} 个字节）是 NUL，这不是文本文件",
                "byte {byte} on line {line} is NUL: this is no text file"
            ),
            say!(
                "用编辑器删去这个字符；附件请用别的扩展名或放进 static/",
                "delete the character in an editor; give attachments another extension or put them in static/"
            ),
        ),
        Cause::Damaged => (
            say!(
                "第 {line} 行有损坏的 UTF-8（第 {byte} 个字节，0x{value:02X}）",
                "damaged UTF-8 on line {line} (byte {byte}, 0x{value:02X})"
            ),
            say!(
                "重新输入这里的文字；`iconv -f UTF-8 -t UTF-8 -c {path} > new.md` 会删去坏字节",
                "type the text here again; `iconv -f UTF-8 -t UTF-8 -c {path} > new.md` drops the bad bytes"
            ),
        ),
        Cause::Encoding(encoding) => (
            say!(
                "文件不是 UTF-8，像是 {encoding}（第 {line} 行第 {byte} 个字节起）",
                "the file is not UTF-8 but looks like {encoding} (from line {line}, byte {byte})"
            ),
            convert(encoding, path),
        ),
        Cause::Unknown => (
            say!(
                "文件不是 UTF-8（第 {line} 行，第 {byte} 个字节，0x{value:02X}），看不出是什么编码",
                "the file is not UTF-8 (line {line}, byte {byte}, 0x{value:02X}), nor any encoding we know"
            ),
            say!("用编辑器打开，另存为 UTF-8", "open it in an editor and save it as UTF-8"),
        ),
    };
    let finding = Diagnostic::new(&rules::NOT_UTF8, message).at(path, at..at).help(help);
    // All before the first bad byte is UTF-8, so nothing is lost here.
    let prefix = String::from_utf8_lossy(&bytes[..at]).into_owned();
    Box::new(Undecodable { prefix, finding })
}

enum Cause {
    /// A NUL byte in what is UTF-8 else.
    Zeros,
    /// UTF-8 with some bad bytes in it.
    Damaged,
    /// Another encoding, by the name that `iconv` knows.
    Encoding(&'static str),
    Unknown,
}

fn cause(bytes: &[u8], at: usize) -> Cause {
    if bytes[at] == 0 {
        return match zeros_by_parity(bytes) {
            (0, odd) if odd > 1 => Cause::Encoding("UTF-16LE"),
            (even, 0) if even > 1 => Cause::Encoding("UTF-16BE"),
            _ => Cause::Zeros,
        };
    }
    // Chinese in another encoding hardly ever forms the three-byte sequences of UTF-8.
    let (mut good, mut bad) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| c.len_utf8() >= 3).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    if good > 3 * bad {
        return Cause::Damaged;
    }
    guess(bytes).map_or(Cause::Unknown, Cause::Encoding)
}

fn zeros_by_parity(bytes: &[u8]) -> (usize, usize) {
    memchr::memchr_iter(0, bytes)
        .fold((0, 0), |(even, odd), at| if at % 2 == 0 { (even + 1, odd) } else { (even, odd + 1) })
}

/// The encoding, when the whole file reads well in it. Mainland China is the likeliest origin.
fn guess(bytes: &[u8]) -> Option<&'static str> {
    let reads = |encoding: &'static Encoding| {
        encoding.decode_without_bom_handling_and_without_replacement(bytes).is_some()
    };
    let mut detector = EncodingDetector::new();
    detector.feed(bytes, true);
    [None, Some(&b"cn"[..]), Some(b"tw")]
        .into_iter()
        .map(|origin| detector.guess(origin, false))
        .find(|encoding| !encoding.is_single_byte() && reads(encoding))
        .or_else(|| Some(detector.guess(None, false)).filter(|encoding| reads(encoding)))
        // GB18030 is a superset of GBK, so its name is right for both.
        .map(|encoding| if encoding.name() == "GBK" { "GB18030" } else { encoding.name() })
}

fn convert(encoding: &str, path: &SitePath) -> crate::diagnostic::Say {
    say!(
        "转换：`iconv -f {encoding} -t UTF-8 {path} > new.md`；或在 VS Code 里点右下角的编码名，选“通过编码重新打开”→ {encoding}，再选“通过编码保存”→ UTF-8",
        "convert it: `iconv -f {encoding} -t UTF-8 {path} > new.md`; or in VS Code click the encoding at the bottom right, `Reopen with Encoding` {encoding}, then `Save with Encoding` UTF-8"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(bytes: &[u8]) -> Diagnostic {
        match decode(&"content/a.md".into(), bytes) {
            Ok(text) => panic!("taken as text: {text:?}"),
            Err(undecodable) => undecodable.finding,
        }
    }

    fn check(bytes: &[u8], part: &str) {
        let finding = refused(bytes);
        assert!(finding.message.en.contains(part), "{}", finding.message.en);
    }

    const SIMPLIFIED: &str = "---\ntitle: 明水产教联合体正式成立\n---\n\n五月十六日，联合体在明水成立。\n";
    const TRADITIONAL: &str = "---\ntitle: 明水產教聯合體正式成立\n---\n\n五月十六日，聯合體在明水成立。\n";

    #[test]
    fn utf8_is_taken_as_it_is() {
        for text in ["", "\u{feff}---\r\ntitle: 喜报\r\n", SIMPLIFIED] {
            assert_eq!(decode(&"a.md".into(), text.as_bytes()).ok().as_deref(), Some(text));
        }
    }

    #[test]
    fn other_encodings_are_named() {
        check(&encoding_rs::GB18030.encode(SIMPLIFIED).0, "looks like GB18030 (from line 2, byte 12)");
        check(&encoding_rs::GBK.encode("# 喜报\n\n签约仪式\n").0, "GB18030");
        check(&encoding_rs::BIG5.encode(TRADITIONAL).0, "Big5");
        check(&encoding_rs::SHIFT_JIS.encode("本日はよい天気です。ひらがなとカタカナ").0, "Shift_JIS");
        let utf16: Vec<u8> = "\u{feff}标题".encode_utf16().flat_map(u16::to_le_bytes).collect();
        check(&utf16, "UTF-16");
        let plain: Vec<u8> = "title: a\n".encode_utf16().flat_map(u16::to_be_bytes).collect();
        check(&plain, "UTF-16BE");
        let utf32: Vec<u8> = "\u{feff}标题".chars().flat_map(|c| u32::from(c).to_le_bytes()).collect();
        check(&utf32, "UTF-32");
    }

    #[test]
    fn damage_is_not_taken_for_an_encoding() {
        let mut bytes = SIMPLIFIED.as_bytes().to_vec();
        bytes[16] = 0xFF;
        check(&bytes, "damaged UTF-8 on line 2");
        check(b"title: a\0b\n", "byte 9 on line 1 is NUL");
    }

    #[test]
    fn the_place_is_the_first_bad_byte_and_all_before_it_can_be_shown() {
        let bytes = encoding_rs::GB18030.encode(SIMPLIFIED).0.into_owned();
        let undecodable = decode(&"a.md".into(), &bytes).err().unwrap();
        assert_eq!(undecodable.prefix, "---\ntitle: ");
        assert_eq!(undecodable.finding.place.unwrap().span, Some(11..11));
        assert!(undecodable.finding.help.unwrap().zh.contains("iconv -f GB18030 -t UTF-8 a.md"));
    }
}
