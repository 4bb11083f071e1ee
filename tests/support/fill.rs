//! Rows for every table of a state, the same for the same seed: what a migration must not lose.
//!
//! Row k of a table refers to row k of every other, so that keys of any shape, circles too, point at something; what no key
//! holds repeats itself, or is NULL where it may be.

use std::collections::{BTreeMap, BTreeSet};

use refract::physical::{Column, ColumnDefault, Database, ElementType, ForeignKey, ObjectName, Table};

use super::values::{capacity, value};

/// Enough for repeats beside what is unique.
const MOST: usize = 6;

/// A column by its table.
type Place<'d> = (&'d ObjectName, &'d str);

/// What the rows are to be like.
#[derive(Clone, Debug, Default)]
pub struct Manner {
    /// Where the numbers come from.
    pub seed: u64,
    /// Nothing is NULL and nothing repeats itself, as far as the types allow.
    pub is_neat: bool,
    /// Tables that stay empty.
    pub empty: BTreeSet<ObjectName>,
    /// Texts and lists of numbers that become vectors, with their dimensions.
    pub vectors: BTreeMap<(ObjectName, String), u32>,
    /// Labels that no row holds.
    pub without_labels: BTreeSet<(ObjectName, String)>,
}

/// Rows for a database.
pub struct Rows {
    /// One statement that inserts all of them, and the sequences moved behind them.
    pub sql: String,
    /// How many there are.
    pub count: usize,
}

/// Rows for all tables.
pub fn rows(database: &Database, manner: &Manner) -> Rows {
    let mut database = database.clone();
    for declared in database.enums.values_mut() {
        let is_left_out = |label: &str| manner.without_labels.contains(&(declared.name.clone(), label.to_owned()));
        declared.labels = declared.labels.iter().filter(|value| !is_left_out(&value.label)).cloned().collect();
    }
    let database = &database;
    let filler = Filler::new(database, manner);
    let inserts: Vec<String> = database.tables.values().filter_map(|table| filler.insert(table)).collect();
    let count = database.tables.keys().map(|table| filler.counts[table]).sum();
    let mut sql = String::new();
    if let Some((last, others)) = inserts.split_last() {
        // one statement: keys are looked at when all of it is done
        let others: Vec<String> = others.iter().enumerate().map(|(at, it)| format!("i{at} AS ({it})")).collect();
        let with = if others.is_empty() { String::new() } else { format!("WITH {}\n", others.join(",\n")) };
        sql = format!("{with}{last};\n");
    }
    for column in database.tables.values().flat_map(|table| &table.columns) {
        if let Some(ColumnDefault::Autoincrement { sequence }) = &column.default {
            sql += &format!("SELECT setval({}, 100);\n", literal(&qualified(sequence)));
        }
    }
    Rows { sql, count }
}

/// A name as SQL has it.
pub fn identifier(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// A name with its schema.
pub fn qualified(name: &ObjectName) -> String {
    format!("{}.{}", identifier(&name.schema), identifier(&name.name))
}

/// A text in quote marks.
pub fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

struct Filler<'d> {
    database: &'d Database,
    manner: &'d Manner,
    /// What must hold the same values, by its first member.
    linked: BTreeMap<Place<'d>, Vec<Place<'d>>>,
    counts: BTreeMap<&'d ObjectName, usize>,
}

impl<'d> Filler<'d> {
    fn new(database: &'d Database, manner: &'d Manner) -> Filler<'d> {
        let mut filler = Filler { database, manner, linked: linked(database), counts: BTreeMap::new() };
        for table in database.tables.values() {
            filler.counts.insert(&table.name, filler.most_rows(table));
        }
        // nobody can refer to more rows than there are
        for _ in 0..database.tables.len() {
            for table in database.tables.values() {
                let parents = table.foreign_keys.values().filter(|key| !filler.can_be_null(table, key));
                let least = parents.map(|key| filler.counts[&key.referenced_table]).min().unwrap_or(MOST);
                let own = filler.counts[&table.name];
                filler.counts.insert(&table.name, own.min(least));
            }
        }
        filler
    }

    /// As many as the keys allow.
    fn most_rows(&self, table: &'d Table) -> usize {
        let of_key = |names: Vec<&String>| names.iter().map(|name| self.capacity((&table.name, name.as_str()))).max();
        let keys = keys(table).into_iter().filter_map(of_key);
        let impossible = table.columns.iter().any(|column| column.not_null && self.value(table, column, 0).is_none());
        if impossible || self.manner.empty.contains(&table.name) { 0 } else { keys.min().unwrap_or(MOST).min(MOST) }
    }

    fn members(&self, place: Place<'d>) -> Vec<(&'d Table, &'d Column)> {
        let alone = vec![place];
        let places = self.linked.get(&place).unwrap_or(&alone);
        places
            .iter()
            .filter_map(|(table, name)| {
                let table = self.database.tables.get(*table)?;
                Some((table, table.column(name)?))
            })
            .collect()
    }

    fn capacity(&self, place: Place<'d>) -> usize {
        let of = |(_, column): &(&Table, &Column)| capacity(&column.column_type.element, self.database);
        self.members(place).iter().map(of).min().unwrap_or(1)
    }

    /// The value with a number, the same on both sides of a key.
    fn value(&self, table: &'d Table, column: &'d Column, number: usize) -> Option<String> {
        let place = (&table.name, column.name.as_str());
        let number = number % self.capacity(place).max(1);
        let members = self.members(place);
        let style = if members.len() > 1 { 0 } else { 1 + self.chance(&[&table.name.name, &column.name, "style"]) % 5 };
        if let Some(dimensions) = self.manner.vectors.get(&(table.name.clone(), column.name.clone())) {
            let ones = ",1".repeat(dimensions.saturating_sub(1) as usize);
            let [open, close] = if column.column_type.is_list { ["{", "}"] } else { ["[", "]"] };
            return Some(format!("{open}{}{ones}{close}", number + 1));
        }
        // the narrowest of the types fits in all of them
        let narrowest = members.iter().map(|(_, column)| &column.column_type).min_by_key(|of| width(&of.element))?;
        let one = |number| value(&narrowest.element, number, style, self.database);
        if !column.column_type.is_list {
            return one(number);
        }
        let items: Option<Vec<String>> =
            (0..=number % 2).map(|more| one((number + more) % self.capacity(place).max(1))).collect();
        let quoted: Vec<String> =
            items?.iter().map(|item| format!("\"{}\"", item.replace('\\', "\\\\").replace('"', "\\\""))).collect();
        Some(format!("{{{}}}", quoted.join(",")))
    }

    fn insert(&self, table: &'d Table) -> Option<String> {
        let rows: Vec<String> =
            (0..self.counts[&table.name]).map(|row| format!("({})", self.row(table, row))).collect();
        if rows.is_empty() {
            return None;
        }
        let names: Vec<String> = table.columns.iter().map(|column| identifier(&column.name)).collect();
        Some(format!("INSERT INTO {} ({}) VALUES\n{}", qualified(&table.name), names.join(", "), rows.join(",\n")))
    }

    fn row(&self, table: &'d Table, row: usize) -> String {
        let partner = self.partner(table, row);
        let absent: BTreeSet<&String> = table
            .foreign_keys
            .values()
            .filter(|key| partner >= self.counts[&key.referenced_table])
            .flat_map(|key| &key.columns)
            .collect();
        let values = table.columns.iter().map(|column| {
            let chance = self.chance(&[&table.name.name, &column.name, &row.to_string()]);
            let is_unique = self.manner.is_neat || is_key(table, column);
            let number = match () {
                () if self.is_linked(table, column) => partner,
                () if is_unique => row,
                () => chance / 8 % MOST,
            };
            let may_be_null = self.may_be_null(table, column);
            let is_chosen = !self.manner.is_neat && chance.is_multiple_of(4);
            let is_null = may_be_null && (is_chosen || absent.contains(&column.name));
            let value = if is_null { None } else { self.value(table, column, number) };
            value.map_or("NULL".to_owned(), |value| literal(&value))
        });
        values.collect::<Vec<_>>().join(", ")
    }

    /// The row of other tables that a row points at. A table that nobody depends on may point at the same row twice.
    fn partner(&self, table: &'d Table, row: usize) -> usize {
        let mut linked = table.columns.iter().filter(|column| self.is_linked(table, column));
        if self.manner.is_neat || linked.any(|column| is_key(table, column) || self.is_referenced(table, column)) {
            return row;
        }
        let parents = table.foreign_keys.values().map(|key| self.counts[&key.referenced_table]);
        let least = parents.filter(|&count| count > 0).min().unwrap_or(1);
        self.chance(&[&table.name.name, &row.to_string()]) % least
    }

    fn is_linked(&self, table: &Table, column: &Column) -> bool {
        self.linked.contains_key(&(&table.name, column.name.as_str()))
    }

    fn may_be_null(&self, table: &Table, column: &Column) -> bool {
        !column.not_null && !is_in_primary_key(table, column) && !self.is_referenced(table, column)
    }

    fn can_be_null(&self, table: &Table, key: &ForeignKey) -> bool {
        let mut columns = key.columns.iter().filter_map(|name| table.column(name));
        columns.any(|column| self.may_be_null(table, column))
    }

    fn is_referenced(&self, table: &Table, column: &Column) -> bool {
        let keys = self.database.tables.values().flat_map(|table| table.foreign_keys.values());
        keys.filter(|key| key.referenced_table == table.name).any(|key| key.referenced_columns.contains(&column.name))
    }

    /// A number that looks random.
    fn chance(&self, of: &[&str]) -> usize {
        let mut hash = self.manner.seed ^ 0xcbf2_9ce4_8422_2325;
        for byte in of.join("\0").bytes() {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        (hash >> 20) as usize
    }
}

/// Columns that foreign keys tie together.
fn linked(database: &Database) -> BTreeMap<Place<'_>, Vec<Place<'_>>> {
    let mut groups: Vec<BTreeSet<Place<'_>>> = Vec::new();
    for table in database.tables.values() {
        for key in table.foreign_keys.values() {
            for (own, other) in key.columns.iter().zip(&key.referenced_columns) {
                let pair = BTreeSet::from([(&table.name, own.as_str()), (&key.referenced_table, other.as_str())]);
                let (joined, apart): (Vec<_>, Vec<_>) = groups.into_iter().partition(|group| !group.is_disjoint(&pair));
                groups = apart;
                groups.push(joined.into_iter().flatten().chain(pair).collect());
            }
        }
    }
    let places =
        groups.iter().flat_map(|group| group.iter().map(move |place| (*place, group.iter().copied().collect())));
    places.collect()
}

/// What must not repeat itself. The rows that a partial index covers are not told apart from the others.
fn keys(table: &Table) -> Vec<Vec<&String>> {
    let uniques = table.indexes.values().filter(|index| index.is_unique);
    let columns = uniques.map(|index| index.columns.iter().map(|column| &column.name).collect());
    table.primary_key.iter().map(|key| key.columns.iter().collect()).chain(columns).collect()
}

fn is_key(table: &Table, column: &Column) -> bool {
    keys(table).iter().flatten().any(|name| **name == column.name)
}

fn is_in_primary_key(table: &Table, column: &Column) -> bool {
    table.primary_key.as_ref().is_some_and(|key| key.columns.contains(&column.name))
}

/// Types by how much goes into them, among those that a foreign key can tie together.
fn width(element: &ElementType) -> u32 {
    match element {
        ElementType::SmallInt => 0,
        ElementType::Integer => 1,
        ElementType::BigInt => 2,
        ElementType::Char(length) => length.unwrap_or(1),
        ElementType::VarChar(Some(length)) => *length,
        _ => u32::MAX,
    }
}
