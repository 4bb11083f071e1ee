//! The front end: the text of `schema.prisma` in, a [`schema::Schema`] out.
//!
//! pest is used nowhere else.

pub mod ast;
mod build;
pub mod directive;
mod grammar;
mod nearest;
mod parse;
mod resolve;
pub mod schema;

pub use parse::parse;
pub use resolve::resolve;

use crate::diagnostic::Diagnostics;
use crate::text::Texts;

/// [`parse`] and [`resolve`] in one: all that is wrong with a schema, and the schema if nothing is.
#[must_use]
pub fn read(texts: &Texts) -> (schema::Schema, Diagnostics) {
    let (document, mut diagnostics) = parse(texts);
    let (schema, found) = resolve(&document);
    diagnostics.append(found);
    (schema, diagnostics)
}
