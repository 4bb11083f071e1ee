//! A map whose changes can be taken back to a mark, as PostgreSQL rolls back what was done since a savepoint.

use std::borrow::Cow;
use std::collections::BTreeMap;

/// A part of a value that is changed by itself, so that nothing else of the value is copied.
pub(super) trait Part<V>: Clone {
    /// Puts the part in its place, and gives what was there.
    fn exchange(self, value: &mut V) -> Self;

    /// Whether nothing is there where it is put.
    fn is_nothing(&self) -> bool;
}

/// The part of values that are changed as a whole.
#[derive(Clone, Debug)]
pub(super) enum NoPart {}

impl<V> Part<V> for NoPart {
    fn exchange(self, _: &mut V) -> NoPart {
        self
    }

    fn is_nothing(&self) -> bool {
        match *self {}
    }
}

/// What a change replaced.
#[derive(Clone, Debug)]
enum Replaced<V, P> {
    /// All of the value, if there was one.
    Whole(Option<V>),
    /// A part of it.
    Part(P),
}

/// A map, and what its changes replaced. Nothing is copied that is not changed.
#[derive(Clone, Debug)]
pub(super) struct RevertibleMap<K, V, P = NoPart> {
    now: BTreeMap<K, V>,
    /// Keys that were changed, in order, each with what it had before.
    before: Vec<(K, Replaced<V, P>)>,
    /// How many of these were there when somebody last asked for a mark.
    marked: usize,
    /// How many changes so far may have taken something away.
    taken_away: usize,
}

/// What was changed since a mark, and what it is now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Changed<K, V>(BTreeMap<K, Option<V>>);

impl<K, V> Changed<K, V> {
    /// Whether nothing was taken away.
    pub(super) fn is_addition(&self) -> bool {
        self.0.values().all(Option::is_some)
    }

    /// What is there now of what was changed.
    pub(super) fn added(&self) -> impl Iterator<Item = (&K, &V)> {
        self.0.iter().filter_map(|(key, value)| Some((key, value.as_ref()?)))
    }
}

impl<K, V, P> Default for RevertibleMap<K, V, P> {
    fn default() -> RevertibleMap<K, V, P> {
        RevertibleMap { now: BTreeMap::new(), before: Vec::new(), marked: 0, taken_away: 0 }
    }
}

impl<K: Ord + Clone, V: Clone + PartialEq, P: Part<V>> RevertibleMap<K, V, P> {
    /// Starts with what is in a map.
    pub(super) fn new(now: BTreeMap<K, V>) -> RevertibleMap<K, V, P> {
        RevertibleMap { now, before: Vec::new(), marked: 0, taken_away: 0 }
    }

    /// What is there now.
    pub(super) fn now(&self) -> &BTreeMap<K, V> {
        &self.now
    }

    /// How many changes so far may have taken something away: while it is the same, all that was there is there.
    pub(super) fn taken_away(&self) -> usize {
        self.taken_away
    }

    /// What is there now, and nothing of what was.
    pub(super) fn into_now(self) -> BTreeMap<K, V> {
        self.now
    }

    /// The value of a key.
    pub(super) fn get(&self, key: &K) -> Option<&V> {
        self.now.get(key)
    }

    /// Whether a key has a value.
    pub(super) fn has(&self, key: &K) -> bool {
        self.now.contains_key(key)
    }

    /// The value of a key, to be changed: all of it is kept.
    pub(super) fn get_mut(&mut self, key: &K) -> Option<&mut V> {
        let value = self.now.get_mut(key)?;
        self.taken_away += 1;
        let last = self.before[self.marked..].last();
        if !last.is_some_and(|(last, replaced)| last == key && matches!(replaced, Replaced::Whole(_))) {
            self.before.push((key.clone(), Replaced::Whole(Some(value.clone()))));
        }
        Some(value)
    }

    /// Changes a part of the value of a key.
    pub(super) fn put(&mut self, key: &K, part: P) {
        if let Some(value) = self.now.get_mut(key) {
            self.taken_away += usize::from(part.is_nothing());
            let replaced = part.exchange(value);
            self.before.push((key.clone(), Replaced::Part(replaced)));
        }
    }

    /// Sets the value of a key.
    pub(super) fn insert(&mut self, key: K, value: V) {
        let old = self.now.insert(key.clone(), value);
        self.taken_away += usize::from(old.is_some());
        self.before.push((key, Replaced::Whole(old)));
    }

    /// Takes a key away, and gives what it had.
    pub(super) fn remove(&mut self, key: &K) -> Option<V> {
        let old = self.now.remove(key)?;
        self.taken_away += 1;
        self.before.push((key.clone(), Replaced::Whole(Some(old.clone()))));
        Some(old)
    }

    /// Marks the state now, to roll back to.
    pub(super) fn mark(&mut self) -> usize {
        self.marked = self.before.len();
        self.marked
    }

    /// Rolls back to a mark.
    pub(super) fn roll_back(&mut self, to: usize) {
        while self.before.len() > to
            && let Some((key, replaced)) = self.before.pop()
        {
            self.taken_away += 1;
            match replaced {
                Replaced::Whole(Some(old)) => drop(self.now.insert(key, old)),
                Replaced::Whole(None) => drop(self.now.remove(&key)),
                Replaced::Part(part) => drop(self.now.get_mut(&key).map(|value| part.exchange(value))),
            }
        }
        self.marked = to;
    }

    /// Forgets the changes so far: no mark before this can be rolled back to.
    pub(super) fn forget(&mut self) {
        self.before.clear();
        self.marked = 0;
    }

    /// The keys that were changed since a mark.
    pub(super) fn changed_keys(&self, since: usize) -> impl Iterator<Item = &K> {
        self.before[since..].iter().map(|(key, _)| key)
    }

    /// The changes since a mark: the key of each, and the part as it was before, where only a part was changed.
    pub(super) fn changes(&self, since: usize) -> impl Iterator<Item = (&K, Option<&P>)> {
        self.before[since..].iter().map(|(key, replaced)| match replaced {
            Replaced::Whole(_) => (key, None),
            Replaced::Part(part) => (key, Some(part)),
        })
    }

    /// What was changed since a mark, and what it is now.
    pub(super) fn changed(&self, since: usize) -> Changed<K, V> {
        Changed(self.changed_keys(since).map(|key| (key.clone(), self.now.get(key).cloned())).collect())
    }

    /// What the keys that were changed since a mark had there.
    fn origin(&self, since: usize) -> BTreeMap<&K, Option<Cow<'_, V>>> {
        let mut origin = BTreeMap::new();
        for (key, replaced) in self.before[since..].iter().rev() {
            let value = origin.entry(key).or_insert_with(|| self.now.get(key).map(Cow::Borrowed));
            match (replaced, value) {
                (Replaced::Whole(old), value) => *value = old.as_ref().map(Cow::Borrowed),
                (Replaced::Part(part), Some(value)) => drop(part.clone().exchange(value.to_mut())),
                (Replaced::Part(_), None) => {}
            }
        }
        origin
    }

    /// Whether the changes since a mark come to the same as other ones from that mark.
    pub(super) fn comes_to(&self, since: usize, other: &Changed<K, V>) -> bool {
        let is_as_there = other.0.iter().all(|(key, value)| self.now.get(key) == value.as_ref());
        let is_as_before = |(key, old): (&K, Option<Cow<'_, V>>)| self.now.get(key) == old.as_deref();
        is_as_there && self.origin(since).into_iter().filter(|(key, _)| !other.0.contains_key(*key)).all(is_as_before)
    }
}

#[cfg(test)]
mod tests {
    use super::{Part, RevertibleMap};

    /// The digits of a number, one by one.
    impl Part<[u32; 2]> for (usize, u32) {
        fn exchange(self, value: &mut [u32; 2]) -> (usize, u32) {
            (self.0, std::mem::replace(&mut value[self.0], self.1))
        }

        fn is_nothing(&self) -> bool {
            self.1 == 0
        }
    }

    #[test]
    fn parts_are_taken_back_among_whole_values() {
        let mut map: RevertibleMap<&str, [u32; 2], (usize, u32)> = RevertibleMap::new([("a", [1, 2])].into());
        let start = map.mark();
        map.put(&"a", (0, 10));
        map.put(&"b", (0, 10));
        map.get_mut(&"a").unwrap()[1] = 20;
        map.put(&"a", (0, 100));
        assert_eq!(*map.now(), [("a", [100, 20])].into());
        let changed = map.changed(start);
        assert!(map.comes_to(start, &changed));
        let inner = map.mark();
        map.put(&"a", (1, 2));
        assert!(!map.comes_to(start, &changed));
        map.roll_back(inner);
        assert!(map.comes_to(start, &changed));
        map.roll_back(start);
        assert_eq!(*map.now(), [("a", [1, 2])].into());
        let nothing = map.changed(start);
        map.put(&"a", (0, 10));
        assert!(!map.comes_to(start, &nothing));
        map.put(&"a", (0, 1));
        assert!(map.comes_to(start, &nothing));
    }

    #[test]
    fn what_was_changed_can_be_taken_back_in_layers() {
        let mut map: RevertibleMap<&str, u32> = RevertibleMap::new([("a", 1), ("b", 2)].into());
        let outer = map.mark();
        *map.get_mut(&"a").unwrap() = 10;
        let inner = map.mark();
        *map.get_mut(&"a").unwrap() = 100;
        map.remove(&"b");
        map.insert("c", 3);
        map.roll_back(inner);
        assert_eq!(*map.now(), [("a", 10), ("b", 2)].into());
        map.insert("b", 20);
        map.roll_back(outer);
        assert_eq!(map.into_now(), [("a", 1), ("b", 2)].into());
    }

    #[test]
    fn two_ways_to_the_same_are_told_from_two_ways_to_something_else() {
        let mut map: RevertibleMap<&str, u32> = RevertibleMap::new([("a", 1)].into());
        let start = map.mark();
        map.insert("b", 2);
        let one = map.changed(start);
        map.roll_back(start);
        map.insert("b", 1);
        *map.get_mut(&"b").unwrap() = 2;
        assert!(map.comes_to(start, &one));
        map.insert("c", 3);
        assert!(!map.comes_to(start, &one));
        map.remove(&"c");
        assert!(map.comes_to(start, &one));
        map.remove(&"b");
        assert!(!map.comes_to(start, &one));
    }
}
