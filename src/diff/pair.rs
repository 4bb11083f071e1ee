//! Two versions of the same thing, and how things are paired.

use std::collections::BTreeMap;

/// A thing before and after.
#[derive(Debug)]
pub(super) struct Pair<'a, T: ?Sized> {
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
    pub(super) fn map<U: ?Sized>(self, part: impl Fn(&'a T) -> &'a U) -> Pair<'a, U> {
        Pair { before: part(self.before), after: part(self.after) }
    }

    /// Whether a part differs. That both sides are asked the same question is the point of it.
    pub(super) fn differs<U: PartialEq + ?Sized + 'a>(self, part: impl Fn(&'a T) -> &'a U) -> bool {
        part(self.before) != part(self.after)
    }
}

/// Things by name: those that come, those that go and those that stay.
pub(super) struct Paired<'a, T> {
    /// Only after.
    pub added: Vec<&'a T>,
    /// Only before.
    pub dropped: Vec<&'a T>,
    /// Before and after.
    pub kept: Vec<Pair<'a, T>>,
}

/// Pairs two maps by key.
pub(super) fn by_key<'a, K: Ord, T>(maps: Pair<'a, BTreeMap<K, T>>) -> Paired<'a, T> {
    let Pair { before, after } = maps;
    Paired {
        added: after.iter().filter(|(key, _)| !before.contains_key(key)).map(|(_, value)| value).collect(),
        dropped: before.iter().filter(|(key, _)| !after.contains_key(key)).map(|(_, value)| value).collect(),
        kept: after.iter().filter_map(|(key, after)| before.get(key).map(|before| Pair { before, after })).collect(),
    }
}
