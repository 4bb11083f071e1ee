//! Columns of a table that stays.

use std::collections::{BTreeMap, BTreeSet};

use super::references::{ForeignKeyName, References};
use crate::change::Conversion;
use crate::diff::conversion::{self, TypeConversion};
use crate::diff::pair::Pair;
use crate::diff::same_definition::stays;
use crate::physical::{Column, ElementType, ForeignKey, Index, IndexExtras, ObjectName, Predicate, SqlByColumn, Table};

/// What becomes of a column.
pub(crate) enum ColumnDecision<'a> {
    /// Only the new table has it.
    Added(&'a Column),
    /// It stays, perhaps with another default, or with NULL allowed or forbidden.
    Stays(Pair<'a, Column>),
    /// It stays, and its enum type is created again, which also gives it its new default.
    OfRebuiltEnum(Pair<'a, Column>),
    /// It gets another type, and its values are converted.
    Converted(ConvertedColumn<'a>),
    /// It is dropped with all its values, and another column of that name comes in its place.
    Replaced {
        /// The old and the new column.
        column: Pair<'a, Column>,
        /// Foreign keys that refer to it.
        foreign_keys: Vec<ForeignKeyName<'a>>,
    },
    /// Only the old table has it.
    Dropped(&'a Column),
}

/// A column that gets another type and keeps its values.
pub(crate) struct ConvertedColumn<'a> {
    /// The column.
    pub column: Pair<'a, Column>,
    /// How a value gets into the new type.
    pub conversion: Conversion,
    /// What a value may lose on the way.
    pub loss: Option<&'static str>,
    /// Foreign keys on either side of which the column stands, where they cannot stay.
    pub foreign_keys: Vec<ForeignKeyName<'a>>,
    /// Tables on the other side of all foreign keys over the column.
    pub tied: Vec<&'a ObjectName>,
    /// Indexes that cannot stay.
    pub indexes: Vec<&'a Index>,
    /// The columns of each unique index or key over it that stays, where two values may become one.
    pub merged: Vec<Vec<String>>,
}

/// The columns of one table that stays.
pub(super) struct TableColumns<'a> {
    /// The table.
    pub table: Pair<'a, Table>,
    /// In the order of the new table; those that go come last.
    pub decisions: Vec<ColumnDecision<'a>>,
    /// Names of those that keep their values.
    pub staying: BTreeSet<&'a str>,
    /// Names of those that are replaced.
    pub replaced: BTreeSet<&'a str>,
    /// Names of those that get a type which no foreign key can have on its other side.
    changing_family: BTreeSet<&'a str>,
}

/// The columns of all tables that stay.
pub(super) type Columns<'a> = BTreeMap<&'a ObjectName, TableColumns<'a>>;

impl<'a> ColumnDecision<'a> {
    /// The column, if its values are converted.
    pub(crate) fn as_converted(&self) -> Option<&ConvertedColumn<'a>> {
        match self {
            Self::Converted(converted) => Some(converted),
            Self::Added(_) | Self::Stays(_) | Self::OfRebuiltEnum(_) | Self::Replaced { .. } | Self::Dropped(_) => None,
        }
    }

    /// Foreign keys that are dropped for it and added again.
    pub(crate) fn foreign_keys(&self) -> &[ForeignKeyName<'a>] {
        match self {
            Self::Converted(converted) => &converted.foreign_keys,
            Self::Replaced { foreign_keys, .. } => foreign_keys,
            Self::Added(_) | Self::Stays(_) | Self::OfRebuiltEnum(_) | Self::Dropped(_) => &[],
        }
    }
}

/// Decides about the columns of a table, given the enum types that are created again.
pub(super) fn decide<'a>(
    table: Pair<'a, Table>,
    rebuilt: &BTreeSet<&ObjectName>,
    conversions: &SqlByColumn,
    references: &References<'a>,
) -> TableColumns<'a> {
    let by_name = |table: &'a Table| -> BTreeMap<&'a str, &'a Column> {
        table.columns.iter().map(|column| (column.name.as_str(), column)).collect()
    };
    let (old, new) = (by_name(table.before), by_name(table.after));
    let mut columns = TableColumns {
        table,
        decisions: Vec::with_capacity(new.len()),
        staying: BTreeSet::new(),
        replaced: BTreeSet::new(),
        changing_family: BTreeSet::new(),
    };
    for after in &table.after.columns {
        // a field that is added to Column must be thought of here, and where the changes of columns are written
        let Column { name, prisma_name: _, column_type: _, not_null: _, default: _, extras: _ } = after;
        match old.get(name.as_str()) {
            None => columns.decisions.push(ColumnDecision::Added(after)),
            Some(before) => columns.decide_about(Pair { before, after }, rebuilt, conversions, references),
        }
    }
    let dropped = table.before.columns.iter().filter(|column| !new.contains_key(column.name.as_str()));
    columns.decisions.extend(dropped.map(ColumnDecision::Dropped));
    columns
}

impl<'a> TableColumns<'a> {
    /// Decides about a column that both tables have.
    fn decide_about(
        &mut self,
        column: Pair<'a, Column>,
        rebuilt: &BTreeSet<&ObjectName>,
        conversions: &SqlByColumn,
        references: &References<'a>,
    ) {
        let Pair { before, after } = column;
        let name = after.name.as_str();
        let conversion = conversion_of(&self.table.after.name, column, conversions);
        if conversion != TypeConversion::Same && !conversion::is_of_one_family(&before.column_type, &after.column_type)
        {
            self.changing_family.insert(name);
        }
        let names = if conversion == TypeConversion::Impossible { &mut self.replaced } else { &mut self.staying };
        names.insert(name);
        self.decisions.push(match conversion {
            TypeConversion::Same if after.enum_type().is_some_and(|name| rebuilt.contains(name)) => {
                ColumnDecision::OfRebuiltEnum(column)
            }
            TypeConversion::Same => ColumnDecision::Stays(column),
            TypeConversion::Convert { conversion, loss } => {
                ColumnDecision::Converted(convert(self.table, column, (conversion, loss), references))
            }
            TypeConversion::Impossible => {
                let foreign_keys = references.to_column(&self.table.after.name, name);
                ColumnDecision::Replaced { column, foreign_keys }
            }
        });
    }

    /// Whether one of these columns is replaced.
    pub(super) fn has_replaced(&self, names: &[String]) -> bool {
        names.iter().any(|name| self.replaced.contains(name.as_str()))
    }
}

/// How the values of a column get from its old type to the new one: as the user says, where the type changes.
fn conversion_of(
    table: &ObjectName,
    Pair { before, after }: Pair<'_, Column>,
    conversions: &SqlByColumn,
) -> TypeConversion {
    let conversion = conversion::type_conversion(&before.column_type, &after.column_type);
    let given = || conversions.get(&(table.clone(), after.name.clone())).cloned().map(Conversion::Given);
    match conversion {
        TypeConversion::Same => TypeConversion::Same,
        TypeConversion::Convert { conversion, loss } => {
            TypeConversion::Convert { conversion: given().unwrap_or(conversion), loss }
        }
        TypeConversion::Impossible => {
            given().map_or(TypeConversion::Impossible, |conversion| TypeConversion::Convert { conversion, loss: None })
        }
    }
}

fn convert<'a>(
    table: Pair<'a, Table>,
    column: Pair<'a, Column>,
    (conversion, loss): (Conversion, Option<&'static str>),
    references: &References<'a>,
) -> ConvertedColumn<'a> {
    // foreign keys and predicates stay as long as both types are numbers, or both are text
    let is_of_one_family = conversion::is_of_one_family(&column.before.column_type, &column.after.column_type);
    let mut foreign_keys = match is_of_one_family {
        true => BTreeSet::new(),
        false => foreign_keys_over(table, &column.after.name, references),
    };
    foreign_keys.extend(foreign_keys_on_including(table.before, &column.before.name, references));
    let foreign_keys = foreign_keys.into_iter().collect();
    let is_in_the_way = |index: &&Index| {
        is_built_again(table, (column, is_of_one_family), index)
            || !is_of_one_family && is_for_the_old_type(index, column)
    };
    let indexes = table.before.indexes.values().filter(is_in_the_way).collect();
    let tied = tied(table, &column.after.name, references);
    let merged = if merges(column, loss) { unique_over(table, &column.after.name) } else { Vec::new() };
    ConvertedColumn { column, conversion, loss, foreign_keys, tied, indexes, merged }
}

/// Whether two values may become one: where something of them is lost, or letter case does not count any more.
fn merges(Pair { before, after }: Pair<'_, Column>, loss: Option<&str>) -> bool {
    let is_citext = |column: &Column| column.column_type.element == ElementType::Citext;
    loss.is_some() || is_citext(after) && !is_citext(before)
}

/// The columns of each unique index or key over a column that is there before and after.
fn unique_over(table: Pair<'_, Table>, column: &str) -> Vec<Vec<String>> {
    let Pair { before, after } = table;
    let key = before
        .primary_key
        .iter()
        .filter(|key| after.primary_key.as_ref().is_some_and(|new| new.columns == key.columns));
    let is_whole = |index: &&Index| index.is_unique && index.predicate.is_none();
    let stays = |index: &&Index| after.indexes.get(&index.name).is_some_and(|new| new.is_unique);
    let indexes = before.indexes.values().filter(is_whole).filter(stays);
    let indexes = indexes.map(|index| index.columns.iter().map(|column| column.name.clone()).collect());
    let all = key.map(|key| key.columns.clone()).chain(indexes);
    all.filter(|columns: &Vec<String>| has(columns, column)).collect()
}

/// Foreign keys that rest on a key which includes the column: PostgreSQL builds that again, and does not look for them.
fn foreign_keys_on_including<'a>(
    table: &'a Table,
    column: &str,
    references: &References<'a>,
) -> impl Iterator<Item = ForeignKeyName<'a>> {
    let includes = |extras: &IndexExtras| has(&extras.include, column);
    let key = table.primary_key.iter().filter(|key| includes(&key.extras.index));
    let key = key.map(|key| key.columns.iter().map(String::as_str).collect::<Vec<_>>());
    let indexes = table.indexes.values().filter(|index| index.is_unique && includes(&index.extras));
    let indexes = indexes.map(|index| index.columns.iter().map(|column| column.name.as_str()).collect());
    let resting = key.chain(indexes).flat_map(|columns| references.to_all_of(&table.name, columns));
    resting.collect::<Vec<_>>().into_iter()
}

/// Foreign keys that stay and have this column on one of their sides.
fn foreign_keys_over<'a>(
    table: Pair<'a, Table>,
    column: &str,
    references: &References<'a>,
) -> BTreeSet<ForeignKeyName<'a>> {
    let own = own_foreign_keys(table).filter(|key| has(&key.after.columns, column));
    let own = own.map(|key| ForeignKeyName { table: &table.after.name, name: &key.after.name });
    references.to_column(&table.after.name, column).into_iter().chain(own).collect()
}

/// Tables on the other side of the foreign keys over a column. A key of a table that goes is dropped before.
fn tied<'a>(table: Pair<'a, Table>, column: &str, references: &References<'a>) -> Vec<&'a ObjectName> {
    let own = own_foreign_keys(table).filter(|key| has(&key.before.columns, column));
    let own = own.map(|key| &key.before.referenced_table);
    let others = references.to_column(&table.after.name, column).into_iter().map(|key| key.table);
    let tied: BTreeSet<_> = own.chain(others).collect();
    tied.into_iter().collect()
}

/// A table's own foreign keys that stay, as they are or changed.
fn own_foreign_keys<'a>(table: Pair<'a, Table>) -> impl Iterator<Item = Pair<'a, ForeignKey>> {
    let old = table.before.foreign_keys.iter();
    old.filter_map(move |(name, before)| table.after.foreign_keys.get(name).map(|after| Pair { before, after }))
}

fn has(columns: &[String], column: &str) -> bool {
    columns.iter().any(|name| name == column)
}

/// Whether an index over the column becomes another one of that name: as it is, it may be impossible over the new type.
/// What a default chose for a type of another family is chosen again.
fn is_built_again(
    table: Pair<'_, Table>,
    (column, is_of_one_family): (Pair<'_, Column>, bool),
    before: &Index,
) -> bool {
    let is_over = before.columns.iter().any(|indexed| indexed.name == column.before.name);
    let Some(after) = table.after.indexes.get(&before.name) else { return false };
    let stays = if is_of_one_family { stays(Pair { before, after }) } else { before.is_defined_like(after) };
    is_over && !stays
}

/// Partial indexes whose predicate compares the column: PostgreSQL would read it again with the values as they were
/// written for the old type. A predicate of the user's own may compare anything. And indexes whose operator class, or
/// expression, is for the old type and not for the new one.
fn is_for_the_old_type(index: &Index, column: Pair<'_, Column>) -> bool {
    let compares = match index.condition() {
        None => false,
        Some(Predicate::Raw(_)) => true,
        Some(Predicate::All(conditions)) => {
            conditions.iter().any(|condition| condition.column == column.before.name && condition.value.is_some())
        }
    };
    compares || conversion::is_for_old_vectors(index, column)
}

/// Whether one of these columns of a table gets a type that no foreign key over it can stay with.
pub(super) fn changes_family(columns: &Columns<'_>, table: &ObjectName, names: &[String]) -> bool {
    columns.get(table).is_some_and(|of| names.iter().any(|name| of.changing_family.contains(name.as_str())))
}

/// Whether one of these columns of a table is replaced.
pub(super) fn has_replaced(columns: &Columns<'_>, table: &ObjectName, names: &[String]) -> bool {
    columns.get(table).is_some_and(|of| of.has_replaced(names))
}
