//! Running migrations in a database: what is pending, how each file is run, and what came of it.
//!
//! Comes in: the files of a target, a session, the table of migrations. Goes out: what was run, or why it stopped, as values;
//! on the way, [`Event`]s for whoever watches. Nothing here prints.

mod event;
mod failure;
mod file;
mod in_pieces;
mod losing;
mod pieces;
mod resolve;
mod run;
mod session;
mod standing;
mod stop;
mod whole;

pub use event::Event;
pub use failure::{Failed, Kept, ledger_refused};
pub use file::MigrationFile;
pub use losing::losing;
pub use resolve::{Wanted, resolve};
pub use run::{Options, Ran, Runner};
pub use session::{Session, Settings};
pub use standing::{FileState, Standing};
pub use stop::Stop;
