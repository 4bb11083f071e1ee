//! `refract repair`, and the files in which a configuration keeps its script.

use super::Answer;
use super::draft::{care, not_writable, renderer};
use super::file_change::{FileChange, NamedText};
use super::scope::chosen_targets;
use super::states::States;
use crate::config::Target;
use crate::diagnostic::{Code, Diagnostic, Failure};
use crate::json;
use crate::migrations::{self, NewFile, Place, Verdict};
use crate::project::Project;
use crate::repair::Repair;
use crate::sources::Source;
use crate::state::State;

/// For which database a script is wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Request {
    /// The names of the targets; one has to be left of them, or of all where this is empty.
    pub targets: Vec<String>,
}

/// The script that takes a database of the target in any partial state to the schema.
///
/// Refused where the schema cannot be read, or it is not clear which target is meant.
#[must_use]
pub fn repair(project: &Project, request: &Request) -> Answer<String> {
    Answer::of(|remarks| {
        let targets = chosen_targets(project, &request.targets)?;
        let [target] = targets.as_slice() else {
            let names: Vec<&str> = targets.iter().map(|target| target.name.as_str()).collect();
            let message = format!("a repair is for one database, and there are several targets: {}", names.join(", "));
            return Err(Diagnostic::error(Code::UnknownTarget, message).help("choose one with `--target`").into());
        };
        let state = States::new(project).of(&Source::Worktree)?;
        remarks.push_of_state(&state);
        Ok(RepairScript::of(project, &state, target)?.sql(project, target)?)
    })
}

/// What a script is written from.
struct RepairScript {
    repair: Repair,
    /// What tells it from every other: to compare it is much faster than to write the script.
    fingerprint: String,
}

impl RepairScript {
    fn of(project: &Project, state: &State, target: &Target) -> Result<RepairScript, Diagnostic> {
        let repair = crate::repair::repair(&state.projected_on(&target.name).database, &state.row_sql.backfills);
        let care = format!("{} {:?}", target.name, care(project));
        let fingerprint =
            migrations::fingerprint(&[[env!("CARGO_PKG_VERSION").to_owned(), care, json::document(&repair)?]]);
        Ok(RepairScript { repair, fingerprint })
    }

    fn sql(&self, project: &Project, target: &Target) -> Result<String, Diagnostic> {
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
pub(crate) struct KeptScript {
    /// As it should be.
    pub(crate) file: NewFile,
    /// Whether there is any yet.
    pub(crate) is_there: bool,
    /// What it says now.
    now: String,
    /// Who wrote what is there.
    verdict: Verdict,
}

/// The file in which a target keeps its script; `None` where it keeps none, or the file says what it should.
pub(crate) fn outdated(
    project: &Project,
    state: &State,
    target: &Target,
    place: Place,
) -> Result<Option<KeptScript>, Failure> {
    let Some(path) = project.repair(target) else { return Ok(None) };
    let script = RepairScript::of(project, state, target)?;
    let there = migrations::file_in_place(project, &path, place)?;
    if there.as_ref().is_some_and(|there| script.has_become(there)) {
        return Ok(None);
    }
    let content = script.sql(project, target)?;
    let (absolute, shown) = (project.place(&path)?, project.shown(&path));
    let file = NewFile { path: absolute, shown, has_own_folder: false, content };
    let verdict = there.as_ref().map_or(Verdict::Untouched, |there| migrations::verdict(there));
    let is_there = there.is_some();
    let now = String::from_utf8_lossy(&there.unwrap_or_default()).into_owned();
    Ok(Some(KeptScript { file, is_there, now, verdict }))
}

impl KeptScript {
    /// What would change in it; nothing where there is none yet.
    pub(crate) fn change(&self) -> Option<FileChange> {
        let shown = &self.file.shown;
        let before = NamedText { name: shown.clone(), text: self.now.clone() };
        let after = NamedText { name: format!("{shown} as it should be"), text: self.file.content.clone() };
        self.is_there.then_some(FileChange { before, after })
    }

    /// What a person has written is not written over.
    pub(crate) fn refusal(&self) -> Option<Diagnostic> {
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
