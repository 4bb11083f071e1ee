//! The changes that make what was decided: [`Decisions`] in, `Vec<Change>` out. Of what stays, the two versions are compared
//! here: what it has for a default, say. No decision reaches from one thing to another any more, and what is
//! written is not looked at again.

mod column;
mod enums;
mod foreign_key;
mod index;
mod primary_key;
mod table;

use super::decide::{Decisions, ForeignKeyName};
use crate::change::{AlterExtension, Change, CreateExtension, CreateObject, CreateSchema};
use crate::physical::ObjectName;

/// The changes, in no particular order.
pub(super) fn changes(decisions: &Decisions<'_>) -> Vec<Change> {
    let Decisions {
        created_schemas,
        created_extensions,
        kept_extensions,
        enums,
        created_tables,
        dropped_tables,
        kept_tables,
        objects,
    } = decisions;
    let mut changes: Vec<Change> = Vec::new();
    changes.extend(created_schemas.iter().map(|&name| CreateSchema { name: name.to_owned() }.into()));
    let extensions = created_extensions.iter().map(|&extension| CreateExtension { extension: extension.clone() });
    changes.extend(extensions.map(Change::from));
    let altered = kept_extensions.iter().filter_map(|kept| AlterExtension::between(kept.before, kept.after));
    changes.extend(altered.map(Change::from));
    enums.iter().for_each(|decision| enums::emit(decision, objects, &mut changes));
    created_tables.iter().for_each(|table| table::create(table, &mut changes));
    dropped_tables.iter().for_each(|table| table::drop(table, objects, &mut changes));
    kept_tables.iter().for_each(|table| table::alter(table, objects, &mut changes));
    let recreated = objects.recreated.iter().map(|&object| CreateObject { object: object.clone() });
    changes.extend(recreated.map(Change::from));
    changes
}

/// Tables and names of foreign keys, as changes hold them.
fn owned(names: &[ForeignKeyName<'_>]) -> Vec<(ObjectName, String)> {
    names.iter().map(|key| (key.table.clone(), key.name.to_owned())).collect()
}
