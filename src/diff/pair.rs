//! Two versions of the same thing, and how things are paired.

use std::collections::BTreeMap;

/// A thing before and after.
#[derive(Debug)]
pub struct Pair<'a, T: ?Sized> {
    /// As it was.
    pub before: &'a T,
    /// As it will be.
    pub after: &'a T,
}

impl<T: ?Sized> Clone for Pair<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: ?Sized> Copy for Pair<'_, T> {}

impl<'a, T> Pair<'a, T> {
    /// A part of both.
    pub fn map<U: ?Sized>(self, part: impl Fn(&'a T) -> &'a U) -> Pair<'a, U> {
        Pair { before: part(self.before), after: part(self.after) }
    }

    /// Whether a part differs. That both sides are asked the same question is the point of it.
    pub fn differs<U: PartialEq + ?Sized + 'a>(self, part: impl Fn(&'a T) -> &'a U) -> bool {
        part(self.before) != part(self.after)
    }
}

/// Things by name: those that come, those that go and those that stay.
pub struct Paired<'a, T> {
    /// Only after.
    pub added: Vec<&'a T>,
    /// Only before.
    pub dropped: Vec<&'a T>,
    /// Before and after.
    pub kept: Vec<Pair<'a, T>>,
}

/// Pairs two maps by key.
pub fn by_key<'a, K: Ord, T>(maps: Pair<'a, BTreeMap<K, T>>) -> Paired<'a, T> {
    let Pair { before, after } = maps;
    Paired {
        added: after.iter().filter(|(key, _)| !before.contains_key(key)).map(|(_, value)| value).collect(),
        dropped: before.iter().filter(|(key, _)| !after.contains_key(key)).map(|(_, value)| value).collect(),
        kept: after.iter().filter_map(|(key, after)| before.get(key).map(|before| Pair { before, after })).collect(),
    }
}

impl<'a, T> Paired<'a, T> {
    /// Names that are made of other names may move on to the next thing when those do: `t_b_idx` becomes `t_c_idx`, and
    /// `t_a_idx` becomes `t_b_idx`. Such things are taken for ones that go and ones that come, each of which has its
    /// counterpart; but not where that would need a name to be free before it is.
    pub fn part_what_moved_on(&mut self, is_same: impl Fn(&T, &T) -> bool, name: impl Fn(&T) -> &str) {
        let (mut moved, kept): (Vec<_>, Vec<_>) =
            self.kept.iter().partition(|pair: &&Pair<'a, T>| !is_same(pair.before, pair.after));
        let mut stays: Vec<Pair<'a, T>> = kept;
        loop {
            let sources = || self.dropped.iter().copied().chain(moved.iter().map(|pair| pair.before));
            let goals = || self.added.iter().copied().chain(moved.iter().map(|pair| pair.after));
            let has_counterparts = |pair: &Pair<'a, T>| {
                goals().filter(|after| is_same(pair.before, after)).count() == 1
                    && sources().filter(|before| is_same(before, pair.after)).count() == 1
                    && !is_in_a_circle(pair, &moved, (&is_same, &name))
            };
            let Some(place) = moved.iter().position(|pair| !has_counterparts(pair)) else { break };
            stays.push(moved.remove(place));
        }
        self.dropped.extend(moved.iter().map(|pair| pair.before));
        self.added.extend(moved.iter().map(|pair| pair.after));
        self.kept = stays;
    }
}

/// Whether the name that something gets is free only when it has got it itself.
fn is_in_a_circle<T>(
    start: &Pair<'_, T>,
    moved: &[Pair<'_, T>],
    (is_same, name): (impl Fn(&T, &T) -> bool, impl Fn(&T) -> &str),
) -> bool {
    let mut at = *start;
    for _ in moved {
        let Some(next) = moved.iter().find(|next| is_same(at.before, next.after)) else { return false };
        if name(next.before) == name(start.before) {
            return true;
        }
        at = *next;
    }
    true
}
