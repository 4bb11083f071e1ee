//! `refract generate [NAME]`: writes what is pending, for all targets or for none.

use super::args::Generate;
use super::compare::{Compared, States, Wanted, chosen};
use super::draft::{Draft, Press};
use super::{Context, Outcome, Refusal, clock, dropped_by_prisma, memory, next_steps, refusals, renames, warnings};
use crate::config::Target;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Failure};
use crate::migrations::{self, Batch, MigrationOnDisk, OldFile};
use crate::path;
use crate::plan::Plan;
use crate::project::Project;
use crate::sources::Source;
use crate::state::State;

pub(super) fn run(context: &Context, arguments: &Generate) -> Result<Outcome, Refusal> {
    let now = clock::now(&arguments.date)?;
    let name = arguments.name.as_deref().map(migrations::slug).transpose()?;
    let project = context.project()?;
    let targets = chosen(&project, &context.common.target)?;
    let states = States::new(&project);
    let mut wanted = Wanted { base: given_base(&project, arguments)?, folds: arguments.replace, ..Wanted::default() };
    states.start(&Source::Worktree, states.bases(&targets, wanted.base.as_ref()))?;
    let after = states.of(&Source::Worktree)?;
    wanted.hints = renames::hints(&arguments.names, &after)?;
    let rows = memory::rows(&arguments.rows, &after)?;
    let mut compared = compare(&states, &targets, &wanted, &after)?;
    let press = Press::new(&project, now)?;
    if wanted.folds {
        compared.iter_mut().try_for_each(|one| settle(&project, &press, one, name.as_deref()))?;
    }
    renames::expect_followed(&wanted.hints, compared.iter().map(|one| &one.pending.names))?;
    refuse(&project, arguments, &after, &compared)?;
    context.remark_all(states.notes(&after));
    remark_vectors(context, &project, (&after, &rows), &compared);
    remark(context, &after, &compared, wanted.folds);

    let name = name.unwrap_or_else(|| migrations::derived(compared.iter().flat_map(|one| one.pending.plan.changes())));
    let mut drafts = Vec::new();
    for one in compared.iter().filter(|one| !one.pending.plan.is_empty()) {
        drafts.extend(press.drafts(&one.target, &one.pending, &name)?);
    }
    let replaced = if arguments.replace { replaced(&project, &compared) } else { Vec::new() };
    if arguments.dry_run {
        return Ok(Outcome::done(dry_run(&compared, &drafts, &replaced)).and_next("without --dry-run this is written"));
    }
    let new = drafts.iter().map(|draft| draft.file.clone()).collect();
    let old = replaced.iter().map(|(_, old)| old.clone()).collect();
    Batch { new, old, rewritten: None }.apply()?;
    let outcome = Outcome::done(report(context, &project, &compared, &drafts, &replaced));
    Ok(if drafts.is_empty() { outcome.and_next("nothing, until schema.prisma changes") } else { outcome })
}

fn given_base(project: &Project, arguments: &Generate) -> Result<Option<Source>, Failure> {
    let given = arguments.base.as_deref().map(|base| Source::parse(base, project)).transpose()?;
    match &given {
        Some(source) if arguments.replace && !matches!(source, Source::Git(_)) => {
            let message = "`--replace` needs a commit for its base, to tell which migrations are new";
            Err(Diagnostic::error(Code::MigrationsNotInBase, message)
                .help("name a revision with `--base`, or leave `--base` out")
                .into())
        }
        _ => Ok(given),
    }
}

/// All targets, so that one run tells everything that is wrong.
fn compare(states: &States<'_>, targets: &[Target], wanted: &Wanted, after: &State) -> Result<Vec<Compared>, Refusal> {
    let mut compared = Vec::new();
    let mut failures: Vec<Failure> = Vec::new();
    for target in targets {
        match states.compare(target, wanted, after) {
            Ok(one) => compared.push(one),
            Err(failure) if failures.contains(&failure) => {}
            Err(failure) => failures.push(failure),
        }
    }
    if failures.is_empty() { Ok(compared) } else { Err(Refusal(failures)) }
}

/// A target whose migrations since its base are, to the letter, what would be written now has nothing to write anew,
/// but for another name.
fn settle(project: &Project, press: &Press, one: &mut Compared, new_name: Option<&str>) -> Result<(), Refusal> {
    let Some(first) = one.since.first() else { return Ok(()) };
    if one.pending.plan.is_empty() || new_name.is_some_and(|name| name != first.title()) {
        return Ok(());
    }
    let drafts = press.drafts(&one.target, &one.pending, first.title())?;
    let is_written = |(written, draft): (&MigrationOnDisk, &Draft)| {
        let content = std::fs::read(project.absolute(&written.path)).unwrap_or_default();
        migrations::does_the_same(&content, &draft.file.content)
    };
    if drafts.len() == one.since.len() && one.since.iter().zip(&drafts).all(is_written) {
        one.settled = one.since.last().map(|written| written.name.clone());
        one.pending.plan = Plan::default();
        one.pending.names.look_alikes.clear();
        one.since.clear();
        one.covered.clear();
        one.inherited.clear();
    }
    Ok(())
}

fn refuse(project: &Project, arguments: &Generate, after: &State, compared: &[Compared]) -> Result<(), Refusal> {
    let mut failures = Vec::new();
    let mut diagnostics = Diagnostics::default();
    let names = compared.iter().map(|one| (one.target.name.as_str(), &one.pending.names));
    failures.extend(renames::refusal(after, names, arguments.allow_destructive));
    for one in compared {
        let left_out = refusals::left_out(project, one);
        if left_out.is_some() {
            left_out.into_iter().for_each(|diagnostic| diagnostics.push(diagnostic));
        } else if arguments.replace {
            let edited = one.since.iter().filter_map(|old| old_file(project, old).check().err());
            edited.for_each(|diagnostic| diagnostics.push(diagnostic));
        }
        refusals::unfilled(one).into_iter().for_each(|diagnostic| diagnostics.push(diagnostic));
        if !arguments.allow_destructive {
            refusals::losses(one).into_iter().for_each(|diagnostic| diagnostics.push(diagnostic));
        }
    }
    if diagnostics.has_errors() {
        failures.push(diagnostics.into());
    }
    if failures.is_empty() { Ok(()) } else { Err(Refusal(failures)) }
}

fn remark(context: &Context, after: &State, compared: &[Compared], folds: bool) {
    context.remark(&Failure { texts: after.texts.clone(), diagnostics: after.diagnostics.clone() });
    let mut diagnostics = Diagnostics::default();
    for one in compared {
        diagnostics.append(warnings::of(&one.target.name, &one.pending));
        let more = warnings::inherited(one).into_iter().chain(warnings::idle_migrations(one, folds));
        more.for_each(|warning| diagnostics.push(warning));
    }
    context.remark_all(diagnostics);
    let names = compared.iter().map(|one| (one.target.name.as_str(), &one.pending.names));
    context.remark(&renames::remarks(after, names, true));
}

/// What there is to know about the vector indexes that are made.
fn remark_vectors(context: &Context, project: &Project, (after, rows): (&State, &memory::Rows), compared: &[Compared]) {
    let mut diagnostics = Diagnostics::default();
    for one in compared {
        memory::warnings(one, rows, &after.database).into_iter().for_each(|warning| diagnostics.push(warning));
        dropped_by_prisma::notes(project, one, after).into_iter().for_each(|note| diagnostics.push(note));
    }
    context.remark(&Failure { texts: after.texts.clone(), diagnostics });
}

fn replaced<'c>(project: &Project, compared: &'c [Compared]) -> Vec<(&'c str, OldFile)> {
    let of_one = |one: &'c Compared| {
        let name = one.target.name.as_str();
        one.since.iter().map(move |migration| (name, old_file(project, migration)))
    };
    compared.iter().flat_map(of_one).collect()
}

fn old_file(project: &Project, migration: &MigrationOnDisk) -> OldFile {
    OldFile {
        path: project.absolute(&migration.path),
        shown: project.shown(&migration.path),
        has_own_folder: path::name(&migration.path) != migration.name,
    }
}

/// SQL that can be run as it is: whatever else there is to say is a comment.
fn dry_run(compared: &[Compared], drafts: &[Draft], replaced: &[(&str, OldFile)]) -> String {
    let mut parts: Vec<String> = Vec::new();
    for one in compared {
        let of_target = drafts.iter().filter(|draft| draft.target.name == one.target.name);
        let before = parts.len();
        parts.extend(of_target.map(|draft| format!("-- {}\n{}", draft.file.shown, draft.file.content)));
        if parts.len() == before {
            parts.push(format!("-- {}", one.in_sync()));
        }
    }
    parts.extend(replaced.iter().map(|(_, old)| format!("-- {} would be removed\n", old.shown)));
    parts.join("\n")
}

fn report(
    context: &Context,
    project: &Project,
    compared: &[Compared],
    drafts: &[Draft],
    replaced: &[(&str, OldFile)],
) -> String {
    if context.common.quiet {
        return drafts.iter().map(|draft| format!("{}\n", draft.file.shown)).collect();
    }
    let mut text = String::new();
    for one in compared {
        let name = one.target.name.as_str();
        let before = text.len();
        drafts
            .iter()
            .filter(|draft| draft.target.name == name)
            .for_each(|draft| text.push_str(&next_steps::listing(draft)));
        if text.len() == before {
            text.push_str(&one.in_sync());
        }
        for (_, old) in replaced.iter().filter(|(target, _)| *target == name) {
            text.push_str(&format!("    removed {}\n", old.shown));
        }
    }
    if !drafts.is_empty() {
        text.push_str("\nNext: read what was written, commit it together with the schema, and run it:\n");
        text.push_str(&next_steps::running(project, drafts));
    }
    text
}
