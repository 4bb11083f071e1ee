//! Which of the things of one kind have another name: by what the schema calls them, or by what was said.

use std::collections::{BTreeMap, BTreeSet};

use super::hints::{Hints, Names, NewName, Renamed};
use crate::physical::ObjectName;

/// One of them.
#[derive(Clone, Debug)]
pub struct Item<N> {
    /// In the database.
    pub name: N,
    /// In the schema, where that is known.
    pub prisma_name: Option<String>,
    /// What to call it.
    pub shown: NewName,
}

/// A name in the database.
pub trait DatabaseName: Ord + Clone {
    /// Whether that is what somebody calls it.
    fn is_called(&self, text: &str) -> bool;
}

impl DatabaseName for String {
    fn is_called(&self, text: &str) -> bool {
        self == text
    }
}

impl DatabaseName for ObjectName {
    fn is_called(&self, text: &str) -> bool {
        self.name == text || self.to_string() == text
    }
}

/// Finds what is renamed, as pairs of the old and the new name.
pub fn pairs<N: DatabaseName>(
    (before, after): (&[Item<N>], &[Item<N>]),
    fits: impl Fn(&N, &N) -> bool,
    hints: &Hints,
    names: &mut Names,
) -> BTreeMap<N, N> {
    let mut found = Finding { before, after, by_old: BTreeMap::new() };
    let mut said = Vec::new();
    for item in after {
        let Some(renamed) = hints.of(&item.shown).filter(|_| !hints.denies(&item.shown)) else { continue };
        match found.said(item, &renamed.old) {
            Said::Nothing => names.stale.push(renamed.clone()),
            Said::SameName => {}
            Said::Renamed(old) => {
                said.push((old.clone(), renamed));
                found.by_old.insert(old, item.name.clone());
            }
        }
    }
    for item in after.iter().filter(|item| !hints.denies(&item.shown) && hints.of(&item.shown).is_none()) {
        if let Some(old) = found.same_in_the_schema(item)
            && fits(&old, &item.name)
        {
            found.by_old.entry(old).or_insert_with(|| item.name.clone());
        }
    }
    found.give_up_taken_names();
    names.circles.extend(found.circles());
    let is_done = |(old, _): &&(N, &Renamed)| found.by_old.contains_key(old);
    names.followed.extend(said.iter().filter(is_done).map(|(_, renamed)| (*renamed).clone()));
    names.stale.extend(said.iter().filter(|one| !is_done(one)).map(|(_, renamed)| (*renamed).clone()));
    found.by_old
}

/// What becomes of something that was said.
enum Said<N> {
    Nothing,
    SameName,
    Renamed(N),
}

struct Finding<'i, N> {
    before: &'i [Item<N>],
    after: &'i [Item<N>],
    by_old: BTreeMap<N, N>,
}

impl<N: DatabaseName> Finding<'_, N> {
    fn said(&self, item: &Item<N>, old: &str) -> Said<N> {
        let in_schema = self.before.iter().find(|other| other.prisma_name.as_deref() == Some(old));
        let Some(other) = in_schema.or_else(|| self.before.iter().find(|other| other.name.is_called(old))) else {
            return Said::Nothing;
        };
        if other.name == item.name {
            return Said::SameName;
        }
        // the old one is still there, as what it was
        let stays = |new: &Item<N>| new.name == other.name && new.prisma_name == other.prisma_name;
        if self.after.iter().any(stays) || self.by_old.contains_key(&other.name) {
            return Said::Nothing;
        }
        Said::Renamed(other.name.clone())
    }

    /// The old name of what the schema calls the same.
    fn same_in_the_schema(&self, item: &Item<N>) -> Option<N> {
        let prisma_name = item.prisma_name.as_ref()?;
        let is_same = |other: &Item<N>| other.prisma_name.as_ref().is_none_or(|name| name == prisma_name);
        if self.before.iter().any(|other| other.name == item.name && is_same(other)) {
            return None;
        }
        self.before.iter().find(|other| other.prisma_name.as_ref() == Some(prisma_name)).map(|other| other.name.clone())
    }

    /// A new name has to be free, or given up for another one.
    fn give_up_taken_names(&mut self) {
        let there: BTreeSet<&N> = self.before.iter().map(|item| &item.name).collect();
        loop {
            let by_old = &self.by_old;
            let is_taken = |new: &N| there.contains(new) && !by_old.contains_key(new);
            let Some(old) = by_old.iter().find(|(_, new)| is_taken(new)).map(|(old, _)| old.clone()) else { return };
            self.by_old.remove(&old);
        }
    }

    /// Takes circles out.
    fn circles(&mut self) -> Vec<Vec<NewName>> {
        let mut circles = Vec::new();
        let starts: Vec<N> = self.by_old.keys().cloned().collect();
        for start in starts {
            let mut circle = vec![start.clone()];
            while let Some(next) = circle.last().and_then(|name| self.by_old.get(name)).cloned() {
                if next == start {
                    circle.iter().for_each(|name| {
                        self.by_old.remove(name);
                    });
                    let is_in_it = |item: &&Item<N>| circle.contains(&item.name);
                    circles.push(self.after.iter().filter(is_in_it).map(|item| item.shown.clone()).collect());
                    break;
                }
                if circle.contains(&next) {
                    break;
                }
                circle.push(next);
            }
        }
        circles
    }
}
