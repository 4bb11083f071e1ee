//! `@refract.backfill` and `@refract.using` that nothing comes of: whoever has just written one expects that it does
//! something.

use crate::change::RowSqlUse;
use crate::commands::compare::Compared;
use crate::commands::states::States;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::naming::{MAX_NAME_BYTES, cut};
use crate::physical::{ObjectName, TableOrigin};
use crate::psl::directive::{Directive, DirectiveKind};
use crate::psl::schema::{Field, Model, Schema};
use crate::sources::Source;
use crate::state::State;

/// A note for each. One that the last commit has as well did its work with a migration, and is passed over.
pub(crate) fn notes(states: &States<'_>, after: &State, compared: &[Compared]) -> Diagnostics {
    let used: Vec<RowSqlUse<'_>> = compared
        .iter()
        .flat_map(|one| one.pending.plan.changes())
        .filter_map(|change| change.as_kind().follows_row_sql())
        .collect();
    let idle: Vec<_> = directives(&after.schema).filter(|found| !is_used(found, after, &used)).collect();
    let mut diagnostics = Diagnostics::default();
    if idle.is_empty() {
        return diagnostics;
    }
    let held: Vec<_> = compared.iter().map(|one| after.projected_on(&one.target.name).database).collect();
    let is_held =
        |model: &Model| table_of(model, after).is_some_and(|name| held.iter().any(|it| it.tables.contains_key(name)));
    let committed = states.project().repository_if_any().and_then(|_| states.of(&Source::Git("HEAD".to_owned())).ok());
    for (model, field, directive) in idle.into_iter().filter(|(model, ..)| is_held(model)) {
        let is_old = committed.as_ref().is_some_and(|old| has(&old.schema, model, field, directive));
        if !is_old {
            diagnostics.push(note(model, field, directive));
        }
    }
    diagnostics
}

/// The directives about rows, with whose they are.
fn directives(schema: &Schema) -> impl Iterator<Item = (&Model, &Field, &Directive)> {
    let fields = schema.models.iter().flat_map(|model| model.fields.iter().map(move |field| (model, field)));
    let all = fields.flat_map(|(model, field)| field.directives.iter().map(move |it| (model, field, it)));
    all.filter(|(.., directive)| name(&directive.kind).is_some())
}

/// What a directive about rows is called, what it does not do when it is idle, and when it acts.
fn name(kind: &DirectiveKind) -> Option<[&'static str; 3]> {
    match kind {
        DirectiveKind::Backfill(_) => {
            Some(["backfill", "fills no rows", "its column is new in a table that is there, or becomes required"])
        }
        DirectiveKind::Using(_) => Some(["using", "converts no rows", "the type of its column changes"]),
        DirectiveKind::Hnsw { .. }
        | DirectiveKind::IvfFlat { .. }
        | DirectiveKind::NoIndex
        | DirectiveKind::RenamedFrom(_)
        | DirectiveKind::Targets(_)
        | DirectiveKind::Rows(_) => None,
    }
}

fn table_of<'s>(model: &Model, state: &'s State) -> Option<&'s ObjectName> {
    let is_its = |origin: &TableOrigin| matches!(origin, TableOrigin::Model(name) if *name == model.name);
    state.database.tables.values().find(|table| is_its(&table.origin)).map(|table| &table.name)
}

fn is_used((model, field, directive): &(&Model, &Field, &Directive), after: &State, used: &[RowSqlUse<'_>]) -> bool {
    let Some(table) = table_of(model, after) else { return false };
    let column = cut(&field.database_name, MAX_NAME_BYTES);
    let is_for_rows_without = matches!(directive.kind, DirectiveKind::Backfill(_));
    used.contains(&if is_for_rows_without {
        RowSqlUse::Backfill(table, column)
    } else {
        RowSqlUse::Conversion(table, column)
    })
}

fn has(schema: &Schema, model: &Model, field: &Field, directive: &Directive) -> bool {
    let is_it = |(old_model, old_field, old): (&Model, &Field, &Directive)| {
        old_model.name == model.name && old_field.name == field.name && old.kind == directive.kind
    };
    directives(schema).any(is_it)
}

fn note(model: &Model, field: &Field, directive: &Directive) -> Diagnostic {
    let [name, does, when] = name(&directive.kind).unwrap_or_default();
    let message = format!("@refract.{name} of {}.{} {does} now", model.name, field.name);
    Diagnostic::note(Code::RowSqlIdle, message)
        .at(directive.span, "")
        .help(format!("it acts in the migration in which {when}; once that is written, it may stay or go"))
}
