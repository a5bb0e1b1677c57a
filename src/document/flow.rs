//! The text of a body from its beginning to its end, unfolded when somebody reads it.
//!
//! After an edit nearly all documents come from a former build, and nobody writes their pages: what those say about
//! themselves is enough. So their texts stay as the file had them.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;
use std::sync::OnceLock;

use serde::de::{Deserializer, Error as _, Visitor};
use serde::ser::{Error as _, Serializer};
use serde::{Deserialize, Serialize};

use super::body::Piece;

/// What a body shows, in order.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Flow {
    /// All text that pieces refer to.
    pub text: String,
    pub pieces: Vec<Piece>,
}

impl Flow {
    /// The text of a piece.
    pub fn slice(&self, range: &Range<u32>) -> &str {
        &self.text[range.start as usize..range.end as usize]
    }

    /// Do all ranges lie in the text?
    pub(super) fn is_within_text(&self) -> bool {
        self.pieces
            .iter()
            .filter_map(Piece::range)
            .all(|range| self.text.get(range.start as usize..range.end as usize).is_some())
    }
}

/// A flow, or what one is made of again.
#[derive(Clone, Default)]
pub(super) struct Folded {
    /// In postcard's format; empty where the flow was never folded.
    bytes: Box<[u8]>,
    flow: OnceLock<Flow>,
}

impl Folded {
    /// The flow; an empty one where that would not be sound: somebody tampered with the file.
    pub(super) fn unfold(&self, is_sound: impl FnOnce(&Flow) -> bool) -> &Flow {
        self.flow.get_or_init(|| postcard::from_bytes(&self.bytes).ok().filter(is_sound).unwrap_or_default())
    }

    fn folded(&self) -> postcard::Result<Cow<'_, [u8]>> {
        match self.flow.get() {
            Some(flow) if self.bytes.is_empty() => postcard::to_stdvec(flow).map(Cow::Owned),
            _ => Ok(Cow::Borrowed(&self.bytes)),
        }
    }
}

impl From<Flow> for Folded {
    fn from(flow: Flow) -> Folded {
        Folded { bytes: Box::default(), flow: OnceLock::from(flow) }
    }
}

impl PartialEq for Folded {
    fn eq(&self, other: &Folded) -> bool {
        self.folded() == other.folded()
    }
}

impl fmt::Debug for Folded {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.flow.get() {
            Some(flow) => flow.fmt(formatter),
            None => write!(formatter, "folded in {} bytes", self.bytes.len()),
        }
    }
}

impl Serialize for Folded {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.folded().map_err(S::Error::custom)?)
    }
}

impl<'de> Deserialize<'de> for Folded {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Folded, D::Error> {
        struct Bytes;

        impl Visitor<'_> for Bytes {
            type Value = Folded;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("bytes")
            }

            fn visit_bytes<E: serde::de::Error>(self, bytes: &[u8]) -> Result<Folded, E> {
                match bytes {
                    [] => Err(E::custom("no flow is folded in no bytes")),
                    bytes => Ok(Folded { bytes: bytes.into(), flow: OnceLock::new() }),
                }
            }
        }

        deserializer.deserialize_bytes(Bytes).map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flow() -> Flow {
        Flow { text: "<p>正文".into(), pieces: vec![Piece::Html(0..3), Piece::Prose(3..9), Piece::End] }
    }

    #[test]
    fn a_flow_is_what_was_folded() {
        let bytes = postcard::to_stdvec(&Folded::from(flow())).unwrap();
        let folded: Folded = postcard::from_bytes(&bytes).unwrap();
        assert_eq!(postcard::to_stdvec(&folded).unwrap(), bytes);
        assert_eq!(folded, Folded::from(flow()));
        assert_eq!(folded.unfold(Flow::is_within_text), &flow());
        assert_eq!(flow().slice(&(3..9)), "正文");
    }

    #[test]
    fn what_is_not_sound_is_empty() {
        let mut unsound = flow();
        unsound.pieces[1] = Piece::Prose(4..9);
        let bytes = postcard::to_stdvec(&Folded::from(unsound)).unwrap();
        for end in 0..=bytes.len() {
            if let Ok(folded) = postcard::from_bytes::<Folded>(&bytes[..end]) {
                assert_eq!(folded.unfold(Flow::is_within_text), &Flow::default());
            }
        }
    }
}
