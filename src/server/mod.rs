//! One connection to a PostgreSQL server: where it is, how it is protected, what is said in it.
//!
//! Comes in: an address, as Prisma, libpq and the hosting platforms write it. Goes out: rows as texts, and the server's
//! errors as values. Statements go as simple queries, so that nothing is prepared and a pooler may stand between.
//! Values of addresses are secret: what is shown of one is host, port and database.

mod address;
mod certificates;
mod client;
mod env_file;
mod error;
mod facts;
mod parameters;
mod refused;
mod secret_file;
mod url;
mod which;

pub use address::{Address, AddressProblem};
pub use client::{Canceller, Client, Notice, OnNotice};
pub use env_file::{Unclear, value_in};
pub use error::{ErrorFields, ErrorPlace, ServerError};
pub use facts::Facts;
pub use refused::{explained, may_pass};
pub use secret_file::contents;
pub use which::{Chosen, Given, Variables, choose};
