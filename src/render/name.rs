//! A name as a template passes it to a filter: of something in a schema, or of a part of it.

use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::quote::{self, Unwritable};
use crate::physical::ObjectName;

/// A name with or without its schema.
pub(super) enum Name {
    Qualified(ObjectName),
    Plain(String),
}

impl Name {
    pub(super) fn sql(&self) -> Result<String, Unwritable> {
        match self {
            Self::Qualified(name) => quote::qualified(name),
            Self::Plain(name) => quote::identifier(name),
        }
    }

    pub(super) fn for_people(&self) -> String {
        match self {
            Self::Qualified(name) => name.to_string(),
            Self::Plain(name) => name.clone(),
        }
    }
}

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_struct("ObjectName", &["schema", "name"], EitherName)
    }
}

struct EitherName;

impl<'de> Visitor<'de> for EitherName {
    type Value = Name;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name, with or without its schema")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Name, E> {
        Ok(Name::Plain(name.to_owned()))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Name, A::Error> {
        ObjectName::deserialize(MapAccessDeserializer::new(map)).map(Name::Qualified)
    }
}
