//! Parts of a file, as players of films and continued downloads ask for them (RFC 9110, section 14).

/// What a `Range` header asks for.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// Everything: the header is absent, of another unit, or asks for several parts, which nobody has to serve.
    Whole,
    /// From a byte up to another one, which is no longer part of it.
    Part(u64, u64),
    /// Nothing that the file has.
    Nothing,
}

/// Reads the header for a file of `len` bytes.
pub(super) fn wanted(header: Option<&str>, len: u64) -> Wanted {
    let Some(range) = header.and_then(|header| header.trim().strip_prefix("bytes=")) else {
        return Wanted::Whole;
    };
    let Some((from, to)) = range.split_once('-').filter(|_| !range.contains(',')) else {
        return Wanted::Whole;
    };
    let number = |text: &str| match text.trim() {
        "" => Some(None),
        text if text.bytes().all(|byte| byte.is_ascii_digit()) => {
            Some(Some(text.parse().unwrap_or(u64::MAX)))
        }
        _ => None,
    };
    match (number(from), number(to)) {
        (Some(Some(from)), Some(to)) => {
            let end = to.map_or(len, |last| last.saturating_add(1).min(len));
            match to.is_some_and(|last| last < from) {
                true => Wanted::Whole,
                false if from >= len => Wanted::Nothing,
                false => Wanted::Part(from, end),
            }
        }
        (Some(None), Some(Some(last))) if last > 0 && len > 0 => Wanted::Part(len.saturating_sub(last), len),
        (Some(None), Some(Some(_))) => Wanted::Nothing,
        _ => Wanted::Whole,
    }
}

#[cfg(test)]
mod tests {
    use super::Wanted::*;
    use super::*;

    #[test]
    fn headers_are_read() {
        let of_ten = |header: &str| wanted(Some(header), 10);
        assert_eq!(of_ten("bytes=0-3"), Part(0, 4));
        assert_eq!(of_ten("bytes=4-"), Part(4, 10));
        assert_eq!(of_ten("bytes=-3"), Part(7, 10));
        assert_eq!(of_ten("bytes=-30"), Part(0, 10));
        assert_eq!(of_ten("bytes=9-99999999999999999999999"), Part(9, 10));
        assert_eq!(of_ten("bytes=10-"), Nothing);
        assert_eq!(of_ten("bytes=-0"), Nothing);
        assert_eq!(wanted(Some("bytes=0-"), 0), Nothing);
        for whole in
            ["bytes=3-1", "bytes=0-1,3-4", "lines=0-1", "bytes=a-b", "bytes=--1", "bytes=", "bytes=-"]
        {
            assert_eq!(of_ten(whole), Whole, "{whole}");
        }
        assert_eq!(wanted(None, 10), Whole);
    }
}
