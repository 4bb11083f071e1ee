//! What a migration keeps: for every row and column that stays, a query before and one after that must say the same.

use std::collections::{BTreeMap, BTreeSet};

use refract::change::{AlterColumnType, Change, Conversion};
use refract::physical::{Column, ColumnType, Database, ElementType, ObjectName};
use refract::plan::Plan;

use crate::support::fill::{identifier, literal, qualified};

/// Queries that give a line for each row of each table.
pub struct Kept {
    /// In the old state, as it is.
    pub raw: String,
    /// In the old state, in words that the new one can say too. It fails where a value does not fit in its new type.
    pub before: String,
    /// In the new one.
    pub after: String,
    /// Tables and columns that are gone, which the head of the file must name.
    pub lost: BTreeSet<String>,
}

/// What the changes do to what is there, by the names that it has afterwards.
#[derive(Default)]
struct Effects<'p> {
    tables: BTreeMap<&'p ObjectName, &'p ObjectName>,
    columns: BTreeMap<(&'p ObjectName, &'p str), &'p str>,
    labels: Vec<(&'p ObjectName, &'p str, &'p str)>,
    enums: BTreeMap<&'p ObjectName, &'p ObjectName>,
    dropped_tables: BTreeSet<&'p ObjectName>,
    dropped_columns: BTreeSet<(&'p ObjectName, &'p str)>,
    retyped: BTreeMap<(&'p ObjectName, &'p str), &'p AlterColumnType>,
}

impl Kept {
    /// What a plan keeps of a state.
    pub fn of(before: &Database, plan: &Plan) -> Kept {
        let effects = Effects::of(plan);
        let (mut raws, mut olds, mut news, mut lost) = (Vec::new(), Vec::new(), Vec::new(), BTreeSet::new());
        for (number, table) in before.tables.values().enumerate() {
            let name = effects.tables.get(&table.name).copied().unwrap_or(&table.name);
            let raw: Vec<String> = table.columns.iter().map(|it| format!("{}::text", identifier(&it.name))).collect();
            raws.push(lines(number, &table.name, &raw));
            if effects.dropped_tables.contains(name) {
                lost.insert(name.to_string());
                continue;
            }
            let (mut old, mut new) = (Vec::new(), Vec::new());
            for column in &table.columns {
                match effects.column(name, column) {
                    Fate::Lost(what) => drop(lost.insert(what)),
                    Fate::Poorer(what, before, after) => {
                        lost.insert(what);
                        old.push(before);
                        new.push(after);
                    }
                    Fate::Kept(before, after) => {
                        old.push(before);
                        new.push(after);
                    }
                }
            }
            olds.push(lines(number, &table.name, &old));
            news.push(lines(number, name, &new));
        }
        Kept { raw: all(&raws), before: all(&olds), after: all(&news), lost }
    }
}

fn all(queries: &[String]) -> String {
    let queries =
        if queries.is_empty() { "SELECT 'no table' AS line".to_owned() } else { queries.join("\nUNION ALL\n") };
    format!("SELECT replace(line, E'\\n', '\\n') FROM ({queries}) AS lines (line) ORDER BY line COLLATE \"C\"")
}

fn lines(number: usize, table: &ObjectName, columns: &[String]) -> String {
    let columns: String = columns.iter().map(|column| format!(", coalesce({column}, 'NULL')")).collect();
    format!("SELECT concat_ws(' | ', 'table {number}'{columns}) FROM {}", qualified(table))
}

enum Fate {
    Lost(String),
    /// What the head says of it; then, as in `Kept`, what can be said before and after.
    Poorer(String, String, String),
    Kept(String, String),
}

impl<'p> Effects<'p> {
    fn of(plan: &'p Plan) -> Effects<'p> {
        let mut effects = Effects::default();
        for change in plan.changes() {
            match change {
                Change::RenameTable(it) => drop(effects.tables.insert(&it.before, &it.after)),
                Change::RenameColumn(it) => drop(effects.columns.insert((&it.table, &it.before), &it.after.name)),
                Change::RenameEnum(it) => drop(effects.enums.insert(&it.before, &it.after.name)),
                Change::RenameEnumValue(it) => effects.labels.push((&it.enumeration, &it.before, &it.after)),
                Change::DropTable(it) => drop(effects.dropped_tables.insert(&it.table.name)),
                Change::DropColumn(it) => drop(effects.dropped_columns.insert((&it.table, &it.column.name))),
                Change::AlterColumnType(it) => drop(effects.retyped.insert((&it.table, &it.after.name), it)),
                _ => {}
            }
        }
        effects
    }

    fn column(&self, new_table: &ObjectName, column: &Column) -> Fate {
        let name = self.columns.get(&(new_table, column.name.as_str())).copied().unwrap_or(&column.name);
        let place = (new_table, name);
        let (old, new) = (identifier(&column.name), identifier(name));
        let full = format!("{new_table}.{name}");
        let labels = self.renamed_labels(column);
        // what comes in its place has the same name
        if self.dropped_columns.contains(&place) {
            return Fate::Lost(full);
        }
        match self.retyped.get(&place) {
            None => Fate::Kept(with_labels(&labels, column.column_type.is_list, &old), format!("{new}::text")),
            Some(change) if matches!(change.conversion, Conversion::Given(_)) && change.loss.is_none() => {
                Fate::Kept("''".to_owned(), "''".to_owned())
            }
            // a list of numbers is printed in other brackets
            Some(change) if becomes_vector(change) => {
                Fate::Kept(format!("translate({old}::text, '{{}}', '[]')"), format!("{new}::text"))
            }
            Some(change) if change.loss.is_some() => {
                let what = format!("{full} ({})", change.loss.as_deref().unwrap_or_default());
                let is_into_list = change.conversion == Conversion::IntoList;
                let (old, new) = if is_into_list {
                    ("''".to_owned(), "''".to_owned())
                } else {
                    (format!("({old} IS NULL)::text"), format!("({new} IS NULL)::text"))
                };
                Fate::Poorer(what, old, new)
            }
            Some(change) => {
                let (before, after) = converted(&column.column_type, &change.after.column_type, (&old, &new), &labels);
                Fate::Kept(before, after)
            }
        }
    }

    fn renamed_labels(&self, column: &Column) -> Vec<(&'p str, &'p str)> {
        let Some(name) = column.enum_type() else { return Vec::new() };
        let name = self.enums.get(name).copied().unwrap_or(name);
        self.labels.iter().filter(|(of, ..)| *of == name).map(|(_, old, new)| (*old, *new)).collect()
    }
}

/// A column as text, with the labels that it will have.
fn with_labels(labels: &[(&str, &str)], is_list: bool, column: &str) -> String {
    if is_list && !labels.is_empty() {
        let start = format!("{column}::text[]");
        let renamed = |text: String, (old, new): &(&str, &str)| {
            format!("array_replace({text}, {}, {})", literal(old), literal(new))
        };
        return format!("{}::text", labels.iter().fold(start, renamed));
    }
    let renamed = |text: String, (old, new): &(&str, &str)| {
        format!("CASE {text} WHEN {} THEN {} ELSE {text} END", literal(old), literal(new))
    };
    labels.iter().fold(format!("{column}::text"), renamed)
}

/// The column in words that both types can say.
fn converted(
    before: &ColumnType,
    after: &ColumnType,
    (old, new): (&str, &str),
    labels: &[(&str, &str)],
) -> (String, String) {
    let (f, g) = common(&before.element, &after.element, labels);
    let list = |of: &str, column: &str, say: &dyn Fn(&str) -> String| {
        let items = format!(
            "ARRAY(SELECT {} FROM unnest({of}) WITH ORDINALITY AS items (item, place) ORDER BY place)",
            say("item")
        );
        format!("CASE WHEN {column} IS NULL THEN NULL ELSE {items}::text END")
    };
    match (before.is_list, after.is_list) {
        (false, false) => (f(old), g(new)),
        (true, true) => (list(old, old, &f), list(new, new, &g)),
        (false, true) => {
            let one = format!("CASE WHEN {old} IS NULL THEN '{{}}' ELSE ARRAY[{}]::text END", f(old));
            (one, list(new, new, &g))
        }
        (true, false) => (format!("{old}::text"), format!("{new}::text")),
    }
}

type Say = Box<dyn Fn(&str) -> String>;

fn common(before: &ElementType, after: &ElementType, labels: &[(&str, &str)]) -> (Say, Say) {
    let text: fn(&str) -> String = |column| format!("{column}::text");
    let number: fn(&str) -> String = |column| format!("trim_scale({column}::numeric)::text");
    let cast = |to: String| -> Say { Box::new(move |column| format!("{column}::text::{to}::text")) };
    let is_text = |of: &ElementType| of.is_text() || matches!(of, ElementType::Citext);
    let counts = |of: &ElementType| of.is_number() || matches!(of, ElementType::Money | ElementType::Oid);
    let as_bits: fn(&str) -> String = |column| format!("{column}::integer::text");
    match (before, after) {
        (ElementType::Enum(_), _) => {
            let labels: Vec<(String, String)> =
                labels.iter().map(|(old, new)| ((*old).to_owned(), (*new).to_owned())).collect();
            // a type of somebody else's may print the label in another way, as tsvector does
            let cast = match after {
                ElementType::Other(to) => format!("::{}::text", to.as_str()),
                _ => String::new(),
            };
            let say: Say = Box::new(move |column| {
                let labels: Vec<(&str, &str)> = labels.iter().map(|(old, new)| (old.as_str(), new.as_str())).collect();
                format!("({}){cast}", with_labels(&labels, false, column))
            });
            (say, Box::new(text))
        }
        (_, ElementType::Enum(_)) => (Box::new(text), Box::new(text)),
        (before, after) if is_text(after) && !matches!(before, ElementType::Json) => (Box::new(text), Box::new(text)),
        (before, after) if is_text(before) || matches!(after, ElementType::Other(_)) => match sql_type(after) {
            Some(to) => (cast(to), Box::new(text)),
            None => (Box::new(text), Box::new(text)),
        },
        (ElementType::Boolean, after) if counts(after) => (Box::new(as_bits), Box::new(text)),
        (before, after) if counts(before) && counts(after) => {
            let say = |of: &ElementType| -> Say {
                if *of == ElementType::Oid {
                    Box::new(|column| format!("{column}::text::numeric::text"))
                } else {
                    Box::new(number)
                }
            };
            (say(before), say(after))
        }
        (ElementType::Vector(..), ElementType::Vector(..)) => {
            let to = sql_type(before).unwrap_or_default();
            (Box::new(text), Box::new(move |column| format!("{column}::{to}::text")))
        }
        (before, _) => match sql_type(before) {
            Some(to) => (Box::new(text), cast(to)),
            None => (Box::new(text), Box::new(text)),
        },
    }
}

/// The type without its arguments where they would be in the way.
fn sql_type(element: &ElementType) -> Option<String> {
    if let ElementType::Other(written) = element {
        return Some(written.as_str().to_owned());
    }
    let (word, arguments) = element.keyword()?;
    let arguments: Vec<String> = arguments.iter().map(u32::to_string).collect();
    Some(if arguments.is_empty() { word.to_owned() } else { format!("{word}({})", arguments.join(", ")) })
}

fn becomes_vector(change: &AlterColumnType) -> bool {
    let AlterColumnType { before, after, loss, .. } = change;
    before.column_type.is_list && loss.is_none() && matches!(after.column_type.element, ElementType::Vector(..))
}
