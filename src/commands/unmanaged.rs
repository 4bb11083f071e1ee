//! What stands on what changes, and the schema language has no word for: named before anything is written.

use std::collections::BTreeSet;

use super::compare::Compared;
use super::left_alone;
use crate::change::{ChangeKind, Dependents, LockDuration, Subject};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Failure, Severity};
use crate::managed::{Hidden, functions_that_say, hidden_rows};
use crate::naming::suffixed;
use crate::pending::{Pending, SwitchedOn};
use crate::physical::{ForeignKeyExtras, ObjectKind, ObjectName, UnmanagedObject};
use crate::render::drop_statement;
use crate::sql::quoted;
use crate::taken::TakenName;
use crate::text::Texts;

/// What PostgreSQL would refuse a change for, or what could not be put back as it was.
pub(crate) fn refusal(compared: &Compared) -> Option<Failure> {
    let stopping = stopping(&compared.pending);
    let mut diagnostics = Diagnostics::default();
    stopping.iter().for_each(|(object, why)| diagnostics.push(in_the_way(&compared.target.name, object, why)));
    compared.pending.taken.iter().for_each(|taken| diagnostics.push(name_taken(&compared.target.name, taken)));
    compared.pending.switched_on.iter().for_each(|key| diagnostics.push(switched_on(&compared.target.name, key)));
    diagnostics.has_errors().then(|| Failure { texts: (*compared.texts).clone(), diagnostics })
}

/// The same for a script that is only shown.
pub(crate) fn warnings(target: &str, pending: &Pending, texts: &Texts) -> Failure {
    let mut diagnostics = Diagnostics::default();
    for (object, why) in stopping(pending) {
        diagnostics.push(Diagnostic { severity: Severity::Warning, ..in_the_way(target, object, &why) });
    }
    for key in &pending.switched_on {
        diagnostics.push(Diagnostic { severity: Severity::Warning, ..switched_on(target, key) });
    }
    diagnostics.append(remarks(target, pending));
    Failure { texts: texts.clone(), diagnostics }
}

fn stopping(pending: &Pending) -> Vec<(&UnmanagedObject, String)> {
    by_object(pending, |dependents| &dependents.blocking)
}

/// A foreign key that was switched off, and that PostgreSQL would make anew.
fn switched_on(target: &str, SwitchedOn { table, key, change }: &SwitchedOn) -> Diagnostic {
    let message = format!(
        "{target}: FOREIGN KEY {} of {table} is switched off (DISABLE TRIGGER ALL), and would be on after this: {change}",
        key.name
    );
    let ForeignKeyExtras { off, .. } = key.extras.as_ref();
    let on = |is_off: bool, table: &ObjectName| {
        is_off.then(|| format!("ALTER TABLE {} ENABLE TRIGGER ALL;", table.quoted()))
    };
    let statements: Vec<String> = on(off.here, table).into_iter().chain(on(off.there, &key.referenced_table)).collect();
    let help = format!(
        "write a migration of your own that switches it on before this change, {}, and, where it is still to be off, one \
         that switches it off afterwards",
        statements.join(" ")
    );
    Diagnostic::error(Code::ObjectInTheWay, message).help(help)
}

/// Something that the schema cannot say has the name that a step wants to give.
fn name_taken(target: &str, TakenName { change, holder }: &TakenName) -> Diagnostic {
    let message = format!("{target}: {} has the name that this needs: {change}", holder.title());
    let other = quoted(&suffixed(&holder.name.name, "_by_hand"));
    let rename = match holder.table.as_ref().filter(|_| holder.kind.is_constraint()) {
        Some(table) => {
            let (table, name) = (table.quoted(), quoted(&holder.name.name));
            format!("ALTER TABLE {table} RENAME CONSTRAINT {name} TO {other}")
        }
        None => format!("ALTER {} {} RENAME TO {other}", holder.kind.as_sql(), holder.name.quoted()),
    };
    let help = format!(
        "the schema language cannot say what it is, so it is not replaced; give it another name in a migration of your \
         own, {rename};, or give another name to what the schema asks for, with map: \"...\""
    );
    made_at(Diagnostic::error(Code::NameTaken, message).help(help), holder)
}

/// Each thing once, with the changes that it is about.
fn by_object<'p>(
    pending: &'p Pending,
    which: impl Fn(&'p Dependents) -> &'p [UnmanagedObject],
) -> Vec<(&'p UnmanagedObject, String)> {
    let mut found: Vec<(&UnmanagedObject, String)> = Vec::new();
    for kind in kinds(pending) {
        for object in kind.dependents().map(&which).unwrap_or_default() {
            match found.iter_mut().find(|(known, _)| *known == object) {
                Some((_, changes)) => changes.push_str(&format!("; {}", kind.summary())),
                None => found.push((object, kind.summary())),
            }
        }
    }
    found
}

fn kinds(pending: &Pending) -> impl Iterator<Item = &dyn ChangeKind> {
    pending.plan.changes().map(|change| change.as_kind())
}

fn in_the_way(target: &str, object: &UnmanagedObject, changes: &str) -> Diagnostic {
    let message = format!("{target}: {} is in the way: {changes}", object.title());
    let drop = match drop_statement(object) {
        Ok(Some(statement)) => format!(": {statement};"),
        Ok(None) | Err(_) => String::new(),
    };
    let why = if object.is_outdated {
        "its statements say a name that is another one by now, so they cannot be run again here"
    } else {
        "PostgreSQL would refuse the change, or its definition afterwards"
    };
    let besides = besides_dropping(object.kind);
    let help = format!(
        "{why}; write a migration of your own that drops it or changes it first{drop} and, where it is still needed, \
         creates it again in one that comes after this change{besides}"
    );
    made_at(Diagnostic::error(Code::ObjectInTheWay, message).help(help), object)
}

/// What there is to know of the way out for things that cannot be put back as they were.
fn besides_dropping(kind: ObjectKind) -> &'static str {
    match kind {
        ObjectKind::GeneratedColumn => {
            "; a new column comes after all others, so on PostgreSQL 17 and newer rather give it another expression \
             meanwhile, with SET EXPRESSION"
        }
        ObjectKind::Domain | ObjectKind::Type => "; columns of this type must get another type before",
        ObjectKind::Check
        | ObjectKind::Exclude
        | ObjectKind::ForeignKey
        | ObjectKind::View
        | ObjectKind::MaterializedView
        | ObjectKind::Rule
        | ObjectKind::Policy
        | ObjectKind::Trigger
        | ObjectKind::Statistics
        | ObjectKind::Publication
        | ObjectKind::PublishedTable
        | ObjectKind::Function
        | ObjectKind::Default
        | ObjectKind::Comment
        | ObjectKind::Privileges
        | ObjectKind::RowSecurity
        | ObjectKind::Index
        | ObjectKind::Rows
        | ObjectKind::Setting
        | ObjectKind::Other => "",
    }
}

/// Points at the statement that made a thing.
fn made_at(diagnostic: Diagnostic, object: &UnmanagedObject) -> Diagnostic {
    match object.place {
        Some(place) => diagnostic.at(place, "made here"),
        None => diagnostic,
    }
}

/// What there is to know before the migration runs.
fn remarks(target: &str, pending: &Pending) -> Diagnostics {
    let mut diagnostics = Diagnostics::default();
    for (object, changes) in by_object(pending, |dependents| &dependents.recreated) {
        let message = format!("{target}: {} is dropped for this, and created again: {changes}", object.title());
        let help = "as the migrations created it; what was changed on a server by hand is not in them";
        diagnostics.push(made_at(Diagnostic::note(Code::ObjectMadeAgain, message).help(help), object));
    }
    pending.left_alone.iter().for_each(|left| diagnostics.push(left_alone::note(target, left)));
    for (object, text) in said_in_functions(pending) {
        let help = "look at it: PostgreSQL reads a function's body when it runs, and not when something is renamed";
        let note = Diagnostic::note(Code::NameInFunction, format!("{target}: {text}")).help(help);
        diagnostics.push(made_at(note, object));
    }
    for (object, text) in hidden(pending) {
        let help = "run the migration as a role that sees and may change all rows, or switch this off around it";
        let warning = Diagnostic::warning(Code::RowsHidden, format!("{target}: {text}")).help(help);
        diagnostics.push(made_at(warning, object));
    }
    diagnostics
}

/// For the head of the file.
pub(crate) fn notes(pending: &Pending) -> Vec<String> {
    said_in_functions(pending).into_iter().chain(hidden(pending)).map(|(_, text)| text).collect()
}

/// Functions whose body says a name that changes.
fn said_in_functions(pending: &Pending) -> Vec<(&UnmanagedObject, String)> {
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    for kind in kinds(pending) {
        for subject in kind.invalidates_names() {
            let (functions, name) = match subject {
                Subject::Column(table, column) => (functions_that_say(&pending.unmanaged, table, Some(column)), column),
                Subject::Table(name) | Subject::Type(name) => {
                    (functions_that_say(&pending.unmanaged, name, None), name.name.as_str())
                }
                Subject::Schema(_)
                | Subject::Extension(_)
                | Subject::Label(..)
                | Subject::Sequence(_)
                | Subject::Constraint(..)
                | Subject::Index(..)
                | Subject::Object(..) => continue,
            };
            for function in functions {
                let text = format!("the body of {} says {name}: {}", function.title(), kind.summary());
                if seen.insert(text.clone()) {
                    found.push((function, text));
                }
            }
        }
    }
    found
}

/// Steps that do not see, or cannot change, all rows of a table.
fn hidden(pending: &Pending) -> Vec<(&UnmanagedObject, String)> {
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    for kind in kinds(pending) {
        let Some((table, changes_them)) = rows_of(kind) else { continue };
        for (why, object) in hidden_rows(&pending.unmanaged, &table, changes_them) {
            let why = match why {
                Hidden::ByRowSecurity => {
                    "row level security is forced, so a step sees only the rows that policies let through"
                }
                Hidden::ByRule => "it replaces UPDATE, so rows do not get their value",
                Hidden::ByTrigger => "it may stop an UPDATE with an exception",
            };
            let text = format!("{}: {why}: {}", object.title(), kind.summary());
            if seen.insert(text.clone()) {
                found.push((object, text));
            }
        }
    }
    found
}

/// The table whose rows a step looks at, and whether it changes them.
fn rows_of(kind: &dyn ChangeKind) -> Option<(ObjectName, bool)> {
    let hazards = kind.hazards();
    let table = kind.subject().table()?.clone();
    let changes_them = hazards.locks.iter().any(|lock| lock.duration == LockDuration::RowsAreFilled);
    (changes_them || hazards.risk.is_some()).then_some((table, changes_them))
}
