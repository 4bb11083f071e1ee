//! A table of another name, or in another schema.

use serde::Serialize;

use super::{ChangeKind, Hazards, LockDuration, LockMode, ObjectRef, RowChange, Subject};
use crate::physical::ObjectName;
use crate::promise::Promise;

/// Renames a table, moves it to another schema, or both. Its rows, indexes and sequences come along; their own names
/// are changes of their own: <https://www.postgresql.org/docs/current/sql-altertable.html>.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RenameTable {
    /// The old full name.
    pub before: ObjectName,
    /// The new full name.
    pub after: ObjectName,
    /// The model's name, for people.
    pub model: String,
    /// Whether it is renamed before it is moved, because its new schema has something of the old name.
    pub is_renamed_first: bool,
}

impl ChangeKind for RenameTable {
    fn subject(&self) -> Subject<'_> {
        Subject::Table(&self.after)
    }

    fn summary(&self) -> String {
        format!("{} ({})", renamed("table", &self.before, &self.after), self.model)
    }

    fn comes_first(&self) -> bool {
        true
    }

    fn creates(&self) -> Vec<ObjectRef> {
        vec![ObjectRef::Table(self.after.clone()), ObjectRef::TypeName(self.after.clone())]
    }

    fn needs(&self) -> Vec<ObjectRef> {
        vec![ObjectRef::Schema(self.after.schema.clone())]
    }

    fn drops(&self) -> Vec<ObjectRef> {
        vec![ObjectRef::Table(self.before.clone()), ObjectRef::TypeName(self.before.clone())]
    }

    fn hazards(&self) -> Hazards {
        Hazards::locks([&self.before], LockMode::AccessExclusive, LockDuration::Instant)
    }

    fn gives_new_name_to(&self) -> Option<&ObjectName> {
        Some(&self.after)
    }

    fn invalidates_names(&self) -> Vec<Subject<'_>> {
        vec![Subject::Table(&self.before)]
    }

    fn changes_rows(&self) -> Option<RowChange<'_>> {
        Some(RowChange::Table(&self.before, &self.after))
    }

    fn promises(&self) -> Vec<Promise> {
        vec![Promise::no_table(&self.before), Promise::table(&self.after)]
    }
}

/// `move table app.a to hr`, `rename table app.a to b`, `move table app.a to hr.b`.
pub(super) fn renamed(what: &str, before: &ObjectName, after: &ObjectName) -> String {
    match (before.schema == after.schema, before.name == after.name) {
        (true, _) => format!("rename {what} {before} to {}", after.name),
        (false, true) => format!("move {what} {before} to {}", after.schema),
        (false, false) => format!("move {what} {before} to {after}"),
    }
}
