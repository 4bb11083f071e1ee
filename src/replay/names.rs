//! The names of models and fields for a replayed database, from an earlier schema of it: migrations have only names of the
//! database.

use crate::physical::{Database, TableOrigin};

/// Takes the schema's names for what has the same name in the database.
pub fn learn_names(replayed: &mut Database, schema: &Database) {
    for table in replayed.tables.values_mut() {
        let Some(known) = schema.tables.get(&table.name) else { continue };
        if table.origin == TableOrigin::Unknown {
            table.origin = known.origin.clone();
        }
        for column in table.columns.iter_mut().filter(|column| column.prisma_name.is_none()) {
            column.prisma_name = known.column(&column.name).and_then(|column| column.prisma_name.clone());
        }
    }
    for declared in replayed.enums.values_mut() {
        let Some(known) = schema.enums.get(&declared.name) else { continue };
        // what the replay calls it is only a guess
        if declared.prisma_name == declared.name.name {
            declared.prisma_name.clone_from(&known.prisma_name);
        }
        for value in declared.labels.iter_mut().filter(|value| value.prisma_name == value.label) {
            if let Some(same) = known.labels.iter().find(|other| other.label == value.label) {
                value.prisma_name.clone_from(&same.prisma_name);
            }
        }
    }
}
