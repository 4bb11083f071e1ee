//! What Prisma lets pass, and PostgreSQL refuses or takes for something else than was meant.
//!
//! An error is what no server takes, so that no database has it; a warning what a server takes and the user will regret.
//! Each check looks at what was lowered and points at what was written. The rules are PostgreSQL's own, tried on a
//! server; the ones that need no knowledge of PostgreSQL are in `psl::resolve`.

mod columns;
mod foreign_keys;
mod indexes;
pub(super) mod names;
