//! What `check` would say of files that are about to be written: they run where the migrations that are there have led.
//! A file that does not lead to the schema is never written.

use crate::commands::compare::Compared;
use crate::commands::draft::MigrationDraft;
use crate::commands::states::States;
use crate::diagnostic::{Code, Diagnostic, Failure, Severity};
use crate::diff::Hints;
use crate::pending::pending_since;
use crate::state::State;

/// That the files of a target would not lead to the schema, and what would be missing.
pub(crate) fn refusal(
    states: &States<'_>,
    after: &State,
    compared: &Compared,
    drafts: &[&MigrationDraft],
) -> Option<Diagnostic> {
    let (what, help) = match left_over(states, after, compared, drafts) {
        Ok(steps) if steps.is_empty() => return None,
        Ok(steps) => (
            format!("after it, this would still be pending: {}", steps.join(", ")),
            "look in the migrations that are there for what has one of these names, give it another name in a migration \
             of your own, or give another one to what the schema asks for, with map or @map",
        ),
        Err(failure) => {
            let errors = failure.diagnostics.iter().filter(|found| found.severity == Severity::Error);
            let messages: Vec<&str> = errors.map(|found| found.message.as_str()).collect();
            (
                format!("it would stop: {}", messages.join(", ")),
                "put right what is in its way in a migration of your own",
            )
        }
    };
    let message = format!(
        "on {}, the migration would not lead to the schema, so it is not written; {what}",
        compared.target.name
    );
    Some(Diagnostic::error(Code::NotDone, message).help(help))
}

/// The steps that would be pending behind the files.
fn left_over(
    states: &States<'_>,
    after: &State,
    compared: &Compared,
    drafts: &[&MigrationDraft],
) -> Result<Vec<String>, Failure> {
    let mut texts = (*compared.texts).clone();
    for draft in drafts {
        texts.add(draft.file.shown.as_str(), draft.file.content.as_str());
    }
    let (target, project) = (&compared.target, states.project());
    let held = match &compared.running {
        Some(running) => states.held_further(target, &compared.base.source, (running.clone(), texts), after)?,
        None => states.held_behind(target, &compared.base.source, texts, after)?,
    };
    let pending = pending_since(held.projection, &project.config, &target.name, (after, &Hints::default()));
    Ok(pending.plan.changes().map(|change| change.as_kind().summary()).collect())
}
