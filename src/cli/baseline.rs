//! `refract baseline [NAME]`: the whole state as the first migration of a target.

use super::args::Baseline;
use super::draft::{MigrationDraft, MigrationWriter};
use super::scope::{chosen_targets, is_prismas};
use super::states::States;
use super::{Context, Outcome, Refusal, clock, config_edit, next_steps, shell, squash, warnings};
use crate::base;
use crate::config::{BaseKind, Layout, Target};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Failure};
use crate::migrations::{self, Batch, NewFile};
use crate::pending::pending;
use crate::project::Project;
use crate::sources::Source;
use crate::text::Texts;

pub(super) fn run(context: &Context, arguments: &Baseline) -> Result<Outcome, Refusal> {
    let now = clock::now(&arguments.date)?;
    let name = migrations::slug(&arguments.name)?;
    let (project, _lock) = context.project_to_write()?;
    let targets = chosen_targets(&project, &context.common.target)?;
    refuse(&project, &targets)?;
    let states = States::new(&project);
    let (before, after) = (states.of(&Source::Empty)?, states.of(&Source::Worktree)?);
    context.remark(&Failure { texts: after.texts.clone(), diagnostics: after.diagnostics.clone() });
    let press = MigrationWriter::new(&project, now)?;
    let mut drafts = Vec::new();
    let mut diagnostics = Diagnostics::default();
    for target in &targets {
        let pending = pending(&project.config, &target.name, &before, &after);
        if pending.plan.is_empty() {
            continue;
        }
        diagnostics.append(warnings::of(&target.name, &pending));
        let of_target = press.drafts(target, &pending, &name)?;
        lacking(&project, target, &of_target).into_iter().for_each(|warning| diagnostics.push(warning));
        drafts.extend(of_target);
    }
    context.remark_all(diagnostics);
    let switched = switched_configuration(&project, &drafts)?;
    let new = drafts.iter().map(|draft| draft.file.clone()).collect();
    Batch { new, old: Vec::new(), rewritten: switched.iter().cloned().collect() }.apply()?;
    Ok(Outcome::done(report(context, &project, &targets, &drafts, switched.is_some())))
}

/// What the migrations that were there when the work began made, and these do not. Without git nobody knows.
fn lacking(project: &Project, target: &Target, drafts: &[MigrationDraft]) -> Vec<Diagnostic> {
    let Ok(old) = base::old_migrations(project, target) else { return Vec::new() };
    let mut new = Texts::default();
    for draft in drafts {
        new.add(draft.file.shown.clone(), draft.file.content.clone());
    }
    squash::lacking(project, &target.name, &old, &new)
}

fn refuse(project: &Project, targets: &[Target]) -> Result<(), Refusal> {
    let mut diagnostics = Diagnostics::default();
    for target in targets {
        let there = migrations::on_disk(project, target)?;
        if there.is_empty() {
            continue;
        }
        let names: Vec<&str> = there.iter().map(|migration| migration.name.as_str()).collect();
        let message = format!("{} has migrations already: {}", target.name, names.join(", "));
        diagnostics.push(Diagnostic::error(Code::MigrationsThere, message).help(
            "a baseline is the first migration of a target; choose the targets that have none with `--target`, \
             or move these elsewhere first",
        ));
    }
    if diagnostics.has_errors() { Err(diagnostics.into()) } else { Ok(()) }
}

/// refract.toml with the new base of the targets; `None` where nothing has to change, or there is no file.
fn switched_configuration(project: &Project, drafts: &[MigrationDraft]) -> Result<Option<NewFile>, Failure> {
    let Some(file) = &project.config_file else { return Ok(None) };
    let (path, shown) = (project.place(file)?, project.shown(file));
    let text = project.disk().read_text(file).map_err(|error| {
        Diagnostic::error(Code::ConfigUnreadable, format!("cannot read {shown}: {error}")).help("nothing was written")
    })?;
    let mut content = text.clone();
    for draft in drafts.iter().filter(|draft| draft.target.base == BaseKind::Git) {
        content = config_edit::to_history(&content, &draft.target.name).ok_or_else(|| {
            let message = format!("{shown} is written in a way that its base cannot be changed for you");
            Diagnostic::error(Code::ConfigNotSupported, message).help(format!(
                "write base = \"history\" in [targets.{}] yourself, and run this again; nothing was written",
                draft.target.name
            ))
        })?;
    }
    Ok((content != text).then_some(NewFile { path, shown, has_own_folder: false, content }))
}

fn report(
    context: &Context,
    project: &Project,
    targets: &[Target],
    drafts: &[MigrationDraft],
    switched: bool,
) -> String {
    if context.common.quiet {
        return drafts.iter().map(|draft| format!("{}\n", draft.file.shown)).collect();
    }
    let mut text = String::new();
    for target in targets {
        match drafts.iter().find(|draft| draft.target.name == target.name) {
            Some(draft) => text.push_str(&next_steps::listing(draft)),
            None => text.push_str(&format!("{}: nothing to write, the schema has nothing for it\n", target.name)),
        }
    }
    if drafts.is_empty() {
        return text;
    }
    text.push_str(&format!("\n{}\n", base_remark(project, switched)));
    text.push_str(
        "\nNext: commit the files, and run them on new databases; on one that has everything they change nothing:\n",
    );
    for draft in drafts {
        text.push_str(&next_steps::running(project, std::slice::from_ref(draft)));
        if project.config.layout == Layout::Prisma {
            text.push_str(&resolving(project, draft));
        }
    }
    text
}

fn base_remark(project: &Project, switched: bool) -> String {
    match &project.config_file {
        Some(file) if switched => {
            format!("{}: base is \"history\" from now on, for what was written", project.shown(file))
        }
        Some(_) => "The base was \"history\" before.".to_owned(),
        None => {
            "Without refract.toml the base is the history where the folder has Prisma's migration_lock.toml, and git \
                 elsewhere; to say so yourself: `refract init`, and base = \"history\"."
                .to_owned()
        }
    }
}

/// Tells Prisma that a database has it already.
fn resolving(project: &Project, draft: &MigrationDraft) -> String {
    if !is_prismas(project, &draft.target) {
        return String::new();
    }
    let folder = shell::quoted(&draft.folder);
    format!("  npx prisma migrate resolve --applied {folder}   # on a database that has everything\n")
}
