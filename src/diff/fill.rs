//! Columns whose rows get a value that the user has given: new ones, and those that become required.

use crate::change::{AddColumns, Change, FillColumn};
use crate::physical::SqlByColumn;

/// The changes, with columns filled where that is said, by table and column.
#[must_use]
pub fn fill(changes: Vec<Change>, backfills: &SqlByColumn) -> Vec<Change> {
    if backfills.is_empty() {
        return changes;
    }
    let mut filled = Vec::new();
    for mut change in changes {
        if let Change::SetNotNull(set) = &mut change {
            set.fill = backfills.get(&(set.table.clone(), set.column.name.clone())).cloned();
        }
        let Change::AddColumns(add) = change else {
            filled.push(change);
            continue;
        };
        let AddColumns { table, columns } = *add;
        let mut plain = Vec::new();
        for column in columns {
            match backfills.get(&(table.clone(), column.name.clone())) {
                Some(value) if !column.is_autoincrement() => {
                    filled.push(FillColumn { table: table.clone(), column, value: value.clone() }.into())
                }
                // a sequence fills its column by itself
                Some(_) | None => plain.push(column),
            }
        }
        if !plain.is_empty() {
            filled.push(AddColumns { table, columns: plain }.into());
        }
    }
    filled
}
