//! Migrations that are not where Prisma keeps them: told by the names that git lists, without opening a file.

use std::collections::BTreeSet;

use super::Project;
use crate::diagnostic::{Code, Diagnostic, Failure};
use crate::path;

impl Project {
    /// Looks for migrations where no configuration says where they are, and there are none at the usual place. Where several folders
    /// of them fit, or none does, that is said, and none is taken.
    pub(super) fn look_elsewhere(&mut self, schema: &str) -> Result<(), Failure> {
        let Some(repository) = self.repository_if_any() else { return Ok(()) };
        let usual = super::find::prisma_migrations(self.top(), schema);
        if usual.is_configured || self.disk().is_folder(&usual.folder).unwrap_or(true) {
            return Ok(());
        }
        let files = repository.migration_files()?;
        let folders: BTreeSet<&str> = files.iter().map(|file| path::parent(path::parent(file))).collect();
        if folders.is_empty() || folders.contains(usual.folder.as_str()) {
            return Ok(());
        }
        let schemas = repository.prisma_files()?;
        let fitting: Vec<&str> = folders.iter().copied().filter(|folder| fits(folder, schema, &schemas)).collect();
        let (found, may_hold) = match fitting.as_slice() {
            [] => (folders.into_iter().collect(), "the folders that hold some are nearer to another schema"),
            [one] => {
                self.migrations_found = Some((*one).to_owned());
                return Ok(());
            }
            _ => (fitting, "several folders may hold those of this schema"),
        };
        self.notes.push(self.none_taken(&usual.folder, &found, may_hold));
        Ok(())
    }

    /// That none of some folders is taken for the one of the migrations.
    fn none_taken(&self, usual: &str, found: &[&str], why: &str) -> Diagnostic {
        const MOST_LISTED: usize = 5;
        let shown: Vec<String> = found.iter().take(MOST_LISTED).map(|folder| self.shown(folder)).collect();
        let more = if found.len() > MOST_LISTED { ", ..." } else { "" };
        let message =
            format!("there are no migrations in {}, and {why}: {}{more}", self.shown(usual), shown.join(", "));
        let help = format!("say which one it is with `--migrations {}`, or in refract.toml", shown[0]);
        Diagnostic::note(Code::MigrationsElsewhere, message).help(help)
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
