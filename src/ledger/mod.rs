//! What a database remembers of the migrations that it has run.
//!
//! For folders in Prisma's layout that is Prisma's own table, so that `prisma migrate deploy`, `status` and `resolve` agree
//! with what is done here, and the other way round. A flat target has a table of the same shape in the schema `refract`:
//! names that are no folders would make `prisma migrate dev` offer to reset the database.

mod checksum;
mod lock;
mod place;
mod row;

pub use checksum::{checksum, matches};
pub use lock::{Holder, begin_with_lock, builder, holder, lock_build, unlock_build};
pub use place::{Keeper, Ledger};
pub use row::{Entry, EntryState};
