//! What a target was compared with, and that there is nothing to do for it.

use crate::commands::compare::Compared;
use crate::sources::Source;

/// What it was compared with.
pub(in crate::cli) fn compared_with(compared: &Compared) -> String {
    let names: Vec<&str> = compared.replayed.iter().map(|migration| migration.name.as_str()).collect();
    let with = if names.is_empty() { String::new() } else { format!(", with {}", names.join(", ")) };
    format!("{}{with}", compared.base.description)
}

/// That there is nothing to do, and since when.
pub(in crate::cli) fn in_sync(compared: &Compared) -> String {
    let description = compared_with(compared);
    if let Some(migration) = &compared.settled {
        return format!("{}: {migration} does all that is new since {description}\n", compared.target.name);
    }
    let how = match &compared.base.source {
        Source::Empty => format!("nothing to migrate ({description})"),
        Source::Git(_) => format!("in sync since {description}"),
        Source::Worktree | Source::Staged | Source::Path(_) | Source::Sql(_) | Source::History => {
            format!("in sync with {description}")
        }
    };
    format!("{}: {how}\n", compared.target.name)
}
