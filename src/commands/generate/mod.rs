//! What is looked at before migrations are written.

pub(crate) mod build_memory;
pub(crate) mod dropped_by_prisma;
pub(crate) mod refusals;
pub(crate) mod trial_run;
pub(crate) mod unused_directives;

use crate::diagnostic::Failure;
use crate::migrations::{MigrationOnDisk, OldFile};
use crate::path;
use crate::project::Project;

/// A migration that is to be replaced.
pub(crate) fn old_file(project: &Project, migration: &MigrationOnDisk) -> Result<OldFile, Failure> {
    Ok(OldFile {
        path: project.place(&migration.path)?,
        shown: project.shown(&migration.path),
        has_own_folder: path::name(&migration.path) != migration.name,
    })
}
