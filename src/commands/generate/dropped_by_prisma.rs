//! Vector indexes that only a directive or the configuration asks for: `prisma migrate dev` and `db push` drop them.

use crate::change::Change;
use crate::commands::compare::Compared;
use crate::diagnostic::{Code, Diagnostic};
use crate::naming;
use crate::path;
use crate::physical::{Index, IndexMethod, ObjectName, TableOrigin};
use crate::project::Project;
use crate::psl::schema::Model;
use crate::state::State;

/// What is made now, where Prisma keeps the history.
pub(crate) fn notes(project: &Project, compared: &Compared, after: &State) -> Vec<Diagnostic> {
    let lock = path::join(&compared.target.migrations, "migration_lock.toml");
    if !project.is_file(&lock).unwrap_or(false) {
        return Vec::new();
    }
    let made = compared.pending.plan.changes().filter_map(|change| {
        let Change::CreateIndex(create) = change else { return None };
        Some((&create.table, &create.index))
    });
    made.filter_map(|(table, index)| note(compared, after, table, index)).collect()
}

fn note(compared: &Compared, after: &State, table: &ObjectName, index: &Index) -> Option<Diagnostic> {
    let is_of_vectors = matches!(index.method, IndexMethod::Hnsw | IndexMethod::IvfFlat);
    let column = index.columns.first()?;
    // Prisma sees no index over an expression, and a part only by a preview feature
    if !is_of_vectors || column.expression.is_some() || index.predicate.is_some() {
        return None;
    }
    let TableOrigin::Model(name) = &after.database.tables.get(table)?.origin else { return None };
    let model = after.schema.models.iter().find(|model| model.name == *name)?;
    let default_name = naming::index(&table.name, std::slice::from_ref(&column.name));
    if is_declared(model, index, &default_name) {
        return None;
    }
    let field = model.fields.iter().find(|field| naming::cut(&field.database_name, 63) == column.name)?;
    let map = if index.name == default_name { String::new() } else { format!(", map: \"{}\"", index.name) };
    let message = format!(
        "{}: schema.prisma does not have the index {}, so `prisma migrate dev` and `prisma db push` drop it",
        compared.target.name, index.name
    );
    let help = format!("write @@index([{}]{map}) in {name}, with the directive above it, if there is one", field.name);
    Some(Diagnostic::note(Code::DroppedByPrisma, message).at(field.span, "").help(help))
}

fn is_declared(model: &Model, index: &Index, default_name: &str) -> bool {
    model.indexes.iter().any(|declared| {
        let is_over = match declared.fields.as_slice() {
            [one] => index.columns.iter().all(|part| part.name == model.field(one.field).database_name),
            _ => false,
        };
        is_over && declared.map.as_deref().unwrap_or(default_name) == index.name
    })
}
