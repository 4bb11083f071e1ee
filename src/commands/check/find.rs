//! What no migration of a target makes, and what is wrong with its migrations.

use std::rc::Rc;

use super::migrations::Migrations;
use super::orders::Orders;
use super::place::{Declaration, declaration};
use super::{Checked, Finding, history, locale, loss, order, outdated_repair, psql};
use crate::change::{Change, Difference, Subject};
use crate::commands::compare::{Compared, Wanted};
use crate::commands::renames;
use crate::commands::states::States;
use crate::config::{BaseKind, Target};
use crate::diagnostic::{Code, Diagnostic, Failure, Severity};
use crate::diff::Names;
use crate::migrations::{self, Place};
use crate::project::Project;
use crate::state::State;

/// A target with everything that is wrong with it.
pub(super) fn checked(
    states: &States<'_>,
    compared: Compared,
    after: &State,
    (place, strict): (Place, bool),
) -> Result<Checked, Failure> {
    let mut findings = pending(&compared, after, strict);
    let mut is_replaced = false;
    let history = match Migrations::of(states, &compared, place) {
        Err(failure) => {
            findings.push(cut_off(&compared, failure, strict)?);
            findings.extend(without_git(states, &compared, after, place)?);
            None
        }
        Ok(None) => {
            findings.extend(git_not_asked(states.project(), &compared, strict));
            findings.extend(without_git(states, &compared, after, place)?);
            None
        }
        Ok(Some(migrations)) => {
            let orders = Orders::new(&migrations, after);
            let late = order::late(&orders)?;
            findings.extend(late.findings);
            is_replaced = late.is_replaced;
            findings.extend(order::side_by_side(&orders)?);
            findings.extend(locale::by_locale(&orders)?);
            findings.extend(loss::unsaid(&migrations));
            findings.extend(psql::needed(&migrations));
            let changed = history::changed(&migrations)?;
            findings.extend(changed.findings);
            changed.history
        }
    };
    for (path, mut diagnostic) in migrations::odd(states.project(), &compared.target, &compared.all, place)? {
        if strict {
            diagnostic.severity = Severity::Error;
        }
        let file = Some(states.project().in_git(&path));
        findings.push(Finding { file, ..Finding::new(diagnostic, !strict) });
    }
    let repair = outdated_repair::outdated(states, &compared.target, after, place)?;
    let (finding, repair) = repair.map(|outdated| (outdated.finding, outdated.way_out)).unzip();
    findings.extend(finding);
    Ok(Checked { compared, findings, history, repair, is_replaced })
}

/// A target whose migrations stop, with what is wrong with them; nothing where that is not for this work to mend: neither
/// are they new, nor was one of them edited.
pub(super) fn stopped(
    states: &States<'_>,
    (target, wanted): (&Target, &Wanted),
    after: &State,
    failure: &Failure,
) -> Result<Option<Checked>, Failure> {
    let mut errors = failure.diagnostics.iter().filter(|found| found.severity == Severity::Error);
    if !errors.all(|found| matches!(found.code, Code::SqlRefused | Code::PromiseBroken)) {
        return Ok(None);
    }
    let compared = states.stopped(target, wanted, Rc::new(failure.texts.clone()))?;
    let (ordered, changed) = match Migrations::of(states, &compared, wanted.place) {
        Ok(Some(migrations)) => {
            (order::stopped(&Orders::new(&migrations, after), failure)?, history::changed(&migrations)?)
        }
        Ok(None) | Err(_) => return Ok(None),
    };
    let is_edited = !changed.findings.is_empty();
    let Some(order::Ordered { mut findings, is_replaced }) = ordered.or_else(|| {
        let findings = order::findings(failure.texts.clone(), &failure.diagnostics);
        is_edited.then_some(order::Ordered { findings, is_replaced: false })
    }) else {
        return Ok(None);
    };
    findings.extend(changed.findings);
    Ok(Some(Checked { compared, findings, history: changed.history, repair: None, is_replaced }))
}

/// Where there is a repository that git does not read, a history is checked all the same, but not all of it.
fn git_not_asked(project: &Project, compared: &Compared, strict: bool) -> Option<Finding> {
    let why = project.unread_repository()?.diagnostic();
    Some(not_looked_at(compared, (Code::GitNotAsked, &why), !strict))
}

/// What a history tells where nobody knows which of its migrations are new.
fn without_git(states: &States<'_>, compared: &Compared, after: &State, place: Place) -> Result<Vec<Finding>, Failure> {
    match Migrations::without_git(states, compared, place)? {
        Some(migrations) => locale::by_locale(&Orders::new(&migrations, after)),
        None => Ok(Vec::new()),
    }
}

/// A history needs no git to tell what is pending; what else there is to find does.
fn cut_off(compared: &Compared, failure: Failure, strict: bool) -> Result<Finding, Failure> {
    let is_history = compared.target.base == BaseKind::History;
    let why = failure.diagnostics.iter().find(|diagnostic| diagnostic.code == Code::ShallowClone);
    match why.filter(|_| is_history) {
        Some(why) => Ok(not_looked_at(compared, (Code::ShallowClone, why), !strict)),
        None => Err(failure),
    }
}

/// What only git can tell, and did not.
fn not_looked_at(compared: &Compared, (code, why): (Code, &Diagnostic), passes: bool) -> Finding {
    let message = format!(
        "{}: whether old migrations were changed, new ones come too early, or two branches do not go together was not \
         looked at: {}",
        compared.target.name, why.message
    );
    let diagnostic = if passes { Diagnostic::warning(code, message) } else { Diagnostic::error(code, message) };
    let diagnostic = why.help.iter().fold(diagnostic, |diagnostic, help| diagnostic.help(help.as_str()));
    Finding::new(diagnostic, passes)
}

/// What no migration makes. What a commit before the branch left over is nobody's fault here.
fn pending(compared: &Compared, after: &State, strict: bool) -> Vec<Finding> {
    let is_old = |change: &Change| !strict && compared.inherited.contains(change);
    let names = &compared.pending.names;
    let (halves, clear): (Vec<_>, Vec<_>) = compared.pending.plan.changes().partition(|change| is_half(change, names));
    // the halves of a value are in one change
    let passes = if halves.is_empty() { &clear } else { &halves }.iter().all(|change| is_old(change));
    let severity = if passes { Diagnostic::warning } else { Diagnostic::error };
    let target = &compared.target.name;
    let unclear = names.look_alikes.iter().map(|one| {
        let diagnostic = renames::look_alike(target, one, after, severity);
        Finding::new(diagnostic, passes)
    });
    let pending = clear.into_iter().map(|change| {
        let passes = is_old(change);
        let declaration = declaration(change, after);
        let since = if passes { ", since before this branch" } else { "" };
        let message = format!("{target}: {}{since}", what_is_where(change, declaration.as_ref()));
        let diagnostic = if passes {
            Diagnostic::warning(Code::PendingChange, message)
        } else {
            Diagnostic::error(Code::PendingChange, message)
        };
        let diagnostic = match declaration {
            Some(declaration) => diagnostic.at(declaration.span, ""),
            None => diagnostic,
        };
        let diagnostic = match change.as_kind().hazards().loss {
            Some(lost) => diagnostic.help(format!(
                "{lost} would be lost: if it has another name now, say so with @refract.renamedFrom(\"...\"); generate \
                     does not drop it unless --allow-destructive says that it may go"
            )),
            None => diagnostic,
        };
        Finding::new(diagnostic, passes)
    });
    unclear.chain(pending).collect()
}

/// What of the schema and the migrations has what, with the name of what declares it.
fn what_is_where(change: &Change, declaration: Option<&Declaration>) -> String {
    let of = declaration.map(|declaration| format!(" ({})", declaration.name)).unwrap_or_default();
    let exist = |objects: &[String]| {
        format!("{}{of} {}", objects.join(", "), if objects.len() == 1 { "exists" } else { "exist" })
    };
    match change.difference() {
        Difference::OnlyAfter(objects) => format!("{} in the schema but not in the migrations", exist(&objects)),
        Difference::OnlyBefore(objects) => format!("{} in the migrations but not in the schema", exist(&objects)),
        Difference::Changed(summary) => format!("the schema and the migrations differ: {summary}{of}"),
    }
}

/// Whether a change is no more than a half of what may be a rename.
fn is_half(change: &Change, names: &Names) -> bool {
    let is_half = |full_name: String| renames::is_half(names, &full_name);
    if let Some((table, columns)) = change.as_kind().adds_columns() {
        return columns.iter().all(|column| is_half(format!("{table}.{}", column.name)));
    }
    match change.as_kind().subject() {
        Subject::Table(name) | Subject::Type(name) => is_half(name.to_string()),
        Subject::Column(of, name) | Subject::Label(of, name) => is_half(format!("{of}.{name}")),
        Subject::Schema(_)
        | Subject::Extension(_)
        | Subject::Sequence(_)
        | Subject::Constraint(..)
        | Subject::Index(..)
        | Subject::Object(..) => false,
    }
}

/// Migrations on disk that the index lacks, where these would mend what is pending.
pub(super) fn unstaged(project: &Project, pending: &[&Checked]) -> Option<Vec<String>> {
    let mut paths = Vec::new();
    for one in pending {
        let target = &one.compared.target;
        let staged = migrations::in_place(project, target, Place::Index).ok()?;
        let on_disk = migrations::in_place(project, target, Place::Disk).ok()?;
        let left_out = on_disk.into_iter().filter(|migration| !staged.contains(migration));
        paths.extend(left_out.map(|migration| project.shown(&migration.path)));
    }
    (!paths.is_empty()).then_some(paths)
}
