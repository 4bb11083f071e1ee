//! A plan as a series of files, each of them a transaction: what the recipes of `[safety] online` need.
//!
//! In one transaction they are pointless: a lock that was taken is held to its end. So the file that adds something
//! is followed by one that proves it, and what cannot run in a transaction gets a file to itself, between two others.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::order::{Graph, Stage};
use super::{Plan, plan};
use crate::change::{Change, OnlineRecipes, Part};
use crate::physical::ObjectName;
use crate::promise::Thing;

/// What a file without steps does, in words.
pub const LOOKS_AT_BUILT: &str = "check what the files before have built";

impl Plan {
    /// The plan as files that run one after the other; one, if no recipe asks for more. With `verify` what is built by
    /// itself is looked at in the next file.
    #[must_use]
    pub fn series(&self, recipes: OnlineRecipes, verify: bool) -> Vec<Cow<'_, Plan>> {
        let is_waited_for = |change: &Change| change.as_kind().needs_commit();
        let is_one = recipes == OnlineRecipes::default() && self.part(Part::Alone).is_empty();
        if is_one && !self.is_empty() && !self.changes().any(is_waited_for) {
            return vec![Cow::Borrowed(self)];
        }
        self.files(recipes, verify).into_iter().map(Cow::Owned).collect()
    }

    fn files(&self, recipes: OnlineRecipes, verify: bool) -> Vec<Plan> {
        let rebuilt = self.rebuilt_indexes();
        let changes: Vec<Change> =
            self.changes().flat_map(|change| self.online_steps(change, recipes, &rebuilt)).collect();
        let waves = waves(&changes);
        let last = waves.iter().max().copied().unwrap_or_default();
        let mut files: Vec<Plan> = Vec::new();
        for wave in 0..=last + 1 {
            let of_wave = changes.iter().zip(&waves).filter(|(_, of)| **of == wave).map(|(change, _)| change.clone());
            if is_alone(wave) {
                files.extend(of_wave.map(|change| plan(vec![change])));
                continue;
            }
            let mut file = plan(of_wave.collect());
            if verify {
                let built = files.iter().rev().take_while(|file| !file.part(Part::Alone).is_empty());
                file.built = built.flat_map(Plan::promises).collect();
            }
            if !file.is_empty() || !file.built.is_empty() {
                files.push(file);
            }
        }
        leave_to_later(&mut files);
        files
    }

    /// Indexes that another change of the plan drops, and that are created again: there must be no moment
    /// without them, and the table is locked anyway.
    fn rebuilt_indexes(&self) -> BTreeSet<ObjectName> {
        self.changes().flat_map(|change| change.as_kind().drops_indexes()).cloned().collect()
    }

    /// A change as the recipes make it: the steps, in their order.
    fn online_steps(&self, change: &Change, recipes: OnlineRecipes, rebuilt: &BTreeSet<ObjectName>) -> Vec<Change> {
        let kind = change.as_kind();
        let is_rebuilt = kind.subject().index_name().is_some_and(|index| rebuilt.contains(&index));
        let is_partitioned = kind.hazards().locks.iter().any(|lock| self.partitioned.contains(&lock.table));
        let steps = if is_rebuilt || is_partitioned { None } else { kind.online_steps(recipes) };
        steps.unwrap_or_else(|| vec![change.clone()])
    }

    /// What a file of a series is for, to tell its name from those of the others.
    #[must_use]
    pub fn purpose_in_series(&self) -> String {
        let built = self.part(Part::Alone).iter().find_map(|change| change.as_kind().subject().index_name());
        match built {
            Some(index) => format!("build_{}", index.name),
            None if self.is_empty() => "check".to_owned(),
            None => "finish".to_owned(),
        }
    }
}

/// A column that a later file requires is not as promised before.
fn leave_to_later(files: &mut [Plan]) {
    let mut later = BTreeSet::new();
    for file in files.iter_mut().rev() {
        file.left_to_later.clone_from(&later);
        let required = file.changes().filter_map(|change| change.as_kind().requires_column());
        later.extend(required.map(|(table, column)| Thing::column(table, &column.name)));
    }
}

/// Files of changes that stand alone come between files of the others.
fn is_alone(wave: usize) -> bool {
    wave % 2 == 1
}

/// The file that each change goes to, counted from 0: after those of all that it waits for.
fn waves(changes: &[Change]) -> Vec<usize> {
    let Graph { followers, order, stages } = Graph::of(changes);
    let mut waves: Vec<usize> =
        changes.iter().map(|change| usize::from(change.as_kind().part() == Part::Alone)).collect();
    let mut named: Option<usize> = None;
    for at in order {
        match stages[at] {
            Stage::Name => named = named.max(Some(waves[at])),
            Stage::Work => {
                let behind_names = named.map(|named| earliest(&changes[at], named));
                waves[at] = waves[at].max(behind_names.unwrap_or_default());
            }
            Stage::Free => {}
        }
        for &follower in &followers[at] {
            waves[follower] = waves[follower].max(earliest(&changes[follower], waves[at]));
        }
    }
    waves
}

/// The first file in which a change can be made that waits for another, which is made in that one.
fn earliest(change: &Change, wave: usize) -> usize {
    let stands_alone = change.as_kind().part() == Part::Alone;
    match (is_alone(wave), stands_alone) {
        (true, true) => wave,
        (true, false) | (false, true) => wave + 1,
        (false, false) => wave + if change.as_kind().needs_commit() { 2 } else { 0 },
    }
}
