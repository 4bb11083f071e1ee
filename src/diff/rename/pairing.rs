//! Which of the things that share their names have another one: by what the schema calls them, or by what was said.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use super::hints::{HintsByName, Names, NewName, SchemaName};
use crate::physical::ObjectName;

/// What a thing is: it never becomes one of another kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ItemKind {
    Table,
    Enum,
    /// A column, or a value of an enum.
    Member,
}

/// One of them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Item<'i, N> {
    /// What it is.
    pub kind: ItemKind,
    /// In the database.
    pub name: &'i N,
    /// In the schema, where that is known.
    pub prisma_name: Option<&'i str>,
    /// What to call it.
    pub shown: SchemaName<'i>,
}

/// A name in the database.
pub(super) trait DatabaseName: Ord + Clone {
    /// What a user may call it.
    fn spellings(&self) -> Vec<String>;
}

impl DatabaseName for String {
    fn spellings(&self) -> Vec<String> {
        vec![self.clone()]
    }
}

impl DatabaseName for ObjectName {
    fn spellings(&self) -> Vec<String> {
        vec![self.name.clone(), self.to_string()]
    }
}

/// Finds what is renamed, as pairs of the old and the new name.
pub(super) fn pairs<N: DatabaseName>(
    (before, after): (&[Item<'_, N>], &[Item<'_, N>]),
    fits: impl Fn(&N, &N) -> bool,
    hints: &HintsByName<'_>,
    names: &mut Names,
) -> BTreeMap<N, N> {
    let is_said = |item: &Item<'_, N>| hints.of(item.shown).is_some();
    let is_same = |(one, other): (&Item<'_, N>, &Item<'_, N>)| {
        one.name == other.name && one.prisma_name == other.prisma_name && !is_said(other)
    };
    // nearly always
    if before.len() == after.len() && before.iter().zip(after).all(is_same) {
        return BTreeMap::new();
    }
    let mut found = Pairing::of(before, after);
    let mut said = Vec::new();
    for item in after {
        let Some(renamed) = hints.of(item.shown).filter(|_| !hints.denies(item.shown)) else { continue };
        match found.said(item, &renamed.old) {
            Said::Nothing => names.stale.push(renamed.clone()),
            Said::SameName => {}
            Said::Renamed(old) => {
                said.push((old, renamed));
                found.by_old.insert(old, item.name);
            }
        }
    }
    for item in after.iter().filter(|item| !hints.denies(item.shown) && !is_said(item)) {
        if let Some(old) = found.same_in_the_schema(item)
            && fits(old, item.name)
        {
            found.by_old.entry(old).or_insert(item.name);
        }
    }
    found.give_up_taken_names();
    names.circles.extend(found.take_circles());
    for (old, renamed) in said {
        let is_done = found.by_old.contains_key(old);
        if is_done { names.followed.push(renamed.clone()) } else { names.stale.push(renamed.clone()) }
    }
    found.by_old.into_iter().map(|(old, new)| (old.clone(), new.clone())).collect()
}

/// What becomes of something that was said.
enum Said<'i, N> {
    Nothing,
    SameName,
    Renamed(&'i N),
}

struct Pairing<'i, N> {
    before: &'i [Item<'i, N>],
    after: &'i [Item<'i, N>],
    old_by_name: BTreeMap<&'i N, &'i Item<'i, N>>,
    /// The first one of each.
    old_by_prisma_name: BTreeMap<&'i str, &'i Item<'i, N>>,
    /// The first one of each; only needed where something is said.
    old_by_spelling: OnceCell<BTreeMap<String, &'i Item<'i, N>>>,
    /// As places in `after`.
    new_by_name: BTreeMap<&'i N, usize>,
    /// What was found: new names by old ones. No new name is there twice.
    by_old: BTreeMap<&'i N, &'i N>,
}

impl<'i, N: DatabaseName> Pairing<'i, N> {
    fn of(before: &'i [Item<'i, N>], after: &'i [Item<'i, N>]) -> Self {
        let mut old_by_prisma_name = BTreeMap::new();
        for item in before {
            if let Some(name) = item.prisma_name {
                old_by_prisma_name.entry(name).or_insert(item);
            }
        }
        Pairing {
            before,
            after,
            old_by_name: before.iter().map(|item| (item.name, item)).collect(),
            old_by_prisma_name,
            old_by_spelling: OnceCell::new(),
            new_by_name: after.iter().enumerate().map(|(place, item)| (item.name, place)).collect(),
            by_old: BTreeMap::new(),
        }
    }

    fn said(&self, item: &Item<'_, N>, old: &str) -> Said<'i, N> {
        let in_schema = self.old_by_prisma_name.get(old);
        let found = in_schema.or_else(|| self.by_spelling().get(old));
        let Some(other) = found.filter(|other| other.kind == item.kind) else {
            return Said::Nothing;
        };
        if other.name == item.name {
            return Said::SameName;
        }
        // the old one is still there, as what it was
        let new = self.new_by_name.get(other.name).map(|&place| &self.after[place]);
        let stays = new.is_some_and(|new| new.prisma_name == other.prisma_name);
        if stays || self.by_old.contains_key(other.name) {
            return Said::Nothing;
        }
        Said::Renamed(other.name)
    }

    fn by_spelling(&self) -> &BTreeMap<String, &'i Item<'i, N>> {
        self.old_by_spelling.get_or_init(|| {
            let mut by_spelling = BTreeMap::new();
            for item in self.before {
                for spelling in item.name.spellings() {
                    by_spelling.entry(spelling).or_insert(item);
                }
            }
            by_spelling
        })
    }

    /// The old name of what the schema calls the same.
    fn same_in_the_schema(&self, item: &Item<'_, N>) -> Option<&'i N> {
        let prisma_name = item.prisma_name?;
        let is_same = |other: &&Item<'_, N>| other.prisma_name.is_none_or(|name| name == prisma_name);
        if self.old_by_name.get(item.name).is_some_and(is_same) {
            return None;
        }
        let other = self.old_by_prisma_name.get(prisma_name).filter(|other| other.kind == item.kind);
        other.map(|other| other.name)
    }

    /// A new name has to be free, or given up for another one.
    fn give_up_taken_names(&mut self) {
        let by_new: BTreeMap<&N, &N> = self.by_old.iter().map(|(old, new)| (*new, *old)).collect();
        let is_taken = |new: &N| self.old_by_name.contains_key(new) && !self.by_old.contains_key(new);
        let mut taken: Vec<&N> = self.by_old.iter().filter(|(_, new)| is_taken(new)).map(|(old, _)| *old).collect();
        while let Some(old) = taken.pop() {
            self.by_old.remove(old);
            // which now keeps its name, and so whatever was to have that one does too
            taken.extend(by_new.get(old).filter(|waiting| self.by_old.contains_key(*waiting)));
        }
    }

    /// Takes circles out.
    fn take_circles(&mut self) -> Vec<Vec<NewName>> {
        let mut circles = Vec::new();
        let mut seen = BTreeSet::new();
        for &start in self.by_old.keys() {
            let mut chain = Vec::new();
            let mut next = Some(start);
            while let Some(name) = next.filter(|name| seen.insert(*name)) {
                chain.push(name);
                next = self.by_old.get(name).copied();
            }
            // no two have the same new name, so that nothing leads into a circle from outside
            if next == Some(start) && !chain.is_empty() {
                circles.push(chain);
            }
        }
        circles.iter().flatten().for_each(|name| {
            self.by_old.remove(*name);
        });
        circles.into_iter().map(|circle| self.shown(&circle)).collect()
    }

    /// What the schema calls these now, in its order.
    fn shown(&self, names: &[&N]) -> Vec<NewName> {
        let places: BTreeSet<usize> = names.iter().filter_map(|name| self.new_by_name.get(name)).copied().collect();
        places.into_iter().map(|place| self.after[place].shown.to_owned()).collect()
    }
}
