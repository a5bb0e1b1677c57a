//! Titles in 《》: they are converted by characters.

const OPENING: &[u8] = "《".as_bytes();
const CLOSING: &[u8] = "》".as_bytes();
/// In bytes; what is longer is a mark that was not closed.
const LONGEST: usize = 600;

/// Where the title ends that begins at `at`, if one does; one that is not closed ends at once.
#[inline]
pub(super) fn end_of_title(text: &[u8], at: usize) -> Option<usize> {
    let title = text[at..].strip_prefix(OPENING)?;
    let length = memchr::memmem::find(&title[..title.len().min(LONGEST)], CLOSING).unwrap_or(0);
    Some(at + OPENING.len() + length)
}

#[cfg(test)]
mod tests {
    use super::end_of_title;

    #[test]
    fn a_title_ends_where_it_is_closed() {
        let end = |text: &str| end_of_title(text.as_bytes(), 0).map(|end| text[..end].to_owned());
        assert_eq!(end("《软件》和《网络》"), Some("《软件".to_owned()));
        assert_eq!(end("《软件"), Some("《".to_owned()));
        assert_eq!(end("软件《网络》"), None);
    }
}
