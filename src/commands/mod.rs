//! What each command decides: a request in, a report out, both of them plain values.
//!
//! Nothing here prints, ends the process, or knows the command line and the environment.

pub(crate) mod compare;
pub(crate) mod config_edit;
pub(crate) mod database_before;
pub(crate) mod draft;
pub(crate) mod generate;
pub(crate) mod left_alone;
pub(crate) mod left_out_of_commit;
pub mod renames;
pub(crate) mod scope;
pub(crate) mod shell;
pub(crate) mod squash;
pub(crate) mod states;
pub(crate) mod unmanaged;
pub(crate) mod warnings;
