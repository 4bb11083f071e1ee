//! Things of one table that differ only in their names: which one before is which one afterwards.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::pair::{Pair, Paired};
use crate::physical::{Index, IndexChoice};

/// Things that are added, by their definitions, each to be taken once.
pub(super) struct ByDefinition<'a, T, D> {
    definition: fn(&'a T) -> D,
    /// With their places among all.
    waiting: BTreeMap<D, VecDeque<(usize, &'a T)>>,
}

impl<'a, T, D: Ord> ByDefinition<'a, T, D> {
    /// These things, in their order.
    pub(super) fn of(things: Vec<&'a T>, definition: fn(&'a T) -> D) -> Self {
        let mut waiting: BTreeMap<D, VecDeque<_>> = BTreeMap::new();
        for (place, thing) in things.into_iter().enumerate() {
            waiting.entry(definition(thing)).or_default().push_back((place, thing));
        }
        ByDefinition { definition, waiting }
    }

    /// Takes the first one that is defined like this thing.
    pub(super) fn take_same(&mut self, thing: &'a T) -> Option<&'a T> {
        let same = self.waiting.get_mut(&(self.definition)(thing))?;
        same.pop_front().map(|(_, thing)| thing)
    }

    /// Keeps only some of them.
    pub(super) fn retain(&mut self, is_meant: impl Fn(&T) -> bool) {
        self.waiting.values_mut().for_each(|same| same.retain(|(_, thing)| is_meant(thing)));
    }

    /// What was not taken, in its order.
    pub(super) fn into_rest(self) -> impl Iterator<Item = &'a T> {
        let rest: BTreeMap<usize, &'a T> = self.waiting.into_values().flatten().collect();
        rest.into_values()
    }
}

/// Splits pairs of the same name, of which one has the definition that another had, into one thing that is dropped and one
/// that is added, so that each is found to be renamed: where columns are renamed, `t_b_idx` becomes `t_c_idx`, and
/// `t_a_idx` becomes `t_b_idx`. Only where each has exactly one counterpart, where no name is needed before it is
/// free, and where it may be renamed at all.
pub(super) fn split_renamed<'a, T, D: Ord>(
    paired: &mut Paired<'a, T>,
    definition: fn(&'a T) -> D,
    may_be_renamed: impl Fn(&T) -> bool,
) {
    let is_changed =
        |pair: &Pair<'a, T>| may_be_renamed(pair.before) && definition(pair.before) != definition(pair.after);
    let (changed, mut kept): (Vec<_>, Vec<_>) = paired.kept.iter().copied().partition(is_changed);
    if changed.is_empty() {
        return;
    }
    let stays = RenamedChains::of(&changed, paired, definition).without_counterparts();
    for (place, pair) in changed.into_iter().enumerate() {
        if stays.contains(&place) {
            kept.push(pair);
        } else {
            paired.dropped.push(pair.before);
            paired.added.push(pair.after);
        }
    }
    paired.kept = kept;
}

/// Things that may be renamed one after the other, by their places, with numbers for equal definitions.
struct RenamedChains {
    /// The old definition of each.
    old: Vec<usize>,
    /// The new definition of each.
    new: Vec<usize>,
    /// Places by old definition.
    by_old: Vec<Vec<usize>>,
    /// Places by new definition.
    by_new: Vec<Vec<usize>>,
    /// How many things have each definition before, those among them that go.
    sources: Vec<usize>,
    /// How many things have each definition afterwards, those among them that come.
    goals: Vec<usize>,
}

impl RenamedChains {
    fn of<'a, T, D: Ord>(changed: &[Pair<'a, T>], paired: &Paired<'a, T>, definition: fn(&'a T) -> D) -> RenamedChains {
        let mut numbers = BTreeMap::new();
        let mut number = |thing: &'a T| {
            let next = numbers.len();
            *numbers.entry(definition(thing)).or_insert(next)
        };
        let old: Vec<usize> = changed.iter().map(|pair| number(pair.before)).collect();
        let new: Vec<usize> = changed.iter().map(|pair| number(pair.after)).collect();
        let dropped: Vec<usize> = paired.dropped.iter().map(|thing| number(thing)).collect();
        let added: Vec<usize> = paired.added.iter().map(|thing| number(thing)).collect();
        let places = |numbered: &[usize]| {
            let mut places = vec![Vec::new(); numbers.len()];
            numbered.iter().enumerate().for_each(|(place, &number)| places[number].push(place));
            places
        };
        let count = |numbered: &[usize], others: &[usize]| {
            let mut count = vec![0; numbers.len()];
            numbered.iter().chain(others).for_each(|&number| count[number] += 1);
            count
        };
        let (by_old, by_new) = (places(&old), places(&new));
        let (sources, goals) = (count(&old, &dropped), count(&new, &added));
        RenamedChains { old, new, by_old, by_new, sources, goals }
    }

    /// Places of those that keep their names. Where one does, its definitions are no counterparts for others any more.
    fn without_counterparts(mut self) -> BTreeSet<usize> {
        let ends = self.in_chains_that_end();
        let has_counterparts = |all: &RenamedChains, place: usize| {
            ends[place] && all.goals[all.old[place]] == 1 && all.sources[all.new[place]] == 1
        };
        let mut stays = BTreeSet::new();
        let mut failing: BTreeSet<usize> =
            (0..self.old.len()).filter(|&place| !has_counterparts(&self, place)).collect();
        while let Some(place) = failing.pop_first() {
            stays.insert(place);
            let (old, new) = (self.old[place], self.new[place]);
            self.sources[old] -= 1;
            self.goals[new] -= 1;
            let mut affected = Vec::new();
            if self.goals[new] <= 1 {
                affected.extend(&self.by_old[new]);
            }
            if self.sources[old] <= 1 {
                affected.extend(&self.by_new[old]);
            }
            for other in affected.into_iter().filter(|other| !stays.contains(other)) {
                if has_counterparts(&self, other) {
                    failing.remove(&other);
                } else {
                    failing.insert(other);
                }
            }
        }
        stays
    }

    /// Whether the names that each waits for are free in the end. In a circle, each waits for itself.
    fn in_chains_that_end(&self) -> Vec<bool> {
        // the next one in a chain has afterwards what this one had before
        let is_last = |&place: &usize| self.by_new[self.old[place]].is_empty();
        let mut found: Vec<usize> = (0..self.old.len()).filter(is_last).collect();
        let mut ends = vec![false; self.old.len()];
        while let Some(place) = found.pop() {
            if !ends[place] {
                ends[place] = true;
                found.extend(&self.by_old[self.new[place]]);
            }
        }
        ends
    }
}

/// Whether an index of that name need not be built again.
pub(super) fn stays(kept: Pair<'_, Index>) -> bool {
    kept.before.is_defined_like(kept.after) || is_left_to_a_default(kept)
}

/// The method was left to a default, and something over the same columns is there.
fn is_left_to_a_default(kept: Pair<'_, Index>) -> bool {
    kept.after.choice != IndexChoice::Schema && kept.before.covers_the_same_as(kept.after)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::diff::pair::by_key;

    /// A name, and what it stands for.
    type Thing = (&'static str, u32);

    fn definition(thing: &Thing) -> u32 {
        thing.1
    }

    fn names(things: &[&Thing]) -> Vec<&'static str> {
        things.iter().map(|thing| thing.0).collect()
    }

    /// What goes, what comes, and what keeps its name, where all but `fixed` may have another one.
    fn separated(before: &[Thing], after: &[Thing], fixed: &str) -> [Vec<&'static str>; 3] {
        let [before, after] = [before, after]
            .map(|things| -> BTreeMap<&str, Thing> { things.iter().map(|thing| (thing.0, *thing)).collect() });
        let mut paired = by_key(Pair { before: &before, after: &after });
        split_renamed(&mut paired, definition, |thing| thing.0 != fixed);
        let kept: Vec<&Thing> = paired.kept.iter().map(|pair| pair.after).collect();
        [names(&paired.dropped), names(&paired.added), names(&kept)]
    }

    #[test]
    fn names_are_handed_on_along_a_chain() {
        let (before, after) = ([("a", 1), ("b", 2), ("z", 9)], [("b", 1), ("c", 2), ("z", 9)]);
        assert_eq!(separated(&before, &after, ""), [vec!["a", "b"], vec!["c", "b"], vec!["z"]]);
    }

    #[test]
    fn names_go_round_in_no_circle() {
        let (before, after) = ([("a", 1), ("b", 2), ("c", 3)], [("a", 3), ("b", 1), ("c", 2)]);
        assert_eq!(separated(&before, &after, ""), [vec![], vec![], vec!["a", "b", "c"]]);
    }

    #[test]
    fn what_has_no_counterpart_keeps_its_name_and_so_does_whatever_waits_for_it() {
        let (before, after) = ([("a", 1), ("b", 2), ("c", 3)], [("b", 1), ("c", 2)]);
        assert_eq!(separated(&before, &after, ""), [vec!["a"], vec![], vec!["b", "c"]]);
    }

    #[test]
    fn twins_are_not_told_apart() {
        let (before, after) = ([("a", 1), ("b", 2)], [("b", 1), ("c", 2), ("d", 2)]);
        assert_eq!(separated(&before, &after, ""), [vec!["a"], vec!["c", "d"], vec!["b"]]);
    }

    #[test]
    fn what_may_not_have_another_name_ends_a_chain() {
        let (before, after) = ([("a", 1), ("b", 2), ("c", 3)], [("b", 1), ("c", 2), ("d", 3)]);
        assert_eq!(separated(&before, &after, "b"), [vec!["a"], vec!["d"], vec!["b", "c"]]);
    }

    #[test]
    fn each_thing_that_comes_is_taken_once_and_the_first_one_first() {
        let things = [("a", 1), ("b", 2), ("c", 1), ("d", 1)];
        let mut coming = ByDefinition::of(things.iter().collect(), definition);
        assert_eq!(coming.take_same(&("x", 1)).map(|thing| thing.0), Some("a"));
        assert_eq!(coming.take_same(&("y", 1)).map(|thing| thing.0), Some("c"));
        coming.retain(|thing| thing.0 != "b");
        assert_eq!(coming.take_same(&("z", 2)), None);
        assert_eq!(coming.into_rest().map(|thing| thing.0).collect::<Vec<_>>(), ["d"]);
    }
}
