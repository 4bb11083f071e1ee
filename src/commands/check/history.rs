//! Migrations that databases have run, and that are not what they were.

use super::migrations::Migrations;
use super::{Checked, Finding};
use crate::base;
use crate::commands::config_edit;
use crate::commands::file_change::{FileChange, NamedText};
use crate::commands::squash;
use crate::commands::way_out::WayOut;
use crate::config::BaseKind;
use crate::diagnostic::{Code, Diagnostic, Failure};
use crate::git::Oid;
use crate::migrations::{self, Batch, NewFile};
use crate::path;
use crate::physical::Database;
use crate::project::Project;
use crate::replay;
use crate::text::Texts;

/// Migrations of the base that were edited or deleted, unless those that are there lead to the same database: to
/// squash old ones is fine.
pub(super) fn changed(migrations: &Migrations<'_>) -> Result<Changed, Failure> {
    let (project, target) = (migrations.project(), &migrations.compared.target);
    let old = base::old_migrations(project, target)?;
    let edits: Vec<Edit> = old.iter().filter_map(|(_, file)| edit_of(migrations, &file.path, &file.text)).collect();
    if edits.is_empty() {
        return Ok(Changed::default());
    }
    if leads_to_the_same(migrations, &old) {
        let lacking = squash::lacking(project, &target.name, &old, &migrations.texts);
        let finding = |diagnostic| Finding::new(diagnostic, true);
        return Ok(Changed { findings: lacking.into_iter().map(finding).collect(), history: None });
    }
    let findings = edits.iter().map(|edit| edit.finding(migrations)).collect();
    let folder = project.shown(&project.migrations(target));
    let paths: Vec<String> = edits.iter().map(|edit| path::join(&folder, &edit.name)).collect();
    let texts: Vec<[String; 3]> =
        edits.into_iter().map(|Edit { name, before, now }| [name, before, now.unwrap_or_default()]).collect();
    let fingerprint = migrations::fingerprint(&texts);
    if target.accepted_history.as_ref() == Some(&fingerprint) {
        return Ok(Changed::default());
    }
    let start = base::branch_point(project, target)?.map(|start| start.commit);
    let commit = start.as_ref().map_or("", Oid::short).to_owned();
    Ok(Changed { findings, history: Some(History { fingerprint, put_back: WayOut::PutBack { commit, paths } }) })
}

/// A migration of the base that is not what it was.
struct Edit {
    name: String,
    before: String,
    /// `None` where it is gone.
    now: Option<String>,
}

impl Edit {
    fn finding(&self, migrations: &Migrations<'_>) -> Finding {
        let target = &migrations.compared.target.name;
        let how = if self.now.is_some() { "edited" } else { "deleted" };
        let message = format!("{target}: {} was {how}, and databases have run it as it was", self.name);
        let help = format!(
            "put it back, and change the database in a new migration; or, if every database has what is there now, \
             refract check --accept-history-change --target {target}"
        );
        let diagnostic = Diagnostic::error(Code::HistoryChanged, message).help(help);
        let Some(migration) = migrations.compared.all.iter().find(|migration| migration.name == self.name) else {
            return Finding::new(diagnostic, false);
        };
        let shown = migrations.project().shown(&migration.path);
        let before = NamedText { name: format!("{shown} as databases have run it"), text: self.before.clone() };
        let after = NamedText { name: shown, text: self.now.clone().unwrap_or_default() };
        Finding { change: Some(FileChange { before, after }), ..migrations.finding(diagnostic, migration) }
    }
}

/// What became of a migration of the base; `None` where it says what it said, or a comment allows that it does not.
fn edit_of(migrations: &Migrations<'_>, name: &str, before: &str) -> Option<Edit> {
    let now = migrations.says(name);
    let is_as_it_was = match now {
        Some(text) => replay::have_same_statements(text, before) || replay::allows(text, Code::HistoryChanged),
        // it may be there under another name
        None => migrations.all().any(|(_, text)| replay::have_same_statements(text, before)),
    };
    let edit = || Edit { name: name.to_owned(), before: before.to_owned(), now: now.map(str::to_owned) };
    (!is_as_it_was).then(edit)
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
    /// What takes it back.
    put_back: WayOut,
}

/// What puts old migrations back.
pub(super) fn put_back(checked: &[Checked]) -> Option<WayOut> {
    let changed = checked.iter().find_map(|one| one.history.as_ref());
    changed.map(|history| history.put_back.clone())
}

fn leads_to_the_same(migrations: &Migrations<'_>, old: &Texts) -> bool {
    if migrations.compared.target.base == BaseKind::Git {
        // what they make of a database that was there before nobody can tell; the same statements make the same
        return replay::contains_statements(&whole(&migrations.texts), &whole(old));
    }
    let before = replay::replay(Database::with_default_schema(&migrations.project().config.default_schema), old);
    !before.diagnostics.has_errors() && before.unread.is_empty() && replay::reaches(&before.database, &migrations.texts)
}

fn whole(texts: &Texts) -> String {
    texts.iter().map(|(_, file)| format!("{}\n", file.text)).collect()
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
    let (path, shown) = (project.place(file)?, project.shown(file));
    let cannot = |what: &str, why: &dyn std::fmt::Display| {
        Diagnostic::error(Code::ConfigUnreadable, format!("cannot {what} {shown}: {why}")).help("nothing was recorded")
    };
    let mut content = project.disk().read_text(file).map_err(|error| cannot("read", &error))?;
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
    let rewritten = vec![NewFile { path, shown, has_own_folder: false, content }];
    Batch { rewritten, ..Batch::default() }.apply().map_err(Failure::from)
}
