//! Serialising a view for a template: the fields of its structs that the template can read. Maps and lists are
//! handed over whole, since their keys are content.

use serde::Serialize;
use serde::ser::{self, Serializer};

use super::fields::Fields;

/// A value as a template with these fields sees it.
pub struct Named<'a, T: ?Sized> {
    value: &'a T,
    fields: &'a Fields,
}

impl<'a, T: Serialize + ?Sized> Named<'a, T> {
    pub fn new(value: &'a T, fields: &'a Fields) -> Named<'a, T> {
        Named { value, fields }
    }
}

impl<T: Serialize + ?Sized> Serialize for Named<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value.serialize(Filter { inner: serializer, fields: self.fields })
    }
}

/// Passes everything on, but for fields that nobody reads.
struct Filter<'a, S> {
    inner: S,
    fields: &'a Fields,
}

macro_rules! pass_on {
    ($($name:ident($($type:ty)?);)*) => {
        $(fn $name(self $(, value: $type)?) -> Result<S::Ok, S::Error> {
            self.inner.$name($(value as $type)?)
        })*
    };
}

macro_rules! open {
    ($($name:ident($($argument:ident: $type:ty),*) -> $result:ident;)*) => {
        $(fn $name(self, $($argument: $type),*) -> Result<Filter<'a, S::$result>, S::Error> {
            Ok(Filter { inner: self.inner.$name($($argument),*)?, fields: self.fields })
        })*
    };
}

impl<'a, S: Serializer> Serializer for Filter<'a, S> {
    type Ok = S::Ok;
    type Error = S::Error;
    type SerializeSeq = Filter<'a, S::SerializeSeq>;
    type SerializeTuple = Filter<'a, S::SerializeTuple>;
    type SerializeTupleStruct = Filter<'a, S::SerializeTupleStruct>;
    type SerializeTupleVariant = Filter<'a, S::SerializeTupleVariant>;
    type SerializeMap = Filter<'a, S::SerializeMap>;
    type SerializeStruct = Filter<'a, S::SerializeStruct>;
    type SerializeStructVariant = Filter<'a, S::SerializeStructVariant>;

    pass_on! {
        serialize_bool(bool);
        serialize_i8(i8);
        serialize_i16(i16);
        serialize_i32(i32);
        serialize_i64(i64);
        serialize_u8(u8);
        serialize_u16(u16);
        serialize_u32(u32);
        serialize_u64(u64);
        serialize_f32(f32);
        serialize_f64(f64);
        serialize_char(char);
        serialize_str(&str);
        serialize_bytes(&[u8]);
        serialize_none();
        serialize_unit();
        serialize_unit_struct(&'static str);
    }

    open! {
        serialize_seq(length: Option<usize>) -> SerializeSeq;
        serialize_tuple(length: usize) -> SerializeTuple;
        serialize_tuple_struct(name: &'static str, length: usize) -> SerializeTupleStruct;
        serialize_tuple_variant(name: &'static str, index: u32, variant: &'static str, length: usize)
            -> SerializeTupleVariant;
        serialize_map(length: Option<usize>) -> SerializeMap;
        serialize_struct(name: &'static str, length: usize) -> SerializeStruct;
        serialize_struct_variant(name: &'static str, index: u32, variant: &'static str, length: usize)
            -> SerializeStructVariant;
    }

    fn serialize_unit_variant(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
    ) -> Result<S::Ok, S::Error> {
        self.inner.serialize_unit_variant(name, index, variant)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<S::Ok, S::Error> {
        self.inner.serialize_some(&Named { value, fields: self.fields })
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        value: &T,
    ) -> Result<S::Ok, S::Error> {
        self.inner.serialize_newtype_struct(name, &Named { value, fields: self.fields })
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<S::Ok, S::Error> {
        self.inner.serialize_newtype_variant(name, index, variant, &Named { value, fields: self.fields })
    }

    fn is_human_readable(&self) -> bool {
        self.inner.is_human_readable()
    }
}

macro_rules! elements {
    ($($trait:ident $method:ident)*) => {
        $(impl<S: ser::$trait> ser::$trait for Filter<'_, S> {
            type Ok = S::Ok;
            type Error = S::Error;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), S::Error> {
                self.inner.$method(&Named { value, fields: self.fields })
            }

            fn end(self) -> Result<S::Ok, S::Error> {
                self.inner.end()
            }
        })*
    };
}

macro_rules! fields {
    ($($trait:ident)*) => {
        $(impl<S: ser::$trait> ser::$trait for Filter<'_, S> {
            type Ok = S::Ok;
            type Error = S::Error;

            fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), S::Error> {
                match self.fields.has(key) {
                    true => self.inner.serialize_field(key, &Named { value, fields: self.fields }),
                    false => self.inner.skip_field(key),
                }
            }

            fn skip_field(&mut self, key: &'static str) -> Result<(), S::Error> {
                self.inner.skip_field(key)
            }

            fn end(self) -> Result<S::Ok, S::Error> {
                self.inner.end()
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

impl<S: ser::SerializeMap> ser::SerializeMap for Filter<'_, S> {
    type Ok = S::Ok;
    type Error = S::Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), S::Error> {
        self.inner.serialize_key(key)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), S::Error> {
        self.inner.serialize_value(&Named { value, fields: self.fields })
    }

    fn end(self) -> Result<S::Ok, S::Error> {
        self.inner.end()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::super::fields::of_templates;
    use super::*;

    #[derive(Serialize)]
    struct View {
        title: &'static str,
        hidden: u8,
        inner: Vec<Inner>,
        extra: BTreeMap<&'static str, u8>,
    }

    #[derive(Serialize)]
    struct Inner {
        title: u8,
        hidden: u8,
    }

    #[test]
    fn fields_that_nobody_names_are_left_out_and_content_is_not() {
        let texts = BTreeMap::from([("a.html", "{{ view.title }}{{ view.inner }}{{ view.extra }}")]);
        let fields = &of_templates(&texts, &[])["a.html"];
        let inner = vec![Inner { title: 1, hidden: 2 }];
        let view = View { title: "甲", hidden: 3, inner, extra: BTreeMap::from([("key", 4)]) };
        let seen = serde_json::to_string(&Named::new(&view, fields)).unwrap();
        assert_eq!(seen, r#"{"title":"甲","inner":[{"title":1}],"extra":{"key":4}}"#);
        let texts = BTreeMap::from([("a.html", "{{ __tera_context }}")]);
        let everything = &of_templates(&texts, &[])["a.html"];
        assert_eq!(
            serde_json::to_string(&Named::new(&view, everything)).unwrap(),
            serde_json::to_string(&view).unwrap()
        );
    }
}
