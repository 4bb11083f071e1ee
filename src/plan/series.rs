//! A plan as a series of files, each of them a transaction: what the gentle recipes need.
//!
//! In one transaction they are pointless: a lock that was taken is held to its end. So the file that adds something
//! is followed by one that proves it, and what cannot run in a transaction gets a file to itself, between two others.

use std::collections::BTreeSet;

use super::order::Graph;
use super::{Plan, plan};
use crate::change::{
    AddForeignKey, AddNotNullCheck, Change, CountDuplicates, CreateIndex, Part, ReplaceForeignKey, ReplaceIndex,
    SetNotNull, SwapIndex, ValidateConstraint,
};
use crate::naming;
use crate::physical::{ForeignKey, ObjectName};
use crate::promise::Thing;

/// Which recipes that need more than one transaction are taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Recipes {
    /// Indexes on existing tables are built CONCURRENTLY.
    pub indexes: bool,
    /// Foreign keys and NOT NULL are proven after they came to hold for new rows.
    pub constraints: bool,
}

/// What a file without steps does, in words.
pub const LOOKS_AT_BUILT: &str = "check what the files before have built";

impl Plan {
    /// The plan as files that run one after the other; one, if no recipe asks for more. With `verify` what is built by
    /// itself is looked at in the file behind it.
    #[must_use]
    pub fn series(&self, recipes: Recipes, verify: bool) -> Vec<Plan> {
        let rebuilt = self.rebuilt_indexes();
        let changes: Vec<Change> =
            self.changes().flat_map(|change| gently(change.clone(), recipes, &rebuilt)).collect();
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

    /// Indexes that another change of the plan takes out of its way, and that come back: there must be no moment
    /// without them, and the table is locked anyway.
    fn rebuilt_indexes(&self) -> BTreeSet<ObjectName> {
        let in_the_way = self.changes().flat_map(|change| match change {
            Change::AlterColumnType(alter) => alter.indexes.clone(),
            Change::RebuildEnum(rebuild) => rebuild.changed_indexes.clone(),
            Change::DropIndex(drop) => vec![drop.name.clone()],
            _ => Vec::new(),
        });
        in_the_way.collect()
    }

    /// What a file of a series is for, to tell its name from those of the others.
    #[must_use]
    pub fn purpose_in_series(&self) -> String {
        match self.part(Part::Alone) {
            [Change::CreateIndex(create)] => format!("build_{}", create.name.name),
            _ if self.is_empty() => "check".to_owned(),
            _ => "finish".to_owned(),
        }
    }
}

/// A column that a later file requires is not as promised before.
fn leave_to_later(files: &mut [Plan]) {
    let mut later = BTreeSet::new();
    for file in files.iter_mut().rev() {
        file.left_to_later.clone_from(&later);
        later.extend(file.changes().filter_map(|change| match change {
            Change::SetNotNull(set) => Some(Thing::column(&set.table, &set.column.name)),
            _ => None,
        }));
    }
}

/// Files of changes that stand alone come between files of the others.
fn is_alone(wave: usize) -> bool {
    wave % 2 == 1
}

/// A change as the recipes make it: the steps, in their order.
fn gently(change: Change, recipes: Recipes, rebuilt: &BTreeSet<ObjectName>) -> Vec<Change> {
    match change {
        Change::CreateIndex(create)
            if recipes.indexes && !create.is_on_new_table && !rebuilt.contains(&create.name) =>
        {
            build(create, true)
        }
        Change::ReplaceIndex(replace) if recipes.indexes && replace.foreign_keys.is_empty() => swap(replace),
        Change::AddForeignKey(add) if recipes.constraints && !add.is_on_new_table => {
            let validate = validate(&add.table, &add.foreign_key);
            vec![AddForeignKey { is_validated_later: true, ..add }.into(), validate]
        }
        Change::ReplaceForeignKey(replace) if recipes.constraints => {
            let validate = validate(&replace.table, &replace.after);
            vec![ReplaceForeignKey { is_validated_later: true, ..replace }.into(), validate]
        }
        Change::SetNotNull(set) if recipes.constraints => prove(set),
        other => vec![other],
    }
}

fn build(create: CreateIndex, becomes_unique: bool) -> Vec<Change> {
    let CreateIndex { table, name, index, .. } = create.clone();
    let count: Option<Change> =
        (index.is_unique && becomes_unique).then(|| CountDuplicates { table, name, index }.into());
    count.into_iter().chain([CreateIndex { is_concurrent: true, ..create }.into()]).collect()
}

fn swap(replace: ReplaceIndex) -> Vec<Change> {
    let ReplaceIndex { table, name, new_name, before, after, foreign_keys: _ } = replace;
    let mut index = after.clone();
    index.name.clone_from(&new_name.name);
    let create = CreateIndex {
        table: table.clone(),
        name: new_name.clone(),
        index,
        is_on_new_table: false,
        is_concurrent: true,
    };
    let mut changes = build(create, !before.is_unique);
    changes.push(SwapIndex { table, name, new_name, before, after }.into());
    changes
}

fn validate(table: &ObjectName, key: &ForeignKey) -> Change {
    ValidateConstraint { table: table.clone(), name: key.name.clone(), foreign_key: Some(key.clone()) }.into()
}

/// All scans come before the locks that only last an instant, and to the end of the file.
fn prove(set: SetNotNull) -> Vec<Change> {
    let SetNotNull { table, column, proof: _ } = set.clone();
    let check = format!("{}_{}_required", table.name, column.name);
    // a name that is cut may be that of another column's check
    if check.len() > naming::MAX_NAME_BYTES {
        return vec![set.into()];
    }
    vec![
        AddNotNullCheck { table: table.clone(), column, check: check.clone() }.into(),
        ValidateConstraint { table, name: check.clone(), foreign_key: None }.into(),
        SetNotNull { proof: Some(check), ..set }.into(),
    ]
}

/// The file that each change goes to, counted from 0: behind those of all that it waits for.
fn waves(changes: &[Change]) -> Vec<usize> {
    let Graph { followers, order } = Graph::of(changes);
    let mut waves: Vec<usize> =
        changes.iter().map(|change| usize::from(change.as_kind().part() == Part::Alone)).collect();
    for at in order {
        for &follower in &followers[at] {
            waves[follower] = waves[follower].max(earliest(&changes[follower], &changes[at], waves[at]));
        }
    }
    waves
}

/// The first file in which a change can be made that waits for another, which is made in that one.
fn earliest(change: &Change, first: &Change, wave: usize) -> usize {
    let stands_alone = change.as_kind().part() == Part::Alone;
    let is_proof = matches!(
        (first, change),
        (
            Change::AddForeignKey(_) | Change::ReplaceForeignKey(_) | Change::AddNotNullCheck(_),
            Change::ValidateConstraint(_)
        )
    );
    match (is_alone(wave), stands_alone) {
        (true, true) => wave,
        (true, false) | (false, true) => wave + 1,
        (false, false) => wave + if is_proof { 2 } else { 0 },
    }
}
