//! Views that many pages show, in the form that each of them hands to its template.

use std::ops::Deref;

use serde::{Serialize, Serializer};
use tera::Value;

use crate::digest::Digest;
use crate::theme::{Fields, Named};

/// A view that many pages show: serialised once, and handed to each of them without being copied.
#[derive(Debug)]
pub struct Shown<T> {
    view: T,
    value: Value,
    digest: Option<Digest>,
}

impl<T: Serialize> Shown<T> {
    /// `fields` are those of all templates together.
    pub fn new(view: T, fields: &Fields) -> Shown<T> {
        let named = Named::new(&view, fields);
        let (value, digest) = (Value::from_serializable(&named), Digest::of_values(&named));
        Shown { view, value, digest }
    }
}

impl<T> Deref for Shown<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.view
    }
}

/// For templates, which read: the value itself. For digests, which do not: the digest.
impl<T: Serialize> Serialize for Shown<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.digest {
            Some(digest) if !serializer.is_human_readable() => digest.serialize(serializer),
            _ => self.value.serialize(serializer),
        }
    }
}
