//! `refract repair`, and the files in which a configuration keeps its script.

use super::difference::{Difference, Version};
use super::draft::{care, not_writable, renderer};
use super::scope::chosen_targets;
use super::states::States;
use super::{Context, Outcome, Refusal, json};
use crate::config::Target;
use crate::diagnostic::{Code, Diagnostic, Failure};
use crate::migrations::{self, NewFile, Place, Verdict};
use crate::project::Project;
use crate::repair::{self, Repair};
use crate::sources::Source;
use crate::state::State;

pub(super) fn run(context: &Context) -> Result<Outcome, Refusal> {
    let project = context.project()?;
    let targets = chosen_targets(&project, &context.common.target)?;
    let [target] = targets.as_slice() else {
        let names: Vec<&str> = targets.iter().map(|target| target.name.as_str()).collect();
        let message = format!("a repair is for one database, and there are several targets: {}", names.join(", "));
        return Err(Diagnostic::error(Code::UnknownTarget, message).help("choose one with `--target`").into());
    };
    let states = States::new(&project);
    let state = states.of(&Source::Worktree)?;
    context.remark(&Failure { texts: state.texts.clone(), diagnostics: state.diagnostics.clone() });
    Ok(Outcome::document(script(&project, &state, target)?)
        .and_next("read it, and run it with psql -v ON_ERROR_STOP=1"))
}

/// The script of a target.
fn script(project: &Project, state: &State, target: &Target) -> Result<String, Diagnostic> {
    Sheet::of(project, state, target)?.script(project, target)
}

/// What a script is written from.
struct Sheet {
    repair: Repair,
    /// What tells it from every other: to compare it is much faster than to write the script.
    fingerprint: String,
}

impl Sheet {
    fn of(project: &Project, state: &State, target: &Target) -> Result<Sheet, Diagnostic> {
        let repair = repair::repair(&state.projected_on(&target.name).database, &state.row_sql.backfills);
        let care = format!("{} {:?}", target.name, care(project));
        let fingerprint = migrations::fingerprint(&[[env!("CARGO_PKG_VERSION").to_owned(), care, json(&repair)?]]);
        Ok(Sheet { repair, fingerprint })
    }

    fn script(&self, project: &Project, target: &Target) -> Result<String, Diagnostic> {
        let sql = renderer()?.repair(&self.repair, [&target.name, &self.fingerprint], &care(project));
        Ok(migrations::stamped(&sql.map_err(not_writable)?))
    }

    /// Whether a file was written from it, and nobody has edited it since.
    fn has_become(&self, content: &[u8]) -> bool {
        let line = format!("-- Schema:    {}", self.fingerprint);
        let is_from_it = String::from_utf8_lossy(content).lines().take(20).any(|written| written.trim_end() == line);
        is_from_it && migrations::verdict(content) == Verdict::Untouched
    }
}

/// A file that has to follow the schema.
pub(super) struct Kept {
    /// As it should be.
    pub(super) file: NewFile,
    /// Whether there is any yet.
    pub(super) is_there: bool,
    /// What it says now.
    now: String,
    /// Who wrote what is there.
    verdict: Verdict,
}

/// The file in which a target keeps its script; `None` where it keeps none, or the file says what it should.
pub(super) fn outdated(
    project: &Project,
    state: &State,
    target: &Target,
    place: Place,
) -> Result<Option<Kept>, Failure> {
    let Some(path) = project.repair(target) else { return Ok(None) };
    let sheet = Sheet::of(project, state, target)?;
    let there = migrations::file_in_place(project, &path, place)?;
    if there.as_ref().is_some_and(|there| sheet.has_become(there)) {
        return Ok(None);
    }
    let content = sheet.script(project, target)?;
    let (absolute, shown) = (project.place(&path)?, project.shown(&path));
    let file = NewFile { path: absolute, shown, has_own_folder: false, content };
    let verdict = there.as_ref().map_or(Verdict::Untouched, |there| migrations::verdict(there));
    let is_there = there.is_some();
    let now = String::from_utf8_lossy(&there.unwrap_or_default()).into_owned();
    Ok(Some(Kept { file, is_there, now, verdict }))
}

impl Kept {
    /// What would change in it; nothing where there is none yet.
    pub(super) fn difference(&self) -> Option<Difference> {
        let shown = &self.file.shown;
        let should_be = Version { name: &format!("{shown} as it should be"), text: &self.file.content };
        self.is_there.then(|| Difference::between(Version { name: shown, text: &self.now }, should_be)).flatten()
    }

    /// What a person has written is not written over.
    pub(super) fn refusal(&self) -> Option<Diagnostic> {
        let what = match self.verdict {
            Verdict::Untouched => return None,
            Verdict::Edited => "was edited since refract wrote it",
            Verdict::Foreign => "was not written by refract",
        };
        let message = format!("{} {what}, so it is not replaced", self.file.shown);
        let help =
            "move what is your own in it to another file and remove this one, or take `repair` out of refract.toml";
        Some(Diagnostic::error(Code::EditedMigration, message).help(help))
    }
}
