//! What no migration of a target makes, and what is wrong with its migrations.

use super::history::{self, History};
use super::place::subject;
use super::{Checked, Finding, loss, order};
use crate::base;
use crate::cli::compare::Compared;
use crate::cli::next_steps::quoted;
use crate::config::Base;
use crate::diagnostic::{Code, Diagnostic, Failure};
use crate::migrations::{self, MigrationOnDisk, Place};
use crate::project::Project;
use crate::replay;
use crate::sources::Source;
use crate::state::State;

/// Where a target's migrations are read, and which of them the base does not have.
pub(super) struct Migrations<'c> {
    pub(super) project: &'c Project,
    pub(super) compared: &'c Compared,
    pub(super) place: Place,
    pub(super) new: Vec<MigrationOnDisk>,
}

impl Migrations<'_> {
    /// `None` where there is nothing to tell new from old by.
    fn of<'c>(project: &'c Project, compared: &'c Compared, place: Place) -> Result<Option<Migrations<'c>>, Failure> {
        if project.repository_if_any().is_none() {
            return Ok(None);
        }
        let is_history = compared.target.base == Base::History;
        let new = match &compared.base.source {
            Source::Empty if is_history => base::new_migrations(project, &compared.target, place)?,
            Source::History | Source::Git(_) => base::not_in_base(project, &compared.target, &compared.base, place)?,
            Source::Empty | Source::Worktree | Source::Staged | Source::Path(_) | Source::Sql(_) => return Ok(None),
        };
        Ok(Some(Migrations { project, compared, place, new }))
    }

    /// A finding about a whole migration.
    pub(super) fn finding(&self, diagnostic: Diagnostic, migration: &MigrationOnDisk) -> Finding {
        let file = Some(self.project.in_git(&migration.path));
        Finding { diagnostic, passes: false, file, texts: None }
    }

    /// What a migration says, unless a comment in it waves findings of that kind through.
    pub(super) fn text(&self, migration: &MigrationOnDisk, code: Code) -> Result<Option<String>, Failure> {
        let content = migrations::content(self.project, migration, self.place)?.unwrap_or_default();
        let text = String::from_utf8_lossy(&content).into_owned();
        Ok((!replay::allows(&text, code)).then_some(text))
    }
}

/// Everything that is wrong with a target, and what `--accept-history-change` would record.
pub(super) fn findings(
    project: &Project,
    compared: &Compared,
    after: &State,
    (place, strict): (Place, bool),
) -> Result<(Vec<Finding>, Option<History>), Failure> {
    let mut findings = pending(compared, after, strict);
    let migrations = match Migrations::of(project, compared, place) {
        Err(failure) => {
            findings.push(not_looked_at(compared, failure)?);
            None
        }
        Ok(migrations) => migrations,
    };
    if let Some(migrations) = migrations {
        findings.extend(order::late(&migrations, after)?);
        findings.extend(order::side_by_side(&migrations, after)?);
        findings.extend(loss::unsaid(&migrations)?);
        let changed = history::changed(&migrations)?;
        findings.extend(changed.findings);
        return Ok((findings, changed.history));
    }
    Ok((findings, None))
}

/// A history needs no git to tell what is pending; what else there is to find does.
fn not_looked_at(compared: &Compared, failure: Failure) -> Result<Finding, Failure> {
    let is_history = compared.target.base == Base::History;
    let cut_off = failure.diagnostics.iter().find(|diagnostic| diagnostic.code == Code::ShallowClone);
    let Some(cut_off) = cut_off.filter(|_| is_history) else { return Err(failure) };
    let message = format!(
        "{}: whether old migrations were changed and new ones come too early was not looked at: {}",
        compared.target.name, cut_off.message
    );
    let diagnostic = Diagnostic::warning(Code::ShallowClone, message);
    let diagnostic = cut_off.help.iter().fold(diagnostic, |diagnostic, help| diagnostic.help(help.as_str()));
    Ok(Finding { diagnostic, passes: true, file: None, texts: None })
}

/// What no migration makes. What a commit before the branch left over is nobody's fault here.
fn pending(compared: &Compared, after: &State, strict: bool) -> Vec<Finding> {
    let changes: Vec<_> = compared.pending.plan.changes().collect();
    changes
        .into_iter()
        .map(|change| {
            let passes = !strict && compared.inherited.contains(change);
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
            Finding { diagnostic, passes, file: None, texts: None }
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
