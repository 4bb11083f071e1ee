//! What the tests share.

pub mod database;
pub mod fill;
pub mod hands_off;
pub mod page;
pub mod postgres;
pub mod prisma;
pub mod random;
pub mod rename;
pub mod rounds;
pub mod schema;
pub mod script;
pub mod session;
pub mod snapshot;
pub mod squawk;
pub mod values;
pub mod wire;
