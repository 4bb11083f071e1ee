//! What is looked at before migrations are written.

pub(crate) mod build_memory;
pub(crate) mod dropped_by_prisma;
pub(crate) mod refusals;
pub(crate) mod trial_run;
pub(crate) mod unused_directives;
