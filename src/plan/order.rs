//! The order of changes: what a change needs comes before it, what it frees comes after it, and among the rest the order
//! of the kinds, and of the names of what they are about, decides. The order in which they were found never does.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::change::{Change, ObjectRef, Part};

/// The changes in an order in which each can be made, with the part of the file that each goes to. What has to
/// be out of the way of something in an earlier part goes before that: [`Part::Clearing`], [`Part::Renaming`].
pub(super) fn ordered(changes: Vec<Change>) -> Vec<(Part, Change)> {
    let graph = Graph::of(&changes);
    let mut parts: Vec<Part> = changes.iter().map(|change| change.as_kind().part()).collect();
    let mut first_of_work: Option<Part> = None;
    for &at in graph.order.iter().rev() {
        let can_move = [Part::Foundation, Part::Work].contains(&parts[at]);
        let followers = graph.followers[at].iter().map(|&follower| parts[follower]);
        let waiting = first_of_work.filter(|_| graph.stages[at] == Stage::Name);
        if let Some(first) = followers.chain(waiting).min().filter(|first| can_move && *first < parts[at]) {
            parts[at] = if first <= Part::Values { Part::Renaming } else { Part::Clearing };
        }
        if graph.stages[at] == Stage::Work {
            first_of_work = first_of_work.into_iter().chain([parts[at]]).min();
        }
    }
    let mut changes: Vec<_> = changes.into_iter().map(Some).collect();
    graph.order.into_iter().filter_map(|at| changes[at].take().map(|change| (parts[at], change))).collect()
}

/// Who has to wait for whom.
pub(super) struct Graph {
    /// The changes that wait for each, beside those that wait for its stage.
    pub followers: Vec<Vec<usize>>,
    /// An order in which each can be made.
    pub order: Vec<usize>,
    /// The stage of each change.
    pub stages: Vec<Stage>,
}

/// What waits as a whole: all work waits for all names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// It gives a name by which the work goes: [`ChangeKind::comes_first`](crate::change::ChangeKind::comes_first).
    Name,
    /// It changes what is there.
    Work,
    /// It waits for nothing but what it needs.
    Free,
}

impl Stage {
    fn of(change: &Change) -> Stage {
        let kind = change.as_kind();
        match (kind.comes_first(), kind.part()) {
            (true, _) => Stage::Name,
            (false, Part::Work) => Stage::Work,
            (false, _) => Stage::Free,
        }
    }
}

impl Graph {
    /// The graph of these changes.
    pub(super) fn of(changes: &[Change]) -> Graph {
        let stages: Vec<Stage> = changes.iter().map(Stage::of).collect();
        let (followers, waiting_for) = edges(changes);
        let order = order(changes, (&followers, &stages), waiting_for);
        Graph { followers, order, stages }
    }
}

fn order(
    changes: &[Change],
    (followers, stages): (&[Vec<usize>], &[Stage]),
    mut waiting_for: Vec<usize>,
) -> Vec<usize> {
    // two changes of one kind are about two things, so the place in the input never decides
    let keys: Vec<_> = changes.iter().map(|change| (change.rank(), change.as_kind().subject())).collect();
    let all_of = |stage: Stage| (0..changes.len()).filter(move |&at| stages[at] == stage);
    let mut names_left = all_of(Stage::Name).count();
    if names_left > 0 {
        all_of(Stage::Work).for_each(|at| waiting_for[at] += 1);
    }
    let mut ready: BinaryHeap<_> =
        (0..changes.len()).filter(|&at| waiting_for[at] == 0).map(|at| Reverse((&keys[at], at))).collect();
    let mut order = Vec::with_capacity(changes.len());
    while let Some(Reverse((_, at))) = ready.pop() {
        order.push(at);
        let is_last_name = stages[at] == Stage::Name && names_left == 1;
        names_left -= usize::from(stages[at] == Stage::Name);
        let work = is_last_name.then(|| all_of(Stage::Work)).into_iter().flatten();
        for follower in followers[at].iter().copied().chain(work) {
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
    order
}

/// Objects, each with the place of a change that has to do with it, in order.
struct Places(Vec<(ObjectRef, usize)>);

impl Places {
    fn of(changes: &[Change], objects: fn(&Change) -> Vec<ObjectRef>) -> Places {
        let of_change = |(at, change)| objects(change).into_iter().map(move |object| (object, at));
        let mut places: Vec<_> = changes.iter().enumerate().flat_map(of_change).collect();
        places.sort_unstable();
        Places(places)
    }

    /// The changes that have to do with an object.
    fn with(&self, object: &ObjectRef) -> impl Iterator<Item = usize> {
        let first = self.0.partition_point(|(other, _)| other < object);
        self.0[first..].iter().take_while(move |(other, _)| other == object).map(|(_, at)| *at)
    }
}

/// The followers of each change, and how many each waits for.
fn edges(changes: &[Change]) -> (Vec<Vec<usize>>, Vec<usize>) {
    let creates = Places::of(changes, |change| change.as_kind().creates());
    let alters = Places::of(changes, |change| change.as_kind().alters());
    let drops = Places::of(changes, |change| change.as_kind().drops());

    let mut edges: Vec<(usize, usize)> = Vec::new();
    for (object, at) in &creates.0 {
        edges.extend(drops.with(object).map(|first| (first, *at))); // the name has to be free
    }
    for (at, change) in changes.iter().enumerate() {
        let kind = change.as_kind();
        let needs = kind.needs();
        for object in &needs {
            edges.extend(creates.with(object).chain(alters.with(object)).map(|first| (first, at)));
        }
        for object in kind.releases() {
            edges.extend(drops.with(&object).map(|then| (at, then)));
            // what is replaced in one step needs the object's new form more than it hinders the change
            if !needs.contains(&object) {
                edges.extend(alters.with(&object).map(|then| (at, then)));
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
