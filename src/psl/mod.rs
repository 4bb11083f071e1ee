//! The front end: the text of `schema.prisma` in, a [`schema::Schema`] out.
//!
//! pest is used nowhere else.

pub mod directive;
pub mod schema;
