//! Migrations that databases have run, and that are not what they were.

use std::fs;

use super::find::Migrations;
use super::{Checked, Finding};
use crate::base;
use crate::cli::config_edit;
use crate::cli::next_steps::quoted;
use crate::diagnostic::{Code, Diagnostic, Failure};
use crate::migrations::{self, Batch, NewFile};
use crate::path;
use crate::physical::Database;
use crate::project::Project;
use crate::replay;
use crate::text::Texts;

/// Migrations of the base that were edited or deleted, unless those that are there lead to the same database: to
/// squash old ones is fine.
pub(super) fn changed(migrations: &Migrations<'_>) -> Result<Changed, Failure> {
    let (project, target) = (migrations.project, &migrations.compared.target);
    let old = base::old_migrations(project, target)?;
    let here = migrations::in_place(project, target, migrations.place)?;
    let mut findings = Vec::new();
    let mut changes = Vec::new();
    let mut paths = Vec::new();
    for (name, content) in &old {
        let before = String::from_utf8_lossy(content);
        let now = match here.iter().find(|migration| migration.name == *name) {
            Some(migration) => match migrations.text(migration, Code::HistoryChanged)? {
                Some(text) => Some(text),
                None => continue,
            },
            None => None,
        };
        if now.as_deref().is_some_and(|now| replay::say_the_same(now, &before)) {
            continue;
        }
        let how = if now.is_some() { "edited" } else { "deleted" };
        let message = format!("{}: {name} was {how}, and databases have run it as it was", target.name);
        let help = format!(
            "put it back, and change the database in a new migration; or, if every database has what is there now, \
             refract check --accept-history-change --target {}",
            target.name
        );
        let diagnostic = Diagnostic::error(Code::HistoryChanged, message).help(help);
        findings.push(Finding { diagnostic, passes: false, texts: None });
        paths.push(folder_of(&migrations.project.shown(&project.migrations(target)), name));
        changes.push([name.clone(), before.into_owned(), now.unwrap_or_default()]);
    }
    if findings.is_empty() || leads_to_the_same(migrations, &old)? {
        return Ok(Changed::default());
    }
    let fingerprint = migrations::fingerprint(&changes);
    if target.accepted_history.as_ref() == Some(&fingerprint) {
        return Ok(Changed::default());
    }
    let start = base::start(project, target)?.map(|start| start.short().to_owned()).unwrap_or_default();
    let restoring = format!("git checkout {start} -- {}", paths.join(" "));
    Ok(Changed { findings, history: Some(History { fingerprint, restoring }) })
}

/// What became of the migrations of the base.
#[derive(Default)]
pub(super) struct Changed {
    pub(super) findings: Vec<Finding>,
    pub(super) history: Option<History>,
}

/// A change of old migrations.
pub(super) struct History {
    /// By which the change is known once somebody has accepted it.
    fingerprint: String,
    /// The command that takes it back.
    restoring: String,
}

/// The command that puts old migrations back.
pub(super) fn restoring(checked: &[Checked]) -> Option<String> {
    let changed = checked.iter().find_map(|one| one.history.as_ref());
    changed.map(|history| history.restoring.clone())
}

fn folder_of(migrations: &str, name: &str) -> String {
    quoted(&path::join(migrations, name))
}

fn leads_to_the_same(migrations: &Migrations<'_>, old: &[(String, Vec<u8>)]) -> Result<bool, Failure> {
    let mut before = Texts::default();
    for (name, content) in old {
        before.add(name.clone(), String::from_utf8_lossy(content));
    }
    let before = replay::replay(Database::default(), &before);
    if before.diagnostics.has_errors() {
        return Ok(false);
    }
    let here = migrations::in_place(migrations.project, &migrations.compared.target, migrations.place)?;
    let here = migrations::texts(migrations.project, &here, migrations.place)?;
    Ok(replay::passes_through(&before.database, &here))
}

/// Writes what was found into refract.toml, and takes the findings away.
pub(super) fn accept(project: &Project, checked: &mut [Checked]) -> Result<(), Failure> {
    let changed: Vec<&mut Checked> = checked.iter_mut().filter(|one| one.history.is_some()).collect();
    if changed.is_empty() {
        return Ok(());
    }
    let Some(file) = &project.config_file else {
        let message = "there is no refract.toml to record it in";
        return Err(Diagnostic::error(Code::ConfigUnreadable, message).help("refract init writes one").into());
    };
    let (path, shown) = (project.absolute(file), project.shown(file));
    let cannot = |what: &str, why: &dyn std::fmt::Display| {
        Diagnostic::error(Code::ConfigUnreadable, format!("cannot {what} {shown}: {why}")).help("nothing was recorded")
    };
    let mut content = fs::read_to_string(&path).map_err(|error| cannot("read", &error))?;
    for one in changed {
        let Some(History { fingerprint, .. }) = one.history.take() else { continue };
        let target = &one.compared.target.name;
        content = config_edit::accepting(&content, target, &fingerprint).ok_or_else(|| {
            Diagnostic::error(
                Code::ConfigNotSupported,
                format!("{shown} is written in a way that it cannot be changed for you"),
            )
            .help(format!("write accepted_history = \"{fingerprint}\" in [targets.{target}] yourself"))
        })?;
        one.findings.retain(|finding| finding.diagnostic.code != Code::HistoryChanged);
    }
    let rewritten = Some(NewFile { path, shown, has_own_folder: false, content });
    Batch { rewritten, ..Batch::default() }.apply().map_err(Failure::from)
}
