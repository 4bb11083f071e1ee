//! What is left alone in a table that refract manages, although Prisma's own commands would change or drop it.

use super::index::is_sayable_index;
use super::key::foreign_key_definition;
use crate::physical::{ForeignKey, Index, IndexChoice, IndexMethod, ObjectName, Table};

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
    /// An index of the schema that includes further columns: it satisfies the schema.
    Includes,
    /// An index for vectors that nobody asks for.
    OfVectors,
    /// An index that is there twice: the name of the other one.
    IndexTwin(String),
    /// A foreign key that is there twice: the name of the other one.
    ForeignKeyTwin(String),
}

/// What of a table, in the words of the schema, is left alone, and would not be by Prisma.
#[must_use]
pub fn left_alone(before: &Table, after: &Table) -> Vec<LeftAlone> {
    let of_indexes = before.indexes.values().filter_map(|index| Some((index, why_index(before, after, index)?)));
    let of_indexes =
        of_indexes.map(|(index, why)| LeftAlone { table: after.name.clone(), name: index.name.clone(), why });
    let of_keys = before.foreign_keys.values().filter_map(|key| Some((key, twin(after, key)?)));
    let of_keys = of_keys.map(|(key, twin)| LeftAlone {
        table: after.name.clone(),
        name: key.name.clone(),
        why: Reason::ForeignKeyTwin(twin),
    });
    of_indexes.chain(of_keys).collect()
}

fn why_index(before: &Table, after: &Table, index: &Index) -> Option<Reason> {
    // without one of its columns it goes
    let stays = index.column_names().all(|column| after.column(column).is_some());
    if !stays {
        return None;
    }
    if index.choice != IndexChoice::ByHand {
        let includes = after.indexes.contains_key(&index.name) && !index.extras.include.is_empty();
        return includes.then_some(Reason::Includes);
    }
    let is_twin = |other: &&Index| other.choice != IndexChoice::ByHand && other.is_defined_like(index);
    let twin = before.indexes.values().filter(|_| is_sayable_index(index)).find(is_twin);
    let is_of_vectors = matches!(index.method, IndexMethod::Hnsw | IndexMethod::IvfFlat);
    let of_vectors = is_of_vectors.then_some(Reason::OfVectors);
    twin.map(|twin| Reason::IndexTwin(twin.name.clone())).or(of_vectors)
}

/// The foreign key of the schema that one made by hand stands beside.
fn twin(after: &Table, key: &ForeignKey) -> Option<String> {
    let is_own = after.foreign_keys.contains_key(&key.name) || key.extras.keeps_name || !key.extras.is_made_by_hand;
    let mut others = after.foreign_keys.values().filter(|_| !is_own);
    others.find(|other| foreign_key_definition(other) == foreign_key_definition(key)).map(|other| other.name.clone())
}
