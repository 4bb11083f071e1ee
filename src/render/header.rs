//! The header of a migration file: what it is for, and what a reviewer must see.

use std::collections::BTreeSet;

use minijinja::{Value, context};

use crate::change::Change;
use crate::physical::ObjectName;
use crate::plan::{LOOKS_AT_BUILT, Plan};

/// What the head says beside what the plan itself tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// The migration's name.
    pub name: String,
    /// The target's.
    pub target: String,
    /// The date, as `2026-01-28`.
    pub date: String,
    /// The file's own name, for the line that runs it.
    pub file: String,
    /// Whether it lies where Prisma Migrate looks for its own.
    pub is_prismas: bool,
    /// Which file of how many, where there are several.
    pub part: Option<(usize, usize)>,
    /// More to know, such as relations that no database can enforce.
    pub notes: Vec<String>,
}

/// Longest line of the purpose, in characters.
const WIDTH: usize = 110;

impl Header {
    pub(super) fn context(&self, plan: &Plan, body: &str) -> Value {
        let Header { name, target, date, file, is_prismas, part, notes } = self;
        context! {
            name, target, date, file, is_prismas, part, notes,
            purpose => purpose(plan),
            loses => plan.losses().iter().map(ToString::to_string).collect::<Vec<_>>(),
            body => Value::from_safe_string(body.to_owned()),
        }
    }
}

/// What the plan does, in lines. Indexes and keys of new tables go without saying, and so do default names that follow.
fn purpose(plan: &Plan) -> Vec<String> {
    let renamed: BTreeSet<&ObjectName> =
        plan.changes().filter_map(|change| change.as_kind().gives_new_name_to()).collect();
    let follows = |change: &&Change| change.as_kind().follows_name_of().is_some_and(|table| renamed.contains(table));
    let (implied, told): (Vec<&Change>, Vec<&Change>) =
        plan.changes().filter(|change| !follows(change)).partition(|change| change.as_kind().is_implied());
    let told = if told.is_empty() { implied } else { told };
    let mut all: Vec<String> = told.into_iter().map(|change| change.as_kind().summary()).collect();
    if all.is_empty() {
        all.push(LOOKS_AT_BUILT.to_owned());
    }
    if let Some(first) = all.first_mut().filter(|first| first.starts_with(|c: char| c.is_ascii_lowercase())) {
        first[..1].make_ascii_uppercase();
    }
    let mut lines = vec![String::new()];
    for (position, summary) in all.iter().enumerate() {
        let last = lines.len() - 1;
        let end = if position + 1 < all.len() { ";" } else { "" };
        if !lines[last].is_empty() && lines[last].chars().count() + summary.chars().count() + 2 > WIDTH {
            lines.push(format!("{summary}{end}"));
        } else {
            let space = if lines[last].is_empty() { "" } else { " " };
            lines[last] = format!("{}{space}{summary}{end}", lines[last]);
        }
    }
    lines
}
