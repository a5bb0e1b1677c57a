//! Values as bytes that differ when the values do: every value says what it is, so that `1`, `true` and `"1"`
//! are three. The names of a struct's fields are left out, since its type tells them.

use std::fmt::{self, Display};

use serde::ser::{self, Serialize, Serializer};
use xxhash_rust::xxh3::{Xxh3, xxh3_128};

/// Appends a value to `out`. A value that cannot be serialised leaves no whole one behind.
pub(super) fn write(value: &impl Serialize, out: &mut Bytes) -> Result<(), Refused> {
    value.serialize(Writer { out })
}

/// Bytes whose digest is wanted, and of many only that.
pub(super) struct Bytes {
    /// Those that came last.
    last: Vec<u8>,
    /// All before them.
    before: Option<Box<Xxh3>>,
}

/// In bytes: most values are shorter, and hashed in one go.
const AT_ONCE: usize = 1 << 16;

impl Bytes {
    pub(super) fn new() -> Bytes {
        Bytes { last: Vec::with_capacity(1 << 13), before: None }
    }

    /// XXH3 of all, of 128 bits.
    pub(super) fn hash(mut self) -> u128 {
        match self.before.take() {
            None => xxh3_128(&self.last),
            Some(mut before) => {
                before.update(&self.last);
                before.digest128()
            }
        }
    }

    fn push(&mut self, is: Is) {
        self.last.push(is as u8);
    }

    /// In one go: there are hundreds of values to a page.
    fn extend<const HEAD: usize>(&mut self, head: [u8; HEAD], bytes: &[u8]) {
        self.last.reserve(HEAD + bytes.len());
        self.last.extend_from_slice(&head);
        self.last.extend_from_slice(bytes);
        if self.last.len() > AT_ONCE {
            self.before.get_or_insert_default().update(&self.last);
            self.last.clear();
        }
    }
}

/// A value has no serial form. Nothing that derives [`Serialize`] comes to this.
#[derive(Debug)]
pub(super) struct Refused;

impl Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value without a serial form")
    }
}

impl std::error::Error for Refused {}

impl ser::Error for Refused {
    fn custom<T: Display>(_: T) -> Refused {
        Refused
    }
}

/// What a value is.
#[repr(u8)]
#[derive(Clone, Copy)]
enum Is {
    Nothing,
    Something,
    False,
    True,
    Signed,
    Unsigned,
    Float,
    Text,
    Bytes,
    Variant,
    Many,
    Map,
    End,
    Skipped,
}

struct Writer<'a> {
    out: &'a mut Bytes,
}

impl Writer<'_> {
    fn put(self, is: Is, bytes: &[u8]) -> Result<(), Refused> {
        self.out.extend([is as u8], bytes);
        Ok(())
    }

    fn put_sized(self, is: Is, bytes: &[u8]) -> Result<(), Refused> {
        let mut head = [is as u8; 9];
        head[1..].copy_from_slice(&(bytes.len() as u64).to_le_bytes());
        self.out.extend(head, bytes);
        Ok(())
    }
}

/// Numbers of one sign are one kind, however wide: a template cannot tell them apart.
macro_rules! numbers {
    ($($name:ident $type:ty => $is:ident $wide:ty;)*) => {
        $(fn $name(self, value: $type) -> Result<(), Refused> {
            self.put(Is::$is, &<$wide>::from(value).to_le_bytes())
        })*
    };
}

impl<'a> Serializer for Writer<'a> {
    type Ok = ();
    type Error = Refused;
    type SerializeSeq = Many<'a>;
    type SerializeTuple = Many<'a>;
    type SerializeTupleStruct = Many<'a>;
    type SerializeTupleVariant = Many<'a>;
    type SerializeMap = Many<'a>;
    type SerializeStruct = Many<'a>;
    type SerializeStructVariant = Many<'a>;

    fn is_human_readable(&self) -> bool {
        false
    }

    numbers! {
        serialize_i8 i8 => Signed i64;
        serialize_i16 i16 => Signed i64;
        serialize_i32 i32 => Signed i64;
        serialize_i64 i64 => Signed i64;
        serialize_u8 u8 => Unsigned u64;
        serialize_u16 u16 => Unsigned u64;
        serialize_u32 u32 => Unsigned u64;
        serialize_u64 u64 => Unsigned u64;
        serialize_f32 f32 => Float f64;
        serialize_f64 f64 => Float f64;
    }

    fn serialize_bool(self, value: bool) -> Result<(), Refused> {
        self.put(if value { Is::True } else { Is::False }, &[])
    }

    fn serialize_char(self, value: char) -> Result<(), Refused> {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, value: &str) -> Result<(), Refused> {
        self.put_sized(Is::Text, value.as_bytes())
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<(), Refused> {
        self.put_sized(Is::Bytes, value)
    }

    fn serialize_none(self) -> Result<(), Refused> {
        self.put(Is::Nothing, &[])
    }

    fn serialize_some<T: ?Sized + Serialize>(self, value: &T) -> Result<(), Refused> {
        self.out.push(Is::Something);
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Refused> {
        self.put(Is::Nothing, &[])
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Refused> {
        self.put(Is::Nothing, &[])
    }

    fn serialize_unit_variant(self, _: &'static str, index: u32, _: &'static str) -> Result<(), Refused> {
        self.put(Is::Variant, &index.to_le_bytes())
    }

    fn serialize_newtype_struct<T: ?Sized + Serialize>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), Refused> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: ?Sized + Serialize>(
        self,
        _: &'static str,
        index: u32,
        _: &'static str,
        value: &T,
    ) -> Result<(), Refused> {
        self.out.extend([Is::Variant as u8], &index.to_le_bytes());
        value.serialize(self)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Many<'a>, Refused> {
        Ok(Many::begin(self.out))
    }

    fn serialize_tuple(self, _: usize) -> Result<Many<'a>, Refused> {
        Ok(Many::begin(self.out))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Many<'a>, Refused> {
        Ok(Many::begin(self.out))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        index: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Many<'a>, Refused> {
        self.out.extend([Is::Variant as u8], &index.to_le_bytes());
        Ok(Many::begin(self.out))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Many<'a>, Refused> {
        self.out.push(Is::Map);
        Ok(Many { out: self.out })
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Many<'a>, Refused> {
        Ok(Many::begin(self.out))
    }

    fn serialize_struct_variant(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
        length: usize,
    ) -> Result<Many<'a>, Refused> {
        self.serialize_tuple_variant(name, index, variant, length)
    }
}

/// Values one behind the other, of a number that only the end tells.
struct Many<'a> {
    out: &'a mut Bytes,
}

impl<'a> Many<'a> {
    fn begin(out: &'a mut Bytes) -> Many<'a> {
        out.push(Is::Many);
        Many { out }
    }

    fn value<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<(), Refused> {
        value.serialize(Writer { out: self.out })
    }

    fn finish(self) -> Result<(), Refused> {
        self.out.push(Is::End);
        Ok(())
    }
}

macro_rules! elements {
    ($($trait:ident $method:ident)*) => {
        $(impl ser::$trait for Many<'_> {
            type Ok = ();
            type Error = Refused;

            fn $method<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<(), Refused> {
                self.value(value)
            }

            fn end(self) -> Result<(), Refused> {
                self.finish()
            }
        })*
    };
}

macro_rules! fields {
    ($($trait:ident)*) => {
        $(impl ser::$trait for Many<'_> {
            type Ok = ();
            type Error = Refused;

            fn serialize_field<T: ?Sized + Serialize>(&mut self, _: &'static str, value: &T) -> Result<(), Refused> {
                self.value(value)
            }

            fn skip_field(&mut self, _: &'static str) -> Result<(), Refused> {
                self.out.push(Is::Skipped);
                Ok(())
            }

            fn end(self) -> Result<(), Refused> {
                self.finish()
            }
        })*
    };
}

elements! {
    SerializeSeq serialize_element
    SerializeTuple serialize_element
    SerializeTupleStruct serialize_field
    SerializeTupleVariant serialize_field
}
fields! { SerializeStruct SerializeStructVariant }

impl ser::SerializeMap for Many<'_> {
    type Ok = ();
    type Error = Refused;

    fn serialize_key<T: ?Sized + Serialize>(&mut self, key: &T) -> Result<(), Refused> {
        self.value(key)
    }

    fn serialize_value<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<(), Refused> {
        self.value(value)
    }

    fn end(self) -> Result<(), Refused> {
        self.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    fn bytes(value: &impl Serialize) -> Vec<u8> {
        let mut out = Bytes::new();
        write(value, &mut out).unwrap();
        assert!(out.before.is_none());
        out.last
    }

    #[test]
    fn what_is_hashed_in_pieces_has_the_hash_of_the_whole() {
        let mut out = Bytes::new();
        let text = "甲".repeat(AT_ONCE / 10);
        let values = vec![text; 7];
        write(&values, &mut out).unwrap();
        assert!(out.before.is_some());
        let each = values.iter().flat_map(bytes);
        let whole: Vec<u8> = [Is::Many as u8].into_iter().chain(each).chain([Is::End as u8]).collect();
        assert_eq!(out.hash(), xxh3_128(&whole));
    }

    #[test]
    fn what_looks_alike_is_told_apart() {
        let values =
            [json!(null), json!(false), json!(0), json!(0.0), json!(""), json!("0"), json!([]), json!([0])];
        for (index, a) in values.iter().enumerate() {
            assert!(values.iter().skip(index + 1).all(|b| bytes(a) != bytes(b)), "{a}");
        }
        assert_ne!(bytes(&("ab", "c")), bytes(&("a", "bc")));
        assert_ne!(bytes(&(vec![1], vec![2, 3])), bytes(&(vec![1, 2], vec![3])));
        assert_ne!(bytes(&Some(None::<u8>)), bytes(&None::<Option<u8>>));
    }

    fn value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            (-2i64..3).prop_map(Value::from),
            "[ab]{0,2}".prop_map(Value::from)
        ];
        leaf.prop_recursive(3, 12, 3, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
                prop::collection::btree_map("[ab]", inner, 0..3)
                    .prop_map(|map| Value::Object(map.into_iter().collect()))
            ]
        })
    }

    proptest! {
        #[test]
        fn equal_bytes_mean_equal_values(a in value(), b in value()) {
            prop_assert_eq!(bytes(&a) == bytes(&b), a == b);
        }
    }
}
