//! Where a commit has a folder of migrations that was moved since: the folder with most of the same names.

use std::collections::BTreeMap;

use crate::diagnostic::Failure;
use crate::git::Oid;
use crate::migrations::MigrationOnDisk;
use crate::path;
use crate::project::Project;

/// The migrations of a commit in the folder that has most of these by name, and is no target's today; each with its
/// file. A folder is moved when a project is, and its migrations are no news then.
pub(super) fn migrations_elsewhere(
    project: &Project,
    commit: &Oid,
    migrations: &[MigrationOnDisk],
) -> Result<BTreeMap<String, Oid>, Failure> {
    if migrations.is_empty() {
        return Ok(BTreeMap::new());
    }
    let mut folders: BTreeMap<String, BTreeMap<String, Oid>> = BTreeMap::new();
    for (file, entry) in project.repository()?.files_at(commit, "/migration.sql")? {
        let migration = path::parent(&file);
        let folder = folders.entry(path::parent(migration).to_owned()).or_default();
        folder.insert(path::name(migration).to_owned(), entry.oid);
    }
    for target in project.config.targets.values() {
        folders.remove(&project.in_git(&project.migrations(target)));
    }
    let common = |names: &BTreeMap<String, Oid>| migrations.iter().filter(|one| names.contains_key(&one.name)).count();
    let most = folders.into_values().max_by_key(common);
    Ok(most.filter(|names| common(names) > 0).unwrap_or_default())
}
