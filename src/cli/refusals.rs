//! Why nothing is written.

use super::compare::Compared;
use super::next_steps;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Failure};
use crate::project::Project;
use crate::psl::directive::{Directive, DirectiveKind};
use crate::sources::Source;
use crate::state::State;

/// Data would be lost, and nobody said that it may be.
pub(super) fn losses(compared: &Compared) -> Option<Diagnostic> {
    let losses = compared.pending.plan.losses();
    if losses.is_empty() {
        return None;
    }
    let message = format!("on {}, data would be lost: {}", compared.target.name, losses.join(", "));
    Some(Diagnostic::error(Code::DataLoss, message).help(
        "if it may go, add --allow-destructive; if it is a rename, write the migration by hand: \
         refract would drop the old and add the new",
    ))
}

/// There are migrations that the base does not know, so what they do would be done twice.
pub(super) fn not_in_base(compared: &Compared) -> Option<Diagnostic> {
    if compared.since.is_empty() {
        return None;
    }
    let names: Vec<&str> = compared.since.iter().map(|migration| migration.name.as_str()).collect();
    let are = if names.len() == 1 { "a migration that is" } else { "migrations that are" };
    let message = format!("{} has {are} not in its base yet: {}", compared.target.name, names.join(", "));
    let help = if compared.is_given && compared.base.source == Source::Empty {
        "`empty` is the base of a first migration; name what these lead to: `--base` with a revision or a .prisma file"
            .to_owned()
    } else {
        format!(
            "to write anew, as one, what they do and what is new (since {}): add --replace; \
             to keep them: commit them together with the schema that they lead to, and add `--base HEAD`",
            compared.base.description
        )
    };
    Some(Diagnostic::error(Code::MigrationsNotInBase, message).help(help))
}

/// Some of them are only missing in the commit that the base is: to write them anew would lose what they do.
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
        DirectiveKind::RenamedFrom(_) => Some("renamedFrom"),
        DirectiveKind::Using(_) => Some("using"),
        DirectiveKind::Backfill(_) => Some("backfill"),
        DirectiveKind::Hnsw { .. }
        | DirectiveKind::IvfFlat { .. }
        | DirectiveKind::NoIndex
        | DirectiveKind::Targets(_) => None,
    }
}
