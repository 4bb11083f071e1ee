//! What is wrong with a target.

use super::place::subject;
use super::{Checked, Finding, late};
use crate::cli::compare::Compared;
use crate::cli::next_steps::quoted;
use crate::diagnostic::{Code, Diagnostic, Failure};
use crate::migrations::{self, Place};
use crate::project::Project;
use crate::state::State;

/// Everything that is wrong with a target.
pub(super) fn findings(
    project: &Project,
    compared: &Compared,
    after: &State,
    strict: bool,
) -> Result<Vec<Finding>, Failure> {
    let mut findings = pending(compared, after, strict);
    findings.extend(late::late(project, compared)?);
    Ok(findings)
}

/// What no migration makes. What a commit before the branch left over is nobody's fault here.
fn pending(compared: &Compared, after: &State, strict: bool) -> Vec<Finding> {
    let changes: Vec<_> = compared.pending.plan.changes().collect();
    let passes = !strict && !changes.is_empty() && compared.inherited == changes.len();
    changes
        .into_iter()
        .map(|change| {
            let target = &compared.target.name;
            let what = change.as_kind().summary();
            let subject = subject(change, after);
            let named = subject.as_ref().filter(|subject| !what.contains(&format!("({})", subject.name)));
            let of = named.map(|subject| format!(" ({})", subject.name)).unwrap_or_default();
            let message = if passes {
                format!("{target}: no migration does this, since before this branch: {what}{of}")
            } else {
                format!("{target}: no migration does this: {what}{of}")
            };
            let diagnostic = if passes {
                Diagnostic::warning(Code::PendingChange, message)
            } else {
                Diagnostic::error(Code::PendingChange, message)
            };
            let diagnostic = match subject {
                Some(subject) => diagnostic.at(subject.span, ""),
                None => diagnostic,
            };
            Finding { diagnostic, passes }
        })
        .collect()
}

/// Migrations on disk that the index lacks, where these would mend what is pending.
pub(super) fn unstaged(project: &Project, pending: &[&Checked]) -> Option<String> {
    let mut paths = Vec::new();
    for one in pending {
        let target = &one.compared.target;
        let staged = migrations::in_place(project, target, Place::Index).ok()?;
        let on_disk = migrations::in_place(project, target, Place::Disk).ok()?;
        let left_out = on_disk.into_iter().filter(|migration| !staged.contains(migration));
        paths.extend(left_out.map(|migration| quoted(&project.shown(&migration.path))));
    }
    (!paths.is_empty()).then(|| paths.join(" "))
}
