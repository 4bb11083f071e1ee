//! Columns of a table that stays.

use std::collections::BTreeSet;

use super::conversion::{self, Way};
use super::pair::Pair;
use super::table::Tables;
use crate::change::{
    AddColumns, AlterColumnType, AttachSequence, Change, Conversion, CreateSequence, DetachSequence, DropColumn,
    DropDefault, DropNotNull, RenameSequence, SetDefault, SetNotNull,
};
use crate::physical::{Column, ColumnDefault, ElementType, Index, IndexMethod, ObjectName, Predicate, Table};

/// Finds the changes of columns; says which columns stay as they are or keep their data.
pub fn changes(tables: &Tables<'_>, table: Pair<'_, Table>, changes: &mut Vec<Change>) -> Vec<String> {
    let name = &table.after.name;
    let mut stays = Vec::new();
    let mut added: Vec<Column> = Vec::new();
    for after in &table.after.columns {
        match table.before.column(&after.name) {
            None => added.push(after.clone()),
            Some(before) if is_replaced(tables, name, Pair { before, after }) => {
                replace(tables, name, before, changes);
                added.push(after.clone());
            }
            Some(before) => {
                stays.push(after.name.clone());
                alter(tables, name, Pair { before, after }, changes);
            }
        }
    }
    for before in table.before.columns.iter().filter(|before| table.after.column(&before.name).is_none()) {
        let (table, column) = (name.clone(), before.clone());
        changes.push(DropColumn { table, column, is_replaced: false, foreign_keys: Vec::new() }.into());
    }
    if !added.is_empty() {
        changes.push(AddColumns { table: name.clone(), columns: added }.into());
    }
    stays
}

/// Drops a column that comes back as another one. What refers to it would hold it.
fn replace(tables: &Tables<'_>, table: &ObjectName, column: &Column, changes: &mut Vec<Change>) {
    let foreign_keys = tables.keys_that_refer_to(table, |columns| columns.contains(&column.name));
    let (table, column) = (table.clone(), column.clone());
    changes.push(DropColumn { table, column, is_replaced: true, foreign_keys: foreign_keys.clone() }.into());
    tables.add_again(&foreign_keys, changes);
}

/// Whether nothing of what the column holds can be kept.
fn is_replaced(tables: &Tables<'_>, table: &ObjectName, column: Pair<'_, Column>) -> bool {
    way(tables, table, column) == Way::Impossible
}

/// How the values of a column get from its old type to the new one: as the user says, where the type changes.
fn way(tables: &Tables<'_>, table: &ObjectName, Pair { before, after }: Pair<'_, Column>) -> Way {
    let way = conversion::way(&before.column_type, &after.column_type);
    let given = || tables.conversions.get(&(table.clone(), after.name.clone())).cloned().map(Conversion::Given);
    match way {
        Way::Same => Way::Same,
        Way::Convert { conversion, loss } => Way::Convert { conversion: given().unwrap_or(conversion), loss },
        Way::Impossible => given().map_or(Way::Impossible, |conversion| Way::Convert { conversion, loss: None }),
    }
}

fn alter(tables: &Tables<'_>, table: &ObjectName, column: Pair<'_, Column>, changes: &mut Vec<Change>) {
    // a field that is added to Column must be thought of here
    let Column { name: _, prisma_name: _, column_type: _, not_null: _, default: _ } = column.after;
    let after = column.after;
    let is_rebuilt = after.enum_type().is_some_and(|name| tables.rebuilt.contains(name));
    if let Way::Convert { conversion, loss } = way(tables, table, column) {
        alter_type(tables, table, column, (conversion, loss), changes);
    } else if !is_rebuilt {
        default(table, column, changes);
    }
    if let Some(not_null) = nullability(column) {
        let (table, column) = (table.clone(), after.clone());
        changes.push(if not_null {
            SetNotNull { table, column, proof: None }.into()
        } else {
            DropNotNull { table, column }.into()
        });
    }
}

/// Whether NULL is to be forbidden or allowed, where that is a change. A list in the database may be either, and
/// must not stay forbidden to be NULL: Prisma leaves out the lists that nobody gives.
fn nullability(column: Pair<'_, Column>) -> Option<bool> {
    let Pair { before, after } = column;
    match (before.column_type.is_list, after.column_type.is_list) {
        (true, true) => None,
        (true, false) => Some(after.not_null),
        (false, true) => (before.not_null && !after.not_null).then_some(false),
        (false, false) => column.differs(|column| &column.not_null).then_some(after.not_null),
    }
}

fn alter_type(
    tables: &Tables<'_>,
    table: &ObjectName,
    column: Pair<'_, Column>,
    (conversion, loss): (Conversion, Option<&'static str>),
    changes: &mut Vec<Change>,
) {
    let counts = |column: &Column| matches!(column.default, Some(ColumnDefault::Autoincrement { .. }));
    let Pair { before, after } = column;
    let is_in_other_words = [before, after].iter().any(|it| matches!(it.column_type.element, ElementType::Other(_)));
    // a sequence is a change of its own; and where only the words for the type differ, nothing is converted
    let is_counted_otherwise = counts(before) && before.default != after.default;
    if counts(before) != counts(after) || is_counted_otherwise || is_in_other_words {
        default(table, column, changes);
    }
    // a key stays as long as both its sides are numbers, or both are text
    let foreign_keys = if conversion::is_of_one_family(&before.column_type, &after.column_type) {
        Vec::new()
    } else {
        keys_over(tables, table, &after.name)
    };
    let sequence = match (&before.default, &after.default) {
        (Some(ColumnDefault::Autoincrement { .. }), Some(ColumnDefault::Autoincrement { sequence })) => {
            Some(sequence.clone())
        }
        _ => None,
    };
    let is_plain =
        |default: &&ColumnDefault| !matches!(default, ColumnDefault::Autoincrement { .. } | ColumnDefault::Unknown);
    changes.push(
        AlterColumnType {
            table: table.clone(),
            before: before.clone(),
            after: after.clone(),
            conversion,
            loss: loss.map(str::to_owned),
            foreign_keys: foreign_keys.clone(),
            tied: tied(tables, table, &after.name),
            indexes: indexes_in_the_way(tables, table, column),
            drops_default: before.default.as_ref().is_some_and(|default| is_plain(&default)),
            default: after.default.as_ref().filter(is_plain).cloned(),
            sequence,
        }
        .into(),
    );
    tables.add_again(&foreign_keys, changes);
}

/// Partial indexes whose predicate compares the column: PostgreSQL would read it again with the values as they were
/// written for the old type. A predicate of the user's own may compare anything. And indexes whose operator class, or
/// expression, is for the old type and not for the new one.
fn indexes_in_the_way(tables: &Tables<'_>, table: &ObjectName, column: Pair<'_, Column>) -> Vec<ObjectName> {
    let Pair { before, after } = column;
    if conversion::is_of_one_family(&before.column_type, &after.column_type) {
        return Vec::new();
    }
    let compares = |index: &Index| match &index.predicate {
        None => false,
        Some(Predicate::Raw(_)) => true,
        Some(Predicate::All(conditions)) => {
            conditions.iter().any(|condition| condition.column == before.name && condition.value.is_some())
        }
    };
    let is_in_the_way = |index: &&Index| compares(index) || is_for_old_vectors(index, column);
    let old = tables.databases.before.tables.get(table);
    let indexes = old.into_iter().flat_map(|table| table.indexes.values()).filter(is_in_the_way);
    indexes.map(|index| table.sibling(index.name.clone())).collect()
}

/// Tables on the other side of the foreign keys over a column. A key of a table that goes is dropped before.
fn tied(tables: &Tables<'_>, table: &ObjectName, column: &str) -> Vec<ObjectName> {
    let has = |columns: &[String]| columns.iter().any(|name| name == column);
    let mut tied = BTreeSet::new();
    for kept in tables.kept {
        for key in kept.before.foreign_keys.values().filter(|key| kept.after.foreign_keys.contains_key(&key.name)) {
            if kept.after.name == *table && has(&key.columns) {
                tied.insert(key.referenced_table.clone());
            }
            if key.referenced_table == *table && has(&key.referenced_columns) {
                tied.insert(kept.after.name.clone());
            }
        }
    }
    tied.into_iter().collect()
}

/// An index over a column that becomes, or was, a vector of another type.
fn is_for_old_vectors(index: &Index, column: Pair<'_, Column>) -> bool {
    let kind = |column: &Column| match &column.column_type.element {
        ElementType::Vector(kind, ..) => Some(kind.as_sql()),
        ElementType::Bit(_) => Some("bit"),
        _ => None,
    };
    let is_of_vectors = matches!(index.method, IndexMethod::Hnsw | IndexMethod::IvfFlat)
        || matches!(column.after.column_type.element, ElementType::Vector(..));
    let is_over = index.columns.iter().any(|part| part.name == column.before.name);
    is_over && is_of_vectors && kind(column.before) != kind(column.after)
}

/// Foreign keys that stay and have this column on one of their sides.
fn keys_over(tables: &Tables<'_>, table: &ObjectName, column: &str) -> Vec<(ObjectName, String)> {
    let has = |columns: &[String]| columns.iter().any(|name| name == column);
    let mut keys = tables.keys_that_refer_to(table, has);
    let own = tables.kept.iter().filter(|kept| kept.after.name == *table).flat_map(|kept| {
        let stays = |name: &String| kept.before.foreign_keys.contains_key(name);
        kept.after.foreign_keys.values().filter(move |key| stays(&key.name))
    });
    keys.extend(own.filter(|key| has(&key.columns)).map(|key| (table.clone(), key.name.clone())));
    keys.sort();
    keys.dedup();
    keys
}

fn default(table: &ObjectName, column: Pair<'_, Column>, changes: &mut Vec<Change>) {
    let Pair { before, after } = column;
    if before.default == after.default {
        return;
    }
    let (table, new) = (table.clone(), after.clone());
    match (&before.default, &after.default) {
        // the database has some default, whatever it is
        (_, Some(ColumnDefault::Unknown)) => {}
        // its name follows those of the table and the column
        (
            Some(ColumnDefault::Autoincrement { sequence: old }),
            Some(ColumnDefault::Autoincrement { sequence: new }),
        ) if old.schema == new.schema => {
            changes.push(RenameSequence { table, before: old.clone(), after: new.clone() }.into());
        }
        (Some(ColumnDefault::Autoincrement { .. }), Some(ColumnDefault::Autoincrement { .. })) => {}
        (_, Some(ColumnDefault::Autoincrement { sequence })) => {
            let column_type = sequence_type(&new);
            changes.push(CreateSequence { sequence: sequence.clone(), column_type }.into());
            changes.push(AttachSequence { table, column: new, sequence: sequence.clone() }.into());
        }
        (Some(ColumnDefault::Autoincrement { sequence }), after) => {
            let sets = after.is_some();
            changes
                .push(DetachSequence { table: table.clone(), column: new.clone(), sequence: sequence.clone() }.into());
            if sets {
                changes.push(SetDefault { table, column: new }.into());
            }
        }
        (_, Some(_)) => changes.push(SetDefault { table, column: new }.into()),
        (_, None) => changes.push(DropDefault { table, column: new }.into()),
    }
}

fn sequence_type(column: &Column) -> crate::physical::ColumnType {
    let element = match column.column_type.element {
        ElementType::SmallInt => ElementType::SmallInt,
        ElementType::BigInt => ElementType::BigInt,
        _ => ElementType::Integer,
    };
    crate::physical::ColumnType::one(element)
}
