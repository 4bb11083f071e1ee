//! Whether the migrations of a proposed target tell everything: replayed from nothing, they come to the schema.

use super::compare::Wanted;
use super::states::States;
use crate::config::Target;
use crate::diagnostic::{Code, Diagnostic, Failure};
use crate::migrations;
use crate::project::Project;
use crate::sources::Source;
use crate::state::State;

/// How many of the changes that are missing are listed.
const MOST_LISTED: usize = 3;

/// What the migrations of a target come to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Story {
    /// There are none.
    #[default]
    None,
    /// The schema.
    Whole,
    /// Less or more than that, in words.
    Differs(String),
    /// Nobody knows, because of this.
    Unread(String),
}

/// What the migrations of a target come to.
///
/// # Errors
/// When their folder cannot be read.
pub(super) fn story(project: &Project, states: &States<'_>, target: &Target, after: &State) -> Result<Story, Failure> {
    if migrations::on_disk(project, target)?.is_empty() {
        return Ok(Story::None);
    }
    let wanted = Wanted { base: Some(Source::History), ..Wanted::default() };
    Ok(match states.compare(target, &wanted, after) {
        Ok(compared) if compared.pending.plan.is_empty() => Story::Whole,
        Ok(compared) => {
            let changes: Vec<String> =
                compared.pending.plan.changes().map(|change| change.as_kind().summary()).collect();
            Story::Differs(listed(&changes))
        }
        Err(failure) => Story::Unread(first(&failure)),
    })
}

fn listed(changes: &[String]) -> String {
    let listed = if changes.len() > MOST_LISTED + 1 { MOST_LISTED } else { changes.len() };
    let more = match changes.len() - listed {
        0 => String::new(),
        more => format!("; and {more} more"),
    };
    one_line(&format!("{}{more}", changes[..listed].join("; ")))
}

/// What is wrong first, and where.
fn first(failure: &Failure) -> String {
    let error = failure.diagnostics.clone().sorted().into_iter().next();
    let Some(error) = error else { return String::new() };
    let place = error.primary.as_ref().map_or(String::new(), |label| {
        let (line, _) = failure.texts.line_and_column(label.span);
        format!("{}:{line}: ", failure.texts.file(label.span.file).path)
    });
    one_line(&format!("{place}{}", error.message))
}

/// It will stand in a comment, and a name in the schema can hold anything.
fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

impl Story {
    /// What is said of a target whose base cannot be its history.
    pub(super) fn remark(&self, target: &str) -> Option<Diagnostic> {
        match self {
            Story::Whole => None,
            Story::None => Some(
                Diagnostic::note(
                    Code::HistoryIncomplete,
                    format!("{target} has no migrations yet, so its base is git: what is new since the commit before"),
                )
                .help(format!(
                    "`refract baseline --target {target}` writes the whole schema as the first one, and makes the history its base"
                )),
            ),
            Story::Differs(changes) => Some(
                Diagnostic::warning(
                    Code::HistoryIncomplete,
                    format!(
                        "{target}: its migrations do not lead to this schema, so its base is git; missing: {changes}"
                    ),
                )
                .help(format!(
                    "`refract generate --base history --target {target}` writes that; then write base = \"history\""
                )),
            ),
            Story::Unread(why) => Some(
                Diagnostic::warning(
                    Code::HistoryIncomplete,
                    format!("{target}: its migrations cannot be replayed, so its base is git: {why}"),
                )
                .help("`refract check --base history` shows it all; when it passes, write base = \"history\""),
            ),
        }
    }
}
