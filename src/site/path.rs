//! Paths of files below `content/` and of addresses, as texts: nothing here knows whether there is anything.

/// The path below `content/` of a file of the site.
pub(super) fn below_content(file: &str) -> &str {
    file.strip_prefix("content/").unwrap_or(file)
}

/// `path` as seen from the folder of `file`, both below `content/`; `..` above it stays and is not found.
pub(super) fn join(file: &str, path: &str) -> String {
    let mut parts: Vec<&str> = file.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// How the file `to` is written in a link of the file `from`; both below `content/`.
pub fn relative(from: &str, to: &str) -> String {
    let mut from: Vec<&str> = from.split('/').collect();
    from.pop();
    let to: Vec<&str> = to.split('/').collect();
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = vec![".."; from.len() - shared];
    [&up[..], &to[shared..]].concat().join("/")
}

/// Percent-encodes what may not stand in the path of an address (RFC 3986), `/` and `%XX` excepted.
pub fn encode_path(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    push_encoded_path(&mut out, path);
    out
}

/// By byte, whether it may stand in a path as it is: a page asks it of thousands.
static ALLOWED: [bool; 256] = {
    let mut allowed = [false; 256];
    let bytes = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/-_.~!$&'()*+,;=:@?";
    let mut at = 0;
    while at < bytes.len() {
        allowed[bytes[at] as usize] = true;
        at += 1;
    }
    allowed
};

/// Appends it.
pub fn push_encoded_path(out: &mut String, path: &str) {
    let is_allowed = |byte: u8| ALLOWED[usize::from(byte)];
    if path.bytes().all(is_allowed) {
        return out.push_str(path);
    }
    for byte in path.bytes() {
        match is_allowed(byte) {
            true => out.push(char::from(byte)),
            false => {
                out.push('%');
                for digit in [byte >> 4, byte & 15] {
                    out.push(char::from(b"0123456789ABCDEF"[usize::from(digit)]));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_join_and_are_written_back_as_an_editor_would() {
        assert_eq!(join("news/a.md", "../partners/b.md"), "partners/b.md");
        assert_eq!(join("news/a/index.md", "./photo.jpg"), "news/a/photo.jpg");
        assert_eq!(join("a.md", "../b.md"), "../b.md");
        assert_eq!(relative("news/a.md", "partners/b.md"), "../partners/b.md");
        assert_eq!(relative("news/a/index.md", "news/a/photo.jpg"), "photo.jpg");
    }

    #[test]
    fn addresses_are_encoded_once() {
        assert_eq!(encode_path("/新闻/a b.jpg"), "/%E6%96%B0%E9%97%BB/a%20b.jpg");
        assert_eq!(encode_path("/news/?page=2"), "/news/?page=2");
    }
}
