//! Migrations that the base does not have although its schema has all that they do: somebody committed the schema
//! and left the migration out. Writing anew what is pending since would lose what they do.

use crate::diff;
use crate::migrations::MigrationOnDisk;
use crate::physical::Database;
use crate::project::Project;
use crate::replay::{Replay, replay, settle};
use crate::text::{Texts, is_written_by_refract};

/// What of `since` the base covers: refract's own files that change nothing when they run on it. A file of somebody
/// else's may do what no replay shows, such as filling rows.
pub(crate) fn left_out_of_commit(
    held: &Database,
    project: &Project,
    since: &[MigrationOnDisk],
) -> Vec<MigrationOnDisk> {
    let is_in_base = |migration: &&MigrationOnDisk| {
        let text = project.disk().read_text(&migration.path).unwrap_or_default();
        is_written_by_refract(&text) && changes_nothing(held, &migration.path, text)
    };
    since.iter().filter(is_in_base).cloned().collect()
}

fn changes_nothing(held: &Database, path: &str, text: String) -> bool {
    let mut texts = Texts::default();
    texts.add(path, text);
    let Replay { database, diagnostics, losses: _, unread } = replay(held.clone(), &texts);
    !diagnostics.has_errors() && unread.is_empty() && diff::diff(held, &settle(database, held)).is_empty()
}
