//! refract: one `schema.prisma` in; for every database it is spread over, one idempotent SQL migration out.
//!
//! ```text
//! .prisma ─▶ psl::parse ─ast─▶ psl::resolve ─Schema─▶ lower ─▶ physical::Database ×2 ─▶ diff ─Vec<Change>─▶ plan ─Plan─▶ render ─String─▶ cli
//! ```

// What pest derives names it when pest does without `std`, whose stack guard costs a third of the time and is not
// needed: the grammar bounds its own depth.
extern crate alloc;

pub mod config;
pub mod diagnostic;
pub mod psl;
pub mod text;
