//! Histories that are written anew: what the old one made and the new one does not.

use crate::diagnostic::{Code, Diagnostic};
use crate::managed::{LeftOut, left_out};
use crate::physical::Database;
use crate::project::Project;
use crate::replay;
use crate::text::Texts;

/// Warnings that name what the old migrations of a target make and the new ones do not, or make in other words: a new database
/// will lack it.
pub(crate) fn lacking(project: &Project, target: &str, old: &Texts, new: &Texts) -> Vec<Diagnostic> {
    let held = |texts: &Texts| {
        let nothing = Database::with_default_schema(&project.config.default_schema);
        replay::replay(nothing, texts).database
    };
    let LeftOut { missing, different } = left_out(&held(old), &held(new));
    let warnings = [
        (
            missing,
            "a new database will lack what only the old migrations make",
            "copy the statements that are still needed into a migration of their own, after the new one",
        ),
        (
            different,
            "the new migrations say other things than the old ones about",
            "where a new database needs what the old ones say, copy their statements over those of the new ones",
        ),
    ];
    let warnings = warnings.into_iter().filter(|(titles, ..)| !titles.is_empty());
    let warning = |(titles, what, help): (Vec<String>, &str, &str)| {
        Diagnostic::warning(Code::SquashedAway, format!("{target}: {what}: {}", titles.join(", "))).help(help)
    };
    warnings.map(warning).collect()
}
