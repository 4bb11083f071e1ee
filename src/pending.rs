//! What a target still needs: the difference between two states, projected on it and put in order.

use crate::config::Config;
use crate::diff;
use crate::physical::ObjectName;
use crate::plan::{self, Plan};
use crate::state::State;
use crate::target::{self, LostForeignKey, Projection};

/// What a target still needs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pending {
    /// The steps.
    pub plan: Plan,
    /// Relations that are new here, and that this database cannot enforce.
    pub lost: Vec<LostForeignKey>,
    /// Tables that stay in the database although their models have left the target.
    pub left_behind: Vec<ObjectName>,
}

/// What leads a target of today's configuration from one state to another.
#[must_use]
pub fn pending(today: &Config, target: &str, before: &State, after: &State) -> Pending {
    pending_since(before.projected_on_the_same(today, target), today, target, after)
}

/// What leads a target from what it holds to a state.
#[must_use]
pub fn pending_since(mut old: Projection, today: &Config, target: &str, after: &State) -> Pending {
    let new = after.projected_on_the_same(today, target);
    let left_behind = target::keep_what_left(&mut old.database, &new.database, &after.database);
    let lost = new.lost.into_iter().filter(|lost| !old.lost.contains(lost)).collect();
    Pending {
        plan: plan::plan(diff::fill(diff::diff(&old.database, &new.database), &after.backfills)),
        lost,
        left_behind,
    }
}
