//! `refract generate [NAME]`: writes what is pending, for all targets or for none.

use super::args::Generate;
use super::compare::{Compared, Wanted};
use super::draft::{MigrationDraft, MigrationWriter};
use super::format::in_sync::in_sync;
use super::output::Page;
use super::scope::chosen_targets;
use super::states::States;
use super::unified_diff::{UnifiedDiff, Version};
use super::{
    Context, Outcome, Refusal, build_memory, clock, dropped_by_prisma, next_steps, refusals, renames, trial_run,
    unmanaged, unused_directives, warnings,
};
use crate::commands::generate::old_file;
use crate::commands::repair::{KeptScript, outdated};
use crate::config::Target;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Failure};
use crate::migrations::{self, Batch, MigrationOnDisk, OldFile, Place};
use crate::plan::Plan;
use crate::project::Project;
use crate::sources::Source;
use crate::state::State;

pub(super) fn run(context: &Context, arguments: &Generate) -> Result<Outcome, Refusal> {
    let now = clock::now(&arguments.date)?;
    let name = arguments.name.as_deref().map(migrations::slug).transpose()?;
    let (project, _lock) = if arguments.dry_run { (context.project()?, None) } else { context.project_to_write()? };
    let targets = chosen_targets(&project, &context.common.target)?;
    let states = States::new(&project);
    let mut wanted = Wanted { base: given_base(&project, arguments)?, folds: arguments.replace, ..Wanted::default() };
    states.start(&Source::Worktree, states.bases(&targets, wanted.base.as_ref()))?;
    let after = states.of(&Source::Worktree)?;
    wanted.hints = renames::hints(&arguments.names.request(), &after)?;
    let rows = build_memory::rows(&arguments.rows, &after)?;
    let mut compared = compare(&states, &targets, &wanted, &after)?;
    warnings::say_once(&states, &mut compared);
    let press = MigrationWriter::new(&project, now)?;
    if wanted.folds {
        compared.iter_mut().try_for_each(|one| settle(&project, &press, one, name.as_deref()))?;
    }
    renames::expect_followed(&wanted.hints, compared.iter().map(|one| &one.pending.names))?;
    refuse(&project, arguments, &after, &compared)?;
    context.remark_all(states.notes(&after));
    remark_vectors(context, &project, (&after, &rows), &compared);
    remark(context, &after, &compared, wanted.folds);
    context.remark(&Failure {
        texts: after.texts.clone(),
        diagnostics: unused_directives::notes(&states, &after, &compared),
    });

    let name = name.or_else(|| replaced_name(&compared, arguments.replace));
    let name = name.unwrap_or_else(|| migrations::derived(compared.iter().flat_map(|one| one.pending.plan.changes())));
    let mut drafts = Vec::new();
    for one in compared.iter().filter(|one| !one.pending.plan.is_empty()) {
        drafts.extend(press.drafts(&one.target, &one.pending, &name)?);
    }
    foresee(&states, &after, &compared, &drafts)?;
    let replaced = if arguments.replace { replaced(&project, &compared)? } else { Vec::new() };
    let outcome = Written { drafts, replaced, repairs: repairs(&project, &after, &targets)? };
    if arguments.dry_run {
        return Ok(Outcome::done(dry_run(&compared, &outcome)).and_next("without --dry-run this is written"));
    }
    outcome.batch().apply()?;
    let is_idle = outcome.drafts.is_empty();
    let outcome = Outcome::page(report(context, &project, &compared, &outcome));
    Ok(if is_idle { outcome.and_next("nothing, until schema.prisma changes") } else { outcome })
}

/// A migration that is written anew.
struct Replaced<'c> {
    target: &'c str,
    old: OldFile,
    /// What it said.
    text: String,
}

/// What one run writes and removes.
struct Written<'c> {
    drafts: Vec<MigrationDraft>,
    replaced: Vec<Replaced<'c>>,
    /// Scripts that repair a database, each with its target.
    repairs: Vec<(&'c str, KeptScript)>,
}

impl Written<'_> {
    fn batch(&self) -> Batch {
        let file = |(_, kept): &(&str, KeptScript)| kept.file.clone();
        let (there, new): (Vec<_>, Vec<_>) = self.repairs.iter().partition(|(_, kept)| kept.is_there);
        let drafts = self.drafts.iter().map(|draft| draft.file.clone());
        Batch {
            new: drafts.chain(new.into_iter().map(file)).collect(),
            old: self.replaced.iter().map(|one| one.old.clone()).collect(),
            rewritten: there.into_iter().map(file).collect(),
        }
    }
}

/// The scripts that have to follow the schema.
fn repairs<'t>(project: &Project, after: &State, targets: &'t [Target]) -> Result<Vec<(&'t str, KeptScript)>, Refusal> {
    let mut repairs = Vec::new();
    let mut refusals = Diagnostics::default();
    for target in targets {
        let kept = outdated(project, after, target, Place::Disk)?;
        kept.iter().filter_map(KeptScript::refusal).for_each(|refusal| refusals.push(refusal));
        repairs.extend(kept.map(|kept| (target.name.as_str(), kept)));
    }
    if refusals.has_errors() { Err(refusals.into()) } else { Ok(repairs) }
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
fn settle(
    project: &Project,
    press: &MigrationWriter,
    one: &mut Compared,
    new_name: Option<&str>,
) -> Result<(), Refusal> {
    let Some(first) = one.since.first() else { return Ok(()) };
    if one.pending.plan.is_empty() || new_name.is_some_and(|name| name != first.title()) {
        return Ok(());
    }
    let drafts = press.drafts(&one.target, &one.pending, first.title())?;
    let is_written = |(written, draft): (&MigrationOnDisk, &MigrationDraft)| {
        let content = project.disk().read(&written.path).unwrap_or_default();
        migrations::does_the_same(&content, &draft.file.content)
    };
    if drafts.len() == one.since.len() && one.since.iter().zip(&drafts).all(is_written) {
        one.settled = one.since.last().map(|written| written.name.clone());
        one.pending.plan = Plan::default();
        one.pending.names.look_alikes.clear();
        one.since.clear();
        one.left_out_of_commit.clear();
        one.inherited.clear();
    }
    Ok(())
}

fn refuse(project: &Project, arguments: &Generate, after: &State, compared: &[Compared]) -> Result<(), Refusal> {
    let mut failures = Vec::new();
    let mut diagnostics = Diagnostics::default();
    let names = compared.iter().map(|one| (one.target.name.as_str(), &one.pending.names));
    failures.extend(renames::refusal(after, names, arguments.allow_destructive));
    failures.extend(compared.iter().filter_map(unmanaged::refusal));
    for one in compared {
        let left_out = refusals::left_out(project, one);
        if left_out.is_some() {
            left_out.into_iter().for_each(|diagnostic| diagnostics.push(diagnostic));
        } else if arguments.replace {
            for old in &one.since {
                old_file(project, old)?.check().err().into_iter().for_each(|edited| diagnostics.push(edited));
            }
        }
        refusals::held(one).into_iter().for_each(|diagnostic| diagnostics.push(diagnostic));
        refusals::computed(one).into_iter().for_each(|diagnostic| diagnostics.push(diagnostic));
        refusals::uncovered(one).into_iter().for_each(|diagnostic| diagnostics.push(diagnostic));
        refusals::unfilled(one, !arguments.allow_destructive)
            .into_iter()
            .for_each(|diagnostic| diagnostics.push(diagnostic));
        if !arguments.allow_destructive {
            refusals::losses(one).into_iter().for_each(|diagnostic| diagnostics.push(diagnostic));
        }
    }
    if diagnostics.has_errors() {
        failures.push(diagnostics.into());
    }
    if failures.is_empty() { Ok(()) } else { Err(Refusal(failures)) }
}

/// A file that `check` would find wanting is not written.
fn foresee(
    states: &States<'_>,
    after: &State,
    compared: &[Compared],
    drafts: &[MigrationDraft],
) -> Result<(), Refusal> {
    let mut diagnostics = Diagnostics::default();
    for one in compared {
        let of_target: Vec<_> = drafts.iter().filter(|draft| draft.target.name == one.target.name).collect();
        if !of_target.is_empty() {
            trial_run::refusal(states, after, one, &of_target).into_iter().for_each(|found| diagnostics.push(found));
        }
    }
    if diagnostics.has_errors() { Err(diagnostics.into()) } else { Ok(()) }
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
    let beside = |one: &Compared| unmanaged::warnings(&one.target.name, &one.pending, &one.texts);
    compared.iter().for_each(|one| context.remark(&beside(one)));
    let names = compared.iter().map(|one| (one.target.name.as_str(), &one.pending.names));
    context.remark(&renames::remarks(after, names, true));
}

/// What there is to know about the vector indexes that are made.
fn remark_vectors(
    context: &Context,
    project: &Project,
    (after, rows): (&State, &build_memory::Rows),
    compared: &[Compared],
) {
    let mut diagnostics = Diagnostics::default();
    for one in compared {
        build_memory::warnings(one, rows, &after.database).into_iter().for_each(|warning| diagnostics.push(warning));
        dropped_by_prisma::notes(project, one, after).into_iter().for_each(|note| diagnostics.push(note));
    }
    context.remark(&Failure { texts: after.texts.clone(), diagnostics });
}

/// A migration that is written anew keeps its name.
fn replaced_name(compared: &[Compared], is_replacing: bool) -> Option<String> {
    let mut names = compared.iter().filter(|_| is_replacing).filter_map(|one| one.since.first());
    names.next().map(|first| first.title().to_owned())
}

fn replaced<'c>(project: &Project, compared: &'c [Compared]) -> Result<Vec<Replaced<'c>>, Failure> {
    let of_one = |one: &'c Compared| {
        let name = one.target.name.as_str();
        one.since.iter().map(move |migration| {
            let content = migrations::file_in_place(project, &migration.path, Place::Disk)?.unwrap_or_default();
            let text = String::from_utf8_lossy(&content).into_owned();
            Ok(Replaced { target: name, old: old_file(project, migration)?, text })
        })
    };
    compared.iter().flat_map(of_one).collect()
}

/// SQL that can be run as it is: whatever else there is to say is a comment.
fn dry_run(compared: &[Compared], written: &Written<'_>) -> String {
    let mut parts: Vec<String> = Vec::new();
    for one in compared {
        let of_target = written.drafts.iter().filter(|draft| draft.target.name == one.target.name);
        let before = parts.len();
        parts.extend(of_target.map(|draft| format!("-- {}\n{}", draft.file.shown, draft.file.content)));
        if parts.len() == before {
            parts.push(format!("-- {}", in_sync(one)));
        }
    }
    parts.extend(written.replaced.iter().map(|one| format!("-- {} would be removed\n", one.old.shown)));
    parts.extend(written.repairs.iter().map(|(_, kept)| format!("-- {} would follow the schema\n", kept.file.shown)));
    parts.join("\n")
}

fn report(context: &Context, project: &Project, compared: &[Compared], written: &Written<'_>) -> Page {
    let Written { drafts, replaced, repairs } = written;
    let mut page = Page::default();
    if context.common.quiet {
        let drafts = drafts.iter().map(|draft| &draft.file.shown);
        let paths = drafts.chain(repairs.iter().map(|(_, kept)| &kept.file.shown));
        paths.for_each(|path| page.push(&format!("{path}\n")));
        return page;
    }
    for one in compared {
        let name = one.target.name.as_str();
        let of_target: Vec<&MigrationDraft> = drafts.iter().filter(|draft| draft.target.name == name).collect();
        of_target.iter().for_each(|draft| page.push(&next_steps::listing(draft)));
        if of_target.is_empty() {
            page.push(&in_sync(one));
        }
        for (at, gone) in replaced.iter().filter(|gone| gone.target == name).enumerate() {
            page.push(&format!("    removed {}\n", gone.old.shown));
            let instead = of_target.get(at);
            if at == 0 && instead.is_some() {
                page.push(
                    "    its timestamp is new, so that a database which has run the old file runs this one too\n",
                );
            }
            let difference = instead.and_then(|draft| {
                let new = Version { name: &draft.file.shown, text: &draft.file.content };
                UnifiedDiff::between(Version { name: &gone.old.shown, text: &gone.text }, new)
            });
            difference.iter().for_each(|difference| page.push_painted(&context.reporter.paint(difference)));
        }
        for (_, kept) in repairs.iter().filter(|(target, _)| *target == name) {
            page.push(&format!("    {} follows the schema\n", kept.file.shown));
        }
    }
    if !drafts.is_empty() {
        page.push("\nNext: read what was written, commit it together with the schema, and run it:\n");
        page.push(&next_steps::running(project, drafts));
    }
    page
}
