//! Where a vector index comes from.

use crate::psl::schema::{self, Field};
use crate::text::Span;

/// What asks for a vector index: messages point at it.
#[derive(Clone, Copy)]
pub(crate) enum IndexOrigin<'schema> {
    /// A directive, at its place.
    Directive(Span),
    /// An `@@index` of the schema.
    Index(&'schema schema::Index),
    /// `[vector]` of refract.toml, for a field without either.
    Default(&'schema Field),
}
