//! The script that repairs a database, where a file keeps it.

use super::Finding;
use crate::commands::repair;
use crate::commands::states::States;
use crate::commands::way_out::WayOut;
use crate::config::Target;
use crate::diagnostic::{Code, Diagnostic, Failure};
use crate::migrations::Place;
use crate::state::State;

/// A script that does not lead to the schema any more.
pub(super) struct Outdated {
    pub(super) finding: Finding,
    /// What fixes it.
    pub(super) way_out: WayOut,
}

/// The script of a target, if it keeps one that leads elsewhere.
pub(super) fn outdated(
    states: &States<'_>,
    target: &Target,
    after: &State,
    place: Place,
) -> Result<Option<Outdated>, Failure> {
    let project = states.project();
    let Some(kept) = repair::outdated(project, after, target, place)? else { return Ok(None) };
    let what = if kept.is_there { "does not repair a database to this schema" } else { "is missing" };
    let message = format!("{}: {} {what}", target.name, kept.file.shown);
    let is_right_on_disk = place == Place::Index && repair::outdated(project, after, target, Place::Disk)?.is_none();
    let (help, way_out) = if is_right_on_disk {
        ("it is right on disk, and not staged", WayOut::Stage { paths: vec![kept.file.shown.clone()] })
    } else {
        ("refract generate writes it again, from the schema", WayOut::generate())
    };
    let diagnostic = Diagnostic::error(Code::RepairOutdated, message).help(help);
    let file = project.repair(target).map(|path| project.in_git(&path));
    Ok(Some(Outdated { finding: Finding { file, change: kept.change(), ..Finding::new(diagnostic, false) }, way_out }))
}
