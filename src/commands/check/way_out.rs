//! The one command that fixes what stands in the way. It never loses data: where the schema asks for that, `generate`
//! refuses, and names the ways out.

use super::{Checked, Finding, Request, find, history};
use crate::commands::compare::Wanted;
use crate::commands::generate::old_file;
use crate::commands::renames;
use crate::commands::states::States;
use crate::commands::way_out::{GenerateHow, WayOut};
use crate::diagnostic::Code;
use crate::sources::Source;
use crate::state::State;

/// The command, or nothing where there is none.
pub(super) fn way_out(
    states: &States<'_>,
    checked: &[Checked],
    (request, after, wanted): (&Request, &State, Wanted),
) -> Option<WayOut> {
    if let Some(put_back) = history::put_back(checked) {
        return Some(put_back);
    }
    let replaced: Vec<&Checked> = checked.iter().filter(|one| one.is_replaced).collect();
    if !replaced.is_empty() {
        return Some(WayOut::WriteAnew { targets: names(&replaced, checked) });
    }
    let is_late = |finding: &Finding| finding.diagnostic.code == Code::MigrationOrder && !finding.passes;
    if checked.iter().any(|one| one.findings.iter().any(is_late)) {
        return Some(WayOut::Restamp);
    }
    let pending: Vec<&Checked> = checked.iter().filter(|one| !one.compared.pending.plan.is_empty()).collect();
    if pending.is_empty() {
        return checked.iter().find_map(|one| one.repair.clone());
    }
    let unstaged = states.project().awaits_commit.then(|| find::unstaged(states.project(), &pending)).flatten();
    if let Some(paths) = unstaged {
        return Some(WayOut::Stage { paths });
    }
    let (targets, base) = (names(&pending, checked), request.base.clone());
    let how = if pending.iter().any(|one| loses(one)) && can_be_replaced(states, &pending, (after, wanted)) {
        GenerateHow::Replace
    } else {
        let look_alikes = pending.iter().flat_map(|one| &one.compared.pending.names.look_alikes);
        let mut renamed: Vec<String> = look_alikes.map(renames::old_and_new).collect();
        renamed.dedup();
        GenerateHow::Add(renamed)
    };
    Some(WayOut::Generate { targets, base, how })
}

/// The names of those that a command is for, unless it is for all.
fn names(some: &[&Checked], all: &[Checked]) -> Vec<String> {
    let is_all = some.len() == all.len();
    some.iter().filter(|_| !is_all).map(|one| one.compared.target.name.clone()).collect()
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
