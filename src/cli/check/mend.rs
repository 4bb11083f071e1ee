//! The one command that mends what stands in the way. It never loses data: where the schema asks for that, `generate`
//! refuses, and names the ways out.

use super::{Checked, Finding, find, history};
use crate::cli::args::Check;
use crate::cli::compare::Wanted;
use crate::cli::generate::old_file;
use crate::cli::renames;
use crate::cli::shell::quoted;
use crate::cli::states::States;
use crate::diagnostic::Code;
use crate::sources::Source;
use crate::state::State;

/// The command, or nothing where there is none.
pub(super) fn command(
    states: &States<'_>,
    checked: &[Checked],
    (arguments, after, wanted): (&Check, &State, Wanted),
) -> String {
    if let Some(restoring) = history::restoring(checked) {
        return restoring;
    }
    let replaced: Vec<&Checked> = checked.iter().filter(|one| one.is_replaced).collect();
    if !replaced.is_empty() {
        return format!("refract generate --replace{}", of_targets(&replaced, checked));
    }
    let is_late = |finding: &Finding| finding.diagnostic.code == Code::MigrationOrder && !finding.passes;
    if checked.iter().any(|one| one.findings.iter().any(is_late)) {
        return "refract restamp".to_owned();
    }
    let pending: Vec<&Checked> = checked.iter().filter(|one| !one.compared.pending.plan.is_empty()).collect();
    if pending.is_empty() {
        return checked.iter().find_map(|one| one.repair.clone()).unwrap_or_default();
    }
    if let Some(unstaged) = arguments.staged.then(|| find::unstaged(states.project(), &pending)).flatten() {
        return format!("git add {unstaged}");
    }
    let mut command = "refract generate".to_owned();
    command.push_str(&of_targets(&pending, checked));
    if let Some(base) = &arguments.base {
        command.push_str(&format!(" --base {}", quoted(base)));
    }
    if pending.iter().any(|one| loses(one)) && can_be_replaced(states, &pending, (after, wanted)) {
        return command + " --replace";
    }
    let mut flags: Vec<String> =
        pending.iter().flat_map(|one| &one.compared.pending.names.look_alikes).map(renames::flag).collect();
    flags.dedup();
    flags.iter().for_each(|flag| command.push_str(&format!(" {flag}")));
    command
}

/// `--target` for those that a command is for, unless it is for all.
fn of_targets(some: &[&Checked], all: &[Checked]) -> String {
    let is_all = some.len() == all.len();
    let names = some.iter().filter(|_| !is_all).map(|one| &one.compared.target.name);
    names.map(|name| format!(" --target {}", quoted(name))).collect()
}

fn loses(one: &Checked) -> bool {
    !one.compared.pending.plan.losses().is_empty()
}

/// Whether all that would be lost came with migrations of refract's that nobody has yet: written anew, they lose nothing.
fn can_be_replaced(states: &States<'_>, pending: &[&Checked], (after, wanted): (&State, Wanted)) -> bool {
    let is_known = matches!(wanted.base, None | Some(Source::Git(_)));
    let folding = Wanted { folds: true, ..wanted };
    let project = states.project();
    is_known
        && pending.iter().all(|one| {
            let Ok(folded) = states.compare(&one.compared.target, &folding, after) else { return false };
            let is_plain = folded.pending.plan.losses().is_empty() && folded.pending.names.look_alikes.is_empty();
            is_plain
                && folded.left_out_of_commit.is_empty()
                && (!loses(one) || !folded.since.is_empty())
                && folded
                    .since
                    .iter()
                    .all(|migration| old_file(project, migration).is_ok_and(|old| old.check().is_ok()))
        })
}
