//! Migrations that are not where Prisma keeps them: told by the names that git lists, without opening a file.

use std::collections::BTreeSet;

use super::Project;
use crate::diagnostic::{Code, Diagnostic, Failure};
use crate::path;

impl Project {
    /// Looks for migrations where nobody says where they are, and there are none at the usual place. Where there are
    /// several folders of them, that is said, and none is taken.
    pub(super) fn look_elsewhere(&mut self, schema: &str) -> Result<(), Failure> {
        let Some(repository) = self.repository_if_any() else { return Ok(()) };
        let usual = super::find::prisma_migrations(self.top(), schema);
        if usual.is_told || self.disk().is_folder(&usual.folder).unwrap_or(true) {
            return Ok(());
        }
        let files = repository.migration_files()?;
        let folders: BTreeSet<&str> = files.iter().map(|file| path::parent(path::parent(file))).collect();
        if folders.is_empty() || folders.contains(usual.folder.as_str()) {
            return Ok(());
        }
        let schemas = repository.prisma_files()?;
        let fitting: Vec<&str> = folders.into_iter().filter(|folder| fits(folder, schema, &schemas)).collect();
        match fitting.as_slice() {
            [] => {}
            [one] => self.migrations_found = Some((*one).to_owned()),
            several => {
                let shown: Vec<String> = several.iter().map(|folder| self.shown(folder)).collect();
                let message = format!(
                    "there are no migrations in {}, and several folders that may hold those of this schema: {}",
                    self.shown(&usual.folder),
                    shown.join(", ")
                );
                let note = Diagnostic::note(Code::MigrationsElsewhere, message);
                self.notes.push(note.help(format!("say which one it is with `--migrations {}`", shown[0])));
            }
        }
        Ok(())
    }
}

/// Whether a folder may hold the migrations of a schema: no other schema is nearer to it, or as near.
fn fits(folder: &str, schema: &str, schemas: &[String]) -> bool {
    let own_folder = if schema.ends_with(".prisma") { path::parent(schema) } else { schema };
    let is_own = |other: &str| other == schema || path::below(schema, other).is_some();
    let distance = |from: &str| path::relative(from, folder).split('/').count();
    let own = distance(own_folder);
    schemas.iter().filter(|other| !is_own(other)).all(|other| distance(path::parent(other)) > own)
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn the_nearest_schema_has_the_migrations() {
        let schemas = ["packages/a/schema.prisma".to_owned(), "packages/b/prisma/schema.prisma".to_owned()];
        assert!(fits("packages/a/migration", &schemas[0], &schemas));
        assert!(!fits("packages/a/migration", &schemas[1], &schemas));
        assert!(fits("packages/b/db/migrations", &schemas[1], &schemas));
    }
}
