//! What is left alone in a table that refract manages, although Prisma's own commands would change or drop it, or although it
//! is there twice.

use super::index::is_sayable_index;
use super::key::foreign_key_definition;
use crate::physical::{
    Column, ColumnDefault, ElementType, ForeignKey, Index, IndexChoice, IndexExtras, IndexMethod, ObjectKind,
    ObjectName, SqlText, Table, UnmanagedObject,
};
use crate::sql::{calls, written_names};

/// One such thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftAlone {
    /// Its table.
    pub table: ObjectName,
    /// Its name.
    pub name: String,
    /// Why nothing is done to it.
    pub why: Reason,
}

/// Why something is left alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// An index of the schema, or a primary key, that includes further columns: it satisfies the schema.
    Includes(KeyOrIndex),
    /// An index for vectors that the schema does not ask for.
    OfVectors,
    /// An index of which no line of the schema can say all.
    NotSayable,
    /// An index that is there twice: the name of the other one.
    IndexTwin(String),
    /// A foreign key that is there twice: the name of the other one.
    ForeignKeyTwin(String),
    /// A generated column, for which the schema says no default: Prisma would drop the one that it takes the expression for.
    Generated,
    /// A column of a domain: to Prisma it is of the type under that.
    OfDomain,
    /// A default that takes numbers from a sequence in an expression: Prisma reads another one in the database.
    DefaultOfSequence,
}

/// What includes further columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // PostgreSQL's own words
pub enum KeyOrIndex {
    Index,
    PrimaryKey,
}

/// What of a table, in the words of the schema, is left alone, and would not be by Prisma; and what is there twice.
#[must_use]
pub fn left_alone(before: &Table, after: &Table, objects: &[UnmanagedObject]) -> Vec<LeftAlone> {
    let of_indexes = before.indexes.values().filter_map(|index| Some((&index.name, why_index(before, after, index)?)));
    let of_keys = before.foreign_keys.values();
    let of_keys = of_keys.filter_map(|key| Some((&key.name, Reason::ForeignKeyTwin(twin(after, key)?))));
    let primary = before.primary_key.iter().filter(|key| after.primary_key.is_some() && includes(&key.extras.index));
    let primary = primary.map(|key| (&key.name, Reason::Includes(KeyOrIndex::PrimaryKey)));
    let pairs = before.columns.iter().filter_map(|column| Some((column, after.column(&column.name)?)));
    let of_columns = pairs.filter_map(|(old, new)| Some((&old.name, why_column(old, new, objects)?)));
    let all = of_indexes.chain(of_keys).chain(primary).chain(of_columns);
    all.map(|(name, why)| LeftAlone { table: after.name.clone(), name: name.clone(), why }).collect()
}

fn includes(extras: &IndexExtras) -> bool {
    !extras.include.is_empty()
}

fn why_index(before: &Table, after: &Table, index: &Index) -> Option<Reason> {
    // without one of its columns it goes
    let stays = index.column_names().all(|column| after.column(column).is_some());
    if !stays {
        return None;
    }
    if index.choice != IndexChoice::ByHand {
        let is_asked_for = after.indexes.contains_key(&index.name)
            || after.indexes.values().any(|wanted| wanted.is_defined_like(index));
        return (is_asked_for && includes(&index.extras)).then_some(Reason::Includes(KeyOrIndex::Index));
    }
    let is_twin = |other: &&Index| other.choice != IndexChoice::ByHand && other.is_defined_like(index);
    let twin = before.indexes.values().filter(|_| is_sayable_index(index)).find(is_twin);
    if let Some(twin) = twin {
        return Some(Reason::IndexTwin(twin.name.clone()));
    }
    // Prisma sees none over a part of the rows, or over an expression
    let is_seen = index.condition().is_none() && index.columns.iter().all(|column| column.expression.is_none());
    let is_of_vectors = matches!(index.method, IndexMethod::Hnsw | IndexMethod::IvfFlat);
    is_seen.then_some(if is_of_vectors { Reason::OfVectors } else { Reason::NotSayable })
}

fn why_column(before: &Column, after: &Column, objects: &[UnmanagedObject]) -> Option<Reason> {
    if before.extras.generated.is_some() && after.default.is_none() {
        return Some(Reason::Generated);
    }
    if let ElementType::Other(text) = &after.column_type.element
        && names_domain(text, objects)
    {
        return Some(Reason::OfDomain);
    }
    let takes_number = |text: &SqlText| calls(text.as_str(), "nextval");
    let is_open = matches!(&after.default, Some(ColumnDefault::Expression(text)) if takes_number(text));
    is_open.then_some(Reason::DefaultOfSequence)
}

/// Whether the words of the schema for a type name a domain.
fn names_domain(text: &SqlText, objects: &[UnmanagedObject]) -> bool {
    let mut names = written_names(text.as_str()).into_iter();
    let is_domain = |schema: &Option<String>, name: &str| {
        objects.iter().filter(|object| object.kind == ObjectKind::Domain).any(|object| {
            object.name.name == name && schema.as_ref().is_none_or(|schema| *schema == object.name.schema)
        })
    };
    names.any(|(schema, name)| is_domain(&schema, &name))
}

/// The foreign key of the schema that one made by hand stands beside.
fn twin(after: &Table, key: &ForeignKey) -> Option<String> {
    let is_own = after.foreign_keys.contains_key(&key.name) || key.extras.keeps_name || !key.extras.is_made_by_hand;
    let mut others = after.foreign_keys.values().filter(|_| !is_own);
    others.find(|other| foreign_key_definition(other) == foreign_key_definition(key)).map(|other| other.name.clone())
}
