//! What is said about names beside the two states, and what came of it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// What the user says about names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hints {
    /// What had another name.
    pub renamed: Vec<Renamed>,
    /// What had none, although it looks so.
    pub not_renamed: Vec<NewName>,
}

/// That something had another name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renamed {
    /// What it is called now.
    pub new: NewName,
    /// Its old name, in the schema or in the database.
    pub old: String,
    /// Whether it was said for this run only, and not in the schema.
    pub is_for_this_run: bool,
}

/// A model, an enum, a field or a value, as the schema calls it now.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct NewName {
    /// The model or enum.
    pub block: String,
    /// The field or value, if it is one.
    pub member: Option<String>,
}

impl fmt::Display for NewName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.member {
            Some(member) => write!(f, "{}.{member}", self.block),
            None => f.write_str(&self.block),
        }
    }
}

/// What there is to say about the names of two states.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// What was said and is done.
    pub followed: Vec<Renamed>,
    /// What was said and is not done, because the old state has nothing of that name, or the new name was taken.
    pub stale: Vec<Renamed>,
    /// Names that go round in a circle: nothing tells whether they have been exchanged already.
    pub circles: Vec<Vec<NewName>>,
    /// What goes and what comes where it may be one thing that is renamed.
    pub look_alikes: Vec<LookAlike>,
}

/// Something that goes and something that comes, alike but for the name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LookAlike {
    /// `column`, `table`, `enum` or `value`.
    pub kind: &'static str,
    /// The full name of what goes.
    pub dropped: String,
    /// The full name of what comes.
    pub added: String,
    /// The name of what goes, as a flag would give it.
    pub old: String,
    /// What comes.
    pub new: NewName,
}

/// A model, an enum, a field or a value, as the schema calls it now: a [`NewName`] that is borrowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct SchemaName<'n> {
    /// The model or enum.
    pub block: &'n str,
    /// The field or value, if it is one.
    pub member: Option<&'n str>,
}

impl SchemaName<'_> {
    /// The same, to keep.
    pub(super) fn to_owned(self) -> NewName {
        NewName { block: self.block.to_owned(), member: self.member.map(str::to_owned) }
    }
}

impl NewName {
    fn borrowed(&self) -> SchemaName<'_> {
        SchemaName { block: &self.block, member: self.member.as_deref() }
    }
}

/// What the user says about names, by the new ones.
pub(super) struct HintsByName<'h> {
    renamed: BTreeMap<SchemaName<'h>, &'h Renamed>,
    not_renamed: BTreeSet<SchemaName<'h>>,
}

impl Hints {
    pub(super) fn by_name(&self) -> HintsByName<'_> {
        let Hints { renamed, not_renamed } = self;
        let mut by_name = BTreeMap::new();
        for one in renamed {
            // what is said first counts
            by_name.entry(one.new.borrowed()).or_insert(one);
        }
        HintsByName { renamed: by_name, not_renamed: not_renamed.iter().map(NewName::borrowed).collect() }
    }
}

impl<'h> HintsByName<'h> {
    /// What is said about that name.
    pub(super) fn of(&self, new: SchemaName<'_>) -> Option<&'h Renamed> {
        self.renamed.get(&new).copied()
    }

    /// Whether it is said that nothing has got that name.
    pub(super) fn denies(&self, new: SchemaName<'_>) -> bool {
        self.not_renamed.contains(&new)
    }
}
