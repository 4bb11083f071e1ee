//! The arguments of filters: the values of a template, as types of the model again.
//!
//! `minijinja::value::Serde` does the same, and goes through all keys and values of what it is given. Here a struct asks for
//! the fields that it has.

use minijinja::value::ValueIter;
use minijinja::{Error, Value};
use serde::de::value::StrDeserializer;
use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, IntoDeserializer, MapAccess, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;

/// What a filter comes to.
pub(super) type Filtered = Result<Value, Error>;

/// A filter of one thing.
pub(super) fn of_one<A: DeserializeOwned>(
    filter: impl Fn(A) -> Filtered + Send + Sync + 'static,
) -> impl Fn(&Value) -> Filtered + Send + Sync + 'static {
    move |one| filter(given(one)?)
}

/// A filter of one thing, with another.
pub(super) fn of_two<A: DeserializeOwned, B: DeserializeOwned>(
    filter: impl Fn(A, B) -> Filtered + Send + Sync + 'static,
) -> impl Fn(&Value, &Value) -> Filtered + Send + Sync + 'static {
    move |one, two| filter(given(one)?, given(two)?)
}

/// A filter of one thing, with two others.
pub(super) fn of_three<A: DeserializeOwned, B: DeserializeOwned, C: DeserializeOwned>(
    filter: impl Fn(A, B, C) -> Filtered + Send + Sync + 'static,
) -> impl Fn(&Value, &Value, &Value) -> Filtered + Send + Sync + 'static {
    move |one, two, three| filter(given(one)?, given(two)?, given(three)?)
}

fn given<T: DeserializeOwned>(value: &Value) -> Result<T, Error> {
    T::deserialize(Given(value.clone()))
}

struct Given(Value);

impl<'de> Deserializer<'de> for Given {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.0.deserialize_any(visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match self.0.as_str() {
            // a name that is not qualified
            Some(text) => visitor.visit_str(text),
            None => visitor.visit_map(Fields { of: self.0, left: fields.iter(), found: None }),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.0.is_none() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_seq(Elements(self.0.try_iter()?))
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _name: &'static str, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.0.deserialize_enum(name, variants, visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct tuple
        tuple_struct map identifier ignored_any
    }
}

/// The fields of a struct that are given.
struct Fields {
    of: Value,
    left: std::slice::Iter<'static, &'static str>,
    /// The value of the field whose name was handed out last.
    found: Option<Value>,
}

impl<'de> MapAccess<'de> for Fields {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Error> {
        for field in self.left.by_ref() {
            let value = self.of.get_attr(field)?;
            if !value.is_undefined() {
                self.found = Some(value);
                let name: StrDeserializer<'_, Error> = field.into_deserializer();
                return seed.deserialize(name).map(Some);
            }
        }
        Ok(None)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        seed.deserialize(Given(self.found.take().unwrap_or_default()))
    }
}

/// The elements of a list.
struct Elements(ValueIter);

impl<'de> SeqAccess<'de> for Elements {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Error> {
        self.0.next().map(|element| seed.deserialize(Given(element))).transpose()
    }

    fn size_hint(&self) -> Option<usize> {
        self.0.size_hint().1
    }
}
