//! The order of changes: what a change needs comes before it, what it frees comes after it, and among the rest the order
//! of the kinds, and of the names of what they are about, decides. The order in which they were found never does.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use crate::change::{Change, ObjectRef, Part};

/// The changes in an order in which each can be made, with the part of the file that each goes to. What has to
/// be out of the way of something in an earlier part goes before that: [`Part::Clearing`], [`Part::Renaming`].
pub fn ordered(changes: Vec<Change>) -> Vec<(Part, Change)> {
    let Graph { followers, order } = Graph::of(&changes);
    let mut parts: Vec<Part> = changes.iter().map(|change| change.as_kind().part()).collect();
    for &at in order.iter().rev().filter(|&&at| [Part::Foundation, Part::Work].contains(&changes[at].as_kind().part()))
    {
        match followers[at].iter().map(|&follower| parts[follower]).min() {
            Some(first) if first <= Part::Values => parts[at] = Part::Renaming,
            Some(first) if first < parts[at] => parts[at] = Part::Clearing,
            _ => {}
        }
    }
    let mut changes: Vec<_> = changes.into_iter().map(Some).collect();
    order.into_iter().filter_map(|at| changes[at].take().map(|change| (parts[at], change))).collect()
}

/// Who has to wait for whom.
pub struct Graph {
    /// The changes that wait for each.
    pub followers: Vec<Vec<usize>>,
    /// An order in which each can be made.
    pub order: Vec<usize>,
}

impl Graph {
    pub fn of(changes: &[Change]) -> Graph {
        let (followers, mut waiting_for) = edges(changes);
        // two changes of one kind are about two things, so the place in the input never decides
        let keys: Vec<_> = changes.iter().map(|change| (change.rank(), change.as_kind().subject())).collect();
        let mut ready: BinaryHeap<_> =
            (0..changes.len()).filter(|&at| waiting_for[at] == 0).map(|at| Reverse((&keys[at], at))).collect();
        let mut order = Vec::with_capacity(changes.len());
        while let Some(Reverse((_, at))) = ready.pop() {
            order.push(at);
            for &follower in &followers[at] {
                waiting_for[follower] -= 1;
                if waiting_for[follower] == 0 {
                    ready.push(Reverse((&keys[follower], follower)));
                }
            }
        }
        debug_assert_eq!(order.len(), changes.len(), "changes wait for one another in a circle");
        // should there be a circle after all, the kinds' order is the best guess
        let mut left: Vec<_> = (0..changes.len()).filter(|&at| waiting_for[at] > 0).collect();
        left.sort_by_key(|&at| (&keys[at], at));
        order.extend(left);
        Graph { followers, order }
    }
}

/// The followers of each change, and how many each waits for.
fn edges(changes: &[Change]) -> (Vec<Vec<usize>>, Vec<usize>) {
    let by = |objects: fn(&Change) -> Vec<ObjectRef>| {
        let mut index: BTreeMap<ObjectRef, Vec<usize>> = BTreeMap::new();
        for (at, change) in changes.iter().enumerate() {
            for object in objects(change) {
                index.entry(object).or_default().push(at);
            }
        }
        index
    };
    let creates = by(|change| change.as_kind().creates());
    let alters = by(|change| change.as_kind().alters());
    let drops = by(|change| change.as_kind().drops());

    let mut edges: Vec<(usize, usize)> = Vec::new();
    let comes_first: Vec<bool> = changes.iter().map(|change| change.as_kind().comes_first()).collect();
    let is_work = |at: &usize| !comes_first[*at] && changes[*at].as_kind().part() == Part::Work;
    for first in (0..changes.len()).filter(|&at| comes_first[at]) {
        edges.extend((0..changes.len()).filter(is_work).map(|then| (first, then)));
    }
    let mut before = |first: &[usize], then: usize| edges.extend(first.iter().map(|&first| (first, then)));
    let found =
        |index: &BTreeMap<ObjectRef, Vec<usize>>, object: &ObjectRef| index.get(object).cloned().unwrap_or_default();
    for (at, change) in changes.iter().enumerate() {
        let kind = change.as_kind();
        for object in kind.needs() {
            before(&found(&creates, &object), at);
            before(&found(&alters, &object), at);
        }
        for object in kind.creates() {
            before(&found(&drops, &object), at); // the name has to be free
        }
        let needs = kind.needs();
        for object in kind.releases() {
            // what is replaced in one step needs the object's new form more than it hinders the change
            let alters = if needs.contains(&object) { Vec::new() } else { found(&alters, &object) };
            for then in alters.into_iter().chain(found(&drops, &object)) {
                before(&[at], then);
            }
        }
    }
    edges.retain(|(first, then)| first != then);
    edges.sort_unstable();
    edges.dedup();
    let mut followers = vec![Vec::new(); changes.len()];
    let mut waiting_for = vec![0; changes.len()];
    for (first, then) in edges {
        followers[first].push(then);
        waiting_for[then] += 1;
    }
    (followers, waiting_for)
}
