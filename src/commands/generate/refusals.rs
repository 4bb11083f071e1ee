//! Why nothing is written.

use crate::change::{Change, ChangeKind, LostData};
use crate::commands::compare::Compared;
use crate::commands::{renames, shell};
use crate::diagnostic::{Code, Diagnostic};
use crate::managed::schema::UnmanagedReference;
use crate::managed::table::UncoveredKey;
use crate::physical::{Column, ElementType, ObjectName};
use crate::project::Project;
use crate::sql;

/// Data would be lost, and nobody said that it may be.
pub(crate) fn losses(compared: &Compared) -> Option<Diagnostic> {
    // what may have another name is asked about by itself
    let is_clear = |lost: &LostData| !renames::is_half(&compared.pending.names, &lost.name());
    let losses: Vec<LostData> = compared.pending.plan.losses().into_iter().filter(is_clear).collect();
    if losses.is_empty() {
        return None;
    }
    let message = format!(
        "on {}, data would be lost: {}",
        compared.target.name,
        losses.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
    );
    let way_back = if compared.since.is_empty() {
        ""
    } else {
        "; if it came with a migration that is not in the base yet, --replace takes that back"
    };
    let is_replaced = |change: &Change| change.as_kind().replaces_column().is_some();
    let conversion = if compared.pending.plan.changes().any(is_replaced) {
        "; if the values can be converted to the new type, say how, above the field: /// @refract.using(\"an SQL expression\")"
    } else {
        ""
    };
    if let Some(help) = other_length(compared) {
        return Some(Diagnostic::error(Code::DataLoss, message).help(help));
    }
    Some(Diagnostic::error(Code::DataLoss, message).help(format!(
        "if it has another name now, say so, with @refract.renamedFrom(\"...\") in the schema or with \
         --rename{conversion}{way_back}; if it may go, add --allow-destructive",
    )))
}

/// The ways out where all that is lost are vectors that get another length.
fn other_length(compared: &Compared) -> Option<String> {
    let plan = &compared.pending.plan;
    let is_vector = |column: &Column| matches!(column.column_type.element, ElementType::Vector(..));
    let new = |table: &ObjectName, name: &str| plan.added_columns(table).find(|column| column.name == name);
    let mut lossy = plan.changes().map(Change::as_kind).filter(|kind| kind.hazards().loss.is_some());
    let is_of_vectors = |kind: &dyn ChangeKind| {
        let replaced = kind.replaces_column();
        let new = replaced.and_then(|(table, old)| new(table, &old.name));
        replaced.zip(new).is_some_and(|((_, old), new)| is_vector(old) && is_vector(new))
    };
    lossy.all(is_of_vectors).then(|| {
        "pgvector cannot turn a vector of one length into one of another: they have to be computed again. Either add a \
         field of the new type beside the old one, fill it, and remove the old one in a later migration; or say what \
         becomes of each vector, /// @refract.using(\"subvector(embedding, 1, 256)\"); or, where the table is empty or \
         the vectors may go, add --allow-destructive"
            .to_owned()
    })
}

/// New required columns for which rows that are there would have no value. Where it is asked whether one is an old
/// column with a new name, that comes first.
pub(crate) fn unfilled(compared: &Compared, is_rename_asked: bool) -> Vec<Diagnostic> {
    let added = compared.pending.plan.changes().filter_map(|change| change.as_kind().adds_columns());
    let unfilled = added.flat_map(|(table, columns)| {
        columns.iter().filter(|column| !column.fills_existing_rows()).map(move |column| (table, column))
    });
    let names = &compared.pending.names;
    let is_asked = |(table, column): &(&ObjectName, &Column)| {
        is_rename_asked && renames::is_half(names, &format!("{table}.{}", column.name))
    };
    let unfilled = unfilled.filter(|added| !is_asked(added));
    let diagnostics = unfilled.map(|(table, column)| {
        let message = format!(
            "on {}, {table}.{} is required and new, and nothing says what the rows that are there get",
            compared.target.name, column.name
        );
        Diagnostic::error(Code::NotFilled, message).help(
            "give the field a default, make it optional, or write what each row gets above it: \
             /// @refract.backfill(\"an SQL expression, over other columns perhaps\")",
        )
    });
    diagnostics.collect()
}

/// What is not managed holds on to something that would go: PostgreSQL would refuse the file.
pub(crate) fn held(compared: &Compared) -> Vec<Diagnostic> {
    let held = compared.pending.references_to_dropped.iter().map(|hold| {
        let (what, help) = match hold {
            UnmanagedReference::ForeignKey { table, key, referenced } => {
                let column = format!("the foreign key {key} of {table} refers to what would go of {referenced}");
                let (table, key) = (table.quoted(), sql::quoted(key));
                (column, format!("ALTER TABLE {table} DROP CONSTRAINT {key};"))
            }
            UnmanagedReference::Column { table, column, enumeration } => {
                let what = format!("the column {table}.{column} is of the type {enumeration}, which would go");
                let (table, column) = (table.quoted(), sql::quoted(column));
                (what, format!("ALTER TABLE {table} ALTER COLUMN {column} TYPE TEXT;"))
            }
        };
        let message = format!("on {}, {what}, and refract does not manage that table", compared.target.name);
        Diagnostic::error(Code::HeldByUnmanaged, message).help(format!(
            "say in a migration of your own what becomes of it first, such as {help}, or name its schema in the datasource"
        ))
    });
    held.collect()
}

/// Generated columns of which the values would have to be converted: only another expression can do that.
pub(crate) fn computed(compared: &Compared) -> Vec<Diagnostic> {
    let computed = compared.pending.plan.changes().filter_map(|change| change.as_kind().converts_generated_column());
    let refused = computed.map(|(table, column)| {
        let expression = column.extras.generated.as_ref().map_or("...", |generated| generated.expression.as_str());
        let message = format!(
            "on {}, {table}.{} is computed as ({expression}), and PostgreSQL cannot convert what is computed",
            compared.target.name, column.name
        );
        let (table, name) = (table.quoted(), sql::quoted(&column.name));
        Diagnostic::error(Code::GeneratedConversion, message).help(format!(
            "compute the new type in a migration of your own: ALTER TABLE {table} DROP COLUMN {name}, ADD COLUMN {name} ... \
             GENERATED ALWAYS AS (...) STORED;"
        ))
    });
    refused.collect()
}

/// Unique indexes and primary keys that a table with partitions cannot have.
pub(crate) fn uncovered(compared: &Compared) -> Vec<Diagnostic> {
    let refused = compared.pending.uncovered.iter().map(|UncoveredKey { table, name, partition_key }| {
        let target = &compared.target.name;
        let message = format!("on {target}, {table} has partitions, and {name} lacks a column of its partition key");
        let help = format!(
            "PostgreSQL looks for the same values in one partition only: add {} to it, or leave it out",
            if partition_key.is_empty() {
                "what the table is partitioned by".to_owned()
            } else {
                partition_key.join(", ")
            }
        );
        Diagnostic::error(Code::UncoveredKey, message).help(help)
    });
    refused.collect()
}

/// Migrations that are only missing in the commit that the base is: to write them anew would lose what they do.
pub(crate) fn left_out(project: &Project, compared: &Compared) -> Option<Diagnostic> {
    let names: Vec<&str> = compared.left_out_of_commit.iter().map(|migration| migration.name.as_str()).collect();
    let paths: Vec<String> =
        compared.left_out_of_commit.iter().map(|migration| shell::quoted(&project.shown(&migration.path))).collect();
    let message = format!(
        "{} has a migration that is not in its base, {}, although the schema there has all that it does: {}",
        compared.target.name,
        compared.base.description,
        names.join(", ")
    );
    let help = format!("it was left out of the commit: git add {}, commit, and run this again", paths.join(" "));
    (!names.is_empty()).then(|| Diagnostic::error(Code::MigrationsNotInBase, message).help(help))
}
