//! What the user should know about a migration, and what its head says about it.

use super::compare::Compared;
use super::states::States;
use super::unmanaged;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::pending::Pending;
use crate::sources::Source;
use crate::target::LostForeignKey;

/// What the user should know about what a target needs.
pub(crate) fn of(target: &str, pending: &Pending) -> Diagnostics {
    let mut diagnostics = Diagnostics::default();
    for risk in pending.plan.risks() {
        diagnostics.push(
            Diagnostic::warning(Code::RiskyChange, format!("{target}: {risk}"))
                .help("look at the rows of every database of this target before it runs there"),
        );
    }
    for lost in &pending.lost {
        diagnostics.push(lost_relation(target, lost));
    }
    for table in &pending.touched {
        let message = format!(
            "{target}: {table} is not managed, and depends on what changes: it is locked, and a key or column that is in the way comes back"
        );
        diagnostics.push(
            Diagnostic::note(Code::UnmanagedMakesWay, message)
                .help("look at what the file does to it; a foreign key of it is checked again"),
        );
    }
    for table in &pending.left_behind {
        diagnostics.push(
            Diagnostic::warning(Code::TableLeftBehind, format!("{target}: {table} stays, although its model has left"))
                .help("drop it by hand when nobody needs it there any more"),
        );
    }
    diagnostics
}

/// A table that had been left behind when the last commit was made was said then.
pub(crate) fn say_once(states: &States<'_>, compared: &mut [Compared]) {
    if compared.iter().all(|one| one.pending.left_behind.is_empty()) || states.project().repository_if_any().is_none() {
        return;
    }
    let Ok(committed) = states.of(&Source::Git("HEAD".to_owned())) else { return };
    for one in compared {
        let held = committed.projected_on(&one.target.name).database.tables;
        one.pending.left_behind.retain(|table| held.contains_key(table));
    }
}

fn lost_relation(target: &str, lost: &LostForeignKey) -> Diagnostic {
    let message = format!(
        "{target}: {} ({}) refers to {}, which is in another database: there is no foreign key",
        lost.model,
        lost.columns.join(", "),
        lost.referenced_model
    );
    Diagnostic::warning(Code::RelationAcrossDatabases, message)
        .help("no database can enforce it, so the application has to; `refract targets` lists all of these")
}

/// What is included although it is older than the branch.
pub(crate) fn inherited(compared: &Compared) -> Option<Diagnostic> {
    let count = compared.inherited.len();
    if count == 0 {
        return None;
    }
    let changes = if count == 1 { "1 change is" } else { &format!("{count} changes are") };
    let message = format!(
        "{}: {changes} included that a commit before this branch left without a migration",
        compared.target.name
    );
    let since = format!("compared with {}", compared.base.description);
    Some(Diagnostic::note(Code::Inherited, message).help(since))
}

/// Migrations that are taken back because the schema is what it was.
pub(crate) fn idle_migrations(compared: &Compared, folds: bool) -> Option<Diagnostic> {
    if !folds || compared.since.is_empty() || !compared.pending.plan.is_empty() {
        return None;
    }
    let names: Vec<&str> = compared.since.iter().map(|migration| migration.name.as_str()).collect();
    let message = format!(
        "{} is as it was at {}, but has migrations since: {}",
        compared.target.name,
        compared.base.description,
        names.join(", ")
    );
    let help = "the change was reverted, so they are removed";
    Some(Diagnostic::note(Code::MigrationsNotInBase, message).help(help))
}

/// For the head of the file.
pub(crate) fn notes(pending: &Pending) -> Vec<String> {
    let note = |lost: &LostForeignKey| {
        let LostForeignKey { table, model: _, columns, referenced_table, referenced_model: _ } = lost;
        let columns: Vec<String> = columns.iter().map(|column| format!("{table}.{column}")).collect();
        let has = if columns.len() == 1 { "has" } else { "have" };
        format!("{referenced_table} is in another database: {} {has} no foreign key", columns.join(", "))
    };
    pending.lost.iter().map(note).chain(unmanaged::notes(pending)).collect()
}
