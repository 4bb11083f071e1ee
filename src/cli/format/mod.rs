//! How reports are written: each format in one file, for all commands that have it.

pub(super) mod check;
pub(super) mod entry;
pub(super) mod github;
pub(super) mod in_sync;
pub(super) mod sarif;
pub(super) mod way_out;
