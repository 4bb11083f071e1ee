//! A map whose changes can be taken back to a mark, as PostgreSQL rolls back what was done since a savepoint.

use std::collections::BTreeMap;

/// A map, and what its changes replaced. Nothing is copied that is not changed.
#[derive(Clone, Debug)]
pub(super) struct RevertibleMap<K, V> {
    now: BTreeMap<K, V>,
    /// Keys that were changed, in order, each with what it had before.
    before: Vec<(K, Option<V>)>,
    /// How many of these there were at the last mark.
    marked: usize,
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

impl<K, V> Default for RevertibleMap<K, V> {
    fn default() -> RevertibleMap<K, V> {
        RevertibleMap { now: BTreeMap::new(), before: Vec::new(), marked: 0 }
    }
}

impl<K: Ord + Clone, V: Clone + PartialEq> RevertibleMap<K, V> {
    /// Starts with what is in a map.
    pub(super) fn new(now: BTreeMap<K, V>) -> RevertibleMap<K, V> {
        RevertibleMap { now, before: Vec::new(), marked: 0 }
    }

    /// What is there now.
    pub(super) fn now(&self) -> &BTreeMap<K, V> {
        &self.now
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

    /// The value of a key, to be changed.
    pub(super) fn get_mut(&mut self, key: &K) -> Option<&mut V> {
        let value = self.now.get_mut(key)?;
        let is_kept = self.before[self.marked..].last().is_some_and(|(last, _)| last == key);
        if !is_kept {
            self.before.push((key.clone(), Some(value.clone())));
        }
        Some(value)
    }

    /// Sets the value of a key.
    pub(super) fn insert(&mut self, key: K, value: V) {
        let old = self.now.insert(key.clone(), value);
        self.before.push((key, old));
    }

    /// Takes a key away, and gives what it had.
    pub(super) fn remove(&mut self, key: &K) -> Option<V> {
        let old = self.now.remove(key)?;
        self.before.push((key.clone(), Some(old.clone())));
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
            && let Some((key, old)) = self.before.pop()
        {
            match old {
                Some(old) => self.now.insert(key, old),
                None => self.now.remove(&key),
            };
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

    /// What was changed since a mark, and what it is now.
    pub(super) fn changed(&self, since: usize) -> Changed<K, V> {
        Changed(self.changed_keys(since).map(|key| (key.clone(), self.now.get(key).cloned())).collect())
    }

    /// Whether the changes since a mark have the same result as others since that mark.
    pub(super) fn comes_to(&self, since: usize, other: &Changed<K, V>) -> bool {
        let mut origin: BTreeMap<&K, Option<&V>> = BTreeMap::new();
        for (key, old) in &self.before[since..] {
            origin.entry(key).or_insert(old.as_ref());
        }
        let is_as_there = other.0.iter().all(|(key, value)| self.now.get(key) == value.as_ref());
        let others_are_as_before =
            origin.iter().filter(|(key, _)| !other.0.contains_key(**key)).all(|(key, old)| self.now.get(*key) == *old);
        is_as_there && others_are_as_before
    }
}

#[cfg(test)]
mod tests {
    use super::RevertibleMap;

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
