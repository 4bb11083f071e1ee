//! Sequences: whose they are, and which names follow their tables.

use crate::naming;
use crate::physical::{ElementType, ObjectName, SequenceUse};

/// Whose a sequence is that a column counts with, by who owns it (`OWNED BY`) and by how many columns count with it.
#[must_use]
pub fn use_of(
    sequence: &ObjectName,
    (table, column): (&ObjectName, &str),
    owner: Option<&(ObjectName, String)>,
    users: usize,
) -> SequenceUse {
    let is_own = owner.is_some_and(|(of, owner)| of == table && owner == column);
    if !is_own {
        SequenceUse::Foreign
    } else if users > 1 {
        SequenceUse::Shared
    } else if *sequence == table.sibling(naming::serial_sequence(&table.name, column)) {
        SequenceUse::Own
    } else {
        SequenceUse::Named
    }
}

/// The name that a sequence gets when its table or its column has got another one; `None` where it keeps its own.
#[must_use]
pub fn new_name<'n>(whose: SequenceUse, before: &ObjectName, by_default: &'n ObjectName) -> Option<&'n ObjectName> {
    let follows = match whose {
        SequenceUse::Own => before.schema == by_default.schema && before != by_default,
        SequenceUse::Named | SequenceUse::Shared | SequenceUse::Foreign => false,
    };
    follows.then_some(by_default)
}

/// Whether a sequence gets the type that its column gets. One that others count with too takes larger numbers then, and
/// never only smaller ones.
#[must_use]
pub fn follows_type(whose: SequenceUse, before: &ElementType, after: &ElementType) -> bool {
    let sizes = [ElementType::SmallInt, ElementType::Integer, ElementType::BigInt];
    let [before, after] = [before, after].map(|element| sizes.iter().position(|size| size == element));
    whose.is_only_for_the_column() || before.is_some() && before < after
}
