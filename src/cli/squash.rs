//! Histories that are written anew: what the old one made and the new one does not.

use crate::diagnostic::{Code, Diagnostic};
use crate::managed::left_out;
use crate::physical::Database;
use crate::project::Project;
use crate::replay;
use crate::text::Texts;

/// A warning that names what only the old migrations of a target make, if they make more: a new database will lack it.
pub(super) fn lacking(project: &Project, target: &str, old: &Texts, new: &Texts) -> Option<Diagnostic> {
    let held = |texts: &Texts| {
        let nothing = Database::with_default_schema(&project.config.default_schema);
        replay::replay(nothing, texts).database
    };
    let titles = left_out(&held(old), &held(new));
    if titles.is_empty() {
        return None;
    }
    let message =
        format!("{target}: a new database will lack what only the old migrations make: {}", titles.join(", "));
    Some(
        Diagnostic::warning(Code::SquashedAway, message)
            .help("copy the statements that are still needed into a migration of their own, behind the new one"),
    )
}
