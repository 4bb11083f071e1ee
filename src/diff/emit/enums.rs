//! Enum types.

use super::owned;
use crate::change::{AddEnumValue, Change, CreateEnum, DropEnum, RebuildEnum, RebuiltColumn};
use crate::diff::decide::{EnumDecision, Objects, RebuiltEnum};
use crate::diff::pair::Pair;
use crate::physical::{Column, ColumnDefault, Enum, ObjectName};

/// The changes of an enum type.
pub(super) fn emit<'a>(decision: &EnumDecision<'a>, objects: &Objects<'a>, changes: &mut Vec<Change>) {
    match decision {
        EnumDecision::Created(added) => changes.push(CreateEnum { enumeration: (*added).clone() }.into()),
        EnumDecision::Dropped(dropped) => {
            let dependents = objects.of_type(&dropped.name);
            changes.push(DropEnum { enumeration: (*dropped).clone(), dependents }.into());
        }
        EnumDecision::Stays(kept) => changes.extend(added_values(*kept).map(Change::from)),
        EnumDecision::Rebuilt(rebuilt) => changes.push(rebuild(rebuilt, objects).into()),
    }
}

/// The order of labels that are there is not compared; a new one goes to its place.
fn added_values(kept: Pair<'_, Enum>) -> impl Iterator<Item = AddEnumValue> {
    let (labels, known) = (&kept.after.labels, kept.before.label_set());
    let is_new: Vec<bool> = labels.iter().map(|value| !known.contains(value.label.as_str())).collect();
    let (first_known, last_known) = (is_new.iter().position(|new| !new), is_new.iter().rposition(|new| !new));
    (0..labels.len()).filter(|&at| is_new[at]).collect::<Vec<_>>().into_iter().map(move |at| {
        let is_at_end = last_known.is_none_or(|last| last < at);
        let after = (!is_at_end && at > 0).then(|| labels[at - 1].label.clone());
        // in front of the first one that was there: new ones are added from the left
        let before = first_known.filter(|_| at == 0).map(|next| labels[next].label.clone());
        let previous = at.checked_sub(1).filter(|&previous| is_new[previous]);
        let previous = previous.map(|previous| labels[previous].label.clone());
        AddEnumValue { enumeration: kept.after.name.clone(), label: labels[at].label.clone(), previous, after, before }
    })
}

fn rebuild<'a>(rebuilt: &RebuiltEnum<'a>, objects: &Objects<'a>) -> RebuildEnum {
    let RebuiltEnum { enumeration, removed, columns, indexes, changed_indexes, foreign_keys } = rebuilt;
    let removed = removed.iter().map(|&label| label.to_owned()).collect();
    let mut rebuild = RebuildEnum::new((*enumeration).clone(), removed);
    rebuild.columns = columns.iter().map(|(table, column)| rebuilt_column(table, *column)).collect();
    indexes.iter().for_each(|(table, index)| rebuild.add_index(table, index));
    rebuild.changed_indexes = changed_indexes.iter().map(|(table, index)| table.sibling(index.name.clone())).collect();
    rebuild.foreign_keys = owned(foreign_keys);
    rebuild.dependents = objects.of_type(&enumeration.name);
    rebuild
}

fn rebuilt_column(table: &ObjectName, Pair { before, after }: Pair<'_, Column>) -> RebuiltColumn {
    RebuiltColumn {
        table: table.clone(),
        name: before.name.clone(),
        column_type: before.column_type.clone(),
        has_default: before.default.is_some(),
        default: after.default.clone().filter(|default| *default != ColumnDefault::Unknown),
    }
}
