//! PostgreSQL schemas: what is in one that neither the datasource nor refract.toml names is not managed, and what of it may refer to what is.

use crate::physical::{Database, ForeignKey, IndexColumn, ObjectName, Table};

/// Takes what is not managed out of a replayed database: types are forgotten, tables are kept apart, because they may refer to
/// what is managed.
pub fn leave_out_unmanaged(database: &mut Database, is_managed: impl Fn(&str) -> bool) {
    // a field that is added to Database must be thought of here
    let Database { default_schema: _, schemas: _, extensions: _, enums, tables, unmanaged: _, unmanaged_tables } =
        database;
    enums.retain(|name, _| is_managed(&name.schema));
    unmanaged_tables.extend(tables.extract_if(.., |name, _| !is_managed(&name.schema)));
}

/// The schemas in which a database has tables or types.
pub fn used(database: &Database) -> impl Iterator<Item = &str> {
    database.tables.keys().chain(database.enums.keys()).map(|name| name.schema.as_str())
}

/// What refers to something that will not be there any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UnmanagedReference {
    /// A foreign key of a table that is not managed, and what it refers to.
    ForeignKey {
        /// The table.
        table: ObjectName,
        /// The key.
        key: String,
        /// The table that it refers to.
        referenced: ObjectName,
    },
    /// A column of such a table, and its enum type.
    Column {
        /// The table.
        table: ObjectName,
        /// The column.
        column: String,
        /// The type.
        enumeration: ObjectName,
    },
}

/// What of tables that are not managed refers to something that only the first of two databases has: PostgreSQL would
/// refuse the change.
#[must_use]
pub fn references_to_dropped(before: &Database, after: &Database) -> Vec<UnmanagedReference> {
    let mut references = Vec::new();
    for Table { name, columns, foreign_keys, .. } in before.unmanaged_tables.values() {
        let of_dropped =
            |key: &&ForeignKey| before.tables.contains_key(&key.referenced_table) && !is_unique_in(after, key);
        references.extend(foreign_keys.values().filter(of_dropped).map(|key| UnmanagedReference::ForeignKey {
            table: name.clone(),
            key: key.name.clone(),
            referenced: key.referenced_table.clone(),
        }));
        for column in columns {
            let Some(of) = column.enum_type() else { continue };
            if before.enums.contains_key(of) && !after.enums.contains_key(of) {
                let (table, column, enumeration) = (name.clone(), column.name.clone(), of.clone());
                references.push(UnmanagedReference::Column { table, column, enumeration });
            }
        }
    }
    references
}

/// Whether a foreign key has something to refer to.
fn is_unique_in(database: &Database, key: &ForeignKey) -> bool {
    let Some(table) = database.tables.get(&key.referenced_table) else { return false };
    let is_same = |columns: Vec<&String>| {
        columns.len() == key.referenced_columns.len()
            && columns.iter().all(|name| key.referenced_columns.contains(name))
    };
    let is_key = table.primary_key.as_ref().is_some_and(|primary| is_same(primary.columns.iter().collect()));
    let of_index = |columns: &[IndexColumn]| is_same(columns.iter().map(|column| &column.name).collect());
    is_key
        || table.indexes.values().any(|index| index.is_unique && index.predicate.is_none() && of_index(&index.columns))
}
