//! Why nothing is written.

use super::compare::Compared;
use super::next_steps;
use crate::change::Change;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Failure};
use crate::project::Project;
use crate::psl::directive::{Directive, DirectiveKind};
use crate::state::State;

/// Data would be lost, and nobody said that it may be.
pub(super) fn losses(compared: &Compared) -> Option<Diagnostic> {
    let losses = compared.pending.plan.losses();
    if losses.is_empty() {
        return None;
    }
    let message = format!("on {}, data would be lost: {}", compared.target.name, losses.join(", "));
    let way_back = if compared.since.is_empty() {
        ""
    } else {
        "; if it came with a migration that is not in the base yet, --replace takes that back"
    };
    Some(Diagnostic::error(Code::DataLoss, message).help(format!(
        "if it may go, add --allow-destructive; if it has another name now, say so, with @refract.renamedFrom(\"...\") \
         in the schema or with --rename{way_back}",
    )))
}

/// New required columns for which rows that are there would have no value.
pub(super) fn unfilled(compared: &Compared) -> Vec<Diagnostic> {
    let added = compared.pending.plan.changes().filter_map(|change| match change {
        Change::AddColumns(add) => Some(add),
        _ => None,
    });
    let unfilled = added.flat_map(|add| add.unfilled().map(move |column| (&add.table, column)));
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

/// Migrations that are only missing in the commit that the base is: to write them anew would lose what they do.
pub(super) fn left_out(project: &Project, compared: &Compared) -> Option<Diagnostic> {
    let names: Vec<&str> = compared.covered.iter().map(|migration| migration.name.as_str()).collect();
    let paths: Vec<String> =
        compared.covered.iter().map(|migration| next_steps::quoted(&project.shown(&migration.path))).collect();
    let message = format!(
        "{} has a migration that is not in its base, {}, although the schema there has all that it does: {}",
        compared.target.name,
        compared.base.description,
        names.join(", ")
    );
    let help = format!("it was left out of the commit: git add {}, commit, and run this again", paths.join(" "));
    (!names.is_empty()).then(|| Diagnostic::error(Code::MigrationsNotInBase, message).help(help))
}

/// Directives that are read, but that nothing is done about yet.
pub(super) fn directives(state: &State) -> Option<Failure> {
    let found = unsupported(state);
    let mut diagnostics = Diagnostics::default();
    for (name, directive) in found {
        let message = format!("this version does not act on @refract.{name} yet");
        diagnostics.push(
            Diagnostic::error(Code::DirectiveNotSupported, message)
                .at(directive.span, "")
                .help("write this migration by hand, and take the directive out"),
        );
    }
    diagnostics.has_errors().then(|| Failure { texts: state.texts.clone(), diagnostics })
}

fn unsupported(state: &State) -> Vec<(&'static str, &Directive)> {
    let models = state.schema.models.iter().flat_map(|model| {
        let fields = model.fields.iter().flat_map(|field| &field.directives);
        let indexes = model.indexes.iter().flat_map(|index| &index.directives);
        model.directives.iter().chain(fields).chain(indexes)
    });
    let enums = state.schema.enums.iter().flat_map(|declared| {
        declared.directives.iter().chain(declared.values.iter().flat_map(|value| &value.directives))
    });
    models.chain(enums).filter_map(|directive| Some((unsupported_name(&directive.kind)?, directive))).collect()
}

fn unsupported_name(kind: &DirectiveKind) -> Option<&'static str> {
    match kind {
        DirectiveKind::Using(_) => Some("using"),
        DirectiveKind::Hnsw { .. }
        | DirectiveKind::IvfFlat { .. }
        | DirectiveKind::NoIndex
        | DirectiveKind::Backfill(_)
        | DirectiveKind::RenamedFrom(_)
        | DirectiveKind::Targets(_)
        | DirectiveKind::Rows(_) => None,
    }
}
